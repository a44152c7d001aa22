//! The engine at its public seam.

#![allow(clippy::unwrap_used)]

mod chunks;
mod sessions;
mod stored;
mod world;
