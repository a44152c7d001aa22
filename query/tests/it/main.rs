//! The crate at its public seam: tables written with Delta, hot rows beside them, answers against plain recomputation.
#![allow(clippy::unwrap_used)]

mod answers;
mod cells;
mod consistency;
mod generate;
mod oracle;
mod pruning;
mod reading;
mod recomputed;
mod world;
