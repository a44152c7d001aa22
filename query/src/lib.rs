//! Questions over the two tables: every metric and dimension defined once, plans built from expressions, and one
//! consistent instant of committed files and hot rows under each answer (design D7, D9).
//!
//! The crate knows the tables' schemas and the hot store's contract ([`engine::HotSource`]) and nothing of actors,
//! GraphQL, or how rows were written. `events.md` ("How a question is answered") is what it implements.
#![warn(missing_docs)]

mod answer;
mod calendar;
mod cell_source;
mod cells;
mod coded;
mod codes;
mod dimension;
mod error;
mod export;
mod feed;
mod filter;
mod footers;
mod functions;
mod hot;
mod measure;
mod merge;
mod metric;
mod numbering;
mod people;
mod period;
mod plan;
mod question;
mod recent;
mod run;
mod scan;
mod scanned;
mod service;
mod sql;
mod stats;
mod tables;
mod values;
mod view;

pub use answer::{Answer, QueryInfo, Row};
pub use dimension::{Dimension, Scope};
pub use error::QueryError;
pub use export::{Export, ExportQuery};
pub use feed::{Cursor, Event, EventsPage, EventsQuery};
pub use filter::check_filters;
pub use metric::{Metric, Over, Unit};
pub use question::{
    Comparison, Condition, Direction, Filter, FilterOp, FilterScope, Interval, Limit, OrderBy,
    OrderKey, Preset, Question, Range, Site, WeekStart,
};
pub use recent::{RecentCount, RecentQuery};
pub use service::{Engine, QueryConfig, Store};
pub use sql::{Freshness, SqlAnswer, SqlQuery};
pub use tables::TableState;
pub use values::{NamedCount, ValuesQuery};
pub use view::PointInTime;
