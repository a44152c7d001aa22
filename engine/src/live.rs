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

    fn minute(&mut self, number: i64) -> Option<&mut Minute> {
        let newest = self.minutes.back().map_or(i64::MIN, |minute| minute.number);
        if number > newest {
            self.minutes.push_back(Minute {
                number,
                ..Minute::default()
            });
            while self
                .minutes
                .front()
                .is_some_and(|minute| minute.number + MINUTES < number)
            {
                self.minutes.pop_front();
            }
        }
        self.minutes
            .iter_mut()
            .rfind(|minute| minute.number == number)
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
