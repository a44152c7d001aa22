//! Rows as a busy fortnight might leave them: three sites in awkward zones over the end of summer time, sessions over
//! midnight, late events, bots, visitors without consent, repeated transactions, missing values everywhere.

use std::collections::BTreeMap;

use engine::Table;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use crate::rec;
use crate::world::{Heat, Rec, RecExt, V, World, at, event, session, site};

pub struct Data {
    pub events: Vec<Rec>,
    pub sessions: Vec<Rec>,
}

pub const SITES: [(&str, &str, u16); 3] = [
    ("alpha", "Europe/Berlin", 0),
    ("beta", "Asia/Kolkata", 1),
    ("gamma", "America/New_York", 1),
];

pub fn sites() -> Vec<query::Site> {
    let mut sites: Vec<_> = SITES.iter().map(|(id, zone, _)| site(id, zone)).collect();
    sites[1].key_events = vec!["form_submit".to_owned()];
    sites
}

/// Texts of a session, each with the values it may have.
const SESSION_TEXTS: [(&str, &[&str]); 31] = [
    ("bot_name", &["Googlebot"]),
    ("source", &["google", "(direct)", "news.example", "Bing"]),
    ("medium", &["organic", "(none)", "cpc", "referral"]),
    ("channel", &["Organic Search", "Direct", "Paid Search"]),
    ("utm_source", &["google", "newsletter"]),
    ("utm_medium", &["cpc", "email"]),
    ("utm_campaign", &["spring", "Spring", "élan"]),
    ("utm_term", &["shoes", "red shoes"]),
    ("utm_content", &["a", "b"]),
    ("gclid", &["g-1", "g-2"]),
    ("fbclid", &["f-1"]),
    (
        "entry_referrer",
        &["https://news.example/a", "https://google.com/"],
    ),
    ("entry_referrer_hostname", &["news.example", "google.com"]),
    ("country", &["DE", "IN", "US"]),
    ("region", &["Bavaria", "Ohio"]),
    ("city", &["München", "Pune", "Dayton"]),
    ("timezone", &["Europe/Berlin", "UTC"]),
    ("language", &["de-DE", "en-US"]),
    ("organization", &["Telekom", "Jio"]),
    ("company_name", &["Acme", "Globex"]),
    ("visitor_type", &["business", "consumer", "unknown"]),
    ("device_category", &["desktop", "mobile"]),
    ("browser", &["Chrome", "Firefox", "Safari"]),
    ("browser_version", &["9", "10", "131.0"]),
    ("operating_system", &["Windows", "iOS"]),
    ("os_version", &["10", "11", "17.1"]),
    ("asn_name", &["AS-X"]),
    ("connection_type", &["residential"]),
    ("postal_code", &["80331"]),
    ("user_agent", &["Mozilla/5.0"]),
    ("asn_domain", &["x.example"]),
];

const PAGES: [&str; 6] = ["/", "/pricing", "/blog/a", "/blog/b", "/Pricing", "/a%20b"];
const NAMES: [&str; 14] = [
    "page_view",
    "page_view",
    "page_view",
    "page_view",
    "user_engagement",
    "scroll",
    "link_click",
    "file_download",
    "form_submit",
    "video_start",
    "search",
    "purchase",
    "refund",
    "sign_up",
];

fn maybe<'a>(random: &mut ChaCha8Rng, values: &[&'a str]) -> Option<&'a str> {
    if random.random_ratio(1, 4) {
        return None;
    }
    values.choose(random).copied()
}

fn set(row: &mut Rec, name: &'static str, value: Option<impl Into<V>>) {
    if let Some(value) = value {
        row.insert(name, value.into());
    }
}

struct Draft {
    arrival: i64,
    partition: u16,
    row: Rec,
}

/// Draws events and derives their sessions.
pub fn data(random: &mut ChaCha8Rng) -> Data {
    let (first, last) = (at("2026-10-20T00:00:00Z"), at("2026-11-05T00:00:00Z"));
    let mut drafts: Vec<Draft> = Vec::new();
    for (site, _, partition) in SITES {
        for visitor in 0..30 {
            let visitor = format!("{site}-{visitor}");
            let mut begin = random.random_range(first..last);
            for number in 0..random.random_range(1..4) {
                let mut common = rec! { "site_id": site, "visitor_id": visitor.as_str(),
                "session_id": format!("{visitor}-{number}"), "is_bot": random.random_ratio(1, 12) };
                for (name, values) in SESSION_TEXTS {
                    set(&mut common, name, maybe(random, values));
                }
                set(
                    &mut common,
                    "asn",
                    random
                        .random_bool(0.8)
                        .then(|| random.random_range(1..40_i64)),
                );
                set(
                    &mut common,
                    "is_first_visit",
                    random.random_bool(0.9).then_some(number == 0),
                );
                for (width, height) in [
                    ("screen_width", "screen_height"),
                    ("viewport_width", "viewport_height"),
                ] {
                    set(
                        &mut common,
                        width,
                        random
                            .random_bool(0.9)
                            .then(|| *[1920_i64, 390].choose(random).unwrap()),
                    );
                    set(
                        &mut common,
                        height,
                        random
                            .random_bool(0.9)
                            .then(|| *[1080_i64, 844].choose(random).unwrap()),
                    );
                }
                let mut time = begin;
                for at in 0..random.random_range(1..9) {
                    let mut row = common.clone();
                    row.insert("timestamp", V::I(time));
                    row.insert("is_session_start", V::B(at == 0));
                    details(random, &mut row, at);
                    let late = match random.random_ratio(1, 10) {
                        true => random.random_range(0..20 * 3_600_000_000_i64),
                        false => 0,
                    };
                    drafts.push(Draft {
                        arrival: time + late,
                        partition,
                        row,
                    });
                    time += random.random_range(1_000_000..1_700_000_000);
                    // Late events make sessions that pass over whole days.
                    if random.random_ratio(1, 40) {
                        time += random.random_range(20..80) * 3_600_000_000_i64;
                    }
                }
                begin = time + random.random_range(2_000_000_000..6 * 86_400_000_000);
            }
        }
        for _ in 0..20 {
            let time = random.random_range(first..last);
            let mut row = rec! { "site_id": site, "timestamp": time, "consent": "denied", "event_name": "page_view" };
            set(&mut row, "page_path", maybe(random, &PAGES));
            set(&mut row, "utm_source", maybe(random, &["google"]));
            drafts.push(Draft {
                arrival: time,
                partition,
                row,
            });
        }
    }
    let events = placed(random, drafts);
    let sessions = sessions(random, &events);
    Data { events, sessions }
}

fn details(random: &mut ChaCha8Rng, row: &mut Rec, at: i64) {
    let name = *NAMES.choose(random).unwrap();
    row.insert("event_name", name.into());
    set(row, "page_path", maybe(random, &PAGES));
    set(
        row,
        "page_hostname",
        maybe(random, &["example.com", "shop.example.com"]),
    );
    set(row, "page_query", maybe(random, &["a=1", "b=2"]));
    set(row, "page_title", maybe(random, &["Home", "Prices"]));
    set(row, "consent", maybe(random, &["granted", "unknown"]));
    set(row, "origin", maybe(random, &["tracker", "server"]));
    set(
        row,
        "page_view_number",
        random.random_bool(0.8).then_some(1 + at / 2),
    );
    let plan = ["pro", "free", "Größe \\\"XL\\\""].choose(random).unwrap();
    set(
        row,
        "properties",
        match random.random_range(0..4) {
            0 => None,
            1 => Some(format!(
                r#"{{"plan":"{plan}","n":{}}}"#,
                random.random_range(0..30)
            )),
            2 => Some(format!(
                r#"{{"n":{}.5,"deep":{{"plan":"no"}}}}"#,
                random.random_range(0..3)
            )),
            _ => Some(r#"{"plan":null,"on":true}"#.to_owned()),
        },
    );
    match name {
        "user_engagement" => {
            row.insert("engagement_time_msec", V::I(random.random_range(0..20_000)));
            row.insert("scroll_depth_percent", V::I(random.random_range(0..=100)));
        }
        "scroll" => set(
            row,
            "scroll_depth_percent",
            Some(random.random_range(1..=4_i64) * 25),
        ),
        "link_click" => set(
            row,
            "link_url",
            maybe(random, &["https://x.example/", "mailto:a"]),
        ),
        "file_download" => set(row, "file_name", maybe(random, &["a.pdf", "b.zip"])),
        "form_submit" => {
            set(row, "form_id", maybe(random, &["f1", "f2"]));
            set(row, "form_name", maybe(random, &["Contact"]));
        }
        "video_start" => set(row, "video_id", maybe(random, &["v1", "v2"])),
        "search" => set(row, "search_term", maybe(random, &["shoes", "SHOES"])),
        "purchase" | "refund" => {
            set(
                row,
                "value",
                random
                    .random_bool(0.9)
                    .then(|| random.random_range(1..5_000_000_i64)),
            );
            set(
                row,
                "transaction_id",
                maybe(random, &["t1", "t2", "t3", "t4", "t5", "t6"]),
            );
        }
        _ => {}
    }
}

/// Gives events their places in the log: by arrival, some of them sharing a frame.
fn placed(random: &mut ChaCha8Rng, mut drafts: Vec<Draft>) -> Vec<Rec> {
    drafts.sort_by_key(|draft| draft.arrival);
    let mut next: BTreeMap<u16, (i64, i64)> = BTreeMap::new();
    drafts
        .into_iter()
        .map(
            |Draft {
                 arrival,
                 partition,
                 mut row,
             }| {
                let (offset, index) = next.entry(partition).or_insert((1, 0));
                row.insert("log_partition", V::I(i64::from(partition)));
                row.insert("log_offset", V::I(*offset));
                row.insert("frame_index", V::I(*index));
                row.insert("server_timestamp", V::I(arrival));
                (*offset, *index) = match random.random_ratio(1, 3) {
                    true => (*offset, *index + 1),
                    false => (*offset + 1, 0),
                };
                event(row)
            },
        )
        .collect()
}

fn sessions(random: &mut ChaCha8Rng, events: &[Rec]) -> Vec<Rec> {
    let mut members: BTreeMap<String, Vec<&Rec>> = BTreeMap::new();
    for event in events {
        if let Some(id) = event.text("session_id") {
            members.entry(id.to_owned()).or_default().push(event);
        }
    }
    let kept: Vec<&str> = Table::Sessions
        .columns()
        .filter(|def| def.in_events)
        .map(|def| def.name)
        .filter(|name| !["date", "engagement_time_msec", "currency"].contains(name))
        .collect();
    let key_events = sites();
    members
        .values()
        .map(|members| {
            let first = members[0];
            let mut row: Rec = first
                .iter()
                .filter(|(name, _)| kept.contains(name))
                .map(|(name, value)| (*name, value.clone()))
                .collect();
            let place = |event: &Rec| {
                (
                    event.int("timestamp"),
                    event.int("log_offset"),
                    event.int("frame_index"),
                )
            };
            let times: Vec<i64> = members
                .iter()
                .map(|event| event.int("timestamp").unwrap())
                .collect();
            let mut views: Vec<&&Rec> = members
                .iter()
                .filter(|event| event.text("event_name") == Some("page_view"))
                .collect();
            views.sort_by_key(|event| place(event));
            let engaged: i64 = members
                .iter()
                .filter_map(|event| event.int("engagement_time_msec"))
                .sum();
            let site = key_events
                .iter()
                .find(|site| Some(site.id.as_str()) == first.text("site_id"))
                .unwrap();
            let is_key = |event: &&&Rec| {
                site.key_events
                    .iter()
                    .any(|name| Some(name.as_str()) == event.text("event_name"))
            };
            let conversions = members.iter().filter(is_key).count() as i64;
            row.insert("session_start", V::I(*times.iter().min().unwrap()));
            row.insert("session_end", V::I(*times.iter().max().unwrap()));
            row.insert("events", V::I(members.len() as i64));
            row.insert("pageviews", V::I(views.len() as i64));
            row.insert(
                "is_bounce",
                V::B(views.len() <= 1 && engaged < 10_000 && conversions == 0),
            );
            row.insert("is_single_page", V::B(views.len() == 1));
            row.insert("conversions", V::I(conversions));
            set(
                &mut row,
                "engagement_time_msec",
                members
                    .iter()
                    .any(|event| event.int("engagement_time_msec").is_some())
                    .then_some(engaged),
            );
            set(
                &mut row,
                "revenue",
                (conversions > 0).then(|| random.random_range(0..9_000_000_i64)),
            );
            if let (Some(entry), Some(exit)) = (views.first(), views.last()) {
                set(&mut row, "entry_page", entry.text("page_path"));
                set(&mut row, "exit_page", exit.text("page_path"));
                set(&mut row, "entry_hostname", entry.text("page_hostname"));
            }
            let last_offset = members.last().unwrap().int("log_offset").unwrap();
            row.insert("first_offset", V::I(first.int("log_offset").unwrap()));
            row.insert("last_offset", V::I(last_offset));
            if random.random_bool(0.9) {
                row.insert(
                    "closed_offset",
                    V::I(last_offset + random.random_range(1..9)),
                );
            }
            session(row)
        })
        .collect()
}

/// Commits some of the rows and heats the rest, each partition at its own point; some committed rows are hot as well.
pub async fn split(random: &mut ChaCha8Rng, data: &Data) -> World {
    let world = World::new();
    let top = 1_000;
    let of = |rows: &[Rec], partition: u16, keep: &dyn Fn(&Rec) -> bool| -> Vec<Rec> {
        let ours = |row: &&Rec| row.int("log_partition") == Some(i64::from(partition));
        rows.iter()
            .filter(ours)
            .filter(|row| keep(row))
            .cloned()
            .collect()
    };
    let after =
        |row: &Rec, name: &str, floor: i64| row.int(name).is_some_and(|offset| offset > floor);
    let last = data
        .events
        .iter()
        .filter_map(|row| row.int("log_offset"))
        .max()
        .unwrap();
    let mut draw = || match random.random_range(0..4) {
        0 => 0,
        1 => top,
        _ => random.random_range(0..=last),
    };
    let mut committed = [[draw(), draw()], [draw(), draw()]];
    let cold = |table: Table, committed: &[[i64; 2]; 2]| -> Vec<Rec> {
        let (rows, at) = match table {
            Table::Events => (&data.events, 0),
            Table::Sessions => (&data.sessions, 1),
        };
        let is_cold = |row: &Rec, partition: u16| {
            let offset = row.int(table.offset_column());
            offset.is_some_and(|offset| offset <= committed[usize::from(partition)][at])
        };
        [0_u16, 1]
            .into_iter()
            .flat_map(|p| of(rows, p, &|row| is_cold(row, p)))
            .collect()
    };
    let cold_events = cold(Table::Events, &committed);
    let cold_sessions = cold(Table::Sessions, &committed);
    // A table without rows has no commit, so nothing of it is committed.
    for partition in &mut committed {
        partition[0] *= i64::from(!cold_events.is_empty());
        partition[1] *= i64::from(!cold_sessions.is_empty());
    }
    let mut offsets = [Vec::new(), Vec::new()];
    for (partition, [events_to, sessions_to]) in (0_u16..).zip(committed) {
        let overlap = random.random_range(0..30);
        offsets[0].push((partition, events_to as u64));
        offsets[1].push((partition, sessions_to as u64));
        let (events_floor, sessions_floor) =
            ((events_to - overlap).max(0), (sessions_to - overlap).max(0));
        world.heat(Heat {
            partition,
            events_floor: events_floor as u64,
            sessions_floor: sessions_floor as u64,
            applied: top as u64,
            events: &of(&data.events, partition, &|row| {
                after(row, "log_offset", events_floor)
            }),
            closed: &of(&data.sessions, partition, &|row| {
                after(row, "closed_offset", sessions_floor)
            }),
            open: &of(&data.sessions, partition, &|row| {
                !row.contains_key("closed_offset")
            }),
        });
    }
    // Two commits each, so that files of several versions are read.
    for (table, rows, offsets) in [
        (Table::Events, cold_events, &offsets[0]),
        (Table::Sessions, cold_sessions, &offsets[1]),
    ] {
        let half = rows.len() / 2;
        for rows in [&rows[..half], &rows[half..]] {
            if !rows.is_empty() {
                world.commit(table, rows, offsets).await;
            }
        }
    }
    world
}
