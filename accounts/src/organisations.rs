//! Organisations, their clients and their members. There is always exactly one owner where there are members.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value as Json, json};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{api_key, invitation, membership, organisation, site, user};
use crate::error::{AccountsError, Result};
use crate::keys::site_ids;
use crate::moment::Moment;
use crate::rights::Role;
use crate::store::{OF_RIGHTS, OF_SITES};
use crate::text;

const CONTACT_MAX: usize = 1_000;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The agency whose client it is.
    pub parent: Option<String>,
    /// Whom to turn to.
    pub contact: Option<String>,
    /// A small picture as a `data:` address.
    pub avatar: Option<String>,
    /// Whether owner and admins reach it only with a second factor.
    pub require_totp: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What to change of an organisation; None stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationChange {
    /// Its name.
    pub name: Option<String>,
    /// Whom to turn to; empty is nobody.
    pub contact: Option<String>,
    /// A PNG, JPEG or WebP picture of up to 100 kB as a `data:` address; empty is none.
    pub avatar: Option<String>,
    /// Whether owner and admins need a second factor.
    pub require_totp: Option<bool>,
}

/// A user in an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The user.
    pub user: String,
    /// His e-mail address.
    pub email: String,
    /// His name.
    pub name: String,
    /// His role.
    pub role: Role,
    /// The assigned sites; None is all.
    pub sites: Option<Vec<String>>,
    /// Whether he signs in with a second factor.
    pub has_totp: bool,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who invited him.
    pub invited_by: Option<String>,
}

impl Accounts {
    /// Makes an organisation with its owner, or a client of an agency, which may have none: the agency's people work in it.
    pub async fn create_organisation(
        &self,
        name: &str,
        parent: Option<&str>,
        owner: Option<&str>,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Organisation> {
        let transaction = self.begin().await?;
        if let Some(parent) = parent {
            let parent = find(&transaction, parent).await?;
            if parent.parent_id.is_some() {
                let message = "a client has no clients of its own";
                return Err(AccountsError::invalid("parentId", message));
            }
        }
        let row = insert(&transaction, name, parent, moment).await?;
        if let Some(owner) = owner {
            insert_member(
                &transaction,
                &row.id,
                owner,
                Role::Owner,
                None,
                None,
                moment,
            )
            .await?;
        }
        let deed = Deed::new("organisation.create")
            .of(&row.id)
            .with(json!({"name": row.name}));
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(row.into())
    }

    /// Organisations that are there, by name.
    pub async fn organisations(&self) -> Result<Vec<Organisation>> {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::DeletedAt.is_null())
            .order_by_asc(organisation::Column::Name)
            .order_by_asc(organisation::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// Changes an organisation.
    pub async fn update_organisation(
        &self,
        id: &str,
        change: OrganisationChange,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Organisation> {
        let transaction = self.begin().await?;
        let mut row: organisation::ActiveModel = find(&transaction, id).await?.into();
        let mut changed = Vec::new();
        if let Some(name) = &change.name {
            row.name = Set(text::name("name", name)?);
            changed.push("name");
        }
        if let Some(contact) = &change.contact {
            row.contact = Set(text::optional("contact", contact, CONTACT_MAX)?);
            changed.push("contact");
        }
        if let Some(avatar) = &change.avatar {
            row.avatar = Set(text::picture("avatar", avatar)?);
            changed.push("avatar");
        }
        if let Some(require) = change.require_totp {
            row.require_totp = Set(require);
            changed.push("require_totp");
        }
        if changed.is_empty() {
            return Ok(find(&transaction, id).await?.into());
        }
        let row = row.update(&transaction).await?;
        let deed = Deed::new("organisation.update")
            .of(id)
            .with(json!({"changed": changed}));
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(row.into())
    }

    /// Deletes an organisation with its sites, keys and invitations. One that has clients is not deleted.
    pub async fn delete_organisation(
        &self,
        id: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let clients = with_clients(&transaction, id).await?;
        if clients.len() > 1 {
            let message = "delete its clients first, or hand them on";
            return Err(AccountsError::Forbidden(message.into()));
        }
        let mut row: organisation::ActiveModel = find(&transaction, id).await?.into();
        row.deleted_at = Set(Some(moment.now));
        row.update(&transaction).await?;
        let sites = site::Entity::find()
            .filter(site::Column::OrganisationId.eq(id))
            .filter(site::Column::DeletedAt.is_null())
            .all(&transaction)
            .await?;
        for site in sites {
            crate::sites::hide(&transaction, site, false, moment).await?;
        }
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(moment.now))
            .filter(api_key::Column::OrganisationId.eq(id))
            .filter(api_key::Column::RevokedAt.is_null())
            .exec(&transaction)
            .await?;
        invitation::Entity::update_many()
            .col_expr(invitation::Column::RevokedAt, Expr::value(moment.now))
            .filter(invitation::Column::OrganisationId.eq(id))
            .filter(invitation::Column::RevokedAt.is_null())
            .exec(&transaction)
            .await?;
        note(
            &transaction,
            actor,
            Deed::new("organisation.delete").of(id),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_SITES).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// An organisation's members, by e-mail address.
    pub async fn members(&self, organisation: &str) -> Result<Vec<Member>> {
        let rows = membership::Entity::find()
            .filter(membership::Column::OrganisationId.eq(organisation))
            .all(&self.db)
            .await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.user_id.as_str()).collect();
        let users = user::Entity::find()
            .filter(user::Column::Id.is_in(ids))
            .filter(user::Column::DisabledAt.is_null())
            .order_by_asc(user::Column::Email)
            .all(&self.db)
            .await?;
        let mut members = Vec::with_capacity(users.len());
        for user in users {
            let Some(row) = rows.iter().find(|row| row.user_id == user.id) else {
                continue;
            };
            members.push(Member {
                role: row.role.parse()?,
                sites: site_ids(row.sites.clone())?,
                has_totp: user.totp_confirmed_at.is_some(),
                since: row.created_at,
                invited_by: row.invited_by.clone(),
                user: user.id,
                email: user.email,
                name: user.name,
            });
        }
        Ok(members)
    }

    /// Changes what a member is and which sites are assigned to him. Ownership is handed on by [`Self::transfer_ownership`] alone.
    pub async fn update_member(
        &self,
        organisation: &str,
        user: &str,
        role: Role,
        sites: Option<Vec<String>>,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let row = find_member(&transaction, organisation, user).await?;
        if role == Role::Owner || row.role == Role::Owner.name() {
            let message = "there is one owner; hand ownership on instead";
            return Err(AccountsError::Forbidden(message.into()));
        }
        let sites = assigned(&transaction, organisation, role, sites).await?;
        let detail = json!({"role": role.name(), "sites": sites, "before": row.role});
        let mut row: membership::ActiveModel = row.into();
        row.role = Set(role.name().into());
        row.sites = Set(sites.map(Json::from));
        row.update(&transaction).await?;
        let deed = Deed::new("member.update")
            .of(organisation)
            .to(user)
            .with(detail);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes a user out of an organisation. Keys that he made end with his rights.
    pub async fn remove_member(
        &self,
        organisation: &str,
        user: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let row = find_member(&transaction, organisation, user).await?;
        if row.role == Role::Owner.name() {
            let message = "the owner leaves only after handing ownership on";
            return Err(AccountsError::Forbidden(message.into()));
        }
        membership::Entity::delete_by_id((organisation.to_owned(), user.to_owned()))
            .exec(&transaction)
            .await?;
        let deed = Deed::new("member.remove").of(organisation).to(user);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Makes another member the owner; the one before becomes an admin.
    pub async fn transfer_ownership(
        &self,
        organisation: &str,
        to: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin_alone().await?;
        let heir = find_member(&transaction, organisation, to).await?;
        if heir.role == Role::Owner.name() {
            return Ok(());
        }
        membership::Entity::update_many()
            .col_expr(membership::Column::Role, Expr::value(Role::Admin.name()))
            .filter(membership::Column::OrganisationId.eq(organisation))
            .filter(membership::Column::Role.eq(Role::Owner.name()))
            .exec(&transaction)
            .await?;
        let mut heir: membership::ActiveModel = heir.into();
        heir.role = Set(Role::Owner.name().into());
        heir.sites = Set(None);
        heir.update(&transaction).await?;
        let deed = Deed::new("organisation.transfer").of(organisation).to(to);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }
}

impl From<organisation::Model> for Organisation {
    fn from(row: organisation::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            parent: row.parent_id,
            contact: row.contact,
            avatar: row.avatar,
            require_totp: row.require_totp,
            created_at: row.created_at,
        }
    }
}

/// An organisation and its clients.
pub(crate) async fn with_clients<C: ConnectionTrait>(db: &C, id: &str) -> Result<Vec<String>> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::DeletedAt.is_null())
        .filter(
            sea_orm::Condition::any()
                .add(organisation::Column::Id.eq(id))
                .add(organisation::Column::ParentId.eq(id)),
        )
        .all(db)
        .await?;
    if !rows.iter().any(|row| row.id == id) {
        return Err(AccountsError::NotFound(format!("organisation {id}")));
    }
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The sites that a role is assigned, all of which are the organisation's or its clients'. Owners and admins have all.
pub(crate) async fn assigned<C: ConnectionTrait>(
    db: &C,
    organisation: &str,
    role: Role,
    sites: Option<Vec<String>>,
) -> Result<Option<Vec<String>>> {
    let Some(mut sites) = sites.filter(|_| role < Role::Admin) else {
        return Ok(None);
    };
    sites.sort();
    sites.dedup();
    let organisations = with_clients(db, organisation).await?;
    let known = site::Entity::find()
        .filter(site::Column::Id.is_in(&sites))
        .filter(site::Column::OrganisationId.is_in(organisations))
        .all(db)
        .await?;
    for id in &sites {
        if !known.iter().any(|row| row.id == *id) {
            return Err(AccountsError::NotFound(format!("site {id}")));
        }
    }
    Ok(Some(sites))
}

pub(crate) async fn find<C: ConnectionTrait>(db: &C, id: &str) -> Result<organisation::Model> {
    organisation::Entity::find_by_id(id)
        .filter(organisation::Column::DeletedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(|| AccountsError::NotFound(format!("organisation {id}")))
}

async fn find_member<C: ConnectionTrait>(
    db: &C,
    organisation: &str,
    user: &str,
) -> Result<membership::Model> {
    membership::Entity::find_by_id((organisation.to_owned(), user.to_owned()))
        .one(db)
        .await?
        .ok_or_else(|| AccountsError::NotFound(format!("member {user}")))
}

pub(crate) async fn insert<C: ConnectionTrait>(
    db: &C,
    name: &str,
    parent: Option<&str>,
    moment: Moment<'_>,
) -> Result<organisation::Model> {
    let row = organisation::ActiveModel {
        id: Set(moment.id()),
        name: Set(text::name("organization", name)?),
        created_at: Set(moment.now),
        parent_id: Set(parent.map(Into::into)),
        contact: Set(None),
        avatar: Set(None),
        require_totp: Set(false),
        deleted_at: Set(None),
    };
    Ok(row.insert(db).await?)
}

pub(crate) async fn insert_member<C: ConnectionTrait>(
    db: &C,
    organisation: &str,
    user: &str,
    role: Role,
    sites: Option<Json>,
    invited_by: Option<String>,
    moment: Moment<'_>,
) -> Result<()> {
    let row = membership::ActiveModel {
        organisation_id: Set(organisation.into()),
        user_id: Set(user.into()),
        role: Set(role.name().into()),
        sites: Set(sites),
        invited_by: Set(invited_by),
        created_at: Set(moment.now),
    };
    membership::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}
