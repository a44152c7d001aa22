//! Changes of organisations, members, invitations and keys.

use std::time::Duration;

use accounts::{AccountsError, Moment, NewKey, OrganisationChange};
use async_graphql::{Context, Error, ID, Object};

use super::inputs::{CreateApiKeyInput, InviteMemberInput, UpdateOrganizationInput};
use super::outputs::{CreatedApiKey, Invitation, Organization, Role};
use crate::access::{Access, Right};
use crate::schema::coded;

const DAY: Duration = Duration::from_secs(86_400);

/// Changes of organisations, members, invitations and keys.
#[derive(Default)]
pub(crate) struct PeopleMutation;

fn failed(error: AccountsError) -> Error {
    coded(error.into())
}

fn strings(ids: Option<Vec<ID>>) -> Option<Vec<String>> {
    ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

/// Somebody who may do that in an organisation.
fn allowed(context: &Context<'_>, organisation: &str, right: Right) -> Result<Access, Error> {
    let access = Access::of(context).map_err(coded)?;
    access.organisation(organisation, right).map_err(coded)?;
    Ok(access)
}

impl Access {
    fn moment(&self) -> Moment<'static> {
        Moment::at(self.backend.now())
    }

    /// What was changed holds here at once.
    async fn changed(&self) -> Result<bool, Error> {
        self.backend.reload().await.map_err(coded)?;
        Ok(true)
    }
}

#[Object]
impl PeopleMutation {
    /// Makes a client of an agency, or, for super admins, an organization of its own.
    async fn create_organization(
        &self,
        context: &Context<'_>,
        name: String,
        parent_id: Option<ID>,
    ) -> Result<Organization, Error> {
        let access = Access::of(context).map_err(coded)?;
        let owner = match &parent_id {
            Some(parent) => {
                access
                    .organisation(parent, Right::Administer)
                    .map_err(coded)?;
                None
            }
            None => {
                access.super_admin().map_err(coded)?;
                Some(access.user().map_err(coded)?)
            }
        };
        let parent = parent_id.as_ref().map(|id| id.as_str());
        let accounts = access.backend.accounts();
        let made = accounts
            .create_organisation(&name, parent, owner, &access.actor(), access.moment())
            .await
            .map_err(failed)?;
        access.changed().await?;
        Ok(made.into())
    }

    /// Changes an organization.
    async fn update_organization(
        &self,
        context: &Context<'_>,
        id: ID,
        input: UpdateOrganizationInput,
    ) -> Result<Organization, Error> {
        let access = allowed(context, &id, Right::Govern)?;
        let change = OrganisationChange {
            name: input.name,
            contact: input.contact,
            avatar: input.avatar,
            require_totp: input.require_totp,
        };
        let accounts = access.backend.accounts();
        let changed = accounts
            .update_organisation(&id, change, &access.actor(), access.moment())
            .await
            .map_err(failed)?;
        access.changed().await?;
        Ok(changed.into())
    }

    /// Deletes an organization with its sites and keys. For its owner.
    async fn delete_organization(&self, context: &Context<'_>, id: ID) -> Result<bool, Error> {
        let access = allowed(context, &id, Right::Own)?;
        let accounts = access.backend.accounts();
        let deleted = accounts
            .delete_organisation(&id, &access.actor(), access.moment())
            .await;
        deleted.map_err(failed)?;
        access.changed().await
    }

    /// Makes another member the owner; the caller becomes an admin. For the owner.
    async fn transfer_ownership(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        user_id: ID,
    ) -> Result<bool, Error> {
        let access = allowed(context, &organization_id, Right::Own)?;
        let accounts = access.backend.accounts();
        let done = accounts
            .transfer_ownership(&organization_id, &user_id, &access.actor(), access.moment())
            .await;
        done.map_err(failed)?;
        access.changed().await
    }

    /// Changes a member's role and assigned sites; null is all.
    async fn update_member(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        user_id: ID,
        role: Role,
        site_ids: Option<Vec<ID>>,
    ) -> Result<bool, Error> {
        let access = allowed(context, &organization_id, Right::Govern)?;
        let (actor, moment) = (access.actor(), access.moment());
        let accounts = access.backend.accounts();
        let sites = strings(site_ids);
        let done = accounts
            .update_member(
                &organization_id,
                &user_id,
                role.into(),
                sites,
                &actor,
                moment,
            )
            .await;
        done.map_err(failed)?;
        access.changed().await
    }

    /// Takes a member out of an organization; anybody may take out himself.
    async fn remove_member(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        user_id: ID,
    ) -> Result<bool, Error> {
        let access = Access::of(context).map_err(coded)?;
        let is_himself = access.user().is_ok_and(|user| user == user_id.as_str());
        let right = if is_himself {
            Right::Read
        } else {
            Right::Govern
        };
        access
            .organisation(&organization_id, right)
            .map_err(coded)?;
        let accounts = access.backend.accounts();
        let done = accounts
            .remove_member(&organization_id, &user_id, &access.actor(), access.moment())
            .await;
        done.map_err(failed)?;
        access.changed().await
    }

    /// Invites somebody by mail.
    async fn invite_member(
        &self,
        context: &Context<'_>,
        input: InviteMemberInput,
    ) -> Result<Invitation, Error> {
        let access = allowed(context, &input.organization_id, Right::Govern)?;
        let (actor, moment) = (access.actor(), access.moment());
        let accounts = access.backend.accounts();
        let sites = strings(input.site_ids);
        let (invitation, mail) = accounts
            .invite(
                &input.organization_id,
                &input.email,
                input.role.into(),
                sites,
                &actor,
                moment,
            )
            .await
            .map_err(failed)?;
        access.backend.mail(mail);
        Ok(invitation.into())
    }

    /// Withdraws an invitation.
    async fn revoke_invitation(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        id: ID,
    ) -> Result<bool, Error> {
        let access = allowed(context, &organization_id, Right::Govern)?;
        let accounts = access.backend.accounts();
        let done = accounts
            .revoke_invitation(&organization_id, &id, &access.actor(), access.moment())
            .await;
        done.map_err(failed)?;
        Ok(true)
    }

    /// Makes a key. It does what the caller may do, at most, and ends with his rights.
    async fn create_api_key(
        &self,
        context: &Context<'_>,
        input: CreateApiKeyInput,
    ) -> Result<CreatedApiKey, Error> {
        let access = allowed(context, &input.organization_id, Right::Govern)?;
        let new = NewKey {
            organisation: input.organization_id.0,
            name: input.name,
            scope: input.scope.into(),
            sites: strings(input.site_ids),
            expires_in: input.expires_in_days.map(|days| DAY.saturating_mul(days)),
            requests_per_minute_max: input.requests_per_minute_max,
            user: Some(access.user().map_err(coded)?.to_owned()),
        };
        let accounts = access.backend.accounts();
        let (key, secret) = accounts
            .create_key(new, &access.actor(), access.moment())
            .await
            .map_err(failed)?;
        access.changed().await?;
        Ok(CreatedApiKey {
            api_key: key.into(),
            secret,
        })
    }

    /// Ends a key at once.
    async fn revoke_api_key(
        &self,
        context: &Context<'_>,
        organization_id: ID,
        id: ID,
    ) -> Result<bool, Error> {
        let access = allowed(context, &organization_id, Right::Govern)?;
        let accounts = access.backend.accounts();
        let done = accounts
            .revoke_key(&organization_id, &id, &access.actor(), access.moment())
            .await;
        done.map_err(failed)?;
        access.changed().await
    }
}
