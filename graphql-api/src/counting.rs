//! How many subscriptions are open, for `/metrics`: `footfall_subscriptions`.

use std::sync::Arc;

use async_graphql::Response;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextSubscribe};
use futures::stream::{BoxStream, StreamExt};

/// Counts a subscription for as long as it is held.
struct Open;

impl Open {
    fn new() -> Self {
        metrics::gauge!("footfall_subscriptions").increment(1.0);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        metrics::gauge!("footfall_subscriptions").decrement(1.0);
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
