//! The parts of a process, put together: the only place that names concrete backends.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Accounts, AccountsOptions, Moment, SecretKeys};
use actors::{Hub, PastCount, Pipeline, SessionBudget, Surroundings};
use anyhow::{Context, Result, bail};
use engine::{
    AddressLookup, CheckpointPolicy, Clock, HotSource, Log, NoLookup, PartitionId, SettingsSource,
    Sink, Span, SystemClock,
};
use sinks::{DeltaSink, Store};
use sources::GeoIp;
use sources::log::{EmbeddedLog, EmbeddedOptions, JetStreamLog, JetStreamOptions};
use url::Url;

use crate::config::{Place, ServeOptions};
use crate::directory::MemoryDirectory;
use crate::threads::Threads;

/// How the engine of a process is bounded.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    pub checkpoint_interval: Duration,
    pub partitions: Option<u16>,
    pub max_log_bytes: u64,
    pub query_memory: u64,
    pub session_actors: usize,
}

impl EngineOptions {
    pub fn of(options: &ServeOptions) -> Self {
        Self {
            checkpoint_interval: options.checkpoint_interval,
            partitions: options.partitions,
            max_log_bytes: options.max_log_bytes,
            query_memory: options.query_memory,
            session_actors: options.session_actors,
        }
    }
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            checkpoint_interval: Duration::from_secs(300),
            partitions: None,
            max_log_bytes: 10 << 30,
            query_memory: 1 << 30,
            session_actors: 16_000,
        }
    }
}

/// The address of the store: what was said, else the data folder.
pub fn store_url(place: &Place) -> Result<Url> {
    match &place.store {
        Some(text) if text.contains("://") => {
            Url::parse(text).with_context(|| format!("--store `{text}` is no address"))
        }
        Some(path) => folder_url(Path::new(path)),
        None => folder_url(&place.data),
    }
}

fn folder_url(dir: &Path) -> Result<Url> {
    std::fs::create_dir_all(dir)
        .with_context(|| format!("folder {} cannot be made", dir.display()))?;
    let dir = dir
        .canonicalize()
        .with_context(|| format!("folder {}", dir.display()))?;
    match Url::from_directory_path(&dir) {
        Ok(url) => Ok(url),
        Err(()) => bail!("{} is no absolute path", dir.display()),
    }
}

/// Opens the control plane.
pub async fn open_accounts(place: &Place) -> Result<Accounts> {
    std::fs::create_dir_all(&place.data)
        .with_context(|| format!("folder {} cannot be made", place.data.display()))?;
    let url = match &place.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", place.data.join("footfall.db").display()),
    };
    let shown = url.split('@').next_back().unwrap_or_default().to_owned();
    let moment = Moment::at(chrono::Utc::now());
    let options = AccountsOptions {
        url,
        secrets: SecretKeys::open(&place.secret_key_file(), moment)?,
        password_memory_kib: accounts::PASSWORD_MEMORY_KIB,
    };
    Accounts::open(options, moment)
        .await
        .with_context(|| format!("the database `{shown}` cannot be opened"))
}

/// The address look-up, and the databases behind it where there are any.
pub type Lookup = (Arc<dyn AddressLookup>, Option<Arc<GeoIp>>);

/// Opens the address look-up.
pub fn open_lookup(dir: Option<&Path>) -> Result<Lookup> {
    let Some(dir) = dir else {
        return Ok((Arc::new(NoLookup), None));
    };
    let geoip = GeoIp::open(dir).with_context(|| format!("--geoip {}", dir.display()))?;
    let databases = geoip.databases();
    if databases.is_empty() {
        bail!("--geoip {} holds no .mmdb file", dir.display());
    }
    for (path, kind) in databases {
        tracing::info!(path = %path.display(), ?kind, "address database");
    }
    let geoip = Arc::new(geoip);
    Ok((geoip.clone(), Some(geoip)))
}

/// Opens the log.
pub async fn open_log(
    place: &Place,
    options: &EngineOptions,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn Log>> {
    if place.log == "embedded" {
        let dir = place.data.join("log");
        std::fs::create_dir_all(&place.data)
            .with_context(|| format!("folder {} cannot be made", place.data.display()))?;
        let log = EmbeddedLog::open(
            &dir,
            EmbeddedOptions {
                partitions: options.partitions.unwrap_or(4),
                bytes_max: options.max_log_bytes,
                ..EmbeddedOptions::default()
            },
            clock,
        )
        .with_context(|| format!("log {}", dir.display()))?;
        return Ok(Arc::new(log));
    }
    if !place.log.starts_with("nats://") && !place.log.starts_with("tls://") {
        bail!(
            "--log `{}` is neither `embedded` nor nats://host:4222",
            place.log
        );
    }
    let log = JetStreamLog::open(JetStreamOptions {
        url: place.log.clone(),
        name: "footfall".into(),
        partitions: options.partitions.unwrap_or(16),
        bytes_max: options.max_log_bytes,
        replicas: place.log_replicas,
    })
    .await
    .with_context(|| format!("log {}", place.log))?;
    Ok(Arc::new(log))
}

/// Engine and tables of a process.
pub struct Node {
    pub clock: Arc<dyn Clock>,
    pub directory: Arc<MemoryDirectory>,
    pub log: Arc<dyn Log>,
    pub sink: Arc<DeltaSink>,
    pub hub: Arc<Hub>,
    pub budget: Arc<SessionBudget>,
    pub query: Arc<query::Engine>,
    pub pipeline: Pipeline,
    _questions: Threads,
}

impl Node {
    /// Opens everything and starts processing.
    pub async fn start(place: &Place, options: &EngineOptions) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let accounts = open_accounts(place).await?;
        let log = open_log(place, options, clock.clone()).await?;
        let directory = MemoryDirectory::open(accounts, clock.clone()).await?;
        let store = Store::open(&store_url(place)?)?;
        let partitions = log.partitions();
        let sink = DeltaSink::open(store.clone(), partitions, clock.clone())
            .await
            .context("the tables cannot be opened")?;
        let sink = Arc::new(sink);
        let questions = Threads::start("questions")?;
        let query = open_query(
            &store,
            sink.hot().clone(),
            options.query_memory,
            Some(questions.handle().clone()),
        )?;
        let hub = Arc::new(Hub::new(4_096));
        let budget = Arc::new(SessionBudget::new(options.session_actors));
        let interval = i64::try_from(options.checkpoint_interval.as_micros()).unwrap_or(i64::MAX);
        let surroundings = Surroundings {
            log: log.clone(),
            sink: sink.clone() as Arc<dyn Sink>,
            settings: directory.clone() as Arc<dyn SettingsSource>,
            clock: clock.clone(),
            hub: hub.clone(),
            budget: budget.clone(),
            policy: CheckpointPolicy::with_interval(Span(interval)),
            repeat_window: place.repeat_window,
        };
        let all = (0..partitions).map(PartitionId).collect();
        let pipeline = Pipeline::start(surroundings, all).await?;
        Ok(Self {
            clock,
            directory,
            log,
            sink,
            hub,
            budget,
            query,
            pipeline,
            _questions: questions,
        })
    }

    /// Gives the realtime counters what the tables hold of the last half hour. What stands in frames that are processed
    /// after the start is counted there.
    pub async fn remember_the_last_half_hour(&self) -> Result<()> {
        self.pipeline.taken_over().await;
        let now = self.clock.now();
        let recent = self
            .query
            .recent(&query::RecentQuery {
                since: now - Span::seconds(engine::MINUTES * 60),
                by_second_since: now - Span::seconds(60),
                up_to: self.hub.begins(),
            })
            .await?;
        let past: Vec<PastCount> = recent
            .into_iter()
            .map(|count| PastCount {
                site: count.site,
                partition: count.partition,
                at: count.at,
                latest: count.latest,
                visitor: count.visitor,
                counted: engine::Counted {
                    pageviews: count.pageviews,
                    events: count.events,
                },
            })
            .collect();
        self.hub.seed(&past);
        Ok(())
    }

    /// Waits until every partition has processed what the log held at the start.
    pub async fn wait_until_caught_up(&self) {
        while !self.sink.hot().is_caught_up() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// The query engine over a store. Plans run on the given threads, else on those of whoever asks.
pub fn open_query(
    store: &Store,
    hot: Arc<dyn HotSource>,
    memory: u64,
    threads: Option<tokio::runtime::Handle>,
) -> Result<Arc<query::Engine>> {
    let tables = object_store::prefix::PrefixStore::new(store.objects().clone(), "tables");
    let memory_bytes = usize::try_from(memory).unwrap_or(usize::MAX);
    let config = query::QueryConfig {
        memory_bytes,
        spill_bytes: 4 * memory,
        cache_bytes: memory / 8,
        column_bytes: memory / 4,
        footer_bytes: query::QueryConfig::default()
            .footer_bytes
            .min(memory_bytes / 4),
        threads,
        ..query::QueryConfig::default()
    };
    let store = query::Store {
        objects: Arc::new(tables),
    };
    Ok(Arc::new(query::Engine::new(config, store, hot)?))
}
