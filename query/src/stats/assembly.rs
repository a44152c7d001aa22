//! The rows of an answer as people get them: in order, with texts, a comparison and what is partial.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::Int32Type;

use super::Answered;
use super::checked::Checked;
use crate::answer::Row;
use crate::calendar::Buckets;
use crate::dimension::Dimension;
use crate::error::QueryError;
use crate::measure::Measure;
use crate::merge::Merged;
use crate::metric::Unit;
use crate::plan::{When, moment_text};
use crate::question::Question;

/// Puts rows together from what was found.
pub(super) struct Assembly<'a> {
    pub question: &'a Question,
    pub checked: &'a Checked,
    pub when: &'a When,
    pub now: i64,
    pub answered: &'a Answered,
    pub compared: Option<(&'a When, &'a Answered)>,
}

impl Assembly<'_> {
    pub(super) fn rows(&self) -> Result<Vec<Row>, QueryError> {
        let merged = &self.answered.rows;
        let page = merged.page(
            &self.checked.order,
            self.question.offset,
            self.checked.limit,
        )?;
        let places = match self.compared {
            Some((_, other)) => merged.found_in(&page, &other.rows)?,
            None => vec![None; page.len()],
        };
        let time = self
            .checked
            .dimensions
            .iter()
            .position(|asked| asked.dimension == Dimension::Time);
        let row = |(row, place): (&usize, &Option<usize>)| {
            let dimensions = self.checked.dimensions.iter().zip(&merged.dimensions);
            let dimensions =
                dimensions.map(|(asked, column)| self.text(asked.dimension, column, *row));
            let bucket = time.and_then(|at| bucket_at(&merged.dimensions[at], *row));
            let metrics = self.metrics(merged, *row);
            let comparison = self.compared.map(|(when, other)| match bucket {
                Some(bucket) if !began_before_cut(when, bucket) => vec![None; metrics.len()],
                _ => self.comparison(&other.rows, *place),
            });
            self.row(
                dimensions.collect(),
                metrics,
                comparison,
                bucket.is_some_and(|b| self.is_partial(b)),
            )
        };
        Ok(page.iter().zip(&places).map(row).collect())
    }

    pub(super) fn totals(&self) -> Row {
        let metrics = self.metrics_of_totals(&self.answered.totals);
        let comparison = self
            .compared
            .map(|(_, other)| self.metrics_of_totals(&other.totals));
        let dimensions = vec![None; self.checked.dimensions.len()];
        self.row(dimensions, metrics, comparison, false)
    }

    fn row(
        &self,
        dimensions: Vec<Option<String>>,
        metrics: Vec<Option<f64>>,
        comparison: Option<Vec<Option<f64>>>,
        partial: bool,
    ) -> Row {
        let change = comparison.as_ref().map(|comparison| {
            let pairs = metrics.iter().zip(comparison);
            pairs.map(|(now, before)| change(*now, *before)).collect()
        });
        Row {
            dimensions,
            metrics,
            comparison,
            change,
            partial,
        }
    }

    fn metrics(&self, merged: &Merged, row: usize) -> Vec<Option<f64>> {
        let metrics = self.question.metrics.iter();
        metrics.map(|metric| merged.metric(*metric, row)).collect()
    }

    /// Totals, without those that would add up different currencies.
    fn metrics_of_totals(&self, merged: &Merged) -> Vec<Option<f64>> {
        let metrics = self.question.metrics.iter();
        metrics
            .map(
                |metric| match self.checked.mixed_money && metric.unit() == Unit::Money {
                    true => None,
                    false => merged.metric(*metric, 0),
                },
            )
            .collect()
    }

    /// Metrics of a row of the comparison; as of no rows where it has no such row.
    fn comparison(&self, other: &Merged, place: Option<usize>) -> Vec<Option<f64>> {
        match place {
            Some(row) => self.metrics(other, row),
            None => {
                let none = |_: Measure| 0.0;
                self.question
                    .metrics
                    .iter()
                    .map(|metric| metric.value(none))
                    .collect()
            }
        }
    }

    fn text(&self, dimension: Dimension, column: &dyn Array, row: usize) -> Option<String> {
        if column.is_null(row) {
            return None;
        }
        match column.as_primitive_opt::<Int32Type>() {
            Some(numbers) => Some(moment_text(
                dimension,
                numbers.value(row),
                &self.when.buckets,
                self.checked.subject.zone,
            )),
            None => column
                .as_string_opt::<i32>()
                .map(|texts| texts.value(row).to_owned()),
        }
    }

    fn is_partial(&self, bucket: usize) -> bool {
        let Buckets {
            edges,
            first_cut,
            last_cut,
        } = &self.when.buckets;
        let is_cut = (bucket == 0 && *first_cut) || (bucket + 2 == edges.len() && *last_cut);
        is_cut || edges.get(bucket + 1).is_some_and(|end| *end > self.now)
    }
}

fn bucket_at(column: &dyn Array, row: usize) -> Option<usize> {
    let numbers = column.as_primitive_opt::<Int32Type>()?;
    (numbers.is_valid(row)).then(|| usize::try_from(numbers.value(row)).ok())?
}

/// Whether a comparison has the bucket, and it begins before the cut.
fn began_before_cut(when: &When, bucket: usize) -> bool {
    bucket < when.buckets.len() && when.buckets.edges[bucket] < when.to
}

fn change(now: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (now, before) = (now?, before?);
    (before != 0.0).then(|| (now - before) / before * 100.0)
}
