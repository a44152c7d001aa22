//! The figures that processing reports.

use engine::Span;

/// Events processed, and how many of them were repeats.
pub fn processed(events: u64, repeats: u64) {
    metrics::counter!("footfall_events_processed_total").increment(events);
    metrics::counter!("footfall_events_repeated_total").increment(repeats);
}

/// How long after the append the newest row became visible.
pub fn visible(after: Span) {
    metrics::histogram!("footfall_visible_seconds").record(after.as_seconds().max(0.0));
}

/// A partition was started again after a failure.
pub fn restarted() {
    metrics::counter!("footfall_partition_restarts_total").increment(1);
}
