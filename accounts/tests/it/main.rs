//! The control plane at its public seam. Every case runs on SQLite, and on PostgreSQL where its server is installed.

#![allow(clippy::unwrap_used)]

mod backends;
mod keys_and_sites;
mod migrations;
mod monitoring;
mod people;
mod secrets;
mod sign_in;

/// One test per case and database.
#[macro_export]
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() { super::$case($crate::backends::sqlite().await).await; }
        )* }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                if let Some(place) = $crate::backends::postgres().await { super::$case(place).await; }
            }
        )* }
    };
}
