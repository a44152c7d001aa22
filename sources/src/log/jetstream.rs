//! The log on NATS JetStream: one stream per partition, file storage, limits retention with `discard: new`, so that a
//! full stream refuses instead of forgetting, and no age limit. Sequence numbers are the offsets.
//!
//! The publish ack is only as durable as the server makes it: `sync_interval: always`, or replicas on machines that do
//! not fail together. The reader starts at our own offset and relies on no acks of its own.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use async_nats::jetstream::consumer::{DeliverPolicy, pull};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{self, Context};
use async_trait::async_trait;
use bytes::Bytes;
use engine::{Bounds, Log, LogError, LogSize, Micros, Offset, PartitionId, Record};
use futures::{FutureExt, StreamExt};
use tokio::sync::Mutex;

/// Options of a log on JetStream.
#[derive(Clone, Debug)]
pub struct JetStreamOptions {
    /// `nats://host:port`.
    pub url: String,
    /// Prefix of the streams' names.
    pub name: String,
    /// Partitions, where the streams are made.
    pub partitions: u16,
    /// Bytes of all streams together.
    pub bytes_max: u64,
    /// Copies of each stream.
    pub replicas: usize,
}

/// How long an append or read may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(5);

struct Reader {
    messages: pull::Ordered,
    next: Offset,
    ahead: VecDeque<Record>,
}

/// A log on a NATS server.
pub struct JetStreamLog {
    options: JetStreamOptions,
    context: Context,
    partitions: u16,
    readers: HashMap<PartitionId, Mutex<Option<Reader>>>,
}

fn unavailable(error: impl std::fmt::Display) -> LogError {
    LogError::Unavailable(error.to_string())
}

impl JetStreamLog {
    /// Connects, and makes the streams where there are none. The number of partitions is what the streams say.
    pub async fn open(options: JetStreamOptions) -> Result<Self, LogError> {
        let client = async_nats::ConnectOptions::new()
            .retry_on_initial_connect()
            .connection_timeout(PATIENCE)
            .request_timeout(Some(PATIENCE))
            .connect(&options.url)
            .await
            .map_err(unavailable)?;
        let mut context = jetstream::new(client);
        context.set_timeout(PATIENCE);
        let partitions = match existing_partitions(&context, &options.name).await? {
            0 => options.partitions.max(1),
            count => count,
        };
        for number in 0..partitions {
            let config = Config {
                name: stream_name(&options.name, PartitionId(number)),
                subjects: vec![subject(&options.name, PartitionId(number))],
                storage: StorageType::File,
                retention: RetentionPolicy::Limits,
                discard: DiscardPolicy::New,
                max_bytes: i64::try_from(options.bytes_max / u64::from(partitions))
                    .unwrap_or(i64::MAX),
                max_messages: -1,
                max_age: Duration::ZERO,
                num_replicas: options.replicas.max(1),
                duplicate_window: Duration::from_secs(1),
                description: Some("footfall: events before they are tables".into()),
                ..Config::default()
            };
            context
                .get_or_create_stream(config)
                .await
                .map_err(unavailable)?;
        }
        let readers = (0..partitions)
            .map(|number| (PartitionId(number), Mutex::new(None)))
            .collect();
        Ok(Self {
            options,
            context,
            partitions,
            readers,
        })
    }

    fn reader(&self, partition: PartitionId) -> Result<&Mutex<Option<Reader>>, LogError> {
        self.readers
            .get(&partition)
            .ok_or(LogError::UnknownPartition(partition))
    }

    async fn state(&self, partition: PartitionId) -> Result<jetstream::stream::State, LogError> {
        self.reader(partition)?;
        let name = stream_name(&self.options.name, partition);
        let stream = self.context.get_stream(name).await.map_err(unavailable)?;
        Ok(stream.cached_info().state.clone())
    }

    /// Positions the reader before `from`.
    async fn seek<'a>(
        &self,
        slot: &'a mut Option<Reader>,
        partition: PartitionId,
        from: Offset,
    ) -> Result<&'a mut Reader, LogError> {
        let fits = slot.as_ref().is_some_and(|reader| {
            reader
                .ahead
                .front()
                .map_or(reader.next, |record| record.offset)
                == from
        });
        if !fits {
            *slot = None;
        }
        if slot.is_none() {
            let first = self.bounds(partition).await?.first;
            if first > from {
                return Err(LogError::Gap {
                    partition,
                    expected: from,
                    found: first,
                });
            }
            let name = stream_name(&self.options.name, partition);
            let stream = self
                .context
                .get_stream_no_info(name)
                .await
                .map_err(unavailable)?;
            let consumer = stream
                .create_consumer(pull::OrderedConfig {
                    deliver_policy: DeliverPolicy::ByStartSequence {
                        start_sequence: from.0.max(1),
                    },
                    ..pull::OrderedConfig::default()
                })
                .await
                .map_err(unavailable)?;
            let messages = consumer.messages().await.map_err(unavailable)?;
            *slot = Some(Reader {
                messages,
                next: from,
                ahead: VecDeque::new(),
            });
        }
        slot.as_mut()
            .ok_or_else(|| unavailable("the reader has gone"))
    }
}

impl Reader {
    /// Takes in a message: one that was seen is dropped, one that leaves a gap is fatal.
    fn take(
        &mut self,
        partition: PartitionId,
        message: Result<jetstream::Message, impl std::fmt::Display>,
    ) -> Result<(), LogError> {
        let message = message.map_err(unavailable)?;
        let info = message.info().map_err(unavailable)?;
        let offset = Offset(info.stream_sequence);
        if offset < self.next {
            return Ok(());
        }
        if offset > self.next {
            return Err(LogError::Gap {
                partition,
                expected: self.next,
                found: offset,
            });
        }
        let appended = Micros(
            i64::try_from(info.published.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX),
        );
        self.next = offset.next();
        self.ahead.push_back(Record {
            offset,
            appended,
            frame: message.payload.clone(),
        });
        Ok(())
    }
}

async fn existing_partitions(context: &Context, name: &str) -> Result<u16, LogError> {
    let prefix = format!("{name}-");
    let mut names = context.stream_names();
    let mut count = 0;
    loop {
        let next = tokio::time::timeout(PATIENCE, names.next())
            .await
            .map_err(|_| unavailable("no answer from the NATS server"))?;
        match next {
            Some(Ok(found)) => {
                let is_ours = found
                    .strip_prefix(&prefix)
                    .is_some_and(|number| number.parse::<u16>().is_ok());
                count += u16::from(is_ours);
            }
            Some(Err(error)) => return Err(unavailable(error)),
            None => return Ok(count),
        }
    }
}

fn stream_name(name: &str, partition: PartitionId) -> String {
    format!("{name}-{partition}")
}

fn subject(name: &str, partition: PartitionId) -> String {
    format!("{name}.log.{partition}")
}

#[async_trait]
impl Log for JetStreamLog {
    fn partitions(&self) -> u16 {
        self.partitions
    }

    async fn append(
        &self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<Vec<Offset>, LogError> {
        self.reader(partition)?;
        let subject = subject(&self.options.name, partition);
        let mut acks = Vec::with_capacity(frames.len());
        for frame in frames {
            let ack = self
                .context
                .publish(subject.clone(), frame)
                .await
                .map_err(unavailable)?;
            acks.push(ack);
        }
        let mut offsets = Vec::with_capacity(acks.len());
        for ack in acks {
            let ack = tokio::time::timeout(PATIENCE, ack.into_future())
                .await
                .map_err(|_| unavailable("no ack from the NATS server"))?;
            match ack {
                Ok(ack) => offsets.push(Offset(ack.sequence)),
                Err(error) if error.to_string().contains("maximum bytes exceeded") => {
                    let size = self.size().await?;
                    return Err(LogError::Full {
                        bytes: size.bytes,
                        bytes_max: size.bytes_max,
                    });
                }
                Err(error) => return Err(unavailable(error)),
            }
        }
        Ok(offsets)
    }

    async fn read(
        &self,
        partition: PartitionId,
        from: Offset,
        bytes_max: usize,
    ) -> Result<Vec<Record>, LogError> {
        let mut slot = self.reader(partition)?.lock().await;
        let end = self.state(partition).await?.last_sequence;
        if from.0 > end && slot.as_ref().is_none_or(|reader| reader.ahead.is_empty()) {
            return Ok(Vec::new());
        }
        let reader = self.seek(&mut slot, partition, from).await?;
        let mut bytes = 0;
        let mut records = Vec::new();
        let outcome = loop {
            if let Some(record) = reader.ahead.front() {
                if bytes > 0 && bytes + record.frame.len() > bytes_max {
                    break Ok(());
                }
                bytes += record.frame.len();
                records.extend(reader.ahead.pop_front());
                continue;
            }
            let message = if records.is_empty() {
                match tokio::time::timeout(PATIENCE, reader.messages.next()).await {
                    Ok(message) => message,
                    Err(_) => break Err(unavailable("no frame from the NATS server")),
                }
            } else {
                match reader.messages.next().now_or_never() {
                    Some(message) => message,
                    None => break Ok(()),
                }
            };
            match message {
                Some(message) => {
                    if let Err(error) = reader.take(partition, message) {
                        break Err(error);
                    }
                }
                None => break Err(unavailable("the subscription has ended")),
            }
        };
        if let Err(error) = outcome {
            *slot = None;
            if records.is_empty() {
                return Err(error);
            }
        }
        Ok(records)
    }

    async fn wait_for(&self, partition: PartitionId, offset: Offset) -> Result<(), LogError> {
        let mut slot = self.reader(partition)?.lock().await;
        if self.bounds(partition).await?.next > offset {
            return Ok(());
        }
        let reader = self.seek(&mut slot, partition, offset).await?;
        while reader.ahead.is_empty() {
            let taken = match reader.messages.next().await {
                Some(message) => reader.take(partition, message),
                None => Err(unavailable("the subscription has ended")),
            };
            if let Err(error) = taken {
                *slot = None;
                return Err(error);
            }
        }
        Ok(())
    }

    async fn trim(&self, partition: PartitionId, up_to: Offset) -> Result<(), LogError> {
        self.reader(partition)?;
        let name = stream_name(&self.options.name, partition);
        let stream = self
            .context
            .get_stream_no_info(name)
            .await
            .map_err(unavailable)?;
        stream
            .purge()
            .sequence(up_to.next().0)
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    async fn skip_to(&self, partition: PartitionId, next: Offset) -> Result<(), LogError> {
        let bounds = self.bounds(partition).await?;
        if bounds.first < bounds.next || bounds.next >= next {
            return Ok(());
        }
        // Purging up to a sequence beyond the last moves the stream's next sequence there.
        let before = Offset(next.0.saturating_sub(1));
        self.trim(partition, before).await?;
        if self.bounds(partition).await?.next < next {
            return Err(unavailable(
                "the stream cannot be moved on; make it anew with a larger first sequence",
            ));
        }
        Ok(())
    }

    async fn bounds(&self, partition: PartitionId) -> Result<Bounds, LogError> {
        let state = self.state(partition).await?;
        let next = Offset(state.last_sequence + 1);
        let first = if state.messages == 0 {
            next
        } else {
            Offset(state.first_sequence)
        };
        Ok(Bounds { first, next })
    }

    async fn size(&self) -> Result<LogSize, LogError> {
        let mut size = LogSize {
            bytes_max: self.options.bytes_max,
            ..LogSize::default()
        };
        for number in 0..self.partitions {
            let state = self.state(PartitionId(number)).await?;
            size.bytes += state.bytes;
            size.frames += state.messages;
        }
        Ok(size)
    }
}
