//! Imports: records of the past go through the same log and the same machine as live events, on a lane of their own
//! whose clock is the records' (design D3). A lane's sessions close when its end frame is processed.

mod access_log;
mod events;
mod pump;

pub use access_log::{AccessLine, Skip, parse_line};
pub use pump::{ImportError, ImportKind, ImportReport, Importer};
