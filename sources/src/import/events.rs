//! Lines of an NDJSON import: each a body of `POST /api/collect`, its times as sent.

use engine::{Micros, Source};
use serde_json::Value as Json;

use crate::collector::{Arrived, Batch, BatchEvent, CollectError, parse};

/// A line's events, each with its own time.
pub struct Line {
    /// The batch without its events.
    pub batch: Batch,
    /// The events and their times.
    pub events: Vec<(BatchEvent, Micros)>,
}

/// Reads a line. An event without a time takes the line's `sent_at`, else `now`.
pub fn read_line(line: &str, now: Micros) -> Result<Line, CollectError> {
    let mut batch = parse(line.as_bytes(), true)?;
    let fallback = batch.sent_at.unwrap_or(now);
    let events = std::mem::take(&mut batch.events)
        .into_iter()
        .map(|event| {
            let at = event.event.client_time.unwrap_or(fallback);
            (event, at)
        })
        .collect();
    // Times stand as sent: there is no skew to correct.
    batch.sent_at = None;
    Ok(Line { batch, events })
}

/// What stands for the request that the line once was.
pub fn arrived(batch: &Batch, at: Micros) -> Arrived {
    let text = |name: &str| batch.context.get(name).and_then(Json::as_str);
    Arrived {
        at,
        address: text("ip").and_then(|ip| ip.trim().parse().ok()),
        user_agent: text("user_agent").unwrap_or_default().into(),
        refuses_tracking: false,
        source: Source::Import,
        salts: (None, None),
        edge_country: None,
        origin_host: None,
        time: Some(at),
    }
}
