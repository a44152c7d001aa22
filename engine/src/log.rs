//! The log (design D1): the only durable state before Parquet, and the only clock and order of what it holds.

use async_trait::async_trait;
use bytes::Bytes;

use crate::ids::{Offset, PartitionId};
use crate::time::Micros;

/// One frame as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its place.
    pub offset: Offset,
    /// When it was appended, by the log's clock. Readers make it monotonic.
    pub appended: Micros,
    /// The encoded frame.
    pub frame: Bytes,
}

/// What a partition holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Offset of the oldest frame that can be read; equal to `next` when there is none.
    pub first: Offset,
    /// Offset that the next frame will get.
    pub next: Offset,
}

/// How large a log is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSize {
    /// Bytes held.
    pub bytes: u64,
    /// Bytes at which appends are refused.
    pub bytes_max: u64,
    /// Frames held.
    pub frames: u64,
}

/// Why the log did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// It holds as many bytes as it may; nothing was appended. Trying again helps once it has been trimmed.
    #[error("log is full: {bytes} of {bytes_max} bytes")]
    Full {
        /// Bytes held.
        bytes: u64,
        /// Bytes allowed.
        bytes_max: u64,
    },
    /// It cannot be reached; whether a frame was appended is not known. Trying again can help.
    #[error("log is not available: {0}")]
    Unavailable(String),
    /// There is no such partition.
    #[error("log has no partition {0}")]
    UnknownPartition(PartitionId),
    /// The frames after `expected` are gone or jump: reading on would lose events.
    #[error("log partition {partition} jumps from {expected} to {found}")]
    Gap {
        /// The partition.
        partition: PartitionId,
        /// The offset asked for.
        expected: Offset,
        /// The oldest offset there is.
        found: Offset,
    },
    /// Its files are damaged or of a version that this program does not read.
    #[error("log is damaged: {0}")]
    Damaged(String),
}

impl LogError {
    /// Whether the same call can succeed later.
    pub fn is_retryable(&self) -> bool {
        matches!(self, LogError::Full { .. } | LogError::Unavailable(_))
    }
}

/// An ordered, durable log of frames in partitions. One conformance suite is run by every backend.
#[async_trait]
pub trait Log: Send + Sync + 'static {
    /// How many partitions there are; fixed when the log is created.
    fn partitions(&self) -> u16;

    /// Appends frames in order and returns their offsets, which are consecutive among one call's frames unless the
    /// backend interleaves others. Returns only when they are durable: fsynced, or acknowledged by JetStream.
    async fn append(
        &self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<Vec<Offset>, LogError>;

    /// Reads frames from `from` on, inclusive, in order and without gaps, until about `bytes_max` bytes; at least one
    /// frame where there is one. An empty answer means that `from` is the end.
    async fn read(
        &self,
        partition: PartitionId,
        from: Offset,
        bytes_max: usize,
    ) -> Result<Vec<Record>, LogError>;

    /// Returns when a frame with offset `offset` or larger is there to be read.
    async fn wait_for(&self, partition: PartitionId, offset: Offset) -> Result<(), LogError>;

    /// Forgets frames up to `up_to`, inclusive. What cannot be given back yet is given back by a later call.
    async fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<(), LogError>;

    /// Lets an empty partition go on at `next` or later, so that a log made anew beside existing tables gives no offset
    /// a second time. Does nothing where the partition is there already.
    async fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<(), LogError>;

    /// What a partition holds.
    async fn bounds(&self, partition: PartitionId) -> Result<Bounds, LogError>;

    /// How large the log is, over all partitions.
    async fn size(&self) -> Result<LogSize, LogError>;
}
