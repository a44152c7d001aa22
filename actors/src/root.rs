//! The root of the supervision tree: starts the partitions, starts one again that has failed — from its last
//! checkpoint, under a new generation, after a delay that grows to half a minute — and runs the committer's rounds.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use engine::PartitionId;
use futures::FutureExt;
use ractor::{Actor, ActorId, ActorProcessingErr, ActorRef, SupervisionEvent};
use tokio::sync::{oneshot, watch};

use crate::committer::{ASK_EVERY, Committer, Partitions};
use crate::partition::{PartitionActor, PartitionArguments, PartitionMessage, Surroundings};

const DELAY_FIRST: Duration = Duration::from_millis(100);
const DELAY_MAX: Duration = Duration::from_secs(30);
/// How long a partition must have run for its next failure to count as its first.
const CALM: Duration = Duration::from_secs(60);

/// The actor.
pub struct RootActor;

/// What it is asked.
pub enum RootMessage {
    /// Start a partition, the first time or again.
    Start(PartitionId),
    /// Stop a partition for good: somebody else owns it.
    Release(PartitionId),
    /// Process what the log holds, checkpoint with state, and answer whether that worked.
    Drain(oneshot::Sender<Result<(), String>>),
    /// Hand over the running partitions.
    Partitions(oneshot::Sender<Partitions>),
}

/// What it is built from.
pub struct RootArguments {
    /// What partitions work with.
    pub surroundings: Surroundings,
    /// Which partitions this process owns.
    pub partitions: Vec<PartitionId>,
    /// Told of every change of the running partitions.
    pub running: watch::Sender<Partitions>,
}

/// What dies with it.
pub struct RootState {
    arguments: RootArguments,
    running: Partitions,
    ids: BTreeMap<ActorId, PartitionId>,
    delays: BTreeMap<PartitionId, (Duration, tokio::time::Instant)>,
}

impl Actor for RootActor {
    type Msg = RootMessage;
    type State = RootState;
    type Arguments = RootArguments;

    async fn pre_start(
        &self,
        myself: ActorRef<Self::Msg>,
        arguments: Self::Arguments,
    ) -> Result<Self::State, ActorProcessingErr> {
        for partition in &arguments.partitions {
            myself.send_message(RootMessage::Start(*partition))?;
        }
        Ok(RootState {
            arguments,
            running: Partitions::new(),
            ids: BTreeMap::new(),
            delays: BTreeMap::new(),
        })
    }

    async fn handle(
        &self,
        myself: ActorRef<Self::Msg>,
        message: Self::Msg,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            RootMessage::Start(partition) => state.start(&myself, partition).await,
            RootMessage::Release(partition) => {
                state
                    .arguments
                    .partitions
                    .retain(|owned| *owned != partition);
                if let Some(actor) = state.running.remove(&partition) {
                    state.ids.remove(&actor.get_id());
                    actor.stop(None);
                    state.announce();
                }
            }
            RootMessage::Drain(reply) => {
                let _ = reply.send(state.drained().await);
            }
            RootMessage::Partitions(reply) => {
                let _ = reply.send(state.running.clone());
            }
        }
        Ok(())
    }

    async fn handle_supervisor_evt(
        &self,
        myself: ActorRef<Self::Msg>,
        event: SupervisionEvent,
        state: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        let (who, why) = match event {
            SupervisionEvent::ActorFailed(who, error) => (who, error.to_string()),
            SupervisionEvent::ActorTerminated(who, _, why) => (who, why.unwrap_or_default()),
            _ => return Ok(()),
        };
        if let Some(partition) = state.ids.remove(&who.get_id()) {
            tracing::error!(%partition, why, "partition failed");
            state.running.remove(&partition);
            state.announce();
            state.start_later(&myself, partition);
        }
        Ok(())
    }
}

impl RootState {
    fn announce(&self) {
        self.arguments.running.send_replace(self.running.clone());
    }

    async fn start(&mut self, myself: &ActorRef<RootMessage>, partition: PartitionId) {
        let arguments = PartitionArguments {
            partition,
            surroundings: self.arguments.surroundings.clone(),
        };
        let cell = myself.get_cell();
        match PartitionActor::spawn_linked(None, PartitionActor, arguments, cell).await {
            Ok((actor, _)) => {
                self.ids.insert(actor.get_id(), partition);
                self.running.insert(partition, actor);
                self.announce();
            }
            Err(error) => {
                tracing::error!(%partition, %error, "partition does not start; trying again");
                self.start_later(myself, partition);
            }
        }
    }

    fn start_later(&mut self, myself: &ActorRef<RootMessage>, partition: PartitionId) {
        crate::metrics::restarted();
        let now = tokio::time::Instant::now();
        let (delay, since) = self.delays.entry(partition).or_insert((DELAY_FIRST, now));
        if now.duration_since(*since) > CALM {
            *delay = DELAY_FIRST;
        }
        let wait = *delay;
        *delay = (*delay * 2).min(DELAY_MAX);
        *since = now;
        myself.send_after(wait, move || RootMessage::Start(partition));
    }

    /// Waits until every partition has published what its log holds now.
    async fn drained(&self) -> Result<(), String> {
        let log = &self.arguments.surroundings.log;
        for (partition, actor) in &self.running {
            let end = log
                .bounds(*partition)
                .await
                .map_err(|e| e.to_string())?
                .next;
            loop {
                let (reply, applied) = oneshot::channel();
                actor
                    .send_message(PartitionMessage::Applied(reply))
                    .map_err(|error| error.to_string())?;
                let applied = applied.await.map_err(|error| error.to_string())?;
                if applied.next() >= end {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        if self.running.len() < self.arguments.partitions.len() {
            return Err("not every partition is running".into());
        }
        Ok(())
    }
}

/// The running tree.
pub struct Pipeline {
    root: ActorRef<RootMessage>,
    committer: Arc<Committer>,
    rounds: tokio::sync::Mutex<Option<tokio::task::JoinHandle<()>>>,
    running: watch::Receiver<Partitions>,
    owned: usize,
    stop: watch::Sender<bool>,
    /// How many checkpoints that were asked for have begun.
    begun: AtomicU64,
    /// The number of the last one of them that came to its end.
    done: tokio::sync::Mutex<u64>,
}

/// Why the tree did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The root does not run.
    #[error("processing does not run: {0}")]
    Stopped(String),
    /// What is processed could not be made durable; it stays in the log.
    #[error(transparent)]
    Sink(#[from] engine::SinkError),
}

impl Pipeline {
    /// Starts the tree for the given partitions.
    pub async fn start(
        surroundings: Surroundings,
        partitions: Vec<PartitionId>,
    ) -> Result<Self, PipelineError> {
        let committer = Arc::new(Committer::new(
            surroundings.sink.clone(),
            surroundings.log.clone(),
        ));
        let (running, seen) = watch::channel(Partitions::new());
        let owned = partitions.len();
        let arguments = RootArguments {
            surroundings,
            partitions,
            running,
        };
        let (root, _) = RootActor::spawn(None, RootActor, arguments)
            .await
            .map_err(|error| PipelineError::Stopped(error.to_string()))?;
        let (stop, stopped) = watch::channel(false);
        let rounds = tokio::spawn(commit_rounds(
            root.clone(),
            committer.clone(),
            seen.clone(),
            stopped,
        ));
        Ok(Self {
            root,
            committer,
            rounds: tokio::sync::Mutex::new(Some(rounds)),
            running: seen,
            owned,
            stop,
            begun: AtomicU64::default(),
            done: tokio::sync::Mutex::default(),
        })
    }

    /// Waits until every partition has been taken over: from then on the log gives no offset that the tables hold.
    pub async fn taken_over(&self) {
        let mut running = self.running.clone();
        // An error says that the root has ended; there is nothing to wait for then.
        let _ = running.wait_for(|all| all.len() == self.owned).await;
    }

    /// Processes what the log holds now and makes it durable, open sessions' events included. Those who ask while one
    /// is under way share the next: many imports that end together cost one commit.
    pub async fn checkpoint(&self) -> Result<(), PipelineError> {
        let before = self.begun.load(Ordering::SeqCst);
        let mut done = self.done.lock().await;
        if *done > before {
            return Ok(());
        }
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        self.ask_drain().await?;
        let partitions = self.partitions().await?;
        self.committer.round(&partitions, true).await?;
        *done = number;
        Ok(())
    }

    async fn ask_drain(&self) -> Result<(), PipelineError> {
        let stopped = |error: String| PipelineError::Stopped(error);
        let (reply, drained) = oneshot::channel();
        self.root
            .send_message(RootMessage::Drain(reply))
            .map_err(|error| stopped(error.to_string()))?;
        drained
            .await
            .map_err(|error| stopped(error.to_string()))?
            .map_err(stopped)
    }

    /// Makes everything durable and keeps it as it is, without a commit, while `work` runs: for copies of the tables.
    pub async fn frozen<T>(&self, work: impl Future<Output = T>) -> Result<T, PipelineError> {
        self.ask_drain().await?;
        let partitions = self.partitions().await?;
        Ok(self.committer.round_then(&partitions, work).await?)
    }

    async fn partitions(&self) -> Result<Partitions, PipelineError> {
        let (reply, partitions) = oneshot::channel();
        self.root
            .send_message(RootMessage::Partitions(reply))
            .map_err(|error| PipelineError::Stopped(error.to_string()))?;
        partitions
            .await
            .map_err(|error| PipelineError::Stopped(error.to_string()))
    }

    /// Stops in order: drain, checkpoint with state, then the actors. Nothing may append meanwhile.
    pub async fn stop(&self) -> Result<(), PipelineError> {
        self.stop.send_replace(true);
        if let Some(rounds) = self.rounds.lock().await.take() {
            // A round that is under way ends first; it has nothing to tell.
            let _ = rounds.await;
        }
        let checkpointed = self.checkpoint().await;
        self.root.stop(None);
        checkpointed
    }
}

async fn commit_rounds(
    root: ActorRef<RootMessage>,
    committer: Arc<Committer>,
    running: watch::Receiver<Partitions>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut delay = ASK_EVERY;
    loop {
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        let partitions = running.borrow().clone();
        let round = AssertUnwindSafe(committer.round(&partitions, false)).catch_unwind();
        let round = round
            .await
            .unwrap_or_else(|_| Err(engine::SinkError::Unavailable("the round panicked".into())));
        match round {
            Ok(round) => {
                delay = ASK_EVERY;
                for partition in round.fenced {
                    let _ = root.send_message(RootMessage::Release(partition));
                }
            }
            Err(error) => {
                tracing::error!(%error, "checkpoint failed; rows stay in memory and in the log");
                metrics::counter!("footfall_checkpoint_failures_total").increment(1);
                delay = (delay * 2).min(DELAY_MAX);
            }
        }
    }
}
