//! The site actor: one per active site and partition. It owns the table of open sessions, hands each visitor's part of
//! a chunk to his session actor, and answers with the chunk's rows.
//!
//! | what crashes | what happens |
//! |---|---|
//! | a session actor | its batch is run again event by event; an event that panics twice is quarantined and skipped |
//! | the site actor | its partition starts again from the last checkpoint (its supervisor decides) |
//!
//! Session actors are kept up to a bound for the whole process, in least-recently-used order. When the bound is
//! reached and nobody has been idle for a minute, the machine runs in the table instead: evicting an active session to
//! admit another would spawn an actor for every event and give nothing in return.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use engine::{
    Batch, ChunkClocks, Interner, Key, Lane, Micros, Offset, Outcome, PartitionId, Quarantined,
    Sink, SiteChunk, SiteOutput, SiteSnapshot, SiteTable, Span, Step,
};
use ractor::{Actor, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::oneshot;

use crate::hub::{Hub, LiveRows};
use crate::session::{SessionActor, SessionArguments, SessionMessage};

/// How long a session actor must have been idle before another may take its place.
const IDLE_MIN: Span = Span::seconds(60);

/// How many session actors the process may keep, and how many it keeps.
#[derive(Debug)]
pub struct SessionBudget {
    max: usize,
    live: AtomicUsize,
}

impl SessionBudget {
    /// A budget of `max` live session actors.
    pub fn new(max: usize) -> Self {
        Self {
            max,
            live: AtomicUsize::new(0),
        }
    }
    /// How many session actors live.
    pub fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }
    fn take(&self) -> bool {
        self.live
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |live| {
                (live < self.max).then_some(live + 1)
            })
            .is_ok()
    }
    fn give_back(&self, count: usize) {
        self.live.fetch_sub(count, Ordering::AcqRel);
    }
}

/// The actor.
pub struct SiteActor;

/// What it is asked.
pub enum SiteMessage {
    /// Process a chunk.
    Chunk {
        /// What the log says to the site.
        chunk: SiteChunk,
        /// The chunk's clock points.
        clocks: Arc<ChunkClocks>,
        /// The chunk's last offset.
        last: Offset,
        /// Whether this is replay, which runs the machine in the table.
        replay: bool,
        /// Where the output goes, and the rows to feed to subscribers once it is visible.
        reply: oneshot::Sender<(SiteOutput, Option<LiveRows>)>,
    },
    /// Hand over the open sessions for a state file.
    Snapshot(oneshot::Sender<SiteSnapshot>),
}

/// What the partition keeps to build it again.
pub struct SiteArguments {
    /// Open sessions to begin with.
    pub table: SiteTable,
    /// The partition.
    pub partition: PartitionId,
    /// Shared columns.
    pub interner: Arc<Interner>,
    /// The process's session actors.
    pub budget: Arc<SessionBudget>,
    /// Where rows are published.
    pub hub: Arc<Hub>,
    /// Where events go that cannot be processed.
    pub sink: Arc<dyn Sink>,
}

/// What dies with it.
pub struct SiteState {
    arguments: SiteArguments,
    live: HashMap<(Lane, Key), LiveSession>,
    order: BTreeMap<u64, (Lane, Key)>,
    uses: u64,
}

struct LiveSession {
    actor: ActorRef<SessionMessage>,
    used: u64,
    seen: Micros,
}

impl Drop for SiteState {
    fn drop(&mut self) {
        self.arguments.budget.give_back(self.live.len());
    }
}

impl Actor for SiteActor {
    type Msg = SiteMessage;
    type State = SiteState;
    type Arguments = SiteArguments;

    async fn pre_start(
        &self,
        _myself: ActorRef<Self::Msg>,
        arguments: Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        Ok(SiteState {
            arguments,
            live: HashMap::new(),
            order: BTreeMap::new(),
            uses: 0,
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            SiteMessage::Chunk {
                chunk,
                clocks,
                last,
                replay,
                reply,
            } => {
                crate::faults::site();
                let output = state.process(&myself, &chunk, clocks, replay).await?;
                let arguments = &state.arguments;
                let site = arguments.table.site();
                let live = arguments.hub.count(
                    arguments.partition,
                    site,
                    last,
                    &output.rows,
                    &output.closed,
                );
                // The partition feeds the rows on once questions see them.
                let _ = reply.send((output, live));
            }
            SiteMessage::Snapshot(reply) => {
                let _ = reply.send(state.arguments.table.snapshot());
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
        // A failed session actor has been noticed by the chunk it was running: its reply never came.
        if let SupervisionEvent::ActorFailed(who, error) = event {
            tracing::warn!(site = %state.arguments.table.site(), %error, "session actor failed");
            let gone = state
                .live
                .iter()
                .find(|(_, live)| live.actor.get_id() == who.get_id())
                .map(|(key, _)| *key);
            if let Some(key) = gone {
                state.forget(key);
            }
        }
        Ok(())
    }
}

impl SiteState {
    async fn process(
        &mut self,
        myself: &ActorRef<SiteMessage>,
        chunk: &SiteChunk,
        clocks: Arc<ChunkClocks>,
        replay: bool,
    ) -> Result<SiteOutput, ActorProcessingErr> {
        let plan = self.arguments.table.plan(chunk);
        let mut outcomes: Vec<(Lane, Key, Outcome)> = Vec::with_capacity(plan.batches.len());
        let mut waiting = Vec::new();
        for batch in plan.batches {
            let (lane, key) = (batch.lane, batch.key);
            let actor = if replay || lane != Lane::Live {
                None
            } else {
                self.session_actor(myself, &batch).await
            };
            match actor {
                Some(actor) => {
                    let batch = Arc::new(batch);
                    let (reply, outcome) = oneshot::channel();
                    // Where the actor has died, the reply is dropped with the message and the batch run here.
                    let _ = actor.send_message(SessionMessage::Run {
                        batch: batch.clone(),
                        clocks: clocks.clone(),
                        reply,
                    });
                    waiting.push((batch, outcome));
                }
                None => {
                    let outcome = match self.run_in_table(&batch, &clocks) {
                        Some(outcome) => outcome,
                        None => self.run_singly(&batch, &clocks).await?,
                    };
                    outcomes.push((lane, key, outcome));
                }
            }
        }
        for (batch, outcome) in waiting {
            let outcome = match outcome.await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) | Err(_) => {
                    self.forget((batch.lane, batch.key));
                    self.run_singly(&batch, &clocks).await?
                }
            };
            outcomes.push((batch.lane, batch.key, outcome));
        }
        let output = self.arguments.table.complete(plan.rows, outcomes, &clocks);
        for change in &output.changes {
            if change.session.is_none() {
                self.retire((change.lane, change.visitor));
            }
        }
        Ok(output)
    }

    fn run_in_table(&self, batch: &Batch, clocks: &ChunkClocks) -> Option<Outcome> {
        let arguments = &self.arguments;
        let site = arguments.table.site();
        let run = || {
            crate::faults::panic_on_marked(batch);
            batch.run(site, clocks, &arguments.interner)
        };
        catch_unwind(AssertUnwindSafe(run)).ok()?.ok()
    }

    /// Runs a batch that has failed once step by step; a step that fails again is quarantined and skipped.
    async fn run_singly(
        &self,
        batch: &Batch,
        clocks: &ChunkClocks,
    ) -> Result<Outcome, ActorProcessingErr> {
        let mut sum = Outcome {
            open: batch.open.clone(),
            ..Outcome::default()
        };
        for step in &batch.steps {
            let single = Batch {
                lane: batch.lane,
                key: batch.key,
                open: sum.open.clone(),
                steps: vec![step.clone()],
            };
            match self.run_in_table(&single, clocks) {
                Some(outcome) => {
                    if let Step::Erase(key, _) = step {
                        sum.forget(*key);
                    }
                    sum.rows.extend(outcome.rows);
                    sum.closed.extend(outcome.closed);
                    sum.open = outcome.open;
                }
                None => self.quarantine(step).await?,
            }
        }
        Ok(sum)
    }

    async fn quarantine(&self, step: &Step) -> Result<(), ActorProcessingErr> {
        let Step::Event(arrival) = step else {
            return Ok(());
        };
        let site = self.arguments.table.site();
        tracing::error!(
            %site, offset = %arrival.place.offset, index = arrival.place.index,
            "event failed twice; it is quarantined and skipped"
        );
        self.arguments
            .sink
            .quarantine(Quarantined {
                partition: self.arguments.partition,
                offset: arrival.place.offset,
                index: Some(arrival.place.index),
                site: Some(site.clone()),
                reason: "processing the event failed twice".into(),
                payload: format!("{:?}", arrival.event),
            })
            .await?;
        Ok(())
    }

    /// The actor of a batch's session, spawned where there is none and the budget allows one.
    async fn session_actor(
        &mut self,
        myself: &ActorRef<SiteMessage>,
        batch: &Batch,
    ) -> Option<ActorRef<SessionMessage>> {
        let key = (batch.lane, batch.key);
        let seen = batch.steps.iter().find_map(|step| match step {
            Step::Event(arrival) => Some(arrival.clock),
            Step::Erase(..) | Step::End(_) => None,
        })?;
        self.uses += 1;
        if let Some(live) = self.live.get_mut(&key) {
            self.order.remove(&live.used);
            live.used = self.uses;
            live.seen = seen;
            self.order.insert(self.uses, key);
            return Some(live.actor.clone());
        }
        if !self.arguments.budget.take() {
            let oldest = *self.order.first_key_value()?.1;
            let idle = self.live.get(&oldest).map(|live| seen - live.seen)?;
            if idle < IDLE_MIN {
                return None;
            }
            self.retire(oldest);
            if !self.arguments.budget.take() {
                return None;
            }
        }
        let arguments = SessionArguments {
            site: self.arguments.table.site().clone(),
            interner: self.arguments.interner.clone(),
        };
        match SessionActor::spawn_linked(None, SessionActor, arguments, myself.get_cell()).await {
            Ok((actor, _)) => {
                let live = LiveSession {
                    actor: actor.clone(),
                    used: self.uses,
                    seen,
                };
                self.live.insert(key, live);
                self.order.insert(self.uses, key);
                Some(actor)
            }
            Err(error) => {
                self.arguments.budget.give_back(1);
                tracing::warn!(%error, "session actor does not start; its machine runs in the table");
                None
            }
        }
    }

    fn retire(&mut self, key: (Lane, Key)) {
        if let Some(actor) = self.forget(key) {
            actor.stop(None);
        }
    }

    fn forget(&mut self, key: (Lane, Key)) -> Option<ActorRef<SessionMessage>> {
        let live = self.live.remove(&key)?;
        self.order.remove(&live.used);
        self.arguments.budget.give_back(1);
        Some(live.actor)
    }
}
