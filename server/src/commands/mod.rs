//! The commands, one file each.

pub mod backup;
pub mod erase;
pub mod key;
pub mod secrets;
pub mod site;
pub mod sql;
pub mod tables;
pub mod user;
