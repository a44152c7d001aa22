//! What a user agent says about the visitor: browser, operating system, device, and whether it is a program.
//!
//! Names and versions are uap-core's, unchanged, so that they can be checked against any of its ports; only its
//! "no match" becomes `None`. A bot is named and its reasons are kept; nothing is dropped here, and an address in a
//! hosting network is no reason. Parsing runs thousands of expressions: callers keep answers by user agent.

use std::sync::LazyLock;

use compact_str::{CompactString, ToCompactString, format_compact};
use regex::{Regex, RegexBuilder};

use crate::acquisition::lines;

const UAP_CORE: &str = include_str!("../data/uap-core/regexes.yaml");
const CRAWLERS: &str = include_str!("../data/crawler-user-agents/crawler-user-agents.json");
const CRAWLERS_IGNORED: &str = include_str!("../data/crawler-user-agents/ignored.txt");
const HTTP_LIBRARIES: &str = include_str!("../data/agents/http-libraries.txt");
const FEED_FETCHERS: &str = include_str!("../data/agents/feed-fetchers.txt");

/// A parsed user agent. Unknown is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agent {
    /// Family as uap-core names it (`Chrome Mobile`).
    pub browser: Option<CompactString>,
    /// All parts that are known, joined by dots (`120.0.6099.109`).
    pub browser_version: Option<CompactString>,
    /// Family as uap-core names it (`Mac OS X`).
    pub operating_system: Option<CompactString>,
    /// All parts that are known, joined by dots.
    pub os_version: Option<CompactString>,
    /// Form of the device.
    pub device_category: Option<DeviceCategory>,
    /// Set when a program, not a person, is behind the agent.
    pub bot: Option<Bot>,
}

/// Form of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceCategory {
    /// Desktops and laptops.
    Desktop,
    /// Phones.
    Mobile,
    /// Tablets and readers.
    Tablet,
    /// Television sets and boxes.
    Tv,
    /// Game consoles.
    Console,
    /// Watches.
    Wearable,
}

impl DeviceCategory {
    /// The text of the `device_category` column.
    pub fn name(self) -> &'static str {
        match self {
            DeviceCategory::Desktop => "desktop",
            DeviceCategory::Mobile => "mobile",
            DeviceCategory::Tablet => "tablet",
            DeviceCategory::Tv => "tv",
            DeviceCategory::Console => "console",
            DeviceCategory::Wearable => "wearable",
        }
    }
}

/// Which program it is, and what gave it away. There is at least one reason, each at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// The text of the `bot_name` column.
    pub name: CompactString,
    /// In the order they were found.
    pub reasons: Vec<BotReason>,
}

impl Bot {
    /// The text of the `bot_reasons` column: names joined by commas.
    pub fn reasons_text(&self) -> CompactString {
        let names: Vec<_> = self.reasons.iter().map(|reason| reason.name()).collect();
        CompactString::from(names.join(","))
    }
}

/// Why a visitor is taken for a bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BotReason {
    /// The agent is empty or `-`.
    NoUserAgent,
    /// On the crawler-user-agents list.
    Crawler,
    /// uap-core calls the device a spider.
    Spider,
    /// A library or command that fetches over HTTP.
    HttpLibrary,
    /// A feed reader or podcast fetcher.
    FeedFetcher,
    /// `navigator.webdriver`, told by the tracker.
    Webdriver,
    /// The referrer's host is on the spam list ([`crate::acquisition::is_spam_referrer`]).
    ReferrerSpam,
}

impl BotReason {
    /// The word in `bot_reasons`.
    pub fn name(self) -> &'static str {
        match self {
            BotReason::NoUserAgent => "no_user_agent",
            BotReason::Crawler => "crawler",
            BotReason::Spider => "spider",
            BotReason::HttpLibrary => "http_library",
            BotReason::FeedFetcher => "feed_fetcher",
            BotReason::Webdriver => "webdriver",
            BotReason::ReferrerSpam => "referrer_spam",
        }
    }
}

/// What client hints and the tracker add to the user agent.
#[derive(Debug, Clone, Default)]
pub struct ClientHints<'a> {
    /// `Sec-CH-UA-Platform-Version`, which for Windows counts differently from its name (13 and up is Windows 11).
    pub platform_version: Option<&'a str>,
    /// `Sec-CH-UA-Model`.
    pub model: Option<&'a str>,
    /// `navigator.maxTouchPoints`.
    pub touch_points: Option<i64>,
    /// `navigator.webdriver`.
    pub webdriver: bool,
}

impl Agent {
    /// The agent with what the hints know better: Windows 11, real versions of macOS and Android, tablets that call
    /// themselves Macintosh, browsers driven by a program.
    #[must_use]
    pub fn with_hints(mut self, hints: &ClientHints<'_>) -> Agent {
        self.correct_version(hints.platform_version);
        let model = hints.model.unwrap_or_default();
        if self.device_category == Some(DeviceCategory::Mobile) && is_tablet_model(model) {
            self.device_category = Some(DeviceCategory::Tablet);
        }
        if self.is("Mac OS X") && hints.touch_points.is_some_and(|points| points > 1) {
            // No Mac has a touch screen: this is an iPad, and the frozen Mac version says nothing about it.
            self.device_category = Some(DeviceCategory::Tablet);
            self.operating_system = Some(CompactString::const_new("iOS"));
            self.os_version = None;
        }
        if hints.webdriver {
            return self.with_bot_reason(BotReason::Webdriver, "webdriver");
        }
        self
    }

    /// The agent as a bot, for a reason that is not in its text. `name` is used when it had none yet.
    #[must_use]
    pub fn with_bot_reason(mut self, reason: BotReason, name: &str) -> Agent {
        let bot = self.bot.get_or_insert_with(|| Bot {
            name: name.to_compact_string(),
            reasons: Vec::new(),
        });
        if !bot.reasons.contains(&reason) {
            bot.reasons.push(reason);
        }
        self
    }

    fn is(&self, operating_system: &str) -> bool {
        self.operating_system.as_deref() == Some(operating_system)
    }

    fn correct_version(&mut self, platform_version: Option<&str>) {
        let version = platform_version
            .map(|version| version.trim_matches(['"', ' ']))
            .unwrap_or_default();
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        if version.is_empty() || version.len() > 32 || !version.chars().all(is_number) {
            return;
        }
        let major: u32 = version
            .split('.')
            .next()
            .and_then(|major| major.parse().ok())
            .unwrap_or(0);
        if self.is("Windows") {
            match major {
                13.. => self.os_version = Some(CompactString::const_new("11")),
                1..13 => self.os_version = Some(CompactString::const_new("10")),
                0 => {}
            }
        } else if (self.is("Mac OS X") || self.is("Android")) && major > 0 {
            let short = version.trim_end_matches(".0");
            self.os_version = Some(short.to_compact_string());
        }
    }
}

/// Reads user agents. Cheap to make and to copy: the lists are compiled once, at the first parse.
#[derive(Debug, Clone, Copy, Default)]
pub struct AgentParser;

impl AgentParser {
    /// A parser over the embedded lists.
    pub fn new() -> Self {
        AgentParser
    }

    /// Never fails: what is not recognised stays `None`.
    pub fn parse(&self, user_agent: &str) -> Agent {
        let user_agent = user_agent.trim();
        if user_agent.is_empty() || user_agent == "-" {
            return Agent::default().with_bot_reason(BotReason::NoUserAgent, "no user agent");
        }
        let lists = &*LISTS;
        let (browser, system, device) = lists.uap.extract(user_agent);
        let is_spider = device
            .as_ref()
            .is_some_and(|device| device.device == "Spider");
        let browser = browser.filter(|browser| browser.family != "Other");
        let system = system.filter(|system| system.os != "Other");
        let family = browser.as_ref().map(|browser| &*browser.family);

        Agent {
            bot: lists.bot(user_agent, family, is_spider),
            device_category: device_category(user_agent),
            browser_version: browser.as_ref().and_then(|browser| {
                dotted([
                    browser.major,
                    browser.minor,
                    browser.patch,
                    browser.patch_minor,
                ])
            }),
            os_version: system.as_ref().and_then(|system| {
                dotted([
                    system.major.as_deref(),
                    system.minor.as_deref(),
                    system.patch.as_deref(),
                    system.patch_minor.as_deref(),
                ])
            }),
            browser: family.map(CompactString::from),
            operating_system: system
                .as_ref()
                .map(|system| CompactString::from(&*system.os)),
        }
    }
}

struct Lists {
    uap: ua_parser::Extractor<'static>,
    /// One alternation, so that one pass says whether and where.
    crawlers: Regex,
    http_libraries: Regex,
    feed_fetchers: Regex,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Crawler {
        pattern: String,
    }

    let regexes: ua_parser::Regexes<'static> =
        serde_yaml_ng::from_str(UAP_CORE).expect("the embedded list parses, which the tests show");
    let uap = ua_parser::Extractor::try_from(regexes)
        .expect("the embedded expressions compile, which the tests show");
    let crawlers: Vec<Crawler> =
        serde_json::from_str(CRAWLERS).expect("the embedded list parses, which the tests show");
    let crawlers: Vec<String> = crawlers
        .into_iter()
        .map(|crawler| crawler.pattern)
        .filter(|pattern| !lines(CRAWLERS_IGNORED).any(|ignored| ignored == pattern))
        .map(|pattern| format!("(?:{pattern})"))
        .collect();
    let at_start =
        alternation(lines(HTTP_LIBRARIES).map(|product| product.trim_start_matches('^')));
    let anywhere = alternation(lines(HTTP_LIBRARIES).filter(|product| !product.starts_with('^')));
    let fetchers = alternation(lines(FEED_FETCHERS));

    Lists {
        uap,
        crawlers: compiled(&crawlers.join("|")),
        http_libraries: compiled(&format!(
            r"(?i:^({at_start})(?:[/ (;,0-9]|$)|[ (;]({anywhere})/)"
        )),
        feed_fetchers: compiled(&format!(r"(?i:\b(?:{fetchers}))")),
    }
});

fn alternation<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(regex::escape).collect::<Vec<_>>().join("|")
}

fn compiled(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .size_limit(64 << 20)
        .dfa_size_limit(16 << 20)
        .build()
        .expect("the embedded expressions compile, which the tests show")
}

impl Lists {
    fn bot(&self, user_agent: &str, family: Option<&str>, is_spider: bool) -> Option<Bot> {
        let mut reasons = Vec::new();
        let crawler = self
            .crawlers
            .find(user_agent)
            .map(|found| found.as_str().trim_matches(['/', ' ', ';', '(']));
        if crawler.is_some() {
            reasons.push(BotReason::Crawler);
        }
        if is_spider {
            reasons.push(BotReason::Spider);
        }
        let library = self
            .http_libraries
            .captures(user_agent)
            .and_then(|found| found.get(1).or(found.get(2)));
        if library.is_some() {
            reasons.push(BotReason::HttpLibrary);
        }
        let fetcher = self.feed_fetchers.find(user_agent);
        if fetcher.is_some() {
            reasons.push(BotReason::FeedFetcher);
        }
        if reasons.is_empty() {
            return None;
        }
        // Some entries match the address in the agent instead of a name; uap-core usually knows that name.
        let is_name = |name: &&str| !name.contains(['.', '/']);
        let name = crawler
            .filter(is_name)
            .or(family.filter(|_| is_spider))
            .or(crawler)
            .or(library.map(|found| found.as_str()))
            .or(fetcher.map(|found| found.as_str().trim_matches(['/', ' ', '('])));
        Some(Bot {
            name: name.unwrap_or("spider").to_compact_string(),
            reasons,
        })
    }
}

fn dotted(parts: [Option<&str>; 4]) -> Option<CompactString> {
    let mut version: Option<CompactString> = None;
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        version = Some(match version {
            Some(version) => format_compact!("{version}.{part}"),
            None => part.to_compact_string(),
        });
    }
    version
}

const TVS: &[&str] = &[
    "SMART-TV",
    "SmartTV",
    "Smart TV",
    "SmartHub",
    "AppleTV",
    "Apple TV",
    "GoogleTV",
    "Google TV",
    "Android TV",
    "HbbTV",
    "NetCast",
    "Web0S",
    "webOS.TV",
    "BRAVIA",
    "CrKey",
    "Roku",
    "VIDAA",
    "Viera",
    "NETTV",
    "DTV",
    "Chromecast",
];
const CONSOLES: &[&str] = &["PlayStation", "Xbox", "Nintendo"];
const WEARABLES: &[&str] = &["Watch OS", "watchOS", "Apple Watch"];
const PHONES: &[&str] = &[
    "iPhone",
    "iPod",
    "Mobile",
    "mobile",
    "Windows Phone",
    "BlackBerry",
    "BB10",
    "Opera Mini",
    "Opera Mobi",
    "KAIOS",
    "KaiOS",
    "Symbian",
    "MIDP",
    "J2ME",
    "webOS",
    "UCWEB",
    "Series 60",
];
const DESKTOPS: &[&str] = &[
    "Windows",
    "Macintosh",
    "Mac OS X",
    "X11",
    "CrOS",
    "Linux",
    "FreeBSD",
    "OpenBSD",
    "SunOS",
];

/// The form of the device by the words in the agent, most particular first: a TV or tablet also says Android, and a
/// phone also says Linux or Mac OS X.
fn device_category(user_agent: &str) -> Option<DeviceCategory> {
    let has = |words: &[&str]| words.iter().any(|word| user_agent.contains(word));
    let android = user_agent.contains("Android");
    if has(TVS) || is_fire_tv(user_agent) {
        Some(DeviceCategory::Tv)
    } else if has(CONSOLES) {
        Some(DeviceCategory::Console)
    } else if has(WEARABLES) {
        Some(DeviceCategory::Wearable)
    } else if has(&["iPad", "Tablet", "PlayBook", "Kindle", "Silk/"])
        || (android
            && (!has(&["Mobile", "Opera Mini", "Opera Mobi"])
                || model(user_agent).is_some_and(is_tablet_model)))
    {
        Some(DeviceCategory::Tablet)
    } else if android || has(PHONES) {
        Some(DeviceCategory::Mobile)
    } else if has(DESKTOPS) {
        Some(DeviceCategory::Desktop)
    } else {
        None
    }
}

/// Amazon's models are `AFT` and one or more capitals.
fn is_fire_tv(user_agent: &str) -> bool {
    model(user_agent)
        .and_then(|model| model.strip_prefix("AFT"))
        .is_some_and(|rest| !rest.is_empty())
}

/// The model in `(Linux; Android 13; SM-X200 Build/…)`.
fn model(user_agent: &str) -> Option<&str> {
    let inside = user_agent.split_once('(')?.1.split(')').next()?;
    let rest = inside.split_once("Android")?.1;
    rest.split(';')
        .skip(1)
        .map(str::trim)
        .find(|part| part.len() > 2 && !part.starts_with("rv:"))
}

/// Tablets whose browser may still call itself mobile.
fn is_tablet_model(model: &str) -> bool {
    let prefixes = [
        "SM-T",
        "SM-X",
        "SM-P",
        "Nexus 7",
        "Nexus 9",
        "Nexus 10",
        "Pixel C",
        "Pixel Tablet",
        "Lenovo TB",
        "TB-",
    ];
    prefixes.into_iter().any(|prefix| model.starts_with(prefix)) || is_fire_tablet(model)
}

/// Amazon's tablets are `KF` and capitals.
fn is_fire_tablet(model: &str) -> bool {
    model
        .strip_prefix("KF")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests;
