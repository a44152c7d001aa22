//! A site's settings as processing and collecting see them. Each version is immutable and a frame names the version it
//! was accepted under, so that replay decides as the first run did (design D3).

use std::sync::Arc;

use async_trait::async_trait;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::ids::{SettingsVersion, SiteId};
use crate::time::Span;
use crate::tracking::Tracking;

/// Shortest session timeout: one second.
pub const TIMEOUT_MIN: Span = Span::seconds(1);
/// Longest session timeout: four hours.
pub const TIMEOUT_MAX: Span = Span::seconds(4 * 3600);

/// What an unknown consent state allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentMode {
    /// Cookieless until granted.
    #[default]
    Anonymous,
    /// Nothing before consent.
    Strict,
    /// Full rows without asking.
    NotRequired,
}

/// What becomes of the raw address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressPolicy {
    /// Looked up, then forgotten.
    #[default]
    Discard,
    /// Kept without its last part (IPv4 /24, IPv6 /48).
    Truncate,
    /// Kept as a keyed hash.
    Hash,
    /// Kept as it is, at most 90 days.
    Keep,
}

/// How precisely a place is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookupPrecision {
    /// City, postal code and coordinates.
    #[default]
    City,
    /// Country and region.
    Region,
    /// The country alone.
    Country,
}

/// Which day a week of the site's reports begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// ISO weeks.
    #[default]
    Monday,
    /// As in North America.
    Sunday,
}

/// A form that counts as a lead when it is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadForm {
    /// The form's id or name.
    pub form: CompactString,
    /// What kind of lead it is.
    #[serde(default)]
    pub lead_type: Option<CompactString>,
    /// What it is worth, in the site's currency.
    #[serde(default)]
    pub lead_value: Option<f64>,
}

/// One version of a site's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteSettings {
    /// The site's own domains, lower case, without port.
    pub domains: Vec<CompactString>,
    /// Further hosts that may send events; `*` allows any.
    pub allowed_hosts: Vec<CompactString>,
    /// IANA zone of the site's reports.
    pub timezone: CompactString,
    /// ISO 4217.
    pub currency: CompactString,
    /// Inactivity that ends a session, microseconds.
    pub session_timeout: Span,
    /// Event names that count as conversions and prevent a bounce.
    pub key_events: Vec<CompactString>,
    /// What unknown consent allows.
    pub consent: ConsentMode,
    /// What becomes of the raw address.
    pub address: AddressPolicy,
    /// Whether addresses are looked up at all.
    pub lookup: bool,
    /// How precisely the place is kept.
    pub lookup_precision: LookupPrecision,
    /// Which day a week begins with.
    pub week_start: WeekStart,
    /// Forms that count as leads.
    pub leads: Vec<LeadForm>,
    /// Whether Do Not Track and Global Privacy Control count as refusal.
    pub honour_dnt: bool,
    /// Days that rows are kept, counted from the event's day; None keeps them.
    pub retention_days: Option<u32>,
    /// Whether the collector accepts events.
    pub paused: bool,
    /// How many shards the site is spread over (design D2).
    pub shards: u16,
    /// What the site's script is told, and what is left out.
    pub tracking: Tracking,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            domains: Vec::new(),
            allowed_hosts: Vec::new(),
            timezone: CompactString::const_new("UTC"),
            currency: CompactString::const_new("USD"),
            session_timeout: Span::seconds(30 * 60),
            key_events: ["purchase", "revenue", "generate_lead", "sign_up"]
                .into_iter()
                .map(CompactString::const_new)
                .collect(),
            consent: ConsentMode::default(),
            address: AddressPolicy::default(),
            lookup: true,
            lookup_precision: LookupPrecision::default(),
            week_start: WeekStart::default(),
            leads: Vec::new(),
            honour_dnt: false,
            retention_days: None,
            paused: false,
            shards: 1,
            tracking: Tracking::default(),
        }
    }
}

impl SiteSettings {
    /// Whether an event of this name is one of the site's key events.
    pub fn is_key_event(&self, name: &str) -> bool {
        self.key_events.iter().any(|key| key == name)
    }
    /// Whether a host is one of the site's domains or a subdomain of one. `host` is lower case without port.
    pub fn owns_host(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| is_within(host, domain))
    }
    /// Whether a browser on this host may send events.
    pub fn allows_host(&self, host: &str) -> bool {
        self.owns_host(host)
            || self
                .allowed_hosts
                .iter()
                .any(|allowed| allowed == "*" || is_within(host, allowed))
    }
    /// Whether any host may send events.
    pub fn allows_any_host(&self) -> bool {
        self.allowed_hosts.iter().any(|allowed| allowed == "*")
    }
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain
        || host
            .strip_suffix(domain)
            .is_some_and(|rest| rest.ends_with('.'))
}

/// Why settings could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no such version; a frame that names it cannot be processed.
    #[error("site {site} has no settings version {version}")]
    Unknown {
        /// The site.
        site: SiteId,
        /// The version that a frame names.
        version: SettingsVersion,
    },
    /// The control plane did not answer; trying again can help.
    #[error("settings are not available: {0}")]
    Unavailable(String),
}

/// Where settings versions are read from. Versions are immutable, so an implementation may cache them for ever.
#[async_trait]
pub trait SettingsSource: Send + Sync + 'static {
    /// One version of a site's settings.
    async fn version(
        &self,
        site: &SiteId,
        version: SettingsVersion,
    ) -> Result<Arc<SiteSettings>, SettingsError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains_belong_and_look_alikes_do_not() {
        let settings = SiteSettings {
            domains: vec!["example.com".into()],
            allowed_hosts: vec!["shop.test".into()],
            ..SiteSettings::default()
        };
        for (host, owned, allowed) in [
            ("example.com", true, true),
            ("www.example.com", true, true),
            ("badexample.com", false, false),
            ("example.com.evil.test", false, false),
            ("shop.test", false, true),
            ("a.shop.test", false, true),
        ] {
            assert_eq!(settings.owns_host(host), owned, "{host}");
            assert_eq!(settings.allows_host(host), allowed, "{host}");
        }
    }
}
