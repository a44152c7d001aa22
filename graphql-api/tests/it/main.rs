//! The API at its public seam, over a real control plane and made-up figures; and its committed definition.

#![allow(clippy::unwrap_used)]

mod sign_in;
mod subscriptions;
mod walk;
mod world;

use std::path::Path;

/// Run with `UPDATE_SCHEMA=1` to write the file.
#[test]
fn the_committed_sdl_is_the_built_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let built = graphql_api::sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &built).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == built,
        "graphql-api/schema.graphql differs from the schema that is built; run this test with UPDATE_SCHEMA=1 and look at the change"
    );
}
