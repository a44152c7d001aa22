//! Measurements of Footfall. Each prints one JSON object; `scripts/bench.sh` runs them side by side.

mod history;
mod http;
mod load;
mod process;
mod replay;
mod sessions;
mod surroundings;

use std::io::Write;

use anyhow::Result;
use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
enum Options {
    /// Load over HTTP against a running server
    Http(http::Options),
    /// Serve a handler that does nothing, to measure others by
    NoOp {
        #[arg(long, default_value = "127.0.0.1:8081")]
        listen: String,
    },
    /// Log to tables alone
    Replay(replay::Options),
    /// Memory and time of open sessions, with actors or without
    Sessions(sessions::Options),
    /// Lines for `footfall import events`
    History(history::Options),
}

#[tokio::main]
async fn main() -> Result<()> {
    let report = match Options::parse() {
        Options::Http(options) => http::run(options).await?,
        Options::NoOp { listen } => return http::no_op(&listen).await,
        Options::Replay(options) => replay::run(options).await?,
        Options::Sessions(options) => sessions::run(options).await?,
        Options::History(options) => return history::run(&options),
    };
    writeln!(std::io::stdout(), "{report}")?;
    Ok(())
}
