//! The supervision tree around the engine's state machines: root → partition → site → session. Knows nothing of HTTP,
//! Parquet and GraphQL.
#![warn(missing_docs)]

mod committer;
mod faults;
mod hub;
mod metrics;
mod partition;
mod root;
mod session;
mod site;

pub use hub::{Hub, LiveRows, PastCount, SiteCounts};
pub use partition::Surroundings;
pub use root::{Pipeline, PipelineError};
pub use site::SessionBudget;
