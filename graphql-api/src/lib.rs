//! The GraphQL API: schema, resolvers, subscriptions, and the one place that decides what a caller reaches. Knows
//! nothing of Delta, DataFusion or mailboxes; what it needs stands in [`Backend`].
#![warn(missing_docs)]

mod counting;
mod inputs;
mod outputs;
mod port;
mod routes;
mod schema;

pub use inputs::{
    Comparison, Dimension, Direction, FilterInput, FilterOp, FilterScope, Interval, Metric,
    OrderInput, RangeInput, RangePreset, StatsInput, ValuesInput,
};
pub use port::{
    ApiError, ApiResult, Backend, Caller, ErasureData, EventData, EventsData, InstallStateData,
    LiveVisitorData, MinuteData, NamedCountData, PartitionData, PipelineData, PipelineErrorData,
    QueryInfoData, RealtimeData, SiteChange, SiteData, SiteHealthData, SiteStatusData, StatsData,
    StatsRowData, TableData,
};
pub use routes::router;
pub use schema::{COMPLEXITY_MAX, DEPTH_MAX, sdl};
