//! Hot rows as plans see them. Each of a page's questions asks for a site's hot rows, and a live page does so every second:
//! what plans take — dictionaries of texts, numbers of visitors — is made of them once for as long as they are hot.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, new_null_array};
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{Int64Type, SchemaRef};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::{Result, internal_datafusion_err};
use engine::{Offset, SiteId, Table};
use parking_lot::Mutex;

use crate::coded::{NUMBER, made_from};
use crate::numbering::Numbering;

/// How long what was made is kept for a site that nobody asks about.
const IDLE_MAX: Duration = Duration::from_secs(30);
/// Sites for which it is kept.
const SITES_MAX: u64 = 1_000;

/// A batch of hot rows, of which those after `floor` count.
#[derive(Clone, Debug)]
pub(crate) struct HotBatch {
    pub batch: RecordBatch,
    /// Rows with an offset up to here are in the snapshot. None for open sessions, which no snapshot holds.
    pub floor: Option<Offset>,
    /// What is made of the batch for questions about its one site.
    pub made: Option<Arc<Made>>,
}

/// Columns made of a site's hot rows.
#[derive(Debug)]
pub(crate) struct Made {
    /// Held, so that no other batch can come to stand in its place.
    batch: RecordBatch,
    numbering: Arc<Numbering>,
    /// By place in the schema that plans of one site see.
    columns: Mutex<HashMap<usize, ArrayRef>>,
}

impl HotBatch {
    /// Rows that count.
    pub(crate) fn count(&self, table: Table) -> usize {
        match self.kept(table) {
            None => self.batch.num_rows(),
            Some(kept) => kept.true_count(),
        }
    }

    /// The rows that count, with some columns of a schema that plans see; missing ones as nulls. None where no row does.
    pub(crate) fn rows(
        &self,
        table: Table,
        offered: &SchemaRef,
        columns: &[usize],
    ) -> Result<Option<RecordBatch>> {
        let kept = self.kept(table);
        if kept.as_ref().is_some_and(|kept| kept.true_count() == 0) {
            return Ok(None);
        }
        let values = columns.iter().map(|at| self.column(offered, *at));
        let values = values.collect::<Result<Vec<_>>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(self.batch.num_rows()));
        let schema = Arc::new(offered.project(columns)?);
        let rows = RecordBatch::try_new_with_options(schema, values, &options)?;
        Ok(Some(match kept {
            Some(kept) => filter_record_batch(&rows, &kept)?,
            None => rows,
        }))
    }

    /// Which rows no snapshot holds; None for all.
    fn kept(&self, table: Table) -> Option<BooleanArray> {
        let floor = i64::try_from(self.floor?.0).unwrap_or(i64::MAX);
        let offsets = self.batch.column_by_name(table.offset_column())?;
        let offsets = offsets.as_primitive_opt::<Int64Type>()?;
        let kept: BooleanArray = offsets
            .iter()
            .map(|offset| Some(offset.is_none_or(|offset| offset > floor)))
            .collect();
        (kept.false_count() > 0).then_some(kept)
    }

    fn column(&self, offered: &SchemaRef, at: usize) -> Result<ArrayRef> {
        let Some(made) = &self.made else {
            return self.make(offered, at, None);
        };
        // Held meanwhile: the questions of a page ask for the same at once.
        let mut columns = made.columns.lock();
        if let Some(known) = columns.get(&at) {
            return Ok(known.clone());
        }
        let column = self.make(offered, at, Some(&made.numbering))?;
        columns.insert(at, column.clone());
        Ok(column)
    }

    fn make(
        &self,
        offered: &SchemaRef,
        at: usize,
        numbering: Option<&Arc<Numbering>>,
    ) -> Result<ArrayRef> {
        let field = offered.field(at);
        let Some(stored) = self.batch.column_by_name(made_from(field.name())) else {
            return Ok(new_null_array(field.data_type(), self.batch.num_rows()));
        };
        if field.name() != NUMBER {
            return Ok(cast(stored, field.data_type())?);
        }
        let (Some(numbering), Some(keys)) = (numbering, stored.as_primitive_opt()) else {
            return Err(internal_datafusion_err!("visitors have no numbers here"));
        };
        Ok(Arc::new(numbering.of(keys)?))
    }
}

/// Where a batch's values stand in memory.
type Place = (usize, usize, usize);

/// None for a batch that has no values.
fn place(batch: &RecordBatch) -> Option<Place> {
    let address = |column: &ArrayRef| {
        let data = column.to_data();
        Some(data.buffers().first()?.as_ptr().addr())
    };
    let (first, last) = (batch.columns().first()?, batch.columns().last()?);
    (batch.num_rows() > 0).then_some((address(first)?, address(last)?, batch.num_rows()))
}

type OfSite = Arc<Mutex<Vec<Arc<Made>>>>;

/// What is made of the hot rows of those sites that somebody asks about.
pub(crate) struct HotColumns(moka::sync::Cache<(Table, SiteId), OfSite>);

impl HotColumns {
    pub(crate) fn new() -> Self {
        Self(
            moka::sync::Cache::builder()
                .max_capacity(SITES_MAX)
                .time_to_idle(IDLE_MAX)
                .build(),
        )
    }

    /// The batches of a site, each with what was made of it before. What was made of others is forgotten.
    pub(crate) fn of_site(
        &self,
        table: Table,
        site: &SiteId,
        numbering: &Arc<Numbering>,
        batches: &[HotBatch],
    ) -> Vec<HotBatch> {
        let of_site = self.0.get_with((table, site.clone()), OfSite::default);
        let mut of_site = of_site.lock();
        let mut known: HashMap<Place, Arc<Made>> = of_site
            .drain(..)
            .filter(|made| Arc::ptr_eq(&made.numbering, numbering))
            .filter_map(|made| Some((place(&made.batch)?, made)))
            .collect();
        let with_made = |hot: &HotBatch| {
            let made = place(&hot.batch).and_then(|place| known.remove(&place));
            let made = made.unwrap_or_else(|| {
                Arc::new(Made {
                    batch: hot.batch.clone(),
                    numbering: numbering.clone(),
                    columns: Mutex::default(),
                })
            });
            of_site.push(made.clone());
            HotBatch {
                made: Some(made),
                ..hot.clone()
            }
        };
        batches.iter().map(with_made).collect()
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::{Int32Array, Int64Array, StringArray};
    use datafusion::arrow::datatypes::{DataType, Field, Schema};

    use super::*;
    use crate::coded::coded_schema;

    fn batch() -> Result<RecordBatch> {
        let schema = Schema::new(vec![
            Field::new("page_path", DataType::Utf8, true),
            Field::new("visitor_key", DataType::Int64, true),
            Field::new("log_offset", DataType::Int64, true),
        ]);
        let texts = StringArray::from(vec!["/", "/a", "/"]);
        let keys = Int64Array::from(vec![Some(70), None, Some(-7)]);
        let offsets = Int64Array::from(vec![4, 5, 6]);
        let columns: Vec<ArrayRef> = vec![Arc::new(texts), Arc::new(keys), Arc::new(offsets)];
        Ok(RecordBatch::try_new(Arc::new(schema), columns)?)
    }

    fn hot(batch: &RecordBatch, floor: u64) -> HotBatch {
        HotBatch {
            batch: batch.clone(),
            floor: Some(Offset(floor)),
            made: None,
        }
    }

    fn columns(hot: &HotBatch, numbered: bool) -> Result<Option<RecordBatch>> {
        let table = crate::scan::plan_schema(Table::Events);
        let offered = coded_schema(&table);
        let names = ["page_path", "page_path#", "currency", NUMBER];
        let names = &names[..if numbered { 4 } else { 3 }];
        let places = names.iter().map(|name| Ok(offered.index_of(name)?));
        hot.rows(
            Table::Events,
            &offered,
            &places.collect::<Result<Vec<_>>>()?,
        )
    }

    #[test]
    fn rows_after_the_floor_have_the_columns_of_plans() -> Result<()> {
        let batch = batch()?;
        assert!(columns(&hot(&batch, 6), false)?.is_none());
        let rows =
            columns(&hot(&batch, 4), false)?.ok_or_else(|| internal_datafusion_err!("none"))?;
        assert_eq!(rows.num_rows(), 2);
        assert_eq!(hot(&batch, 4).count(Table::Events), 2);
        assert_eq!(rows.column(0).as_string_view().value(0), "/a");
        let texts = cast(rows.column(1), &DataType::Utf8)?;
        assert_eq!(
            texts.as_string::<i32>(),
            &StringArray::from(vec!["/a", "/"])
        );
        assert_eq!(rows.column(2).null_count(), 2);
        assert!(columns(&hot(&batch, 0), true).is_err());
        Ok(())
    }

    #[test]
    fn columns_are_made_once_while_the_rows_are_hot() -> Result<()> {
        let (kept, numbering) = (HotColumns::new(), Numbering::new(1 << 20));
        let site = SiteId::new("site");
        let of = |batches: &[HotBatch], numbering: &Arc<Numbering>| {
            kept.of_site(Table::Events, &site, numbering, batches)
        };
        let made = |hot: &[HotBatch]| {
            hot.iter()
                .filter_map(|hot| hot.made.clone())
                .collect::<Vec<_>>()
        };
        let (first, second) = (batch()?, batch()?);
        let before = of(&[hot(&first, 0), hot(&first.slice(1, 2), 0)], &numbering);
        let rows = columns(&before[0], true)?.ok_or_else(|| internal_datafusion_err!("none"))?;
        let numbers = Int32Array::from(vec![Some(0), None, Some(1)]);
        assert_eq!(rows.column(3).as_primitive(), &numbers);
        assert_eq!(made(&before)[0].columns.lock().len(), 4);

        // The floor may rise meanwhile; other rows may stand before and after.
        let after = of(&[hot(&second, 0), hot(&first, 5)], &numbering);
        assert!(Arc::ptr_eq(&made(&after)[1], &made(&before)[0]));
        assert_eq!(made(&after)[0].columns.lock().len(), 0);
        let weak = Arc::downgrade(&made(&before)[1]);
        drop(before);
        assert!(weak.upgrade().is_none());

        let other = of(&[hot(&first, 5)], &Numbering::new(1 << 20));
        assert_eq!(made(&other)[0].columns.lock().len(), 0);
        Ok(())
    }
}
