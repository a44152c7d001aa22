//! Sign-in through an identity provider: what its verified token says becomes a user of ours.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{identity, user};
use crate::error::{AccountsError, Result};
use crate::moment::Moment;
use crate::organisations::insert_member;
use crate::rights::Role;
use crate::sign_in::SignedIn;
use crate::store::OF_RIGHTS;
use crate::text;
use crate::users::{NewUser, SignUpMode, by, find_by_email, insert_user};

/// What an identity provider says of somebody, its signature checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityClaims {
    /// The provider.
    pub issuer: String,
    /// Who he is there: never given to another.
    pub subject: String,
    /// His e-mail address, if the provider has verified it.
    pub verified_email: Option<String>,
    /// His name.
    pub name: Option<String>,
}

impl Accounts {
    /// Signs in whom a provider has identified. Issuer and subject decide; at the first sign-in a verified e-mail address leads to the
    /// account of that address, and where there is none, `mode` says whether one is made.
    pub async fn sign_in_identity(
        &self,
        claims: &IdentityClaims,
        mode: SignUpMode,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let transaction = self.begin_alone().await?;
        let key = (claims.issuer.clone(), claims.subject.clone());
        let row = match identity::Entity::find_by_id(key).one(&transaction).await? {
            Some(known) => user::Entity::find_by_id(known.user_id)
                .filter(user::Column::DisabledAt.is_null())
                .one(&transaction)
                .await?
                .ok_or(AccountsError::Unauthenticated("this account is closed"))?,
            None => self.link(&transaction, claims, mode, actor, moment).await?,
        };
        let actor = by(actor, &row);
        let deed = Deed::new("login.identity").to(&claims.issuer);
        note(&transaction, &actor, deed, moment).await?;
        let signed_in = self.open_family(&transaction, row, &actor, moment).await?;
        transaction.commit().await?;
        Ok(signed_in)
    }

    async fn link<C: ConnectionTrait>(
        &self,
        db: &C,
        claims: &IdentityClaims,
        mode: SignUpMode,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<user::Model> {
        let unverified = "the identity provider has not verified your e-mail address";
        let email = claims.verified_email.as_deref();
        let email = text::email(email.ok_or(AccountsError::Unauthenticated(unverified))?)?;
        let row = match find_by_email(db, &email).await? {
            Some(row) if row.disabled_at.is_some() => {
                return Err(AccountsError::Unauthenticated("this account is closed"));
            }
            Some(row) if row.email_verified_at.is_none() => {
                // Whoever chose that password has never shown that the address is his.
                let mut row: user::ActiveModel = row.into();
                row.password_hash = Set(None);
                row.totp_secret = Set(None);
                row.totp_confirmed_at = Set(None);
                row.email_verified_at = Set(Some(moment.now));
                row.update(db).await?
            }
            Some(row) => row,
            None => {
                let is_first = user::Entity::find().one(db).await?.is_none();
                if is_first || mode != SignUpMode::On {
                    let message = "sign-up is closed; ask for an invitation";
                    return Err(AccountsError::Forbidden(message.into()));
                }
                let name = claims
                    .name
                    .as_deref()
                    .and_then(|name| text::name("name", name).ok());
                let name =
                    name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().into());
                let new = NewUser {
                    email: email.clone(),
                    name: name.clone(),
                    password_hash: None,
                    organisation: name.clone(),
                };
                let row = insert_user(db, new, true, false, moment).await?;
                let organisation = crate::organisations::insert(db, &name, None, moment).await?;
                insert_member(
                    db,
                    &organisation.id,
                    &row.id,
                    Role::Owner,
                    None,
                    None,
                    moment,
                )
                .await?;
                row
            }
        };
        let linked = identity::ActiveModel {
            issuer: Set(claims.issuer.clone()),
            subject: Set(claims.subject.clone()),
            user_id: Set(row.id.clone()),
            email: Set(Some(email)),
            created_at: Set(moment.now),
        };
        identity::Entity::insert(linked)
            .exec_without_returning(db)
            .await?;
        let deed = Deed::new("identity.link").to(&claims.issuer);
        note(db, &by(actor, &row), deed, moment).await?;
        Self::bump(db, OF_RIGHTS).await?;
        Ok(row)
    }
}
