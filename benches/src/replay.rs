//! Log to tables alone: a log is filled, then processed and committed.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use engine::{Log, SystemClock};
use serde_json::json;
use sources::log::{EmbeddedLog, EmbeddedOptions};

use crate::load::Generator;
use crate::process;
use crate::surroundings::{Node, collect, collector, partition_count, sites};

/// Measures replay.
#[derive(Args)]
pub struct Options {
    /// Events in the log.
    #[arg(long, default_value_t = 2_000_000)]
    events: usize,
    /// Events of a request.
    #[arg(long, default_value_t = 10)]
    batch: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
    let mut generator = Generator::new(sites(), options.seed);
    let requests = options.events / options.batch;
    let router = collector(log.clone())?;
    // Made and collected in parts, so that not all bodies stand in memory at once.
    for part in 0..requests.div_ceil(PART) {
        let numbers = part * PART..requests.min((part + 1) * PART);
        let now = |number: usize| (number * options.batch) as f64 / 50_000.0;
        let bodies = numbers
            .map(|number| generator.body(options.batch, now(number)))
            .collect();
        collect(&router, bodies).await?;
    }
    let cpu = process::cpu_seconds("self");
    let start = Instant::now();
    let node = Node::start(dir.path(), log, 16_000).await?;
    node.processed().await?;
    let processed = start.elapsed().as_secs_f64();
    node.pipeline.checkpoint().await?;
    let committed = start.elapsed().as_secs_f64();
    let cpu = process::cpu_seconds("self") - cpu;
    let events = (requests * options.batch) as f64;
    Ok(json!({
        "events": events,
        "queryable_per_second": (events / processed).round(),
        "committed_per_second": (events / committed).round(),
        "cpu_seconds_per_million": cpu / events * 1e6,
        "resident_mib": process::resident_bytes() >> 20,
    }))
}

const PART: usize = 20_000;
