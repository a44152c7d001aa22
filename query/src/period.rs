//! From what was asked to moments: presets, local days, the period to compare with, and where it is cut.

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use crate::calendar::{self, day_start};
use crate::error::QueryError;
use crate::question::{Comparison, Interval, Preset, Range, WeekStart};

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The earliest and latest year that a range may touch.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// A stretch of time, half open, and the local days it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Period {
    /// First moment, µs since 1970, inclusive.
    pub from: i64,
    /// End, exclusive.
    pub to: i64,
    /// The first and last local day, where the range is of whole days.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl Period {
    /// Whether the present lies within, so that what happens next belongs to it.
    pub(crate) fn reaches(&self, now: i64) -> bool {
        now < self.to
    }

    fn of_days(
        zone: Tz,
        from: NaiveDate,
        to: NaiveDate,
        field: &'static str,
    ) -> Result<Self, QueryError> {
        if from > to {
            return Err(QueryError::bad(field, "the first day is after the last"));
        }
        if !YEARS.contains(&from.year()) || !YEARS.contains(&to.year()) {
            return Err(QueryError::bad(field, "days are between 1970 and 2200"));
        }
        Ok(Self {
            from: day_start(zone, from),
            to: day_start(zone, plus_days(to, 1)),
            days: Some((from, to)),
        })
    }

    /// Local midnight to local midnight, or whole hours or minutes for the shortest presets. `first` is the moment of
    /// the sites' first event, for ALL_TIME.
    pub(crate) fn resolve(
        range: Range,
        zone: Tz,
        week: WeekStart,
        now: i64,
        first: Option<i64>,
        field: &'static str,
    ) -> Result<Self, QueryError> {
        let today = calendar::date_of(zone, now);
        let preset = match range {
            Range::Days { from, to } => return Self::of_days(zone, from, to, field),
            Range::Preset(preset) => preset,
        };
        let back = |days| minus_days(today, days);
        let start = |interval| calendar::floor(today, interval, week);
        let before = |interval| {
            let last = minus_days(start(interval), 1);
            (calendar::floor(last, interval, week), last)
        };
        let (from, to) = match preset {
            Preset::Last30Minutes => return Ok(Self::recent(zone, now, MINUTE, 30)),
            Preset::Last24Hours => return Ok(Self::recent(zone, now, HOUR, 24)),
            Preset::Today => (today, today),
            Preset::Yesterday => (back(1), back(1)),
            Preset::Last7Days => (back(6), today),
            Preset::Last28Days => (back(27), today),
            Preset::Last30Days => (back(29), today),
            Preset::Last90Days => (back(89), today),
            Preset::ThisWeek => (start(Interval::Week), today),
            Preset::LastWeek => before(Interval::Week),
            Preset::ThisMonth => (start(Interval::Month), today),
            Preset::LastMonth => before(Interval::Month),
            Preset::ThisQuarter => (start(Interval::Quarter), today),
            Preset::ThisYear => (start(Interval::Year), today),
            Preset::LastYear => before(Interval::Year),
            Preset::Last12Months => (minus_months(start(Interval::Month), 11), today),
            Preset::AllTime => {
                let first = first.map_or(today, |first| calendar::date_of(zone, first));
                (first.min(today), today)
            }
        };
        Self::of_days(zone, from, to, field)
    }

    fn recent(zone: Tz, now: i64, length: i64, count: i64) -> Self {
        let local = now + calendar::offset_at(zone, now);
        let to = now - local.rem_euclid(length) + length;
        Self {
            from: to - count * length,
            to,
            days: None,
        }
    }

    /// The period to compare with, and the moment at which it is cut: its end, or as long after its start as now is
    /// after ours (in whole minutes) where ours reaches now.
    pub(crate) fn compared(
        &self,
        comparison: Comparison,
        zone: Tz,
        week: WeekStart,
        now: i64,
        first: Option<i64>,
    ) -> Result<(Self, i64), QueryError> {
        const FIELD: &str = "compare";
        let shifted = |from, to| Self::of_days(zone, from, to, FIELD);
        let period = match (comparison, self.days) {
            (Comparison::Custom(range), _) => {
                let period = Self::resolve(range, zone, week, now, first, "compareRange")?;
                return Ok((period, period.to));
            }
            (Comparison::PreviousPeriod, Some((from, to))) => {
                let count = days_between(from, to);
                shifted(minus_days(from, count), minus_days(from, 1))?
            }
            (Comparison::SameWeekdays, Some((from, to))) => {
                let shift = days_between(from, to).div_ceil(7) * 7;
                shifted(minus_days(from, shift), minus_days(to, shift))?
            }
            (Comparison::PreviousYear, Some((from, to))) => {
                shifted(minus_months(from, 12), minus_months(to, 12))?
            }
            (Comparison::PreviousPeriod, None) => self.earlier(self.to - self.from),
            (Comparison::SameWeekdays, None) => self.earlier(7 * DAY),
            (Comparison::PreviousYear, None) => {
                let day = calendar::date_of(zone, self.from);
                let shift = day_start(zone, day) - day_start(zone, minus_months(day, 12));
                self.earlier(shift)
            }
        };
        let cut = if self.reaches(now) {
            let elapsed = (now - self.from).max(0);
            (period.from + elapsed - elapsed.rem_euclid(MINUTE)).min(period.to)
        } else {
            period.to
        };
        Ok((period, cut))
    }

    fn earlier(&self, shift: i64) -> Self {
        Self {
            from: self.from - shift,
            to: self.to - shift,
            days: None,
        }
    }

    /// The interval for a series where none is asked for.
    pub(crate) fn default_interval(&self) -> Interval {
        match self.to - self.from {
            length if length <= 2 * HOUR => Interval::Minute,
            length if length <= 2 * DAY + 2 * HOUR => Interval::Hour,
            length if length <= 100 * DAY => Interval::Day,
            _ => Interval::Month,
        }
    }
}

/// Days from the first to the last, both counted.
fn days_between(from: NaiveDate, to: NaiveDate) -> u64 {
    u64::try_from((to - from).num_days()).unwrap_or_default() + 1
}

fn minus_days(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days))
        .unwrap_or(NaiveDate::MIN)
}

fn plus_days(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

/// The same day of an earlier month, or its last where it has no such day.
fn minus_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::America::New_York;

    fn moment(text: &str) -> i64 {
        chrono::DateTime::parse_from_rfc3339(text)
            .expect("a moment")
            .timestamp_micros()
    }

    fn days(preset: Preset) -> String {
        let now = moment("2026-11-20T03:00:00Z");
        let period = Period::resolve(
            Range::Preset(preset),
            ZONE,
            WeekStart::Monday,
            now,
            None,
            "range",
        )
        .expect("resolves");
        let (from, to) = period.days.expect("days");
        format!("{from}..{to}")
    }

    #[test]
    fn presets_are_local_days() {
        // 03:00 UTC is still the 19th in New York, a Thursday.
        for (preset, expected) in [
            (Preset::Today, "2026-11-19..2026-11-19"),
            (Preset::Yesterday, "2026-11-18..2026-11-18"),
            (Preset::Last7Days, "2026-11-13..2026-11-19"),
            (Preset::ThisWeek, "2026-11-16..2026-11-19"),
            (Preset::LastWeek, "2026-11-09..2026-11-15"),
            (Preset::ThisMonth, "2026-11-01..2026-11-19"),
            (Preset::LastMonth, "2026-10-01..2026-10-31"),
            (Preset::ThisQuarter, "2026-10-01..2026-11-19"),
            (Preset::LastYear, "2025-01-01..2025-12-31"),
            (Preset::Last12Months, "2025-12-01..2026-11-19"),
            (Preset::AllTime, "2026-11-19..2026-11-19"),
        ] {
            assert_eq!(days(preset), expected, "{preset:?}");
        }
    }

    #[test]
    fn comparisons_shift_local_days_and_are_cut_at_the_elapsed_time() {
        let check = |from: &str, to: &str, comparison, expected: &str| {
            let range = Range::Days {
                from: from.parse().expect("a date"),
                to: to.parse().expect("a date"),
            };
            let now = moment("2026-11-20T17:30:20Z");
            let period = Period::resolve(range, ZONE, WeekStart::Monday, now, None, "range")
                .expect("resolves");
            let (other, cut) = period
                .compared(comparison, ZONE, WeekStart::Monday, now, None)
                .expect("compares");
            let (first, last) = other.days.expect("days");
            let text = format!("{first}..{last} {}", calendar::label(ZONE, cut));
            assert_eq!(text, expected);
        };
        use Comparison as C;
        check(
            "2026-11-01",
            "2026-11-10",
            C::PreviousPeriod,
            "2026-10-22..2026-10-31 2026-11-01T00:00:00-04:00",
        );
        check(
            "2026-11-20",
            "2026-11-20",
            C::PreviousPeriod,
            "2026-11-19..2026-11-19 2026-11-19T12:30:00-05:00",
        );
        check(
            "2024-02-29",
            "2024-02-29",
            C::PreviousYear,
            "2023-02-28..2023-02-28 2023-03-01T00:00:00-05:00",
        );
        check(
            "2026-11-01",
            "2026-11-10",
            C::SameWeekdays,
            "2026-10-18..2026-10-27 2026-10-28T00:00:00-04:00",
        );
        let custom = Range::Days {
            from: "2026-01-01".parse().expect("a date"),
            to: "2026-01-31".parse().expect("a date"),
        };
        check(
            "2026-11-20",
            "2026-11-20",
            C::Custom(custom),
            "2026-01-01..2026-01-31 2026-02-01T00:00:00-05:00",
        );
    }

    #[test]
    fn short_presets_are_whole_minutes_and_hours() {
        let now = moment("2026-11-20T03:10:40Z");
        let resolve = |preset, zone| {
            let period = Period::resolve(
                Range::Preset(preset),
                zone,
                WeekStart::Monday,
                now,
                None,
                "range",
            )
            .expect("resolves");
            (
                calendar::label(zone, period.from),
                calendar::label(zone, period.to),
            )
        };
        assert_eq!(
            resolve(Preset::Last30Minutes, Tz::UTC),
            (
                "2026-11-20T02:41:00+00:00".into(),
                "2026-11-20T03:11:00+00:00".into()
            )
        );
        assert_eq!(
            resolve(Preset::Last24Hours, chrono_tz::Asia::Kolkata),
            (
                "2026-11-19T09:00:00+05:30".into(),
                "2026-11-20T09:00:00+05:30".into()
            )
        );
    }

    #[test]
    fn ranges_that_make_no_sense_are_refused() {
        for (from, to) in [
            ("2026-01-02", "2026-01-01"),
            ("0001-01-01", "2026-01-01"),
            ("2026-01-01", "9999-01-01"),
        ] {
            let range = Range::Days {
                from: from.parse().expect("a date"),
                to: to.parse().expect("a date"),
            };
            let refused = Period::resolve(range, ZONE, WeekStart::Monday, 0, None, "range");
            assert!(
                matches!(refused, Err(QueryError::BadInput { field: "range", .. })),
                "{from} {to}"
            );
        }
    }
}
