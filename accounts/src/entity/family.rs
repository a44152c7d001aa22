//! One sign-in: the refresh tokens that follow from it.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "token_families")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub user_id: String,
    pub created_at: DateTimeUtc,
    pub last_used_at: DateTimeUtc,
    /// The longest it may live, however often it is refreshed.
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    pub address: Option<String>,
    pub user_agent: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
