//! Local time: when days and hours begin in a zone, across daylight saving, half-hour zones and skipped days.

use chrono::{DateTime, Datelike, Days, LocalResult, Months, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::question::{Interval, WeekStart};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// The offset of a zone from UTC at a moment, in microseconds.
pub(crate) fn offset_at(zone: Tz, moment: i64) -> i64 {
    let utc = utc(moment).naive_utc();
    i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * SECOND
}

fn utc(moment: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(moment).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The local date of a moment.
pub(crate) fn date_of(zone: Tz, moment: i64) -> NaiveDate {
    utc(moment).with_timezone(&zone).date_naive()
}

/// The first moment of a local date. Where the zone skips midnight, or the whole day, the first moment after the gap.
pub(crate) fn day_start(zone: Tz, date: NaiveDate) -> i64 {
    let midnight = date.and_time(chrono::NaiveTime::MIN);
    match zone.from_local_datetime(&midnight) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.timestamp_micros(),
        LocalResult::None => {
            let wanted = midnight.and_utc().timestamp_micros();
            let (mut before, mut after) = (wanted - 2 * DAY, wanted + 2 * DAY);
            while after - before > SECOND {
                let middle = before + (after - before) / 2;
                if middle + offset_at(zone, middle) >= wanted {
                    after = middle;
                } else {
                    before = middle;
                }
            }
            after - after.rem_euclid(SECOND)
        }
    }
}

/// A moment as RFC 3339 in local time with offset, to the second.
pub(crate) fn label(zone: Tz, moment: i64) -> String {
    utc(moment)
        .with_timezone(&zone)
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// The first day of the bucket of a calendar interval that holds a date.
pub(crate) fn floor(date: NaiveDate, interval: Interval, week: WeekStart) -> NaiveDate {
    let days = match interval {
        Interval::Minute | Interval::Hour | Interval::Day => 0,
        Interval::Week => match week {
            WeekStart::Monday => date.weekday().num_days_from_monday(),
            WeekStart::Sunday => date.weekday().num_days_from_sunday(),
        },
        Interval::Month => date.day0(),
        Interval::Quarter => {
            let first = first_of_month(date);
            let quarter = first
                .checked_sub_months(Months::new(first.month0() % 3))
                .unwrap_or(first);
            return quarter;
        }
        Interval::Year => date.ordinal0(),
    };
    date.checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(date)
}

/// The first day of the bucket after the one that begins with `start`.
pub(crate) fn next(start: NaiveDate, interval: Interval) -> NaiveDate {
    let after = match interval {
        Interval::Minute | Interval::Hour | Interval::Day => start.checked_add_days(Days::new(1)),
        Interval::Week => start.checked_add_days(Days::new(7)),
        Interval::Month => start.checked_add_months(Months::new(1)),
        Interval::Quarter => start.checked_add_months(Months::new(3)),
        Interval::Year => start.checked_add_months(Months::new(12)),
    };
    after.unwrap_or(NaiveDate::MAX)
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// A stretch of time within which a zone keeps its offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// First moment, inclusive.
    pub start: i64,
    /// End, exclusive.
    pub end: i64,
    /// Microseconds east of UTC.
    pub offset: i64,
}

impl Stretch {
    pub(crate) fn holds(&self, moment: i64) -> bool {
        self.start <= moment && moment < self.end
    }

    /// The part of a UTC day around a moment in which the offset does not change. (A zone that changes and changes
    /// back within one UTC day would be missed; none does.)
    pub(crate) fn around(zone: Tz, moment: i64) -> Self {
        let mut start = moment - moment.rem_euclid(DAY);
        let mut end = start + DAY;
        let offset = offset_at(zone, moment);
        if offset_at(zone, start) != offset {
            let (mut before, mut after) = (start, moment);
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                match offset_at(zone, middle) == offset {
                    true => after = middle,
                    false => before = middle,
                }
            }
            start = after;
        }
        if offset_at(zone, end - 1) != offset {
            let (mut before, mut after) = (moment, end);
            while after - before > 1 {
                let middle = before + (after - before) / 2;
                match offset_at(zone, middle) == offset {
                    true => before = middle,
                    false => after = middle,
                }
            }
            end = after;
        }
        Self { start, end, offset }
    }
}

/// The buckets of a range: bucket `i` is `[edges[i], edges[i + 1])`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Buckets {
    /// Ascending; the first is the range's start, the last its end.
    pub edges: std::sync::Arc<[i64]>,
    /// Whether the range cuts the first bucket.
    pub first_cut: bool,
    /// Whether the range cuts the last bucket.
    pub last_cut: bool,
}

impl Buckets {
    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// The number of the bucket that holds a moment of the range.
    pub(crate) fn number(&self, moment: i64) -> i32 {
        let after = self.edges.partition_point(|edge| *edge <= moment);
        let number = after.clamp(1, self.len().max(1)) - 1;
        i32::try_from(number).unwrap_or(i32::MAX)
    }

    /// The buckets of `[from, to)`. Hours and minutes begin at whole local ones and where the zone changes its offset,
    /// so that a repeated hour is two buckets; longer ones begin with local days.
    pub(crate) fn of(zone: Tz, from: i64, to: i64, interval: Interval, week: WeekStart) -> Self {
        match interval {
            Interval::Minute => Self::even(zone, from, to, 60 * SECOND),
            Interval::Hour => Self::even(zone, from, to, 3_600 * SECOND),
            _ => Self::days(zone, from, to, interval, week),
        }
    }

    fn even(zone: Tz, from: i64, to: i64, length: i64) -> Self {
        let is_edge = |moment: i64| {
            let offset = offset_at(zone, moment);
            (moment + offset).rem_euclid(length) == 0 || offset_at(zone, moment - 1) != offset
        };
        let (first_cut, last_cut) = (!is_edge(from), !is_edge(to));
        let mut edges = vec![from];
        let mut at = from;
        while at < to {
            let stretch = Stretch::around(zone, at);
            let end = stretch.end.min(to);
            let mut edge = at + length - (at + stretch.offset).rem_euclid(length);
            while edge < end {
                edges.push(edge);
                edge += length;
            }
            // Where the offset changes, a bucket ends whatever the clock says.
            if end < to && (edge == end || offset_at(zone, end) != stretch.offset) {
                edges.push(end);
            }
            at = end;
        }
        edges.push(to);
        Self {
            edges: edges.into(),
            first_cut,
            last_cut,
        }
    }

    fn days(zone: Tz, from: i64, to: i64, interval: Interval, week: WeekStart) -> Self {
        let mut date = floor(date_of(zone, from), interval, week);
        let first_cut = day_start(zone, date) < from;
        let mut edges = vec![from];
        let last_cut = loop {
            date = next(date, interval);
            let at = day_start(zone, date);
            if at >= to || date == NaiveDate::MAX {
                break at > to;
            }
            // A day that the zone skips has no length.
            if edges.last().is_none_or(|last| *last < at) {
                edges.push(at);
            }
        };
        edges.push(to);
        Self {
            edges: edges.into(),
            first_cut,
            last_cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn buckets(zone: Tz, from: &str, days: u64, interval: Interval) -> Vec<String> {
        let first = date(from);
        let to = first.checked_add_days(Days::new(days)).expect("a date");
        let buckets = Buckets::of(
            zone,
            day_start(zone, first),
            day_start(zone, to),
            interval,
            WeekStart::Monday,
        );
        buckets.edges[..buckets.len()]
            .iter()
            .map(|edge| label(zone, *edge))
            .collect()
    }

    #[test]
    fn the_repeated_hour_is_two_buckets_and_the_skipped_one_none() {
        let autumn = buckets(chrono_tz::Europe::Berlin, "2026-10-25", 1, Interval::Hour);
        assert_eq!(autumn.len(), 25);
        assert_eq!(autumn[2], "2026-10-25T02:00:00+02:00");
        assert_eq!(autumn[3], "2026-10-25T02:00:00+01:00");
        let spring = buckets(chrono_tz::Europe::Berlin, "2026-03-29", 1, Interval::Hour);
        assert_eq!(spring.len(), 23);
        assert_eq!(spring[2], "2026-03-29T03:00:00+02:00");
    }

    #[test]
    fn half_hour_zones_and_half_hour_changes() {
        let kolkata = buckets(chrono_tz::Asia::Kolkata, "2026-05-01", 1, Interval::Hour);
        assert_eq!(kolkata.len(), 24);
        assert_eq!(kolkata[1], "2026-05-01T01:00:00+05:30");
        // Lord Howe goes from +11:00 back to +10:30 at 02:00, to 01:30.
        let lord_howe = buckets(
            chrono_tz::Australia::Lord_Howe,
            "2026-04-05",
            1,
            Interval::Hour,
        );
        assert_eq!(
            lord_howe[1..4],
            [
                "2026-04-05T01:00:00+11:00",
                "2026-04-05T01:30:00+10:30",
                "2026-04-05T02:00:00+10:30"
            ]
        );
    }

    #[test]
    fn days_begin_after_a_skipped_midnight_and_skipped_days_have_no_bucket() {
        let beirut = chrono_tz::Asia::Beirut;
        let start = day_start(beirut, date("2026-03-29"));
        assert_eq!(label(beirut, start), "2026-03-29T01:00:00+03:00");
        let samoa = buckets(chrono_tz::Pacific::Apia, "2011-12-29", 3, Interval::Day);
        assert_eq!(
            samoa,
            ["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"]
        );
    }

    #[test]
    fn ranges_cut_the_first_and_last_bucket() {
        let zone = Tz::UTC;
        let of = |from: &str, to: &str, interval| {
            Buckets::of(
                zone,
                day_start(zone, date(from)),
                day_start(zone, date(to)),
                interval,
                WeekStart::Monday,
            )
        };
        let weeks = of("2026-11-18", "2026-11-30", Interval::Week);
        assert_eq!(
            (weeks.len(), weeks.first_cut, weeks.last_cut),
            (2, true, false)
        );
        let months = of("2026-01-01", "2026-03-15", Interval::Month);
        assert_eq!(
            (months.len(), months.first_cut, months.last_cut),
            (3, false, true)
        );
        let quarter = of("2026-04-01", "2026-07-01", Interval::Quarter);
        assert_eq!(
            (quarter.len(), quarter.first_cut, quarter.last_cut),
            (1, false, false)
        );
        let sunday = Buckets::of(
            zone,
            day_start(zone, date("2026-11-15")),
            day_start(zone, date("2026-11-22")),
            Interval::Week,
            WeekStart::Sunday,
        );
        assert_eq!(
            (sunday.len(), sunday.first_cut, sunday.last_cut),
            (1, false, false)
        );
    }

    #[test]
    fn stretches_end_where_the_offset_changes() {
        let zone = chrono_tz::Europe::Berlin;
        let change = day_start(Tz::UTC, date("2026-10-25")) + 3_600 * SECOND;
        let before = Stretch::around(zone, change - 1);
        assert_eq!((before.end, before.offset), (change, 7_200 * SECOND));
        let after = Stretch::around(zone, change);
        assert_eq!(
            (after.start, after.end),
            (change, change + 23 * 3_600 * SECOND)
        );
        assert_eq!(after.offset, 3_600 * SECOND);
    }
}
