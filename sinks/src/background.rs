//! Work that nobody waits for: writing files. It gets a thread of its own below the others, so that a checkpoint of some
//! seconds of computing is not added to the time until a `202` where cores are few.

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};
use tokio::sync::oneshot;

/// Of 0 to 99; about a nice value of 5: a third of a core where others want it all.
const PRIORITY: u8 = 37;

/// Runs work on a thread of its own. An error says that the thread could not be made or that the work panicked.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<T> {
    let (done, result) = oneshot::channel();
    std::thread::Builder::new()
        .name("background".to_owned())
        .spawn(move || {
            let lower = ThreadPriorityValue::try_from(PRIORITY).map(ThreadPriority::Crossplatform);
            if let Ok(lower) = lower {
                // Where the system refuses, the work is done all the same.
                let _ = set_current_thread_priority(lower);
            }
            let _ = done.send(work());
        })?;
    result
        .await
        .map_err(|_| std::io::Error::other("the work panicked"))
}
