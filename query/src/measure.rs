//! The sums and distinct counts that metrics are made of, each with its one expression per table. A measure is 0 where
//! there are no rows.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DataFusionError;
use datafusion::functions::expr_fn::round;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, sum};
use datafusion::logical_expr::{Expr, ExprFunctionExt, cast, col, lit, when};

/// A sum or a distinct count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Measure {
    Visitors,
    NewVisitors,
    Converters,
    BusinessVisitors,
    Events,
    Pageviews,
    Conversions,
    EngagementMsec,
    /// Sum over page views of the deepest scroll.
    ScrollPercent,
    /// Page views that reported a scroll depth.
    ScrolledViews,
    Revenue,
    Transactions,
    /// Sessions; by PAGE and other values of events, those that have such an event.
    Sessions,
    /// Sessions as rates divide by them; by PAGE and HOSTNAME, those that entered there.
    WholeSessions,
    Bounces,
    SinglePages,
    DurationMicros,
    SessionPageviews,
    SessionEngagementMsec,
}

/// The rows that measures are taken from together, in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Base {
    /// Events in the range.
    Events,
    /// Page views that reported a scroll depth.
    Scrolls,
    /// Purchases and refunds, each transaction once per kind.
    Transactions,
    /// Sessions that start in the range.
    Sessions,
}

impl Measure {
    /// The rows it is taken from.
    pub(crate) fn base(self) -> Base {
        use Measure as M;
        match self {
            M::Visitors
            | M::NewVisitors
            | M::Converters
            | M::BusinessVisitors
            | M::Events
            | M::Pageviews
            | M::Conversions
            | M::EngagementMsec => Base::Events,
            M::ScrollPercent | M::ScrolledViews => Base::Scrolls,
            M::Revenue | M::Transactions => Base::Transactions,
            M::Sessions
            | M::WholeSessions
            | M::Bounces
            | M::SinglePages
            | M::DurationMicros
            | M::SessionPageviews
            | M::SessionEngagementMsec => Base::Sessions,
        }
    }

    /// The aggregate over event rows; `key_event` tells the sites' key events. None where the base is not events.
    pub(crate) fn over_events(self, key_event: &Expr) -> Result<Option<Expr>, DataFusionError> {
        use Measure as M;
        Ok(Some(match self {
            M::Visitors => count_distinct(col("visitor_key")),
            M::NewVisitors => visitors_where(col("is_first_visit"))?,
            M::Converters => visitors_where(key_event.clone())?,
            M::BusinessVisitors => visitors_where(col("visitor_type").eq(lit("business")))?,
            M::Events => count(lit(1_i64)),
            M::Pageviews => how_many(col("event_name").eq(lit("page_view")))?,
            M::Conversions => how_many(key_event.clone())?,
            M::EngagementMsec => sum(col("engagement_time_msec")),
            _ => return Ok(None),
        }))
    }

    /// The aggregate over session rows: of session measures, and of the others where ENTRY_PAGE or EXIT_PAGE has the
    /// question answered wholly from sessions. None where sessions do not know.
    pub(crate) fn over_sessions(self) -> Result<Option<Expr>, DataFusionError> {
        use Measure as M;
        Ok(Some(match self {
            M::Sessions | M::WholeSessions => count(lit(1_i64)),
            M::Bounces => how_many(col("is_bounce"))?,
            M::SinglePages => how_many(col("is_single_page"))?,
            // Whole microseconds add up the same in any order; floats would not.
            M::DurationMicros => sum(cast(
                round(vec![col("duration_sec") * lit(1e6)]),
                DataType::Int64,
            )),
            M::SessionPageviews | M::Pageviews => sum(cast(col("pageviews"), DataType::Int64)),
            M::SessionEngagementMsec | M::EngagementMsec => sum(col("engagement_time_msec")),
            M::Visitors => count_distinct(col("visitor_key")),
            M::NewVisitors => visitors_where(col("is_first_visit"))?,
            M::Converters => visitors_where(col("conversions").gt(lit(0_i32)))?,
            M::BusinessVisitors => visitors_where(col("visitor_type").eq(lit("business")))?,
            M::Events => sum(cast(col("events"), DataType::Int64)),
            M::Conversions => sum(cast(col("conversions"), DataType::Int64)),
            M::Revenue => sum(col("revenue")),
            M::ScrollPercent | M::ScrolledViews | M::Transactions => return Ok(None),
        }))
    }
}

fn visitors_where(condition: Expr) -> Result<Expr, DataFusionError> {
    count(col("visitor_key"))
        .distinct()
        .filter(condition)
        .build()
}

fn how_many(condition: Expr) -> Result<Expr, DataFusionError> {
    Ok(sum(when(condition, lit(1_i64)).otherwise(lit(0_i64))?))
}
