//! The control plane in SQL: organisations, people and what they may do, sites with immutable settings versions, keys, salts. Knows nothing
//! of events and of what settings mean.
//!
//! Whatever depends on time or chance takes a [`Moment`]. Whatever changes something takes an [`Actor`] and is noted in the audit log in the
//! same transaction. Secrets that are looked for are stored as SHA-256, passwords as Argon2id, secrets that are needed again sealed under
//! [`SecretKeys`].
#![warn(missing_docs)]

mod audit;
mod entity;
mod error;
mod families;
mod identities;
mod invitations;
mod keys;
mod mail;
mod migration;
mod moment;
mod monitoring;
mod one_time;
mod organisations;
mod password;
mod rights;
mod rotation;
mod salts;
mod seal;
mod segments;
mod sign_in;
mod signing;
mod sites;
mod store;
mod text;
mod totp;
mod users;

pub use audit::{Actor, AuditEntry};
pub use error::{AccountsError, Result};
pub use families::{FAMILY_LASTS, REFRESH_LASTS, REUSE_GRACE, Session};
pub use identities::IdentityClaims;
pub use invitations::{Accepting, Invitation, Invited};
pub use keys::{ApiKey, KeyUse, NewKey, Scope};
pub use mail::Mail;
pub use moment::{Moment, OsRandom, Random, hash_secret};
pub use monitoring::{ERRORS_KEPT, ErrorsWanted, PipelineError, UPTIME_OVER};
pub use organisations::{Member, Organisation, OrganisationChange};
pub use password::MEMORY_KIB as PASSWORD_MEMORY_KIB;
pub use rights::{Grant, Identity, Rights, Role, Standing};
pub use seal::SecretKeys;
pub use segments::{NewSegment, Segment};
pub use sign_in::{LoggedIn, Login, SignedIn};
pub use signing::ACCESS_LASTS;
pub use sites::{DeletedSite, Site, SiteEdit, SiteErasure, UNDO_DELETION};
pub use store::{Accounts, AccountsOptions, DEFAULT_ORGANISATION};
pub use totp::{TotpConfirmed, TotpEnrolment};
pub use users::{SignUp, SignUpMode, SignedUp, User};
