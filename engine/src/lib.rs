//! The pure core of Footfall: what an event, a frame and a session are, and every rule that decides what lands in the
//! tables. No I/O, no tasks, no clock: the same input gives the same rows on every machine at any time.
#![warn(missing_docs)]

pub mod acquisition;
mod agent;
mod checkpoint;
pub mod columns;
mod frame;
mod ids;
mod interner;
mod live;
mod log;
mod lookup;
mod network;
pub mod page;
mod partition;
mod prepare;
mod repeats;
mod row;
mod schema;
mod session;
mod settings;
mod sink;
mod site;
mod time;
mod tracking;
mod value;

pub use agent::{Agent, AgentParser, Bot, BotReason, ClientHints, DeviceCategory};
pub use checkpoint::{CheckpointFacts, CheckpointPolicy, Due};
pub use columns::{COLUMNS, Column, ColumnDef, Kind};
pub use frame::{
    Consent, EncodedFields, EncodedRequest, Event, FRAME_BYTES_MAX, FRAME_EVENTS_MAX,
    FRAME_VERSION, Frame, FrameBuilder, FrameError, Payload, Request, RequestHead, Source,
    split_request,
};
pub use ids::{
    EventId, Fingerprint, Generation, Key, Lane, Offset, PartitionId, SessionId, SettingsVersion,
    SiteId, VisitorId, partition_of,
};
pub use interner::Interner;
pub use live::{ACTIVE_SPAN, Counted, LiveCounters, MINUTES, MinuteCount};
pub use log::{Bounds, Log, LogError, LogSize, Record};
pub use lookup::{AddressLookup, NoLookup};
pub use network::*;
pub use partition::{
    Decoded, Malformed, PartitionSnapshot, PartitionState, RoutedChunk, STATE_VERSION, SettingsMap,
    StateError, decode, settings_named,
};
pub use prepare::{Prepared, click_columns, derive_page, prepare};
pub use repeats::{RepeatWindow, WINDOW_DEFAULT};
pub use row::{Attributes, EventRow, Place, SessionRef, SessionRow};
pub use schema::{Table, data_type, item_fields};
pub use session::{
    Arrival, ClockPoint, Closed, Outcome, PagePoint, Session, Step, is_kept_without_consent,
    is_lost_when_anonymous, row_without_session, run,
};
pub use settings::{
    AddressPolicy, ConsentMode, LeadForm, LookupPrecision, SettingsError, SettingsSource,
    SiteSettings, TIMEOUT_MAX, TIMEOUT_MIN, WeekStart,
};
pub use sink::{
    CheckpointOutcome, CheckpointPart, ChunkOutput, HotError, HotPartition, HotParts, HotSize,
    HotSource, HotVersion, Quarantined, Recovered, Sink, SinkError,
};
pub use site::{
    Batch, ChunkClocks, OpenChange, Plan, SiteChunk, SiteOutput, SiteSnapshot, SiteTable,
};
pub use time::{
    Clock, EARLY_MAX, IMPORT_MIN, LATE_MAX, LATE_TRUSTED_MAX, ManualClock, Micros, Span,
    SystemClock, event_time,
};
pub use tracking::Tracking;
pub use value::{Decimal, Fields, Item, Value};
