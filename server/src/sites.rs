//! Sites as people give them: settings merged over what is there, checked before they are stored.

use engine::{SiteSettings, TIMEOUT_MAX, TIMEOUT_MIN};
use graphql_api::{ApiError, ApiResult, SiteChange};

/// The line to put into a site's pages.
pub fn snippet(public_url: &str, site: &str) -> String {
    let host = public_url.trim_end_matches('/');
    format!("<script defer src=\"{host}/s/{site}.js\"></script>")
}

fn bad(field: &str, message: impl Into<String>) -> ApiError {
    ApiError::BadInput {
        field: field.into(),
        message: message.into(),
    }
}

/// Settings with a change laid over them.
pub fn merge_settings(base: &SiteSettings, change: &SiteChange) -> ApiResult<SiteSettings> {
    let mut json = serde_json::to_value(base).map_err(|e| ApiError::Internal(e.to_string()))?;
    if let Some(map) = change
        .settings
        .as_ref()
        .and_then(|settings| settings.as_object())
    {
        for (name, value) in map {
            json[name] = value.clone();
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
    Ok(())
}
