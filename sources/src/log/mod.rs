//! The logs: in memory, embedded, NATS JetStream. One conformance suite (`tests/it/log_suite.rs`) is run by all.

mod embedded;
mod jetstream;
mod memory;

pub use embedded::{EmbeddedLog, EmbeddedOptions};
pub use jetstream::{JetStreamLog, JetStreamOptions};
pub use memory::MemoryLog;
