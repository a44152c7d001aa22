//! What a question must be to have an answer.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::calendar::Buckets;
use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::filter::Filters;
use crate::merge::Order;
use crate::metric::{Metric, Over, Unit};
use crate::period::Period;
use crate::plan::{Asked, FromSessions, Subject};
use crate::question::{Direction, Interval, Limit, OrderKey, Question, WeekStart};

/// Rows when nothing is said.
const ROWS_DEFAULT: usize = 100;
/// Rows that may be asked for, and that a series is given whole up to.
const ROWS_MAX: usize = 10_000;
/// Buckets of a TIME dimension.
const BUCKETS_MAX: i64 = 1_000_000;
/// Dimensions of one question.
const DIMENSIONS_MAX: usize = 8;
/// Metrics of one question.
const METRICS_MAX: usize = 50;
/// Bytes of a property's name.
const KEY_BYTES_MAX: usize = 1_024;

/// A question that has an answer.
pub(super) struct Checked {
    pub subject: Arc<Subject>,
    pub week: WeekStart,
    pub dimensions: Vec<Asked>,
    /// Whether ENTRY_PAGE or EXIT_PAGE has everything answered from sessions.
    pub wholly_sessions: bool,
    pub order: Vec<Order>,
    pub limit: usize,
    /// Whether money of different currencies would be added up.
    pub mixed_money: bool,
}

impl Checked {
    pub(super) fn of(question: &Question) -> Result<Self, QueryError> {
        let Some(first) = question.sites.first() else {
            return Err(QueryError::bad("siteIds", "at least one site"));
        };
        let zone_name = question.timezone.as_deref().unwrap_or(&first.timezone);
        let zone: Tz = zone_name
            .parse()
            .map_err(|_| QueryError::bad("timezone", "not an IANA time zone"))?;
        if question.metrics.is_empty() || question.metrics.len() > METRICS_MAX {
            let message = format!("between 1 and {METRICS_MAX} metrics");
            return Err(QueryError::bad("metrics", message));
        }
        let dimensions = asked(question)?;
        let wholly_sessions = supported(&question.metrics, &dimensions)?;
        let has = |dimension| dimensions.iter().any(|asked| asked.dimension == dimension);
        let is_money = |metric: &Metric| metric.unit() == Unit::Money;
        let differ = question
            .sites
            .iter()
            .any(|site| site.currency != first.currency);
        let mixed_money = differ && question.metrics.iter().any(is_money);
        if mixed_money && !has(Dimension::Site) {
            return Err(QueryError::unsupported(
                "the sites have different currencies",
            ));
        }
        let is_series = dimensions.len() == 1 && has(Dimension::Time);
        let limit = match question.limit {
            Limit::Default if is_series => ROWS_MAX,
            Limit::Default => ROWS_DEFAULT,
            Limit::Rows(rows) if rows <= ROWS_MAX => rows,
            Limit::Rows(_) => return Err(QueryError::bad("limit", format!("at most {ROWS_MAX}"))),
            Limit::Unlimited => usize::MAX,
        };
        Ok(Self {
            order: order(question, &dimensions)?,
            subject: Arc::new(Subject {
                sites: question.sites.clone(),
                filters: Filters::check(&question.filters)?,
                include_bots: question.include_bots,
                zone,
            }),
            week: first.week_start,
            dimensions,
            wholly_sessions,
            limit,
            mixed_money,
        })
    }

    /// The buckets of a period, where the question uses them; else one.
    pub(super) fn buckets(
        &self,
        period: &Period,
        interval: Option<Interval>,
    ) -> Result<Buckets, QueryError> {
        if !self.uses_time() {
            return Ok(self.one_bucket(period));
        }
        let interval = interval.unwrap_or_else(|| period.default_interval());
        let shortest = match interval {
            Interval::Minute => 60_000_000,
            Interval::Hour => 1_800_000_000,
            _ => 79_200_000_000,
        };
        if (period.to - period.from) / shortest > BUCKETS_MAX {
            return Err(QueryError::bad("interval", "too short for the range"));
        }
        let zone = self.subject.zone;
        Ok(Buckets::of(
            zone,
            period.from,
            period.to,
            interval,
            self.week,
        ))
    }

    pub(super) fn one_bucket(&self, period: &Period) -> Buckets {
        Buckets {
            edges: [period.from, period.to].into(),
            first_cut: false,
            last_cut: false,
        }
    }

    /// What comes from sessions, by these dimensions.
    pub(super) fn sessions_answer(&self, dimensions: &[Asked]) -> FromSessions {
        let is_of_sessions = |asked: &Asked| {
            matches!(asked.dimension.scope(), Scope::Session | Scope::Visitor)
                || asked.dimension == Dimension::Time
        };
        if self.wholly_sessions {
            FromSessions::Everything
        } else if !self.subject.filters.speak_of_events() && dimensions.iter().all(is_of_sessions) {
            FromSessions::Visitors
        } else {
            FromSessions::Nothing
        }
    }

    pub(super) fn asks_time(&self) -> bool {
        self.dimensions
            .iter()
            .any(|asked| asked.dimension == Dimension::Time)
    }

    pub(super) fn uses_time(&self) -> bool {
        self.asks_time() || self.subject.filters.uses_time()
    }

    pub(super) fn is_series(&self) -> bool {
        matches!(self.dimensions.as_slice(), [only] if only.dimension == Dimension::Time)
    }
}

fn asked(question: &Question) -> Result<Vec<Asked>, QueryError> {
    if question.dimensions.len() > DIMENSIONS_MAX {
        return Err(QueryError::bad(
            "dimensions",
            format!("at most {DIMENSIONS_MAX}"),
        ));
    }
    let mut keys = question.property_keys.iter();
    let mut found: Vec<Asked> = Vec::with_capacity(question.dimensions.len());
    for dimension in &question.dimensions {
        let key = match dimension {
            Dimension::Property => match keys.next() {
                Some(key) if key.len() <= KEY_BYTES_MAX => Some(key.clone()),
                Some(_) => {
                    return Err(QueryError::bad(
                        "propertyKeys",
                        format!("at most {KEY_BYTES_MAX} bytes"),
                    ));
                }
                None => return Err(QueryError::bad("propertyKeys", "one per PROPERTY")),
            },
            _ => None,
        };
        let next = Asked {
            dimension: *dimension,
            key,
        };
        if found.contains(&next) {
            return Err(QueryError::bad(
                "dimensions",
                format!("{} twice", dimension.name()),
            ));
        }
        found.push(next);
    }
    match keys.next() {
        Some(_) => Err(QueryError::bad("propertyKeys", "one per PROPERTY")),
        None => Ok(found),
    }
}

/// Whether the metrics have an answer by these dimensions (rule 3), and whether it comes from sessions alone.
fn supported(metrics: &[Metric], dimensions: &[Asked]) -> Result<bool, QueryError> {
    let of_scope = |scope| {
        dimensions
            .iter()
            .map(|a| a.dimension)
            .find(|d| d.scope() == scope)
    };
    let by_event = of_scope(Scope::Event);
    let Some(edge) = of_scope(Scope::SessionOnly) else {
        let other = dimensions
            .iter()
            .map(|asked| asked.dimension)
            .find(|dimension| {
                dimension.scope() == Scope::Event
                    && !matches!(dimension, Dimension::Page | Dimension::Hostname)
            });
        if let Some(dimension) = other {
            let refused = metrics
                .iter()
                .find(|metric| metric.over() == Over::Sessions && **metric != Metric::Sessions);
            if let Some(metric) = refused {
                let (metric, dimension) = (metric.name(), dimension.name());
                return Err(QueryError::unsupported(format!(
                    "{metric} has no meaning by {dimension}"
                )));
            }
        }
        return Ok(false);
    };
    if let Some(dimension) = by_event {
        let (edge, dimension) = (edge.name(), dimension.name());
        return Err(QueryError::unsupported(format!(
            "{edge} is of sessions, {dimension} of events"
        )));
    }
    for metric in metrics {
        for measure in metric.measures() {
            if measure.over_sessions()?.is_none() {
                let (metric, edge) = (metric.name(), edge.name());
                return Err(QueryError::unsupported(format!(
                    "{metric} has no meaning by {edge}"
                )));
            }
        }
    }
    Ok(true)
}

fn order(question: &Question, dimensions: &[Asked]) -> Result<Vec<Order>, QueryError> {
    const FIELD: &str = "orderBy";
    let place = |dimension| {
        dimensions
            .iter()
            .position(|asked| asked.dimension == dimension)
    };
    if !question.order_by.is_empty() {
        return question
            .order_by
            .iter()
            .map(|order| {
                let descending = order.direction == Direction::Descending;
                match order.key {
                    OrderKey::Metric(metric) if question.metrics.contains(&metric) => {
                        Ok(Order::Metric(metric, descending))
                    }
                    OrderKey::Dimension(dimension) => match place(dimension) {
                        Some(at) => Ok(Order::Dimension(at, descending)),
                        None => Err(QueryError::bad(
                            FIELD,
                            format!("{} is not asked for", dimension.name()),
                        )),
                    },
                    OrderKey::Metric(metric) => Err(QueryError::bad(
                        FIELD,
                        format!("{} is not asked for", metric.name()),
                    )),
                }
            })
            .collect();
    }
    Ok(match (place(Dimension::Time), question.metrics.first()) {
        (Some(at), _) => vec![Order::Dimension(at, false)],
        (None, Some(metric)) => vec![Order::Metric(*metric, true)],
        (None, None) => Vec::new(),
    })
}
