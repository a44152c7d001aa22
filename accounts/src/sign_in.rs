//! Sign-in by e-mail address and password. An unknown address costs the same work and gets the same answer as a wrong password.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{login_attempt, user};
use crate::error::{AccountsError, Result};
use crate::mail::Mail;
use crate::moment::{Moment, hash_secret};
use crate::one_time::{self, Purpose};
use crate::users::{User, by, find_by_email};
use crate::{text, totp};

/// Over which time attempts are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Attempts on one account from one address: a person's.
const PAIR_MAX: i32 = 10;
/// Attempts on one account from anywhere. Larger, so that a stranger does not easily lock somebody out.
const EMAIL_MAX: i32 = 100;
/// Attempts from one address on any account.
const ADDRESS_MAX: i32 = 200;

const WRONG: AccountsError = AccountsError::Unauthenticated("e-mail address or password is wrong");

/// What somebody signs in with.
#[derive(Clone)]
pub struct Login {
    /// His e-mail address.
    pub email: String,
    /// His password.
    pub password: String,
    /// The present code of his second factor, or a recovery code.
    pub totp: Option<String>,
}

/// Somebody who is in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// A JWT, good for [`crate::ACCESS_LASTS`].
    pub access_token: String,
    /// For the next tokens; good once.
    pub refresh_token: String,
    /// Until when.
    pub refresh_expires_at: DateTime<Utc>,
    /// The sign-in.
    pub family: String,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("user", &self.user.id)
            .field("family", &self.family)
            .finish_non_exhaustive()
    }
}

/// What became of a sign-in with the right password.
#[derive(Debug)]
pub enum LoggedIn {
    /// He is in.
    In(Box<SignedIn>),
    /// He has yet to prove his address; this goes there.
    Unverified(Mail),
}

impl Accounts {
    /// Signs somebody in.
    ///
    /// Errors: [`AccountsError::Unauthenticated`] for a wrong password and an unknown address alike;
    /// [`AccountsError::Invalid`] of `totp` where the password is right and the code is missing or wrong;
    /// [`AccountsError::TooManyAttempts`] before any of that.
    pub async fn login(
        &self,
        login: &Login,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<LoggedIn> {
        // What is no address cannot have an account; the work is the same.
        let email = text::email(&login.email).unwrap_or_default();
        self.count_attempt(&email, actor, moment).await?;
        let found = find_by_email(&self.db, &email).await?;
        let found = found.filter(|row| row.disabled_at.is_none());
        let hash = found.as_ref().and_then(|row| row.password_hash.as_deref());
        let is_right = self.passwords.verify(&login.password, hash).await?;
        let Some(row) = found.clone().filter(|_| is_right) else {
            let actor = found
                .as_ref()
                .map_or_else(|| actor.clone(), |row| by(actor, row));
            note(
                &self.db,
                &actor,
                Deed::new("login.refused").to(&email),
                moment,
            )
            .await?;
            return Err(WRONG);
        };
        let actor = by(actor, &row);
        let transaction = self.begin().await?;
        if let Some(secret) = totp::in_force(&row) {
            let passed = self
                .pass_totp(&transaction, &row, secret, login.totp.as_deref(), moment)
                .await;
            if let Err(error) = passed {
                note(
                    &transaction,
                    &actor,
                    Deed::new("login.totp_refused").to(&email),
                    moment,
                )
                .await?;
                transaction.commit().await?;
                return Err(error);
            }
        }
        if row.email_verified_at.is_none() {
            let token =
                one_time::issue(&transaction, Purpose::VerifyEmail, Some(&row.id), moment).await?;
            transaction.commit().await?;
            return Ok(LoggedIn::Unverified(Mail::VerifyEmail { to: email, token }));
        }
        forgive(&transaction, &email, &actor).await?;
        let signed_in = self.open_family(&transaction, row, &actor, moment).await?;
        note(&transaction, &actor, Deed::new("login").to(&email), moment).await?;
        transaction.commit().await?;
        Ok(LoggedIn::In(Box::new(signed_in)))
    }

    /// Asks for the password again, before something that a stolen session must not do.
    pub(crate) async fn prove(
        &self,
        row: &user::Model,
        password: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        self.count_attempt(&row.email, actor, moment).await?;
        let hash = row.password_hash.as_deref();
        if hash.is_some() && !self.passwords.verify(password, hash).await? {
            let deed = Deed::new("login.refused").to(&row.email);
            note(&self.db, actor, deed, moment).await?;
            return Err(AccountsError::invalid(
                "password",
                "this is not your password",
            ));
        }
        forgive(&self.db, &row.email, actor).await
    }

    /// Counts an attempt before it is made, so that many at once do not slip through together.
    pub(crate) async fn count_attempt(
        &self,
        email: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let mut most: Option<DateTime<Utc>> = None;
        for (key, max) in counters(email, actor) {
            login_attempt::Entity::delete_many()
                .filter(login_attempt::Column::Key.eq(&key))
                .filter(login_attempt::Column::Since.lte(moment.now - WINDOW))
                .exec(&transaction)
                .await?;
            let row = login_attempt::ActiveModel {
                key: Set(key.clone()),
                attempts: Set(1),
                since: Set(moment.now),
            };
            let attempts = (login_attempt::Entity, login_attempt::Column::Attempts);
            let next = Expr::col(attempts).add(1);
            let on_conflict = OnConflict::column(login_attempt::Column::Key)
                .value(login_attempt::Column::Attempts, next)
                .to_owned();
            login_attempt::Entity::insert(row)
                .on_conflict(on_conflict)
                .exec_without_returning(&transaction)
                .await?;
            let row = login_attempt::Entity::find_by_id(key)
                .one(&transaction)
                .await?;
            if let Some(row) = row.filter(|row| row.attempts > max) {
                most = Ord::max(most, Some(row.since + WINDOW));
            }
        }
        transaction.commit().await?;
        match most {
            None => Ok(()),
            Some(until) => Err(AccountsError::TooManyAttempts {
                retry_after: (until - moment.now).to_std().unwrap_or(Duration::ZERO),
            }),
        }
    }
}

fn counters(email: &str, actor: &Actor) -> Vec<(String, i32)> {
    let mut counters = vec![(format!("email:{}", hash_secret(email)), EMAIL_MAX)];
    if let Some(address) = &actor.address {
        let pair = hash_secret(&format!("{email} {address}"));
        counters.push((format!("pair:{pair}"), PAIR_MAX));
        counters.push((format!("address:{}", hash_secret(address)), ADDRESS_MAX));
    }
    counters
}

/// Forgets the attempts on an account after one that succeeded, those from its address excepted.
async fn forgive<C: ConnectionTrait>(db: &C, email: &str, actor: &Actor) -> Result<()> {
    let keys = counters(email, actor).into_iter();
    let keys: Vec<String> = keys
        .map(|(key, _)| key)
        .filter(|key| !key.starts_with("address:"))
        .collect();
    login_attempt::Entity::delete_many()
        .filter(login_attempt::Column::Key.is_in(keys))
        .exec(db)
        .await?;
    Ok(())
}
