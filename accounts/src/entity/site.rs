//! A site. What can be set stands in immutable versions beside it.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sites")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub organisation_id: String,
    pub name: String,
    /// The version in force.
    pub settings_version: i32,
    /// Under which imports make visitor ids; 32 bytes in hexadecimal.
    pub import_key: String,
    pub created_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
    /// A small picture as a `data:` address.
    pub icon: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
