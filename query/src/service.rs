//! The engine that answers: what it is made of and what bounds it.

use std::sync::Arc;
use std::time::Duration;

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::{GreedyMemoryPool, TrackConsumersPool};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::prelude::SessionConfig;
use engine::{HotSource, PartitionId, Table};
use object_store::ObjectStore;
use url::Url;

use crate::cells::Cells;
use crate::error::QueryError;
use crate::footers::NarrowFooters;
use crate::run::Runner;
use crate::scan::STORE_URL;
use crate::tables::TableState;
use crate::view::Views;

/// What bounds questions.
#[derive(Clone, Debug)]
pub struct QueryConfig {
    /// Bytes that all running questions, kept answers and kept columns may hold together; what needs more spills or is
    /// refused. What is only passing through is not counted, for which a third of it is left free, 96 MiB at least but no
    /// more than half.
    pub memory_bytes: usize,
    /// Bytes that all running questions may have in temporary files; what would spill more is refused.
    pub spill_bytes: u64,
    /// Bytes of answers kept for when they are asked again; within `memory_bytes`.
    pub cache_bytes: u64,
    /// Bytes of decoded columns kept, by site; taken off `memory_bytes`.
    pub column_bytes: u64,
    /// Bytes of file footers kept, beside `memory_bytes`.
    pub footer_bytes: usize,
    /// How long a question may take.
    pub timeout: Duration,
    /// Threads that one question may use.
    pub target_partitions: usize,
    /// Plans that may run at once; further ones wait for their turn. A dashboard question has one to four.
    pub plans_max: u32,
    /// How old a snapshot may grow before a question looks for commits that nobody announced (erasures and
    /// compactions by other processes). Rows are never missing for it.
    pub snapshot_age_max: Duration,
    /// Whose threads run the plans of questions; where there are none, those of whoever asks. Exports and SQL run where
    /// they are read.
    pub threads: Option<tokio::runtime::Handle>,
}

impl Default for QueryConfig {
    fn default() -> Self {
        let memory_bytes = 1 << 30;
        Self {
            memory_bytes,
            spill_bytes: 4 * memory_bytes as u64,
            cache_bytes: memory_bytes as u64 / 8,
            column_bytes: memory_bytes as u64 / 4,
            footer_bytes: 256 << 20,
            timeout: Duration::from_secs(60),
            target_partitions: std::thread::available_parallelism().map_or(2, usize::from),
            plans_max: 4,
            snapshot_age_max: Duration::from_secs(2),
            threads: None,
        }
    }
}

/// What passes through plans however little memory they have: batches being decoded, dealt to threads and written out.
const PASSING_BYTES: usize = 96 << 20;

/// Where the tables are.
#[derive(Clone, Debug)]
pub struct Store {
    /// A store rooted at the tables' folder: `events/…` and `sessions/…` are paths in it.
    pub objects: Arc<dyn ObjectStore>,
}

/// Answers questions. Cheap to share behind an `Arc`; all methods take `&self`.
pub struct Engine {
    config: QueryConfig,
    pub(crate) runner: Runner,
    pub(crate) views: Views,
}

impl Engine {
    /// Opens nothing yet: tables are read at the first question, and need not exist before.
    pub fn new(
        config: QueryConfig,
        store: Store,
        hot: Arc<dyn HotSource>,
    ) -> Result<Self, QueryError> {
        let kept = usize::try_from(config.column_bytes).unwrap_or(usize::MAX);
        // Who finds no room spills, or is tried once more alone. A fair share for each of a page's dozens of consumers
        // would have the one that counts people by page spill beside others that need nothing.
        // What spills is sorted in a copy that no consumer counts.
        let left = config.memory_bytes.saturating_sub(kept);
        let passing = (left / 3).max(PASSING_BYTES.min(left / 2));
        let pool = GreedyMemoryPool::new(left - passing);
        let consumers = std::num::NonZeroUsize::MIN;
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(TrackConsumersPool::new(pool, consumers)))
            .with_disk_manager_builder(
                DiskManagerBuilder::default()
                    .with_mode(DiskManagerMode::OsTmpDirectory)
                    .with_max_temp_directory_size(config.spill_bytes),
            )
            .with_metadata_cache_limit(config.footer_bytes / 4 * 3)
            .build_arc()?;
        let url = Url::parse(STORE_URL).map_err(QueryError::internal)?;
        runtime.register_object_store(&url, store.objects.clone());
        let footers = NarrowFooters::new(config.footer_bytes as u64 / 4);
        let cells = Cells::new(
            config.column_bytes,
            store.objects.clone(),
            runtime.cache_manager.get_file_metadata_cache(),
            footers.clone(),
        );
        let mut state = state(&config, runtime);
        // The plans of questions are simple: one pass finds what there is, and others take as long to find nothing.
        state.config_mut().options_mut().optimizer.max_passes = 1;
        let state = Arc::new(state);
        Ok(Self {
            runner: Runner::new(
                state,
                config.timeout,
                config.plans_max.max(1),
                config.cache_bytes,
                config.threads.clone(),
            ),
            views: Views::new(store.objects, hot, config.snapshot_age_max, footers, cells)?,
            config,
        })
    }

    /// A state with a catalogue of its own, and the memory pool, stores and caches that all share.
    pub(crate) fn fresh_state(&self) -> SessionState {
        state(&self.config, self.runner.state.runtime_env().clone())
    }

    /// Bytes that running questions and kept answers hold of [`QueryConfig::memory_bytes`], kept columns not among
    /// them.
    pub fn memory_reserved(&self) -> usize {
        let environment = self.runner.state.runtime_env();
        environment.memory_pool.reserved()
    }

    /// Says that a table has a new version: the next question sees it. Without it, rows are still complete, because
    /// the hot store keeps what a snapshot lacks; but erasures and compactions are seen up to
    /// [`QueryConfig::snapshot_age_max`] later.
    pub fn committed(&self, table: Table) {
        self.views.keeper(table).announce();
    }

    /// What is committed of a table, with the offsets of the given partitions.
    pub async fn table_state(
        &self,
        table: Table,
        partitions: &[PartitionId],
    ) -> Result<TableState, QueryError> {
        self.views.keeper(table).state(partitions).await
    }
}

fn state(config: &QueryConfig, runtime: Arc<RuntimeEnv>) -> SessionState {
    // Filters are not pushed into the Parquet reader: pages of other sites and times are skipped by the page index, and
    // what remains is filtered faster after decoding than row by row within it (a quarter less CPU for a large site).
    let mut session = SessionConfig::new()
        .with_target_partitions(config.target_partitions.max(1))
        .with_information_schema(true);
    // A visitor sees most pages once: to tell them apart twice, before and after they are dealt to threads, is in vain.
    session
        .options_mut()
        .execution
        .skip_partial_aggregation_probe_ratio_threshold = 0.5;
    SessionStateBuilder::new()
        .with_config(session)
        .with_runtime_env(runtime)
        .with_default_features()
        .build()
}
