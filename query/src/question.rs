//! What can be asked: plain values that mirror the API's `StatsInput`, checked where they are answered.

use chrono::NaiveDate;
use engine::SiteId;

use crate::dimension::Dimension;
use crate::metric::Metric;

/// Which day a week begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum WeekStart {
    /// ISO weeks.
    #[default]
    Monday,
    /// As the site says.
    Sunday,
}

/// A site that the caller may read, with what its settings say about reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// The site.
    pub id: SiteId,
    /// IANA zone of its reports, such as `Europe/Berlin`.
    pub timezone: String,
    /// ISO 4217, the unit of its money.
    pub currency: String,
    /// Event names that count as conversions.
    pub key_events: Vec<String>,
    /// Which day its weeks begin with.
    pub week_start: WeekStart,
}

/// A range that moves with the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// The local day.
    Today,
    /// The local day before.
    Yesterday,
    /// Thirty whole minutes, the last of them running.
    Last30Minutes,
    /// Twenty-four whole hours, the last of them running.
    Last24Hours,
    /// Seven local days that end today.
    Last7Days,
    /// Twenty-eight local days that end today.
    Last28Days,
    /// Thirty local days that end today.
    Last30Days,
    /// Ninety local days that end today.
    Last90Days,
    /// From the first day of this week to today.
    ThisWeek,
    /// The whole week before this one.
    LastWeek,
    /// From the first of this month to today.
    ThisMonth,
    /// The whole month before this one.
    LastMonth,
    /// From the first day of this quarter to today.
    ThisQuarter,
    /// From the first of January to today.
    ThisYear,
    /// The whole year before this one.
    LastYear,
    /// Twelve calendar months, the last of them running.
    Last12Months,
    /// From the sites' first event to today.
    AllTime,
}

/// The time that a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// Relative to the present.
    Preset(Preset),
    /// Local days, both inclusive.
    Days {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
}

/// The length of a TIME bucket, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Interval {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What the answer is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// As many days directly before, cut at the same elapsed time.
    PreviousPeriod,
    /// The same local dates a year earlier (29 February → 28), cut at the same elapsed time.
    PreviousYear,
    /// Shifted back by as many whole weeks as the range touches, cut at the same elapsed time.
    SameWeekdays,
    /// A range of the caller's, aligned by bucket number, never cut.
    Custom(Range),
}

/// What an event-scope condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterScope {
    /// The event meets it.
    Event,
    /// The session has an event that meets it; with a negative operator, has none.
    Session,
}

/// How a condition compares. All but `IsSet` and `IsNotSet` take values, which are alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterOp {
    /// Equal by code points.
    Is,
    /// Not `Is`; keeps nulls.
    IsNot,
    /// Has the value within.
    Contains,
    /// Not `Contains`; keeps nulls.
    NotContains,
    /// Begins with the value.
    StartsWith,
    /// Ends with the value.
    EndsWith,
    /// Matches a regular expression of the `regex` crate, unanchored.
    Matches,
    /// Not `Matches`; keeps nulls.
    NotMatches,
    /// Has a value.
    IsSet,
    /// Has none.
    IsNotSet,
    /// Larger: as numbers where the given value is one (rows that are none fail), else by code points.
    Greater,
    /// Smaller, likewise.
    Less,
}

impl FilterOp {
    /// All operators.
    pub const ALL: [FilterOp; 12] = [
        Self::Is,
        Self::IsNot,
        Self::Contains,
        Self::NotContains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Matches,
        Self::NotMatches,
        Self::IsSet,
        Self::IsNotSet,
        Self::Greater,
        Self::Less,
    ];

    /// The operator that this one negates, if it is a negative one.
    pub fn negates(self) -> Option<FilterOp> {
        match self {
            Self::IsNot => Some(Self::Is),
            Self::NotContains => Some(Self::Contains),
            Self::NotMatches => Some(Self::Matches),
            Self::IsNotSet => Some(Self::IsSet),
            _ => None,
        }
    }
}

/// One comparison of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What is compared.
    pub dimension: Dimension,
    /// The property's name, for `Dimension::Property`.
    pub key: Option<String>,
    /// How.
    pub op: FilterOp,
    /// With what; any of them is enough.
    pub values: Vec<String>,
    /// Of what; by default the dimension's own scope.
    pub scope: Option<FilterScope>,
}

/// A tree of conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    /// One comparison.
    Where(Condition),
    /// All of them; true when empty.
    And(Vec<Filter>),
    /// Any of them; false when empty.
    Or(Vec<Filter>),
    /// The opposite, which keeps rows where the value is null.
    Not(Box<Filter>),
}

/// Ascending or descending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Direction {
    Ascending,
    Descending,
}

/// What rows are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderKey {
    /// One of the metrics asked for.
    Metric(Metric),
    /// One of the dimensions asked for; the first, where PROPERTY is asked several times.
    Dimension(Dimension),
}

/// One criterion of the order. Missing values come last both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderBy {
    /// By what.
    pub key: OrderKey,
    /// Which way.
    pub direction: Direction,
}

/// How many rows are given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Limit {
    /// 100; a series with TIME as only dimension comes whole up to 10,000.
    #[default]
    Default,
    /// So many, at most 10,000.
    Rows(usize),
    /// All of them, for exports.
    Unlimited,
}

/// A question of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The sites, at least one, all of which the caller may read.
    pub sites: Vec<Site>,
    /// The time.
    pub range: Range,
    /// What to measure, at least one.
    pub metrics: Vec<Metric>,
    /// What to tell apart; empty for one row equal to the totals.
    pub dimensions: Vec<Dimension>,
    /// One name per PROPERTY among the dimensions, in order.
    pub property_keys: Vec<String>,
    /// The length of TIME buckets; by the range's length where not said.
    pub interval: Option<Interval>,
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// Whether programs count.
    pub include_bots: bool,
    /// What to compare with.
    pub compare: Option<Comparison>,
    /// IANA zone; the first site's where not said.
    pub timezone: Option<String>,
    /// The order; by default TIME ascending, else the first metric descending; then dimensions ascending.
    pub order_by: Vec<OrderBy>,
    /// How many rows.
    pub limit: Limit,
    /// How many rows to pass over.
    pub offset: usize,
}

impl Question {
    /// The least that can be asked: metrics of sites over a range.
    pub fn new(sites: Vec<Site>, range: Range, metrics: Vec<Metric>) -> Self {
        Self {
            sites,
            range,
            metrics,
            dimensions: Vec::new(),
            property_keys: Vec::new(),
            interval: None,
            filters: Vec::new(),
            include_bots: false,
            compare: None,
            timezone: None,
            order_by: Vec::new(),
            limit: Limit::Default,
            offset: 0,
        }
    }
}
