//! Faults that tests switch on, so that supervision is exercised by real panics in the real actors. Nothing of this is
//! compiled into a build without the feature `failpoints`.

use engine::Batch;
#[cfg(feature = "failpoints")]
use engine::Step;

/// Panics when the failpoint `session-panic` is on and the batch holds an event named `panic`.
#[cfg_attr(not(feature = "failpoints"), allow(unused_variables))]
pub fn panic_on_marked(batch: &Batch) {
    #[cfg(feature = "failpoints")]
    {
        let marked = batch
            .steps
            .iter()
            .any(|step| matches!(step, Step::Event(arrival) if arrival.event.name == "panic"));
        if marked {
            fail::fail_point!("session-panic");
        }
    }
}

/// Panics when the failpoint `site-panic` is on.
pub fn site() {
    fail::fail_point!("site-panic");
}

/// Panics when the failpoint `partition-panic` is on.
pub fn partition() {
    fail::fail_point!("partition-panic");
}
