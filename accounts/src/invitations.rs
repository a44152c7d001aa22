//! Invitations: how people come into an organisation. The token goes to the invited address, so who has it has proven the address.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value as Json, json};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{invitation, membership, user};
use crate::error::{AccountsError, Result};
use crate::keys::site_ids;
use crate::mail::Mail;
use crate::moment::{Moment, hash_secret};
use crate::organisations::{assigned, find, insert_member};
use crate::rights::Role;
use crate::sign_in::SignedIn;
use crate::store::OF_RIGHTS;
use crate::text;
use crate::users::{SignUp, by, find_by_email, insert_user};

const LASTS: TimeDelta = TimeDelta::days(7);
const OVER: AccountsError =
    AccountsError::Unauthenticated("this invitation has been used, withdrawn, or is over");

/// An invitation that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// Whom to join.
    pub organisation: String,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: Role,
    /// The sites to be assigned; None is all.
    pub sites: Option<Vec<String>>,
    /// Who invites: a user's id.
    pub invited_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
}

/// What who holds an invitation's token is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The organisation's name.
    pub organisation: String,
    /// The invited address.
    pub email: String,
    /// The role that is offered.
    pub role: Role,
    /// Whether that address has an account: then its owner signs in to accept.
    pub has_account: bool,
}

/// Who accepts an invitation.
#[derive(Clone)]
pub enum Accepting {
    /// Somebody who is signed in, by his id.
    User(String),
    /// Somebody new, with his name and password.
    New {
        /// His name.
        name: String,
        /// His password.
        password: String,
    },
}

impl Accounts {
    /// Invites an address. An earlier invitation to the same organisation is withdrawn.
    #[allow(clippy::too_many_arguments)]
    pub async fn invite(
        &self,
        organisation: &str,
        email: &str,
        role: Role,
        sites: Option<Vec<String>>,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<(Invitation, Mail)> {
        if role == Role::Owner {
            let message = "there is one owner; invite an admin and hand ownership on";
            return Err(AccountsError::invalid("role", message));
        }
        let email = text::email(email)?;
        let transaction = self.begin().await?;
        let name = find(&transaction, organisation).await?.name;
        let sites = assigned(&transaction, organisation, role, sites).await?;
        if let Some(user) = find_by_email(&transaction, &email).await? {
            let key = (organisation.to_owned(), user.id);
            if membership::Entity::find_by_id(key)
                .one(&transaction)
                .await?
                .is_some()
            {
                return Err(AccountsError::invalid(
                    "email",
                    format!("{email} is a member already"),
                ));
            }
        }
        invitation::Entity::update_many()
            .col_expr(invitation::Column::RevokedAt, Expr::value(moment.now))
            .filter(invitation::Column::OrganisationId.eq(organisation))
            .filter(invitation::Column::Email.eq(&email))
            .filter(invitation::Column::RevokedAt.is_null())
            .exec(&transaction)
            .await?;
        let token = moment.token();
        let row = invitation::ActiveModel {
            id: Set(moment.id()),
            organisation_id: Set(organisation.into()),
            email: Set(email.clone()),
            role: Set(role.name().into()),
            sites: Set(sites.map(Json::from)),
            token_hash: Set(hash_secret(&token)),
            invited_by: Set(actor.user.clone()),
            created_at: Set(moment.now),
            expires_at: Set(moment.now + LASTS),
            accepted_at: Set(None),
            revoked_at: Set(None),
        };
        let row = row.insert(&transaction).await?;
        let deed = Deed::new("member.invite").of(organisation).to(&email);
        note(
            &transaction,
            actor,
            deed.with(json!({"role": role.name()})),
            moment,
        )
        .await?;
        transaction.commit().await?;
        let mail = Mail::Invitation {
            to: email,
            organisation: name,
            invited_by: actor.name.clone(),
            token,
        };
        Ok((invitation_of(row)?, mail))
    }

    /// An organisation's invitations that wait, latest first.
    pub async fn invitations(
        &self,
        organisation: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<Invitation>> {
        let rows = invitation::Entity::find()
            .filter(invitation::Column::OrganisationId.eq(organisation))
            .filter(invitation::Column::AcceptedAt.is_null())
            .filter(invitation::Column::RevokedAt.is_null())
            .filter(invitation::Column::ExpiresAt.gt(now))
            .order_by_desc(invitation::Column::CreatedAt)
            .order_by_asc(invitation::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(invitation_of).collect()
    }

    /// Withdraws an invitation.
    pub async fn revoke_invitation(
        &self,
        organisation: &str,
        id: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let changed = invitation::Entity::update_many()
            .col_expr(invitation::Column::RevokedAt, Expr::value(moment.now))
            .filter(invitation::Column::Id.eq(id))
            .filter(invitation::Column::OrganisationId.eq(organisation))
            .filter(invitation::Column::AcceptedAt.is_null())
            .filter(invitation::Column::RevokedAt.is_null())
            .exec(&transaction)
            .await?;
        if changed.rows_affected == 0 {
            return Err(AccountsError::NotFound(format!("invitation {id}")));
        }
        let deed = Deed::new("member.revoke_invitation")
            .of(organisation)
            .to(id);
        note(&transaction, actor, deed, moment).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What an invitation offers, to who holds its token.
    pub async fn invited(&self, token: &str, now: DateTime<Utc>) -> Result<Invited> {
        let row = open(&self.db, token, now).await?;
        Ok(Invited {
            organisation: find(&self.db, &row.organisation_id).await?.name,
            has_account: find_by_email(&self.db, &row.email).await?.is_some(),
            role: row.role.parse()?,
            email: row.email,
        })
    }

    /// Accepts an invitation; who is new is signed in with it.
    ///
    /// Errors: [`AccountsError::Forbidden`] where the signed-in user is another than the invited one, or the address has an account and
    /// nobody is signed in.
    pub async fn accept_invitation(
        &self,
        token: &str,
        who: &Accepting,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Option<SignedIn>> {
        let offered = open(&self.db, token, moment.now).await?;
        let new = match who {
            Accepting::User(_) => None,
            Accepting::New { name, password } => {
                let new = SignUp {
                    email: offered.email.clone(),
                    password: password.clone(),
                    name: name.clone(),
                    organisation: None,
                };
                Some(self.check_new(&new, moment).await?)
            }
        };
        let transaction = self.begin_alone().await?;
        // Again, now that nobody else can accept it.
        let row = open(&transaction, token, moment.now).await?;
        let there = find_by_email(&transaction, &row.email).await?;
        let (user, is_new): (user::Model, bool) = match (who, new, there) {
            (Accepting::User(id), _, Some(there)) if there.id == *id => (there, false),
            (Accepting::User(_), _, _) => {
                let message = format!(
                    "this invitation is for {}; sign in with that address",
                    row.email
                );
                return Err(AccountsError::Forbidden(message));
            }
            (_, Some(new), None) => (
                insert_user(&transaction, new, true, false, moment).await?,
                true,
            ),
            (_, _, Some(_)) => {
                let message = "this address has an account; sign in to accept the invitation";
                return Err(AccountsError::Forbidden(message.into()));
            }
            (_, None, None) => return Err(OVER),
        };
        let organisation = row.organisation_id.clone();
        find(&transaction, &organisation).await?;
        let actor = by(actor, &user);
        let key = (organisation.clone(), user.id.clone());
        if membership::Entity::find_by_id(key)
            .one(&transaction)
            .await?
            .is_none()
        {
            let role: Role = row.role.parse()?;
            let invited_by = row.invited_by.clone();
            let sites = row.sites.clone();
            insert_member(
                &transaction,
                &organisation,
                &user.id,
                role,
                sites,
                invited_by,
                moment,
            )
            .await?;
        }
        let mut row: invitation::ActiveModel = row.into();
        row.accepted_at = Set(Some(moment.now));
        row.update(&transaction).await?;
        let deed = Deed::new("member.accept").of(&organisation).to(&user.email);
        note(&transaction, &actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        let signed_in = if is_new {
            Some(self.open_family(&transaction, user, &actor, moment).await?)
        } else {
            None
        };
        transaction.commit().await?;
        Ok(signed_in)
    }
}

async fn open<C: ConnectionTrait>(
    db: &C,
    token: &str,
    now: DateTime<Utc>,
) -> Result<invitation::Model> {
    invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(hash_secret(token)))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .one(db)
        .await?
        .ok_or(OVER)
}

fn invitation_of(row: invitation::Model) -> Result<Invitation> {
    Ok(Invitation {
        role: row.role.parse()?,
        sites: site_ids(row.sites)?,
        id: row.id,
        organisation: row.organisation_id,
        email: row.email,
        invited_by: row.invited_by,
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}
