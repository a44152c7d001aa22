//! The channel table: a session's source and medium in one of sixteen words.
//!
//! The first rule that holds decides, so the order of the rules is part of the definition.

use super::{DIRECT, NO_MEDIUM, SourceKind};

/// Default channel groups, in the order of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Came by itself.
    Direct,
    /// Paid clicks from search engines.
    PaidSearch,
    /// Paid clicks from social networks.
    PaidSocial,
    /// Paid clicks from video platforms.
    PaidVideo,
    /// Banners and the like.
    Display,
    /// Other paid clicks.
    PaidOther,
    /// Mails and newsletters.
    Email,
    /// Affiliate links.
    Affiliates,
    /// Text messages.
    Sms,
    /// Push notifications.
    Push,
    /// Links in answers of AI assistants.
    AiAssistants,
    /// Unpaid visits from social networks.
    OrganicSocial,
    /// Unpaid visits from video platforms.
    OrganicVideo,
    /// Unpaid visits from search engines.
    OrganicSearch,
    /// Links on other sites.
    Referral,
    /// Whatever no rule names.
    Other,
}

impl Channel {
    /// In the order of the table.
    pub const ALL: [Channel; 16] = [
        Channel::Direct,
        Channel::PaidSearch,
        Channel::PaidSocial,
        Channel::PaidVideo,
        Channel::Display,
        Channel::PaidOther,
        Channel::Email,
        Channel::Affiliates,
        Channel::Sms,
        Channel::Push,
        Channel::AiAssistants,
        Channel::OrganicSocial,
        Channel::OrganicVideo,
        Channel::OrganicSearch,
        Channel::Referral,
        Channel::Other,
    ];

    /// The text of the `channel` column.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Direct => "Direct",
            Channel::PaidSearch => "Paid Search",
            Channel::PaidSocial => "Paid Social",
            Channel::PaidVideo => "Paid Video",
            Channel::Display => "Display",
            Channel::PaidOther => "Paid Other",
            Channel::Email => "Email",
            Channel::Affiliates => "Affiliates",
            Channel::Sms => "SMS",
            Channel::Push => "Push",
            Channel::AiAssistants => "AI Assistants",
            Channel::OrganicSocial => "Organic Social",
            Channel::OrganicVideo => "Organic Video",
            Channel::OrganicSearch => "Organic Search",
            Channel::Referral => "Referral",
            Channel::Other => "Other",
        }
    }

    /// The channel of a source and medium in lower case; `kind` is the list the source is on.
    pub fn of(source: &str, medium: &str, kind: Option<SourceKind>) -> Channel {
        let either = |words: &[&str]| words.contains(&source) || words.contains(&medium);

        if source == DIRECT && medium == NO_MEDIUM {
            return Channel::Direct;
        }
        if is_paid(medium) {
            match kind {
                Some(SourceKind::Search) => return Channel::PaidSearch,
                Some(SourceKind::Social) => return Channel::PaidSocial,
                Some(SourceKind::Video) => return Channel::PaidVideo,
                _ => {}
            }
        }
        if ["display", "banner", "expandable", "interstitial", "cpm"].contains(&medium) {
            return Channel::Display;
        }
        if is_paid(medium) {
            return Channel::PaidOther;
        }
        if either(&["email", "e-mail", "e_mail", "e mail", "newsletter"]) {
            return Channel::Email;
        }
        if medium == "affiliate" || medium == "affiliates" {
            return Channel::Affiliates;
        }
        if either(&["sms"]) {
            return Channel::Sms;
        }
        if medium.ends_with("push")
            || medium.contains("mobile")
            || medium.contains("notification")
            || source == "firebase"
        {
            return Channel::Push;
        }
        if kind == Some(SourceKind::Assistant) {
            return Channel::AiAssistants;
        }
        let social = [
            "social",
            "social-network",
            "social-media",
            "sm",
            "social network",
            "social media",
        ];
        if kind == Some(SourceKind::Social) || social.contains(&medium) {
            return Channel::OrganicSocial;
        }
        if kind == Some(SourceKind::Video) || medium.contains("video") {
            return Channel::OrganicVideo;
        }
        if kind == Some(SourceKind::Search) || medium == "organic" {
            return Channel::OrganicSearch;
        }
        if ["referral", "app", "link"].contains(&medium) {
            return Channel::Referral;
        }
        Channel::Other
    }
}

/// `^(.*cp.*|ppc|retargeting|paid.*)$`
fn is_paid(medium: &str) -> bool {
    medium.contains("cp")
        || medium == "ppc"
        || medium == "retargeting"
        || medium.starts_with("paid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, medium: &str, expected: Channel) {
        let kind = super::super::lists::source_of_value(source).map(|known| known.kind);
        assert_eq!(
            Channel::of(source, medium, kind),
            expected,
            "{source} / {medium}"
        );
    }

    #[test]
    fn each_row_of_the_table() {
        check("(direct)", "(none)", Channel::Direct);
        check("google", "cpc", Channel::PaidSearch);
        check("bing", "ppc", Channel::PaidSearch);
        check("facebook", "paid-social", Channel::PaidSocial);
        check("linkedin", "retargeting", Channel::PaidSocial);
        check("youtube", "cpv", Channel::PaidVideo);
        check("adnetwork", "display", Channel::Display);
        check("adnetwork", "banner", Channel::Display);
        check("adnetwork", "expandable", Channel::Display);
        check("adnetwork", "interstitial", Channel::Display);
        check("adnetwork", "cpm", Channel::Display);
        check("adnetwork", "cpa", Channel::PaidOther);
        check("chatgpt.com", "paid", Channel::PaidOther);
        check("newsletter", "(none)", Channel::Email);
        check("crm", "e-mail", Channel::Email);
        check("crm", "e_mail", Channel::Email);
        check("crm", "e mail", Channel::Email);
        check("partner", "affiliate", Channel::Affiliates);
        check("partner", "affiliates", Channel::Affiliates);
        check("sms", "text", Channel::Sms);
        check("crm", "sms", Channel::Sms);
        check("crm", "web-push", Channel::Push);
        check("crm", "mobile app", Channel::Push);
        check("crm", "notification", Channel::Push);
        check("firebase", "(none)", Channel::Push);
        check("chatgpt.com", "ai", Channel::AiAssistants);
        check("perplexity.ai", "referral", Channel::AiAssistants);
        check("facebook", "referral", Channel::OrganicSocial);
        check("forum", "social media", Channel::OrganicSocial);
        check("vimeo", "referral", Channel::OrganicVideo);
        check("partner", "pre-roll video", Channel::OrganicVideo);
        check("google", "organic", Channel::OrganicSearch);
        check("intranet", "organic", Channel::OrganicSearch);
        check("blog.example.org", "referral", Channel::Referral);
        check("partner", "app", Channel::Referral);
        check("partner", "link", Channel::Referral);
        check("partner", "(none)", Channel::Other);
        check("partner", "podcast", Channel::Other);
    }

    #[test]
    fn earlier_rows_win() {
        check("google", "cpm", Channel::PaidSearch);
        check("(direct)", "email", Channel::Email);
        check("email", "cpc", Channel::PaidOther);
        check("facebook", "email", Channel::Email);
        check("youtube", "social", Channel::OrganicSocial);
        check("google", "mobile", Channel::Push);
    }

    #[test]
    fn names_are_distinct() {
        let names: std::collections::HashSet<_> =
            Channel::ALL.iter().map(|channel| channel.name()).collect();
        assert_eq!(names.len(), Channel::ALL.len());
    }
}
