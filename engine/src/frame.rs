//! The frame: what the log stores and the only input of processing. It carries everything that a decision needs
//! (design D3), so that replay needs no clock, database or look-up.
//!
//! ```text
//! byte 0      format version (1)
//! bytes 1..   postcard of `Frame`: lane, then the payload; requests stand one after the other, so that requests
//!             encoded apart can be joined without decoding them (`FrameBuilder`)
//! ```
//!
//! A change of the layout is a new version; samples of every version that landed are kept in `engine/tests/samples`
//! and must stay readable.

use bytes::Bytes;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, Lane, SettingsVersion, SiteId, VisitorId};
use crate::time::{Micros, Span};
use crate::value::Fields;

/// The format that is written.
pub const FRAME_VERSION: u8 = 1;
/// Upper bound of an encoded frame, bytes.
pub const FRAME_BYTES_MAX: usize = 512 * 1024;
/// Upper bound of the events in a frame.
pub const FRAME_EVENTS_MAX: usize = 4_096;

/// Where an event came from; `origin` in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The tracking script.
    Tracker,
    /// A server with a write key.
    Server,
    /// The image pixel.
    Pixel,
    /// An import.
    Import,
}

impl Source {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Source::Tracker => "tracker",
            Source::Server => "server",
            Source::Pixel => "pixel",
            Source::Import => "import",
        }
    }
}

/// Consent under which an event was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Consent {
    /// Given.
    Granted,
    /// Not needed by the site's settings, or a server's or import's event without a state.
    NotRequired,
    /// Not known; only where the site's setting allows anonymous rows.
    Unknown,
    /// Refused.
    Denied,
}

impl Consent {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            Consent::Granted => "granted",
            Consent::NotRequired => "not_required",
            Consent::Unknown => "unknown",
            Consent::Denied => "denied",
        }
    }
}

/// Columns in their encoded form: equal for many requests, so they are decoded once and shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EncodedFields(Box<[u8]>);

impl EncodedFields {
    /// Encodes columns.
    pub fn new(fields: &Fields) -> Self {
        if fields.is_empty() {
            return Self::default();
        }
        Self(
            postcard::to_allocvec(fields)
                .expect("fields hold only types that postcard encodes")
                .into(),
        )
    }
    /// Decodes the columns.
    pub fn decode(&self) -> Result<Fields, FrameError> {
        if self.0.is_empty() {
            return Ok(Fields::new());
        }
        postcard::from_bytes(&self.0).map_err(FrameError::Malformed)
    }
    /// Whether there is nothing inside.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What all events of one request share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestHead {
    /// The site.
    pub site: SiteId,
    /// The settings version under which the collector accepted the request.
    pub settings: SettingsVersion,
    /// `server_received − sent_at`, where the sender said when it sent.
    pub skew: Option<Span>,
    /// Whether a write key vouches for times up to seven days old.
    pub trusted: bool,
    /// The record's own time: set in an import's lane and nowhere else.
    pub time: Option<Micros>,
    /// The visitor; None where consent is denied.
    pub visitor: Option<VisitorId>,
    /// The visitor's cookieless id by yesterday's salt, so that a session may cross midnight.
    pub visitor_before: Option<VisitorId>,
    /// The browser's own session id.
    pub client_session: Option<CompactString>,
    /// The browser's count of sessions.
    pub session_number: Option<i32>,
    /// Whether this is the visitor's first session.
    pub is_first_visit: Option<bool>,
    /// The authenticated user.
    pub user: Option<CompactString>,
    /// Consent.
    pub consent: Consent,
    /// Where the request came from.
    pub source: Source,
    /// Version of the script that sent it.
    pub script_version: Option<CompactString>,
    /// Whether a program, not a person, caused it.
    pub is_bot: bool,
    /// What the user agent says: device, browser, operating system, bot.
    pub agent: EncodedFields,
    /// What the browser says: screen, viewport, language, zone.
    pub client: EncodedFields,
    /// What the address look-up says: place, network, company.
    pub place: EncodedFields,
}

/// One event as sent, normalised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its identity.
    pub id: EventId,
    /// Its canonical name.
    pub name: CompactString,
    /// The sender's time, uncorrected.
    pub client_time: Option<Micros>,
    /// Columns that properties fill.
    pub fields: Fields,
    /// JSON text of all other properties.
    pub properties: Option<CompactString>,
}

/// One request: its head and its events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What the events share.
    pub head: RequestHead,
    /// The events in the order sent.
    pub events: Vec<Event>,
}

/// What a frame says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Payload {
    /// Events.
    Requests(Vec<Request>),
    /// Nothing but the time: appended when a deadline has passed and no other frame has come.
    Tick,
    /// The end of a site's import: its lane's sessions close here.
    EndLane {
        /// The site.
        site: SiteId,
    },
    /// A visitor's rows up to here are to be forgotten.
    Erase {
        /// The site.
        site: SiteId,
        /// The visitor.
        visitor: VisitorId,
    },
}

/// The unit of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Whose clock and sessions it belongs to.
    pub lane: Lane,
    /// What it says.
    pub payload: Payload,
}

/// Why bytes are not a frame.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FrameError {
    /// There are no bytes.
    #[error("frame is empty")]
    Empty,
    /// A later version of the program wrote it.
    #[error("frame version {0} is not known; it was written by a later version of footfall")]
    Version(u8),
    /// The bytes do not decode.
    #[error("frame does not decode: {0}")]
    Malformed(postcard::Error),
}

impl Frame {
    /// A frame that only moves the clock.
    pub fn tick() -> Self {
        Self {
            lane: Lane::Live,
            payload: Payload::Tick,
        }
    }

    /// How many events it holds.
    pub fn events(&self) -> usize {
        match &self.payload {
            Payload::Requests(requests) => requests.iter().map(|r| r.events.len()).sum(),
            _ => 0,
        }
    }

    /// Encodes in the present version.
    pub fn encode(&self) -> Bytes {
        let bytes = postcard::to_extend(self, vec![FRAME_VERSION])
            .expect("frames hold only types that postcard encodes");
        bytes.into()
    }

    /// Decodes any version that was ever written.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        let (version, body) = bytes.split_first().ok_or(FrameError::Empty)?;
        if *version != FRAME_VERSION {
            return Err(FrameError::Version(*version));
        }
        postcard::from_bytes(body).map_err(FrameError::Malformed)
    }
}

/// One request in encoded form, ready to be joined with others.
#[derive(Clone, Debug)]
pub struct EncodedRequest {
    bytes: Vec<u8>,
    events: usize,
}

impl EncodedRequest {
    /// Encodes a request.
    pub fn new(request: &Request) -> Self {
        Self {
            bytes: postcard::to_allocvec(request)
                .expect("requests hold only types that postcard encodes"),
            events: request.events.len(),
        }
    }
    /// Encoded length.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }
    /// Never: a request has a head.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
    /// How many events it holds.
    pub fn events(&self) -> usize {
        self.events
    }
}

/// Joins encoded requests of one partition and lane into a frame within the bounds.
#[derive(Debug)]
pub struct FrameBuilder {
    lane: Lane,
    requests: usize,
    events: usize,
    body: Vec<u8>,
}

impl FrameBuilder {
    /// A frame without requests.
    pub fn new(lane: Lane) -> Self {
        Self {
            lane,
            requests: 0,
            events: 0,
            body: Vec::new(),
        }
    }
    /// Whether another request fits. The first always does.
    pub fn fits(&self, request: &EncodedRequest) -> bool {
        self.requests == 0
            || (self.body.len() + request.bytes.len() + 32 <= FRAME_BYTES_MAX
                && self.events + request.events <= FRAME_EVENTS_MAX)
    }
    /// Adds a request.
    pub fn push(&mut self, request: &EncodedRequest) {
        self.body.extend_from_slice(&request.bytes);
        self.requests += 1;
        self.events += request.events;
    }
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.requests == 0
    }
    /// The encoded frame.
    pub fn finish(self) -> Bytes {
        let head = Frame {
            lane: self.lane,
            payload: Payload::Requests(Vec::new()),
        };
        let mut bytes = postcard::to_extend(&head, vec![FRAME_VERSION])
            .expect("frames hold only types that postcard encodes");
        bytes.pop();
        let mut bytes = postcard::to_extend(&self.requests, bytes).expect("a number encodes");
        bytes.extend_from_slice(&self.body);
        bytes.into()
    }
}

/// Splits a request whose encoding would pass the bounds of a frame into several of the same head.
pub fn split_request(request: Request) -> Vec<Request> {
    let mut parts = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    let mut bytes = 0;
    let head_bytes = EncodedRequest::new(&Request {
        head: request.head.clone(),
        events: Vec::new(),
    })
    .len();
    for event in request.events {
        let size = encoded_size(&event);
        let full =
            head_bytes + bytes + size + 64 > FRAME_BYTES_MAX || events.len() >= FRAME_EVENTS_MAX;
        if full && !events.is_empty() {
            parts.push(Request {
                head: request.head.clone(),
                events: std::mem::take(&mut events),
            });
            bytes = 0;
        }
        bytes += size;
        events.push(event);
    }
    parts.push(Request {
        head: request.head,
        events,
    });
    parts
}

fn encoded_size(event: &Event) -> usize {
    postcard::to_allocvec(event).map_or(0, |bytes| bytes.len())
}
