//! Visitors from sessions.

use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder, col, lit, when};
use engine::Table;

use super::groups::{Coding, named_dimensions, unheard_of};
use super::{Ground, extent_of, moment, session_keys};
use crate::coded::NUMBER;
use crate::dimension::Dimension;
use crate::error::QueryError;
use crate::measure::Tally;

impl Ground<'_> {
    /// Visitors with an event in the range, from sessions. A session's first and last moment are those of events, so
    /// one that starts or ends in the range has an event there, and so it is with each bucket. Only of a session that
    /// passes over a whole bucket it is not known whether it has an event in it: the events of those few are read.
    ///
    /// ```text
    /// bucket   |   a   |   b   |   c   |
    /// session     s——————e                 counts in a and b
    /// session     s——————————————e         counts in a and c, and in b if an event says so
    /// ```
    pub(super) fn visits(
        &self,
        coding: &Coding<'_>,
        touch: bool,
    ) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let by_time = part
            .dimensions
            .iter()
            .any(|asked| asked.dimension == Dimension::Time);
        let tallies = part
            .measures
            .iter()
            .map(|measure| measure.over_sessions()?.ok_or_else(unheard_of))
            .collect::<Result<Vec<_>, QueryError>>()?;
        let (from, to) = (moment(self.when.from), moment(self.when.to));
        let starts = col("session_start").gt_eq(from.clone());
        let ends = col("session_end").lt(to);
        let at_start = self.visitors_of(
            coding,
            Table::Sessions,
            self.touching_that_meet(touch)?.filter(match by_time {
                true => starts.clone(),
                false => starts.clone().or(ends.clone()),
            })?,
            "session_start",
            &tallies,
        )?;
        let mut visitors = at_start;
        if by_time {
            let bucket = |name: &str| self.time().bucket.call(vec![col(name)]);
            let elsewhere = bucket("session_start").not_eq(bucket("session_end"));
            let at_end = self.visitors_of(
                coding,
                Table::Sessions,
                self.touching_that_meet(touch)?
                    .filter(ends.and(starts.is_not_true().or(elsewhere)))?,
                "session_end",
                &tallies,
            )?;
            visitors = visitors.union(at_end.build()?)?;
        }
        if let Some((first, last)) = self.passing {
            let (from, to) = (
                first.max(self.when.from),
                last.saturating_add(1).min(self.when.to),
            );
            let passing = session_keys(self.passing_sessions()?)?;
            let mut events = self.rows(Table::Events, from, to)?.filter(
                datafusion::logical_expr::in_subquery(col("session_key"), passing.into()),
            )?;
            let filters = &self.subject.filters;
            if touch || filters.needs_first_touch(Table::Events) {
                events = self.with_first_touch(events)?;
            }
            if let Some(condition) = filters.over_events(self)? {
                events = events.filter(condition)?;
            }
            let events = self.visitors_of(coding, Table::Events, events, "timestamp", &tallies)?;
            visitors = visitors.union(events.build()?)?;
        }
        self.tallied(part, visitors, named_dimensions(part), &flags(&tallies))
    }

    /// The column that tells visitors apart.
    fn visitor(&self) -> &'static str {
        match self.coding {
            Some(_) => NUMBER,
            None => "visitor_key",
        }
    }

    /// Dimensions, what tells visitors apart, and for each tally the condition it counts by (`f0`, `f1`, …), of rows whose TIME is
    /// that of a column.
    fn visitors_of(
        &self,
        coding: &Coding<'_>,
        table: Table,
        rows: LogicalPlanBuilder,
        time: &str,
        tallies: &[Tally],
    ) -> Result<LogicalPlanBuilder, QueryError> {
        let mut columns = self.dimensions(coding, table)?;
        for (at, asked) in coding.part.dimensions.iter().enumerate() {
            if asked.dimension == Dimension::Time {
                let bucket = self.time().bucket.call(vec![col(time)]);
                columns[at] = bucket.alias(format!("d{at}"));
            }
        }
        // Named anew, so that rows of both tables have it under one name.
        columns.push(col(self.visitor()).alias(self.visitor()));
        for (at, tally) in tallies.iter().enumerate() {
            if let Tally::VisitorsWhere(condition) = tally {
                columns.push(condition.clone().alias(format!("f{at}")));
            }
        }
        Ok(rows.project(columns)?)
    }

    /// Sessions that start before the range's end, end at its start or later, and meet the filters.
    fn touching_that_meet(&self, touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.touching()?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        if touch || filters.needs_first_touch(Table::Sessions) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_sessions(self)? {
            rows = rows.filter(condition)?;
        }
        Ok(rows)
    }

    /// Sessions that begin before a bucket of the range and end after it, whoever they are of.
    fn passing_sessions(&self) -> Result<LogicalPlanBuilder, QueryError> {
        let (from, to) = (self.when.from, self.when.to);
        let mut rows = self.touching()?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        let last = self.when.buckets.number(to.saturating_sub(1));
        if last == 0 {
            let around = col("session_start")
                .lt(moment(from))
                .and(col("session_end").gt_eq(moment(to)));
            return Ok(rows.filter(around)?);
        }
        let bucket = |name: &str| self.time().bucket.call(vec![col(name)]);
        let first = when(col("session_start").lt(moment(from)), lit(-1))
            .otherwise(bucket("session_start"))?;
        let last = when(col("session_end").gt_eq(moment(to)), lit(last + 1))
            .otherwise(bucket("session_end"))?;
        Ok(rows.filter((last - first).gt(lit(1)))?)
    }

    /// First and last moment (columns `m0`, `m1`, µs) of the sessions that pass over a bucket of the range.
    pub(crate) fn passing_extent(&self) -> Result<LogicalPlan, QueryError> {
        extent_of(self.passing_sessions()?)
    }
}

/// Tallies over rows that hold the conditions as columns.
fn flags(tallies: &[Tally]) -> Vec<Tally> {
    let by_column = |(at, tally): (usize, &Tally)| match tally {
        Tally::VisitorsWhere(_) => Tally::VisitorsWhere(col(format!("f{at}"))),
        other => other.clone(),
    };
    tallies.iter().enumerate().map(by_column).collect()
}
