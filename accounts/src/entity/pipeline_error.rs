//! Equal errors of an hour.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pipeline_errors")]
pub struct Model {
    /// A hash of hour, site, kind, code and message.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub site_id: Option<String>,
    pub kind: String,
    pub code: String,
    pub message: String,
    pub count: i64,
    pub first_at: DateTimeUtc,
    pub last_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
