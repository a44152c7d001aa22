//! The schema: its three roots put together from their parts, its limits, and how errors are told.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions, MergedObject, Schema, SchemaBuilder};

use crate::checks::{CheckMutation, CheckQuery};
use crate::people::{PeopleMutation, PeopleQuery, SignInMutation};
use crate::port::{ApiError, Backend};
use crate::segments::{SegmentMutation, SegmentQuery};
use crate::sites::{SiteMutation, SiteQuery};
use crate::subscriptions::Subscriptions;

/// Questions.
#[derive(MergedObject, Default)]
pub struct Query(SiteQuery, SegmentQuery, CheckQuery, PeopleQuery);

/// Changes.
#[derive(MergedObject, Default)]
pub struct Mutation(
    SiteMutation,
    SegmentMutation,
    CheckMutation,
    SignInMutation,
    PeopleMutation,
);

/// The schema of the API.
pub type ApiSchema = Schema<Query, Mutation, Subscriptions>;

/// Levels that a request may nest.
pub const DEPTH_MAX: usize = 15;
/// Fields that a request may name.
pub const COMPLEXITY_MAX: usize = 2_000;
/// Directives on one field.
const DIRECTIVES_MAX: usize = 8;
/// Levels that the text itself may nest: its parser recurses.
const RECURSION_MAX: usize = 40;

fn builder() -> SchemaBuilder<Query, Mutation, Subscriptions> {
    Schema::build(Query::default(), Mutation::default(), Subscriptions)
}

/// The schema over a backend.
pub(crate) fn build(backend: Arc<dyn Backend>) -> ApiSchema {
    builder()
        .data(backend)
        .extension(crate::counting::Counting)
        .limit_depth(DEPTH_MAX)
        .limit_complexity(COMPLEXITY_MAX)
        .limit_directives(DIRECTIVES_MAX)
        .limit_recursive_depth(RECURSION_MAX)
        .finish()
}

/// The schema's definition, as committed.
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// The error as the API sends it, with its code. (`async_graphql::Error` takes anything that can be displayed, and
/// would lose it.)
pub(crate) fn coded(error: ApiError) -> Error {
    let code = error.code();
    Error::new(error.to_string()).extend_with(|_, extensions| {
        extensions.set("code", code);
        match &error {
            ApiError::BadInput { field, .. } => extensions.set("field", field.as_str()),
            ApiError::RateLimited { retry_after } => {
                extensions.set("retryAfter", retry_after.as_secs().max(1));
            }
            _ => {}
        }
    })
}
