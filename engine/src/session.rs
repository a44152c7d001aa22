//! The session state machine (design D4): a plain value and pure functions over it. It reads no clock and no setting
//! but those that the frame names; the same events in the same order give the same rows, in whatever batches they come.
//!
//! | an event that finds … | does |
//! |---|---|
//! | no open session of its visitor | opens one |
//! | a session whose deadline its clock has reached | closes it at the first frame that reached it, opens one |
//! | its own time a timeout or more after the session's latest | closes it here, opens one |
//! | the session 12 h old or 10,000 events long | closes it here, opens a continuation with the same acquisition |
//! | anything else, however late its own time | joins |
//!
//! A repeat moves the deadline and does nothing else.

use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::columns::{Column, Origin};
use crate::frame::FrameError;
use crate::ids::{Fingerprint, Key, Offset, SessionId, SiteId, VisitorId};
use crate::interner::Interner;
use crate::prepare::Prepared;
use crate::row::{EventRow, Place, SessionRef};
use crate::time::{Micros, Span};
use crate::value::{Decimal, Fields};

/// A session that has lasted this long ends at its next event.
pub const SESSION_SPAN_MAX: Span = Span::seconds(12 * 3600);
/// A session that holds this many events ends at its next.
pub const SESSION_EVENTS_MAX: u32 = 10_000;
/// Engagement from which a session is no bounce.
pub const BOUNCE_ENGAGEMENT_MSEC: i64 = 10_000;

/// A page view at the edge of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PagePoint {
    at: (Micros, Offset, u16),
    /// `page_path`.
    pub path: Option<CompactString>,
    /// `page_url`.
    pub url: Option<CompactString>,
    /// `page_hostname`.
    pub hostname: Option<CompactString>,
}

/// An open session, or one that has just closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Whose it is, and the columns of its first event.
    pub identity: Arc<SessionRef>,
    /// The browser's own session id, of the first event that had one.
    pub client_session: Option<CompactString>,
    /// The authenticated user, the latest known.
    pub user: Option<CompactString>,
    /// Whether a program caused it.
    pub is_bot: bool,
    /// Whether it lives in an import's lane.
    pub is_import: bool,
    /// The clock at its first event.
    pub opened: Micros,
    /// The clock at its latest event or repeat.
    pub seen: Micros,
    /// Inactivity that ends it, as of the settings of its latest event's frame.
    pub timeout: Span,
    /// Smallest event time.
    pub start: Micros,
    /// Largest event time.
    pub end: Micros,
    /// Frame of its first event.
    pub first_offset: Offset,
    /// Frame of its latest event.
    pub last_offset: Offset,
    /// Rows it holds.
    pub events: u32,
    /// Rows that are page views.
    pub pageviews: u32,
    /// Summed engagement, milliseconds.
    pub engagement_msec: i64,
    /// Whether any event carried engagement.
    pub has_engagement: bool,
    /// Deepest scroll, per cent.
    pub max_scroll: Option<i16>,
    /// First page view by time, offset, index.
    pub entry: Option<Arc<PagePoint>>,
    /// Last page view by time, offset, index; its address and host only where it is the first as well.
    pub exit: Option<Arc<PagePoint>>,
    /// Key events.
    pub conversions: u32,
    /// Money taken less money given back, each transaction once per kind.
    pub revenue: Option<Decimal>,
    /// Currency of the first amount.
    pub currency: Option<CompactString>,
    /// What has been counted, against repeats.
    pub fingerprints: Vec<Fingerprint>,
    /// (kind, transaction) pairs whose money has been counted.
    pub transactions: Vec<u64>,
}

/// An event on its way to its session.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Where it stands in the log.
    pub place: Place,
    /// The lane's clock at its frame (or record, in an import).
    pub clock: Micros,
    /// Whether the partition's window has seen it before.
    pub repeat: bool,
    /// The visitor; None where none is known.
    pub visitor: Option<VisitorId>,
    /// The visitor's cookieless id of the day before.
    pub visitor_before: Option<VisitorId>,
    /// What it says.
    pub event: Arc<Prepared>,
}

/// What happens to a visitor, in log order.
#[derive(Clone, Debug)]
pub enum Step {
    /// An event arrives.
    Event(Arrival),
    /// The visitor of this key is to be forgotten up to this frame: his open session ends without a row.
    Erase(Key, Offset),
    /// The lane ends at this frame, and the open session with it.
    End(Offset),
}

/// Where the clock stood at a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockPoint {
    /// The frame.
    pub offset: Offset,
    /// The lane's clock.
    pub clock: Micros,
}

/// The first frame of a chunk whose clock reaches a deadline. `clocks` is in log order, so its clocks never fall.
pub fn closing_offset(deadline: Micros, clocks: &[ClockPoint]) -> Option<Offset> {
    let at = clocks.partition_point(|point| point.clock < deadline);
    clocks.get(at).map(|point| point.offset)
}

/// A session that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Its last state.
    pub session: Arc<Session>,
    /// The frame that ended it.
    pub offset: Offset,
}

/// What a visitor's events of one chunk led to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Rows in log order.
    pub rows: Vec<EventRow>,
    /// Sessions that ended, in order.
    pub closed: Vec<Closed>,
    /// The session that is open now.
    pub open: Option<Arc<Session>>,
}

impl Outcome {
    /// Drops what a visitor that is erased has led to so far.
    pub fn forget(&mut self, visitor: Key) {
        let is_his = |identity: &SessionRef| identity.visitor_key == visitor;
        self.rows
            .retain(|row| !row.session.as_deref().is_some_and(is_his));
        self.closed
            .retain(|closed| !is_his(&closed.session.identity));
    }
}

impl Session {
    /// The moment of the lane's clock at which inactivity ends the session.
    pub fn deadline(&self) -> Micros {
        self.seen + self.timeout
    }
    /// At most one page view, under ten seconds of engagement, no key event.
    pub fn is_bounce(&self) -> bool {
        self.pageviews <= 1
            && self.engagement_msec < BOUNCE_ENGAGEMENT_MSEC
            && self.conversions == 0
    }
    /// Exactly one page view.
    pub fn is_single_page(&self) -> bool {
        self.pageviews == 1
    }
    /// Seconds from the smallest to the largest event time.
    pub fn duration_seconds(&self) -> f64 {
        (self.end - self.start).as_seconds()
    }

    fn open(
        site: &SiteId,
        visitor: &VisitorId,
        arrival: &Arrival,
        timestamp: Micros,
        inherited: Option<&Session>,
        interner: &Interner,
    ) -> Result<Self, FrameError> {
        let prepared = &arrival.event;
        let mut attributes = prepared.attributes(interner)?;
        if let Some(before) = inherited {
            attributes.acquisition = before.identity.attributes.acquisition.clone();
        }
        let session = SessionId::derive(
            site,
            visitor,
            arrival.place.partition,
            arrival.place.offset,
            arrival.place.index,
        );
        Ok(Self {
            identity: Arc::new(SessionRef {
                visitor: visitor.clone(),
                visitor_key: Key::of(visitor.as_str()),
                session,
                session_key: session.key(),
                session_number: prepared.session_number,
                is_first_visit: prepared.is_first_visit,
                attributes,
            }),
            client_session: None,
            user: None,
            is_bot: prepared.is_bot,
            is_import: prepared.is_import,
            opened: arrival.clock,
            seen: arrival.clock,
            timeout: prepared.timeout,
            start: timestamp,
            end: timestamp,
            first_offset: arrival.place.offset,
            last_offset: arrival.place.offset,
            events: 0,
            pageviews: 0,
            engagement_msec: 0,
            has_engagement: false,
            max_scroll: None,
            entry: None,
            exit: None,
            conversions: 0,
            revenue: None,
            currency: None,
            fingerprints: Vec::new(),
            transactions: Vec::new(),
        })
    }

    fn touch(&mut self, arrival: &Arrival) {
        self.seen = self.seen.max(arrival.clock);
        self.timeout = arrival.event.timeout;
    }

    fn join(&mut self, site: &SiteId, arrival: &Arrival, timestamp: Micros) -> EventRow {
        let prepared = &arrival.event;
        let fields = &prepared.fields;
        self.touch(arrival);
        self.start = self.start.min(timestamp);
        self.end = self.end.max(timestamp);
        self.last_offset = arrival.place.offset;
        self.events += 1;
        if self.client_session.is_none() {
            self.client_session.clone_from(&prepared.client_session);
        }
        if prepared.user.is_some() {
            self.user.clone_from(&prepared.user);
        }
        if prepared.name == "page_view" {
            self.pageviews += 1;
            self.view(arrival, timestamp);
        }
        if let Some(msec) = fields.int(Column::EngagementTimeMsec) {
            self.engagement_msec = self.engagement_msec.saturating_add(msec.max(0));
            self.has_engagement = true;
        }
        if let Some(depth) = fields.int(Column::ScrollDepthPercent) {
            let depth = i16::try_from(depth).unwrap_or(i16::MAX);
            self.max_scroll = Some(self.max_scroll.map_or(depth, |have| have.max(depth)));
        }
        if prepared.is_key_event {
            self.conversions += 1;
        }
        self.take_money(prepared);
        self.fingerprints.push(prepared.fingerprint);
        EventRow {
            site: site.clone(),
            place: arrival.place,
            id: prepared.id.clone(),
            name: prepared.name.clone(),
            timestamp,
            client_timestamp: prepared.client_time,
            server_timestamp: prepared.server_timestamp(arrival.clock),
            session: Some(self.identity.clone()),
            client_session: prepared.client_session.clone(),
            user: prepared.user.clone(),
            is_session_start: self.events == 1,
            is_bot: self.is_bot,
            is_import: self.is_import,
            fields: match arrival.visitor {
                Some(_) => prepared.fields.clone(),
                // It came by the browser's session: what it says of a session is not this one's.
                None => Arc::new(without_session_columns(&prepared.fields)),
            },
        }
    }

    fn view(&mut self, arrival: &Arrival, timestamp: Micros) {
        let at = (timestamp, arrival.place.offset, arrival.place.index);
        let text = |column| arrival.event.fields.text(column).map(Into::into);
        let is_first = self.entry.as_ref().is_none_or(|entry| at < entry.at);
        let is_last = self.exit.as_ref().is_none_or(|exit| at > exit.at);
        if is_first {
            let point = Arc::new(PagePoint {
                at,
                path: text(Column::PagePath),
                url: text(Column::PageUrl),
                hostname: text(Column::PageHostname),
            });
            if is_last {
                self.exit = Some(point.clone());
            }
            self.entry = Some(point);
        } else if is_last {
            self.exit = Some(Arc::new(PagePoint {
                at,
                path: text(Column::PagePath),
                url: None,
                hostname: None,
            }));
        }
    }

    fn take_money(&mut self, prepared: &Prepared) {
        let sign = match prepared.name.as_str() {
            "purchase" | "revenue" => 1,
            "refund" => -1,
            _ => return,
        };
        let Some(amount) = prepared.fields.decimal(Column::Value) else {
            return;
        };
        if let Some(transaction) = prepared.fields.text(Column::TransactionId) {
            let kind = if sign > 0 { "+" } else { "-" };
            let key = Key::of(&format!("{kind}{transaction}")).0;
            if self.transactions.contains(&key) {
                return;
            }
            self.transactions.push(key);
        }
        let before = self.revenue.unwrap_or_default().0;
        self.revenue = Some(Decimal(
            before
                .saturating_add(sign * amount.0)
                .clamp(-Decimal::MAX, Decimal::MAX),
        ));
        if self.currency.is_none() {
            self.currency = prepared
                .fields
                .text(Column::Currency)
                .map(CompactString::new);
        }
    }
}

/// Runs one visitor's steps of a chunk, in log order, over the session he had open.
///
/// `clocks` are the lane's clock points of the whole chunk, other sites' frames included: they say at which frame a
/// deadline passed. Deadlines that pass after the visitor's last event are left to the site's table.
pub fn run(
    site: &SiteId,
    open: Option<Arc<Session>>,
    steps: &[Step],
    clocks: &[ClockPoint],
    interner: &Interner,
) -> Result<Outcome, FrameError> {
    let mut outcome = Outcome::default();
    let mut current: Option<Session> = open.map(Arc::unwrap_or_clone);
    for step in steps {
        let arrival = match step {
            Step::Event(arrival) => arrival,
            Step::Erase(key, _) => {
                outcome.forget(*key);
                current = current.take_if(|session| session.identity.visitor_key != *key);
                continue;
            }
            Step::End(offset) => {
                outcome.closed.extend(current.take().map(|session| {
                    // The clock may have reached the deadline at an earlier frame of the chunk.
                    let due = closing_offset(session.deadline(), clocks);
                    Closed {
                        session: Arc::new(session),
                        offset: due.map_or(*offset, |due| due.min(*offset)),
                    }
                }));
                continue;
            }
        };
        let timestamp = arrival.event.timestamp(arrival.clock);
        let offset = arrival.place.offset;
        if let Some(session) = current.take_if(|session| arrival.clock >= session.deadline()) {
            let offset = closing_offset(session.deadline(), clocks).unwrap_or(offset);
            outcome.closed.push(Closed {
                session: Arc::new(session),
                offset,
            });
        }
        let repeat = arrival.repeat
            || current
                .as_ref()
                .is_some_and(|s| s.fingerprints.contains(&arrival.event.fingerprint));
        if repeat {
            if let Some(session) = &mut current {
                session.touch(arrival);
            }
            continue;
        }
        let mut inherited = None;
        if let Some(session) = current.take_if(|session| must_split(session, arrival, timestamp)) {
            let session = Arc::new(session);
            if timestamp - session.end < session.timeout {
                inherited = Some(session.clone());
            }
            outcome.closed.push(Closed { session, offset });
        }
        let mut session = match (current.take(), &arrival.visitor) {
            (Some(session), _) => session,
            (None, Some(visitor)) => Session::open(
                site,
                visitor,
                arrival,
                timestamp,
                inherited.as_deref(),
                interner,
            )?,
            (None, None) => {
                outcome.rows.push(row_without_session(site, arrival));
                continue;
            }
        };
        outcome.rows.push(session.join(site, arrival, timestamp));
        current = Some(session);
    }
    outcome.open = current.map(Arc::new);
    Ok(outcome)
}

fn without_session_columns(fields: &Fields) -> Fields {
    let mut own = fields.clone();
    own.retain(|column| column.def().origin != Origin::Session);
    own
}

fn must_split(session: &Session, arrival: &Arrival, timestamp: Micros) -> bool {
    timestamp - session.end >= session.timeout
        || arrival.clock - session.opened >= SESSION_SPAN_MAX
        || session.events >= SESSION_EVENTS_MAX
}

/// The row of an event without a visitor: it counts in page views and events and belongs to nobody.
pub fn row_without_session(site: &SiteId, arrival: &Arrival) -> EventRow {
    let prepared = &arrival.event;
    EventRow {
        site: site.clone(),
        place: arrival.place,
        id: prepared.id.clone(),
        name: prepared.name.clone(),
        timestamp: prepared.timestamp(arrival.clock),
        client_timestamp: prepared.client_time,
        server_timestamp: prepared.server_timestamp(arrival.clock),
        session: None,
        client_session: prepared.client_session.clone(),
        user: prepared.user.clone(),
        is_session_start: false,
        is_bot: prepared.is_bot,
        is_import: prepared.is_import,
        fields: prepared.fields.clone(),
    }
}

/// The columns that a row of refused consent keeps beside the key columns (`events.md`, Consent).
pub fn is_kept_without_consent(column: Column) -> bool {
    matches!(
        column,
        Column::PagePath
            | Column::UtmSource
            | Column::UtmMedium
            | Column::ReferrerHostname
            | Column::Consent
    )
}

/// The columns that anonymous rows (consent unknown) do not have.
pub fn is_lost_when_anonymous(column: Column) -> bool {
    use Column as C;
    matches!(
        column,
        C::EmailSha256
            | C::PhoneSha256
            | C::FirstNameSha256
            | C::LastNameSha256
            | C::StreetSha256
            | C::CitySha256
            | C::RegionSha256
            | C::PostalCodeSha256
            | C::CountrySha256
            | C::Fbp
            | C::Fbc
            | C::Gclid
            | C::Gbraid
            | C::Wbraid
            | C::Dclid
            | C::Fbclid
            | C::Ttclid
            | C::Msclkid
            | C::LiFatId
            | C::Twclid
            | C::Sccid
            | C::Epik
    )
}
