//! How often a sign-in was tried lately, by what it was tried with.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_attempts")]
pub struct Model {
    /// `pair:`, `email:` or `address:` and a SHA-256.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub attempts: i32,
    pub since: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
