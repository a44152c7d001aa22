//! The past of a site as lines for `footfall import events`: visits spread over days, most by day and few by night.

use std::io::{BufWriter, Write};

use anyhow::Result;
use clap::Args;

use crate::load::Generator;

const DAY_MS: f64 = 86_400_000.0;

/// Prints a site's history.
#[derive(Args)]
pub struct Options {
    /// Lines, each one event.
    #[arg(long)]
    events: u64,
    /// Days before `--end` at which it begins.
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// When it ends, milliseconds since 1970.
    #[arg(long)]
    end: u64,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Writes it to standard output.
pub fn run(options: &Options) -> Result<()> {
    let mut generator = Generator::new(vec![String::new()], options.seed);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let span = f64::from(options.days) * DAY_MS;
    for number in 0..options.events {
        let even = (number as f64 + 0.5) / options.events as f64 * f64::from(options.days);
        // Even steps are bent so that a day's middle is dense and its night thin.
        let phase = std::f64::consts::TAU * even.fract();
        let day = even.floor() + even.fract() + 0.9 * phase.sin() / std::f64::consts::TAU;
        let at = options.end as f64 - span + day * DAY_MS;
        writeln!(out, "{}", generator.line(at as u64))?;
    }
    out.flush()?;
    Ok(())
}
