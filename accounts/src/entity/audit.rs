//! Who did what. Rows are only ever added.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_log")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub at: DateTimeUtc,
    pub organisation_id: Option<String>,
    pub user_id: Option<String>,
    /// The e-mail address, key or command as of then.
    pub actor: String,
    pub action: String,
    pub target: Option<String>,
    pub detail: Option<Json>,
    pub address: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
