//! The GraphQL API: schema, resolvers, subscriptions, and the one place that decides what a caller reaches. Knows
//! nothing of Delta, DataFusion or mailboxes; what it needs stands in [`Backend`], and people in [`accounts`].
#![warn(missing_docs)]

mod access;
mod checks;
mod connection;
mod counting;
mod inputs;
mod limits;
mod outputs;
mod people;
mod port;
mod request;
mod rest;
mod routes;
mod schema;
mod segments;
mod settings;
mod sites;
mod snippets;
mod subscriptions;

pub use inputs::{
    Comparison, Dimension, Direction, EventsExportInput, ExportFormat, ExportInput, FilterInput,
    FilterOp, FilterScope, Interval, Metric, OrderInput, RangeInput, RangePreset, StatsInput,
    ValuesInput,
};
pub use port::{
    ApiError, ApiResult, Backend, DefinitionData, ErasureData, EventData, EventDetailData,
    EventsData, ExportFile, Exported, InstallCheckData, InstallStateData, Installation,
    LiveVisitorData, MinuteData, NamedCountData, PartitionData, PipelineData, QueryInfoData,
    Questions, RealtimeData, SiteChange, SiteData, SiteEntry, SiteHealthData, SiteStatusData,
    StatsData, StatsRowData, TableData,
};
pub use request::{CSRF_HEADER, ClientAddress, refresh_cookie};
pub use routes::{REQUEST_BYTES_MAX, router};
pub use schema::{COMPLEXITY_MAX, DEPTH_MAX, sdl};
