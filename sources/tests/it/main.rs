//! The sources at their public seam.

#![allow(clippy::unwrap_used)]

mod geoip;
mod log_suite;
mod logs;
