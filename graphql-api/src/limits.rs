//! How often a caller may ask: a key what it was given, a person more than any page needs, somebody unknown what signing in takes.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use accounts::{Identity, Standing};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::{StateInformationMiddleware, StateSnapshot};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::port::{ApiError, ApiResult};

/// Requests a minute of a person: a page asks some ten questions at once, and again as filters change.
const PERSON: NonZeroU32 = NonZeroU32::new(1_200).expect("it is not zero");
/// Requests a minute of an address without a caller.
const UNKNOWN: NonZeroU32 = NonZeroU32::new(120).expect("it is not zero");

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;
type Direct = RateLimiter<NotKeyed, InMemoryState, DefaultClock, StateInformationMiddleware>;

/// How much of what a caller may do he has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Requests a minute.
    pub(crate) limit: u32,
    /// Requests that are left at once.
    pub(crate) remaining: u32,
    /// Seconds until all of them are there again.
    pub(crate) reset_sec: u64,
}

impl Allowance {
    fn of(state: &StateSnapshot) -> Self {
        let limit = state.quota().burst_size().get();
        let remaining = state.remaining_burst_capacity();
        let used = u64::from(limit.saturating_sub(remaining));
        Self {
            limit,
            remaining,
            reset_sec: (used * 60).div_ceil(u64::from(limit)),
        }
    }
}

/// Counts requests.
pub(crate) struct Limiters {
    clock: DefaultClock,
    people: Keyed<String>,
    unknown: Keyed<IpAddr>,
    /// By key and its limit: a changed limit begins anew.
    keys: dashmap::DashMap<(String, NonZeroU32), Direct>,
}

impl Limiters {
    pub(crate) fn new() -> Self {
        Self {
            clock: DefaultClock::default(),
            people: RateLimiter::keyed(Quota::per_minute(PERSON)).with_middleware(),
            unknown: RateLimiter::keyed(Quota::per_minute(UNKNOWN)).with_middleware(),
            keys: dashmap::DashMap::new(),
        }
    }

    /// Counts a request; an error where it is one too many. None where the caller has no limit.
    pub(crate) fn count(
        &self,
        standing: Option<&Standing>,
        address: Option<IpAddr>,
    ) -> ApiResult<Option<Allowance>> {
        let counted = match standing.map(|standing| &standing.identity) {
            Some(Identity::User { id, .. }) => Some(self.people.check_key(id)),
            Some(Identity::Key {
                id,
                requests_per_minute_max,
                ..
            }) => requests_per_minute_max
                .and_then(NonZeroU32::new)
                .map(|max| {
                    let limiter = self.keys.entry((id.clone(), max));
                    let limiter = limiter.or_insert_with(|| {
                        RateLimiter::direct(Quota::per_minute(max)).with_middleware()
                    });
                    limiter.check()
                }),
            None => address.map(|address| self.unknown.check_key(&address)),
        };
        match counted {
            None => Ok(None),
            Some(Ok(state)) => Ok(Some(Allowance::of(&state))),
            Some(Err(refused)) => Err(ApiError::RateLimited {
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
