//! What the collector has lately accepted and refused, by site: for the site's status and the pipeline's health.

use std::collections::{BTreeMap, VecDeque};

use engine::{Clock, Micros, SiteId};
use parking_lot::Mutex;

const MINUTE: i64 = 60_000_000;
const MINUTES_KEPT: usize = 60;
const ERRORS_KEPT: usize = 1_000;

/// Counts of one minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Requests.
    pub requests: u64,
    /// Requests that were refused as a whole.
    pub refused: u64,
    /// Events accepted.
    pub received: u64,
    /// Events rejected.
    pub rejected: u64,
}

#[derive(Debug, Default)]
struct SiteActivity {
    minutes: VecDeque<(i64, Count)>,
    last_event: Option<Micros>,
    last_tracker_event: Option<Micros>,
    first_party: bool,
    checks: VecDeque<InstallCheck>,
    codes: BTreeMap<&'static str, u64>,
    origins: BTreeMap<String, u64>,
}

/// What a page answered to "Check installation".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallCheck {
    /// The token that the page was opened with.
    pub token: String,
    /// When it answered.
    pub at: Micros,
    /// The consent state that the script found.
    pub consent: Option<String>,
    /// The script's version.
    pub script_version: Option<String>,
    /// Whether the collector was reached under the page's own host.
    pub first_party: bool,
}

/// A refusal, equal ones counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The site, where known.
    pub site: Option<SiteId>,
    /// Machine-readable code.
    pub code: &'static str,
    /// The reason in words.
    pub message: String,
    /// How often.
    pub count: u64,
    /// When first.
    pub first: Micros,
    /// When last.
    pub last: Micros,
    /// How often since it was last taken.
    untaken: u64,
}

/// What a site has lately seen.
#[derive(Clone, Debug, Default)]
pub struct SiteReport {
    /// Sums of the last hour.
    pub hour: Count,
    /// Sums of the last whole minute and the present one.
    pub minute: Count,
    /// When the last event was accepted, since the start of the process.
    pub last_event: Option<Micros>,
    /// When the last event of a tracker was.
    pub last_tracker_event: Option<Micros>,
    /// The commonest code of refusals.
    pub commonest: Option<&'static str>,
    /// Whether an event has come in under the host of its page, since the start of the process.
    pub first_party: bool,
    /// Origins that were refused, with how often.
    pub refused_origins: Vec<(String, u64)>,
}

/// Remembers what happened at the collector.
pub struct Activity {
    clock: std::sync::Arc<dyn Clock>,
    sites: Mutex<BTreeMap<Option<SiteId>, SiteActivity>>,
    refusals: Mutex<VecDeque<Refusal>>,
}

impl Activity {
    /// Remembers by a clock.
    pub fn new(clock: std::sync::Arc<dyn Clock>) -> Self {
        Self {
            clock,
            sites: Mutex::default(),
            refusals: Mutex::default(),
        }
    }

    /// Events of a request were accepted, others rejected.
    pub fn accepted(&self, site: &SiteId, received: u64, rejected: u64, by_tracker: bool) {
        let now = self.clock.now();
        let mut sites = self.sites.lock();
        let site = sites.entry(Some(site.clone())).or_default();
        site.last_event = Some(now);
        if by_tracker {
            site.last_tracker_event = Some(now);
        }
        let count = site.minute(now);
        count.requests += 1;
        count.received += received;
        count.rejected += rejected;
    }

    /// An event was accepted that came in under the host of its page.
    pub fn reached_under_own_host(&self, site: &SiteId) {
        let mut sites = self.sites.lock();
        sites.entry(Some(site.clone())).or_default().first_party = true;
    }

    /// A page answered to "Check installation". The latest few are remembered; nothing of them is stored.
    pub fn checked(&self, site: &SiteId, check: InstallCheck) {
        const KEPT: usize = 8;
        let mut sites = self.sites.lock();
        let checks = &mut sites.entry(Some(site.clone())).or_default().checks;
        checks.push_back(check);
        if checks.len() > KEPT {
            checks.pop_front();
        }
    }

    /// What a page answered that was opened with this token.
    pub fn check(&self, site: &SiteId, token: &str) -> Option<InstallCheck> {
        let sites = self.sites.lock();
        let checks = &sites.get(&Some(site.clone()))?.checks;
        checks
            .iter()
            .rev()
            .find(|check| check.token == token)
            .cloned()
    }

    /// A request was refused.
    pub fn refused(
        &self,
        site: Option<&SiteId>,
        code: &'static str,
        message: String,
        origin: Option<&str>,
    ) {
        let now = self.clock.now();
        {
            let mut sites = self.sites.lock();
            let activity = sites.entry(site.cloned()).or_default();
            *activity.codes.entry(code).or_default() += 1;
            if let Some(origin) = origin
                && activity.origins.len() < 100
            {
                *activity.origins.entry(origin.to_owned()).or_default() += 1;
            }
            let count = activity.minute(now);
            count.requests += 1;
            count.refused += 1;
        }
        let mut refusals = self.refusals.lock();
        let same = refusals
            .iter_mut()
            .rev()
            .take(20)
            .find(|r| r.code == code && r.site.as_ref() == site && r.message == message);
        match same {
            Some(refusal) => {
                refusal.count += 1;
                refusal.untaken += 1;
                refusal.last = now;
            }
            None => {
                if refusals.len() >= ERRORS_KEPT {
                    refusals.pop_front();
                }
                refusals.push_back(Refusal {
                    site: site.cloned(),
                    code,
                    message,
                    count: 1,
                    first: now,
                    last: now,
                    untaken: 1,
                });
            }
        }
    }

    /// What a site has lately seen; None asks for requests that named no known site.
    pub fn report(&self, site: Option<&SiteId>) -> SiteReport {
        let now = self.clock.now();
        let sites = self.sites.lock();
        let Some(site) = sites.get(&site.cloned()) else {
            return SiteReport::default();
        };
        let mut report = SiteReport {
            last_event: site.last_event,
            last_tracker_event: site.last_tracker_event,
            first_party: site.first_party,
            commonest: site
                .codes
                .iter()
                .max_by_key(|(_, n)| **n)
                .map(|(code, _)| *code),
            refused_origins: site.origins.iter().map(|(o, n)| (o.clone(), *n)).collect(),
            ..SiteReport::default()
        };
        let minute = now.0.div_euclid(MINUTE);
        for (at, count) in &site.minutes {
            if *at + 60 > minute {
                report.hour.add(count);
            }
            if *at + 1 == minute {
                report.minute.add(count);
            }
        }
        report
    }

    /// Refusals that were not taken yet, each with how often it has occurred since.
    pub fn take_refusals(&self) -> Vec<Refusal> {
        let mut refusals = self.refusals.lock();
        let untaken = refusals.iter_mut().filter(|refusal| refusal.untaken > 0);
        untaken
            .map(|refusal| Refusal {
                count: std::mem::take(&mut refusal.untaken),
                ..refusal.clone()
            })
            .collect()
    }
}

impl SiteActivity {
    fn minute(&mut self, now: Micros) -> &mut Count {
        let minute = now.0.div_euclid(MINUTE);
        if self.minutes.back().is_none_or(|(at, _)| *at < minute) {
            self.minutes.push_back((minute, Count::default()));
            while self.minutes.len() > MINUTES_KEPT {
                self.minutes.pop_front();
            }
        }
        let last = self.minutes.len() - 1;
        &mut self.minutes[last].1
    }
}

impl Count {
    /// Adds another count.
    pub fn add(&mut self, other: &Count) {
        self.requests += other.requests;
        self.refused += other.refused;
        self.received += other.received;
        self.rejected += other.rejected;
    }
}
