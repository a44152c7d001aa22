//! The sums and distinct counts that metrics are made of, each with its one expression per table. A measure is 0 where
//! there are no rows.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::DataFusionError;
use datafusion::functions::expr_fn::round;
use datafusion::functions_aggregate::expr_fn::{count, max, sum};
use datafusion::logical_expr::{Expr, ExprFunctionExt, cast, col, lit, when};

use crate::coded::NUMBER;
use crate::people::people;

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

    /// Whether it counts people.
    pub(crate) fn is_of_visitors(self) -> bool {
        use Measure as M;
        matches!(
            self,
            M::Visitors | M::NewVisitors | M::Converters | M::BusinessVisitors
        )
    }

    /// Whether the groups' values add up to that of all rows together, whatever the groups are: it is a whole number, and
    /// each row counts in one group.
    pub(crate) fn adds_up(self) -> bool {
        !self.is_of_visitors() && self != Measure::Revenue
    }

    /// Whether it counts people by what is the same on all rows of a session, so that one row of the session will do.
    pub(crate) fn is_of_visits(self) -> bool {
        use Measure as M;
        matches!(self, M::Visitors | M::NewVisitors | M::BusinessVisitors)
    }

    /// What is taken from event rows; `key_event` tells the sites' key events. None where the base is not events.
    pub(crate) fn over_events(self, key_event: &Expr) -> Result<Option<Tally>, DataFusionError> {
        use Measure as M;
        Ok(Some(match self {
            M::Visitors => Tally::Visitors,
            M::NewVisitors => Tally::VisitorsWhere(col("is_first_visit")),
            M::Converters => Tally::VisitorsWhere(key_event.clone()),
            M::BusinessVisitors => Tally::VisitorsWhere(is_business()),
            M::Events => Tally::Rows,
            M::Pageviews => Tally::RowsWhere(col("event_name").eq(lit("page_view"))),
            M::Conversions => Tally::RowsWhere(key_event.clone()),
            M::EngagementMsec => Tally::Sum(col("engagement_time_msec")),
            _ => return Ok(None),
        }))
    }

    /// What is taken from session rows: of session measures, and of the others where ENTRY_PAGE or EXIT_PAGE has the
    /// question answered wholly from sessions. None where sessions do not know.
    pub(crate) fn over_sessions(self) -> Result<Option<Tally>, DataFusionError> {
        use Measure as M;
        let whole = |name: &str| Tally::Sum(cast(col(name), DataType::Int64));
        Ok(Some(match self {
            M::Sessions | M::WholeSessions => Tally::Rows,
            M::Bounces => Tally::RowsWhere(col("is_bounce")),
            M::SinglePages => Tally::RowsWhere(col("is_single_page")),
            // Whole microseconds add up the same in any order; floats would not.
            M::DurationMicros => Tally::Sum(cast(
                round(vec![col("duration_sec") * lit(1e6)]),
                DataType::Int64,
            )),
            M::SessionPageviews | M::Pageviews => whole("pageviews"),
            M::SessionEngagementMsec | M::EngagementMsec => Tally::Sum(col("engagement_time_msec")),
            M::Visitors => Tally::Visitors,
            M::NewVisitors => Tally::VisitorsWhere(col("is_first_visit")),
            M::Converters => Tally::VisitorsWhere(col("conversions").gt(lit(0_i32))),
            M::BusinessVisitors => Tally::VisitorsWhere(is_business()),
            M::Events => whole("events"),
            M::Conversions => whole("conversions"),
            M::Revenue => Tally::Sum(col("revenue")),
            M::ScrollPercent | M::ScrolledViews | M::Transactions => return Ok(None),
        }))
    }
}

/// What a measure takes from rows.
#[derive(Clone, Debug)]
pub(crate) enum Tally {
    /// Distinct visitors.
    Visitors,
    /// Distinct visitors with a row that meets a condition.
    VisitorsWhere(Expr),
    /// How many rows.
    Rows,
    /// How many rows meet a condition.
    RowsWhere(Expr),
    /// The sum of a number.
    Sum(Expr),
}

impl Tally {
    /// The aggregate over all rows of a group, of which visitors have numbers.
    pub(crate) fn at_once(&self) -> Result<Expr, DataFusionError> {
        let people = || people().call(vec![col(NUMBER)]);
        Ok(match self {
            Tally::Visitors => people(),
            Tally::VisitorsWhere(condition) => people().filter(condition.clone()).build()?,
            Tally::Rows => count(lit(1_i64)),
            Tally::RowsWhere(condition) => sum(one_where(condition)?),
            Tally::Sum(number) => sum(number.clone()),
        })
    }

    /// The aggregate over the rows of a group and visitor; None where the visitor's key says it all.
    pub(crate) fn of_visitor(&self) -> Result<Option<Expr>, DataFusionError> {
        Ok(match self {
            Tally::Visitors => None,
            Tally::VisitorsWhere(condition) => {
                let is_somebody = col("visitor_key").is_not_null();
                Some(max(one_where(&condition.clone().and(is_somebody))?))
            }
            other => Some(other.at_once()?),
        })
    }

    /// The aggregate over the visitors of a group, given the name of what [`Self::of_visitor`] gave.
    pub(crate) fn over_visitors(&self, name: &str) -> Expr {
        match self {
            Tally::Visitors => count(col("visitor_key")),
            _ => sum(col(name)),
        }
    }
}

fn is_business() -> Expr {
    col("visitor_type").eq(lit("business"))
}

fn one_where(condition: &Expr) -> Result<Expr, DataFusionError> {
    when(condition.clone(), lit(1_i64)).otherwise(lit(0_i64))
}
