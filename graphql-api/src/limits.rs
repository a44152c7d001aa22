//! How often a caller may ask: a key what it was given, a person more than any page needs, somebody unknown what signing in takes.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use accounts::{Identity, Standing};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::port::{ApiError, ApiResult};

/// Requests a minute of a person: a page asks some ten questions at once, and again as filters change.
const PERSON: NonZeroU32 = NonZeroU32::new(1_200).expect("it is not zero");
/// Requests a minute of an address without a caller.
const UNKNOWN: NonZeroU32 = NonZeroU32::new(120).expect("it is not zero");

/// Counts requests.
pub(crate) struct Limiters {
    clock: DefaultClock,
    people: DefaultKeyedRateLimiter<String>,
    unknown: DefaultKeyedRateLimiter<IpAddr>,
    /// By key and its limit: a changed limit begins anew.
    keys: dashmap::DashMap<(String, NonZeroU32), governor::DefaultDirectRateLimiter>,
}

impl Limiters {
    pub(crate) fn new() -> Self {
        Self {
            clock: DefaultClock::default(),
            people: RateLimiter::keyed(Quota::per_minute(PERSON)),
            unknown: RateLimiter::keyed(Quota::per_minute(UNKNOWN)),
            keys: dashmap::DashMap::new(),
        }
    }

    /// Counts a request; an error where it is one too many.
    pub(crate) fn count(
        &self,
        standing: Option<&Standing>,
        address: Option<IpAddr>,
    ) -> ApiResult<()> {
        let refused = match standing.map(|standing| &standing.identity) {
            Some(Identity::User { id, .. }) => self.people.check_key(id).err(),
            Some(Identity::Key {
                id,
                requests_per_minute_max,
                ..
            }) => requests_per_minute_max
                .and_then(NonZeroU32::new)
                .and_then(|max| {
                    let limiter = self.keys.entry((id.clone(), max));
                    let limiter =
                        limiter.or_insert_with(|| RateLimiter::direct(Quota::per_minute(max)));
                    limiter.check().err()
                }),
            None => address.and_then(|address| self.unknown.check_key(&address).err()),
        };
        match refused {
            None => Ok(()),
            Some(refused) => Err(ApiError::RateLimited {
                retry_after: refused
                    .wait_time_from(self.clock.now())
                    .max(Duration::from_secs(1)),
            }),
        }
    }

    /// Forgets who has not asked lately.
    pub(crate) fn shrink(&self) {
        self.people.retain_recent();
        self.unknown.retain_recent();
    }
}
