//! Time as the engine knows it: microseconds since 1970 in UTC, always handed in, never read from a wall clock.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub i64);

/// A length of time in microseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A length given in whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }
    /// A length given in milliseconds.
    pub const fn millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
    /// The length in seconds.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Micros {
    /// A moment given in milliseconds, as browsers do.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
    /// Milliseconds since 1970, rounded down.
    pub const fn as_millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }
    /// Days since 1970 in UTC: the value of the `date` partition.
    pub fn utc_day(self) -> i32 {
        i32::try_from(self.0.div_euclid(86_400_000_000)).unwrap_or(if self.0 < 0 {
            i32::MIN
        } else {
            i32::MAX
        })
    }
}

impl Add<Span> for Micros {
    type Output = Micros;
    fn add(self, span: Span) -> Micros {
        Micros(self.0.saturating_add(span.0))
    }
}
impl Sub<Span> for Micros {
    type Output = Micros;
    fn sub(self, span: Span) -> Micros {
        Micros(self.0.saturating_sub(span.0))
    }
}
impl Sub for Micros {
    type Output = Span;
    fn sub(self, other: Micros) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}
impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match chrono::DateTime::from_timestamp_micros(self.0) {
            Some(at) => f.write_str(&at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)),
            None => write!(f, "{}µs", self.0),
        }
    }
}

/// Where wall time comes from. Only the edges (collector, log, live counters) hold one; no decision that reaches a
/// table reads it.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Micros;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Micros {
        Micros(chrono::Utc::now().timestamp_micros())
    }
}

/// A clock that stands where it is put.
#[derive(Debug, Default)]
pub struct ManualClock(std::sync::atomic::AtomicI64);

impl ManualClock {
    /// A clock that shows `at`.
    pub fn at(at: Micros) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.0))
    }
    /// Moves the clock.
    pub fn set(&self, at: Micros) {
        self.0.store(at.0, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

/// How far behind the append time a browser's event may lie before the append time replaces its own.
pub const LATE_MAX: Span = Span::seconds(24 * 3600);
/// The same for senders with a write key.
pub const LATE_TRUSTED_MAX: Span = Span::seconds(7 * 24 * 3600);
/// How far ahead of the append time an event may lie.
pub const EARLY_MAX: Span = Span::seconds(5 * 60);
/// The earliest time that an import may carry: 1990-01-01.
pub const IMPORT_MIN: Micros = Micros(631_152_000_000_000);

/// The event time that is stored: the client's, corrected by the skew between its clock and ours, or the append time
/// where the client's is missing or out of bounds (design D3).
///
/// `skew` is `server_received − sent_at`.
pub fn event_time(
    client: Option<Micros>,
    skew: Option<Span>,
    appended: Micros,
    late_max: Span,
) -> Micros {
    let Some(client) = client else {
        return appended;
    };
    let corrected = client + skew.unwrap_or_default();
    if corrected < appended - late_max || corrected > appended + EARLY_MAX {
        appended
    } else {
        corrected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_times_are_corrected_and_bounded_on_both_sides() {
        let appended = Micros(1_700_000_000_000_000);
        let check = |client: i64, skew: i64, expected: i64| {
            let got = event_time(
                Some(appended + Span::seconds(client)),
                Some(Span::seconds(skew)),
                appended,
                LATE_MAX,
            );
            assert_eq!(got, appended + Span::seconds(expected), "{client} {skew}");
        };
        check(-10, 0, -10);
        check(-3610, 3600, -10);
        check(-86_400, 0, -86_400);
        check(-86_401, 0, 0);
        check(300, 0, 300);
        check(301, 0, 0);
        assert_eq!(event_time(None, None, appended, LATE_MAX), appended);
        assert_eq!(
            event_time(
                Some(Micros(i64::MIN)),
                Some(Span(i64::MIN)),
                appended,
                LATE_MAX
            ),
            appended
        );
    }

    #[test]
    fn days_before_1970_round_down() {
        assert_eq!(Micros(-1).utc_day(), -1);
        assert_eq!(Micros(0).utc_day(), 0);
        assert_eq!(Micros(86_400_000_000).utc_day(), 1);
    }
}
