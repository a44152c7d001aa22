//! A person who signs in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Trimmed and in lower case.
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    /// Argon2id in PHC form; null for those who only come from an identity provider.
    pub password_hash: Option<String>,
    pub email_verified_at: Option<DateTimeUtc>,
    pub super_admin: bool,
    /// Sealed.
    pub totp_secret: Option<String>,
    /// Null while enrolment is not finished.
    pub totp_confirmed_at: Option<DateTimeUtc>,
    /// The last time step whose code was accepted: none is accepted twice.
    pub totp_step: Option<i64>,
    pub created_at: DateTimeUtc,
    pub disabled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
