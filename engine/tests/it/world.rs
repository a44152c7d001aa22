//! A partition run without actors: frames in, rows out, in whatever chunks.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::{
    Column, Consent, EncodedFields, Event, EventId, EventRow, Fields, Frame, Interner, Lane,
    Micros, Offset, PartitionId, PartitionSnapshot, PartitionState, Payload, Record, Request,
    RequestHead, SessionRow, SettingsMap, SettingsVersion, SiteChunk, SiteId, SiteSettings,
    SiteTable, Source, Span, VisitorId, decode,
};

/// Where the tests' clock begins.
pub const START: Micros = Micros(1_700_000_000_000_000);

/// What a run of the log leads to.
#[derive(Debug, Default, PartialEq)]
pub struct Rows {
    pub events: Vec<EventRow>,
    pub sessions: Vec<SessionRow>,
}

/// A partition with its sites, run in the table.
pub struct World {
    routing: PartitionState,
    sites: BTreeMap<SiteId, SiteTable>,
    interner: Interner,
    pub settings: SettingsMap,
    pub rows: Rows,
}

/// Settings of the tests' sites: version 1 with thirty minutes, version 2 with ten.
pub fn settings() -> SettingsMap {
    let mut map = SettingsMap::new();
    for site in ["a", "b"] {
        for (version, minutes) in [(1, 30), (2, 10)] {
            let settings = SiteSettings {
                domains: vec!["example.com".into()],
                session_timeout: Span::seconds(minutes * 60),
                ..SiteSettings::default()
            };
            map.insert(
                (SiteId::new(site), SettingsVersion(version)),
                Arc::new(settings),
            );
        }
    }
    map
}

impl World {
    pub fn new(window: usize) -> Self {
        Self {
            routing: PartitionState::new(PartitionId(0), window),
            sites: BTreeMap::new(),
            interner: Interner::default(),
            settings: settings(),
            rows: Rows::default(),
        }
    }

    /// Runs one chunk.
    pub fn chunk(&mut self, records: &[Record]) {
        let mut routed = self.routing.route(decode(records), &self.settings);
        assert_eq!(routed.malformed, []);
        for site in self.sites.keys() {
            routed.sites.entry(site.clone()).or_default();
        }
        for (site, chunk) in &routed.sites {
            self.site(site, chunk, &routed.clocks);
        }
    }

    fn site(&mut self, site: &SiteId, chunk: &SiteChunk, clocks: &engine::ChunkClocks) {
        let table = self
            .sites
            .entry(site.clone())
            .or_insert_with(|| SiteTable::new(site.clone(), PartitionId(0)));
        let output = table.apply(chunk, clocks, &self.interner).unwrap();
        self.rows.events.extend(output.rows);
        self.rows.sessions.extend(output.closed);
    }

    /// Everything that a state file keeps, through its encoding.
    pub fn saved(&self) -> PartitionSnapshot {
        let sites = self.sites.values().map(SiteTable::snapshot).collect();
        let bytes = self.routing.snapshot(sites).encode().concat();
        PartitionSnapshot::decode(&bytes).unwrap()
    }

    /// A partition that goes on from a state file.
    pub fn revived(snapshot: PartitionSnapshot, window: usize) -> Self {
        let (routing, sites) = PartitionState::restore(snapshot, window);
        Self {
            routing,
            sites: sites
                .into_iter()
                .map(|site| (site.site.clone(), SiteTable::restore(site, PartitionId(0))))
                .collect(),
            interner: Interner::default(),
            settings: settings(),
            rows: Rows::default(),
        }
    }

    /// Rows in an order that does not depend on chunks.
    pub fn sorted(mut self) -> Rows {
        self.rows.events.sort_by_key(|row| row.place);
        self.rows.sessions.sort_by_key(|row| {
            (
                row.closed_offset,
                row.session.first_offset,
                row.session.identity.session,
            )
        });
        self.rows
    }
}

/// The request of a granted visitor, to be changed at will.
pub fn head(site: &str, visitor: &str) -> RequestHead {
    RequestHead {
        site: SiteId::new(site),
        settings: SettingsVersion(1),
        skew: None,
        trusted: false,
        time: None,
        visitor: Some(VisitorId::new(visitor)),
        visitor_before: None,
        client_session: None,
        session_number: None,
        is_first_visit: Some(true),
        user: None,
        consent: Consent::Granted,
        source: Source::Tracker,
        script_version: None,
        is_bot: false,
        agent: EncodedFields::default(),
        client: EncodedFields::default(),
        place: EncodedFields::default(),
    }
}

/// A page view.
pub fn view(id: &str, path: &str) -> Event {
    let mut fields = Fields::new();
    fields.set_text(Column::PageUrl, Some(format!("https://example.com{path}")));
    Event {
        id: EventId::new(id),
        name: "page_view".into(),
        client_time: None,
        fields,
        properties: None,
    }
}

/// A frame at a place and `seconds` after the start.
pub fn record(offset: u64, seconds: i64, lane: Lane, payload: Payload) -> Record {
    Record {
        offset: Offset(offset),
        appended: START + Span::seconds(seconds),
        frame: Frame { lane, payload }.encode(),
    }
}

/// A live frame of one request.
pub fn live(offset: u64, seconds: i64, head: RequestHead, events: Vec<Event>) -> Record {
    let request = Request { head, events };
    record(
        offset,
        seconds,
        Lane::Live,
        Payload::Requests(vec![request]),
    )
}
