//! The committer: asks the partitions what is due, commits their parts together, and trims the log once that is
//! durable. One per process, so that a table has one writer here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use engine::{CheckpointOutcome, CheckpointPart, Log, PartitionId, Sink, SinkError};
use ractor::ActorRef;
use tokio::sync::{Mutex, oneshot};

use crate::partition::{PartitionMessage, Prepared};

/// How often the partitions are asked.
pub const ASK_EVERY: Duration = Duration::from_millis(250);

/// Commits checkpoints for the partitions of a process.
pub struct Committer {
    sink: Arc<dyn Sink>,
    log: Arc<dyn Log>,
    one_at_a_time: Mutex<()>,
}

/// The running partition actors.
pub type Partitions = BTreeMap<PartitionId, ActorRef<PartitionMessage>>;

/// How a round ended.
#[derive(Debug, Default)]
pub struct Round {
    /// Partitions whose part is durable.
    pub committed: Vec<PartitionId>,
    /// Partitions that somebody else owns now.
    pub fenced: Vec<PartitionId>,
}

impl Committer {
    /// A committer over a sink and the log that it frees.
    pub fn new(sink: Arc<dyn Sink>, log: Arc<dyn Log>) -> Self {
        Self {
            sink,
            log,
            one_at_a_time: Mutex::new(()),
        }
    }

    /// Asks, commits, trims. Partitions that are starting again are left out.
    pub async fn round(&self, partitions: &Partitions, stopping: bool) -> Result<Round, SinkError> {
        let _turn = self.one_at_a_time.lock().await;
        self.commit(partitions, stopping).await
    }

    /// A round as before a stop, then `work`, before any other round.
    pub async fn round_then<T>(
        &self,
        partitions: &Partitions,
        work: impl Future<Output = T>,
    ) -> Result<T, SinkError> {
        let _turn = self.one_at_a_time.lock().await;
        self.commit(partitions, true).await?;
        Ok(work.await)
    }

    async fn commit(&self, partitions: &Partitions, stopping: bool) -> Result<Round, SinkError> {
        let size = self.log.size().await;
        let log_pressed = size.is_ok_and(|size| size.bytes > size.bytes_max / 2);
        let mut prepared = Vec::new();
        for actor in partitions.values() {
            let (reply, answer) = oneshot::channel();
            if actor
                .send_message(PartitionMessage::Prepare {
                    stopping,
                    log_pressed,
                    reply,
                })
                .is_ok()
                && let Ok(Some(part)) = answer.await
            {
                prepared.push(part);
            }
        }
        if prepared.is_empty() {
            return Ok(Round::default());
        }
        let events: BTreeMap<PartitionId, u64> = prepared
            .iter()
            .filter(|part| part.state.is_some())
            .map(|part| (part.partition, part.events))
            .collect();
        let parts: Vec<CheckpointPart> = prepared.into_iter().map(Prepared::into_part).collect();
        let ends: BTreeMap<PartitionId, engine::Offset> = parts
            .iter()
            .map(|part| (part.partition, part.up_to))
            .collect();
        let outcomes = self.sink.checkpoint(parts).await?;
        let mut round = Round::default();
        for (partition, outcome) in outcomes {
            match outcome {
                CheckpointOutcome::Committed { state_offset } => {
                    round.committed.push(partition);
                    if let Some(events) = events.get(&partition)
                        && let Some(actor) = partitions.get(&partition)
                    {
                        let _ = actor.send_message(PartitionMessage::StateSaved {
                            offset: ends.get(&partition).copied().unwrap_or_default(),
                            events: *events,
                        });
                        self.trim(partition, state_offset).await;
                    }
                }
                CheckpointOutcome::Fenced { by } => {
                    tracing::error!(%partition, generation = %by, "another process owns the partition");
                    round.fenced.push(partition);
                }
            }
        }
        Ok(round)
    }

    async fn trim(&self, partition: PartitionId, up_to: engine::Offset) {
        fail::fail_point!("before-trim", |_| ());
        if let Err(error) = self.log.trim(partition, up_to).await {
            tracing::warn!(%partition, %error, "log is not trimmed; the next checkpoint tries again");
        }
    }
}
