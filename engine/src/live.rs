//! Live counters of a site: what realtime answers count by the minute, held by the site actor and fed with its rows.
//! They go by server time, leave bots and imports out, and forget after half an hour.

use std::collections::{HashSet, VecDeque};

use crate::ids::Key;
use crate::row::{EventRow, SessionRow};
use crate::time::{Micros, Span};

/// Minutes of the realtime series.
pub const MINUTES: i64 = 30;
/// How long a visitor counts as active after an event.
pub const ACTIVE_SPAN: Span = Span::seconds(300);

const MINUTE_MICROS: i64 = 60_000_000;
const SECOND_MICROS: i64 = 1_000_000;

/// Counts of one whole minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MinuteCount {
    /// Start of the minute.
    pub at: Micros,
    /// Distinct visitors.
    pub visitors: u64,
    /// Page views.
    pub pageviews: u64,
    /// Events.
    pub events: u64,
}

/// How many there were of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Page views.
    pub pageviews: u64,
    /// All events.
    pub events: u64,
}

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    visitors: HashSet<Key>,
    pageviews: u64,
    events: u64,
}

/// Counters of one site in one partition.
#[derive(Debug, Default)]
pub struct LiveCounters {
    minutes: VecDeque<Minute>,
    seconds: VecDeque<(i64, u64)>,
    latest: Option<Micros>,
    left: VecDeque<(Micros, Key)>,
}

impl LiveCounters {
    /// Counts rows. Rows older than the series are passed over.
    pub fn record(&mut self, rows: &[EventRow]) {
        for row in rows.iter().filter(|row| !row.is_bot && !row.is_import) {
            self.latest = self.latest.max(Some(row.server_timestamp));
            let number = row.server_timestamp.0.div_euclid(MINUTE_MICROS);
            if let Some(minute) = self.minute(number) {
                minute.events += 1;
                minute.pageviews += u64::from(row.name == "page_view");
                if let Some(session) = &row.session {
                    minute.visitors.insert(session.visitor_key);
                }
            }
            let second = row.server_timestamp.0.div_euclid(SECOND_MICROS);
            match self.seconds.back_mut() {
                Some((at, count)) if *at == second => *count += 1,
                Some((at, _)) if *at > second => {}
                _ => self.seconds.push_back((second, 1)),
            }
            while self.seconds.front().is_some_and(|(at, _)| at + 61 < second) {
                self.seconds.pop_front();
            }
        }
    }

    /// Remembers visitors whose sessions close sooner after their last event than they cease to count as active.
    pub fn record_closed(&mut self, closed: &[SessionRow]) {
        for row in closed {
            let session = &row.session;
            if !session.is_bot && !session.is_import && session.timeout < ACTIVE_SPAN {
                self.left
                    .push_back((session.seen, session.identity.visitor_key));
            }
        }
        let newest = self.left.back().map_or(Micros(0), |(seen, _)| *seen);
        while self
            .left
            .front()
            .is_some_and(|(seen, _)| newest - *seen > ACTIVE_SPAN)
        {
            self.left.pop_front();
        }
    }

    /// Visitors of closed sessions that were seen in the last five minutes.
    pub fn just_left(&self, now: Micros) -> impl Iterator<Item = Key> {
        self.left
            .iter()
            .filter(move |(seen, _)| now - *seen < ACTIVE_SPAN)
            .map(|(_, key)| *key)
    }

    /// Adds what was counted before the process started. `at` is a whole minute, or within the last of them a second.
    pub fn seed(&mut self, at: Micros, latest: Micros, visitor: Option<Key>, counted: Counted) {
        self.latest = self.latest.max(Some(latest));
        if let Some(minute) = self.minute(at.0.div_euclid(MINUTE_MICROS)) {
            minute.events += counted.events;
            minute.pageviews += counted.pageviews;
            minute.visitors.extend(visitor);
        }
        let second = at.0.div_euclid(SECOND_MICROS);
        let place = self.seconds.partition_point(|(at, _)| *at < second);
        match self.seconds.get_mut(place) {
            Some((at, count)) if *at == second => *count += counted.events,
            _ => self.seconds.insert(place, (second, counted.events)),
        }
    }

    fn minute(&mut self, number: i64) -> Option<&mut Minute> {
        let newest = self.minutes.back().map_or(i64::MIN, |minute| minute.number);
        if number.saturating_add(MINUTES) < newest {
            return None;
        }
        let place = self
            .minutes
            .partition_point(|minute| minute.number < number);
        if self.minutes.get(place).is_none_or(|m| m.number != number) {
            let minute = Minute {
                number,
                ..Minute::default()
            };
            self.minutes.insert(place, minute);
        }
        let newest = newest.max(number);
        let old = self
            .minutes
            .partition_point(|minute| minute.number + MINUTES < newest);
        self.minutes.drain(..old);
        self.minutes.get_mut(place - old)
    }

    /// When the last counted event came in.
    pub fn latest(&self) -> Option<Micros> {
        self.latest
    }

    /// Events of the last 60 seconds.
    pub fn events_per_minute(&self, now: Micros) -> u64 {
        let after = (now.0 - MINUTE_MICROS).div_euclid(SECOND_MICROS);
        self.seconds
            .iter()
            .filter(|(second, _)| *second > after)
            .map(|(_, count)| count)
            .sum()
    }

    /// The thirty minutes that end with the present one, oldest first, and the visitors of each for those who add up
    /// several sites.
    pub fn series(&self, now: Micros) -> Vec<(MinuteCount, &HashSet<Key>)> {
        static NOBODY: std::sync::LazyLock<HashSet<Key>> = std::sync::LazyLock::new(HashSet::new);
        let last = now.0.div_euclid(MINUTE_MICROS);
        (last - MINUTES + 1..=last)
            .map(|number| {
                let minute = self.minutes.iter().find(|minute| minute.number == number);
                let count = MinuteCount {
                    at: Micros(number * MINUTE_MICROS),
                    visitors: minute.map_or(0, |m| m.visitors.len() as u64),
                    pageviews: minute.map_or(0, |m| m.pageviews),
                    events: minute.map_or(0, |m| m.events),
                };
                (count, minute.map_or(&*NOBODY, |m| &m.visitors))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_before_stands_beside_what_comes() {
        let now = Micros(1_700_000_000 * SECOND_MICROS);
        let back = |seconds: i64| now - Span::seconds(seconds);
        let minute = |at: Micros| Micros(at.0 - at.0.rem_euclid(MINUTE_MICROS));
        let counted = |events| Counted {
            pageviews: 1,
            events,
        };
        let (ann, bob) = (Key::of("ann"), Key::of("bob"));
        let mut counters = LiveCounters::default();
        // The present minute first, as if events had come before the past was known.
        counters.seed(back(3), back(3), Some(ann), counted(2));
        counters.seed(minute(back(600)), back(590), Some(ann), counted(5));
        counters.seed(minute(back(600)), back(580), Some(bob), counted(1));
        counters.seed(back(40), back(40), None, counted(4));
        counters.seed(minute(back(4_000)), back(4_000), Some(bob), counted(9));
        assert_eq!(counters.events_per_minute(now), 6);
        assert_eq!(counters.latest(), Some(back(3)));
        let series: Vec<(i64, u64, u64, u64)> = counters
            .series(now)
            .into_iter()
            .map(|(minute, _)| {
                let ago = (now.0 - minute.at.0).div_euclid(MINUTE_MICROS);
                (ago, minute.visitors, minute.pageviews, minute.events)
            })
            .filter(|(_, _, _, events)| *events > 0)
            .collect();
        let all: u64 = series.iter().map(|(_, _, _, events)| events).sum();
        assert_eq!(all, 12, "{series:?}");
        assert_eq!(series.first(), Some(&(10, 2, 2, 6)));
    }
}
