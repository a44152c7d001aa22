//! What the load generator sends: a fixed seed, random v4 ids, three hundred user agents, pages and sites spread as
//! Zipf says, a fifth of the events with custom properties, persons who come back after 10 to 60 seconds.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

const USER_AGENTS: u32 = 300;
const PAGES: usize = 500;

/// Makes bodies of `POST /api/collect`.
pub struct Generator {
    rng: ChaCha8Rng,
    sites: Vec<String>,
    site_weights: Vec<f64>,
    page_weights: Vec<f64>,
    persons: Vec<Person>,
}

struct Person {
    id: uuid::Uuid,
    session: uuid::Uuid,
    agent: u32,
    due: f64,
}

/// One body and the user agent to send it under.
pub struct Body {
    pub text: String,
    pub user_agent: String,
}

fn zipf(count: usize) -> Vec<f64> {
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

impl Generator {
    /// A generator for these sites; the same seed gives the same bodies.
    pub fn new(sites: Vec<String>, seed: u64) -> Self {
        Self {
            site_weights: zipf(sites.len()),
            page_weights: zipf(PAGES),
            sites,
            persons: Vec::new(),
            rng: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// The next body of `events` events, `now` seconds after the beginning.
    pub fn body(&mut self, events: usize, now: f64) -> Body {
        let rng = &mut self.rng;
        let site = draw(rng, &self.site_weights);
        let waiting = self.persons.first().is_some_and(|person| person.due <= now);
        let mut person = if waiting {
            self.persons.swap_remove(0)
        } else {
            Person {
                id: uuid::Builder::from_random_bytes(rng.random()).into_uuid(),
                session: uuid::Builder::from_random_bytes(rng.random()).into_uuid(),
                agent: rng.random_range(0..USER_AGENTS),
                due: 0.0,
            }
        };
        let list: Vec<Value> = (0..events)
            .map(|_| {
                let page = draw(rng, &self.page_weights);
                let id = uuid::Builder::from_random_bytes(rng.random()).into_uuid();
                let mut properties = json!({
                    "url": format!("https://site{site}.example/section/{}/page-{page}", page % 20),
                    "title": format!("Page {page}"),
                });
                if rng.random_bool(0.2) {
                    properties["plan"] = json!(["free", "pro", "team"][rng.random_range(0..3)]);
                    properties["step"] = json!(rng.random_range(0..9));
                }
                json!({"id": id, "name": "page_view", "properties": properties})
            })
            .collect();
        let text = json!({
            "site_id": self.sites[site],
            "visitor": {"id": person.id},
            "session": {"id": person.session, "number": 1},
            "context": {"consent": "granted", "screen_width": 1920, "screen_height": 1080,
                        "language": "en-US", "timezone": "Europe/Berlin", "script_version": "1.0.0"},
            "events": list,
        })
        .to_string();
        let agent = person.agent;
        person.due = now + rng.random_range(10.0..60.0);
        if self.persons.len() < 200_000 {
            self.persons.push(person);
        }
        Body {
            text,
            user_agent: format!(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.{}.0 Safari/537.36",
                100 + agent % 40,
                1000 + agent
            ),
        }
    }
}
