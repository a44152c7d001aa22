//! Every metric, defined once: its name, unit, meaning, and the formula over [`Measure`]s that gives it. The API's enum,
//! the interface's tooltips, the plans and the tests derive from here.

use crate::measure::Measure;

/// What a metric's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A whole number.
    Count,
    /// 0–100.
    Percent,
    /// Seconds.
    Seconds,
    /// The site's currency.
    Money,
    /// A mean without a unit.
    Number,
}

/// Which rows a metric is taken over (`events.md`, rule 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// Events in the range.
    Events,
    /// Whole sessions that start in the range.
    Sessions,
}

/// How a metric follows from measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Formula {
    /// The measure itself; 0 where there are no rows.
    Value(Measure),
    /// The first less the second.
    Difference(Measure, Measure),
    /// The first times `factor` over the second; null where the second is 0.
    Ratio {
        above: Measure,
        below: Measure,
        factor: f64,
    },
}

macro_rules! metrics {
    ($($variant:ident $name:literal $over:ident $unit:ident $formula:expr, $description:literal;)*) => {
        /// What can be measured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Metric { $(#[doc = $description] $variant),* }

        impl Metric {
            /// All metrics, in the API's order.
            pub const ALL: &'static [Metric] = &[$(Metric::$variant),*];

            /// Its name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Metric::$variant => $name),* }
            }
            /// One sentence for people: what it is.
            pub fn description(self) -> &'static str {
                match self { $(Metric::$variant => $description),* }
            }
            /// What its numbers are.
            pub fn unit(self) -> Unit {
                match self { $(Metric::$variant => Unit::$unit),* }
            }
            /// Which rows it is taken over.
            pub fn over(self) -> Over {
                match self { $(Metric::$variant => Over::$over),* }
            }
            pub(crate) fn formula(self) -> Formula {
                use Measure as M;
                match self { $(Metric::$variant => $formula),* }
            }
        }
    };
}

const fn ratio(above: Measure, below: Measure, factor: f64) -> Formula {
    Formula::Ratio {
        above,
        below,
        factor,
    }
}

metrics! {
    Visitors "VISITORS" Events Count Formula::Value(M::Visitors),
        "Distinct visitors with an event in the range.";
    NewVisitors "NEW_VISITORS" Events Count Formula::Value(M::NewVisitors),
        "Visitors with an event of their first session in the range.";
    ReturningVisitors "RETURNING_VISITORS" Events Count Formula::Difference(M::Visitors, M::NewVisitors),
        "Visitors whose first session lies outside the range: visitors less new visitors.";
    Sessions "SESSIONS" Sessions Count Formula::Value(M::Sessions),
        "Sessions that start in the range.";
    Pageviews "PAGEVIEWS" Events Count Formula::Value(M::Pageviews),
        "Page views.";
    Events "EVENTS" Events Count Formula::Value(M::Events),
        "All events, page views among them.";
    BounceRate "BOUNCE_RATE" Sessions Percent ratio(M::Bounces, M::WholeSessions, 100.0),
        "Sessions with at most one page view, under ten seconds of engagement and no key event, of all sessions.";
    SinglePageRate "SINGLE_PAGE_RATE" Sessions Percent ratio(M::SinglePages, M::WholeSessions, 100.0),
        "Sessions with exactly one page view, of all sessions.";
    SessionDuration "SESSION_DURATION" Sessions Seconds ratio(M::DurationMicros, M::WholeSessions, 1e-6),
        "Mean time from a session's first to its last event.";
    ViewsPerSession "VIEWS_PER_SESSION" Sessions Number ratio(M::SessionPageviews, M::WholeSessions, 1.0),
        "Page views of sessions, divided by sessions.";
    EngagementTime "ENGAGEMENT_TIME" Sessions Seconds ratio(M::SessionEngagementMsec, M::WholeSessions, 1e-3),
        "Mean time per session in which the page was visible and in focus.";
    TimeOnPage "TIME_ON_PAGE" Events Seconds ratio(M::EngagementMsec, M::Pageviews, 1e-3),
        "Time in which the page was visible and in focus, divided by its page views.";
    ScrollDepth "SCROLL_DEPTH" Events Percent ratio(M::ScrollPercent, M::ScrolledViews, 1.0),
        "Mean of the deepest point reached, over page views that reported one.";
    Conversions "CONVERSIONS" Events Count Formula::Value(M::Conversions),
        "Events that are key events of the site.";
    ConversionRate "CONVERSION_RATE" Events Percent ratio(M::Converters, M::Visitors, 100.0),
        "Visitors with a key event, of all visitors.";
    BusinessVisitorRate "BUSINESS_VISITOR_RATE" Events Percent ratio(M::BusinessVisitors, M::Visitors, 100.0),
        "Visitors from a company's network, of all visitors.";
    Revenue "REVENUE" Events Money Formula::Value(M::Revenue),
        "Purchases less refunds, each transaction counted once per kind.";
    Transactions "TRANSACTIONS" Events Count Formula::Value(M::Transactions),
        "Distinct purchases.";
    AverageOrderValue "AVERAGE_ORDER_VALUE" Events Money ratio(M::Revenue, M::Transactions, 1.0),
        "Revenue divided by transactions.";
    RevenuePerVisitor "REVENUE_PER_VISITOR" Events Money ratio(M::Revenue, M::Visitors, 1.0),
        "Revenue divided by visitors.";
}

impl Metric {
    /// The measures that the formula is made of.
    pub(crate) fn measures(self) -> impl Iterator<Item = Measure> {
        let (first, second) = match self.formula() {
            Formula::Value(measure) => (measure, None),
            Formula::Difference(first, second) => (first, Some(second)),
            Formula::Ratio { above, below, .. } => (above, Some(below)),
        };
        std::iter::once(first).chain(second)
    }

    /// The metric's value, given its measures' values.
    pub(crate) fn value(self, of: impl Fn(Measure) -> f64) -> Option<f64> {
        match self.formula() {
            Formula::Value(measure) => Some(of(measure)),
            Formula::Difference(first, second) => Some(of(first) - of(second)),
            Formula::Ratio {
                above,
                below,
                factor,
            } => {
                let below = of(below);
                (below != 0.0).then(|| of(above) * factor / below)
            }
        }
    }
}

impl std::str::FromStr for Metric {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|metric| metric.name() == name)
            .ok_or(())
    }
}
