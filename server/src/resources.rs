//! What the process uses, read from /proc.

use std::time::Instant;

use parking_lot::Mutex;

/// Ticks of /proc/self/stat per second on every Linux that Rust supports.
const TICKS_PER_SECOND: f64 = 100.0;
const PAGE_BYTES: u64 = 4_096;

/// Use at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Of one core, since it was last asked.
    pub cpu_percent: f64,
    /// Seconds of processor time since the start.
    pub cpu_seconds: f64,
    /// Resident memory.
    pub memory_bytes: u64,
}

/// Watches the process.
pub struct Resources {
    last: Mutex<(Instant, f64)>,
}

impl Default for Resources {
    fn default() -> Self {
        Self {
            last: Mutex::new((Instant::now(), cpu_seconds())),
        }
    }
}

impl Resources {
    /// Use now.
    pub fn usage(&self) -> Usage {
        let used = cpu_seconds();
        let mut last = self.last.lock();
        let elapsed = last.0.elapsed().as_secs_f64();
        let cpu_percent = if elapsed > 0.0 {
            (used - last.1) / elapsed * 100.0
        } else {
            0.0
        };
        *last = (Instant::now(), used);
        Usage {
            cpu_percent,
            cpu_seconds: used,
            memory_bytes: memory_bytes(),
        }
    }
}

fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|text| text.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}

fn memory_bytes() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm
        .split_whitespace()
        .nth(1)
        .and_then(|text| text.parse::<u64>().ok());
    pages.unwrap_or(0) * PAGE_BYTES
}
