//! The engine without HTTP: sites in memory, a collector that is called directly, and a pipeline over a temporary store.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actors::{Hub, Pipeline, SessionBudget, Surroundings};
use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use engine::{
    CheckpointPolicy, Clock, ConsentMode, Log, NoLookup, PartitionId, SettingsError,
    SettingsSource, SettingsVersion, Sink, SiteId, SiteSettings, Span, SystemClock,
};
use futures::StreamExt;
use sinks::{DeltaSink, Store};
use sources::collector::{
    CollectSite, Collector, CollectorParts, Directory, Figures, Limits, Rate, Salt, TrustedProxies,
    WriteKey,
};
use tower::ServiceExt;

use crate::load::Body as Sent;

const SITES: usize = 20;
const PARTITIONS: u16 = 4;

/// Ids of the sites.
pub fn sites() -> Vec<String> {
    (0..SITES).map(|number| format!("site-{number}")).collect()
}

/// Every site, with the same settings.
struct Everywhere(Arc<SiteSettings>);

impl Directory for Everywhere {
    fn site(&self, id: &str) -> Option<CollectSite> {
        Some(CollectSite {
            id: SiteId::new(id),
            version: SettingsVersion(1),
            settings: self.0.clone(),
        })
    }
    fn write_key(&self, _secret: &str) -> Option<WriteKey> {
        None
    }
    fn salts(&self, _day: i32) -> (Option<Salt>, Option<Salt>) {
        (Some([1; 32]), Some([2; 32]))
    }
}

#[async_trait]
impl SettingsSource for Everywhere {
    async fn version(
        &self,
        _site: &SiteId,
        _version: SettingsVersion,
    ) -> Result<Arc<SiteSettings>, SettingsError> {
        Ok(self.0.clone())
    }
}

fn everywhere() -> Arc<Everywhere> {
    Arc::new(Everywhere(Arc::new(SiteSettings {
        consent: ConsentMode::NotRequired,
        session_timeout: Span::seconds(4 * 3_600),
        ..SiteSettings::default()
    })))
}

/// A collector in front of a log.
pub fn collector(log: Arc<dyn Log>) -> Result<Router> {
    let off: Rate = "off".parse()?;
    Ok(sources::collector::router(Arc::new(Collector::new(
        CollectorParts {
            log,
            directory: everywhere(),
            lookup: Arc::new(NoLookup),
            clock: Arc::new(SystemClock),
            limits: Limits::new(off, off),
            proxies: TrustedProxies::new(Vec::new()),
            figures: Figures::new(false),
        },
    ))))
}

/// Hands bodies to a collector, many at once, and waits until all are durable.
pub async fn collect(router: &Router, bodies: Vec<Sent>) -> Result<()> {
    const AT_ONCE: usize = 512;
    let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1)));
    let mut answers = futures::stream::iter(bodies)
        .map(|body| {
            let router = router.clone();
            tokio::spawn(async move {
                let mut request = axum::http::Request::post("/api/collect")
                    .header("content-type", "text/plain")
                    .header("user-agent", body.user_agent)
                    .body(Body::from(body.text))?;
                request.extensions_mut().insert(peer);
                let answer = router.oneshot(request).await?;
                anyhow::Ok(answer.status())
            })
        })
        .buffer_unordered(AT_ONCE);
    while let Some(status) = answers.next().await {
        let status = status??;
        if status != axum::http::StatusCode::ACCEPTED {
            bail!("the collector answered {status}");
        }
    }
    Ok(())
}

/// A pipeline over a store of its own.
pub struct Node {
    pub sink: Arc<DeltaSink>,
    pub pipeline: Pipeline,
    log: Arc<dyn Log>,
}

impl Node {
    /// Starts processing. With `session_actors` 0 every session's machine runs in its site's table.
    pub async fn start(dir: &Path, log: Arc<dyn Log>, session_actors: usize) -> Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let url = url::Url::from_directory_path(dir)
            .ok()
            .context("the temporary folder has no address")?;
        let sink = DeltaSink::open(Store::open(&url)?, PARTITIONS, clock.clone()).await?;
        let sink = Arc::new(sink);
        let surroundings = Surroundings {
            log: log.clone(),
            sink: sink.clone() as Arc<dyn Sink>,
            settings: everywhere(),
            clock,
            hub: Arc::new(Hub::new(4_096)),
            budget: Arc::new(SessionBudget::new(session_actors)),
            policy: CheckpointPolicy::with_interval(Span::seconds(300)),
            repeat_window: engine::WINDOW_DEFAULT,
        };
        let pipeline = Pipeline::start(surroundings, partitions().collect()).await?;
        Ok(Self {
            sink,
            pipeline,
            log,
        })
    }

    /// Waits until everything that the log holds can be queried.
    pub async fn processed(&self) -> Result<()> {
        while !self.sink.hot().is_caught_up() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        for partition in partitions() {
            let end = self.log.bounds(partition).await?.next;
            while self.sink.hot().applied(partition).next() < end {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
        Ok(())
    }
}

/// The partitions of the logs here.
pub fn partitions() -> impl Iterator<Item = PartitionId> {
    (0..PARTITIONS).map(PartitionId)
}

/// How many partitions the logs here have.
pub fn partition_count() -> u16 {
    PARTITIONS
}
