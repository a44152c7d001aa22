//! One table as one relation: the files of a snapshot and the hot rows after it, pruned and projected alike. Of files, a
//! question about one site reads that site's columns through [`Cells`], others through DataFusion's Parquet source.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray};
use datafusion::arrow::compute::and_kleene;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::stats::Precision;
use datafusion::common::{Column, DFSchema, Result, ScalarValue, Statistics};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator, TableProviderFilterPushDown};
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::physical_plan::filter::FilterExecBuilder;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::union::UnionExec;
use engine::{SiteId, Table};
use object_store::{ObjectMeta, ObjectStore};

use crate::cell_source::CellSource;
use crate::cells::{CellTable, Cells};
use crate::coded::{Coded, made_from};
use crate::footers::{Footers, Names, NarrowFooters};
use crate::hot::HotBatch;
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

/// Rows of a file beyond which a site's part of it may be too large to be held in one piece.
const CELL_FILE_ROWS_MAX: u64 = 1 << 20;

/// One table at one instant.
#[derive(Clone, Debug)]
pub(crate) struct TableView {
    pub table: Table,
    pub schema: SchemaRef,
    pub snapshot: Arc<Snapshot>,
    pub hot: Vec<HotBatch>,
    pub store: Arc<dyn ObjectStore>,
    pub footers: NarrowFooters,
    pub cells: Cells,
    /// What it offers beside the table's columns.
    pub coded: Option<Coded>,
}

#[async_trait]
impl TableProvider for TableView {
    fn schema(&self) -> SchemaRef {
        self.offered().clone()
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
            None => (0..self.offered().fields().len()).collect(),
        };
        let needed = self.needed(&asked, filters)?;
        // A filter is applied after the scan, so a limit can only be passed down without one.
        let limit = limit.filter(|_| predicate.is_none());
        let mut inputs: Vec<Arc<dyn ExecutionPlan>> = Vec::with_capacity(2);
        let files = self.pruned(state, predicate.as_ref())?;
        let (in_cells, others) = match filters.iter().find_map(site_of) {
            Some(site) if self.fits_cells(&needed) => {
                let is_small = |at: &usize| {
                    let rows = self.file(*at).rows;
                    rows.is_some_and(|rows| rows <= CELL_FILE_ROWS_MAX)
                };
                let (small, large): (Vec<usize>, Vec<usize>) =
                    files.into_iter().partition(is_small);
                (
                    self.cell_rows(state, &small, &site, &asked, filters)?,
                    large,
                )
            }
            _ => (Vec::new(), files),
        };
        inputs.extend(in_cells);
        if !others.is_empty() {
            let mut stored = self.made_from(&needed)?;
            stored.sort_unstable();
            stored.dedup();
            let others: Vec<&File> = others.iter().map(|at| self.file(*at)).collect();
            let input = self.cold(state, &others, &stored, limit)?;
            let input = self.coded(state, input, &needed)?;
            inputs.push(finish(state, input, predicate.as_ref(), asked.len())?);
        }
        let hot = self.hot.iter();
        let hot = hot.filter_map(|hot| hot.rows(self.table, self.offered(), &needed).transpose());
        let hot = hot.collect::<Result<Vec<_>>>()?;
        if !hot.is_empty() {
            let schema = Arc::new(self.offered().project(&needed)?);
            let input = MemorySourceConfig::try_new_exec(&[hot], schema, None)?;
            inputs.push(finish(state, input, predicate.as_ref(), asked.len())?);
        }
        match inputs.len() {
            0 => Ok(Arc::new(EmptyExec::new(Arc::new(
                self.offered().project(&asked)?,
            )))),
            1 => Ok(inputs
                .into_iter()
                .next()
                .unwrap_or_else(|| Arc::new(EmptyExec::new(self.offered().clone())))),
            _ => UnionExec::try_new(inputs),
        }
    }
}

/// Filters what a source gives and drops the columns after those asked for, which only the filter needed.
fn finish(
    state: &dyn Session,
    input: Arc<dyn ExecutionPlan>,
    predicate: Option<&Expr>,
    asked: usize,
) -> Result<Arc<dyn ExecutionPlan>> {
    let Some(predicate) = predicate else {
        return Ok(input);
    };
    let schema = DFSchema::try_from(input.schema())?;
    let predicate = state.create_physical_expr(unqualified(predicate)?, &schema)?;
    let needed = input.schema().fields().len();
    let mut filter = FilterExecBuilder::new(predicate, input);
    if asked < needed {
        filter = filter.apply_projection(Some((0..asked).collect()))?;
    }
    Ok(Arc::new(filter.build()?))
}

/// The site that a filter asks for, where it asks for one.
fn site_of(filter: &Expr) -> Option<SiteId> {
    let Expr::BinaryExpr(BinaryExpr {
        left,
        op: Operator::Eq,
        right,
    }) = filter
    else {
        return None;
    };
    match (left.as_ref(), right.as_ref()) {
        (Expr::Column(column), Expr::Literal(value, _)) if column.name() == "site_id" => {
            value.try_as_str()?.map(SiteId::from)
        }
        _ => None,
    }
}

impl TableView {
    /// The schema that plans see.
    fn offered(&self) -> &SchemaRef {
        self.coded
            .as_ref()
            .map_or(&self.schema, |coded| &coded.schema)
    }

    /// For each column the one of the table that it is made from.
    fn made_from(&self, offered: &[usize]) -> Result<Vec<usize>> {
        let from = |at: &usize| {
            let name = self.offered().field(*at).name();
            Ok(self.schema.index_of(made_from(name))?)
        };
        offered.iter().map(from).collect()
    }

    /// The columns needed, in that order, of an input that has what they are made from.
    fn coded(
        &self,
        state: &dyn Session,
        input: Arc<dyn ExecutionPlan>,
        needed: &[usize],
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = DFSchema::try_from(input.schema())?;
        let column = |at: &usize| {
            let name = self.offered().field(*at).name().clone();
            let made = match &self.coded {
                Some(coded) => coded.expression(*at)?,
                None => datafusion::logical_expr::col(&name),
            };
            Ok((state.create_physical_expr(made, &schema)?, name))
        };
        let columns = needed.iter().map(column).collect::<Result<Vec<_>>>()?;
        Ok(Arc::new(ProjectionExec::try_new(columns, input)?))
    }

    /// The columns asked for, and after them those that only filters need.
    fn needed(&self, asked: &[usize], filters: &[Expr]) -> Result<Vec<usize>> {
        let mut also = BTreeSet::new();
        for filter in filters {
            for column in filter.column_refs() {
                also.insert(self.offered().index_of(column.name())?);
            }
        }
        let mut needed = asked.to_vec();
        needed.extend(also.into_iter().filter(|index| !asked.contains(index)));
        Ok(needed)
    }

    /// Whether what is needed is small enough beside what it would cost to read it again.
    fn fits_cells(&self, needed: &[usize]) -> bool {
        let is_small = |at: &usize| {
            let field = self.offered().field(*at);
            !field.data_type().is_nested() && made_from(field.name()) != "properties"
        };
        needed.iter().all(is_small)
    }

    /// A site's rows of files. What a filter says of all rows of a file anyway, as the time does of whole days, is not
    /// asked of each of them.
    fn cell_rows(
        &self,
        state: &dyn Session,
        files: &[usize],
        site: &SiteId,
        asked: &[usize],
        filters: &[Expr],
    ) -> Result<Vec<Arc<dyn ExecutionPlan>>> {
        let of_rows: Vec<&Expr> = filters
            .iter()
            .filter(|filter| site_of(filter).as_ref() != Some(site))
            .collect();
        let mut implied = Vec::with_capacity(of_rows.len());
        for filter in &of_rows {
            implied.push(self.snapshot.files.implied(state, self.offered(), filter)?);
        }
        let mut groups: BTreeMap<Vec<bool>, Vec<File>> = BTreeMap::new();
        for at in files {
            let is_known = |known: &Option<BooleanArray>| {
                let known = known.as_ref();
                known.is_some_and(|known| known.is_valid(*at) && known.value(*at))
            };
            groups
                .entry(implied.iter().map(is_known).collect())
                .or_default()
                .push(self.file(*at).clone());
        }
        let mut inputs: Vec<Arc<dyn ExecutionPlan>> = Vec::with_capacity(groups.len());
        for (known, files) in groups {
            let open = of_rows.iter().zip(&known).filter(|(_, known)| !**known);
            let open: Vec<Expr> = open.map(|(filter, _)| (*filter).clone()).collect();
            let needed = self.needed(asked, &open)?;
            let source = CellSource {
                cells: self.cells.clone(),
                table: CellTable {
                    table: self.table,
                    schema: self.schema.clone(),
                },
                site: site.clone(),
                files: dealt(files, state.config().target_partitions()).into(),
                schema: Arc::new(self.offered().project(&needed)?),
                columns: self.made_from(&needed)?.into(),
                numbering: self.coded.as_ref().map(|coded| coded.numbering.clone()),
                metrics: ExecutionPlanMetricsSet::new(),
            };
            source.announce();
            let input = DataSourceExec::from_data_source(source);
            let predicate = conjunction(open);
            inputs.push(finish(state, input, predicate.as_ref(), asked.len())?);
        }
        Ok(inputs)
    }

    /// Hot rows that count.
    pub(crate) fn hot_count(&self) -> u64 {
        let counts = self.hot.iter().map(|hot| hot.count(self.table) as u64);
        counts.sum()
    }

    fn file(&self, at: usize) -> &File {
        &self.snapshot.files.files[at]
    }

    /// The places of the files that may hold rows for the predicate.
    fn pruned(&self, state: &dyn Session, predicate: Option<&Expr>) -> Result<Vec<usize>> {
        let files = &self.snapshot.files;
        let Some(predicate) = predicate else {
            return Ok((0..files.files.len()).collect());
        };
        let schema = DFSchema::try_from(self.offered().clone())?;
        let predicate = state.create_physical_expr(unqualified(predicate)?, &schema)?;
        let pruning = PruningPredicateBuilder::new()
            .with_file_schema(self.offered().clone())
            .build(predicate);
        let kept = match pruning {
            Some(pruning) => pruning.prune(files.as_ref())?,
            None => vec![true; files.files.len()],
        };
        let kept = kept.iter().enumerate().filter(|(_, keep)| **keep);
        Ok(kept.map(|(at, _)| at).collect())
    }

    fn cold(
        &self,
        state: &dyn Session,
        files: &[&File],
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
}

/// A file as DataFusion opens it.
pub(crate) fn partitioned(file: &File) -> PartitionedFile {
    let meta = ObjectMeta {
        location: file.path.clone(),
        last_modified: chrono::DateTime::from_timestamp_millis(file.modified).unwrap_or_default(),
        size: file.bytes,
        e_tag: None,
        version: None,
    };
    PartitionedFile::new_from_meta(meta)
        .with_partition_values(vec![ScalarValue::Date32(Some(file.date))])
}

fn grouped(files: &[&File], groups: usize) -> Vec<FileGroup> {
    FileGroup::new(files.iter().map(|file| partitioned(file)).collect()).split_files(groups.max(1))
}

/// Files in turn to as many hands, so that each has its part of every stretch of time.
fn dealt(files: Vec<File>, hands: usize) -> Vec<Vec<File>> {
    let mut dealt = vec![Vec::new(); hands.clamp(1, files.len().max(1))];
    let hands = dealt.len();
    for (at, file) in files.into_iter().enumerate() {
        dealt[at % hands].push(file);
    }
    dealt
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

impl Files {
    /// Of each file whether all its rows meet a filter, as their statistics say: where the smallest and the largest
    /// value of the only column meet a comparison, all between them do. None where that is said of no file.
    fn implied(
        &self,
        state: &dyn Session,
        schema: &SchemaRef,
        filter: &Expr,
    ) -> Result<Option<BooleanArray>> {
        let Expr::BinaryExpr(BinaryExpr { left, op, right }) = filter else {
            return Ok(None);
        };
        let is_range = matches!(
            op,
            Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq
        );
        let column = match (left.as_ref(), right.as_ref()) {
            (Expr::Column(column), Expr::Literal(..)) if is_range => column,
            _ => return Ok(None),
        };
        let field = schema.field_with_name(column.name())?;
        let Some((min, max)) = self.bounds.get(column.name()) else {
            return Ok(None);
        };
        if field.is_nullable() || !field.data_type().is_temporal() {
            // The smallest and largest text may be cut, and null meets nothing.
            return Ok(None);
        }
        let schema = Arc::new(Schema::new(vec![field.clone().with_nullable(true)]));
        let of_one = DFSchema::try_from(schema.clone())?;
        let test = state.create_physical_expr(unqualified(filter)?, &of_one)?;
        let met = |values: &ArrayRef| -> Result<BooleanArray> {
            let batch = RecordBatch::try_new(schema.clone(), vec![values.clone()])?;
            let met = test.evaluate(&batch)?.into_array(values.len())?;
            Ok(met.as_boolean().clone())
        };
        Ok(Some(and_kleene(&met(min)?, &met(max)?)?))
    }
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
