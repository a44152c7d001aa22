//! A secret that was mailed or printed and is good once.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_tokens")]
pub struct Model {
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    /// `verify_email`, `reset_password` or `set_up`.
    pub purpose: String,
    /// Null where nobody can redeem it: the same work is done for an unknown e-mail address.
    pub user_id: Option<String>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
