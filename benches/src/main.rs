//! Load over HTTP, open loop: bodies are due at fixed moments whatever the server does, and latency counts from when a
//! body was due, not from when it could be sent.

mod load;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Parser;
use load::Generator;
use serde_json::json;

/// Sends events at a fixed rate and reports what came of it as one JSON object.
#[derive(Parser)]
struct Options {
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Sites to send to.
    #[arg(long = "site", required = true)]
    sites: Vec<String>,
    /// Events of a request.
    #[arg(long, default_value_t = 10)]
    batch: usize,
    /// Events per second.
    #[arg(long, default_value_t = 10_000)]
    rate: u64,
    /// How long.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Requests that may be under way at once.
    #[arg(long, default_value_t = 256)]
    connections: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let requests = options.rate * options.seconds / options.batch as u64;
    if requests == 0 {
        bail!("nothing to send: raise --rate or --seconds");
    }
    // Bodies are made beforehand, so that making them is not measured.
    let mut generator = Generator::new(options.sites.clone(), options.seed);
    let gap = options.batch as f64 / options.rate as f64;
    let bodies: Vec<_> = (0..requests)
        .map(|number| generator.body(options.batch, number as f64 * gap))
        .collect();
    let client = reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(options.connections)
        .build()?;
    let permits = Arc::new(tokio::sync::Semaphore::new(options.connections));
    let accepted = Arc::new(AtomicU64::new(0));
    let refused = Arc::new(AtomicU64::new(0));
    let url = format!("{}/api/collect", options.url.trim_end_matches('/'));
    let cpu_before = cpu_seconds();
    let start = Instant::now();
    let mut tasks = Vec::with_capacity(bodies.len());
    for (number, body) in bodies.into_iter().enumerate() {
        let due = start + Duration::from_secs_f64(number as f64 * gap);
        tokio::time::sleep_until(due.into()).await;
        let permit = permits.clone().acquire_owned().await?;
        let (client, url) = (client.clone(), url.clone());
        let (accepted, refused, batch) = (accepted.clone(), refused.clone(), options.batch as u64);
        tasks.push(tokio::spawn(async move {
            let answer = client
                .post(url)
                .header("content-type", "text/plain")
                .header("user-agent", body.user_agent)
                .body(body.text)
                .send()
                .await;
            let took = due.elapsed();
            drop(permit);
            match answer {
                Ok(answer) if answer.status().as_u16() == 202 => {
                    accepted.fetch_add(batch, Ordering::Relaxed)
                }
                _ => refused.fetch_add(batch, Ordering::Relaxed),
            };
            took
        }));
    }
    let mut latencies = Vec::with_capacity(tasks.len());
    for task in tasks {
        latencies.push(task.await?);
    }
    let elapsed = start.elapsed().as_secs_f64();
    latencies.sort();
    let at = |share: f64| {
        let index = (latencies.len() as f64 * share) as usize;
        latencies
            .get(index.min(latencies.len() - 1))
            .map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    let accepted = accepted.load(Ordering::Relaxed);
    let report = json!({
        "batch": options.batch,
        "asked_per_second": options.rate,
        "accepted": accepted,
        "refused": refused.load(Ordering::Relaxed),
        "accepted_per_second": accepted as f64 / elapsed,
        "p50_ms": at(0.5),
        "p99_ms": at(0.99),
        "generator_cpu_seconds": cpu_seconds() - cpu_before,
        "seconds": elapsed,
    });
    writeln!(std::io::stdout(), "{report}")?;
    Ok(())
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|t| t.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}
