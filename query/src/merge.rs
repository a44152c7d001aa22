//! Joins the parts of an answer on their dimensions, puts rows in order, and finds them again in a comparison.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int32Array, UInt32Array};
use datafusion::arrow::compute::{SortOptions, concat, take};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::arrow::row::{Row, RowConverter, Rows, SortField};

use crate::error::QueryError;
use crate::measure::Measure;
use crate::metric::Metric;
use crate::plan::Part;
use crate::run::PartRows;

/// The rows of an answer, unordered: dimensions by column, measures by name.
pub(crate) struct Merged {
    pub dimensions: Vec<ArrayRef>,
    measures: Vec<(Measure, Vec<f64>)>,
    pub count: usize,
}

impl Merged {
    /// Joins parts that were asked with the same dimensions. A row that a part lacks has its measures at 0.
    pub(crate) fn of(parts: &[(Part, Arc<PartRows>)]) -> Result<Self, QueryError> {
        let Some(((_, first), rest)) = parts.split_first() else {
            return Err(QueryError::internal("an answer without parts"));
        };
        let width = first.dimensions.len();
        if rest.is_empty() {
            let rows: Vec<usize> = (0..first.count).collect();
            return Ok(Self::placed(
                parts,
                &[rows],
                first.dimensions.clone(),
                first.count,
            ));
        }
        if width == 0 {
            let rows = vec![vec![0]; parts.len()];
            return Ok(Self::placed(parts, &rows, Vec::new(), 1));
        }
        let mut columns = Vec::with_capacity(width);
        for at in 0..width {
            let pieces: Vec<&dyn Array> = parts
                .iter()
                .map(|(_, rows)| rows.dimensions[at].as_ref())
                .collect();
            columns.push(concat(&pieces)?);
        }
        let keys = keys_of(&columns)?;
        let mut known: HashMap<Row<'_>, usize> = HashMap::with_capacity(first.count);
        let mut origins: Vec<u32> = Vec::with_capacity(first.count);
        let mut all = Vec::with_capacity(keys.num_rows());
        for (at, key) in keys.iter().enumerate() {
            let next = known.len();
            let row = *known.entry(key).or_insert(next);
            if row == next {
                origins.push(u32::try_from(at).map_err(QueryError::internal)?);
            }
            all.push(row);
        }
        let count = known.len();
        let mut rows = Vec::with_capacity(parts.len());
        let mut rest = all.as_slice();
        for (_, part) in parts {
            let (own, others) = rest.split_at(part.count);
            rows.push(own.to_vec());
            rest = others;
        }
        let origins = UInt32Array::from(origins);
        let dimensions = columns
            .iter()
            .map(|column| Ok(take(column, &origins, None)?))
            .collect::<Result<Vec<_>, QueryError>>()?;
        Ok(Self::placed(parts, &rows, dimensions, count))
    }

    fn placed(
        parts: &[(Part, Arc<PartRows>)],
        rows: &[Vec<usize>],
        dimensions: Vec<ArrayRef>,
        count: usize,
    ) -> Self {
        let mut measures = Vec::new();
        for ((part, values), rows) in parts.iter().zip(rows) {
            for (measure, array) in part.measures.iter().zip(&values.measures) {
                let mut column = vec![0.0; count];
                for (value, row) in array.iter().zip(rows) {
                    column[*row] = value.unwrap_or_default();
                }
                measures.push((*measure, column));
            }
        }
        Self {
            dimensions,
            measures,
            count,
        }
    }

    /// Adds the rows that a series lacks: one for each bucket number below `buckets`, measures at 0.
    pub(crate) fn fill(&mut self, buckets: usize) {
        let Some(present) = self
            .dimensions
            .first()
            .and_then(|d| d.as_primitive_opt::<Int32Type>().cloned())
        else {
            return;
        };
        let mut from = vec![None; buckets];
        for (row, bucket) in present.iter().enumerate() {
            let slot = bucket
                .and_then(|bucket| usize::try_from(bucket).ok())
                .and_then(|bucket| from.get_mut(bucket));
            if let Some(slot) = slot {
                *slot = Some(row);
            }
        }
        for (_, column) in &mut self.measures {
            *column = from
                .iter()
                .map(|row| row.map_or(0.0, |row| column[row]))
                .collect();
        }
        let numbers: Int32Array = (0..buckets).map(|at| i32::try_from(at).ok()).collect();
        self.dimensions = vec![Arc::new(numbers)];
        self.count = buckets;
    }

    /// A metric of a row.
    pub(crate) fn metric(&self, metric: Metric, row: usize) -> Option<f64> {
        metric.value(|wanted| {
            self.measures
                .iter()
                .find(|(measure, _)| *measure == wanted)
                .and_then(|(_, column)| column.get(row).copied())
                .unwrap_or_default()
        })
    }

    /// Rows `offset..offset + limit` of the order.
    pub(crate) fn page(
        &self,
        order: &[Order],
        offset: usize,
        limit: usize,
    ) -> Result<Vec<usize>, QueryError> {
        let mut rows: Vec<usize> = (0..self.count).collect();
        if offset >= rows.len() || limit == 0 {
            return Ok(Vec::new());
        }
        let columns: Vec<Vec<Option<f64>>> = order
            .iter()
            .map(|order| match order {
                Order::Metric(metric, _) => {
                    rows.iter().map(|row| self.metric(*metric, *row)).collect()
                }
                Order::Dimension(..) => Vec::new(),
            })
            .collect();
        let keys = match self.dimensions.is_empty() {
            true => None,
            false => Some(keys_of(&self.dimensions)?),
        };
        let mut by_dimension = Vec::with_capacity(order.len());
        for order in order {
            by_dimension.push(match order {
                Order::Dimension(at, descending) => {
                    Some(column_keys(&self.dimensions[*at], *descending)?)
                }
                Order::Metric(..) => None,
            });
        }
        let compare = |a: &usize, b: &usize| -> Ordering {
            for (at, order) in order.iter().enumerate() {
                let ordering = match (order, &by_dimension[at]) {
                    (Order::Metric(_, descending), _) => {
                        compare_metrics(columns[at][*a], columns[at][*b], *descending)
                    }
                    (Order::Dimension(..), Some(keys)) => keys.row(*a).cmp(&keys.row(*b)),
                    (Order::Dimension(..), None) => Ordering::Equal,
                };
                if ordering.is_ne() {
                    return ordering;
                }
            }
            keys.as_ref()
                .map_or(Ordering::Equal, |keys| keys.row(*a).cmp(&keys.row(*b)))
        };
        let end = offset.saturating_add(limit).min(rows.len());
        if end < rows.len() {
            rows.select_nth_unstable_by(end - 1, compare);
            rows.truncate(end);
        }
        rows.sort_unstable_by(compare);
        Ok(rows.split_off(offset))
    }

    /// Where each of some rows stands in another answer to the same dimensions.
    pub(crate) fn found_in(
        &self,
        rows: &[usize],
        other: &Self,
    ) -> Result<Vec<Option<usize>>, QueryError> {
        if self.dimensions.is_empty() {
            return Ok(vec![(other.count > 0).then_some(0); rows.len()]);
        }
        let converter = converter(&self.dimensions)?;
        let ours = converter.convert_columns(&self.dimensions)?;
        let theirs = converter.convert_columns(&other.dimensions)?;
        let wanted: HashSet<Row<'_>> = rows.iter().map(|row| ours.row(*row)).collect();
        let found: HashMap<Row<'_>, usize> = theirs
            .iter()
            .enumerate()
            .filter(|(_, key)| wanted.contains(key))
            .map(|(at, key)| (key, at))
            .collect();
        Ok(rows
            .iter()
            .map(|row| found.get(&ours.row(*row)).copied())
            .collect())
    }
}

/// One criterion of an order; missing values come last both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// A metric, and whether descending.
    Metric(Metric, bool),
    /// A dimension by its place, and whether descending.
    Dimension(usize, bool),
}

fn compare_metrics(a: Option<f64>, b: Option<f64>, descending: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
    }
}

fn converter(columns: &[ArrayRef]) -> Result<RowConverter, QueryError> {
    let ascending = SortOptions::new(false, false);
    let fields = columns
        .iter()
        .map(|column| SortField::new_with_options(column.data_type().clone(), ascending))
        .collect();
    Ok(RowConverter::new(fields)?)
}

fn keys_of(columns: &[ArrayRef]) -> Result<Rows, QueryError> {
    Ok(converter(columns)?.convert_columns(columns)?)
}

fn column_keys(column: &ArrayRef, descending: bool) -> Result<Rows, QueryError> {
    let options = SortOptions::new(descending, false);
    let field = SortField::new_with_options(column.data_type().clone(), options);
    let converter = RowConverter::new(vec![field])?;
    Ok(converter.convert_columns(std::slice::from_ref(column))?)
}
