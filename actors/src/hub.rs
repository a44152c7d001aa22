//! The in-process hub (design D11): live counters by site and the feed of rows, published by site actors as chunks
//! complete. What a site has published before a crash is not published again when its log is replayed.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

use engine::{
    Counted, EventRow, Key, LiveCounters, Micros, MinuteCount, Offset, PartitionId, SessionRow,
    SiteId, Span,
};
use parking_lot::{Mutex, RwLock};
use tokio::sync::broadcast;

/// Rows of one site and chunk, bots and imports included.
#[derive(Clone, Debug)]
pub struct LiveRows {
    /// The site.
    pub site: SiteId,
    /// The rows, in log order.
    pub rows: Arc<Vec<EventRow>>,
}

#[derive(Debug, Default)]
struct SiteLive {
    published: Offset,
    counters: LiveCounters,
}

/// A site's counters, one per partition.
type SitePartitions = BTreeMap<PartitionId, Arc<Mutex<SiteLive>>>;

/// What the sites say right now.
pub struct Hub {
    sites: RwLock<BTreeMap<SiteId, SitePartitions>>,
    feed: broadcast::Sender<LiveRows>,
    pace: Mutex<Pace>,
    begins: Mutex<BTreeMap<PartitionId, Offset>>,
}

/// What a site counted before the process started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastCount {
    /// The site.
    pub site: SiteId,
    /// The partition.
    pub partition: PartitionId,
    /// Start of the minute, or within the last minute of the second, by server time.
    pub at: Micros,
    /// Server time of the last event.
    pub latest: Micros,
    /// Whose events they are, where known.
    pub visitor: Option<Key>,
    /// How many.
    pub counted: Counted,
}

/// How fast chunks have lately become visible.
#[derive(Debug, Default)]
struct Pace {
    minutes: VecDeque<(i64, u64)>,
    latencies: VecDeque<Span>,
}

/// Counters of a site over all its partitions.
#[derive(Clone, Debug, Default)]
pub struct SiteCounts {
    /// Events of the last 60 seconds.
    pub events_per_minute: u64,
    /// The last thirty minutes, with the visitors of each.
    pub minutes: Vec<(MinuteCount, HashSet<Key>)>,
    /// When the latest event came in.
    pub latest: Option<Micros>,
    /// Visitors whose session has closed although they were seen in the last five minutes.
    pub just_left: HashSet<Key>,
}

impl Hub {
    /// A hub whose feed holds `backlog` batches for a slow subscriber before it is told that it lags.
    pub fn new(backlog: usize) -> Self {
        Self {
            sites: RwLock::default(),
            feed: broadcast::channel(backlog).0,
            pace: Mutex::default(),
            begins: Mutex::default(),
        }
    }

    /// A partition is processed from the frame after this one on. Only the first time counts: what has been counted
    /// since is not counted again.
    pub(crate) fn begin(&self, partition: PartitionId, after: Offset) {
        self.begins.lock().entry(partition).or_insert(after);
    }

    /// The frames up to which the counters know nothing, by partition.
    pub fn begins(&self) -> Vec<(PartitionId, Offset)> {
        let begins = self.begins.lock();
        begins.iter().map(|(p, offset)| (*p, *offset)).collect()
    }

    /// Adds what was counted in frames up to [`Hub::begins`].
    pub fn seed(&self, past: &[PastCount]) {
        for past in past {
            let live = self.site(past.partition, &past.site);
            let mut live = live.lock();
            live.counters
                .seed(past.at, past.latest, past.visitor, past.counted);
        }
    }

    /// A chunk has become visible `latency` after its append.
    pub fn visible(&self, now: Micros, events: u64, latency: Span) {
        const LATENCIES_KEPT: usize = 1_000;
        let minute = now.0.div_euclid(60_000_000);
        let mut pace = self.pace.lock();
        match pace.minutes.back_mut() {
            Some((at, count)) if *at == minute => *count += events,
            _ => pace.minutes.push_back((minute, events)),
        }
        while pace.minutes.len() > 2 {
            pace.minutes.pop_front();
        }
        if pace.latencies.len() >= LATENCIES_KEPT {
            pace.latencies.pop_front();
        }
        pace.latencies.push_back(latency);
    }

    /// Events processed in the last whole minute.
    pub fn processed_per_minute(&self, now: Micros) -> u64 {
        let last = now.0.div_euclid(60_000_000) - 1;
        let pace = self.pace.lock();
        pace.minutes
            .iter()
            .find(|(at, _)| *at == last)
            .map_or(0, |(_, count)| *count)
    }

    /// Median, 95th and 99th percentile of the latest chunks' time from append to visible.
    pub fn latencies(&self) -> [Span; 3] {
        let mut latencies: Vec<Span> = self.pace.lock().latencies.iter().copied().collect();
        latencies.sort();
        let at = |share: usize| {
            let last = latencies.len().saturating_sub(1);
            latencies
                .get(last * share / 100)
                .copied()
                .unwrap_or_default()
        };
        [at(50), at(95), at(99)]
    }

    /// Counts rows of a chunk, except those up to the offset that was counted before, and returns them for
    /// [`Hub::feed`] where anybody listens.
    pub fn count(
        &self,
        partition: PartitionId,
        site: &SiteId,
        last: Offset,
        rows: &[EventRow],
        closed: &[SessionRow],
    ) -> Option<LiveRows> {
        let live = self.site(partition, site);
        let mut live = live.lock();
        let counted = live.published;
        let fresh = rows.partition_point(|row| row.place.offset <= counted);
        live.counters.record(&rows[fresh..]);
        live.counters.record_closed(closed);
        live.published = counted.max(last);
        let listens = fresh < rows.len() && self.feed.receiver_count() > 0;
        listens.then(|| LiveRows {
            site: site.clone(),
            rows: Arc::new(rows[fresh..].to_vec()),
        })
    }

    /// Hands rows to subscribers; they are queryable by now.
    pub fn feed(&self, rows: LiveRows) {
        // An error means that the last subscriber has just left.
        let _ = self.feed.send(rows);
    }

    fn site(&self, partition: PartitionId, site: &SiteId) -> Arc<Mutex<SiteLive>> {
        if let Some(live) = self.sites.read().get(site).and_then(|p| p.get(&partition)) {
            return live.clone();
        }
        let mut sites = self.sites.write();
        let partitions = sites.entry(site.clone()).or_default();
        partitions.entry(partition).or_default().clone()
    }

    /// The feed from now on. A subscriber that lags gets an error instead of a gap.
    pub fn subscribe(&self) -> broadcast::Receiver<LiveRows> {
        self.feed.subscribe()
    }

    /// The counters of a site.
    pub fn counts(&self, site: &SiteId, now: Micros) -> SiteCounts {
        let mut counts = SiteCounts::default();
        let lives: Vec<_> = self
            .sites
            .read()
            .get(site)
            .map(|partitions| partitions.values().cloned().collect())
            .unwrap_or_default();
        for live in lives {
            let live = live.lock();
            counts.events_per_minute += live.counters.events_per_minute(now);
            counts.latest = counts.latest.max(live.counters.latest());
            counts.just_left.extend(live.counters.just_left(now));
            for (at, (minute, visitors)) in live.counters.series(now).into_iter().enumerate() {
                if let Some((sum, all)) = counts.minutes.get_mut(at) {
                    sum.pageviews += minute.pageviews;
                    sum.events += minute.events;
                    all.extend(visitors);
                    sum.visitors = all.len() as u64;
                } else {
                    counts.minutes.push((minute, visitors.clone()));
                }
            }
        }
        counts
    }
}
