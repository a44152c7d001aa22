//! Token families: what follows from one sign-in. A refresh token is good once; used again after a short grace it has been stolen, from
//! whichever side, and the whole family ends.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{family, refresh_token, user};
use crate::error::{AccountsError, Result};
use crate::moment::{Moment, hash_secret};
use crate::sign_in::SignedIn;
use crate::signing;
use crate::store::OF_RIGHTS;
use crate::users::by;

/// How long a refresh token is good.
pub const REFRESH_LASTS: TimeDelta = TimeDelta::days(30);
/// How long a sign-in may live, however often it is refreshed.
pub const FAMILY_LASTS: TimeDelta = TimeDelta::days(180);
/// How long a used refresh token may come again: two tabs, or an answer that was lost.
pub const REUSE_GRACE: TimeDelta = TimeDelta::seconds(10);

const OVER: AccountsError = AccountsError::Unauthenticated("sign in again");
const USER_AGENT_MAX: usize = 300;

/// A sign-in that lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its family.
    pub id: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// From which address.
    pub address: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
}

impl Accounts {
    /// Begins a family for somebody who has proven who he is.
    pub(crate) async fn open_family<C: ConnectionTrait>(
        &self,
        db: &C,
        row: user::Model,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let agent = actor.user_agent.as_ref();
        let agent = agent.map(|agent| agent.chars().take(USER_AGENT_MAX).collect());
        let opened = family::ActiveModel {
            id: Set(moment.id()),
            user_id: Set(row.id.clone()),
            created_at: Set(moment.now),
            last_used_at: Set(moment.now),
            expires_at: Set(moment.now + FAMILY_LASTS),
            ended_at: Set(None),
            address: Set(actor.address.clone()),
            user_agent: Set(agent),
        };
        let opened = opened.insert(db).await?;
        self.next_tokens(db, row, &opened, moment).await
    }

    async fn next_tokens<C: ConnectionTrait>(
        &self,
        db: &C,
        row: user::Model,
        family: &family::Model,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let refresh_token = moment.token();
        let expires_at = (moment.now + REFRESH_LASTS).min(family.expires_at);
        let next = refresh_token::ActiveModel {
            hash: Set(hash_secret(&refresh_token)),
            family_id: Set(family.id.clone()),
            created_at: Set(moment.now),
            expires_at: Set(expires_at),
            used_at: Set(None),
        };
        next.insert(db).await?;
        let access_token = signing::sign(db, &self.secrets, &row.id, &family.id, moment).await?;
        Ok(SignedIn {
            user: row.into(),
            access_token,
            refresh_token,
            refresh_expires_at: expires_at,
            family: family.id.clone(),
        })
    }

    /// New tokens for a refresh token, which is used up.
    ///
    /// | the token is | then |
    /// |---|---|
    /// | unknown, over, or of an ended family | the caller signs in again |
    /// | unused | it is used up; a new one follows |
    /// | used within the last ten seconds | another new one follows |
    /// | used before that | the family ends, and that is audited |
    pub async fn refresh(
        &self,
        token: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<SignedIn> {
        let transaction = self.begin().await?;
        let hash = hash_secret(token);
        let used = refresh_token::Entity::update_many()
            .col_expr(refresh_token::Column::UsedAt, Expr::value(moment.now))
            .filter(refresh_token::Column::Hash.eq(&hash))
            .filter(refresh_token::Column::UsedAt.is_null())
            .exec(&transaction)
            .await?;
        let found = refresh_token::Entity::find_by_id(hash)
            .one(&transaction)
            .await?;
        let found = found.ok_or(OVER)?;
        let family = family::Entity::find_by_id(found.family_id)
            .filter(family::Column::EndedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or(OVER)?;
        let row = user::Entity::find_by_id(&family.user_id)
            .filter(user::Column::DisabledAt.is_null())
            .one(&transaction)
            .await?
            .ok_or(OVER)?;
        let is_fresh = used.rows_affected > 0
            || found
                .used_at
                .is_some_and(|at| moment.now - at <= REUSE_GRACE);
        if !is_fresh {
            end(&transaction, &family.id, moment).await?;
            let deed = Deed::new("session.reuse").to(&family.id);
            note(&transaction, &by(actor, &row), deed, moment).await?;
            Self::bump(&transaction, OF_RIGHTS).await?;
            transaction.commit().await?;
            return Err(OVER);
        }
        if found.expires_at <= moment.now {
            return Err(OVER);
        }
        let mut change: family::ActiveModel = family.into();
        change.last_used_at = Set(moment.now);
        let family = change.update(&transaction).await?;
        let signed_in = self.next_tokens(&transaction, row, &family, moment).await?;
        transaction.commit().await?;
        Ok(signed_in)
    }

    /// Ends a sign-in of a user, by its id.
    pub async fn end_session(
        &self,
        user: &str,
        family: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let ended = family::Entity::update_many()
            .col_expr(family::Column::EndedAt, Expr::value(moment.now))
            .filter(family::Column::Id.eq(family))
            .filter(family::Column::UserId.eq(user))
            .filter(family::Column::EndedAt.is_null())
            .exec(&transaction)
            .await?;
        if ended.rows_affected == 0 {
            return Err(AccountsError::NotFound(format!("session {family}")));
        }
        note(
            &transaction,
            actor,
            Deed::new("session.end").to(family),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends the sign-in that a refresh token belongs to, if it is one.
    pub async fn logout(&self, token: &str, actor: &Actor, moment: Moment<'_>) -> Result<()> {
        let found = refresh_token::Entity::find_by_id(hash_secret(token))
            .one(&self.db)
            .await?;
        let Some(found) = found else {
            return Ok(());
        };
        let family = family::Entity::find_by_id(found.family_id)
            .one(&self.db)
            .await?;
        match family {
            Some(family) if family.ended_at.is_none() => {
                self.end_session(&family.user_id, &family.id, actor, moment)
                    .await
            }
            _ => Ok(()),
        }
    }

    /// Ends all of a user's sign-ins.
    pub async fn logout_everywhere(
        &self,
        user: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        end_all(&transaction, user, moment).await?;
        note(
            &transaction,
            actor,
            Deed::new("session.end_all").to(user),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A user's sign-ins that live, last used first.
    pub async fn sessions(&self, user: &str, now: DateTime<Utc>) -> Result<Vec<Session>> {
        let rows = family::Entity::find()
            .filter(family::Column::UserId.eq(user))
            .filter(family::Column::EndedAt.is_null())
            .filter(family::Column::ExpiresAt.gt(now))
            .filter(family::Column::LastUsedAt.gt(now - REFRESH_LASTS))
            .order_by_desc(family::Column::LastUsedAt)
            .all(&self.db)
            .await?;
        let sessions = rows.into_iter().map(|row| Session {
            id: row.id,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            address: row.address,
            user_agent: row.user_agent,
        });
        Ok(sessions.collect())
    }

    /// Forgets what is over: refresh tokens, families, one-time tokens, counts of attempts.
    pub async fn tidy(&self, now: DateTime<Utc>) -> Result<()> {
        use crate::entity::{login_attempt, one_time_token};
        refresh_token::Entity::delete_many()
            .filter(refresh_token::Column::ExpiresAt.lt(now))
            .exec(&self.db)
            .await?;
        family::Entity::delete_many()
            .filter(family::Column::LastUsedAt.lt(now - REFRESH_LASTS - TimeDelta::days(7)))
            .exec(&self.db)
            .await?;
        one_time_token::Entity::delete_many()
            .filter(one_time_token::Column::ExpiresAt.lt(now))
            .exec(&self.db)
            .await?;
        login_attempt::Entity::delete_many()
            .filter(login_attempt::Column::Since.lt(now - TimeDelta::days(1)))
            .exec(&self.db)
            .await?;
        self.tidy_monitoring(now).await
    }
}

async fn end<C: ConnectionTrait>(db: &C, family: &str, moment: Moment<'_>) -> Result<()> {
    family::Entity::update_many()
        .col_expr(family::Column::EndedAt, Expr::value(moment.now))
        .filter(family::Column::Id.eq(family))
        .exec(db)
        .await?;
    Ok(())
}

pub(crate) async fn end_all<C: ConnectionTrait>(
    db: &C,
    user: &str,
    moment: Moment<'_>,
) -> Result<()> {
    family::Entity::update_many()
        .col_expr(family::Column::EndedAt, Expr::value(moment.now))
        .filter(family::Column::UserId.eq(user))
        .filter(family::Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
