//! How events get in: the collector's routes, the logs, address look-up, imports. Knows nothing of actors and queries.
#![warn(missing_docs)]

pub mod collector;
mod geoip;
pub mod import;
pub mod log;

pub use geoip::{DatabaseKind, GeoIp, GeoIpError};
