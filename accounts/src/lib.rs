//! The control plane in SQL: organisations, sites with immutable settings versions, keys, salts. Knows nothing of
//! events and of what settings mean.
#![warn(missing_docs)]

mod entity;
mod migration;
mod store;

pub use store::{
    Accounts, AccountsError, ApiKey, DEFAULT_ORGANISATION, NewKey, Scope, Site, hash_key,
};
