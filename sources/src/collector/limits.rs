//! Rate limits per address and per site.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use compact_str::CompactString;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// A rate as written on the command line: `100/s`, `6000/m`, `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests per second, and how many at once; None is no limit.
    pub quota: Option<(NonZeroU32, NonZeroU32)>,
}

/// Why a text is no rate.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no rate; write 100/s, 6000/m or off")]
pub struct RateError(String);

impl std::str::FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        if text == "off" {
            return Ok(Self { quota: None });
        }
        let error = || RateError(text.to_owned());
        let (count, unit) = text.split_once('/').ok_or_else(error)?;
        let count: u32 = count.trim().parse().map_err(|_| error())?;
        let per_second = match unit.trim() {
            "s" => count,
            "m" => count.div_ceil(60),
            _ => return Err(error()),
        };
        let per_second = NonZeroU32::new(per_second).ok_or_else(error)?;
        let burst = per_second.saturating_mul(NonZeroU32::new(10).ok_or_else(error)?);
        Ok(Self {
            quota: Some((per_second, burst)),
        })
    }
}

/// Counts requests against rates.
#[derive(Clone)]
pub struct Limits {
    by_address: Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>,
    by_site: Option<Arc<DefaultKeyedRateLimiter<CompactString>>>,
}

impl Limits {
    /// Limits by address and by site.
    pub fn new(address: Rate, site: Rate) -> Self {
        Self {
            by_address: address.quota.map(|quota| Arc::new(limiter(quota))),
            by_site: site.quota.map(|quota| Arc::new(limiter(quota))),
        }
    }

    /// Seconds to wait, where the address has used up its rate. Loopback peers are exempt.
    pub fn check_address(&self, address: IpAddr) -> Result<(), u64> {
        match &self.by_address {
            Some(limiter) if !address.is_loopback() => check(limiter, &address),
            _ => Ok(()),
        }
    }

    /// Seconds to wait, where the site has used up its rate.
    pub fn check_site(&self, site: &str) -> Result<(), u64> {
        match &self.by_site {
            Some(limiter) => check(limiter, &site.into()),
            None => Ok(()),
        }
    }

    /// Forgets keys that have been quiet for long.
    pub fn shrink(&self) {
        if let Some(limiter) = &self.by_address {
            limiter.retain_recent();
        }
        if let Some(limiter) = &self.by_site {
            limiter.retain_recent();
        }
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>(
    (rate, burst): (NonZeroU32, NonZeroU32),
) -> DefaultKeyedRateLimiter<K> {
    RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
}

fn check<K: std::hash::Hash + Eq + Clone>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), u64> {
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(DefaultClock::default().now());
        wait.as_secs().max(1)
    })
}
