//! The lists that give a referrer or a `utm_source` a name and a kind.
//!
//! They are data, so that adding a source is adding a line. Everything here is lower case and without `www.`;
//! callers bring their input into that form. An unknown value is an answer (`None`), never a guess.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a known source is. The lists are disjoint: a source has one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Search engines.
    Search,
    /// Social networks, forums, messengers.
    Social,
    /// Video platforms.
    Video,
    /// AI assistants.
    Assistant,
    /// Web mail: names a source, decides neither medium nor channel.
    Email,
}

impl SourceKind {
    /// The medium of a visit from such a source that carries none of its own.
    pub fn medium(self) -> Option<&'static str> {
        match self {
            SourceKind::Search => Some("organic"),
            SourceKind::Social => Some("social"),
            SourceKind::Video => Some("video"),
            SourceKind::Assistant => Some("ai"),
            SourceKind::Email => None,
        }
    }
}

/// A source on one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSource {
    /// What the `source` column says.
    pub name: &'static str,
    /// The list it is on.
    pub kind: SourceKind,
}

const FILES: [(SourceKind, &str); 5] = [
    (
        SourceKind::Search,
        include_str!("../../data/acquisition/search.txt"),
    ),
    (
        SourceKind::Social,
        include_str!("../../data/acquisition/social.txt"),
    ),
    (
        SourceKind::Video,
        include_str!("../../data/acquisition/video.txt"),
    ),
    (
        SourceKind::Assistant,
        include_str!("../../data/acquisition/ai.txt"),
    ),
    (
        SourceKind::Email,
        include_str!("../../data/acquisition/email.txt"),
    ),
];

const SPAM: &str = include_str!("../../data/acquisition/spam.txt");

/// Second-level labels under which countries register names (`google.co.uk`).
const SECOND_LEVEL: [&str; 8] = ["ac", "co", "com", "edu", "gov", "ne", "net", "org"];

#[derive(Default)]
struct Sources {
    /// Host → source; a subdomain counts as its parent unless it has an entry.
    hosts: HashMap<&'static str, KnownSource>,
    /// Host without its public suffix → source (`google.*`).
    any_suffix: HashMap<&'static str, KnownSource>,
    /// Names and bare words, as they occur in `utm_source`.
    words: HashMap<&'static str, KnownSource>,
}

static SOURCES: LazyLock<Sources> = LazyLock::new(|| {
    let mut sources = Sources::default();
    for (kind, text) in FILES {
        for (name, patterns) in lines(text).filter_map(|line| line.split_once(": ")) {
            let known = KnownSource { name, kind };
            sources.words.entry(name).or_insert(known);
            for pattern in patterns.split_whitespace() {
                if let Some(stem) = pattern.strip_suffix(".*") {
                    sources.any_suffix.entry(stem).or_insert(known);
                } else if pattern.contains('.') {
                    sources.hosts.entry(pattern).or_insert(known);
                } else {
                    sources.words.entry(pattern).or_insert(known);
                }
            }
        }
    }
    sources
});

static SPAM_HOSTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lines(SPAM).collect());

/// The lines of a list, without comments and blanks.
pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The known source a referrer's host belongs to; the longest matching entry wins (`mail.google.com` before
/// `google.*`). `host` is in lower case without `www.`.
pub fn source_of_host(host: &str) -> Option<KnownSource> {
    let sources = &*SOURCES;
    sources
        .hosts
        .get(host)
        .or_else(|| sources.any_suffix.get(without_public_suffix(host)?))
        .or_else(|| parents(host).find_map(|parent| sources.hosts.get(parent)))
        .copied()
}

/// The known source a `source` value stands for: a name on the lists, a word used for it, or its host.
/// `source` is in lower case.
pub fn source_of_value(source: &str) -> Option<KnownSource> {
    match SOURCES.words.get(source) {
        Some(known) => Some(*known),
        None if source.contains('.') => {
            source_of_host(source.strip_prefix("www.").unwrap_or(source))
        }
        None => None,
    }
}

/// Whether a referrer's host, or a domain above it, is on the list of referrer spam. `host` is in lower case.
pub fn is_spam_host(host: &str) -> bool {
    SPAM_HOSTS.contains(host) || parents(host).any(|parent| SPAM_HOSTS.contains(parent))
}

/// The domains above a host that still have a dot, longest first.
fn parents(host: &str) -> impl Iterator<Item = &str> {
    host.match_indices('.')
        .map(|(dot, _)| &host[dot + 1..])
        .filter(|parent| parent.contains('.'))
}

/// `google.co.uk` → `google`, `images.google.de` → `images.google`; `None` where what follows is no public suffix
/// of two or three letters, with or without a second-level label.
fn without_public_suffix(host: &str) -> Option<&str> {
    let (rest, top) = host.rsplit_once('.')?;
    if !(2..=3).contains(&top.len()) || !top.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    match rest.rsplit_once('.') {
        Some((stem, second)) if top.len() == 2 && SECOND_LEVEL.contains(&second) => Some(stem),
        _ => Some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(host: &str, expected: Option<(&str, SourceKind)>) {
        let got = source_of_host(host).map(|known| (known.name, known.kind));
        assert_eq!(got, expected, "{host}");
    }

    #[test]
    fn search_engines() {
        for host in [
            "google.com",
            "google.de",
            "google.co.uk",
            "google.com.au",
            "google.co.jp",
            "images.google.fr",
        ] {
            check(host, Some(("google", SourceKind::Search)));
        }
        check(
            "com.google.android.googlequicksearchbox",
            Some(("google", SourceKind::Search)),
        );
        check("bing.com", Some(("bing", SourceKind::Search)));
        check("cn.bing.com", Some(("bing", SourceKind::Search)));
        check("duckduckgo.com", Some(("duckduckgo", SourceKind::Search)));
        check("uk.search.yahoo.com", Some(("yahoo", SourceKind::Search)));
        check("yandex.ru", Some(("yandex", SourceKind::Search)));
        check("yandex.com.tr", Some(("yandex", SourceKind::Search)));
        check("ya.ru", Some(("yandex", SourceKind::Search)));
        check("baidu.com", Some(("baidu", SourceKind::Search)));
        check("search.brave.com", Some(("brave", SourceKind::Search)));
        check("ecosia.org", Some(("ecosia", SourceKind::Search)));
        check("kagi.com", Some(("kagi", SourceKind::Search)));
    }

    #[test]
    fn social_networks() {
        for (host, name) in [
            ("facebook.com", "facebook"),
            ("l.facebook.com", "facebook"),
            ("lm.facebook.com", "facebook"),
            ("com.facebook.katana", "facebook"),
            ("t.co", "twitter"),
            ("x.com", "twitter"),
            ("lnkd.in", "linkedin"),
            ("l.instagram.com", "instagram"),
            ("old.reddit.com", "reddit"),
            ("news.ycombinator.com", "hackernews"),
            ("pinterest.co.uk", "pinterest"),
            ("tiktok.com", "tiktok"),
            ("vk.com", "vkontakte"),
            ("bsky.app", "bluesky"),
            ("tieba.baidu.com", "tieba"),
        ] {
            check(host, Some((name, SourceKind::Social)));
        }
    }

    #[test]
    fn video_platforms_assistants_and_mail() {
        check("youtube.com", Some(("youtube", SourceKind::Video)));
        check("youtu.be", Some(("youtube", SourceKind::Video)));
        check("player.vimeo.com", Some(("vimeo", SourceKind::Video)));
        check("twitch.tv", Some(("twitch", SourceKind::Video)));
        check("chatgpt.com", Some(("chatgpt.com", SourceKind::Assistant)));
        check(
            "chat.openai.com",
            Some(("chatgpt.com", SourceKind::Assistant)),
        );
        check("claude.ai", Some(("claude.ai", SourceKind::Assistant)));
        check(
            "perplexity.ai",
            Some(("perplexity.ai", SourceKind::Assistant)),
        );
        check(
            "gemini.google.com",
            Some(("gemini.google.com", SourceKind::Assistant)),
        );
        check(
            "copilot.microsoft.com",
            Some(("copilot.microsoft.com", SourceKind::Assistant)),
        );
        check("mail.google.com", Some(("gmail", SourceKind::Email)));
        check("mail.yahoo.com", Some(("yahoo mail", SourceKind::Email)));
    }

    #[test]
    fn look_alikes_are_unknown() {
        for host in [
            "",
            "google",
            "notgoogle.com",
            "google.com.evil.com",
            "docs.google.com",
            "mybing.com",
            "example.org",
            "co.uk",
        ] {
            check(host, None);
        }
    }

    #[test]
    fn values_of_utm_source() {
        let kind = |value| source_of_value(value).map(|known| known.kind);
        assert_eq!(kind("google"), Some(SourceKind::Search));
        assert_eq!(kind("google.com"), Some(SourceKind::Search));
        assert_eq!(kind("www.google.de"), Some(SourceKind::Search));
        assert_eq!(kind("fb"), Some(SourceKind::Social));
        assert_eq!(kind("ig"), Some(SourceKind::Social));
        assert_eq!(kind("youtube"), Some(SourceKind::Video));
        assert_eq!(kind("chatgpt.com"), Some(SourceKind::Assistant));
        assert_eq!(kind("newsletter"), None);
        assert_eq!(kind(""), None);
    }

    #[test]
    fn every_pattern_of_every_file_is_reached() {
        for (kind, text) in FILES {
            for line in lines(text) {
                let (name, patterns) = line
                    .split_once(": ")
                    .unwrap_or_else(|| panic!("no name: {line}"));
                assert_eq!(
                    source_of_value(name).map(|known| known.kind),
                    Some(kind),
                    "{name}"
                );
                for pattern in patterns.split_whitespace() {
                    assert_eq!(pattern, pattern.to_lowercase(), "lower case");
                    let sample = pattern.replace(".*", ".com");
                    let known = source_of_value(&sample).map(|known| known.kind);
                    assert_eq!(known, Some(kind), "{pattern}");
                }
            }
        }
    }

    #[test]
    fn spam() {
        assert!(SPAM_HOSTS.len() > 300);
        assert!(is_spam_host("semalt.com"));
        assert!(is_spam_host("semalt.semalt.com"));
        assert!(is_spam_host("buttons-for-website.com"));
        assert!(is_spam_host("site7.free-share-buttons.com"));
        for host in [
            "google.com",
            "notsemalt.com",
            "example.com",
            "com",
            "",
            "t.co",
        ] {
            assert!(!is_spam_host(host), "{host}");
        }
        for (_, text) in FILES {
            for host in lines(text).flat_map(str::split_whitespace) {
                assert!(!is_spam_host(host), "{host} is on two lists");
            }
        }
    }
}
