//! One table as one relation: the files of a snapshot and the hot rows after it, pruned and projected alike.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray, new_null_array};
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::stats::Precision;
use datafusion::common::{Column, DFSchema, Result, ScalarValue, Statistics};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::physical_plan::{
    FileGroup, FileScanConfig, FileScanConfigBuilder, ParquetSource,
};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::filter::FilterExecBuilder;
use datafusion::physical_plan::union::UnionExec;
use engine::{Offset, Table};
use object_store::{ObjectMeta, ObjectStore};

use crate::footers::{Footers, Names, NarrowFooters};
use crate::tables::{File, Files, Snapshot};

/// The schema that plans see: the table's, with texts as views, which group and compare faster.
pub(crate) fn plan_schema(table: Table) -> SchemaRef {
    let fields: Vec<Field> = table
        .schema()
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Utf8 => field.as_ref().clone().with_data_type(DataType::Utf8View),
            _ => field.as_ref().clone(),
        })
        .collect();
    Arc::new(Schema::new(fields))
}

/// The store's name in plans; paths are below the tables' folder.
pub(crate) const STORE_URL: &str = "tables://store";

/// A batch of hot rows, of which those after `floor` count.
#[derive(Clone, Debug)]
pub(crate) struct HotBatch {
    pub batch: RecordBatch,
    /// Rows with an offset up to here are in the snapshot. None for open sessions, which no snapshot holds.
    pub floor: Option<Offset>,
}

/// One table at one instant.
#[derive(Debug)]
pub(crate) struct TableView {
    pub table: Table,
    pub schema: SchemaRef,
    pub snapshot: Arc<Snapshot>,
    pub hot: Vec<HotBatch>,
    pub store: Arc<dyn ObjectStore>,
    pub footers: NarrowFooters,
}

#[async_trait]
impl TableProvider for TableView {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Exact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let predicate = conjunction(filters.to_vec());
        let asked: Vec<usize> = match projection {
            Some(projection) => projection.clone(),
            None => (0..self.schema.fields().len()).collect(),
        };
        let mut needed = asked.clone();
        if let Some(predicate) = &predicate {
            let also: BTreeSet<usize> = predicate
                .column_refs()
                .into_iter()
                .map(|column| self.schema.index_of(column.name()))
                .collect::<Result<_, _>>()?;
            needed.extend(also.into_iter().filter(|index| !asked.contains(index)));
        }
        // A filter is applied after the scan, so a limit can only be passed down without one.
        let limit = limit.filter(|_| predicate.is_none());
        let mut inputs: Vec<Arc<dyn ExecutionPlan>> = Vec::with_capacity(2);
        let files = self.pruned(state, predicate.as_ref())?;
        if !files.is_empty() {
            inputs.push(self.cold(state, &files, &needed, limit)?);
        }
        let hot = self.hot_rows(&needed)?;
        if !hot.is_empty() {
            let schema = Arc::new(self.schema.project(&needed)?);
            inputs.push(MemorySourceConfig::try_new_exec(&[hot], schema, None)?);
        }
        let inputs = inputs
            .into_iter()
            .map(|input| finish(state, input, predicate.as_ref(), asked.len(), needed.len()))
            .collect::<Result<Vec<_>>>()?;
        match inputs.len() {
            0 => Ok(Arc::new(EmptyExec::new(Arc::new(
                self.schema.project(&asked)?,
            )))),
            1 => Ok(inputs
                .into_iter()
                .next()
                .unwrap_or_else(|| Arc::new(EmptyExec::new(self.schema.clone())))),
            _ => UnionExec::try_new(inputs),
        }
    }
}

/// Filters what a source gives and drops the columns that only the filter needed.
fn finish(
    state: &dyn Session,
    input: Arc<dyn ExecutionPlan>,
    predicate: Option<&Expr>,
    asked: usize,
    needed: usize,
) -> Result<Arc<dyn ExecutionPlan>> {
    let Some(predicate) = predicate else {
        return Ok(input);
    };
    let schema = DFSchema::try_from(input.schema())?;
    let predicate = state.create_physical_expr(unqualified(predicate)?, &schema)?;
    let mut filter = FilterExecBuilder::new(predicate, input);
    if asked < needed {
        filter = filter.apply_projection(Some((0..asked).collect()))?;
    }
    Ok(Arc::new(filter.build()?))
}

impl TableView {
    /// Hot rows that count.
    pub(crate) fn hot_count(&self) -> u64 {
        let counted = |hot: &HotBatch| match self.kept(hot) {
            None => hot.batch.num_rows(),
            Some(kept) => kept.true_count(),
        };
        self.hot.iter().map(|hot| counted(hot) as u64).sum()
    }

    /// The files that may hold rows for the predicate.
    fn pruned(&self, state: &dyn Session, predicate: Option<&Expr>) -> Result<Vec<File>> {
        let files = &self.snapshot.files;
        let Some(predicate) = predicate else {
            return Ok(files.files.clone());
        };
        let schema = DFSchema::try_from(self.schema.clone())?;
        let predicate = state.create_physical_expr(unqualified(predicate)?, &schema)?;
        let pruning = PruningPredicateBuilder::new()
            .with_file_schema(self.schema.clone())
            .build(predicate);
        let kept = match pruning {
            Some(pruning) => pruning.prune(files.as_ref())?,
            None => vec![true; files.files.len()],
        };
        let kept = files.files.iter().zip(kept).filter(|(_, keep)| *keep);
        Ok(kept.map(|(file, _)| file.clone()).collect())
    }

    fn cold(
        &self,
        state: &dyn Session,
        files: &[File],
        needed: &[usize],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let date = self.schema.index_of("date")?;
        // In the order of the files, so that their schema is this one as it stands.
        let mut columns: Vec<usize> = needed.iter().copied().filter(|at| *at != date).collect();
        columns.sort_unstable();
        if columns.is_empty() {
            // Rows are counted by some column.
            columns.push(self.schema.index_of("site_id")?);
        }
        let stored = Arc::new(self.schema.project(&columns)?);
        let names: Names = stored.fields().iter().map(|f| f.name().clone()).collect();
        let table_schema = TableSchema::builder(stored)
            .with_table_partition_cols(vec![Arc::new(self.schema.field(date).clone())])
            .build();
        // The partition column stands last there.
        let projection = needed
            .iter()
            .map(|at| columns.binary_search(at).unwrap_or(columns.len()))
            .collect();
        let options = state.default_table_options().parquet;
        let cache = state.runtime_env().cache_manager.get_file_metadata_cache();
        let source = ParquetSource::new(table_schema.clone())
            .with_table_parquet_options(options)
            .with_parquet_file_reader_factory(Arc::new(Footers::new(
                self.store.clone(),
                cache,
                self.footers.clone(),
                names,
            )));
        let rows: Option<u64> = files.iter().map(|file| file.rows).sum();
        let mut statistics = Statistics::new_unknown(table_schema.table_schema());
        if let Some(rows) = rows {
            statistics.num_rows = Precision::Inexact(usize::try_from(rows).unwrap_or(usize::MAX));
        }
        let config =
            FileScanConfigBuilder::new(ObjectStoreUrl::parse(STORE_URL)?, Arc::new(source))
                .with_file_groups(grouped(files, state.config().target_partitions()))
                .with_statistics(statistics)
                .with_limit(limit)
                .with_projection_indices(Some(projection))?
                .build();
        Ok(DataSourceExec::from_data_source(config))
    }

    /// Hot batches with exactly the columns asked for, missing ones as nulls.
    fn hot_rows(&self, needed: &[usize]) -> Result<Vec<RecordBatch>> {
        let schema = Arc::new(self.schema.project(needed)?);
        let mut found = Vec::with_capacity(self.hot.len());
        for hot in &self.hot {
            let kept = self.kept(hot);
            if kept.as_ref().is_some_and(|kept| kept.true_count() == 0) {
                continue;
            }
            let columns = schema
                .fields()
                .iter()
                .map(|field| match hot.batch.column_by_name(field.name()) {
                    Some(column) => Ok(cast(column, field.data_type())?),
                    None => Ok(new_null_array(field.data_type(), hot.batch.num_rows())),
                })
                .collect::<Result<Vec<ArrayRef>>>()?;
            let options = datafusion::arrow::record_batch::RecordBatchOptions::new()
                .with_row_count(Some(hot.batch.num_rows()));
            let batch = RecordBatch::try_new_with_options(schema.clone(), columns, &options)?;
            found.push(match kept {
                Some(kept) => filter_record_batch(&batch, &kept)?,
                None => batch,
            });
        }
        Ok(found)
    }

    /// Which rows of a hot batch no snapshot holds; None for all.
    fn kept(&self, hot: &HotBatch) -> Option<BooleanArray> {
        let floor = i64::try_from(hot.floor?.0).unwrap_or(i64::MAX);
        let offsets = hot
            .batch
            .column_by_name(self.table.offset_column())?
            .as_primitive_opt::<Int64Type>()?;
        let kept: BooleanArray = offsets
            .iter()
            .map(|offset| Some(offset.is_none_or(|o| o > floor)))
            .collect();
        (kept.false_count() > 0).then_some(kept)
    }
}

fn grouped(files: &[File], groups: usize) -> Vec<FileGroup> {
    let files = files
        .iter()
        .map(|file| {
            let meta = ObjectMeta {
                location: file.path.clone(),
                last_modified: chrono::DateTime::from_timestamp_millis(file.modified)
                    .unwrap_or_default(),
                size: file.bytes,
                e_tag: None,
                version: None,
            };
            PartitionedFile::new_from_meta(meta)
                .with_partition_values(vec![ScalarValue::Date32(Some(file.date))])
        })
        .collect();
    FileGroup::new(files).split_files(groups.max(1))
}

/// The expression with bare column names, as a scan's own schema has them.
fn unqualified(expr: &Expr) -> Result<Expr> {
    use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
    expr.clone()
        .transform(|expr| {
            Ok(match expr {
                Expr::Column(column) => {
                    Transformed::yes(Expr::Column(Column::from_name(column.name)))
                }
                other => Transformed::no(other),
            })
        })
        .data()
}

impl PruningStatistics for Files {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds.get(column.name()).map(|(min, _)| min.clone())
    }
    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bounds.get(column.name()).map(|(_, max)| max.clone())
    }
    fn num_containers(&self) -> usize {
        self.files.len()
    }
    fn null_counts(&self, _: &Column) -> Option<ArrayRef> {
        None
    }
    fn row_counts(&self) -> Option<ArrayRef> {
        Some(self.rows.clone())
    }
    fn contained(&self, _: &Column, _: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}

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
        if let Some(config) = source.data_source().downcast_ref::<FileScanConfig>() {
            let files = config.file_groups.iter().flat_map(FileGroup::iter);
            paths.extend(files.map(|file| file.path().to_string()));
        }
    }
    for child in plan.children() {
        visit(child, found, paths);
    }
}
