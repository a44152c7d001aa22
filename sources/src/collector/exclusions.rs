//! What a site leaves out — hosts, paths, networks, countries, events — and paths that it wants hashed. The script does
//! the same in the browser; the collector holds to it whatever the script does.

use std::net::IpAddr;

use compact_str::CompactString;
use engine::acquisition::campaign_parameters;
use engine::page::split_url;
use engine::{Column, Event, Fields, SiteSettings, Value, click_columns};
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use wildmatch::WildMatch;

/// Begins a hashed path.
const HASHED: &str = "/~";
/// Hex digits of a hashed path.
const HASHED_DIGITS: usize = 16;

/// Why an event is accepted and not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Exclusion {
    /// Its visitor's network.
    Network,
    /// Its visitor's country.
    Country,
    /// Its page's host.
    Host,
    /// Its page's path.
    Path,
    /// Its name.
    Event,
    /// Its visitor was not asked for consent, and the site stores nothing before.
    Consent,
    /// It is a flag of other events (`session_start`, `first_visit`).
    Flag,
    /// It answers an installation check.
    Check,
}

impl Exclusion {
    /// Its name in `/metrics`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Country => "country",
            Self::Host => "host",
            Self::Path => "path",
            Self::Event => "event",
            Self::Consent => "consent",
            Self::Flag => "flag",
            Self::Check => "check",
        }
    }
}

/// Whether visitors of a network are left out.
pub fn of_network(settings: &SiteSettings, address: Option<IpAddr>) -> bool {
    let networks = &settings.tracking.excluded_networks;
    // Settings are checked before they are stored; one that is no network excludes nobody.
    address.is_some_and(|address| {
        networks
            .iter()
            .filter_map(|network| network.parse::<IpNet>().ok())
            .any(|network| network.contains(&address))
    })
}

/// Whether visitors from the country of a place are left out.
pub fn of_country(settings: &SiteSettings, country: Option<&str>) -> bool {
    let countries = &settings.tracking.excluded_countries;
    country.is_some_and(|country| countries.iter().any(|excluded| excluded == country))
}

/// Why an event is left out by what it says itself.
pub fn of_event(settings: &SiteSettings, event: &Event) -> Option<Exclusion> {
    let tracking = &settings.tracking;
    if tracking.events_off.contains(&event.name) {
        return Some(Exclusion::Event);
    }
    if tracking.excluded_hosts.is_empty() && tracking.excluded_paths.is_empty() {
        return None;
    }
    let parts = event
        .fields
        .text(Column::PageUrl)
        .map(split_url)
        .unwrap_or_default();
    let path = parts.path.or_else(|| event.fields.text(Column::PagePath));
    let matches = |patterns: &[CompactString], text: Option<&str>| {
        let text = text.unwrap_or_default();
        let mut patterns = patterns.iter();
        !text.is_empty() && patterns.any(|pattern| WildMatch::new(pattern).matches(text))
    };
    if matches(&tracking.excluded_hosts, parts.host.as_deref()) {
        return Some(Exclusion::Host);
    }
    matches(&tracking.excluded_paths, path).then_some(Exclusion::Path)
}

/// Hashes the paths of an event where the site wants that: `page_path` becomes `/~` and sixteen hex digits, and what would
/// tell the path otherwise is dropped, once its campaign has been read.
pub fn hash_paths(settings: &SiteSettings, origin_host: Option<&str>, event: &mut Event) {
    let Some(key) = settings.tracking.path_key.as_deref() else {
        return;
    };
    let fields = &mut event.fields;
    let url = fields.text(Column::PageUrl).map(str::to_owned);
    let own_host = match &url {
        Some(url) => split_url(url).host,
        None => origin_host.map(Into::into),
    };
    if let Some(url) = &url {
        keep_campaign(fields, split_url(url).query);
    }
    let routed = settings.tracking.hash_routing;
    let path = fields.text(Column::PagePath).map(str::to_owned);
    let hashed = match (&url, path) {
        (_, Some(path)) if is_hashed(&path) => Some(path),
        (Some(url), _) => routed_path(url, routed).map(|path| hashed_path(key, &path)),
        (None, path) => path.map(|path| hashed_path(key, &path)),
    };
    fields.retain(|column| {
        !matches!(
            column,
            Column::PageUrl | Column::PageQuery | Column::PageTitle | Column::PagePath
        )
    });
    fields.set_text(Column::PagePath, hashed);
    fields.set_text(Column::PageHostname, own_host.as_deref());
    for column in [
        Column::PageReferrer,
        Column::LinkUrl,
        Column::FormDestination,
    ] {
        let Some(url) = fields.text(column).map(str::to_owned) else {
            continue;
        };
        let parts = split_url(&url);
        let is_own = parts
            .host
            .as_deref()
            .is_none_or(|host| Some(host) == own_host.as_deref() || settings.owns_host(host));
        let Some(path) = parts.path.filter(|path| is_own && !is_hashed(path)) else {
            continue;
        };
        let origin = match url.find("://") {
            Some(at) => {
                &url[..url[at + 3..]
                    .find(['/', '?'])
                    .map_or(url.len(), |end| at + 3 + end)]
            }
            None => "",
        };
        let text = format!("{origin}{}", hashed_path(key, path));
        fields.set_text(column, Some(text));
        if column == Column::LinkUrl {
            fields.retain(|column| column != Column::FileName);
        }
    }
}

/// A path under a site's key: `/~` and the first sixteen hex digits of SHA-256 over key and path.
pub fn hashed_path(key: &str, path: &str) -> String {
    let digest = Sha256::new()
        .chain_update(key.as_bytes())
        .chain_update(path.as_bytes())
        .finalize();
    let digits: String = digest
        .iter()
        .take(HASHED_DIGITS / 2)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{HASHED}{digits}")
}

fn is_hashed(path: &str) -> bool {
    path.strip_prefix(HASHED).is_some_and(|digits| {
        digits.len() == HASHED_DIGITS
            && digits
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    })
}

/// The path of an address, with its fragment where fragments are routes.
fn routed_path(url: &str, routed: bool) -> Option<String> {
    let path = split_url(url).path?;
    match url.split_once('#').filter(|_| routed) {
        Some((_, fragment)) => Some(format!("{path}#{fragment}")),
        None => Some(path.to_owned()),
    }
}

fn keep_campaign(fields: &mut Fields, query: Option<&str>) {
    let Some(query) = query else { return };
    let parameters = campaign_parameters(query);
    let utm = [
        (Column::UtmSource, parameters.utm_source),
        (Column::UtmMedium, parameters.utm_medium),
        (Column::UtmCampaign, parameters.utm_campaign),
        (Column::UtmTerm, parameters.utm_term),
        (Column::UtmContent, parameters.utm_content),
    ];
    let ids = click_columns().map(|(id, column)| {
        let held = parameters.click_ids.iter().find(|(held, _)| *held == id);
        (column, held.map(|(_, value)| value.clone()))
    });
    for (column, value) in utm.into_iter().chain(ids) {
        if let Some(value) = value
            && fields.get(column).is_none()
        {
            fields.set(column, Value::Text(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::{EventId, Tracking};

    use super::*;

    const KEY: &str = "00112233445566778899aabbccddeeff";

    fn event(name: &str, fields: &[(Column, &str)]) -> Event {
        let mut held = Fields::new();
        for (column, text) in fields {
            held.set_text(*column, Some(*text));
        }
        Event {
            id: EventId::new("e"),
            name: name.into(),
            client_time: None,
            fields: held,
            properties: None,
        }
    }

    fn settings(tracking: Tracking) -> SiteSettings {
        SiteSettings {
            domains: vec!["example.com".into()],
            tracking,
            ..SiteSettings::default()
        }
    }

    #[test]
    fn paths_hash_as_the_script_hashes_them() {
        for (path, hashed) in [
            ("/secret/page", "/~ecc7aad1e547fe78"),
            ("/", "/~a8638a1a255b669c"),
            ("/caf%C3%A9/#/x", "/~57c61fa180b85996"),
        ] {
            assert_eq!(hashed_path(KEY, path), hashed);
            assert!(is_hashed(hashed) && !is_hashed(path));
        }
    }

    #[test]
    fn a_hashed_event_tells_its_campaign_and_no_path() {
        let settings = settings(Tracking {
            path_key: Some(KEY.into()),
            ..Tracking::default()
        });
        let mut held = event(
            "click",
            &[
                (
                    Column::PageUrl,
                    "https://example.com/secret/page?utm_source=news&q=me",
                ),
                (Column::PageTitle, "Secret"),
                (Column::PageReferrer, "https://www.example.com/?x=1"),
                (Column::LinkUrl, "https://other.test/open"),
            ],
        );
        hash_paths(&settings, None, &mut held);
        let text = |column| held.fields.text(column);
        assert_eq!(text(Column::PagePath), Some("/~ecc7aad1e547fe78"));
        assert_eq!(text(Column::PageHostname), Some("example.com"));
        assert_eq!(text(Column::UtmSource), Some("news"));
        assert_eq!(text(Column::PageUrl), None);
        assert_eq!(text(Column::PageTitle), None);
        let referrer = "https://www.example.com/~a8638a1a255b669c";
        assert_eq!(text(Column::PageReferrer), Some(referrer));
        assert_eq!(text(Column::LinkUrl), Some("https://other.test/open"));
        // What the script has hashed already stays as it is.
        hash_paths(&settings, Some("example.com"), &mut held);
        let text = |column| held.fields.text(column);
        assert_eq!(text(Column::PagePath), Some("/~ecc7aad1e547fe78"));
        assert_eq!(text(Column::PageReferrer), Some(referrer));
    }

    #[test]
    fn events_are_left_out_by_name_host_and_path() {
        let settings = settings(Tracking {
            events_off: vec!["scroll".into()],
            excluded_hosts: vec!["staging.*".into()],
            excluded_paths: vec!["/admin/*".into()],
            ..Tracking::default()
        });
        let at = |name, url| of_event(&settings, &event(name, &[(Column::PageUrl, url)]));
        assert_eq!(at("scroll", "https://example.com/"), Some(Exclusion::Event));
        assert_eq!(
            at("page_view", "https://Staging.example.com/"),
            Some(Exclusion::Host)
        );
        assert_eq!(
            at("page_view", "https://example.com/admin/users?x"),
            Some(Exclusion::Path)
        );
        assert_eq!(at("page_view", "https://example.com/administration"), None);
    }

    #[test]
    fn networks_and_countries_are_left_out() {
        let settings = settings(Tracking {
            excluded_networks: vec!["192.0.2.0/24".into(), "nonsense".into()],
            excluded_countries: vec!["AQ".into()],
            ..Tracking::default()
        });
        assert!(of_network(&settings, Some([192, 0, 2, 9].into())));
        assert!(!of_network(&settings, Some([192, 0, 3, 9].into())));
        assert!(!of_network(&settings, None));
        assert!(of_country(&settings, Some("AQ")));
        assert!(!of_country(&settings, Some("DE")));
    }
}
