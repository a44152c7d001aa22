//! Runs plans under the limits of memory and time, and keeps the results of parts while the tables stand still.

use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Float64Array};
use datafusion::arrow::compute::{cast, concat_batches, sum};
use datafusion::arrow::datatypes::{DataType, Float64Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::runtime::SpawnedTask;
use datafusion::execution::context::SessionState;
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, collect};
use tokio::runtime::Handle;
use tokio::sync::{OnceCell, Semaphore};

use crate::error::QueryError;
use crate::plan::{Part, Subject};
use crate::scanned::Scanned;
use crate::view::Mark;

/// A plan's rows in one batch, what it read, and the memory that the rows are held against.
type Collected = (RecordBatch, Scanned, MemoryReservation);

/// Plans that may wait for each that may run: a page has about sixteen.
const WAITING_PER_TURN: usize = 4;

/// What the rows of a part depend on; equal keys mean equal rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartKey {
    pub subject: Arc<Subject>,
    pub part: Part,
    pub from: i64,
    pub to: i64,
    /// Edges of TIME buckets, where the part or a filter uses them.
    pub edges: Option<Arc<[i64]>>,
    pub mark: Mark,
}

/// The rows of a part: dimensions as text or int32, measures as floats, null meaning 0.
#[derive(Debug)]
pub(crate) struct PartRows {
    pub dimensions: Vec<ArrayRef>,
    pub measures: Vec<Float64Array>,
    pub count: usize,
    /// Holds the rows' memory against the pool for as long as anyone holds them.
    _memory: Option<MemoryReservation>,
}

impl PartRows {
    fn new(
        part: &Part,
        batch: &RecordBatch,
        memory: MemoryReservation,
    ) -> Result<Self, QueryError> {
        let (dimensions, measures) = batch.columns().split_at(part.dimensions.len());
        let dimensions = dimensions
            .iter()
            .map(|column| match column.data_type() {
                DataType::Int32 => Ok(column.clone()),
                _ => Ok(cast(column, &DataType::Utf8)?),
            })
            .collect::<Result<Vec<_>, QueryError>>()?;
        let measures = measures
            .iter()
            .map(|column| {
                Ok(cast(column, &DataType::Float64)?
                    .as_primitive::<Float64Type>()
                    .clone())
            })
            .collect::<Result<Vec<_>, QueryError>>()?;
        Ok(Self {
            dimensions,
            measures,
            count: batch.num_rows(),
            _memory: Some(memory),
        })
    }

    /// All rows in one, without dimensions, with the sums of some measures.
    pub(crate) fn added_up(&self, measures: impl Iterator<Item = usize>) -> Self {
        let sum_of = |at: usize| Float64Array::from(vec![sum(&self.measures[at])]);
        Self {
            dimensions: Vec::new(),
            measures: measures.map(sum_of).collect(),
            count: 1,
            _memory: None,
        }
    }

    fn bytes(&self) -> usize {
        let dimensions = self
            .dimensions
            .iter()
            .map(|array| array.get_array_memory_size());
        let measures = self.measures.iter().map(Array::get_array_memory_size);
        dimensions.chain(measures).sum::<usize>() + 1_024
    }
}

/// Bytes of a batch's values. Buffers that batches share, as those of texts, are not counted once for each.
fn bytes_of(batch: &RecordBatch) -> usize {
    let columns = batch.columns().iter();
    columns
        .map(|column| match column.as_string_view_opt() {
            Some(texts) => texts.len() * size_of::<u128>() + texts.total_buffer_bytes_used(),
            None => column.get_array_memory_size(),
        })
        .sum()
}

/// Runs plans.
pub(crate) struct Runner {
    pub state: Arc<SessionState>,
    pub timeout: Duration,
    /// Plans that may run at once; each has all threads, and of the memory pool what is free.
    turns: Semaphore,
    turn_count: u32,
    /// Plans that may be made and wait for their turn: each holds the hot rows it will read.
    waiting: Semaphore,
    cache: moka::sync::Cache<PartKey, Kept>,
    threads: Option<Handle>,
}

/// The rows of a part, or the place where the first who asks for them will put them. Others who ask wait there: the
/// panels of a page share their totals.
type Kept = Arc<OnceCell<Arc<PartRows>>>;

impl Runner {
    pub(crate) fn new(
        state: Arc<SessionState>,
        timeout: Duration,
        turn_count: u32,
        cache_bytes: u64,
        threads: Option<Handle>,
    ) -> Self {
        let weigh = |_: &PartKey, kept: &Kept| {
            let bytes = kept.get().map_or(0, |rows| rows.bytes());
            u32::try_from(bytes.max(1_024)).unwrap_or(u32::MAX)
        };
        Self {
            state,
            timeout,
            turns: Semaphore::new(turn_count as usize),
            turn_count,
            waiting: Semaphore::new(WAITING_PER_TURN * turn_count as usize),
            cache: moka::sync::Cache::builder()
                .max_capacity(cache_bytes)
                .weigher(weigh)
                .time_to_idle(Duration::from_secs(600))
                .build(),
            threads,
        }
    }

    /// Limits how long a question may take. What is dropped stops.
    pub(crate) async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, QueryError>>,
    ) -> Result<T, QueryError> {
        tokio::time::timeout(self.timeout, work)
            .await
            .unwrap_or(Err(QueryError::Timeout))
    }

    /// Runs a plan to its end. The rows are held against the memory pool as long as the reservation lives. What does
    /// not fit beside others is tried once more alone, so that a question is refused only for its own needs.
    pub(crate) async fn collect(&self, plan: &LogicalPlan) -> Result<Collected, QueryError> {
        match self.attempt(plan, 1).await {
            Err(QueryError::LimitExceeded) if self.turn_count > 1 => {
                self.attempt(plan, self.turn_count).await
            }
            result => result,
        }
    }

    /// Runs a plan when it has so many turns. The parts of a page are planned side by side before they wait for their
    /// turns, so that files are mostly opened once for the columns of all.
    async fn attempt(&self, plan: &LogicalPlan, turns: u32) -> Result<Collected, QueryError> {
        let closed = |_| QueryError::internal("the engine has stopped");
        let _waiting = self.waiting.acquire().await.map_err(closed)?;
        let (state, plan) = (self.state.clone(), plan.clone());
        let physical = async move { state.create_physical_plan(&plan).await };
        let physical = self.task(physical).await??;
        let _turns = self.turns.acquire_many(turns).await.map_err(closed)?;
        self.task(run(self.state.clone(), physical)).await?
    }

    /// Runs in a task of its own, on the threads for plans. Dropping the future stops it.
    async fn task<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, QueryError> {
        let task = {
            let _threads = self.threads.as_ref().map(Handle::enter);
            SpawnedTask::spawn(work)
        };
        task.join().await.map_err(QueryError::internal)
    }

    /// The rows of a part, from memory where they are known. A plan may be coded, which is faster and takes memory that
    /// does not spill; where there is none, the other one is run.
    pub(crate) async fn part(
        &self,
        key: PartKey,
        may_be_coded: bool,
        plan: impl Fn(bool) -> Result<LogicalPlan, QueryError>,
    ) -> Result<(Arc<PartRows>, Scanned), QueryError> {
        let kept = self.cache.get_with(key.clone(), Kept::default);
        let mut scanned = Scanned::default();
        let rows = kept
            .get_or_try_init(async || {
                let coded = match may_be_coded {
                    true => self.attempt(&plan(true)?, 1).await,
                    false => Err(QueryError::LimitExceeded),
                };
                // By now nothing of a coded plan that failed holds memory.
                let (batch, read, memory) = match coded {
                    Err(QueryError::LimitExceeded) => self.collect(&plan(false)?).await?,
                    found => found?,
                };
                scanned = read;
                let rows = PartRows::new(&key.part, &batch, memory)?;
                rows._memory.iter().for_each(|memory| {
                    memory.resize(rows.bytes());
                });
                Ok::<_, QueryError>(Arc::new(rows))
            })
            .await?
            .clone();
        if scanned != Scanned::default() {
            // Put again, now that it has its weight.
            self.cache.insert(key, kept);
        }
        Ok((rows, scanned))
    }
}

async fn run(
    state: Arc<SessionState>,
    physical: Arc<dyn ExecutionPlan>,
) -> Result<Collected, QueryError> {
    let batches = collect(physical.clone(), state.task_ctx()).await?;
    let pool = &state.runtime_env().memory_pool;
    let memory = MemoryConsumer::new("answer").register(pool);
    // Once as batches, once in one piece.
    let bytes: usize = batches.iter().map(bytes_of).sum();
    memory.try_grow(2 * bytes)?;
    let batch = concat_batches(&physical.schema(), &batches)?;
    memory.shrink(bytes);
    Ok((batch, Scanned::of(&physical), memory))
}
