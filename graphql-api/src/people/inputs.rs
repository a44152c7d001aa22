//! Inputs. What is not named here cannot be set by anybody who sends it.

use accounts::SignUp;
use async_graphql::{ID, InputObject};

use super::outputs::{Role, Scope};

/// Somebody who wants an account.
#[derive(InputObject)]
pub struct SignUpInput {
    /// Where mails reach him.
    pub email: String,
    /// At least eight characters, and not easily guessed.
    pub password: String,
    /// What to call him.
    pub name: String,
    /// What to call his organization; his name where not said.
    pub organization: Option<String>,
}

impl From<SignUpInput> for SignUp {
    fn from(input: SignUpInput) -> Self {
        Self {
            email: input.email,
            password: input.password,
            name: input.name,
            organisation: input.organization,
        }
    }
}

/// What to change of an organization; what is not given stays.
#[derive(InputObject)]
pub struct UpdateOrganizationInput {
    /// Its name.
    pub name: Option<String>,
    /// Whom to turn to; empty is nobody.
    pub contact: Option<String>,
    /// A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none.
    pub avatar: Option<String>,
    /// Whether owner and admins need a second factor.
    pub require_totp: Option<bool>,
}

/// Somebody to be invited.
#[derive(InputObject)]
pub struct InviteMemberInput {
    /// The organization.
    pub organization_id: ID,
    /// His address.
    pub email: String,
    /// As what; not as owner.
    pub role: Role,
    /// The sites to be assigned to a manager or viewer; null is all.
    pub site_ids: Option<Vec<ID>>,
}

/// A key to be made. It does what its maker may do, at most.
#[derive(InputObject)]
pub struct CreateApiKeyInput {
    /// The organization.
    pub organization_id: ID,
    /// What to call it.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// The sites that it reaches; null is all.
    pub site_ids: Option<Vec<ID>>,
    /// Days that it lasts; null is for ever.
    pub expires_in_days: Option<u32>,
    /// Requests a minute that it may make; null is no limit of its own.
    pub requests_per_minute_max: Option<u32>,
}
