//! `footfall demo`: three sites with thirteen months of history, made once under a fixed seed, and visitors arriving
//! live. The history goes in by the import that everybody uses; the live visitors come over HTTP like everybody's.

use std::sync::Arc;
use std::time::Duration;

use accounts::{Accounts, Actor, DEFAULT_ORGANISATION, Moment, NewKey, Role, Scope};
use anyhow::Result;
use engine::{AddressPolicy, ConsentMode, NoLookup, SiteSettings};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value as Json, json};
use sources::import::ImportKind;

use crate::config::{Place, ServeOptions};
use crate::import::{Progress, import};
use crate::node::{Node, open_lookup};
use crate::output;
use crate::serve::{self, Started};

const SEED: u64 = 0xf007_fa11;
const DAYS: i64 = 396;
const DAY_MS: i64 = 86_400_000;
const MARK: &str = "demo";
const DEMO_EMAIL: &str = "demo@footfall.example";

struct DemoSite {
    id: &'static str,
    name: &'static str,
    domain: &'static str,
    timezone: &'static str,
    currency: &'static str,
    visits_per_day: f64,
    pages: &'static [(&'static str, &'static str)],
}

const SITES: [DemoSite; 3] = [
    DemoSite {
        id: "demo-shop",
        name: "Hill & Harbour",
        domain: "hillandharbour.example",
        timezone: "Europe/Berlin",
        currency: "EUR",
        visits_per_day: 60.0,
        pages: &[
            ("/", "Hill & Harbour"),
            ("/collections/coats", "Coats"),
            ("/collections/boots", "Boots"),
            ("/products/harbour-parka", "Harbour parka"),
            ("/products/moor-boot", "Moor boot"),
            ("/journal/mending-wax-cotton", "Mending wax cotton"),
            ("/cart", "Cart"),
            ("/checkout", "Checkout"),
        ],
    },
    DemoSite {
        id: "demo-docs",
        name: "Lantern docs",
        domain: "docs.lantern.example",
        timezone: "America/New_York",
        currency: "USD",
        visits_per_day: 35.0,
        pages: &[
            ("/", "Lantern"),
            ("/guide/install", "Install"),
            ("/guide/first-query", "Your first query"),
            ("/reference/operators", "Operators"),
            ("/reference/errors", "Errors"),
            ("/changelog", "Changelog"),
        ],
    },
    DemoSite {
        id: "demo-blog",
        name: "Slow Rivers",
        domain: "slowrivers.example",
        timezone: "Asia/Kolkata",
        currency: "INR",
        visits_per_day: 18.0,
        pages: &[
            ("/", "Slow Rivers"),
            ("/2025/a-year-on-the-narmada", "A year on the Narmada"),
            ("/2025/maps-of-water", "Maps of water"),
            ("/about", "About"),
        ],
    },
];

const AGENTS: [(&str, u32); 6] = [
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        30,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        27,
    ),
    (
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        20,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
        13,
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
        7,
    ),
    (
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        3,
    ),
];

/// Where visitors come from: referrer, query of the landing page, weight.
const ORIGINS: [(&str, &str, u32); 9] = [
    ("", "", 34),
    ("https://www.google.com/", "", 26),
    (
        "https://www.google.com/",
        "?gclid=demo&utm_campaign=autumn",
        8,
    ),
    ("https://t.co/abc", "", 7),
    ("https://www.facebook.com/", "?fbclid=demo", 6),
    (
        "",
        "?utm_source=newsletter&utm_medium=email&utm_campaign=letter-12",
        7,
    ),
    ("https://chatgpt.com/", "", 5),
    ("https://news.ycombinator.com/item?id=1", "", 4),
    ("https://www.youtube.com/watch?v=1", "", 3),
];

/// Addresses of many networks, so that a look-up by databases shows places.
const ADDRESSES: [(&str, u32); 12] = [
    ("91.64.10.1", 16),
    ("81.2.69.142", 10),
    ("23.240.1.1", 18),
    ("90.112.3.4", 8),
    ("103.21.58.1", 12),
    ("177.32.1.9", 6),
    ("126.72.3.5", 6),
    ("1.128.4.4", 4),
    ("41.13.7.7", 3),
    ("88.12.1.1", 5),
    ("31.10.1.1", 4),
    ("184.144.1.1", 8),
];

fn pick<'a, T>(rng: &mut StdRng, choices: &'a [T], weight: impl Fn(&T) -> u32) -> &'a T {
    let total: u32 = choices.iter().map(&weight).sum();
    let mut left = rng.random_range(0..total.max(1));
    for choice in choices {
        let own = weight(choice);
        if left < own {
            return choice;
        }
        left -= own;
    }
    &choices[choices.len() - 1]
}

pub async fn run(place: &Place, options: &ServeOptions) -> Result<()> {
    let geoip = options.geoip.clone();
    serve::run(place, options, |started| async move {
        make_history(&started.node, geoip.as_deref()).await?;
        let key = write_key(&started.node).await?;
        tokio::spawn(arrive(started.url.clone(), key));
        let login = make_login(&started.node).await?;
        say(&started, login);
        Ok(())
    })
    .await
}

fn say(started: &Started, login: Option<String>) {
    let mut text = format!("footfall demo on {}\nopen {}", started.url, started.link);
    if let Some(password) = login {
        text.push_str(&format!("\nsign in as {DEMO_EMAIL} with {password}"));
    }
    output::print(&text);
}

/// A login of this installation with a password of its own, new at every start; nothing where there are other people.
async fn make_login(node: &Node) -> Result<Option<String>> {
    let accounts: &Accounts = node.directory.accounts();
    let actor = Actor::command_line();
    let moment = Moment::at(node.directory.time());
    let password = moment.id();
    let users = accounts.users().await?;
    if users.iter().any(|user| user.email == DEMO_EMAIL) {
        accounts
            .set_password(DEMO_EMAIL, &password, &actor, moment)
            .await?;
    } else if users.is_empty() {
        let role = Some(Role::Owner);
        accounts
            .create_user(
                DEMO_EMAIL,
                &password,
                role,
                true,
                DEFAULT_ORGANISATION,
                &actor,
                moment,
            )
            .await?;
    } else {
        return Ok(None);
    }
    node.directory.refresh().await?;
    Ok(Some(password))
}

async fn write_key(node: &Node) -> Result<String> {
    let new = NewKey {
        organisation: DEFAULT_ORGANISATION.into(),
        name: "demo visitors".into(),
        scope: Scope::Write,
        sites: None,
        expires_in: Some(Duration::from_secs(30 * 86_400)),
        requests_per_minute_max: None,
        user: None,
    };
    let moment = Moment::at(node.directory.time());
    let accounts = node.directory.accounts();
    let (_, key) = accounts
        .create_key(new, &Actor::command_line(), moment)
        .await?;
    node.directory.refresh().await?;
    Ok(key)
}

async fn make_history(node: &Arc<Node>, geoip: Option<&std::path::Path>) -> Result<()> {
    let lookup = match geoip {
        Some(dir) => open_lookup(Some(dir))?.0,
        None => Arc::new(NoLookup),
    };
    node.wait_until_caught_up().await;
    for site in &SITES {
        if node.directory.get(site.id).is_some() {
            continue;
        }
        tracing::info!(site = site.name, "making demonstration data");
        let settings = SiteSettings {
            domains: vec![site.domain.into()],
            allowed_hosts: vec!["*".into()],
            timezone: site.timezone.into(),
            currency: site.currency.into(),
            consent: ConsentMode::NotRequired,
            address: AddressPolicy::Discard,
            ..SiteSettings::default()
        };
        let settings = serde_json::to_value(&settings)?;
        let accounts = node.directory.accounts();
        accounts
            .create_site_with_id(
                site.id,
                DEFAULT_ORGANISATION,
                site.name,
                settings,
                &Actor::command_line(),
                Moment::at(node.directory.time()),
            )
            .await?;
        node.directory.refresh().await?;
        let now = node.clock.now().as_millis();
        let text = history(site, now);
        let lookup = lookup.clone();
        let reader = Box::new(std::io::Cursor::new(text.into_bytes()));
        import(
            node,
            lookup,
            site.id,
            ImportKind::Events,
            MARK.as_bytes(),
            reader,
            Progress::none(),
        )
        .await?;
    }
    Ok(())
}

/// Thirteen months of a site, as lines of NDJSON in order of time.
fn history(site: &DemoSite, now: i64) -> String {
    let mut rng = StdRng::seed_from_u64(SEED ^ site.visits_per_day.to_bits());
    let mut visits: Vec<(i64, String)> = Vec::new();
    let first_day = now - DAYS * DAY_MS;
    for day in 0..DAYS {
        let growth = 0.6 + 0.8 * day as f64 / DAYS as f64;
        let weekday =
            [1.0, 1.05, 1.1, 1.05, 0.95, 0.7, 0.75][usize::try_from(day % 7).unwrap_or_default()];
        let wave = 1.0 + 0.25 * (day as f64 / 29.0).sin();
        let count = site.visits_per_day * growth * weekday * wave * rng.random_range(0.85..1.15);
        for _ in 0..count as usize {
            let hour = 8.0 + 13.0 * rng.random::<f64>().powf(0.8);
            let at = first_day + day * DAY_MS + (hour * 3_600_000.0) as i64;
            if at < now - 60_000 {
                visits.push((at, visit(site, &mut rng, at)));
            }
        }
    }
    visits.sort_by_key(|(at, _)| *at);
    let mut text = String::new();
    for (_, line) in visits {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// One visit as a body of `POST /api/collect`, its events at their times.
fn visit(site: &DemoSite, rng: &mut StdRng, start: i64) -> String {
    let returning = rng.random_bool(0.35);
    let person: u32 = if returning {
        rng.random_range(0..400)
    } else {
        rng.random()
    };
    let visitor = uuid::Uuid::from_u128(u128::from(person) << 64 | u128::from(SEED) | 0x4000_8000);
    let (referrer, query, _) = pick(rng, &ORIGINS, |origin| origin.2);
    let mut at = start;
    let mut events: Vec<Json> = Vec::new();
    let views = 1 + (rng.random::<f64>().powi(2) * 6.0) as usize;
    for number in 0..views {
        let page = if number == 0 && rng.random_bool(0.45) {
            0
        } else {
            rng.random_range(0..site.pages.len())
        };
        let (path, title) = site.pages[page];
        let landing = if number == 0 { *query } else { "" };
        let mut properties = json!({
            "url": format!("https://{}{path}{landing}", site.domain),
            "title": title,
            "page_view_number": number + 1,
        });
        if number == 0 && !referrer.is_empty() {
            properties["referrer"] = (*referrer).into();
        }
        events.push(event("page_view", at, &properties));
        let dwell = rng.random_range(4_000..90_000);
        at += dwell;
        if dwell > 10_000 {
            let depth = [25, 50, 75, 90, 100][rng.random_range(0..5)];
            properties["engagement_time_msec"] = (dwell * 7 / 10).into();
            properties["time_on_page_sec"] = (dwell / 1_000).into();
            properties["scroll_depth_percent"] = depth.into();
            events.push(event("user_engagement", at, &properties));
        }
    }
    if site.id == "demo-shop" && rng.random_bool(0.04) {
        let value = rng.random_range(29..320);
        let properties = json!({
            "url": format!("https://{}/checkout", site.domain),
            "transaction_id": format!("T{:x}", rng.random::<u64>()),
            "value": value,
            "currency": site.currency,
        });
        events.push(event("purchase", at, &properties));
    }
    let agent = pick(rng, &AGENTS, |agent| agent.1).0;
    let address = pick(rng, &ADDRESSES, |address| address.1).0;
    let width = *[1920, 1440, 1536, 390, 412][..]
        .get(rng.random_range(0..5))
        .unwrap_or(&1440);
    json!({
        "site_id": site.id,
        "visitor": {"id": visitor, "is_new": !returning},
        "context": {
            "consent": "granted",
            "ip": address,
            "user_agent": agent,
            "screen_width": width,
            "screen_height": 1080,
            "language": "en",
        },
        "events": events,
    })
    .to_string()
}

fn event(name: &str, at: i64, properties: &Json) -> Json {
    json!({"name": name, "timestamp": at, "properties": properties})
}

/// Visitors of today, one every second or two, each going on for a few pages.
async fn arrive(url: String, key: String) {
    let Ok(client) = reqwest::Client::builder()
        .no_proxy()
        .danger_accept_invalid_certs(true)
        .build()
    else {
        return;
    };
    let mut rng = StdRng::from_os_rng();
    loop {
        let site = pick(&mut rng, &SITES, |site| site.visits_per_day as u32);
        let body: Json = serde_json::from_str(&visit(site, &mut rng, 0)).unwrap_or_default();
        let pause = Duration::from_millis(rng.random_range(600..2_500));
        tokio::spawn(walk(client.clone(), url.clone(), key.clone(), body));
        tokio::time::sleep(pause).await;
    }
}

/// Sends a visit's events one after the other, with a shortened wait between them.
async fn walk(client: reqwest::Client, url: String, key: String, mut visit: Json) {
    let events = visit["events"].take();
    let mut before = 0;
    for mut event in events.as_array().cloned().unwrap_or_default() {
        let at = event["timestamp"].as_i64().unwrap_or_default();
        let wait = u64::try_from((at - before) / 3).unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(wait)).await;
        before = at;
        if let Some(event) = event.as_object_mut() {
            event.remove("timestamp");
        }
        let mut body = visit.clone();
        body["events"] = json!([event]);
        let sent = client
            .post(format!("{url}/api/collect"))
            .bearer_auth(&key)
            .json(&body)
            .send()
            .await;
        if sent.is_err() {
            return;
        }
    }
}
