//! How many subscriptions are open, for `/metrics`: `footfall_subscriptions`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_graphql::Response;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextSubscribe};
use futures::stream::{BoxStream, StreamExt};

/// Of the process, as all its metrics are.
static OPEN: AtomicU32 = AtomicU32::new(0);

fn count(open: u32) {
    metrics::gauge!("footfall_subscriptions").set(f64::from(open));
}

/// Counts a subscription for as long as it is held.
struct Open;

impl Open {
    fn new() -> Self {
        count(OPEN.fetch_add(1, Ordering::Relaxed) + 1);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        count(OPEN.fetch_sub(1, Ordering::Relaxed) - 1);
    }
}

/// Counts the subscriptions of a schema.
pub struct Counting;

impl ExtensionFactory for Counting {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

impl Extension for Counting {
    fn subscribe<'s>(
        &self,
        context: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        let open = Open::new();
        next.run(context, stream)
            .inspect(move |_| {
                let _held = &open;
            })
            .boxed()
    }
}
