//! Secrets that are mailed or printed and good once: stored as SHA-256, for one purpose, for a time.

use chrono::TimeDelta;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use crate::entity::one_time_token;
use crate::error::{AccountsError, Result};
use crate::moment::{Moment, hash_secret};

/// What a one-time token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    VerifyEmail,
    ResetPassword,
    SetUp,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Purpose::VerifyEmail => "verify_email",
            Purpose::ResetPassword => "reset_password",
            Purpose::SetUp => "set_up",
        }
    }

    fn lasts(self) -> TimeDelta {
        match self {
            Purpose::VerifyEmail => TimeDelta::days(2),
            Purpose::ResetPassword | Purpose::SetUp => TimeDelta::hours(1),
        }
    }
}

/// Makes a token. Without a user nobody can redeem it.
pub(crate) async fn issue<C: ConnectionTrait>(
    db: &C,
    purpose: Purpose,
    user: Option<&str>,
    moment: Moment<'_>,
) -> Result<String> {
    let token = moment.token();
    let row = one_time_token::ActiveModel {
        hash: Set(hash_secret(&token)),
        purpose: Set(purpose.name().into()),
        user_id: Set(user.map(Into::into)),
        created_at: Set(moment.now),
        expires_at: Set(moment.now + purpose.lasts()),
        used_at: Set(None),
    };
    row.insert(db).await?;
    Ok(token)
}

/// Uses a token up; whose it is, if anybody's.
pub(crate) async fn redeem<C: ConnectionTrait>(
    db: &C,
    purpose: Purpose,
    token: &str,
    moment: Moment<'_>,
) -> Result<Option<String>> {
    let hash = hash_secret(token);
    let used = one_time_token::Entity::update_many()
        .col_expr(one_time_token::Column::UsedAt, Expr::value(moment.now))
        .filter(one_time_token::Column::Hash.eq(&hash))
        .filter(one_time_token::Column::Purpose.eq(purpose.name()))
        .filter(one_time_token::Column::UsedAt.is_null())
        .filter(one_time_token::Column::ExpiresAt.gt(moment.now))
        .exec(db)
        .await?;
    if used.rows_affected == 0 {
        return Err(AccountsError::Unauthenticated(
            "this link has been used, replaced, or is over",
        ));
    }
    let row = one_time_token::Entity::find_by_id(hash).one(db).await?;
    Ok(row.and_then(|row| row.user_id))
}

/// Takes back what has been issued and not used, for one user or for nobody in particular.
pub(crate) async fn withdraw<C: ConnectionTrait>(
    db: &C,
    purpose: Purpose,
    user: Option<&str>,
) -> Result<()> {
    let mut delete = one_time_token::Entity::delete_many()
        .filter(one_time_token::Column::Purpose.eq(purpose.name()));
    if let Some(user) = user {
        delete = delete.filter(one_time_token::Column::UserId.eq(user));
    }
    delete.exec(db).await?;
    Ok(())
}
