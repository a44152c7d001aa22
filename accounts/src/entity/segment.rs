//! A saved filter of a site.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "segments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub site_id: String,
    /// Who saved it; null where a key did.
    pub user_id: Option<String>,
    pub name: String,
    /// Whether all who read the site see it.
    pub shared: bool,
    pub filters: Json,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
