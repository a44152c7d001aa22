//! Load over HTTP. Open loop: bodies are due at fixed moments whatever the server does, and latency counts from when a
//! body was due, not from when it could be sent. Closed loop (no rate): each connection sends as fast as it is answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use clap::Args;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;

use crate::load::{Body, Generator};
use crate::process;

/// Sends events and reports what came of it as one JSON object.
#[derive(Args)]
pub struct Options {
    /// The server.
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: String,
    /// Sites to send to.
    #[arg(long = "site", required = true)]
    sites: Vec<String>,
    /// Events of a request.
    #[arg(long, default_value_t = 10)]
    batch: usize,
    /// Events per second; 0 is as fast as it is answered.
    #[arg(long, default_value_t = 10_000)]
    rate: u64,
    /// How long, in an open loop.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many requests, in a closed loop.
    #[arg(long, default_value_t = 50_000)]
    requests: u64,
    /// Connections.
    #[arg(long, default_value_t = 128)]
    connections: usize,
    /// Each request from somebody new.
    #[arg(long)]
    newcomers: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

struct Outcome {
    latencies: Vec<Duration>,
    refused: u64,
}

/// Runs it.
pub async fn run(options: Options) -> Result<serde_json::Value> {
    let closed = options.rate == 0;
    let requests = if closed {
        options.requests
    } else {
        options.rate * options.seconds / options.batch as u64
    };
    if requests == 0 {
        bail!("nothing to send: raise --rate, --seconds or --requests");
    }
    // In a closed loop nobody knows the rate beforehand; persons come back as at a likely one.
    let likely = if closed { 50_000 } else { options.rate };
    let gap = options.batch as f64 / likely as f64;
    // Bodies are made beforehand, so that making them is not measured.
    let mut generator = Generator::new(options.sites, options.seed);
    let bodies: Arc<[Body]> = (0..requests)
        .map(|number| match options.newcomers {
            true => generator.first_body(),
            false => generator.body(options.batch, number as f64 * gap),
        })
        .collect();
    let next = Arc::new(AtomicUsize::new(0));
    let cpu_before = process::cpu_seconds("self");
    let mut connections = Vec::new();
    for _ in 0..options.connections {
        connections.push(connect(&options.address).await?);
    }
    let start = Instant::now();
    let mut workers = Vec::new();
    for sender in connections {
        let (bodies, next, host) = (bodies.clone(), next.clone(), options.address.clone());
        let gap = (!closed).then_some(gap);
        workers.push(tokio::spawn(work(sender, bodies, next, host, start, gap)));
    }
    let mut latencies = Vec::new();
    let mut refused = 0;
    for worker in workers {
        let outcome = worker.await??;
        latencies.extend(outcome.latencies);
        refused += outcome.refused;
    }
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort();
    let accepted = latencies.len() as u64 * options.batch as u64;
    Ok(json!({
        "batch": options.batch,
        "asked_per_second": options.rate,
        "accepted": accepted,
        "refused": refused * options.batch as u64,
        "accepted_per_second": (accepted as f64 / seconds).round(),
        "p50_ms": percentile(&latencies, 0.5),
        "p99_ms": percentile(&latencies, 0.99),
        "generator_cpu_seconds": process::cpu_seconds("self") - cpu_before,
        "seconds": seconds,
    }))
}

fn percentile(sorted: &[Duration], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    let took = sorted.get(at.min(sorted.len().saturating_sub(1)));
    took.map_or(0.0, |took| took.as_secs_f64() * 1e3)
}

async fn connect(address: &str) -> Result<http1::SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address)
        .await
        .with_context(|| format!("{address} does not answer"))?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn work(
    mut sender: http1::SendRequest<Full<Bytes>>,
    bodies: Arc<[Body]>,
    next: Arc<AtomicUsize>,
    host: String,
    start: Instant,
    gap: Option<f64>,
) -> Result<Outcome> {
    let mut outcome = Outcome {
        latencies: Vec::new(),
        refused: 0,
    };
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(body) = bodies.get(number) else {
            return Ok(outcome);
        };
        let due = match gap {
            Some(gap) => start + Duration::from_secs_f64(number as f64 * gap),
            None => Instant::now(),
        };
        tokio::time::sleep_until(due.into()).await;
        let request = Request::post("/api/collect")
            .header(header::HOST, host.as_str())
            .header(header::CONTENT_TYPE, "text/plain")
            .header(header::USER_AGENT, body.user_agent.as_str())
            .body(Full::new(Bytes::from(body.text.clone())))?;
        let answer = sender.send_request(request).await?;
        let accepted = answer.status() == hyper::StatusCode::ACCEPTED;
        answer.into_body().collect().await?;
        if accepted {
            outcome.latencies.push(due.elapsed());
        } else {
            outcome.refused += 1;
        }
    }
}

/// A server whose handler takes the body and does nothing, to measure others by.
pub async fn no_op(listen: &str) -> Result<()> {
    let handler = |_body: Bytes| async { hyper::StatusCode::ACCEPTED };
    let router = axum::Router::new().route("/api/collect", axum::routing::post(handler));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
