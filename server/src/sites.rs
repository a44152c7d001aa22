//! Sites as people give them: settings merged over what is there, checked before they are stored.

use engine::{SiteSettings, TIMEOUT_MAX, TIMEOUT_MIN, Tracking};
use graphql_api::{ApiError, ApiResult, SiteChange};
use serde_json::{Map, Value as Json};

/// The address of a site's script.
pub fn script(public_url: &str, site: &str) -> String {
    let host = public_url.trim_end_matches('/');
    format!("{host}/s/{site}.js")
}

/// The line to put into a site's pages.
pub fn snippet(public_url: &str, site: &str) -> String {
    let script = script(public_url, site);
    format!("<script defer src=\"{script}\"></script>")
}

fn bad(field: &str, message: impl Into<String>) -> ApiError {
    ApiError::BadInput {
        field: field.into(),
        message: message.into(),
    }
}

/// A key of hashed paths.
pub fn new_path_key() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// Settings with a change laid over them. `new_path_key` makes the key of hashed paths where they are switched on.
pub fn merge_settings(
    base: &SiteSettings,
    change: &SiteChange,
    new_path_key: impl Fn() -> String,
) -> ApiResult<SiteSettings> {
    let mut json = serde_json::to_value(base).map_err(|e| ApiError::Internal(e.to_string()))?;
    if let Some(map) = change
        .settings
        .as_ref()
        .and_then(|settings| settings.as_object())
    {
        for (name, value) in map {
            match (name.as_str(), value) {
                ("tracking", Json::Object(tracking)) => {
                    lay_over(&mut json["tracking"], tracking, &new_path_key);
                }
                _ => json[name] = value.clone(),
            }
        }
    }
    let mut settings: SiteSettings =
        serde_json::from_value(json).map_err(|error| bad("settings", error.to_string()))?;
    if let Some(domains) = &change.domains {
        settings.domains = domains
            .iter()
            .map(|domain| normal_domain(domain).into())
            .collect();
    }
    if let Some(zone) = &change.timezone {
        settings.timezone = zone.into();
    }
    if let Some(currency) = &change.currency {
        settings.currency = currency.to_ascii_uppercase().into();
    }
    settings.allowed_hosts = settings
        .allowed_hosts
        .iter()
        .map(|host| normal_domain(host).into())
        .collect();
    Ok(settings)
}

fn lay_over(base: &mut Json, change: &Map<String, Json>, new_path_key: impl Fn() -> String) {
    for (name, value) in change {
        match (name.as_str(), value) {
            ("hash_paths", Json::Bool(true)) if base["path_key"].is_string() => {}
            ("hash_paths", Json::Bool(true)) => base["path_key"] = new_path_key().into(),
            ("hash_paths", _) => base["path_key"] = Json::Null,
            _ => base[name] = value.clone(),
        }
    }
}

/// A domain as people write it becomes a host: without scheme, port, path and trailing dot, in lower case.
fn normal_domain(text: &str) -> String {
    let text = text.trim();
    engine::page::host_in(text).map_or_else(|| text.to_lowercase(), Into::into)
}

/// Checks settings as a whole.
pub fn validate(settings: &SiteSettings) -> ApiResult<()> {
    if settings.domains.is_empty() {
        return Err(bad("domains", "a site has at least one domain"));
    }
    for domain in &settings.domains {
        let fits = domain.len() <= 253
            && domain
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ':' | '_'));
        if !fits {
            return Err(bad("domains", format!("`{domain}` is no domain")));
        }
    }
    if settings.timezone.parse::<chrono_tz::Tz>().is_err() {
        let zone = &settings.timezone;
        return Err(bad(
            "timezone",
            format!("`{zone}` is no IANA time zone, such as Europe/Berlin"),
        ));
    }
    let is_code =
        settings.currency.len() == 3 && settings.currency.bytes().all(|b| b.is_ascii_uppercase());
    if !is_code {
        let currency = &settings.currency;
        return Err(bad(
            "currency",
            format!("`{currency}` is no ISO 4217 code, such as EUR"),
        ));
    }
    if settings.session_timeout < TIMEOUT_MIN || settings.session_timeout > TIMEOUT_MAX {
        return Err(bad(
            "settings.sessionTimeoutSec",
            "a session timeout is 1 second to 4 hours",
        ));
    }
    if settings.retention_days == Some(0) {
        return Err(bad(
            "settings.retentionDays",
            "rows are kept for at least a day",
        ));
    }
    for lead in &settings.leads {
        let is_worth = lead
            .lead_value
            .is_none_or(|value| value.is_finite() && value >= 0.0);
        if lead.form.trim().is_empty() || !is_worth {
            let message = "a lead names a form, and is worth nothing or more";
            return Err(bad("settings.leads", message));
        }
    }
    validate_tracking(&settings.tracking)
}

/// Entries that a list may have.
const LIST_MAX: usize = 1_000;
/// Characters that an entry may have.
const ENTRY_MAX: usize = 500;

fn validate_tracking(tracking: &Tracking) -> ApiResult<()> {
    let wrong =
        |field: &str, message: String| Err(bad(&format!("settings.tracking.{field}"), message));
    for (field, list) in [
        ("eventsOff", &tracking.events_off),
        ("modules", &tracking.modules),
        ("searchParams", &tracking.search_params),
        ("linkedDomains", &tracking.linked_domains),
        ("scrubbedParams", &tracking.scrubbed_params),
        ("aliases", &tracking.aliases),
        ("excludedHosts", &tracking.excluded_hosts),
        ("excludedPaths", &tracking.excluded_paths),
        ("excludedNetworks", &tracking.excluded_networks),
        ("excludedCountries", &tracking.excluded_countries),
    ] {
        if list.len() > LIST_MAX {
            return wrong(field, format!("at most {LIST_MAX} entries"));
        }
        let misfit = list
            .iter()
            .find(|text| text.trim().is_empty() || text.chars().count() > ENTRY_MAX);
        if let Some(text) = misfit {
            return wrong(
                field,
                format!("`{text}` is empty, or has more than {ENTRY_MAX} characters"),
            );
        }
    }
    for network in &tracking.excluded_networks {
        let is_network =
            network.parse::<ipnet::IpNet>().is_ok() || network.parse::<std::net::IpAddr>().is_ok();
        if !is_network {
            let message = format!("`{network}` is no address or network, such as 192.0.2.0/24");
            return wrong("excludedNetworks", message);
        }
    }
    for country in &tracking.excluded_countries {
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let message = format!("`{country}` is no ISO 3166-1 code, such as DE");
            return wrong("excludedCountries", message);
        }
    }
    for (field, path) in [
        ("scriptPath", &tracking.script_path),
        ("endpointPath", &tracking.endpoint_path),
    ] {
        if let Some(path) = path.as_deref().filter(|path| !is_free(path)) {
            let message = format!(
                "`{path}` is no path such as /js/app.js, or stands for something else here"
            );
            return wrong(field, message);
        }
    }
    for alias in &tracking.aliases {
        let is_name = alias
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
            && !alias.starts_with(|c: char| c.is_ascii_digit());
        if !is_name {
            return wrong("aliases", format!("`{alias}` is no name in JavaScript"));
        }
    }
    if let Some(unknown) = tracking
        .modules
        .iter()
        .find(|name| !MODULES.contains(&name.as_str()))
    {
        let message = format!(
            "there is no module `{unknown}`; there are {}",
            MODULES.join(", ")
        );
        return wrong("modules", message);
    }
    Ok(())
}

/// Beginnings of paths that mean something here.
const TAKEN: [&str; 12] = [
    "/api",
    "/graphql",
    "/s/",
    "/m/",
    "/assets",
    "/auth",
    "/health",
    "/ready",
    "/metrics",
    "/internal",
    "/sites",
    "/f",
];

/// Whether a path can be a site's own.
fn is_free(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')
    });
    let is_there = path.len() > 1 && path.starts_with('/') && !path.ends_with('/');
    let is_straight = !path.contains("//") && !path.contains("..");
    is_plain && is_there && is_straight && !TAKEN.iter().any(|taken| path.starts_with(taken))
}

/// The script's modules that a site may switch on.
const MODULES: [&str; 14] = [
    "alias", "clicks", "consent", "dnt", "errors", "hints", "link", "meta", "params", "paths",
    "pii", "shop", "video", "vitals",
];
