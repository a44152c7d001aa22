//! How results get out: the hot store, the Parquet/Delta writer with its commit protocol, and table maintenance.
//! Knows nothing of actors and GraphQL.
#![warn(missing_docs)]

mod background;
mod delta;
mod files;
mod hot;
mod maintenance;
mod paths;
mod rows;
mod store;
mod table;

pub use delta::DeltaSink;
pub use files::{FileError, FileWriter, ParquetFile, file_schema, stats_columns, write_files};
pub use hot::HotStore;
pub use maintenance::Erased;
pub use paths::{app_id, table_dir};
pub use rows::{event_batch, session_batch};
pub use store::{Store, StoreError, Watch};
pub use table::{Change, Committed, TableError, TableWriter, Verdict, View};
