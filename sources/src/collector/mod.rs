//! The collector: the routes by which events come in (`interfaces.md`, Collecting). It answers 202 only after the log
//! says durable, and resolves everything from outside before it writes, so that replay asks nobody.

mod activity;
mod agents;
mod appender;
mod batch;
mod body;
mod cookieless;
mod directory;
mod error;
mod exclusions;
mod figures;
mod first_party;
mod heads;
mod limits;
mod peer;
mod properties;
mod routes;

pub use activity::{Activity, Count, InstallCheck, Refusal, SiteReport};
pub use appender::Appender;
pub use batch::{Batch, BatchEvent, Sender, canonical_name, parse};
pub use cookieless::{keyed_hash, keyed_uuid};
pub use directory::{CollectSite, Directory, Salt, WriteKey};
pub use error::{CollectError, Rejection};
pub use exclusions::Exclusion;
pub use figures::Figures;
pub use heads::{Arrived, Built, Heads};
pub use limits::{Limits, Rate, RateError};
pub use peer::TrustedProxies;
pub use routes::{Collector, CollectorParts, collect, router};
