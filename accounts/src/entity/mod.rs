//! The rows of the control plane, one file per table.

pub mod api_key;
pub mod organisation;
pub mod revision;
pub mod salt;
pub mod settings;
pub mod site;
