//! What a collector does that is reached under the site's own host: its answer sets and renews the visitor's cookie,
//! because browsers keep cookies that scripts write for seven days at most.

use std::net::SocketAddr;

use axum::http::{HeaderMap, HeaderValue, header};
use compact_str::CompactString;
use engine::{SiteSettings, page};

use super::batch::Batch;
use super::peer::TrustedProxies;

/// The visitor's cookie, which the script reads too.
const COOKIE: &str = "_ff";
/// Two years, as the script's own.
const MAX_AGE_SECONDS: u32 = 63_072_000;
const VISITOR_CHARS_MAX: usize = 64;

/// The page's host, where the collector is reached under it.
pub fn own_host(
    peer: SocketAddr,
    headers: &HeaderMap,
    proxies: &TrustedProxies,
) -> Option<CompactString> {
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let host = page::host_in(origin)?;
    (proxies.host(peer, headers).as_deref() == Some(host.as_str())).then_some(host)
}

/// The cookie that the answer to a batch sets: renewed where consent allows it, deleted where it was refused. None where
/// the collector is another host than the page's.
pub fn cookie(
    settings: &SiteSettings,
    batch: &Batch,
    peer: SocketAddr,
    headers: &HeaderMap,
    proxies: &TrustedProxies,
) -> Option<HeaderValue> {
    let host = own_host(peer, headers, proxies)?;
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    let shared = settings
        .domains
        .iter()
        .filter(|domain| {
            host == **domain
                || host
                    .strip_suffix(domain.as_str())
                    .is_some_and(|rest| rest.ends_with('.'))
        })
        .min_by_key(|domain| domain.len());
    // A cookie for an address or a bare name must not name its domain.
    let domain = shared
        .filter(|domain| domain.contains('.') && domain.parse::<std::net::IpAddr>().is_err())
        .map(|domain| format!("; Domain={domain}"))
        .unwrap_or_default();
    let consent = batch
        .context
        .get("consent")
        .and_then(serde_json::Value::as_str);
    let (value, age) = match consent {
        Some("denied") if has_cookie(headers) => ("", 0),
        Some("granted" | "not_required") => (batch.sender.visitor.as_deref()?, MAX_AGE_SECONDS),
        _ => return None,
    };
    let fits = value.len() <= VISITOR_CHARS_MAX
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !fits {
        return None;
    }
    let secure = if origin.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{COOKIE}={value}; Path=/; Max-Age={age}; SameSite=Lax{domain}{secure}");
    HeaderValue::from_str(&text).ok()
}

fn has_cookie(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .any(|pair| {
            pair.trim()
                .split_once('=')
                .is_some_and(|(name, _)| name == COOKIE)
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn answered(host: &str, origin: &str, consent: &str, sent: &str) -> Option<String> {
        let settings = SiteSettings {
            domains: vec!["shop.example.com".into(), "example.com".into()],
            ..SiteSettings::default()
        };
        let mut headers = HeaderMap::new();
        headers.insert("host", host.parse().unwrap());
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("cookie", sent.parse().unwrap());
        let mut batch = Batch::default();
        batch.sender.visitor = Some("0a1b-2c".into());
        batch.context.insert("consent".into(), consent.into());
        let peer = "192.0.2.1:9".parse().unwrap();
        let proxies = TrustedProxies::default();
        let cookie = cookie(&settings, &batch, peer, &headers, &proxies)?;
        Some(cookie.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_first_party_answer_renews_the_cookie() {
        assert_eq!(
            answered(
                "www.shop.example.com:8443",
                "https://www.shop.example.com:8443",
                "granted",
                ""
            )
            .as_deref(),
            Some("_ff=0a1b-2c; Path=/; Max-Age=63072000; SameSite=Lax; Domain=example.com; Secure")
        );
        let plain = answered("example.com", "http://example.com", "not_required", "").unwrap();
        assert!(!plain.contains("Secure"));
    }

    #[test]
    fn a_refusal_deletes_it_and_others_get_none() {
        let own = |consent, sent| answered("example.com", "https://example.com", consent, sent);
        assert!(
            own("denied", "a=1; _ff=old")
                .unwrap()
                .starts_with("_ff=; Path=/; Max-Age=0")
        );
        assert_eq!(own("denied", "a=1"), None);
        assert_eq!(own("unknown", "_ff=old"), None);
        let third = answered("stats.test", "https://example.com", "granted", "");
        assert_eq!(third, None);
    }
}
