//! People, organisations, keys and what they have done: their part of the schema.

mod inputs;
mod mutations;
mod outputs;
mod queries;
mod sign_in;

pub(crate) use mutations::PeopleMutation;
pub(crate) use queries::PeopleQuery;
pub(crate) use sign_in::SignInMutation;
