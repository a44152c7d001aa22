//! What the last half hour held, for counters that live in memory and begin anew with a process.

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int16Type, Int64Type};
use datafusion::datasource::provider_as_source;
use datafusion::functions_aggregate::expr_fn::{count, max, sum};
use datafusion::logical_expr::{
    Expr, LogicalPlan, LogicalPlanBuilder, cast as as_type, col, lit, when,
};
use engine::{Key, Micros, Offset, PartitionId, SiteId, Table};

use crate::error::QueryError;
use crate::plan::{day, moment};
use crate::service::Engine;
use crate::view::{Needs, View};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
/// Events may be this much older by their own time than by the server's.
const LATE_MAX: i64 = 8 * 86_400 * SECOND;

/// What is asked: live events by server time, bots left out.
#[derive(Clone, Debug)]
pub struct RecentQuery {
    /// From when on.
    pub since: Micros,
    /// From when on by the second; before that by the minute.
    pub by_second_since: Micros,
    /// Frames up to these, inclusive; partitions that are not named are left out.
    pub up_to: Vec<(PartitionId, Offset)>,
}

/// Events of one visitor, or of nobody, in one second or minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentCount {
    /// The site.
    pub site: SiteId,
    /// The partition.
    pub partition: PartitionId,
    /// The visitor; None where none is known.
    pub visitor: Option<Key>,
    /// Start of the second or minute, by server time.
    pub at: Micros,
    /// Server time of the last of them.
    pub latest: Micros,
    /// Page views.
    pub pageviews: u64,
    /// All events.
    pub events: u64,
}

impl Engine {
    /// Counts committed events of the recent past.
    pub async fn recent(&self, query: &RecentQuery) -> Result<Vec<RecentCount>, QueryError> {
        self.runner.in_time(self.recent_counts(query)).await
    }

    async fn recent_counts(&self, query: &RecentQuery) -> Result<Vec<RecentCount>, QueryError> {
        if query.up_to.is_empty() {
            return Ok(Vec::new());
        }
        let needs = Needs {
            events: true,
            sessions: false,
        };
        let view = self.views.committed(needs).await?;
        let (batch, _, _memory) = self.runner.collect(&plan(&view, query)?).await?;
        let sites = cast(batch.column(0), &DataType::Utf8)?;
        let sites = sites.as_string::<i32>();
        let partitions = batch.column(1).as_primitive::<Int16Type>();
        let visitors = batch.column(2).as_primitive::<Int64Type>();
        let number = |column: usize, row: usize| {
            let numbers = batch.column(column).as_primitive::<Int64Type>();
            numbers.value(row)
        };
        let count = |column: usize, row: usize| u64::try_from(number(column, row)).unwrap_or(0);
        Ok((0..batch.num_rows())
            .map(|row| RecentCount {
                site: SiteId::new(sites.value(row)),
                partition: PartitionId(u16::try_from(partitions.value(row)).unwrap_or_default()),
                visitor: visitors
                    .is_valid(row)
                    .then(|| Key::from_i64(visitors.value(row))),
                at: Micros(number(3, row)),
                latest: Micros(number(4, row)),
                pageviews: count(5, row),
                events: count(6, row),
            })
            .collect())
    }
}

fn plan(view: &View, query: &RecentQuery) -> Result<LogicalPlan, QueryError> {
    let provider = provider_as_source(view.table(Table::Events)?);
    let covered = query
        .up_to
        .iter()
        .fold(lit(false), |before, (partition, offset)| {
            let partition = i16::try_from(partition.0).unwrap_or(i16::MAX);
            let offset = i64::try_from(offset.0).unwrap_or(i64::MAX);
            let covered = col("log_partition")
                .eq(lit(partition))
                .and(col("log_offset").lt_eq(lit(offset)));
            before.or(covered)
        });
    let micros = || as_type(col("server_timestamp"), DataType::Int64);
    let start_of = |length: i64| -> Expr { micros() - micros() % lit(length) };
    let at = when(
        col("server_timestamp").gt_eq(moment(query.by_second_since.0)),
        start_of(SECOND),
    )
    .otherwise(start_of(MINUTE))?;
    let is_view = when(col("event_name").eq(lit("page_view")), lit(1_i64)).otherwise(lit(0_i64))?;
    Ok(LogicalPlanBuilder::scan("events", provider, None)?
        .filter(col("date").gt_eq(day(query.since.0 - LATE_MAX)))?
        .filter(col("server_timestamp").gt_eq(moment(query.since.0)))?
        .filter(covered)?
        .filter(col("is_bot").eq(lit(false)))?
        .filter(col("origin").eq(lit("import")).is_not_true())?
        .aggregate(
            [
                col("site_id"),
                col("log_partition"),
                col("visitor_key"),
                at.alias("at"),
            ],
            [
                max(micros()).alias("latest"),
                sum(is_view).alias("pageviews"),
                count(lit(1_i64)).alias("events"),
            ],
        )?
        .build()?)
}
