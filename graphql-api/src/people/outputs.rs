//! Output types: counterparts at the edge of what the control plane answers.

use accounts::Standing;
use async_graphql::{Enum, ID, Json, SimpleObject};
use chrono::{DateTime, Utc};

use crate::connection::connection;

/// What a member of an organization is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "accounts::Role")]
pub enum Role {
    /// Reads the assigned sites.
    Viewer,
    /// Also changes their settings.
    Manager,
    /// Everything but what is the owner's.
    Admin,
    /// Also hands on ownership and deletes the organization. There is exactly one.
    Owner,
}

/// What a key may do.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "accounts::Scope")]
pub enum Scope {
    /// Ask questions.
    Read,
    /// Send events.
    Write,
    /// Both, and change sites.
    Admin,
}

/// Who may make an account by himself.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "accounts::SignUpMode")]
pub enum SignUpMode {
    /// Everybody.
    On,
    /// Nobody.
    Off,
    /// Only the first one.
    First,
}

/// What the sign-in page needs to know.
#[derive(SimpleObject, Clone, Debug)]
pub struct Installation {
    /// Whether nobody has an account yet: the first one comes by the set-up link.
    pub needs_set_up: bool,
    /// Who may make an account.
    pub sign_up: SignUpMode,
    /// The identity provider's name, where there is one; its sign-in begins at `/auth/oidc`.
    pub oidc_name: Option<String>,
}

/// What the caller is in an organization.
#[derive(SimpleObject, Clone, Debug)]
pub struct Membership {
    /// The organization.
    pub organization_id: ID,
    /// The role there.
    pub role: Role,
    /// The assigned sites; null is all.
    pub site_ids: Option<Vec<ID>>,
}

/// A person.
#[derive(SimpleObject, Clone, Debug)]
pub struct User {
    id: ID,
    email: String,
    name: String,
    super_admin: bool,
    /// Whether a second factor is asked for at sign-in.
    has_totp: bool,
    /// Whether there is a password; else sign-in is by the identity provider.
    has_password: bool,
    created_at: DateTime<Utc>,
    /// What he is where, clients of his organizations included.
    memberships: Vec<Membership>,
    /// Organizations that he reaches only with a second factor, and has none.
    totp_missing: Vec<ID>,
}

impl User {
    pub(crate) fn new(user: accounts::User, standing: Option<&Standing>) -> Self {
        let memberships = standing.iter().flat_map(|standing| &standing.grants);
        let memberships = memberships.map(|grant| Membership {
            organization_id: grant.organisation.clone().into(),
            role: grant.role.into(),
            site_ids: grant.sites.as_ref().map(|sites| {
                let mut sites: Vec<ID> = sites.iter().map(Into::into).collect();
                sites.sort();
                sites
            }),
        });
        let missing = standing.iter().flat_map(|standing| &standing.totp_missing);
        Self {
            memberships: memberships.collect(),
            totp_missing: missing.map(Into::into).collect(),
            id: user.id.into(),
            email: user.email,
            name: user.name,
            super_admin: user.super_admin,
            has_totp: user.has_totp,
            has_password: user.has_password,
            created_at: user.created_at,
        }
    }
}

/// What follows from signing in.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuthTokens {
    /// A JWT for `Authorization: Bearer`; keep it in memory.
    pub access_token: String,
    /// Seconds that it is good for.
    pub expires_in: i64,
    /// For the next tokens, good once; null for pages, which get it as a cookie.
    pub refresh_token: Option<String>,
    /// Who has signed in.
    pub user: User,
}

/// What has become of a sign-up.
#[derive(SimpleObject, Clone, Debug)]
pub struct SignUpResult {
    /// Given to the first user; everybody else is sent a mail.
    pub tokens: Option<AuthTokens>,
}

/// What an authenticator app is shown.
#[derive(SimpleObject, Clone, Debug)]
pub struct TotpEnrolment {
    /// In base32, to be typed.
    pub secret: String,
    /// The same as an `otpauth:` address, to be shown as a QR code.
    pub url: String,
}

/// A sign-in that lives.
#[derive(SimpleObject, Clone, Debug)]
pub struct Session {
    id: ID,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    address: Option<String>,
    user_agent: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

impl Session {
    pub(crate) fn new(session: accounts::Session, current: Option<&str>) -> Self {
        Self {
            current: current == Some(session.id.as_str()),
            id: session.id.into(),
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            address: session.address,
            user_agent: session.user_agent,
        }
    }
}

/// An organization: a company, an agency, or an agency's client.
#[derive(SimpleObject, Clone, Debug)]
pub struct Organization {
    id: ID,
    name: String,
    /// The agency whose client it is.
    parent_id: Option<ID>,
    contact: Option<String>,
    /// A small picture as a `data:` address.
    avatar: Option<String>,
    /// Whether owner and admins need a second factor.
    require_totp: bool,
    created_at: DateTime<Utc>,
}

impl From<accounts::Organisation> for Organization {
    fn from(organisation: accounts::Organisation) -> Self {
        Self {
            id: organisation.id.into(),
            name: organisation.name,
            parent_id: organisation.parent.map(Into::into),
            contact: organisation.contact,
            avatar: organisation.avatar,
            require_totp: organisation.require_totp,
            created_at: organisation.created_at,
        }
    }
}

fn ids(sites: Option<Vec<String>>) -> Option<Vec<ID>> {
    sites.map(|sites| sites.into_iter().map(Into::into).collect())
}

/// A user in an organization.
#[derive(SimpleObject, Clone, Debug)]
pub struct Member {
    user_id: ID,
    email: String,
    name: String,
    role: Role,
    /// The assigned sites; null is all.
    site_ids: Option<Vec<ID>>,
    has_totp: bool,
    since: DateTime<Utc>,
    /// The user who invited him.
    invited_by: Option<ID>,
}

impl From<accounts::Member> for Member {
    fn from(member: accounts::Member) -> Self {
        Self {
            user_id: member.user.into(),
            email: member.email,
            name: member.name,
            role: member.role.into(),
            site_ids: ids(member.sites),
            has_totp: member.has_totp,
            since: member.since,
            invited_by: member.invited_by.map(Into::into),
        }
    }
}

/// An invitation that waits for an answer.
#[derive(SimpleObject, Clone, Debug)]
pub struct Invitation {
    id: ID,
    email: String,
    role: Role,
    site_ids: Option<Vec<ID>>,
    invited_by: Option<ID>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<accounts::Invitation> for Invitation {
    fn from(invitation: accounts::Invitation) -> Self {
        Self {
            id: invitation.id.into(),
            email: invitation.email,
            role: invitation.role.into(),
            site_ids: ids(invitation.sites),
            invited_by: invitation.invited_by.map(Into::into),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
        }
    }
}

/// What an invitation offers, to who holds its link.
#[derive(SimpleObject, Clone, Debug)]
pub struct InvitationOffer {
    organization: String,
    email: String,
    role: Role,
    /// Whether the address has an account: then its owner signs in to accept.
    has_account: bool,
}

impl From<accounts::Invited> for InvitationOffer {
    fn from(offer: accounts::Invited) -> Self {
        Self {
            organization: offer.organisation,
            email: offer.email,
            role: offer.role.into(),
            has_account: offer.has_account,
        }
    }
}

/// A key for programs, without its secret.
#[derive(SimpleObject, Clone, Debug)]
pub struct ApiKey {
    id: ID,
    name: String,
    /// The key's beginning, by which it is recognised.
    prefix: String,
    scope: Scope,
    /// The sites that it reaches; null is all.
    site_ids: Option<Vec<ID>>,
    /// The user whose rights bound it; null for a key of the organization itself.
    user_id: Option<ID>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    /// How often it was used.
    requests: i64,
    requests_per_minute_max: Option<u32>,
}

impl From<accounts::ApiKey> for ApiKey {
    fn from(key: accounts::ApiKey) -> Self {
        Self {
            id: key.id.into(),
            name: key.name,
            prefix: format!("ff_{}", key.prefix),
            scope: key.scope.into(),
            site_ids: ids(key.sites),
            user_id: key.user.map(Into::into),
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            requests: key.requests,
            requests_per_minute_max: key.requests_per_minute_max,
        }
    }
}

/// A new key. The secret is shown this once.
#[derive(SimpleObject, Clone, Debug)]
pub struct CreatedApiKey {
    /// The key.
    pub api_key: ApiKey,
    /// What programs send.
    pub secret: String,
}

/// An entry of the audit log.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditEntry {
    id: ID,
    at: DateTime<Utc>,
    user_id: Option<ID>,
    /// Who, as called then.
    actor: String,
    /// What, such as `site.delete`.
    action: String,
    target: Option<String>,
    detail: Option<Json<serde_json::Value>>,
    address: Option<String>,
}

impl From<accounts::AuditEntry> for AuditEntry {
    fn from(entry: accounts::AuditEntry) -> Self {
        Self {
            id: entry.id.into(),
            at: entry.at,
            user_id: entry.user.map(Into::into),
            actor: entry.actor,
            action: entry.action,
            target: entry.target,
            detail: entry.detail.map(Json),
            address: entry.address,
        }
    }
}

/// An entry of the audit log in a list.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditEdge {
    /// The entry.
    pub node: AuditEntry,
    /// Its place.
    pub cursor: String,
}

/// A page of the audit log, newest first.
#[derive(SimpleObject, Clone, Debug)]
pub struct AuditConnection {
    /// The entries.
    pub edges: Vec<AuditEdge>,
    /// Where the page ends.
    pub page_info: crate::connection::PageInfo,
}

/// A deleted site that can still be brought back.
#[derive(SimpleObject, Clone, Debug)]
pub struct DeletedSite {
    id: ID,
    name: String,
    deleted_at: DateTime<Utc>,
    /// Until when that can be undone; then its rows go.
    undo_until: DateTime<Utc>,
}

impl From<accounts::DeletedSite> for DeletedSite {
    fn from(site: accounts::DeletedSite) -> Self {
        Self {
            id: site.id.into(),
            name: site.name,
            deleted_at: site.deleted_at,
            undo_until: site.undo_until,
        }
    }
}

connection!(
    OrganizationConnection,
    OrganizationEdge,
    Organization,
    "organizations"
);
connection!(MemberConnection, MemberEdge, Member, "members");
connection!(
    InvitationConnection,
    InvitationEdge,
    Invitation,
    "invitations"
);
connection!(ApiKeyConnection, ApiKeyEdge, ApiKey, "keys");
