//! People: how they come in, prove their address and change their password.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};

use crate::audit::{Actor, Deed, note};
use crate::entity::{membership, organisation, user};
use crate::error::{AccountsError, Result};
use crate::mail::Mail;
use crate::moment::Moment;
use crate::one_time::{self, Purpose};
use crate::organisations::insert_member;
use crate::password::{check_length, check_strength};
use crate::rights::Role;
use crate::sign_in::SignedIn;
use crate::store::OF_RIGHTS;
use crate::{Accounts, DEFAULT_ORGANISATION, families, text};

/// Who may make an account by himself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUpMode {
    /// Everybody; each with an organisation of his own.
    On,
    /// Nobody: accounts come by invitation and at the command line.
    #[default]
    Off,
    /// Only the first one, who administers the installation.
    First,
}

impl std::str::FromStr for SignUpMode {
    type Err = AccountsError;
    fn from_str(text: &str) -> Result<Self> {
        match text {
            "on" => Ok(SignUpMode::On),
            "off" => Ok(SignUpMode::Off),
            "first" => Ok(SignUpMode::First),
            _ => Err(AccountsError::invalid(
                "signUp",
                format!("`{text}` is none of on, off and first"),
            )),
        }
    }
}

/// Somebody who wants an account.
#[derive(Clone)]
pub struct SignUp {
    /// His e-mail address.
    pub email: String,
    /// The password he chose.
    pub password: String,
    /// His name.
    pub name: String,
    /// What to call his organisation; his name where not said.
    pub organisation: Option<String>,
}

/// What became of a sign-up.
#[derive(Debug)]
pub enum SignedUp {
    /// The first user of the installation; he is in.
    First(Box<SignedIn>),
    /// What happens next stands in a mail; whether there was an account is told by nothing else.
    Mailed(Mail),
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// His id.
    pub id: String,
    /// His e-mail address, trimmed and in lower case.
    pub email: String,
    /// His name.
    pub name: String,
    /// Whether every organisation is his to administer.
    pub super_admin: bool,
    /// Whether a mail to his address has reached him.
    pub is_verified: bool,
    /// Whether he signs in with a second factor.
    pub has_totp: bool,
    /// Whether he has a password; else he comes from an identity provider.
    pub has_password: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self {
            super_admin: row.super_admin,
            is_verified: row.email_verified_at.is_some(),
            has_totp: row.totp_confirmed_at.is_some(),
            has_password: row.password_hash.is_some(),
            id: row.id,
            email: row.email,
            name: row.name,
            created_at: row.created_at,
        }
    }
}

impl Accounts {
    /// Whether anybody has an account.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(user::Entity::find().one(&self.db).await?.is_some())
    }

    /// All users by e-mail address.
    pub async fn users(&self) -> Result<Vec<User>> {
        let rows = user::Entity::find()
            .order_by_asc(user::Column::Email)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One user.
    pub async fn user(&self, id: &str) -> Result<User> {
        Ok(self.user_row(id).await?.into())
    }

    pub(crate) async fn user_row(&self, id: &str) -> Result<user::Model> {
        user::Entity::find_by_id(id)
            .filter(user::Column::DisabledAt.is_null())
            .one(&self.db)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("user {id}")))
    }

    /// Makes an account where `mode` allows it. An address that has one already gets a mail that says so, after the same work and with
    /// the same answer.
    pub async fn sign_up(
        &self,
        new: &SignUp,
        mode: SignUpMode,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedUp> {
        if mode == SignUpMode::Off {
            return Err(AccountsError::Forbidden(
                "sign-up is closed; ask for an invitation".into(),
            ));
        }
        let checked = self.check_new(new, moment).await?;
        let transaction = self.begin_alone().await?;
        if user::Entity::find().one(&transaction).await?.is_none() {
            let signed_in = self
                .first_user(&transaction, checked, actor, moment)
                .await?;
            transaction.commit().await?;
            return Ok(SignedUp::First(Box::new(signed_in)));
        }
        if mode == SignUpMode::First {
            return Err(AccountsError::Forbidden(
                "sign-up is closed; ask for an invitation".into(),
            ));
        }
        let to = checked.email.clone();
        if find_by_email(&transaction, &to).await?.is_some() {
            return Ok(SignedUp::Mailed(Mail::AlreadyRegistered { to }));
        }
        let organisation = checked.organisation.clone();
        let row = insert_user(&transaction, checked, false, false, moment).await?;
        let organisation =
            crate::organisations::insert(&transaction, &organisation, None, moment).await?;
        insert_member(
            &transaction,
            &organisation.id,
            &row.id,
            Role::Owner,
            None,
            None,
            moment,
        )
        .await?;
        let token =
            one_time::issue(&transaction, Purpose::VerifyEmail, Some(&row.id), moment).await?;
        let deed = Deed::new("user.sign_up")
            .of(&organisation.id)
            .to(&row.email);
        note(&transaction, &by(actor, &row), deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(SignedUp::Mailed(Mail::VerifyEmail { to, token }))
    }

    /// A link by which the first user sets the installation up, good once for an hour; None where there are users. An earlier link ends.
    pub async fn set_up_token(&self, moment: Moment<'_>) -> Result<Option<String>> {
        let transaction = self.begin_alone().await?;
        if user::Entity::find().one(&transaction).await?.is_some() {
            return Ok(None);
        }
        one_time::withdraw(&transaction, Purpose::SetUp, None).await?;
        let token = one_time::issue(&transaction, Purpose::SetUp, None, moment).await?;
        transaction.commit().await?;
        Ok(Some(token))
    }

    /// Makes the first user by a set-up link: super admin, and owner of the default organisation.
    pub async fn set_up(
        &self,
        token: &str,
        new: &SignUp,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let checked = self.check_new(new, moment).await?;
        let transaction = self.begin_alone().await?;
        one_time::redeem(&transaction, Purpose::SetUp, token, moment).await?;
        if user::Entity::find().one(&transaction).await?.is_some() {
            return Err(AccountsError::Forbidden(
                "the installation has been set up already".into(),
            ));
        }
        let signed_in = self
            .first_user(&transaction, checked, actor, moment)
            .await?;
        transaction.commit().await?;
        Ok(signed_in)
    }

    async fn first_user<C: ConnectionTrait>(
        &self,
        db: &C,
        new: NewUser,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let mut default: organisation::ActiveModel =
            crate::organisations::find(db, DEFAULT_ORGANISATION)
                .await?
                .into();
        default.name = Set(new.organisation.clone());
        default.update(db).await?;
        let row = insert_user(db, new, true, true, moment).await?;
        insert_member(
            db,
            DEFAULT_ORGANISATION,
            &row.id,
            Role::Owner,
            None,
            None,
            moment,
        )
        .await?;
        let actor = by(actor, &row);
        let deed = Deed::new("installation.set_up")
            .of(DEFAULT_ORGANISATION)
            .to(&row.email);
        note(db, &actor, deed, moment).await?;
        Self::bump(db, OF_RIGHTS).await?;
        self.open_family(db, row, &actor, moment).await
    }

    /// Makes a user at the command line; his address counts as proven. The first owner of the default organisation is whoever is first.
    #[allow(clippy::too_many_arguments)]
    pub async fn create_user(
        &self,
        email: &str,
        password: &str,
        role: Option<Role>,
        super_admin: bool,
        organisation: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<(User, Role)> {
        check_length(password)?;
        let email = text::email(email)?;
        let hash = self.passwords.hash(password, moment).await?;
        let name = email.split('@').next().unwrap_or_default().to_owned();
        let transaction = self.begin_alone().await?;
        crate::organisations::find(&transaction, organisation).await?;
        if find_by_email(&transaction, &email).await?.is_some() {
            return Err(AccountsError::invalid(
                "email",
                format!("{email} has an account already"),
            ));
        }
        let has_owner = membership::Entity::find()
            .filter(membership::Column::OrganisationId.eq(organisation))
            .filter(membership::Column::Role.eq(Role::Owner.name()))
            .count(&transaction)
            .await?
            > 0;
        let role = role.unwrap_or(if has_owner { Role::Admin } else { Role::Owner });
        if has_owner && role == Role::Owner {
            let message = "the organisation has an owner, who can hand ownership on";
            return Err(AccountsError::invalid("role", message));
        }
        if !has_owner && role != Role::Owner {
            let message = "the organisation has no owner yet; make that one first";
            return Err(AccountsError::invalid("role", message));
        }
        let new = NewUser {
            email,
            name,
            password_hash: Some(hash),
            organisation: String::new(),
        };
        let row = insert_user(&transaction, new, true, super_admin, moment).await?;
        insert_member(
            &transaction,
            organisation,
            &row.id,
            role,
            None,
            None,
            moment,
        )
        .await?;
        let deed = Deed::new("user.create").of(organisation).to(&row.email);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok((row.into(), role))
    }

    /// Proves an address by the token that was mailed to it.
    pub async fn verify_email(&self, token: &str, actor: &Actor, moment: Moment<'_>) -> Result<()> {
        let transaction = self.begin().await?;
        let row = redeemer(&transaction, Purpose::VerifyEmail, token, moment).await?;
        let actor = by(actor, &row);
        let email = row.email.clone();
        let mut row: user::ActiveModel = row.into();
        row.email_verified_at = Set(Some(moment.now));
        row.update(&transaction).await?;
        note(
            &transaction,
            &actor,
            Deed::new("user.verify_email").to(&email),
            moment,
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What to mail to somebody who has forgotten his password; None where nobody has that address, after the same work.
    pub async fn request_password_reset(
        &self,
        email: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Option<Mail>> {
        let email = text::email(email)?;
        self.count_attempt(&email, actor, moment).await?;
        let transaction = self.begin().await?;
        let found = find_by_email(&transaction, &email).await?;
        let found = found.filter(|row| row.disabled_at.is_none());
        let user = found.as_ref().map(|row| row.id.as_str());
        let token = one_time::issue(&transaction, Purpose::ResetPassword, user, moment).await?;
        let deed = Deed::new("user.request_password_reset").to(&email);
        let actor = found
            .as_ref()
            .map_or_else(|| actor.clone(), |row| by(actor, row));
        note(&transaction, &actor, deed, moment).await?;
        transaction.commit().await?;
        Ok(found.map(|_| Mail::ResetPassword { to: email, token }))
    }

    /// Sets a new password by a mailed token. Every sign-in ends; the address counts as proven.
    pub async fn reset_password(
        &self,
        token: &str,
        password: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Mail> {
        check_strength(password, &[])?;
        let hash = self.passwords.hash(password, moment).await?;
        let transaction = self.begin().await?;
        let row = redeemer(&transaction, Purpose::ResetPassword, token, moment).await?;
        let actor = by(actor, &row);
        let mail = self
            .put_password(&transaction, row, hash, &actor, moment)
            .await?;
        transaction.commit().await?;
        Ok(mail)
    }

    /// Changes the password of somebody who knows the present one. His other sign-ins end.
    pub async fn change_password(
        &self,
        user: &str,
        present: &str,
        password: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Mail> {
        let row = self.user_row(user).await?;
        if row.password_hash.is_none() {
            // There is nothing by which a stolen sign-in could be told from its owner.
            let message = "this account has no password; ask for a reset by mail to set one";
            return Err(AccountsError::Forbidden(message.into()));
        }
        self.prove(&row, present, actor, moment).await?;
        check_strength(password, &[&row.email, &row.name])?;
        let hash = self.passwords.hash(password, moment).await?;
        let transaction = self.begin().await?;
        let mail = self
            .put_password(&transaction, row, hash, actor, moment)
            .await?;
        transaction.commit().await?;
        Ok(mail)
    }

    /// Sets a password at the command line. Every sign-in ends.
    pub async fn set_password(
        &self,
        email: &str,
        password: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        check_length(password)?;
        let email = text::email(email)?;
        let hash = self.passwords.hash(password, moment).await?;
        let transaction = self.begin().await?;
        let row = find_by_email(&transaction, &email)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("user {email}")))?;
        self.put_password(&transaction, row, hash, actor, moment)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn put_password<C: ConnectionTrait>(
        &self,
        db: &C,
        row: user::Model,
        hash: String,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Mail> {
        let (id, to) = (row.id.clone(), row.email.clone());
        let verified = row.email_verified_at.or(Some(moment.now));
        let mut row: user::ActiveModel = row.into();
        row.password_hash = Set(Some(hash));
        row.email_verified_at = Set(verified);
        row.update(db).await?;
        one_time::withdraw(db, Purpose::ResetPassword, Some(&id)).await?;
        families::end_all(db, &id, moment).await?;
        note(db, actor, Deed::new("user.set_password").to(&to), moment).await?;
        Self::bump(db, OF_RIGHTS).await?;
        Ok(Mail::SecurityChanged {
            to,
            what: "your password was changed",
        })
    }

    /// Changes a user's own name.
    pub async fn rename(
        &self,
        user: &str,
        name: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<User> {
        let name = text::name("name", name)?;
        let transaction = self.begin().await?;
        let mut row: user::ActiveModel = self.user_row(user).await?.into();
        row.name = Set(name);
        let row = row.update(&transaction).await?;
        note(
            &transaction,
            actor,
            Deed::new("user.rename").to(&row.email),
            moment,
        )
        .await?;
        transaction.commit().await?;
        Ok(row.into())
    }

    pub(crate) async fn check_new(&self, new: &SignUp, moment: Moment<'_>) -> Result<NewUser> {
        let email = text::email(&new.email)?;
        let name = text::name("name", &new.name)?;
        let organisation = new.organisation.as_deref().unwrap_or(&name);
        let organisation = text::name("organization", organisation)?;
        check_strength(&new.password, &[&email, &name, &organisation])?;
        Ok(NewUser {
            password_hash: Some(self.passwords.hash(&new.password, moment).await?),
            email,
            name,
            organisation,
        })
    }
}

/// A person whose input has been checked.
pub(crate) struct NewUser {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) organisation: String,
}

pub(crate) async fn insert_user<C: ConnectionTrait>(
    db: &C,
    new: NewUser,
    is_verified: bool,
    super_admin: bool,
    moment: Moment<'_>,
) -> Result<user::Model> {
    let row = user::ActiveModel {
        id: Set(moment.id()),
        email: Set(new.email),
        name: Set(new.name),
        password_hash: Set(new.password_hash),
        email_verified_at: Set(is_verified.then_some(moment.now)),
        super_admin: Set(super_admin),
        totp_secret: Set(None),
        totp_confirmed_at: Set(None),
        totp_step: Set(None),
        created_at: Set(moment.now),
        disabled_at: Set(None),
    };
    Ok(row.insert(db).await?)
}

pub(crate) async fn find_by_email<C: ConnectionTrait>(
    db: &C,
    email: &str,
) -> Result<Option<user::Model>> {
    Ok(user::Entity::find()
        .filter(user::Column::Email.eq(email))
        .one(db)
        .await?)
}

async fn redeemer<C: ConnectionTrait>(
    db: &C,
    purpose: Purpose,
    token: &str,
    moment: Moment<'_>,
) -> Result<user::Model> {
    let over = AccountsError::Unauthenticated("this link has been used, replaced, or is over");
    let Some(user) = one_time::redeem(db, purpose, token, moment).await? else {
        return Err(over);
    };
    user::Entity::find_by_id(user)
        .filter(user::Column::DisabledAt.is_null())
        .one(db)
        .await?
        .ok_or(over)
}

/// The same request, now that it is known who makes it.
pub(crate) fn by(actor: &Actor, row: &user::Model) -> Actor {
    Actor {
        user: Some(row.id.clone()),
        name: row.email.clone(),
        ..actor.clone()
    }
}
