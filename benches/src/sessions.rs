//! What an open session costs: memory, and the price of an actor per session beside the same state machine in the
//! site's table.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use bytes::Bytes;
use clap::Args;
use engine::{Log, Offset, PartitionId, SystemClock};
use serde_json::json;
use sources::log::{EmbeddedLog, EmbeddedOptions, MemoryLog};

use crate::load::Generator;
use crate::process;
use crate::surroundings::{Node, collect, collector, partition_count, partitions, sites};

/// Measures open sessions.
#[derive(Args)]
pub struct Options {
    /// Sessions open at once.
    #[arg(long, default_value_t = 100_000)]
    sessions: usize,
    /// Session actors; 0 runs every machine in its site's table.
    #[arg(long, default_value_t = 16_000)]
    actors: usize,
    /// Further events of every session.
    #[arg(long, default_value_t = 4)]
    rounds: usize,
}

const PART: usize = 20_000;

/// Frames that open the sessions and frames that go on with them, made by a collector over a log of their own.
async fn frames(bodies: Vec<crate::load::Body>) -> Result<Vec<(PartitionId, Bytes)>> {
    let log = MemoryLog::new(partition_count(), u64::MAX, Arc::new(SystemClock));
    let log: Arc<dyn Log> = Arc::new(log);
    let router = collector(log.clone())?;
    collect(&router, bodies).await?;
    let mut frames = Vec::new();
    for partition in partitions() {
        let end = log.bounds(partition).await?.next;
        let mut from = Offset(1);
        while from < end {
            let records = log.read(partition, from, 1 << 20).await?;
            let Some(last) = records.last() else { break };
            from = last.offset.next();
            frames.extend(records.into_iter().map(|record| (partition, record.frame)));
        }
    }
    Ok(frames)
}

/// Appends frames and waits until they are processed; returns wall and CPU seconds.
async fn process(
    node: &Node,
    log: &Arc<dyn Log>,
    frames: Vec<(PartitionId, Bytes)>,
) -> Result<(f64, f64)> {
    let (start, cpu) = (Instant::now(), process::cpu_seconds("self"));
    let mut waiting: BTreeMap<PartitionId, Vec<Bytes>> = BTreeMap::new();
    for (partition, frame) in frames {
        waiting.entry(partition).or_default().push(frame);
    }
    for (partition, frames) in waiting {
        log.append(partition, frames).await?;
    }
    node.processed().await?;
    let cpu = process::cpu_seconds("self") - cpu;
    Ok((start.elapsed().as_secs_f64(), cpu))
}

/// Runs it.
pub async fn run(options: Options) -> Result<serde_json::Value> {
    let dir = tempfile::tempdir()?;
    let settings = EmbeddedOptions {
        partitions: partition_count(),
        ..EmbeddedOptions::default()
    };
    let log = EmbeddedLog::open(&dir.path().join("log"), settings, Arc::new(SystemClock))?;
    let log: Arc<dyn Log> = Arc::new(log);
    let node = Node::start(dir.path(), log.clone(), options.actors).await?;
    node.processed().await?;
    let mut generator = Generator::new(sites(), 1);
    let mut left = options.sessions;
    let mut opening = (0.0, 0.0);
    let mut first_part = None;
    let mut kept = Vec::new();
    while left > 0 {
        let count = left.min(PART);
        left -= count;
        let bodies: Vec<_> = (0..count).map(|_| generator.first_body()).collect();
        if kept.len() < options.actors.max(PART) {
            kept.extend(
                bodies
                    .iter()
                    .map(|body| (body.text.clone(), body.user_agent.clone())),
            );
        }
        let (wall, cpu) = process(&node, &log, frames(bodies).await?).await?;
        opening = (opening.0 + wall, opening.1 + cpu);
        if first_part.is_none() {
            node.pipeline.checkpoint().await?;
            first_part = Some((count, process::resident_bytes()));
        }
    }
    // Rows are committed and the log is trimmed: what is left is what open sessions hold.
    node.pipeline.checkpoint().await?;
    let resident = process::resident_bytes();
    kept.truncate(options.actors.max(PART).min(options.sessions));
    let mut going_on = (0.0, 0.0);
    for round in 0..options.rounds {
        let bodies = kept
            .iter()
            .map(|(text, user_agent)| crate::load::Body {
                text: another_id(text, round),
                user_agent: user_agent.clone(),
            })
            .collect();
        let (wall, cpu) = process(&node, &log, frames(bodies).await?).await?;
        going_on = (going_on.0 + wall, going_on.1 + cpu);
    }
    let messages = (kept.len() * options.rounds).max(1) as f64;
    let (first_count, first_resident) = first_part.unwrap_or_default();
    let further = options.sessions.saturating_sub(first_count).max(1) as f64;
    Ok(json!({
        "sessions": options.sessions,
        "actors": options.actors,
        "resident_mib": resident >> 20,
        "bytes_per_further_session": resident.saturating_sub(first_resident) as f64 / further,
        "open_us": {"wall": opening.0 / options.sessions as f64 * 1e6, "cpu": opening.1 / options.sessions as f64 * 1e6},
        "event_us": {"wall": going_on.0 / messages * 1e6, "cpu": going_on.1 / messages * 1e6},
    }))
}

/// The same body with an event id of its own.
fn another_id(text: &str, round: usize) -> String {
    let Ok(mut body) = serde_json::from_str::<serde_json::Value>(text) else {
        return text.to_owned();
    };
    let id = format!(
        "{}-{round}",
        body["events"][0]["id"].as_str().unwrap_or_default()
    );
    body["events"][0]["id"] = json!(id);
    body.to_string()
}
