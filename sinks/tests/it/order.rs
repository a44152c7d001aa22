//! The order of durable steps over a whole checkpoint (design D6), told by a store and a log that keep a record.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actors::{Hub, Pipeline, SessionBudget, Surroundings};
use async_trait::async_trait;
use bytes::Bytes;
use engine::{
    Bounds, CheckpointPolicy, Clock, Column, Consent, EncodedFields, Event, EventId, Fields, Frame,
    Lane, Log, LogError, LogSize, Offset, PartitionId, Payload, Record, Request, RequestHead,
    SettingsError, SettingsSource, SettingsVersion, SiteId, SiteSettings, Source, Span,
    SystemClock, VisitorId,
};
use parking_lot::Mutex;
use sinks::{DeltaSink, Store};
use sources::log::MemoryLog;
use url::Url;

const P: PartitionId = PartitionId(0);

type Steps = Arc<Mutex<Vec<String>>>;

/// A log that notes when it is trimmed, and how often it is asked where it ends, as each checkpoint does.
struct NotedLog {
    log: MemoryLog,
    steps: Steps,
    asked: AtomicUsize,
}

#[async_trait]
impl Log for NotedLog {
    fn partitions(&self) -> u16 {
        self.log.partitions()
    }
    async fn append(
        &self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<Vec<Offset>, LogError> {
        self.log.append(partition, frames).await
    }
    async fn read(
        &self,
        partition: PartitionId,
        from: Offset,
        bytes_max: usize,
    ) -> Result<Vec<Record>, LogError> {
        self.log.read(partition, from, bytes_max).await
    }
    async fn wait_for(&self, partition: PartitionId, offset: Offset) -> Result<(), LogError> {
        self.log.wait_for(partition, offset).await
    }
    async fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<(), LogError> {
        self.steps.lock().push(format!("trim {up_to}"));
        self.log.trim(partition, up_to).await
    }
    async fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<(), LogError> {
        self.log.skip_to(partition, next).await
    }
    async fn bounds(&self, partition: PartitionId) -> Result<Bounds, LogError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.log.bounds(partition).await
    }
    async fn size(&self) -> Result<LogSize, LogError> {
        self.log.size().await
    }
}

struct Everywhere;

#[async_trait]
impl SettingsSource for Everywhere {
    async fn version(
        &self,
        _: &SiteId,
        _: SettingsVersion,
    ) -> Result<Arc<SiteSettings>, SettingsError> {
        Ok(Arc::new(SiteSettings::default()))
    }
}

fn frame(id: &str) -> Bytes {
    let mut fields = Fields::new();
    fields.set_text(Column::PageUrl, Some("https://example.com/"));
    let head = RequestHead {
        site: SiteId::new("s"),
        settings: SettingsVersion(1),
        skew: None,
        trusted: false,
        time: None,
        visitor: Some(VisitorId::new(id)),
        visitor_before: None,
        client_session: None,
        session_number: None,
        is_first_visit: None,
        user: None,
        consent: Consent::Granted,
        source: Source::Tracker,
        script_version: None,
        is_bot: false,
        agent: EncodedFields::default(),
        client: EncodedFields::default(),
        place: EncodedFields::default(),
    };
    let event = Event {
        id: EventId::new(id),
        name: "page_view".into(),
        client_time: None,
        fields,
        properties: None,
    };
    Frame {
        lane: Lane::Live,
        payload: Payload::Requests(vec![Request {
            head,
            events: vec![event],
        }]),
    }
    .encode()
}

/// What a step is about: the kind of file, or the trim.
fn kind(step: &str) -> &'static str {
    match step {
        trim if trim.starts_with("trim") => "trim",
        state if state.starts_with("state/") => "state",
        path => match (
            path.starts_with("tables/events/"),
            path.contains("/_delta_log/"),
        ) {
            (true, false) => "events file",
            (true, true) => "events commit",
            (false, false) => "sessions file",
            (false, true) => "sessions commit",
        },
    }
}

/// A pipeline over one partition whose durable steps are noted.
struct Running {
    pipeline: Pipeline,
    log: Arc<NotedLog>,
    sink: Arc<DeltaSink>,
    steps: Steps,
    _dir: tempfile::TempDir,
}

impl Running {
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let steps = Steps::default();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let noted = steps.clone();
        let store = Store::open(&Url::from_directory_path(dir.path()).unwrap())
            .unwrap()
            .watched(Arc::new(move |paths| {
                noted.lock().extend(paths.iter().map(ToString::to_string));
            }));
        let sink = Arc::new(DeltaSink::open(store, 1, clock.clone()).await.unwrap());
        let log = Arc::new(NotedLog {
            log: MemoryLog::new(1, u64::MAX, clock.clone()),
            steps: steps.clone(),
            asked: AtomicUsize::default(),
        });
        let surroundings = Surroundings {
            log: log.clone(),
            sink: sink.clone(),
            settings: Arc::new(Everywhere),
            clock,
            hub: Arc::new(Hub::new(16)),
            budget: Arc::new(SessionBudget::new(16)),
            policy: CheckpointPolicy::with_interval(Span::seconds(300)),
            repeat_window: 1_000,
        };
        let pipeline = Pipeline::start(surroundings, vec![P]).await.unwrap();
        pipeline.taken_over().await;
        Self {
            pipeline,
            log,
            sink,
            steps,
            _dir: dir,
        }
    }

    /// Appends an event each and waits until they are published; the offset of the last one.
    async fn publish(&self, ids: impl Iterator<Item = String>) -> Offset {
        let frames: Vec<Bytes> = ids.map(|id| frame(&id)).collect();
        let offsets = self.log.append(P, frames).await.unwrap();
        let last = *offsets.last().unwrap();
        let applied = async {
            while self.sink.hot().applied(P) < last {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), applied)
            .await
            .unwrap();
        last
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checkpoints_that_are_asked_for_together_are_shared() {
    let running = Running::start().await;
    let last = running.publish((0..5).map(|n| n.to_string())).await;
    running.log.asked.store(0, Ordering::SeqCst);
    let answers = futures::future::join_all((0..8).map(|_| running.pipeline.checkpoint())).await;
    assert!(answers.iter().all(Result::is_ok));
    // The first who asks has one of his own, and all others the next.
    assert_eq!(running.log.asked.load(Ordering::SeqCst), 2);
    let steps = running.steps.lock().clone();
    let trims = steps.iter().filter_map(|step| step.strip_prefix("trim "));
    assert!(trims.map(|up_to| up_to.parse().unwrap()).max() >= Some(last.0));
    running.pipeline.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_trimmed_after_everything_that_replaces_it_is_durable() {
    let running = Running::start().await;
    let steps = &running.steps;
    let mut trimmed = 0;
    for round in 1..=3_u64 {
        steps.lock().clear();
        let last = running
            .publish((0..5).map(|n| format!("{round}-{n}")))
            .await;
        running.pipeline.checkpoint().await.unwrap();
        let steps = steps.lock().clone();
        let kinds: Vec<&str> = steps.iter().map(|step| kind(step)).collect();
        let expected = [
            "state",
            "events file",
            "events commit",
            "sessions commit",
            "trim",
        ];
        assert_eq!(kinds, expected, "{steps:?}");
        // The state that allows it is the one that was written first.
        let of_state = steps[0].rsplit('/').next().unwrap();
        let up_to: u64 = of_state.split('-').next().unwrap().parse().unwrap();
        assert_eq!(steps.last(), Some(&format!("trim {up_to}")));
        assert!(up_to >= last.0 && up_to > trimmed);
        trimmed = up_to;
    }
    running.pipeline.stop().await.unwrap();
}
