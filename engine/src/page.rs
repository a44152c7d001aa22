//! Addresses of pages, taken apart as they were sent: percent-encoding, case and trailing slashes stay, because the
//! reports show what the site's own logs show. (A URL parser would normalise them.)

use compact_str::CompactString;

/// The parts of an http(s) address, as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlParts<'a> {
    /// Host in lower case, without port and user.
    pub host: Option<CompactString>,
    /// Path, at least `/` where there is a host.
    pub path: Option<&'a str>,
    /// Query without `?`, None where empty.
    pub query: Option<&'a str>,
}

/// Takes an address apart. An address without scheme and host is taken as path and query.
pub fn split_url(url: &str) -> UrlParts<'_> {
    let url = url.split_once('#').map_or(url, |(before, _)| before);
    let (host, rest) = match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            (host_of(&rest[..end]), &rest[end..])
        }
        _ => (None, url),
    };
    let (path, query) = match rest.split_once('?') {
        Some((path, query)) => (path, (!query.is_empty()).then_some(query)),
        None => (rest, None),
    };
    let path = match (path.is_empty(), host.is_some()) {
        (false, _) => Some(path),
        (true, true) => Some("/"),
        (true, false) => None,
    };
    UrlParts { host, path, query }
}

fn is_scheme(scheme: &str) -> bool {
    !scheme.is_empty()
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

fn host_of(authority: &str) -> Option<CompactString> {
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split_once(']').map_or(v6, |(host, _)| host),
        None => host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|b| b.is_ascii_digit()) {
                name
            } else {
                host
            }
        }),
    };
    let host = host.trim_end_matches('.');
    (!host.is_empty()).then(|| host.to_lowercase().into())
}

/// The host of an address or of a bare `host[:port]`, in lower case.
pub fn host_in(text: &str) -> Option<CompactString> {
    match text.split_once("://") {
        Some(_) => split_url(text).host,
        None => host_of(text.split(['/', '?', '#']).next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_kept_as_sent() {
        let check = |url: &str, host: Option<&str>, path: Option<&str>, query: Option<&str>| {
            let parts = split_url(url);
            assert_eq!(parts.host.as_deref(), host, "{url}");
            assert_eq!(parts.path, path, "{url}");
            assert_eq!(parts.query, query, "{url}");
        };
        check("https://Example.com", Some("example.com"), Some("/"), None);
        check(
            "https://u:p@example.com:8443/A%20b/?q=1#x?y",
            Some("example.com"),
            Some("/A%20b/"),
            Some("q=1"),
        );
        check(
            "https://example.com?x=1",
            Some("example.com"),
            Some("/"),
            Some("x=1"),
        );
        check("/pricing?a=b", None, Some("/pricing"), Some("a=b"));
        check("http://[::1]:80/x", Some("::1"), Some("/x"), None);
        check(
            "https://example.com./",
            Some("example.com"),
            Some("/"),
            None,
        );
        check("https:///nohost", None, Some("/nohost"), None);
        check("", None, None, None);
        check("?", None, None, None);
        assert_eq!(host_in("Example.com:80").as_deref(), Some("example.com"));
        assert_eq!(host_in("null").as_deref(), Some("null"));
    }
}
