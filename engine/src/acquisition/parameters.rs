//! Campaign parameters and click ids in a landing page's query string.

use std::borrow::Cow;

use compact_str::{CompactString, ToCompactString};
use percent_encoding::percent_decode_str;

/// Click ids of advertising platforms, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClickId {
    /// Google Ads.
    Gclid,
    /// Google Ads, from apps to the web.
    Gbraid,
    /// Google Ads, from the web to apps.
    Wbraid,
    /// Google Display & Video 360.
    Dclid,
    /// Microsoft Advertising.
    Msclkid,
    /// Facebook and Instagram.
    Fbclid,
    /// TikTok.
    Ttclid,
    /// LinkedIn.
    LiFatId,
    /// X, formerly Twitter.
    Twclid,
    /// Snapchat.
    Sccid,
    /// Pinterest.
    Epik,
}

impl ClickId {
    /// In order of precedence.
    pub const ALL: [ClickId; 11] = [
        ClickId::Gclid,
        ClickId::Gbraid,
        ClickId::Wbraid,
        ClickId::Dclid,
        ClickId::Msclkid,
        ClickId::Fbclid,
        ClickId::Ttclid,
        ClickId::LiFatId,
        ClickId::Twclid,
        ClickId::Sccid,
        ClickId::Epik,
    ];

    /// The name in a URL, which is also the column's. Snapchat writes `ScCid`: names are compared without case.
    pub fn parameter(self) -> &'static str {
        match self {
            ClickId::Gclid => "gclid",
            ClickId::Gbraid => "gbraid",
            ClickId::Wbraid => "wbraid",
            ClickId::Dclid => "dclid",
            ClickId::Msclkid => "msclkid",
            ClickId::Fbclid => "fbclid",
            ClickId::Ttclid => "ttclid",
            ClickId::LiFatId => "li_fat_id",
            ClickId::Twclid => "twclid",
            ClickId::Sccid => "sccid",
            ClickId::Epik => "epik",
        }
    }

    /// The source of a session that has this id and no `utm_source`.
    pub fn source(self) -> &'static str {
        match self {
            ClickId::Gclid | ClickId::Gbraid | ClickId::Wbraid | ClickId::Dclid => "google",
            ClickId::Msclkid => "bing",
            ClickId::Fbclid => "facebook",
            ClickId::Ttclid => "tiktok",
            ClickId::LiFatId => "linkedin",
            ClickId::Twclid => "twitter",
            ClickId::Sccid => "snapchat",
            ClickId::Epik => "pinterest",
        }
    }

    /// The medium, where the id alone proves a paid click; social networks also put theirs on unpaid links.
    pub fn medium(self) -> Option<&'static str> {
        match self {
            ClickId::Gclid | ClickId::Gbraid | ClickId::Wbraid | ClickId::Msclkid => Some("cpc"),
            ClickId::Dclid => Some("display"),
            _ => None,
        }
    }
}

/// What a query string says about a campaign. Values are decoded, trimmed and never blank.
#[derive(Default, Debug, Clone, PartialEq, Eq)]
pub struct CampaignParameters {
    /// `utm_source`, else `ref`, else `source`.
    pub utm_source: Option<CompactString>,
    /// `utm_medium`.
    pub utm_medium: Option<CompactString>,
    /// `utm_campaign`.
    pub utm_campaign: Option<CompactString>,
    /// `utm_term`.
    pub utm_term: Option<CompactString>,
    /// `utm_content`.
    pub utm_content: Option<CompactString>,
    /// In order of precedence, each at most once.
    pub click_ids: Vec<(ClickId, CompactString)>,
}

/// Reads `utm_*`, their stand-ins `ref` and `source`, and click ids out of a query string, with or without its `?`.
/// Percent and plus are decoded, names compared without case, the first occurrence with a value wins. A query
/// without any of them allocates nothing.
pub fn campaign_parameters(query: &str) -> CampaignParameters {
    let mut found = CampaignParameters::default();
    let (mut reference, mut source) = (None, None);
    for (name, value) in pairs(query) {
        let Some(parameter) = Parameter::named(&decoded(name)) else {
            continue;
        };
        let slot = match parameter {
            Parameter::Source => &mut found.utm_source,
            Parameter::Medium => &mut found.utm_medium,
            Parameter::Campaign => &mut found.utm_campaign,
            Parameter::Term => &mut found.utm_term,
            Parameter::Content => &mut found.utm_content,
            Parameter::StandInRef => &mut reference,
            Parameter::StandInSource => &mut source,
            Parameter::Click(id) => {
                if !found.click_ids.iter().any(|(known, _)| *known == id) {
                    found
                        .click_ids
                        .extend(trimmed(value).map(|value| (id, value)));
                }
                continue;
            }
        };
        if slot.is_none() {
            *slot = trimmed(value);
        }
    }
    found.utm_source = found.utm_source.or(reference).or(source);
    found.click_ids.sort_by_key(|(id, _)| *id);
    found
}

#[derive(Clone, Copy)]
enum Parameter {
    Source,
    Medium,
    Campaign,
    Term,
    Content,
    StandInRef,
    StandInSource,
    Click(ClickId),
}

impl Parameter {
    fn named(name: &str) -> Option<Parameter> {
        const NAMES: [(&str, Parameter); 7] = [
            ("utm_source", Parameter::Source),
            ("utm_medium", Parameter::Medium),
            ("utm_campaign", Parameter::Campaign),
            ("utm_term", Parameter::Term),
            ("utm_content", Parameter::Content),
            ("ref", Parameter::StandInRef),
            ("source", Parameter::StandInSource),
        ];
        if !(3..=12).contains(&name.len()) {
            return None;
        }
        NAMES
            .into_iter()
            .chain(
                ClickId::ALL
                    .into_iter()
                    .map(|id| (id.parameter(), Parameter::Click(id))),
            )
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, parameter)| parameter)
    }
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    query.split('&').filter_map(|pair| pair.split_once('='))
}

fn trimmed(value: &str) -> Option<CompactString> {
    let value = decoded(value);
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_compact_string())
}

/// Percent- and plus-decoded; bytes that are no UTF-8 become U+FFFD.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utm(query: &str) -> [Option<String>; 5] {
        let found = campaign_parameters(query);
        [
            found.utm_source,
            found.utm_medium,
            found.utm_campaign,
            found.utm_term,
            found.utm_content,
        ]
        .map(|value| value.map(String::from))
    }

    fn check(query: &str, expected: [&str; 5]) {
        assert_eq!(
            utm(query),
            expected.map(|value| (!value.is_empty()).then(|| value.to_owned())),
            "{query}"
        );
    }

    fn ids(query: &str) -> Vec<(&'static str, String)> {
        let found = campaign_parameters(query).click_ids;
        found
            .into_iter()
            .map(|(id, value)| (id.parameter(), value.to_string()))
            .collect()
    }

    #[test]
    fn utm_parameters() {
        check("", ["", "", "", "", ""]);
        check("a=1&b=2", ["", "", "", "", ""]);
        check(
            "utm_source=google&utm_medium=cpc&utm_campaign=x&utm_term=y&utm_content=z",
            ["google", "cpc", "x", "y", "z"],
        );
        check("?utm_source=Google", ["Google", "", "", "", ""]);
        check("UTM_Source=google", ["google", "", "", "", ""]);
        check("utm%5Fsource=google", ["google", "", "", "", ""]);
        check("utm_source=a&utm_source=b", ["a", "", "", "", ""]);
        check("utm_source=&utm_source=b", ["b", "", "", "", ""]);
        check("utm_source=a#utm_medium=b", ["a", "", "", "", ""]);
        check("utm_source&utm_medium=b", ["", "b", "", "", ""]);
        check("utm_campaign=a=b", ["", "", "a=b", "", ""]);
    }

    #[test]
    fn decoding() {
        check(
            "utm_campaign=spring+sale%202024",
            ["", "", "spring sale 2024", "", ""],
        );
        check("utm_campaign=%20%20x+", ["", "", "x", "", ""]);
        check("utm_campaign=%20+", ["", "", "", "", ""]);
        check("utm_campaign=b%C3%BCcher", ["", "", "bücher", "", ""]);
        check("utm_campaign=%FF", ["", "", "\u{fffd}", "", ""]);
        check("utm_campaign=50%", ["", "", "50%", "", ""]);
        check("utm_campaign=a%2Bb%26c", ["", "", "a+b&c", "", ""]);
    }

    #[test]
    fn stand_ins_only_for_a_missing_source() {
        check("ref=hn", ["hn", "", "", "", ""]);
        check("source=app&ref=hn", ["hn", "", "", "", ""]);
        check("source=app", ["app", "", "", "", ""]);
        check("ref=hn&utm_source=a", ["a", "", "", "", ""]);
        check("utm_source=+&source=app", ["app", "", "", "", ""]);
    }

    #[test]
    fn click_ids_in_order_of_precedence() {
        assert_eq!(
            ids("fbclid=F&gclid=G"),
            [("gclid", "G".to_owned()), ("fbclid", "F".to_owned())]
        );
        assert_eq!(
            ids("ScCid=S&gclid=&gclid=1&gclid=2"),
            [("gclid", "1".to_owned()), ("sccid", "S".to_owned())]
        );
        assert!(ids("xgclid=1&gcl=2").is_empty());
        for id in ClickId::ALL {
            assert_eq!(
                ids(&format!("a=b&{}=v%2Fw", id.parameter())),
                [(id.parameter(), "v/w".to_owned())]
            );
        }
    }
}
