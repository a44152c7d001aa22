//! The partition actor: owns a partition of the log. It routes chunks to its site actors, publishes what they answer,
//! keeps time, and says when a checkpoint is due.
//!
//! | what crashes | what happens |
//! |---|---|
//! | a site actor, or this actor | the root starts the partition again from the last checkpoint, under a new generation |
//!
//! Everything it has published stays in the hot store, which drops what replay hands in again.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine::{
    Bounds, CheckpointFacts, CheckpointPart, CheckpointPolicy, ChunkOutput, Clock, Decoded, Due,
    Frame, Generation, Interner, Lane, Log, Micros, Offset, OpenChange, PartitionId,
    PartitionSnapshot, PartitionState, Quarantined, Recovered, SettingsMap, SettingsSource, Sink,
    SiteChunk, SiteId, SiteOutput, SiteSnapshot, SiteTable, decode, settings_named,
};
use futures::future::join_all;
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::hub::{Hub, LiveRows};
use crate::metrics as m;
use crate::site::{SessionBudget, SiteActor, SiteArguments, SiteMessage};

/// Bytes read from the log at once: about two thousand events.
const READ_BYTES: usize = 768 * 1024;
/// Chunks in flight between the reader and the actor.
const CHUNKS_MAX: usize = 2;
/// How long a reader that keeps up lets frames gather: a chunk costs about the same with one event as with a hundred.
const GATHER: Duration = Duration::from_millis(10);
/// How long the reader waits before it looks again whether hot rows have become fewer.
const HOLD: Duration = Duration::from_millis(50);
/// How often deadlines are looked at when no frame comes.
const BEAT: Duration = Duration::from_millis(200);

/// What all partitions of a process share.
#[derive(Clone)]
pub struct Surroundings {
    /// The log.
    pub log: Arc<dyn Log>,
    /// Where rows go.
    pub sink: Arc<dyn Sink>,
    /// Where settings versions come from.
    pub settings: Arc<dyn SettingsSource>,
    /// Wall time, for deadlines nobody else brings to pass, and for waiting times.
    pub clock: Arc<dyn Clock>,
    /// Where rows are published.
    pub hub: Arc<Hub>,
    /// The process's session actors.
    pub budget: Arc<SessionBudget>,
    /// When checkpoints are due.
    pub policy: CheckpointPolicy,
    /// Fingerprints that a partition remembers.
    pub repeat_window: usize,
}

/// The actor.
pub struct PartitionActor;

/// What it is asked.
pub enum PartitionMessage {
    /// Records that follow on the last ones.
    Records {
        /// The records.
        records: Vec<Decoded>,
        /// Given back when they have been processed.
        permit: OwnedSemaphorePermit,
    },
    /// The log cannot be read on.
    ReadFailed(engine::LogError),
    /// Time passes.
    Beat,
    /// Seal what is due, if anything is.
    Prepare {
        /// Whether the process is about to stop.
        stopping: bool,
        /// Whether the log is more than half full.
        log_pressed: bool,
        /// Where the part goes.
        reply: oneshot::Sender<Option<Prepared>>,
    },
    /// A checkpoint with the partition's state has become durable.
    StateSaved {
        /// What the state covers.
        offset: Offset,
        /// Events that it spares from replay.
        events: u64,
    },
    /// Tell the last offset that was published.
    Applied(oneshot::Sender<Offset>),
}

/// A partition's part of a checkpoint.
pub struct Prepared {
    /// The partition.
    pub partition: PartitionId,
    /// Under which it is owned.
    pub generation: Generation,
    /// The sealed prefix.
    pub up_to: Offset,
    /// Events processed since the last saved state.
    pub events: u64,
    /// The state as of `up_to`, where due.
    pub state: Option<PartitionSnapshot>,
}

impl Prepared {
    /// What the sink is given.
    pub fn into_part(self) -> CheckpointPart {
        CheckpointPart {
            partition: self.partition,
            generation: self.generation,
            up_to: self.up_to,
            state: self.state.map(Arc::new),
        }
    }
}

/// What the root keeps to build it again.
#[derive(Clone)]
pub struct PartitionArguments {
    /// Which one.
    pub partition: PartitionId,
    /// What it works with.
    pub surroundings: Surroundings,
}

/// What dies with it.
pub struct PartitionActorState {
    partition: PartitionId,
    around: Surroundings,
    generation: Generation,
    routing: PartitionState,
    interner: Arc<Interner>,
    sites: HashMap<SiteId, ActorRef<SiteMessage>>,
    deadlines: HashMap<SiteId, BTreeMap<Lane, Micros>>,
    settings: SettingsMap,
    events_since_state: u64,
    state_saved: Micros,
    state_offset: Offset,
    end_at_start: Offset,
    caught_up: bool,
    ticking: Arc<AtomicBool>,
    reader: Option<tokio::task::AbortHandle>,
}

impl Drop for PartitionActorState {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            reader.abort();
        }
    }
}

impl Actor for PartitionActor {
    type Msg = PartitionMessage;
    type State = PartitionActorState;
    type Arguments = PartitionArguments;

    async fn pre_start(
        &self,
        myself: ActorRef<Self::Msg>,
        arguments: Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        let PartitionArguments {
            partition,
            surroundings: around,
        } = arguments;
        let bounds = around.log.bounds(partition).await?;
        let recovered = around.sink.take_over(partition).await?;
        around.hub.begin(partition, recovered.state_offset);
        let interner = Arc::new(Interner::default());
        let (routing, sites) = match &recovered.state {
            Some(bytes) => {
                let snapshot = PartitionSnapshot::decode(bytes)?;
                PartitionState::restore(snapshot, around.repeat_window)
            }
            None => (
                PartitionState::new(partition, around.repeat_window),
                Vec::new(),
            ),
        };
        let bounds = catch_up_log(&around, partition, bounds, &recovered).await?;
        let from = recovered.state_offset.next();
        if bounds.first > from && bounds.first > Offset(1) {
            return Err(engine::LogError::Gap {
                partition,
                expected: from,
                found: bounds.first,
            }
            .into());
        }
        let mut state = PartitionActorState {
            partition,
            generation: recovered.generation,
            routing,
            interner,
            sites: HashMap::new(),
            deadlines: HashMap::new(),
            settings: SettingsMap::new(),
            events_since_state: 0,
            state_saved: around.clock.now(),
            state_offset: recovered.state_offset,
            end_at_start: Offset(bounds.next.0.saturating_sub(1)),
            caught_up: false,
            ticking: Arc::new(AtomicBool::new(false)),
            reader: None,
            around,
        };
        state.restore_sites(&myself, sites).await?;
        state.note_caught_up();
        state.reader = Some(spawn_reader(&myself, &state, from));
        myself.send_interval(BEAT, || PartitionMessage::Beat);
        tracing::info!(
            %partition, generation = %state.generation, from = %from, end = %state.end_at_start,
            "partition taken over"
        );
        Ok(state)
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            PartitionMessage::Records { records, permit } => {
                crate::faults::partition();
                state.process(&myself, records).await?;
                drop(permit);
            }
            PartitionMessage::ReadFailed(error) => return Err(error.into()),
            PartitionMessage::Beat => state.beat(),
            PartitionMessage::Prepare {
                stopping,
                log_pressed,
                reply,
            } => {
                let prepared = state.prepare(stopping, log_pressed).await?;
                let _ = reply.send(prepared);
            }
            PartitionMessage::StateSaved { offset, events } => {
                state.state_saved = state.around.clock.now();
                state.state_offset = offset;
                state.events_since_state = state.events_since_state.saturating_sub(events);
            }
            PartitionMessage::Applied(reply) => {
                let _ = reply.send(state.routing.applied());
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        _myself: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match event {
            SupervisionEvent::ActorFailed(_, error) => {
                tracing::error!(partition = %state.partition, %error, "site actor failed");
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

/// A log that ends before what the tables hold has been made anew, by a restore without it: it goes on after them.
/// One that holds frames there contradicts the tables, and nothing is safe to do.
async fn catch_up_log(
    around: &Surroundings,
    partition: PartitionId,
    bounds: Bounds,
    recovered: &Recovered,
) -> Result<Bounds, ActorProcessingErr> {
    let held = recovered
        .state_offset
        .max(recovered.events_offset)
        .max(recovered.sessions_offset);
    if bounds.next > held {
        return Ok(bounds);
    }
    if bounds.first < bounds.next {
        return Err(format!(
            "partition {partition}: the log ends at {} and the tables hold rows up to {held}; \
             this log does not belong to these tables",
            bounds.next
        )
        .into());
    }
    tracing::warn!(%partition, from = %held.next(), "the log is empty; it goes on after what the tables hold");
    around.log.skip_to(partition, held.next()).await?;
    Ok(around.log.bounds(partition).await?)
}

fn spawn_reader(
    myself: &ActorRef<PartitionMessage>,
    state: &PartitionActorState,
    from: Offset,
) -> tokio::task::AbortHandle {
    let actor = myself.clone();
    let log = state.around.log.clone();
    let sink = state.around.sink.clone();
    let bytes_max = state.around.policy.bytes_max.saturating_mul(2);
    let partition = state.partition;
    let permits = Arc::new(Semaphore::new(CHUNKS_MAX));
    tokio::spawn(async move {
        let mut next = from;
        // What the log holds at the start is read at once.
        let mut behind = true;
        loop {
            // The store does not keep up, or is gone: what cannot be committed stays in the log.
            while sink.hot_bytes() > bytes_max {
                tokio::time::sleep(HOLD).await;
            }
            let read = async {
                log.wait_for(partition, next).await?;
                if !behind {
                    tokio::time::sleep(GATHER).await;
                }
                log.read(partition, next, READ_BYTES).await
            };
            match read.await {
                Ok(records) => {
                    let Some(last) = records.last().map(|record| record.offset) else {
                        continue;
                    };
                    let Ok(permit) = permits.clone().acquire_owned().await else {
                        return;
                    };
                    next = last.next();
                    let bytes: usize = records.iter().map(|record| record.frame.len()).sum();
                    behind = bytes >= READ_BYTES / 2;
                    let records = decode(&records);
                    let message = PartitionMessage::Records { records, permit };
                    if actor.send_message(message).is_err() {
                        return;
                    }
                }
                Err(error) if error.is_retryable() => {
                    tracing::warn!(%partition, %error, "log cannot be read; trying again");
                    tokio::time::sleep(Duration::from_millis(250)).await;
                }
                Err(error) => {
                    let _ = actor.send_message(PartitionMessage::ReadFailed(error));
                    return;
                }
            }
        }
    })
    .abort_handle()
}

impl PartitionActorState {
    async fn restore_sites(
        &mut self,
        myself: &ActorRef<PartitionMessage>,
        snapshots: Vec<SiteSnapshot>,
    ) -> Result<(), ActorProcessingErr> {
        let mut changes = Vec::new();
        for snapshot in snapshots {
            for (lane, session) in &snapshot.sessions {
                changes.push((
                    snapshot.site.clone(),
                    OpenChange {
                        lane: *lane,
                        visitor: session.identity.visitor_key,
                        session: Some(session.clone()),
                    },
                ));
            }
            let table = SiteTable::restore(snapshot, self.partition);
            self.deadlines
                .insert(table.site().clone(), table.deadlines());
            self.spawn_site(myself, table).await?;
        }
        let applied = self.routing.applied();
        if applied > Offset::ZERO {
            let output = ChunkOutput {
                first: applied,
                last: applied,
                changes,
                ..ChunkOutput::default()
            };
            self.around.sink.publish(self.partition, output);
        }
        Ok(())
    }

    async fn spawn_site(
        &mut self,
        myself: &ActorRef<PartitionMessage>,
        table: SiteTable,
    ) -> Result<ActorRef<SiteMessage>, ActorProcessingErr> {
        let site = table.site().clone();
        let arguments = SiteArguments {
            table,
            partition: self.partition,
            interner: self.interner.clone(),
            budget: self.around.budget.clone(),
            hub: self.around.hub.clone(),
            sink: self.around.sink.clone(),
        };
        let (actor, _) =
            SiteActor::spawn_linked(None, SiteActor, arguments, myself.get_cell()).await?;
        self.sites.insert(site, actor.clone());
        Ok(actor)
    }

    async fn process(
        &mut self,
        myself: &ActorRef<PartitionMessage>,
        records: Vec<Decoded>,
    ) -> Result<(), ActorProcessingErr> {
        self.resolve_settings(&records).await?;
        let mut routed = self.routing.route(records, &self.settings);
        for malformed in std::mem::take(&mut routed.malformed) {
            let (offset, reason) = (malformed.offset, malformed.reason);
            tracing::error!(partition = %self.partition, %offset, reason, "frame is quarantined");
            self.around
                .sink
                .quarantine(Quarantined {
                    partition: self.partition,
                    offset,
                    index: None,
                    site: None,
                    reason,
                    payload: malformed.payload,
                })
                .await?;
        }
        for (site, deadlines) in &self.deadlines {
            let is_due = deadlines.iter().any(|(lane, deadline)| {
                let now = routed.clocks.get(lane).and_then(|points| points.last());
                now.is_some_and(|point| point.clock >= *deadline)
            });
            if is_due {
                routed.sites.entry(site.clone()).or_default();
            }
        }
        let mut output = ChunkOutput {
            first: routed.first,
            last: routed.last,
            ..ChunkOutput::default()
        };
        for (site, chunk) in &routed.sites {
            let erasures = chunk.erasures.iter();
            output
                .erasures
                .extend(erasures.map(|(visitor, offset)| (site.clone(), visitor.clone(), *offset)));
        }
        let answers = self
            .ask_sites(myself, routed.sites, &routed.clocks, routed.last)
            .await?;
        let mut feed = Vec::new();
        for (site, (answer, live)) in answers {
            feed.extend(live);
            output.rows.extend(answer.rows);
            output.closed.extend(answer.closed);
            output.changes.extend(
                answer
                    .changes
                    .into_iter()
                    .map(|change| (site.clone(), change)),
            );
            if answer.open_sessions == 0 {
                self.deadlines.remove(&site);
                if let Some(actor) = self.sites.remove(&site) {
                    actor.stop(None);
                }
            } else {
                self.deadlines.insert(site, answer.deadlines);
            }
        }
        self.events_since_state += routed.events as u64;
        m::processed(routed.events as u64, routed.repeats as u64);
        self.around.sink.publish(self.partition, output);
        feed.into_iter().for_each(|rows| self.around.hub.feed(rows));
        let is_live = routed.clocks.contains_key(&Lane::Live) && routed.events > 0;
        if self.caught_up && is_live {
            let now = self.around.clock.now();
            let latency = now - self.routing.clock();
            m::visible(latency);
            self.around.hub.visible(now, routed.events as u64, latency);
        }
        self.note_caught_up();
        Ok(())
    }

    async fn ask_sites(
        &mut self,
        myself: &ActorRef<PartitionMessage>,
        chunks: BTreeMap<SiteId, SiteChunk>,
        clocks: &Arc<engine::ChunkClocks>,
        last: Offset,
    ) -> Result<Vec<(SiteId, (SiteOutput, Option<LiveRows>))>, ActorProcessingErr> {
        let mut asked = Vec::with_capacity(chunks.len());
        for (site, chunk) in chunks {
            let actor = match self.sites.get(&site) {
                Some(actor) => actor.clone(),
                None => {
                    let table = SiteTable::new(site.clone(), self.partition);
                    self.spawn_site(myself, table).await?
                }
            };
            let (reply, answer) = oneshot::channel();
            actor
                .send_message(SiteMessage::Chunk {
                    chunk,
                    clocks: clocks.clone(),
                    last,
                    replay: !self.caught_up,
                    reply,
                })
                .map_err(|_| format!("site actor of {site} is gone"))?;
            asked.push(async move { (site, answer.await) });
        }
        let mut answers = Vec::with_capacity(asked.len());
        for (site, answer) in join_all(asked).await {
            let answer = answer.map_err(|_| format!("site actor of {site} gave no answer"))?;
            answers.push((site, answer));
        }
        Ok(answers)
    }

    async fn resolve_settings(&mut self, records: &[Decoded]) -> Result<(), ActorProcessingErr> {
        for (site, version) in settings_named(records) {
            if self.settings.contains_key(&(site.clone(), version)) {
                continue;
            }
            match self.around.settings.version(&site, version).await {
                Ok(settings) => {
                    self.settings.insert((site, version), settings);
                }
                Err(error @ engine::SettingsError::Unknown { .. }) => {
                    tracing::error!(%error, "frame names settings that do not exist");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn note_caught_up(&mut self) {
        if !self.caught_up && self.routing.applied() >= self.end_at_start {
            self.caught_up = true;
            self.around.sink.caught_up(self.partition);
        }
    }

    /// Appends a tick when wall time has passed the earliest deadline and no frame has.
    fn beat(&mut self) {
        let earliest = self
            .deadlines
            .values()
            .filter_map(|deadlines| deadlines.get(&Lane::Live))
            .min()
            .copied();
        let now = self.around.clock.now();
        if earliest.is_none_or(|deadline| deadline > now) {
            return;
        }
        if !self.caught_up || self.ticking.swap(true, Ordering::AcqRel) {
            return;
        }
        let ticking = self.ticking.clone();
        let log = self.around.log.clone();
        let partition = self.partition;
        tokio::spawn(async move {
            if let Err(error) = log.append(partition, vec![Frame::tick().encode()]).await {
                tracing::warn!(%partition, %error, "tick is not appended; sessions close later");
            }
            ticking.store(false, Ordering::Release);
        });
    }

    async fn prepare(
        &mut self,
        stopping: bool,
        log_pressed: bool,
    ) -> Result<Option<Prepared>, ActorProcessingErr> {
        let hot = self.around.sink.hot_size(self.partition);
        let facts = CheckpointFacts {
            bytes: self.around.sink.hot_bytes(),
            rows: hot.rows,
            first_row: hot.first_row,
            state_events: self.events_since_state,
            state_saved: self.state_saved,
            state_changed: self.routing.applied() > self.state_offset,
            now: self.around.clock.now(),
            stopping,
            log_pressed,
        };
        let due: Due = self.around.policy.due(&facts);
        if !due.any() {
            return Ok(None);
        }
        let up_to = self.around.sink.seal(self.partition);
        // The hot store is ahead while replay catches up with what was published before a restart.
        let state_due = due.state && up_to == self.routing.applied();
        let state = if state_due {
            Some(self.routing.snapshot(self.site_snapshots().await?))
        } else {
            None
        };
        Ok(Some(Prepared {
            partition: self.partition,
            generation: self.generation,
            up_to,
            events: self.events_since_state,
            state,
        }))
    }

    async fn site_snapshots(&self) -> Result<Vec<SiteSnapshot>, ActorProcessingErr> {
        let mut asked = Vec::with_capacity(self.sites.len());
        for actor in self.sites.values() {
            let (reply, answer) = oneshot::channel();
            actor
                .send_message(SiteMessage::Snapshot(reply))
                .map_err(|_| "a site actor is gone")?;
            asked.push(answer);
        }
        let mut snapshots = Vec::with_capacity(asked.len());
        for answer in join_all(asked).await {
            let snapshot = answer.map_err(|_| "a site actor gave no answer")?;
            if !snapshot.sessions.is_empty() {
                snapshots.push(snapshot);
            }
        }
        snapshots.sort_by(|a, b| a.site.cmp(&b.site));
        Ok(snapshots)
    }
}
