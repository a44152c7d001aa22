//! The host of a referrer, and whether it counts.

use std::borrow::Cow;

use compact_str::{CompactString, ToCompactString};

use super::lists;

/// The host a visitor came from, in lower case without `www.`. `None` when the referrer is empty or malformed, neither
/// http(s) nor `android-app`, or when its host is the page's own, one of the site's domains, or below one.
pub fn external_referrer_host(
    referrer: &str,
    page_host: Option<&str>,
    site_domains: &[CompactString],
) -> Option<CompactString> {
    let host = referrer_host(referrer)?;
    if page_host.is_some_and(|page| normalised(page) == host.as_str()) {
        return None;
    }
    let internal = site_domains
        .iter()
        .any(|domain| is_within(&host, &normalised(domain)));
    (!internal).then_some(host)
}

/// The host of a referrer in lower case without `www.`, port and credentials; `None` when it is empty, malformed, or
/// neither http(s) nor `android-app`.
pub fn referrer_host(referrer: &str) -> Option<CompactString> {
    let (scheme, rest) = referrer.trim().split_once("://")?;
    if !["http", "https", "android-app"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
    {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = normalised(host);
    let plausible = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '[' | ']' | ':');
    (!host.is_empty() && host.chars().all(plausible)).then(|| host.to_compact_string())
}

/// Whether a referrer's host, or a domain above it, is known for referrer spam.
pub fn is_spam_referrer(host: &str) -> bool {
    lists::is_spam_host(&normalised(host))
}

fn normalised(host: &str) -> Cow<'_, str> {
    let host = without_port(host.trim());
    let host = host.strip_suffix('.').unwrap_or(host);
    let host = match host.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("www.") && host.len() > 4 => &host[4..],
        _ => host,
    };
    if host.chars().any(char::is_uppercase) {
        Cow::Owned(host.to_lowercase())
    } else {
        Cow::Borrowed(host)
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') =>
        {
            let bracketed = name.starts_with('[') == name.ends_with(']');
            if bracketed { name } else { host }
        }
        _ => host,
    }
}

fn is_within(host: &str, domain: &str) -> bool {
    !domain.is_empty()
        && host
            .strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(referrer: &str, expected: &str) {
        let domains = [
            CompactString::from("example.com"),
            CompactString::from("www.Shop.example.org"),
        ];
        let got = external_referrer_host(referrer, Some("www.landing.example.net"), &domains);
        assert_eq!(
            got.as_deref(),
            (!expected.is_empty()).then_some(expected),
            "{referrer:?}"
        );
    }

    #[test]
    fn hosts() {
        check("https://google.com/", "google.com");
        check("https://www.google.com/search?q=x", "google.com");
        check("HTTPS://WWW.Google.COM", "google.com");
        check("http://t.co/abc", "t.co");
        check("https://news.example.io:8443/a?b#c", "news.example.io");
        check("https://user:pass@blog.example.io/", "blog.example.io");
        check("https://blog.example.io?x=1", "blog.example.io");
        check("https://blog.example.io.", "blog.example.io");
        check("https://bücher.example/", "bücher.example");
        check("https://BÜCHER.example/", "bücher.example");
        check("http://[2001:db8::1]:8080/", "[2001:db8::1]");
        check("http://localhost:3000/", "localhost");
        check(
            "android-app://com.google.android.gm/",
            "com.google.android.gm",
        );
        check("https://www.", "www");
    }

    #[test]
    fn none_or_malformed() {
        for referrer in [
            "",
            "-",
            "google.com",
            "about:blank",
            "ftp://example.io/",
            "https://",
            "https:///path",
            "http://a b/",
            "javascript:alert(1)",
            "file:///etc",
            "http://<script>/",
        ] {
            check(referrer, "");
        }
    }

    #[test]
    fn the_sites_own_hosts_do_not_count() {
        check("https://example.com/a", "");
        check("https://www.example.com/a", "");
        check("https://blog.example.com/a", "");
        check("https://shop.example.org/", "");
        check("https://eu.shop.example.org/", "");
        check("https://landing.example.net/b", "");
        check("https://example.org/", "example.org");
        check("https://notexample.com/", "notexample.com");
        check(
            "https://sub.landing.example.net/",
            "sub.landing.example.net",
        );
    }

    #[test]
    fn spam() {
        assert!(is_spam_referrer("Semalt.com"));
        assert!(is_spam_referrer("www.semalt.com"));
        assert!(!is_spam_referrer("example.com"));
    }
}
