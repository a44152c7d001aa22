//! What a plan has read.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfig};
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::ExecutionPlan;

use crate::cell_source::CellSource;

/// What a plan read, after it ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scanned {
    pub rows: u64,
    pub bytes: u64,
    pub files: u64,
    /// Bytes written to temporary files.
    pub spilled: u64,
}

impl std::ops::AddAssign for Scanned {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.bytes += other.bytes;
        self.files += other.files;
        self.spilled += other.spilled;
    }
}

impl Scanned {
    /// Adds up the sources of an executed plan. A file that is read in several pieces counts once per plan.
    pub(crate) fn of(plan: &Arc<dyn ExecutionPlan>) -> Self {
        let mut found = Self::default();
        let mut paths = HashSet::new();
        visit(plan, &mut found, &mut paths);
        found.files = paths.len() as u64;
        found
    }
}

fn visit(plan: &Arc<dyn ExecutionPlan>, found: &mut Scanned, paths: &mut HashSet<String>) {
    let spilled = plan.metrics().and_then(|metrics| metrics.spilled_bytes());
    found.spilled += spilled.unwrap_or_default() as u64;
    if let Some(source) = plan.downcast_ref::<DataSourceExec>() {
        let metrics = plan.metrics().unwrap_or_default();
        let sum = |name: &str| {
            metrics
                .sum_by_name(name)
                .map_or(0, |value| value.as_usize() as u64)
        };
        found.rows +=
            metrics.output_rows().unwrap_or_default() as u64 + sum("pushdown_rows_pruned");
        found.bytes += sum("bytes_scanned");
        if let Some(hot) = source.data_source().downcast_ref::<MemorySourceConfig>() {
            let batches = hot.partitions().iter().flatten();
            found.rows += batches.map(|batch| batch.num_rows() as u64).sum::<u64>();
        }
        if let Some(cells) = source.data_source().downcast_ref::<CellSource>() {
            let files = cells.files.iter().flatten();
            paths.extend(files.map(|file| file.path.to_string()));
        }
        if let Some(config) = source.data_source().downcast_ref::<FileScanConfig>() {
            let files = config.file_groups.iter().flat_map(FileGroup::iter);
            paths.extend(files.map(|file| file.path().to_string()));
        }
    }
    for child in plan.children() {
        visit(child, found, paths);
    }
}
