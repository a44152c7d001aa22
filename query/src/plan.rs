//! From a checked question to plans: which rows, which columns tell them apart, which sums. Each part of an answer is
//! one plan with the columns `d0`, `d1`, … (dimensions) and `m0`, `m1`, … (measures).

mod groups;
mod part;
mod visits;

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{JoinType, ScalarValue};
use datafusion::datasource::provider_as_source;
use datafusion::execution::memory_pool::MemoryPool;
use datafusion::functions_aggregate::expr_fn::{count, first_value, max, min};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, SortExpr, cast, col, lit};
use engine::Table;

pub(crate) use self::part::{Asked, EVER, FromSessions, Part, Source, Subject, When, moment_text};
use crate::dimension::{Dimension, FIRST_TOUCH, TimeFunctions};
use crate::error::QueryError;
use crate::feed::Cursor;
use crate::functions::TextTest;
use crate::question::Site;
use crate::view::View;

/// What plans stand on: one instant of the tables, the subject, and the time.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub view: &'a View,
    pub subject: &'a Subject,
    pub when: &'a When,
    /// First and last moment of events of sessions that touch the range; as found by [`Ground::extent`].
    pub beyond: (i64, i64),
    /// First and last moment of sessions that pass over a whole bucket; as found by [`Ground::passing_extent`]. None
    /// where there are none.
    pub passing: Option<(i64, i64)>,
    /// Where texts and visitors are to be told apart by numbers: what the texts' memory is taken from, which does not
    /// spill. Of one site alone.
    pub coding: Option<&'a Arc<dyn MemoryPool>>,
}

const TIMESTAMP_ZONE: &str = "UTC";

/// A moment as the tables have them.
pub(crate) fn moment(at: i64) -> Expr {
    Expr::Literal(
        ScalarValue::TimestampMicrosecond(Some(at), Some(TIMESTAMP_ZONE.into())),
        None,
    )
}

/// The UTC day of a moment.
pub(crate) fn day(at: i64) -> Expr {
    let day = i32::try_from(at.div_euclid(86_400_000_000)).unwrap_or(i32::MAX);
    Expr::Literal(ScalarValue::Date32(Some(day)), None)
}

impl<'a> Ground<'a> {
    /// The ground of raw events: of what lies beyond the range nothing is asked.
    pub(crate) fn of_events(view: &'a View, subject: &'a Subject, when: &'a When) -> Self {
        Self {
            view,
            subject,
            when,
            beyond: EVER,
            passing: None,
            coding: None,
        }
    }
}

impl Ground<'_> {
    /// The functions of time.
    pub(crate) fn time(&self) -> &TimeFunctions {
        &self.when.time
    }

    /// The values of a time dimension whose text meets a test.
    pub(crate) fn moments_that(
        &self,
        dimension: Dimension,
        met: &dyn Fn(&str) -> bool,
    ) -> Vec<i32> {
        let numbers: Box<dyn Iterator<Item = i32>> = match dimension {
            Dimension::HourOfDay => Box::new(0..24),
            Dimension::DayOfWeek => Box::new(1..8),
            _ => Box::new((0..self.when.buckets.len()).filter_map(|at| i32::try_from(at).ok())),
        };
        let text =
            |number: &i32| moment_text(dimension, *number, &self.when.buckets, self.subject.zone);
        numbers.filter(|number| met(&text(number))).collect()
    }

    /// Rows of a table whose time lies in `[from, to)`, of the sites, without bots unless asked for.
    fn rows(&self, table: Table, from: i64, to: i64) -> Result<LogicalPlanBuilder, QueryError> {
        let time = table.time_column();
        let within = col(time).gt_eq(moment(from)).and(col(time).lt(moment(to)));
        // The partition is the UTC day of that time: files outside are never opened.
        let days = col("date")
            .gt_eq(day(from))
            .and(col("date").lt_eq(day(to.saturating_sub(1))));
        let mut rows = self.site_rows(table)?.filter(days)?.filter(within)?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        Ok(rows)
    }

    /// Rows of a table, of the sites.
    fn site_rows(&self, table: Table) -> Result<LogicalPlanBuilder, QueryError> {
        let provider = provider_as_source(self.view.table(table)?);
        let rows = LogicalPlanBuilder::scan(table.name(), provider, None)?;
        let is_ours = match self.subject.sites.as_slice() {
            [only] => col("site_id").eq(lit(only.id.as_str())),
            sites => {
                let ids = sites.iter().map(|site| lit(site.id.as_str())).collect();
                col("site_id").in_list(ids, false)
            }
        };
        Ok(rows.filter(is_ours)?)
    }

    /// Whether an event is a key event of its site.
    fn is_key_event(&self) -> Expr {
        let named = |site: &Site| match site.key_events.as_slice() {
            [] => lit(false),
            names => {
                let names = names.iter().map(|name| lit(name.as_str())).collect();
                col("event_name").in_list(names, false)
            }
        };
        let sites = &self.subject.sites;
        match sites.split_first() {
            None => lit(false),
            Some((first, rest)) if rest.iter().all(|site| site.key_events == first.key_events) => {
                named(first)
            }
            Some((first, rest)) => {
                let of = |site: &Site| col("site_id").eq(lit(site.id.as_str())).and(named(site));
                rest.iter()
                    .fold(of(first), |before, site| before.or(of(site)))
            }
        }
    }

    /// The names of properties (`name`) that events in the range carry and that meet the test, with the number of those
    /// events (`count`): the commonest first, then by name.
    pub(crate) fn property_names(
        &self,
        search: Option<TextTest>,
        first: usize,
    ) -> Result<LogicalPlan, QueryError> {
        let names = crate::functions::property_names().call(vec![col("properties")]);
        let mut names = self
            .rows(Table::Events, self.when.from, self.when.to)?
            .filter(col("properties").is_not_null())?
            .project([names.alias("name")])?
            .unnest_column("name")?
            .filter(col("name").is_not_null())?;
        if let Some(test) = search {
            names = names.filter(crate::functions::text_test(test).call(vec![col("name")]))?;
        }
        Ok(names
            .aggregate([col("name")], [count(lit(1_i64)).alias("count")])?
            .sort_with_limit(
                [
                    col("count").sort(false, false),
                    col("name").sort(true, false),
                ],
                Some(first),
            )?
            .build()?)
    }

    /// Adds the columns of each visitor's earliest session.
    fn with_first_touch(&self, rows: LogicalPlanBuilder) -> Result<LogicalPlanBuilder, QueryError> {
        let order = ["session_start", "log_partition", "first_offset"];
        let order: Vec<SortExpr> = order
            .iter()
            .map(|name| col(*name).sort(true, false))
            .collect();
        let earliest = FIRST_TOUCH
            .iter()
            .map(|(_, column, name)| first_value(col(*column), order.clone()).alias(*name));
        let touches = self
            .site_rows(Table::Sessions)?
            .filter(col("visitor_key").is_not_null())?
            .aggregate(
                [
                    col("site_id").alias("touch_site"),
                    col("visitor_key").alias("touch_visitor"),
                ],
                earliest,
            )?
            .alias("first_touch")?
            .build()?;
        Ok(rows.join_on(
            touches,
            JoinType::Left,
            [
                col("site_id").eq(col("touch_site")),
                col("visitor_key").eq(col("touch_visitor")),
            ],
        )?)
    }

    /// Events in the range that meet the filters.
    fn events(&self, needs_touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.rows(Table::Events, self.when.from, self.when.to)?;
        if needs_touch || filters.needs_first_touch(Table::Events) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_events(self)? {
            rows = rows.filter(condition)?;
        }
        Ok(rows)
    }

    /// Sessions that start in the range and meet the filters.
    fn sessions(&self, needs_touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.rows(Table::Sessions, self.when.from, self.when.to)?;
        if needs_touch || filters.needs_first_touch(Table::Sessions) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_sessions(self)? {
            rows = rows.filter(condition)?;
        }
        if let Some(condition) = filters.of_some_event(self)? {
            let mut events = self.rows(Table::Events, self.when.from, self.when.to)?;
            if filters.event_trees_need_first_touch() {
                events = self.with_first_touch(events)?;
            }
            let keys = session_keys(events.filter(condition)?)?;
            rows = rows.filter(datafusion::logical_expr::in_subquery(
                col("session_key"),
                keys.into(),
            ))?;
        }
        Ok(rows)
    }

    /// Keys of sessions that have an event, in the range or beyond, that meets a condition.
    pub(crate) fn sessions_with_event(&self, condition: Expr) -> Result<LogicalPlan, QueryError> {
        let (from, to) = self.beyond;
        session_keys(self.rows(Table::Events, from, to)?.filter(condition)?)
    }

    /// Keys of sessions that meet a condition, of those that may have events in the range.
    pub(crate) fn sessions_that(&self, condition: Expr) -> Result<LogicalPlan, QueryError> {
        session_keys(self.touching()?.filter(condition)?)
    }

    /// Sessions with an event in the range, or one before and one after.
    fn touching(&self) -> Result<LogicalPlanBuilder, QueryError> {
        let rows = self.site_rows(Table::Sessions)?;
        let overlaps = col("session_start")
            .lt(moment(self.when.to))
            .and(col("session_end").gt_eq(moment(self.when.from)));
        Ok(rows
            .filter(col("date").lt_eq(day(self.when.to.saturating_sub(1))))?
            .filter(overlaps)?)
    }

    /// First and last moment (columns `m0`, `m1`, µs) of the events of all sessions that touch the range.
    pub(crate) fn extent(&self) -> Result<LogicalPlan, QueryError> {
        extent_of(self.touching()?)
    }

    /// The first moment (column `m0`, µs) of the sites' events.
    pub(crate) fn first_moment(&self) -> Result<LogicalPlan, QueryError> {
        let first = cast(min(col("timestamp")), DataType::Int64).alias("m0");
        Ok(self
            .site_rows(Table::Events)?
            .aggregate(Vec::<Expr>::new(), [first])?
            .build()?)
    }

    /// The newest events that meet the filters and stand after a cursor, in the order of pages.
    pub(crate) fn newest(
        &self,
        columns: &[&str],
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<LogicalPlan, QueryError> {
        let mut rows = self.events(false)?;
        if let Some(after) = after {
            let places = [
                (col("timestamp"), moment(after.timestamp.0)),
                (col("log_partition"), lit(after.partition)),
                (col("log_offset"), lit(after.offset)),
                (col("frame_index"), lit(after.index)),
            ];
            let mut comes_after = lit(false);
            for (column, value) in places.into_iter().rev() {
                let before = column.clone().lt(value.clone());
                comes_after = before.or(column.eq(value).and(comes_after));
            }
            rows = rows.filter(comes_after)?;
        }
        let order = ["timestamp", "log_partition", "log_offset", "frame_index"];
        let order = order.map(|name| col(name).sort(false, false));
        Ok(rows
            .project(columns.iter().map(|name| col(*name)))?
            .sort_with_limit(order, Some(limit))?
            .build()?)
    }

    /// All events that the question is about, in no order.
    pub(crate) fn all(&self, columns: &[&str]) -> Result<LogicalPlan, QueryError> {
        let columns = columns.iter().map(|name| col(*name));
        Ok(self.events(false)?.project(columns)?.build()?)
    }
}

/// First and last moment (columns `m0`, `m1`, µs) of sessions.
fn extent_of(sessions: LogicalPlanBuilder) -> Result<LogicalPlan, QueryError> {
    let micros = |expr: Expr| cast(expr, DataType::Int64);
    Ok(sessions
        .aggregate(
            Vec::<Expr>::new(),
            [
                micros(min(col("session_start"))).alias("m0"),
                micros(max(col("session_end"))).alias("m1"),
            ],
        )?
        .build()?)
}

fn session_keys(rows: LogicalPlanBuilder) -> Result<LogicalPlan, QueryError> {
    Ok(rows
        .filter(col("session_key").is_not_null())?
        .project([col("session_key")])?
        .build()?)
}
