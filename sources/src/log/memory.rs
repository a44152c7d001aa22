//! A log in memory: for tests, and the simplest statement of what a log is.

use std::collections::VecDeque;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use engine::{Bounds, Clock, Log, LogError, LogSize, Offset, PartitionId, Record};
use parking_lot::Mutex;
use tokio::sync::watch;

struct Partition {
    records: Mutex<VecDeque<Record>>,
    next: watch::Sender<Offset>,
}

/// Holds frames until they are trimmed.
pub struct MemoryLog {
    clock: Arc<dyn Clock>,
    bytes_max: u64,
    partitions: Vec<Partition>,
}

impl MemoryLog {
    /// An empty log that refuses more than `bytes_max` bytes.
    pub fn new(partitions: u16, bytes_max: u64, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            bytes_max,
            partitions: (0..partitions)
                .map(|_| Partition {
                    records: Mutex::default(),
                    next: watch::Sender::new(Offset(1)),
                })
                .collect(),
        }
    }

    fn partition(&self, partition: PartitionId) -> Result<&Partition, LogError> {
        self.partitions
            .get(usize::from(partition.0))
            .ok_or(LogError::UnknownPartition(partition))
    }

    fn bytes(&self) -> u64 {
        self.partitions
            .iter()
            .map(|p| {
                p.records
                    .lock()
                    .iter()
                    .map(|r| r.frame.len() as u64)
                    .sum::<u64>()
            })
            .sum()
    }
}

#[async_trait]
impl Log for MemoryLog {
    fn partitions(&self) -> u16 {
        u16::try_from(self.partitions.len()).unwrap_or(u16::MAX)
    }

    async fn append(
        &self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<Vec<Offset>, LogError> {
        let held = self.partition(partition)?;
        let added: u64 = frames.iter().map(|frame| frame.len() as u64).sum();
        let bytes = self.bytes();
        if bytes + added > self.bytes_max {
            return Err(LogError::Full {
                bytes,
                bytes_max: self.bytes_max,
            });
        }
        let mut offsets = Vec::with_capacity(frames.len());
        let mut records = held.records.lock();
        let mut next = *held.next.borrow();
        for frame in frames {
            records.push_back(Record {
                offset: next,
                appended: self.clock.now(),
                frame,
            });
            offsets.push(next);
            next = next.next();
        }
        held.next.send_replace(next);
        Ok(offsets)
    }

    async fn read(
        &self,
        partition: PartitionId,
        from: Offset,
        bytes_max: usize,
    ) -> Result<Vec<Record>, LogError> {
        let held = self.partition(partition)?;
        let records = held.records.lock();
        let next = *held.next.borrow();
        let first = records.front().map_or(next, |record| record.offset);
        if from < first {
            return Err(LogError::Gap {
                partition,
                expected: from,
                found: first,
            });
        }
        let mut bytes = 0;
        let mut read = Vec::new();
        for record in records.iter().skip_while(|record| record.offset < from) {
            if bytes > 0 && bytes + record.frame.len() > bytes_max {
                break;
            }
            bytes += record.frame.len();
            read.push(record.clone());
        }
        Ok(read)
    }

    async fn wait_for(&self, partition: PartitionId, offset: Offset) -> Result<(), LogError> {
        let mut next = self.partition(partition)?.next.subscribe();
        let waited = next.wait_for(|next| *next > offset).await;
        waited
            .map(|_| ())
            .map_err(|_| LogError::Unavailable("the log has been closed".into()))
    }

    async fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<(), LogError> {
        let held = self.partition(partition)?;
        let mut records = held.records.lock();
        while records.front().is_some_and(|record| record.offset <= up_to) {
            records.pop_front();
        }
        Ok(())
    }

    async fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<(), LogError> {
        let held = self.partition(partition)?;
        let records = held.records.lock();
        if records.is_empty() {
            held.next.send_if_modified(|held| {
                let moves = *held < next;
                *held = (*held).max(next);
                moves
            });
        }
        Ok(())
    }

    async fn bounds(&self, partition: PartitionId) -> Result<Bounds, LogError> {
        let held = self.partition(partition)?;
        let records = held.records.lock();
        let next = *held.next.borrow();
        Ok(Bounds {
            first: records.front().map_or(next, |record| record.offset),
            next,
        })
    }

    async fn size(&self) -> Result<LogSize, LogError> {
        Ok(LogSize {
            bytes: self.bytes(),
            bytes_max: self.bytes_max,
            frames: self
                .partitions
                .iter()
                .map(|p| p.records.lock().len() as u64)
                .sum(),
        })
    }
}
