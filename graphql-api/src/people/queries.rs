//! Questions about people, organisations and keys.

use accounts::Identity;
use async_graphql::{Context, Error, ID, Object};

use super::outputs::{
    ApiKeyConnection, AuditConnection, AuditEdge, AuditEntry, DeletedSite, Installation,
    InvitationConnection, InvitationOffer, MemberConnection, Organization, OrganizationConnection,
    Session, User,
};
use crate::access::{Access, Right, backend};
use crate::connection::{PageInfo, page, size};
use crate::port::{ApiError, ApiResult};
use crate::schema::coded;

/// Questions about people, organisations and keys.
#[derive(Default)]
pub(crate) struct PeopleQuery;

fn governing(context: &Context<'_>, organisation: &ID) -> ApiResult<Access> {
    let access = Access::of(context)?;
    access.organisation(organisation, Right::Govern)?;
    Ok(access)
}

fn failed(error: accounts::AccountsError) -> Error {
    coded(error.into())
}

#[Object]
impl PeopleQuery {
    /// What the sign-in page needs to know. Open to all.
    async fn installation(&self, context: &Context<'_>) -> Result<Installation, Error> {
        let backend = backend(context).map_err(coded)?;
        let installation = backend.installation();
        Ok(Installation {
            needs_set_up: !backend.accounts().has_users().await.map_err(failed)?,
            sign_up: installation.sign_up.into(),
            oidc_name: installation.oidc_name.clone(),
        })
    }

    /// Who is signed in.
    async fn me(&self, context: &Context<'_>) -> Result<User, Error> {
        let access = Access::of(context).map_err(coded)?;
        let user = access.user().map_err(coded)?;
        let user = access.backend.accounts().user(user).await.map_err(failed)?;
        Ok(User::new(user, Some(&access.standing)))
    }

    /// The caller's sign-ins that live, last used first.
    async fn sessions(&self, context: &Context<'_>) -> Result<Vec<Session>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let user = access.user().map_err(coded)?;
        let now = access.backend.now();
        let sessions = access.backend.accounts().sessions(user, now).await;
        let current = match &access.standing.identity {
            Identity::User { family, .. } => Some(family.as_str()),
            Identity::Key { .. } => None,
        };
        let sessions = sessions.map_err(failed)?.into_iter();
        Ok(sessions
            .map(|session| Session::new(session, current))
            .collect())
    }

    /// What the caller has done himself, sign-ins included, newest first.
    async fn activity(
        &self,
        context: &Context<'_>,
        first: Option<i32>,
    ) -> Result<Vec<AuditEntry>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let user = access.user().map_err(coded)?;
        let entries = access
            .backend
            .accounts()
            .activity(user, size(first) as u64)
            .await;
        Ok(entries
            .map_err(failed)?
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// The caller's organizations and their clients, by name.
    async fn organizations(
        &self,
        context: &Context<'_>,
        search: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<OrganizationConnection, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.reading().map_err(coded)?;
        let search = search.unwrap_or_default().to_lowercase();
        let mut all = access
            .backend
            .accounts()
            .organisations()
            .await
            .map_err(failed)?;
        all.retain(|organisation| {
            access.sees_organisation(&organisation.id)
                && organisation.name.to_lowercase().contains(&search)
        });
        let page = page(all, first, after.as_deref(), |organisation| {
            organisation.id.clone()
        });
        Ok(page.into())
    }

    /// One of the caller's organizations; null where there is none of that id.
    async fn organization(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<Option<Organization>, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.reading().map_err(coded)?;
        if !access.sees_organisation(&id) {
            return Ok(None);
        }
        let all = access
            .backend
            .accounts()
            .organisations()
            .await
            .map_err(failed)?;
        Ok(all
            .into_iter()
            .find(|found| found.id == *id)
            .map(Into::into))
    }

    /// An organization's members, by e-mail address. For its owner and admins.
    async fn members(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        search: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<MemberConnection, Error> {
        let access = governing(context, &organization_id).map_err(coded)?;
        let search = search.unwrap_or_default().to_lowercase();
        let mut all = access
            .backend
            .accounts()
            .members(&organization_id)
            .await
            .map_err(failed)?;
        all.retain(|member| {
            member.email.contains(&search) || member.name.to_lowercase().contains(&search)
        });
        Ok(page(all, first, after.as_deref(), |member| member.user.clone()).into())
    }

    /// An organization's invitations that wait. For its owner and admins.
    async fn invitations(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<InvitationConnection, Error> {
        let access = governing(context, &organization_id).map_err(coded)?;
        let now = access.backend.now();
        let all = access
            .backend
            .accounts()
            .invitations(&organization_id, now)
            .await;
        let all = all.map_err(failed)?;
        Ok(page(all, first, after.as_deref(), |invitation| {
            invitation.id.clone()
        })
        .into())
    }

    /// What an invitation offers. Open to who holds its token.
    async fn invitation(
        &self,
        context: &Context<'_>,
        token: String,
    ) -> Result<InvitationOffer, Error> {
        let backend = backend(context).map_err(coded)?;
        let offer = backend.accounts().invited(&token, backend.now()).await;
        Ok(offer.map_err(failed)?.into())
    }

    /// An organization's keys, oldest first. For its owner and admins.
    async fn api_keys(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<ApiKeyConnection, Error> {
        let access = governing(context, &organization_id).map_err(coded)?;
        let all = access
            .backend
            .accounts()
            .keys_of(&organization_id)
            .await
            .map_err(failed)?;
        Ok(page(all, first, after.as_deref(), |key| key.id.clone()).into())
    }

    /// What was done in an organization, newest first. For its owner and admins.
    async fn audit_log(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<AuditConnection, Error> {
        let access = governing(context, &organization_id).map_err(coded)?;
        let before = after.map(|after| after.parse::<i64>()).transpose();
        let before = before
            .map_err(|_| coded(ApiError::bad("after", "this is no cursor of the audit log")))?;
        let count = size(first);
        let entries = access
            .backend
            .accounts()
            .audit_log(&organization_id, before, count as u64 + 1)
            .await;
        let mut entries = entries.map_err(failed)?;
        let has_next_page = entries.len() > count;
        entries.truncate(count);
        let edges: Vec<AuditEdge> = entries
            .into_iter()
            .map(|entry| AuditEdge {
                cursor: entry.id.to_string(),
                node: entry.into(),
            })
            .collect();
        Ok(AuditConnection {
            page_info: PageInfo {
                has_next_page,
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            edges,
        })
    }

    /// Deleted sites that can be brought back. For the organization's owner and admins.
    async fn deleted_sites(
        &self,
        context: &Context<'_>,
        organization_id: ID,
    ) -> Result<Vec<DeletedSite>, Error> {
        let access = governing(context, &organization_id).map_err(coded)?;
        let now = access.backend.now();
        let sites = access
            .backend
            .accounts()
            .deleted_sites(&organization_id, now)
            .await;
        Ok(sites.map_err(failed)?.into_iter().map(Into::into).collect())
    }
}
