//! The embedded log, on fjall: one appender thread turns whatever waits into one batch and one fsync; a keyspace per
//! partition and segment, because deleting keys gives no space back and dropping a keyspace does. Only the appender
//! begins and drops segments: between the choice of a frame's segment and its commit nobody else may.
//!
//! ```text
//! keyspace `meta`              partitions → count, format → version
//! keyspace `p<n>-<first>`      offset (8 bytes, big endian) → append time (8 bytes, little endian, µs) + frame
//! ```

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use engine::{Bounds, Clock, Log, LogError, LogSize, Micros, Offset, PartitionId, Record};
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};
use parking_lot::Mutex;
use tokio::sync::{oneshot, watch};

const FORMAT: u8 = 1;
const SEGMENT_BYTES: u64 = 64 << 20;
/// Bytes of an active segment from which a trim that covers it gives it back at once.
const ROLL_ON_TRIM_BYTES: u64 = 1 << 20;
const MEMTABLE_BYTES: u64 = 16 << 20;
/// Bytes that one batch gathers at most.
const BATCH_BYTES_MAX: usize = 16 << 20;

/// Options of an embedded log.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedOptions {
    /// Partitions, where the log is made.
    pub partitions: u16,
    /// Bytes beyond which appends are refused.
    pub bytes_max: u64,
    /// Bytes of a segment.
    pub segment_bytes: u64,
}

impl Default for EmbeddedOptions {
    fn default() -> Self {
        Self {
            partitions: 4,
            bytes_max: 10 << 30,
            segment_bytes: SEGMENT_BYTES,
        }
    }
}

struct Segment {
    first: Offset,
    bytes: u64,
    keyspace: Keyspace,
}

struct Partition {
    segments: Mutex<VecDeque<Segment>>,
    trimmed: Mutex<Offset>,
    next: watch::Sender<Offset>,
}

struct Shared {
    database: Database,
    clock: Arc<dyn Clock>,
    options: EmbeddedOptions,
    partitions: Vec<Partition>,
}

struct Append {
    partition: PartitionId,
    frames: Vec<Bytes>,
    done: oneshot::Sender<Result<Vec<Offset>, LogError>>,
}

/// What the appender is asked for.
enum Job {
    Append(Append),
    /// Forget frames up to an offset; answers with the segments that hold no others.
    Trim {
        partition: PartitionId,
        up_to: Offset,
        done: oneshot::Sender<Result<Vec<Segment>, LogError>>,
    },
    /// Let an empty partition go on at an offset; answers with the segments that are given up.
    SkipTo {
        partition: PartitionId,
        next: Offset,
        done: oneshot::Sender<Result<Vec<Segment>, LogError>>,
    },
}

/// A log in a folder of this machine.
pub struct EmbeddedLog {
    shared: Arc<Shared>,
    queue: Option<std::sync::mpsc::Sender<Job>>,
    appender: Option<std::thread::JoinHandle<()>>,
}

impl EmbeddedLog {
    /// Opens the log in a folder, making it where there is none. The number of partitions is fixed when it is made.
    pub fn open(
        dir: &Path,
        options: EmbeddedOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LogError> {
        let database = Database::builder(dir)
            .manual_journal_persist(true)
            .cache_size(32 << 20)
            .worker_threads(1)
            .open()
            .map_err(|error| match error {
                fjall::Error::Locked => LogError::Unavailable(format!(
                    "{} is in use by another footfall process; stop it, or reach it with --url",
                    dir.display()
                )),
                other => damaged(other),
            })?;
        let count = read_meta(&database, options.partitions)?;
        let mut partitions = Vec::with_capacity(usize::from(count));
        for number in 0..count {
            partitions.push(open_partition(&database, number)?);
        }
        let shared = Arc::new(Shared {
            database,
            clock,
            options,
            partitions,
        });
        let (queue, waiting) = std::sync::mpsc::channel();
        let appending = shared.clone();
        let appender = std::thread::Builder::new()
            .name("log-appender".into())
            .spawn(move || appending.run(&waiting))
            .map_err(|error| LogError::Unavailable(error.to_string()))?;
        Ok(Self {
            shared,
            queue: Some(queue),
            appender: Some(appender),
        })
    }

    fn partition(&self, partition: PartitionId) -> Result<&Partition, LogError> {
        self.shared.partition(partition)
    }

    /// Asks the appender and waits for its answer.
    async fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, LogError>>) -> Job,
    ) -> Result<T, LogError> {
        let (done, answer) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(closed)?;
        queue.send(job(done)).map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    fn delete(&self, segments: Vec<Segment>) -> Result<(), LogError> {
        for segment in segments {
            self.shared
                .database
                .delete_keyspace(segment.keyspace)
                .map_err(damaged)?;
        }
        Ok(())
    }
}

impl Drop for EmbeddedLog {
    fn drop(&mut self) {
        self.queue.take();
        if let Some(appender) = self.appender.take() {
            // The appender ends with its queue; a panic of its own has been reported already.
            let _ = appender.join();
        }
    }
}

fn closed() -> LogError {
    LogError::Unavailable("the log has been closed".into())
}

fn damaged(error: fjall::Error) -> LogError {
    LogError::Damaged(error.to_string())
}

fn read_meta(database: &Database, partitions: u16) -> Result<u16, LogError> {
    let meta = database
        .keyspace("meta", KeyspaceCreateOptions::default)
        .map_err(damaged)?;
    match meta.get("format").map_err(damaged)? {
        None => {
            meta.insert("format", [FORMAT]).map_err(damaged)?;
            meta.insert("partitions", partitions.max(1).to_le_bytes())
                .map_err(damaged)?;
            database.persist(PersistMode::SyncAll).map_err(damaged)?;
            Ok(partitions.max(1))
        }
        Some(format) if *format == [FORMAT] => {
            let count = meta.get("partitions").map_err(damaged)?;
            let count = count.and_then(|bytes| <[u8; 2]>::try_from(&*bytes).ok());
            count
                .map(u16::from_le_bytes)
                .ok_or_else(|| LogError::Damaged("the number of partitions is gone".into()))
        }
        Some(format) => Err(LogError::Damaged(format!(
            "its format is {:?}, this version of footfall reads {FORMAT}; run the version that wrote it",
            format.first()
        ))),
    }
}

fn segment_name(partition: u16, first: Offset) -> String {
    format!("p{partition}-{:020}", first.0)
}

fn open_segment(database: &Database, partition: u16, first: Offset) -> Result<Segment, LogError> {
    let keyspace = database
        .keyspace(&segment_name(partition, first), || {
            KeyspaceCreateOptions::default()
                .manual_journal_persist(true)
                .max_memtable_size(MEMTABLE_BYTES)
        })
        .map_err(damaged)?;
    Ok(Segment {
        first,
        bytes: keyspace.disk_space(),
        keyspace,
    })
}

fn open_partition(database: &Database, number: u16) -> Result<Partition, LogError> {
    let prefix = format!("p{number}-");
    let mut firsts: Vec<Offset> = database
        .list_keyspace_names()
        .iter()
        .filter_map(|name| name.strip_prefix(&prefix)?.parse().ok().map(Offset))
        .collect();
    firsts.sort();
    if firsts.is_empty() {
        firsts.push(Offset(1));
    }
    let mut segments = VecDeque::new();
    for first in firsts {
        segments.push_back(open_segment(database, number, first)?);
    }
    let mut next = Offset(1);
    if let Some(last) = segments.back_mut() {
        next = last.first;
        if let Some(guard) = last.keyspace.last_key_value() {
            let key = guard.key().map_err(damaged)?;
            next = offset_of(&key)?.next();
        }
        // A segment of frames that have only reached the journal occupies no table yet.
        if last.bytes == 0 && next > last.first {
            let mut bytes = 0;
            for guard in last.keyspace.iter() {
                bytes += u64::from(guard.size().map_err(damaged)?);
            }
            last.bytes = bytes;
        }
    }
    let first = match segments.front() {
        Some(segment) => match segment.keyspace.first_key_value() {
            Some(guard) => offset_of(&guard.key().map_err(damaged)?)?,
            None => segment.first,
        },
        None => next,
    };
    Ok(Partition {
        segments: Mutex::new(segments),
        trimmed: Mutex::new(Offset(first.0.saturating_sub(1))),
        next: watch::Sender::new(next),
    })
}

fn offset_of(key: &[u8]) -> Result<Offset, LogError> {
    let bytes = <[u8; 8]>::try_from(key)
        .map_err(|_| LogError::Damaged("a key of the log is no offset".into()))?;
    Ok(Offset(u64::from_be_bytes(bytes)))
}

impl Shared {
    fn bytes(&self) -> u64 {
        self.partitions
            .iter()
            .map(|p| p.segments.lock().iter().map(|s| s.bytes).sum::<u64>())
            .sum()
    }

    fn run(&self, queue: &std::sync::mpsc::Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut gathered = Vec::new();
            let mut bytes = 0;
            let mut waiting = Some(first);
            while let Some(job) = waiting.take() {
                match job {
                    Job::Append(append) => {
                        bytes += append.frames.iter().map(Bytes::len).sum::<usize>();
                        gathered.push(append);
                        if bytes < BATCH_BYTES_MAX {
                            waiting = queue.try_recv().ok();
                        }
                    }
                    // What stands before it is written first: it acts between two batches.
                    other => {
                        self.append_all(std::mem::take(&mut gathered));
                        self.change_segments(other);
                    }
                }
            }
            self.append_all(gathered);
        }
    }

    fn change_segments(&self, job: Job) {
        match job {
            Job::Append(append) => self.append_all(vec![append]),
            Job::Trim {
                partition,
                up_to,
                done,
            } => {
                let _ = done.send(self.trim(partition, up_to));
            }
            Job::SkipTo {
                partition,
                next,
                done,
            } => {
                let _ = done.send(self.skip_to(partition, next));
            }
        }
    }

    fn partition(&self, partition: PartitionId) -> Result<&Partition, LogError> {
        self.partitions
            .get(usize::from(partition.0))
            .ok_or(LogError::UnknownPartition(partition))
    }

    fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<Vec<Segment>, LogError> {
        let held = self.partition(partition)?;
        let next = *held.next.borrow();
        let up_to = Offset(up_to.0.min(next.0.saturating_sub(1)));
        let mut segments = held.segments.lock();
        let covers_active = up_to.next() >= next
            && segments
                .back()
                .is_some_and(|s| s.bytes >= ROLL_ON_TRIM_BYTES && s.first < next);
        if covers_active {
            segments.push_back(open_segment(&self.database, partition.0, next)?);
        }
        let mut dropped = Vec::new();
        while segments.len() > 1 && segments[1].first <= up_to.next() {
            dropped.extend(segments.pop_front());
        }
        let mut trimmed = held.trimmed.lock();
        *trimmed = (*trimmed).max(up_to);
        Ok(dropped)
    }

    fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<Vec<Segment>, LogError> {
        let held = self.partition(partition)?;
        let now = *held.next.borrow();
        let mut segments = held.segments.lock();
        let mut trimmed = held.trimmed.lock();
        if trimmed.next() < now || now >= next {
            return Ok(Vec::new());
        }
        let fresh = open_segment(&self.database, partition.0, next)?;
        let dropped = segments.drain(..).collect();
        segments.push_back(fresh);
        *trimmed = Offset(next.0.saturating_sub(1));
        held.next.send_replace(next);
        Ok(dropped)
    }

    fn append_all(&self, gathered: Vec<Append>) {
        if gathered.is_empty() {
            return;
        }
        let held = self.bytes();
        let bytes_max = self.options.bytes_max;
        let mut added = 0;
        let mut nexts: Vec<Offset> = self.partitions.iter().map(|p| *p.next.borrow()).collect();
        let mut batch = self
            .database
            .batch()
            .durability(Some(PersistMode::SyncData));
        let mut answers = Vec::with_capacity(gathered.len());
        for append in gathered {
            let at = usize::from(append.partition.0);
            let Some(partition) = self.partitions.get(at) else {
                let error = LogError::UnknownPartition(append.partition);
                let _ = append.done.send(Err(error));
                continue;
            };
            let size: u64 = append.frames.iter().map(|f| f.len() as u64 + 16).sum();
            if held + added + size > bytes_max {
                let bytes = held + added;
                let _ = append.done.send(Err(LogError::Full { bytes, bytes_max }));
                continue;
            }
            if let Err(error) = self.roll_if_full(append.partition, nexts[at]) {
                let _ = append.done.send(Err(error));
                continue;
            }
            added += size;
            let mut segments = partition.segments.lock();
            let Some(segment) = segments.back_mut() else {
                continue;
            };
            segment.bytes += size;
            let mut offsets = Vec::with_capacity(append.frames.len());
            for frame in &append.frames {
                let offset = nexts[at];
                let mut value = Vec::with_capacity(frame.len() + 8);
                value.extend_from_slice(&self.clock.now().0.to_le_bytes());
                value.extend_from_slice(frame);
                batch.insert(&segment.keyspace, offset.0.to_be_bytes(), value);
                offsets.push(offset);
                nexts[at] = offset.next();
            }
            answers.push((append.done, offsets));
        }
        match batch.commit() {
            Ok(()) => {
                for (partition, next) in self.partitions.iter().zip(nexts) {
                    partition.next.send_if_modified(|held| {
                        let moved = *held != next;
                        *held = next;
                        moved
                    });
                }
                for (done, offsets) in answers {
                    let _ = done.send(Ok(offsets));
                }
            }
            Err(error) => {
                tracing::error!(%error, "log cannot be written");
                for (done, _) in answers {
                    let _ = done.send(Err(LogError::Unavailable(error.to_string())));
                }
            }
        }
    }

    fn roll_if_full(&self, partition: PartitionId, next: Offset) -> Result<(), LogError> {
        let mut segments = self.partitions[usize::from(partition.0)].segments.lock();
        let full = segments.back().is_none_or(|segment| {
            segment.bytes >= self.options.segment_bytes && segment.first < next
        });
        if full {
            segments.push_back(open_segment(&self.database, partition.0, next)?);
        }
        Ok(())
    }
}

#[async_trait]
impl Log for EmbeddedLog {
    fn partitions(&self) -> u16 {
        u16::try_from(self.shared.partitions.len()).unwrap_or(u16::MAX)
    }

    async fn append(
        &self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<Vec<Offset>, LogError> {
        self.ask(|done| {
            Job::Append(Append {
                partition,
                frames,
                done,
            })
        })
        .await
    }

    async fn read(
        &self,
        partition: PartitionId,
        from: Offset,
        bytes_max: usize,
    ) -> Result<Vec<Record>, LogError> {
        let held = self.partition(partition)?;
        let next = *held.next.borrow();
        let first = held.trimmed.lock().next();
        if from < first {
            return Err(LogError::Gap {
                partition,
                expected: from,
                found: first,
            });
        }
        let keyspaces: Vec<Keyspace> = {
            let segments = held.segments.lock();
            let start = segments.iter().rposition(|s| s.first <= from).unwrap_or(0);
            segments
                .iter()
                .skip(start)
                .map(|s| s.keyspace.clone())
                .collect()
        };
        tokio::task::block_in_place(|| read_records(&keyspaces, partition, from, next, bytes_max))
    }

    async fn wait_for(&self, partition: PartitionId, offset: Offset) -> Result<(), LogError> {
        let mut next = self.partition(partition)?.next.subscribe();
        let waited = next.wait_for(|next| *next > offset).await;
        waited.map(|_| ()).map_err(|_| closed())
    }

    async fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<(), LogError> {
        let dropped = self
            .ask(|done| Job::Trim {
                partition,
                up_to,
                done,
            })
            .await?;
        self.delete(dropped)
    }

    async fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<(), LogError> {
        let dropped = self
            .ask(|done| Job::SkipTo {
                partition,
                next,
                done,
            })
            .await?;
        if dropped.is_empty() {
            return Ok(());
        }
        self.delete(dropped)?;
        self.shared
            .database
            .persist(PersistMode::SyncAll)
            .map_err(damaged)
    }

    async fn bounds(&self, partition: PartitionId) -> Result<Bounds, LogError> {
        let held = self.partition(partition)?;
        let next = *held.next.borrow();
        Ok(Bounds {
            first: held.trimmed.lock().next().min(next),
            next,
        })
    }

    async fn size(&self) -> Result<LogSize, LogError> {
        let frames = self
            .shared
            .partitions
            .iter()
            .map(|p| p.next.borrow().0.saturating_sub(p.trimmed.lock().next().0))
            .sum();
        Ok(LogSize {
            bytes: self.shared.bytes(),
            bytes_max: self.shared.options.bytes_max,
            frames,
        })
    }
}

fn read_records(
    keyspaces: &[Keyspace],
    partition: PartitionId,
    from: Offset,
    next: Offset,
    bytes_max: usize,
) -> Result<Vec<Record>, LogError> {
    let mut records = Vec::new();
    let mut bytes = 0;
    let mut expected = from;
    for keyspace in keyspaces {
        for guard in keyspace.range(expected.0.to_be_bytes()..next.0.to_be_bytes()) {
            let (key, value) = guard.into_inner().map_err(damaged)?;
            let offset = offset_of(&key)?;
            if offset != expected {
                return Err(LogError::Gap {
                    partition,
                    expected,
                    found: offset,
                });
            }
            let Some((appended, frame)) = value.split_first_chunk::<8>() else {
                return Err(LogError::Damaged(format!("frame {offset} is cut short")));
            };
            if bytes > 0 && bytes + frame.len() > bytes_max {
                return Ok(records);
            }
            bytes += frame.len();
            records.push(Record {
                offset,
                appended: Micros(i64::from_le_bytes(*appended)),
                frame: Bytes::copy_from_slice(frame),
            });
            expected = offset.next();
        }
    }
    Ok(records)
}
