//! The commands, one file each.

pub mod backup;
pub mod erase;
pub mod key;
pub mod site;
pub mod sql;
pub mod tables;
