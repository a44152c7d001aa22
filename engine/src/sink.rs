//! Where processing puts what it made, and what a question finds there: the contract between `actors`, `sinks` and
//! `query`. No side knows how another does its part.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use bytes::Bytes;

use crate::ids::{Generation, Offset, PartitionId, SiteId, VisitorId};
use crate::partition::PartitionSnapshot;
use crate::row::{EventRow, SessionRow};
use crate::site::OpenChange;
use crate::time::Micros;

/// One complete chunk of a partition, all sites together.
#[derive(Clone, Debug, Default)]
pub struct ChunkOutput {
    /// First offset, inclusive.
    pub first: Offset,
    /// Last offset, inclusive: what becomes the partition's applied offset.
    pub last: Offset,
    /// Rows of `events`, by site, then in log order.
    pub rows: Vec<EventRow>,
    /// Sessions that closed.
    pub closed: Vec<SessionRow>,
    /// Open sessions that changed.
    pub changes: Vec<(SiteId, OpenChange)>,
    /// Visitors to forget: rows before the offset go.
    pub erasures: Vec<(SiteId, VisitorId, Offset)>,
}

/// What waits in the hot store of a partition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HotSize {
    /// Rows that no commit covers.
    pub rows: usize,
    /// Their bytes.
    pub bytes: usize,
    /// When the oldest of them came, on the wall clock.
    pub first_row: Option<Micros>,
}

/// Where a partition goes on after a start.
#[derive(Clone, Debug, Default)]
pub struct Recovered {
    /// The generation that the caller now holds; both tables carry it.
    pub generation: Generation,
    /// The newest state that `sessions` names.
    pub state: Option<Bytes>,
    /// The offset it covers; replay begins after it.
    pub state_offset: Offset,
    /// Event rows up to here are committed.
    pub events_offset: Offset,
    /// Session rows up to here are committed.
    pub sessions_offset: Offset,
}

/// One partition's part of a checkpoint.
#[derive(Clone, Debug)]
pub struct CheckpointPart {
    /// The partition.
    pub partition: PartitionId,
    /// The generation under which the caller owns it.
    pub generation: Generation,
    /// End of a complete prefix of chunks: hot rows up to here are to be committed.
    pub up_to: Offset,
    /// The state as of `up_to`, where it is due. It is encoded when it is written, one partition after another.
    pub state: Option<Arc<PartitionSnapshot>>,
}

/// How a partition's part of a checkpoint ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckpointOutcome {
    /// It is durable and readers see it; `state_offset` is what the newest durable state covers, up to which the log
    /// may be trimmed.
    Committed {
        /// The newest durable state's offset.
        state_offset: Offset,
    },
    /// A later generation owns the partition; the caller must stop.
    Fenced {
        /// The generation that the tables carry.
        by: Generation,
    },
}

/// Why a sink did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The store did not answer or refused; trying again can help.
    #[error("store is not available: {0}")]
    Unavailable(String),
    /// The tables are not ours to write: damaged, or of another version.
    #[error("tables cannot be written: {0}")]
    Unusable(String),
}

/// Takes rows in memory at once and makes them durable at checkpoints.
#[async_trait]
pub trait Sink: Send + Sync + 'static {
    /// Takes possession of a partition: commits a generation larger than any before to both tables, so that every
    /// earlier writer is fenced, and says where to go on.
    async fn take_over(&self, partition: PartitionId) -> Result<Recovered, SinkError>;

    /// Takes in a chunk: visible to questions on return. What the partition's offsets cover already is dropped, so
    /// that replay may hand it in again.
    fn publish(&self, partition: PartitionId, chunk: ChunkOutput) -> HotSize;

    /// Ends the prefix of chunks that the next checkpoint is to cover: returns the last published offset, which stays
    /// a boundary between batches until it is committed.
    fn seal(&self, partition: PartitionId) -> Offset;

    /// What waits for a commit.
    fn hot_size(&self, partition: PartitionId) -> HotSize;

    /// Bytes of hot rows that wait for a commit, of all partitions together.
    fn hot_bytes(&self) -> usize;

    /// Says that a partition has reached the end that its log had at the start; only then may it answer questions.
    fn caught_up(&self, partition: PartitionId);

    /// Commits the hot rows of the given partitions, and their states, in the order of design D6. Only one call at a
    /// time. After an error nothing is lost: the rows stay hot.
    async fn checkpoint(
        &self,
        parts: Vec<CheckpointPart>,
    ) -> Result<BTreeMap<PartitionId, CheckpointOutcome>, SinkError>;

    /// Keeps an event that could not be processed, durably, before it is skipped. Doing it again changes nothing.
    async fn quarantine(&self, event: Quarantined) -> Result<(), SinkError>;
}

/// An event whose processing panicked twice, or a frame that does not decode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The partition.
    pub partition: PartitionId,
    /// The frame.
    pub offset: Offset,
    /// The event in the frame; None for a whole frame.
    pub index: Option<u16>,
    /// The site, where known.
    pub site: Option<SiteId>,
    /// Why it was given up.
    pub reason: String,
    /// What it said, for people: an event's debug form, or a frame's bytes in hexadecimal.
    pub payload: String,
}

/// Hot rows of one partition at one instant. Batches hold the columns that have a value, always among them the
/// required ones; types are those of the tables' schemas.
#[derive(Clone, Debug, Default)]
pub struct HotPartition {
    /// The partition.
    pub partition: PartitionId,
    /// Event rows with a larger offset are all here (some with a smaller one may be).
    pub events_floor: Offset,
    /// Closed sessions with a larger closing offset are all here (some with a smaller one may be).
    pub sessions_floor: Offset,
    /// The chunk that this is the state after.
    pub applied: Offset,
    /// Rows of `events`.
    pub events: Vec<RecordBatch>,
    /// Rows of `sessions` that have closed.
    pub closed: Vec<RecordBatch>,
    /// Rows of `sessions` that are open; `closed_offset` is null.
    pub open: Vec<RecordBatch>,
}

/// Hot rows of all partitions that hold any of the sites asked for.
#[derive(Clone, Debug, Default)]
pub struct HotVersion {
    /// Changes whenever rows of the sites asked for do; beside equal table versions, equal numbers mean equal rows.
    pub version: u64,
    /// The partitions.
    pub partitions: Vec<HotPartition>,
}

/// Which part of the hot store a question reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HotParts {
    /// Whether event rows are wanted.
    pub events: bool,
    /// Whether session rows are wanted.
    pub sessions: bool,
}

/// Why hot rows cannot be had.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HotError {
    /// After a start a partition answers nothing until it has reached the log's end as of then.
    #[error("partition {0} is catching up with its log")]
    CatchingUp(PartitionId),
}

/// Answers questions with what is not yet in the tables.
pub trait HotSource: Send + Sync + 'static {
    /// The hot rows of these sites (of all where empty), each partition at one instant.
    fn version(&self, sites: &[SiteId], parts: HotParts) -> Result<HotVersion, HotError>;
}
