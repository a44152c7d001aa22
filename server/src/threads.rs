//! Threads for work that computes, apart from those that serve requests: what a question costs is not added to the time
//! that somebody waits for a `202`. The operating system shares the cores between them.

use tokio::runtime::{Builder, Handle, Runtime};

/// As many threads as cores, under a name. They end when this is dropped, in the middle of what they do.
#[derive(Debug)]
pub struct Threads {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Threads {
    /// Starts them.
    pub fn start(name: &str) -> std::io::Result<Self> {
        let threads = Builder::new_multi_thread()
            .thread_name(name)
            .enable_all()
            .build()?;
        Ok(Self {
            handle: threads.handle().clone(),
            runtime: Some(threads),
        })
    }

    /// Where work is given to them.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(threads) = self.runtime.take() {
            threads.shutdown_background();
        }
    }
}
