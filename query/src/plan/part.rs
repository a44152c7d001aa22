//! What is asked of the tables: whose rows, of what time, by which dimensions, and which sums.

use std::sync::Arc;

use engine::SiteId;

use crate::calendar::{self, Buckets};
use crate::dimension::{Dimension, Scope, TimeFunctions};
use crate::filter::Filters;
use crate::measure::{Base, Measure};
use crate::period::Period;
use crate::question::Site;
use crate::view::Needs;

/// A dimension that is asked for, with the property's name where it is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    pub dimension: Dimension,
    pub key: Option<String>,
}

/// What all parts of an answer share, apart from the time they are about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Subject {
    pub sites: Vec<Site>,
    pub filters: Filters,
    pub include_bots: bool,
    pub zone: chrono_tz::Tz,
}

impl Subject {
    pub(crate) fn site_ids(&self) -> Vec<SiteId> {
        self.sites.iter().map(|site| site.id.clone()).collect()
    }
}

/// The time that a part is about.
#[derive(Clone, Debug)]
pub(crate) struct When {
    /// First moment, inclusive.
    pub from: i64,
    /// End, exclusive: the range's, or the comparison's cut.
    pub to: i64,
    pub buckets: Buckets,
    pub time: TimeFunctions,
}

/// Moments that no event lies outside of.
pub(crate) const EVER: (i64, i64) = (-62_135_596_800_000_000, 253_402_300_800_000_000);

impl When {
    /// A stretch of time without buckets.
    pub(crate) fn whole(subject: &Subject, from: i64, to: i64) -> Self {
        let period = Period {
            from,
            to,
            days: None,
        };
        let buckets = Buckets {
            edges: Arc::new([from, to]),
            first_cut: false,
            last_cut: false,
        };
        Self::new(subject, &period, to, buckets)
    }

    pub(crate) fn new(subject: &Subject, period: &Period, cut: i64, buckets: Buckets) -> Self {
        Self {
            from: period.from,
            to: cut,
            time: TimeFunctions {
                bucket: crate::functions::bucket(buckets.edges.clone()),
                hour: crate::functions::hour(subject.zone),
                weekday: crate::functions::weekday(subject.zone),
            },
            buckets,
        }
    }
}

/// Which rows a part is taken from, and how dimensions apply to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// Events in the range.
    Events,
    /// Sessions with an event in the range, which say of their visitors what those events would.
    Visits,
    /// Page views that reported a scroll depth.
    Scrolls,
    /// Transactions, each once per kind.
    Transactions,
    /// Whole sessions; PAGE and HOSTNAME are those of entry.
    Sessions,
    /// Sessions by what their events hold; PAGE and HOSTNAME are those of page views.
    SessionsByEvent,
}

/// What a question has answered from sessions beside the metrics of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FromSessions {
    /// Nothing: some dimension or filter speaks of events.
    Nothing,
    /// How many people there were: all that is asked of their events is said by the sessions.
    Visitors,
    /// Everything: ENTRY_PAGE and EXIT_PAGE are known to sessions alone.
    Everything,
}

/// One pass over the tables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    pub source: Source,
    pub dimensions: Vec<Asked>,
    pub measures: Vec<Measure>,
}

impl Part {
    /// Sorts measures into parts.
    pub(crate) fn of(
        dimensions: &[Asked],
        measures: impl IntoIterator<Item = Measure> + Clone,
        answers: FromSessions,
    ) -> Vec<Part> {
        // Where some people can only be counted over events, the others are counted there in passing.
        let visits = answers == FromSessions::Visitors
            && !measures
                .clone()
                .into_iter()
                .any(|measure| measure.is_of_visitors() && !measure.is_of_visits());
        let by_event = dimensions
            .iter()
            .any(|asked| asked.dimension.scope() == Scope::Event);
        let mut parts: Vec<Part> = Vec::new();
        for measure in measures {
            let source = match measure.base() {
                _ if answers == FromSessions::Everything => Source::Sessions,
                Base::Events if visits && measure.is_of_visits() => Source::Visits,
                Base::Events => Source::Events,
                Base::Scrolls => Source::Scrolls,
                Base::Transactions => Source::Transactions,
                Base::Sessions if by_event && measure == Measure::Sessions => {
                    Source::SessionsByEvent
                }
                Base::Sessions => Source::Sessions,
            };
            match parts.iter_mut().find(|part| part.source == source) {
                Some(part) if part.measures.contains(&measure) => {}
                Some(part) => part.measures.push(measure),
                None => parts.push(Part {
                    source,
                    dimensions: dimensions.to_vec(),
                    measures: vec![measure],
                }),
            }
        }
        parts
    }

    /// Which tables the part reads.
    pub(crate) fn needs(&self, filters: &Filters) -> Needs {
        let touch = self
            .dimensions
            .iter()
            .any(|asked| asked.dimension.scope() == Scope::Visitor);
        let mut needs = match self.source {
            Source::Events | Source::Scrolls | Source::Transactions => Needs {
                events: true,
                sessions: filters.events_need_sessions(),
            },
            Source::Sessions => Needs {
                events: filters.sessions_need_events(),
                sessions: true,
            },
            Source::Visits | Source::SessionsByEvent => Needs::both(),
        };
        needs.sessions |= touch;
        needs
    }

    /// Whether the plan needs to know how far sessions reach beyond the range.
    pub(crate) fn reaches_beyond(&self, filters: &Filters) -> bool {
        self.source == Source::SessionsByEvent || filters.reaches_beyond()
    }
}

/// A time dimension's value as people and filters see it.
pub(crate) fn moment_text(
    dimension: Dimension,
    number: i32,
    buckets: &Buckets,
    zone: chrono_tz::Tz,
) -> String {
    match dimension {
        Dimension::HourOfDay => format!("{number:02}"),
        Dimension::DayOfWeek => number.to_string(),
        _ => {
            let at = usize::try_from(number).unwrap_or_default();
            let edge = buckets.edges.get(at).copied().unwrap_or_default();
            calendar::label(zone, edge)
        }
    }
}
