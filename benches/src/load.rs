//! What the load generator sends: a fixed seed, random v4 ids, three hundred user agents, pages and sites spread as
//! Zipf says, a fifth of the events with custom properties, persons who come back after 10 to 60 seconds.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

const USER_AGENTS: u32 = 300;
const PAGES: usize = 500;
const REFERRERS: [&str; 8] = [
    "https://www.google.com/",
    "https://www.bing.com/",
    "https://t.co/x",
    "https://news.ycombinator.com/",
    "https://www.reddit.com/r/rust",
    "https://duckduckgo.com/",
    "https://www.linkedin.com/",
    "https://partner.example/blog",
];
/// Page views of a visit, on average.
const STAY: f64 = 0.75;

/// Weights by which rank `n` is drawn in proportion to `1 / n`, summed up.
pub fn zipf(count: usize) -> Vec<f64> {
    let mut sum = 0.0;
    (1..=count)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect()
}

fn draw(rng: &mut ChaCha8Rng, weights: &[f64]) -> usize {
    let total = weights.last().copied().unwrap_or(1.0);
    let at = rng.random_range(0.0..total);
    weights
        .partition_point(|weight| *weight < at)
        .min(weights.len().saturating_sub(1))
}

/// Someone who visits a site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    site: usize,
    id: uuid::Uuid,
    session: uuid::Uuid,
    agent: u32,
    address: [u8; 4],
    referrer: Option<usize>,
}

/// One body and the user agent to send it under.
pub struct Body {
    pub text: String,
    pub user_agent: String,
}

/// Makes bodies of `POST /api/collect`.
pub struct Generator {
    rng: ChaCha8Rng,
    sites: Vec<String>,
    site_weights: Vec<f64>,
    page_weights: Vec<f64>,
    /// Who comes back when, in milliseconds.
    waiting: BinaryHeap<Reverse<(u64, Person)>>,
}

impl Generator {
    /// A generator for these sites; the same seed gives the same bodies.
    pub fn new(sites: Vec<String>, seed: u64) -> Self {
        Self {
            site_weights: zipf(sites.len()),
            page_weights: zipf(PAGES),
            sites,
            waiting: BinaryHeap::new(),
            rng: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Who acts now: someone whose pause is over, or someone new.
    fn person(&mut self, now: u64) -> (Person, bool) {
        if self
            .waiting
            .peek()
            .is_some_and(|Reverse((due, _))| *due <= now)
            && let Some(Reverse((_, person))) = self.waiting.pop()
        {
            return (person, false);
        }
        (self.newcomer(), true)
    }

    fn newcomer(&mut self) -> Person {
        let rng = &mut self.rng;
        Person {
            site: draw(rng, &self.site_weights),
            id: uuid::Builder::from_random_bytes(rng.random()).into_uuid(),
            session: uuid::Builder::from_random_bytes(rng.random()).into_uuid(),
            agent: rng.random_range(0..USER_AGENTS),
            address: [rng.random_range(1..224), rng.random(), rng.random(), 7],
            referrer: rng
                .random_bool(0.6)
                .then(|| rng.random_range(0..REFERRERS.len())),
        }
    }

    fn event(&mut self, site: usize, referrer: Option<usize>) -> Value {
        let rng = &mut self.rng;
        let page = draw(rng, &self.page_weights);
        let id = uuid::Builder::from_random_bytes(rng.random()).into_uuid();
        let mut properties = json!({
            "url": format!("https://site{site}.example/section/{}/page-{page}", page % 20),
            "title": format!("Page {page}"),
        });
        if let Some(referrer) = referrer {
            properties["referrer"] = json!(REFERRERS[referrer]);
        }
        if rng.random_bool(0.2) {
            properties["plan"] = json!(["free", "pro", "team"][rng.random_range(0..3)]);
            properties["step"] = json!(rng.random_range(0..9));
        }
        json!({"id": id, "name": "page_view", "properties": properties})
    }

    /// The next body of `events` events, `now` seconds after the beginning.
    pub fn body(&mut self, events: usize, now: f64) -> Body {
        let now = (now * 1e3) as u64;
        let (person, _) = self.person(now);
        let body = self.of(&person, events);
        let pause = self.rng.random_range(10_000..60_000);
        if self.waiting.len() < 1_000_000 {
            self.waiting.push(Reverse((now + pause, person)));
        }
        body
    }

    /// A body of someone who has not been there before.
    pub fn first_body(&mut self) -> Body {
        let person = self.newcomer();
        self.of(&person, 1)
    }

    fn of(&mut self, person: &Person, events: usize) -> Body {
        let list: Vec<Value> = (0..events).map(|_| self.event(person.site, None)).collect();
        let text = json!({
            "site_id": self.sites[person.site],
            "visitor": {"id": person.id},
            "session": {"id": person.session, "number": 1},
            "context": context(),
            "events": list,
        })
        .to_string();
        Body {
            text,
            user_agent: user_agent(person.agent),
        }
    }

    /// A line of `footfall import events` for the generator's only site, at a time in milliseconds since 1970.
    pub fn line(&mut self, at: u64) -> String {
        let (person, is_new) = self.person(at);
        let mut event = self.event(person.site, person.referrer.filter(|_| is_new));
        event["timestamp"] = json!(at);
        let mut context = context();
        let [a, b, c, d] = person.address;
        context["ip"] = json!(format!("{a}.{b}.{c}.{d}"));
        context["user_agent"] = json!(user_agent(person.agent));
        let line = json!({
            "visitor": {"id": person.id},
            "session": {"id": person.session, "number": 1},
            "context": context,
            "events": [event],
        });
        if self.rng.random_bool(STAY) {
            let pause = self.rng.random_range(10_000..60_000);
            self.waiting.push(Reverse((at + pause, person)));
        } else if self.rng.random_bool(0.3) {
            let days = self.rng.random_range(1..30);
            self.waiting.push(Reverse((at + days * 86_400_000, person)));
        }
        line.to_string()
    }
}

fn context() -> Value {
    json!({"consent": "granted", "screen_width": 1920, "screen_height": 1080,
           "language": "en-US", "timezone": "Europe/Berlin", "script_version": "1.0.0"})
}

fn user_agent(number: u32) -> String {
    let system = [
        "Windows NT 10.0; Win64; x64",
        "Macintosh; Intel Mac OS X 10_15_7",
        "X11; Linux x86_64",
        "Linux; Android 14; K",
    ][number as usize % 4];
    let mobile = if number % 4 == 3 { " Mobile" } else { "" };
    let (major, build) = (100 + number % 40, 1_000 + number);
    format!(
        "Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{major}.0.{build}.0{mobile} Safari/537.36"
    )
}
