//! A table of agents as they are seen in the wild.

use super::*;

fn described(agent: &Agent) -> String {
    let named =
        |name: &Option<CompactString>, version: &Option<CompactString>| match (name, version) {
            (Some(name), Some(version)) => format!("{name} {version}"),
            (Some(name), None) => name.to_string(),
            _ => "-".to_owned(),
        };
    let bot = agent
        .bot
        .as_ref()
        .map(|bot| format!("{}: {}", bot.name, bot.reasons_text()));
    [
        named(&agent.browser, &agent.browser_version),
        named(&agent.operating_system, &agent.os_version),
        agent
            .device_category
            .map_or("-", DeviceCategory::name)
            .to_owned(),
        bot.unwrap_or_else(|| "-".to_owned()),
    ]
    .join(" | ")
}

fn check(user_agent: &str, expected: &str) {
    assert_eq!(
        described(&AgentParser::new().parse(user_agent)),
        expected,
        "{user_agent}"
    );
}

fn check_hints(user_agent: &str, hints: &ClientHints<'_>, expected: &str) {
    let agent = AgentParser::new().parse(user_agent).with_hints(hints);
    assert_eq!(described(&agent), expected, "{user_agent} with {hints:?}");
}

/// Browser, operating system, device, bot with its reasons.
#[rustfmt::skip]
#[test]
fn agents() {
    let table = [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120.0.0.0 | Windows 10 | desktop | -"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
         "Edge 120.0.2210.91 | Windows 10 | desktop | -"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
         "Firefox 121.0 | Windows 10 | desktop | -"),
        ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
         "IE 11.0 | Windows 7 | desktop | -"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 OPR/105.0.0.0",
         "Opera 105.0.0 | Windows 10 | desktop | -"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15",
         "Safari 17.2 | Mac OS X 10.15.7 | desktop | -"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120.0.0.0 | Mac OS X 10.15.7 | desktop | -"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0",
         "Firefox 121.0 | Mac OS X 10.15 | desktop | -"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120.0.0.0 | Linux | desktop | -"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
         "Firefox 121.0 | Ubuntu | desktop | -"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120.0.0.0 | Chrome OS 14541.0.0 | desktop | -"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
         "Mobile Safari 17.2 | iOS 17.2 | mobile | -"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1",
         "Chrome Mobile iOS 120.0.6099.119 | iOS 17.2 | mobile | -"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/121.0 Mobile/15E148 Safari/605.1.15",
         "Firefox iOS 121.0 | iOS 17.1.2 | mobile | -"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/445.0.0.34.118;FBBV/547747019;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.2;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]",
         "Facebook 445.0.0 | iOS 17.2 | mobile | -"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21C62 Instagram 312.0.2.24.116 (iPhone14,5; iOS 17_2; en_US; en; scale=3.00; 1170x2532; 548339486)",
         "Instagram 312.0.2 | iOS 17.2 | mobile | -"),
        ("Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1",
         "Mobile Safari 16.6 | iOS 16.6 | tablet | -"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
         "Chrome Mobile 120.0.0.0 | Android 10 | mobile | -"),
        ("Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
         "Samsung Internet 23.0 | Android 13 | mobile | -"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0",
         "Firefox Mobile 121.0 | Android 14 | mobile | -"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro Build/UD1A.231105.004; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36",
         "Chrome Mobile WebView 120.0.6099.144 | Android 14 | mobile | -"),
        ("Mozilla/5.0 (Linux; U; Android 11; en-US; Redmi Note 8 Build/RKQ1.201004.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.0.1306 Mobile Safari/537.36",
         "UC Browser 13.4.0 | Android 11 | mobile | -"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
         "Chrome 120.0.0.0 | Android 10 | tablet | -"),
        ("Mozilla/5.0 (Linux; Android 12; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
         "Chrome 119.0.0.0 | Android 12 | tablet | -"),
        ("Mozilla/5.0 (Linux; Android 9; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/110.4.1 like Chrome/110.0.5481.154 Safari/537.36",
         "Amazon Silk 110.4.1 | Android 9 | tablet | -"),
        ("Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
         "Safari | Tizen 6.0 | tv | -"),
        ("Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36 WebAppManager",
         "Chrome 87.0.4280.88 | Web0S | tv | -"),
        ("Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7233; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/88.0.4324.152 Mobile Safari/537.36",
         "Chrome Mobile WebView 88.0.4324.152 | Android 9 | tv | -"),
        ("Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15",
         "Safari 13.0 | - | console | -"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.212 Safari/537.36 Edge/44.18363.8131",
         "Edge 44.18363.8131 | Windows 10 | console | -"),
        ("Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
         "Opera Mini 36.2.2254 | Android | mobile | -"),
        ("Mozilla/5.0 (Mobile; Nokia_2720_Flip; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5.2",
         "Firefox Mobile 48.0 | KaiOS 2.5.2 | mobile | -"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
         "Googlebot 2.1 | - | - | Googlebot: crawler,spider"),
        ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
         "Googlebot 2.1 | Android 6.0.1 | mobile | Googlebot: crawler,spider"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot",
         "GPTBot 1.2 | - | - | GPTBot: crawler,spider"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
         "ClaudeBot 1.0 | - | - | ClaudeBot: crawler,spider"),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
         "bingbot 2.0 | - | - | bingbot: crawler,spider"),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
         "YandexBot 3.0 | - | - | YandexBot: crawler,spider"),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
         "AhrefsBot 7.0 | - | - | AhrefsBot: crawler,spider"),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
         "FacebookBot 1.1 | - | - | facebookexternalhit: crawler,spider"),
        ("Twitterbot/1.0",
         "Twitterbot 1.0 | - | - | Twitterbot: crawler,spider"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.6099.28 Safari/537.36",
         "HeadlessChrome 120.0.6099 | Linux | desktop | HeadlessChrome: crawler"),
        ("curl/8.4.0",
         "curl 8.4.0 | - | - | curl: crawler,http_library"),
        ("Wget/1.21.3",
         "Wget 1.21.3 | - | - | Wget: crawler,http_library"),
        ("python-requests/2.31.0",
         "Python Requests 2.31 | - | - | python-requests: crawler,http_library"),
        ("Python/3.11 aiohttp/3.9.1",
         "Python aiohttp 3.9.1 | - | - | aiohttp: crawler,http_library"),
        ("Go-http-client/1.1",
         "Go-http-client 1.1 | - | - | Go-http-client: crawler,http_library"),
        ("okhttp/4.9.2",
         "okhttp 4.9.2 | - | - | okhttp: crawler,http_library"),
        ("axios/1.6.2",
         "axios 1.6.2 | - | - | axios: crawler,http_library"),
        ("Java/17.0.9",
         "Java 17.0.9 | - | - | Java: spider,http_library"),
        ("node",
         "- | - | - | node: http_library"),
        ("Ruby",
         "- | - | - | Ruby: http_library"),
        ("GuzzleHttp/7",
         "- | - | - | GuzzleHttp: http_library"),
        ("Dart/3.2 (dart:io)",
         "- | - | - | Dart: http_library"),
        ("PostmanRuntime/7.36.0",
         "PostmanRuntime 7.36.0 | - | - | PostmanRuntime: http_library"),
        ("Apache-HttpClient/4.5.14 (Java/17.0.9)",
         "Apache-HttpClient 4.5.14 | - | - | Apache-HttpClient: crawler,http_library"),
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)",
         "- | - | - | Feedly: crawler,feed_fetcher"),
        ("FreshRSS/1.22.1 (Linux; https://freshrss.org)",
         "- | Linux | desktop | FreshRSS: crawler,feed_fetcher"),
        ("Mozilla/5.0 (compatible; Miniflux/2.0.50; +https://miniflux.app)",
         "- | - | - | Miniflux: crawler,feed_fetcher"),
        ("Tiny Tiny RSS/23.12 (https://tt-rss.org/)",
         "Tiny Tiny RSS 23.12 | - | - | Tiny Tiny RSS: crawler,feed_fetcher"),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)",
         "- | - | - | NetNewsWire: feed_fetcher"),
        ("UniversalFeedParser/5.2.1 +https://code.google.com/p/feedparser/",
         "- | - | - | UniversalFeedParser: feed_fetcher"),
        ("Overcast/3.0 (+http://overcast.fm/; iOS podcast app)",
         "Overcast 3.0 | - | - | Overcast: crawler,feed_fetcher"),
        ("MyCompanyCrawler/0.1 (+https://example.com/crawl)",
         "MyCompanyCrawler 0.1 | - | - | MyCompanyCrawler: spider"),
    ];
    for (user_agent, expected) in table {
        check(user_agent, expected);
    }
}

#[test]
fn no_agent_is_a_bot() {
    for user_agent in ["", "-", "  ", " - "] {
        check(user_agent, "- | - | - | no user agent: no_user_agent");
    }
}

#[test]
fn garbage_is_unknown() {
    for user_agent in [
        "\u{fffd}\u{fffd}\u{1}",
        "%%%",
        "\u{1F600}",
        "null",
        "x",
        "Mozilla/5.0",
    ] {
        let agent = AgentParser::new().parse(user_agent);
        assert_eq!(
            (agent.browser, agent.device_category, agent.bot),
            (None, None, None),
            "{user_agent:?}"
        );
    }
    AgentParser::new().parse(&"(".repeat(4096));
}

#[test]
fn patterns_that_match_people_are_not_followed() {
    check(
        "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
         Version/4.0 Chrome/142.0.7444.142 Mobile Safari/537.36",
        "Chrome Mobile WebView 142.0.7444.142 | Android 15 | mobile | -",
    );
    check(
        "Mozilla/5.0 (Linux; Android 4.1.1; HTC Butterfly Build/JRO03C) AppleWebKit/535.19 (KHTML, like Gecko) \
         Chrome/18.0.1025.166 Mobile Safari/535.19",
        "Chrome Mobile 18.0.1025.166 | Android 4.1.1 | mobile | -",
    );
    let phone = "Mozilla/5.0 (LG-T500 AppleWebkit/531 Browser/Phantom/V2.0 Widget/LGMW/3.0 MMS/LG-MMS-V1.0/1.2 \
                 Java/ASVM/1.1 Profile/MIDP-2.1 Configuration/CLDC-1.1)";
    assert_eq!(AgentParser::new().parse(phone).bot, None);
    assert_eq!(
        AgentParser::new().parse("SomethingWeNeverKnewExisted").bot,
        None
    );
}

const MACINTOSH: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                         Version/17.2 Safari/605.1.15";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/120.0.0.0 Safari/537.36";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 \
                       Mobile Safari/537.36";

#[test]
fn touch_points() {
    let touch = |points| ClientHints {
        touch_points: Some(points),
        ..ClientHints::default()
    };
    check_hints(MACINTOSH, &touch(5), "Safari 17.2 | iOS | tablet | -");
    check_hints(
        MACINTOSH,
        &touch(1),
        "Safari 17.2 | Mac OS X 10.15.7 | desktop | -",
    );
    check_hints(
        MACINTOSH,
        &touch(0),
        "Safari 17.2 | Mac OS X 10.15.7 | desktop | -",
    );
    check_hints(
        WINDOWS,
        &touch(10),
        "Chrome 120.0.0.0 | Windows 10 | desktop | -",
    );
}

#[test]
fn platform_versions() {
    let version = |version| ClientHints {
        platform_version: Some(version),
        ..ClientHints::default()
    };
    check_hints(
        WINDOWS,
        &version("15.0.0"),
        "Chrome 120.0.0.0 | Windows 11 | desktop | -",
    );
    check_hints(
        WINDOWS,
        &version("13.0.0"),
        "Chrome 120.0.0.0 | Windows 11 | desktop | -",
    );
    check_hints(
        WINDOWS,
        &version("10.0.0"),
        "Chrome 120.0.0.0 | Windows 10 | desktop | -",
    );
    check_hints(
        WINDOWS,
        &version("0.1.0"),
        "Chrome 120.0.0.0 | Windows 10 | desktop | -",
    );
    check_hints(
        MACINTOSH,
        &version("14.4.1"),
        "Safari 17.2 | Mac OS X 14.4.1 | desktop | -",
    );
    check_hints(
        ANDROID,
        &version("\"14.0.0\""),
        "Chrome Mobile 120.0.0.0 | Android 14 | mobile | -",
    );
    for odd in ["", "eleven", "13; rm", "99999999999999999999", "."] {
        check_hints(
            WINDOWS,
            &version(odd),
            "Chrome 120.0.0.0 | Windows 10 | desktop | -",
        );
    }
}

#[test]
fn models() {
    let model = |model| ClientHints {
        model: Some(model),
        ..ClientHints::default()
    };
    check_hints(
        ANDROID,
        &model("SM-X200"),
        "Chrome Mobile 120.0.0.0 | Android 10 | tablet | -",
    );
    check_hints(
        ANDROID,
        &model("Pixel 8"),
        "Chrome Mobile 120.0.0.0 | Android 10 | mobile | -",
    );
}

#[test]
fn webdriver_and_other_reasons() {
    let driven = ClientHints {
        webdriver: true,
        ..ClientHints::default()
    };
    check_hints(
        WINDOWS,
        &driven,
        "Chrome 120.0.0.0 | Windows 10 | desktop | webdriver: webdriver",
    );
    check_hints(
        "curl/8.4.0",
        &driven,
        "curl 8.4.0 | - | - | curl: crawler,http_library,webdriver",
    );

    let spam = |agent: Agent| agent.with_bot_reason(BotReason::ReferrerSpam, "semalt.com");
    let agent = spam(spam(AgentParser::new().parse(WINDOWS)));
    assert_eq!(
        described(&agent),
        "Chrome 120.0.0.0 | Windows 10 | desktop | semalt.com: referrer_spam"
    );
}
