//! A key for programs. The secret is stored hashed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub organisation_id: String,
    pub name: String,
    /// The eight characters that are shown.
    pub prefix: String,
    /// SHA-256 of the whole key, hexadecimal.
    #[sea_orm(unique)]
    pub hash: String,
    /// `read`, `write` or `admin`.
    pub scope: String,
    /// Site ids, or null for all.
    pub sites: Option<Json>,
    pub expires_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    /// Whose rights bound it; null for a key of the organisation itself.
    pub user_id: Option<String>,
    pub last_used_at: Option<DateTimeUtc>,
    /// How many requests it has made, as of the last count.
    pub requests: i64,
    pub requests_per_minute_max: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
