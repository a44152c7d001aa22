//! Between requests and the log: per partition one task that joins whatever waits into frames and hands them to the
//! log together. While one append is being made durable, the next one gathers.

use std::sync::Arc;

use engine::{EncodedRequest, FrameBuilder, Lane, Log, LogError, PartitionId};
use tokio::sync::{mpsc, oneshot};

/// Requests that may wait per partition before senders wait too.
const QUEUE_MAX: usize = 4_096;
/// Bytes gathered into one append.
const APPEND_BYTES_MAX: usize = 4 << 20;

struct Waiting {
    requests: Vec<EncodedRequest>,
    done: oneshot::Sender<Result<(), Arc<LogError>>>,
}

/// Appends requests of the live lane to the log.
#[derive(Clone)]
pub struct Appender {
    queues: Arc<[mpsc::Sender<Waiting>]>,
}

impl Appender {
    /// Starts one task per partition of the log.
    pub fn start(log: Arc<dyn Log>) -> Self {
        let queues = (0..log.partitions())
            .map(|number| {
                let (queue, waiting) = mpsc::channel(QUEUE_MAX);
                tokio::spawn(run(log.clone(), PartitionId(number), waiting));
                queue
            })
            .collect();
        Self { queues }
    }

    /// Returns when the requests are durable.
    pub async fn append(
        &self,
        partition: PartitionId,
        requests: Vec<EncodedRequest>,
    ) -> Result<(), Arc<LogError>> {
        let gone = || Arc::new(LogError::Unavailable("the appender has stopped".into()));
        let (done, answer) = oneshot::channel();
        let queue = self
            .queues
            .get(usize::from(partition.0))
            .ok_or_else(|| Arc::new(LogError::UnknownPartition(partition)))?;
        queue
            .send(Waiting { requests, done })
            .await
            .map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

async fn run(log: Arc<dyn Log>, partition: PartitionId, mut queue: mpsc::Receiver<Waiting>) {
    while let Some(first) = queue.recv().await {
        let mut bytes: usize = first.requests.iter().map(EncodedRequest::len).sum();
        let mut gathered = vec![first];
        while bytes < APPEND_BYTES_MAX
            && let Ok(next) = queue.try_recv()
        {
            bytes += next.requests.iter().map(EncodedRequest::len).sum::<usize>();
            gathered.push(next);
        }
        let mut frames = Vec::new();
        let mut frame = FrameBuilder::new(Lane::Live);
        for request in gathered.iter().flat_map(|waiting| &waiting.requests) {
            if !frame.fits(request) {
                frames.push(std::mem::replace(&mut frame, FrameBuilder::new(Lane::Live)).finish());
            }
            frame.push(request);
        }
        if !frame.is_empty() {
            frames.push(frame.finish());
        }
        let started = std::time::Instant::now();
        let appended = log.append(partition, frames).await;
        metrics::histogram!("footfall_log_append_seconds").record(started.elapsed().as_secs_f64());
        let answer = appended.map(|_| ()).map_err(Arc::new);
        for waiting in gathered {
            // The sender may have gone away; its events are stored all the same.
            let _ = waiting.done.send(answer.clone());
        }
    }
}
