//! The rows of the control plane, one file per table.

pub mod api_key;
pub mod audit;
pub mod family;
pub mod identity;
pub mod invitation;
pub mod login_attempt;
pub mod membership;
pub mod one_time_token;
pub mod organisation;
pub mod pipeline_error;
pub mod ready_hour;
pub mod recovery_code;
pub mod refresh_token;
pub mod revision;
pub mod salt;
pub mod segment;
pub mod settings;
pub mod signing_key;
pub mod site;
pub mod site_erasure;
pub mod user;
