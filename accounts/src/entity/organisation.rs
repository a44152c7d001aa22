//! An organisation owns sites and keys. An agency's clients are organisations below it.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    pub created_at: DateTimeUtc,
    /// The agency whose client it is; one level only.
    pub parent_id: Option<String>,
    /// Who to turn to, as shown.
    pub contact: Option<String>,
    /// A small picture as a `data:` address.
    pub avatar: Option<String>,
    /// Whether owner and admins reach it only with a second factor.
    pub require_totp: bool,
    pub deleted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
