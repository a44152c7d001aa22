//! Where a session came from: source, medium and channel, decided once from its first event.
//!
//! A pure function of what that event says, so that replay gives the same answer. Nothing is carried over from
//! earlier sessions; a direct session stays direct. The rules are those of the page on columns and metrics,
//! section "Acquisition".

mod channel;
mod lists;
mod parameters;
mod referrer;

use compact_str::{CompactString, ToCompactString};

pub use channel::Channel;
pub use lists::{KnownSource, SourceKind};
pub use parameters::{CampaignParameters, ClickId, campaign_parameters};
pub use referrer::{external_referrer_host, is_spam_referrer, referrer_host};

pub(crate) use lists::lines;

/// The source of a session without any.
pub const DIRECT: &str = "(direct)";
/// The medium of a session without any.
pub const NO_MEDIUM: &str = "(none)";

/// What a session's first event says about where it came from. Blank strings count as absent.
#[derive(Default, Debug, Clone)]
pub struct Touch<'a> {
    /// From the properties, else from the page's query.
    pub utm_source: Option<&'a str>,
    /// Likewise.
    pub utm_medium: Option<&'a str>,
    /// Likewise; names the campaign, decides neither source nor medium.
    pub utm_campaign: Option<&'a str>,
    /// The first of those present, in the order of [`ClickId::ALL`].
    pub click_id: Option<ClickId>,
    /// Lower-case host without `www.`; `None` when there is none or it is the site's own
    /// ([`external_referrer_host`]).
    pub referrer_host: Option<&'a str>,
}

/// The acquisition of a session. `source` and `medium` are never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acquisition {
    /// As sent (trimmed), the name of a known referrer, its host, or `(direct)`.
    pub source: CompactString,
    /// As sent (trimmed), derived, or `(none)`.
    pub medium: CompactString,
    /// Follows from both.
    pub channel: Channel,
}

/// Source, medium and channel of a touch. What was sent is kept as it was, all comparisons ignore case.
pub fn acquire(touch: &Touch<'_>) -> Acquisition {
    let referrer_host = present(touch.referrer_host);
    let source = source(touch, referrer_host);
    let kind = lists::source_of_value(&source.to_lowercase()).map(|known| known.kind);
    let medium = medium(touch, referrer_host, kind);
    let channel = Channel::of(&source.to_lowercase(), &medium.to_lowercase(), kind);
    Acquisition {
        source,
        medium,
        channel,
    }
}

fn source(touch: &Touch<'_>, referrer_host: Option<&str>) -> CompactString {
    if let Some(sent) = present(touch.utm_source) {
        return sent.to_compact_string();
    }
    if let Some(click_id) = touch.click_id {
        return CompactString::const_new(click_id.source());
    }
    match referrer_host {
        Some(host) => match lists::source_of_host(host) {
            Some(known) => CompactString::const_new(known.name),
            None => host.to_compact_string(),
        },
        None => CompactString::const_new(DIRECT),
    }
}

fn medium(
    touch: &Touch<'_>,
    referrer_host: Option<&str>,
    kind: Option<SourceKind>,
) -> CompactString {
    if let Some(sent) = present(touch.utm_medium) {
        return sent.to_compact_string();
    }
    let derived = touch
        .click_id
        .and_then(ClickId::medium)
        .or_else(|| kind.and_then(SourceKind::medium))
        .unwrap_or(if referrer_host.is_some() {
            "referral"
        } else {
            NO_MEDIUM
        });
    CompactString::const_new(derived)
}

fn present(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(touch: Touch<'_>, source: &str, medium: &str, channel: Channel) {
        let got = acquire(&touch);
        assert_eq!(
            (got.source.as_str(), got.medium.as_str(), got.channel),
            (source, medium, channel),
            "{touch:?}"
        );
    }

    fn utm<'a>(source: &'a str, medium: &'a str) -> Touch<'a> {
        Touch {
            utm_source: Some(source),
            utm_medium: Some(medium),
            ..Touch::default()
        }
    }

    fn click(click_id: ClickId) -> Touch<'static> {
        Touch {
            click_id: Some(click_id),
            ..Touch::default()
        }
    }

    fn from(host: &str) -> Touch<'_> {
        Touch {
            referrer_host: Some(host),
            ..Touch::default()
        }
    }

    #[test]
    fn nothing_is_direct() {
        check(Touch::default(), "(direct)", "(none)", Channel::Direct);
        check(utm("  ", ""), "(direct)", "(none)", Channel::Direct);
        check(
            Touch {
                utm_campaign: Some("spring"),
                ..Touch::default()
            },
            "(direct)",
            "(none)",
            Channel::Direct,
        );
        check(
            utm("(direct)", "(none)"),
            "(direct)",
            "(none)",
            Channel::Direct,
        );
    }

    #[test]
    fn referrers() {
        check(
            from("google.de"),
            "google",
            "organic",
            Channel::OrganicSearch,
        );
        check(from("bing.com"), "bing", "organic", Channel::OrganicSearch);
        check(from("t.co"), "twitter", "social", Channel::OrganicSocial);
        check(
            from("m.youtube.com"),
            "youtube",
            "video",
            Channel::OrganicVideo,
        );
        check(
            from("chatgpt.com"),
            "chatgpt.com",
            "ai",
            Channel::AiAssistants,
        );
        check(
            from("mail.google.com"),
            "gmail",
            "referral",
            Channel::Referral,
        );
        check(
            from("blog.example.org"),
            "blog.example.org",
            "referral",
            Channel::Referral,
        );
    }

    #[test]
    fn click_ids() {
        for id in [ClickId::Gclid, ClickId::Gbraid, ClickId::Wbraid] {
            check(click(id), "google", "cpc", Channel::PaidSearch);
        }
        check(click(ClickId::Dclid), "google", "display", Channel::Display);
        check(click(ClickId::Msclkid), "bing", "cpc", Channel::PaidSearch);
        check(
            click(ClickId::Fbclid),
            "facebook",
            "social",
            Channel::OrganicSocial,
        );
        check(
            click(ClickId::Ttclid),
            "tiktok",
            "social",
            Channel::OrganicSocial,
        );
        check(
            click(ClickId::LiFatId),
            "linkedin",
            "social",
            Channel::OrganicSocial,
        );
        check(
            click(ClickId::Twclid),
            "twitter",
            "social",
            Channel::OrganicSocial,
        );
        check(
            click(ClickId::Sccid),
            "snapchat",
            "social",
            Channel::OrganicSocial,
        );
        check(
            click(ClickId::Epik),
            "pinterest",
            "social",
            Channel::OrganicSocial,
        );
    }

    #[test]
    fn what_was_sent_comes_first_and_stays_as_sent() {
        check(utm(" Google ", "CPC"), "Google", "CPC", Channel::PaidSearch);
        check(
            Touch {
                click_id: Some(ClickId::Gclid),
                ..utm("Newsletter", "")
            },
            "Newsletter",
            "cpc",
            Channel::PaidOther,
        );
        check(
            Touch {
                click_id: Some(ClickId::Gclid),
                ..utm("", "email")
            },
            "google",
            "email",
            Channel::Email,
        );
        check(
            Touch {
                referrer_host: Some("t.co"),
                ..utm("partner", "")
            },
            "partner",
            "referral",
            Channel::Referral,
        );
        check(
            Touch {
                referrer_host: Some("t.co"),
                ..click(ClickId::Gclid)
            },
            "google",
            "cpc",
            Channel::PaidSearch,
        );
        check(
            utm("facebook", ""),
            "facebook",
            "social",
            Channel::OrganicSocial,
        );
        check(
            utm("google", ""),
            "google",
            "organic",
            Channel::OrganicSearch,
        );
        check(utm("partner", ""), "partner", "(none)", Channel::Other);
    }
}
