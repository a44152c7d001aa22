//! Reads a site's rows from cells, file by file, as a source of plans.

use std::fmt::Formatter;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Date32Array, StringViewArray};
use datafusion::arrow::compute::{cast, concat_batches};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DataFusionError, Result, Statistics, internal_datafusion_err};
use datafusion::datasource::source::DataSource;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::projection::ProjectionExprs;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::metrics::{ExecutionPlanMetricsSet, MetricBuilder};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayFormatType, Partitioning};
use engine::SiteId;
use futures::{StreamExt, TryStreamExt};

use crate::cells::{Cell, CellTable, Cells};
use crate::coded::NUMBER;
use crate::numbering::Numbering;
use crate::tables::File;

/// Cells that a partition of a plan asks for ahead.
const AHEAD: usize = 2;
/// Cells whose rows may share batches.
const JOINED_MAX: usize = 64;
/// The part of a batch that rows fill at least if they are not to be joined with others, which copies them.
const FILLED: usize = 8;

/// A site's rows of some files.
#[derive(Clone, Debug)]
pub(crate) struct CellSource {
    pub cells: Cells,
    pub table: CellTable,
    pub site: SiteId,
    /// By partition.
    pub files: Arc<[Vec<File>]>,
    /// The columns it gives, by place in the table's schema of those they are made from, and their schema.
    pub columns: Arc<[usize]>,
    pub schema: SchemaRef,
    /// Where numbers of visitors are asked for.
    pub numbering: Option<Arc<Numbering>>,
    pub metrics: ExecutionPlanMetricsSet,
}

impl CellSource {
    /// Says which columns will be asked for.
    pub(crate) fn announce(&self) {
        let stored = self.stored();
        self.cells.ask(self.table.table, &self.site, &stored);
    }

    /// Those of the columns that files hold and cells keep; the others are the same in all of a cell's rows.
    fn stored(&self) -> Vec<usize> {
        let is_stored = |at: &usize| {
            let name = self.table.schema.field(*at).name();
            name != "site_id" && name != "date"
        };
        let mut stored: Vec<usize> = self.columns.iter().copied().filter(is_stored).collect();
        stored.sort_unstable();
        stored.dedup();
        stored
    }

    /// Rows `from..from + rows` of a cell, in the columns' order and the types of plans.
    fn batch(&self, file: &File, cell: &Cell, from: usize, rows: usize) -> Result<RecordBatch> {
        let columns = self.columns.iter().zip(self.schema.fields());
        let columns = columns
            .map(|(at, field)| -> Result<ArrayRef> {
                Ok(match field.name().as_str() {
                    "site_id" => Arc::new(StringViewArray::from_iter_values(std::iter::repeat_n(
                        self.site.as_str(),
                        rows,
                    ))),
                    "date" => Arc::new(Date32Array::from_value(file.date, rows)),
                    NUMBER => {
                        let Some(numbering) = &self.numbering else {
                            return Err(internal_datafusion_err!("visitors have no numbers here"));
                        };
                        Arc::new(cell.numbers(*at, numbering)?.slice(from, rows))
                    }
                    _ => match cell.column(*at) {
                        Some(values) => cast(&values.slice(from, rows), field.data_type())?,
                        None => {
                            return Err(internal_datafusion_err!("{} was not read", field.name()));
                        }
                    },
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(
            self.schema.clone(),
            columns,
            &options,
        )?)
    }
}

/// Some rows of one of several cells: which, from where, how many.
type Piece = (usize, usize, usize);

/// The cells' rows in pieces: large cells have several, each a batch, and small ones share batches of up to `size` rows.
fn pieces(cells: &[(File, Arc<Cell>)], size: usize) -> Vec<Vec<Piece>> {
    let mut found: Vec<Vec<Piece>> = Vec::new();
    let mut room = 0;
    for (at, (_, cell)) in cells.iter().enumerate() {
        let mut from = 0;
        while from < cell.rows {
            let rows = size.min(cell.rows - from);
            let is_small = rows < size / FILLED;
            match found.last_mut() {
                Some(last) if is_small && rows <= room => {
                    last.push((at, from, rows));
                    room -= rows;
                }
                _ => {
                    found.push(vec![(at, from, rows)]);
                    room = if is_small { size - rows } else { 0 };
                }
            }
            from += rows;
        }
    }
    found
}

fn joined(schema: &SchemaRef, batches: Vec<RecordBatch>) -> Result<RecordBatch> {
    match batches.as_slice() {
        [only] => Ok(only.clone()),
        _ => Ok(concat_batches(schema, &batches)?),
    }
}

impl DataSource for CellSource {
    fn open(
        &self,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let size = context.session_config().batch_size();
        let rows = MetricBuilder::new(&self.metrics).output_rows(partition);
        let source = self.clone();
        let stored: Arc<[usize]> = self.stored().into();
        let files = self.files.get(partition).cloned().unwrap_or_default();
        let getting = source.clone();
        let cells = futures::stream::iter(files)
            .map(move |file| {
                let (source, stored) = (getting.clone(), stored.clone());
                async move {
                    let cell = source
                        .cells
                        .get(&source.table, &file, &source.site, &stored, &source.metrics)
                        .await?;
                    Ok::<_, DataFusionError>((file, cell))
                }
            })
            .buffered(AHEAD)
            .try_ready_chunks(JOINED_MAX)
            .map_err(|error| error.1);
        let batches = cells.map_ok(move |cells| {
            let (source, rows) = (source.clone(), rows.clone());
            let batches = pieces(&cells, size).into_iter().map(move |pieces| {
                let batches = pieces
                    .into_iter()
                    .map(|(at, from, rows)| {
                        let (file, cell) = &cells[at];
                        source.batch(file, cell, from, rows)
                    })
                    .collect::<Result<Vec<_>>>()?;
                let batch = joined(&source.schema, batches)?;
                rows.add(batch.num_rows());
                Ok(batch)
            });
            futures::stream::iter(batches)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(
            self.schema.clone(),
            batches.try_flatten(),
        )))
    }

    fn fmt_as(&self, _: DisplayFormatType, f: &mut Formatter<'_>) -> std::fmt::Result {
        let files: usize = self.files.iter().map(Vec::len).sum();
        write!(f, "cells of {} files", files)
    }

    fn output_partitioning(&self) -> Partitioning {
        Partitioning::UnknownPartitioning(self.files.len())
    }

    fn eq_properties(&self) -> EquivalenceProperties {
        EquivalenceProperties::new(self.schema.clone())
    }

    fn partition_statistics(&self, partition: Option<usize>) -> Result<Arc<Statistics>> {
        let files = match partition {
            Some(at) => self.files.get(at).map(std::slice::from_ref),
            None => Some(self.files.as_ref()),
        };
        // Of all sites: how many are this one's is not known before the files are read.
        let rows = files
            .unwrap_or_default()
            .iter()
            .flatten()
            .map(|file| file.rows)
            .sum::<Option<u64>>();
        let mut statistics = Statistics::new_unknown(&self.schema);
        if let Some(rows) = rows {
            statistics.num_rows = Precision::Inexact(usize::try_from(rows).unwrap_or(usize::MAX));
        }
        Ok(Arc::new(statistics))
    }

    fn with_fetch(&self, _: Option<usize>) -> Option<Arc<dyn DataSource>> {
        None
    }

    fn fetch(&self) -> Option<usize> {
        None
    }

    fn metrics(&self) -> ExecutionPlanMetricsSet {
        self.metrics.clone()
    }

    fn try_swapping_with_projection(
        &self,
        _: &ProjectionExprs,
    ) -> Result<Option<Arc<dyn DataSource>>> {
        Ok(None)
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }
}
