//! Realtime answers from memory: counters that site actors publish, and open sessions as of the last chunk.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use engine::{ACTIVE_SPAN, Column, Key, Micros, Session, SiteId};
use graphql_api::{LiveVisitorData, MinuteData, NamedCountData, RealtimeData};

use crate::node::Node;

/// Rows of each top list.
const TOP: usize = 10;
/// Visitors given out at most.
const VISITORS_MAX: usize = 500;

/// A moment as the API tells it.
pub fn date_time(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.0).unwrap_or_default()
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[derive(Default)]
struct Top(HashMap<String, HashSet<Key>>);

impl Top {
    fn count(&mut self, name: Option<&str>, visitor: Key) {
        if let Some(name) = name {
            self.0.entry(name.to_owned()).or_default().insert(visitor);
        }
    }

    fn counts(self) -> Vec<NamedCountData> {
        let mut counts: Vec<_> = self.0.into_iter().collect();
        counts.sort_by(|(a, av), (b, bv)| bv.len().cmp(&av.len()).then_with(|| a.cmp(b)));
        counts
            .into_iter()
            .take(TOP)
            .map(|(name, visitors)| NamedCountData {
                key: Some(name.clone()),
                name: Some(name),
                count: signed(visitors.len()),
            })
            .collect()
    }
}

/// What is going on at these sites.
pub fn realtime(node: &Node, sites: &[String]) -> RealtimeData {
    let now = node.clock.now();
    let since = now - ACTIVE_SPAN;
    let mut active: BTreeMap<(usize, Key), Option<Arc<Session>>> = BTreeMap::new();
    let mut minutes: Vec<(MinuteData, HashSet<(usize, Key)>)> = Vec::new();
    let (mut pages, mut sources, mut countries) = (Top::default(), Top::default(), Top::default());
    let (mut events_per_minute, mut active_sites, mut converted) = (0, 0, 0);
    let mut revenue = None;
    let mut sessions: Vec<(usize, Arc<Session>)> = Vec::new();
    for (at, site) in sites.iter().enumerate() {
        let id = SiteId::new(site);
        let counts = node.hub.counts(&id, now);
        events_per_minute += counts.events_per_minute;
        active_sites += i64::from(counts.latest.is_some_and(|latest| latest > since));
        for (number, (minute, visitors)) in counts.minutes.into_iter().enumerate() {
            let visitors = visitors.into_iter().map(|key| (at, key));
            match minutes.get_mut(number) {
                Some((sum, all)) => {
                    sum.pageviews += i64::try_from(minute.pageviews).unwrap_or_default();
                    sum.events += i64::try_from(minute.events).unwrap_or_default();
                    all.extend(visitors);
                }
                None => minutes.push((
                    MinuteData {
                        at: date_time(minute.at),
                        visitors: 0,
                        pageviews: i64::try_from(minute.pageviews).unwrap_or_default(),
                        events: i64::try_from(minute.events).unwrap_or_default(),
                    },
                    visitors.collect(),
                )),
            }
        }
        for key in counts.just_left {
            active.entry((at, key)).or_insert(None);
        }
        for session in node.sink.hot().active_sessions(&id, since) {
            let identity = &session.identity;
            let key = identity.visitor_key;
            pages.count(
                session.exit.as_ref().and_then(|exit| exit.path.as_deref()),
                key,
            );
            sources.count(identity.attributes.text(Column::Source), key);
            countries.count(identity.attributes.text(Column::Country), key);
            if let Some(amount) = session.revenue {
                revenue = Some(revenue.unwrap_or(0.0) + amount.as_f64());
            }
            converted += usize::from(session.conversions > 0);
            active.insert((at, key), Some(session.clone()));
            sessions.push((at, session));
        }
    }
    sessions.sort_by(|(_, a), (_, b)| {
        let key = |s: &Session| (std::cmp::Reverse(s.seen), s.identity.session);
        key(a).cmp(&key(b))
    });
    let active_visitors = active.len();
    RealtimeData {
        at: date_time(now),
        active_visitors: signed(active_visitors),
        active_sessions: signed(sessions.len()),
        active_sites,
        events_per_minute: i64::try_from(events_per_minute).unwrap_or(i64::MAX),
        conversion_rate: (active_visitors > 0)
            .then(|| converted as f64 / active_visitors as f64 * 100.0),
        revenue,
        minutes: minutes
            .into_iter()
            .map(|(minute, visitors)| MinuteData {
                visitors: signed(visitors.len()),
                ..minute
            })
            .collect(),
        top_pages: pages.counts(),
        top_sources: sources.counts(),
        top_countries: countries.counts(),
        visitors: sessions
            .iter()
            .take(VISITORS_MAX)
            .filter_map(|(at, session)| Some(visitor(sites.get(*at)?, session)))
            .collect(),
    }
}

fn visitor(site: &str, session: &Session) -> LiveVisitorData {
    let identity = &session.identity;
    let text = |column| identity.attributes.text(column).map(str::to_owned);
    LiveVisitorData {
        visitor_id: identity.visitor.to_string(),
        site_id: site.to_owned(),
        page: session
            .exit
            .as_ref()
            .and_then(|exit| exit.path.as_deref())
            .map(str::to_owned),
        source: text(Column::Source),
        channel: text(Column::Channel),
        country: text(Column::Country),
        city: text(Column::City),
        device: text(Column::DeviceCategory),
        browser: text(Column::Browser),
        company: text(Column::CompanyName),
        pages_viewed: i64::from(session.pageviews),
        time_on_site_sec: session.duration_seconds() as i64,
        first_seen: date_time(session.opened),
        last_seen: date_time(session.seen),
    }
}
