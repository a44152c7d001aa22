//! What processing puts out: rows of the two tables before they become Arrow.

use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, Key, Offset, PartitionId, SessionId, SiteId, VisitorId};
use crate::session::Session;
use crate::time::Micros;
use crate::value::Fields;

/// The columns that a session's rows share, in groups that many sessions have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attributes {
    /// From the user agent.
    pub agent: Arc<Fields>,
    /// From the browser: screen, viewport, language, zone.
    pub client: Arc<Fields>,
    /// From the address look-up.
    pub place: Arc<Fields>,
    /// Source, medium, channel, campaign, click ids, entry referrer.
    pub acquisition: Arc<Fields>,
}

impl Attributes {
    /// The groups one after the other; no column stands in two.
    pub fn groups(&self) -> [&Arc<Fields>; 4] {
        [&self.agent, &self.client, &self.place, &self.acquisition]
    }
    /// A text column of any group.
    pub fn text(&self, column: crate::columns::Column) -> Option<&str> {
        self.groups()
            .into_iter()
            .find_map(|group| group.text(column))
    }
}

/// Where an event stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The partition.
    pub partition: PartitionId,
    /// The frame.
    pub offset: Offset,
    /// The event's number in the frame, from 0.
    pub index: u16,
}

/// Whose event it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRef {
    /// The visitor.
    pub visitor: VisitorId,
    /// Key of the visitor.
    pub visitor_key: Key,
    /// The session.
    pub session: SessionId,
    /// Key of the session.
    pub session_key: Key,
    /// The visitor's count of sessions, by the browser.
    pub session_number: Option<i32>,
    /// Whether it is the visitor's first session.
    pub is_first_visit: Option<bool>,
    /// Columns of the session's first event.
    pub attributes: Attributes,
}

/// A row of `events`.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// The site.
    pub site: SiteId,
    /// Where it stands in the log.
    pub place: Place,
    /// The event's id.
    pub id: EventId,
    /// Its name.
    pub name: CompactString,
    /// Corrected event time.
    pub timestamp: Micros,
    /// The sender's time.
    pub client_timestamp: Option<Micros>,
    /// The log's append time, or an imported record's.
    pub server_timestamp: Micros,
    /// The session; None where consent is denied or no visitor is known.
    pub session: Option<Arc<SessionRef>>,
    /// The browser's session id.
    pub client_session: Option<CompactString>,
    /// The authenticated user.
    pub user: Option<CompactString>,
    /// Whether the event opened its session.
    pub is_session_start: bool,
    /// Whether a program caused it.
    pub is_bot: bool,
    /// Whether it came in by an import, which realtime figures leave out.
    pub is_import: bool,
    /// The event's own columns.
    pub fields: Arc<Fields>,
}

/// A row of `sessions`: a closed session, or an open one as of the last chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionRow {
    /// The site.
    pub site: SiteId,
    /// The partition that owns it.
    pub partition: PartitionId,
    /// The session's state.
    pub session: Arc<Session>,
    /// The frame at which the clock reached the deadline; None while open.
    pub closed_offset: Option<Offset>,
}
