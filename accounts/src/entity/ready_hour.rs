//! The minutes of an hour in which a process was ready.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ready_hours")]
pub struct Model {
    /// Hours since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: i64,
    /// One bit a minute, the first minute the lowest.
    pub minutes: i64,
}

impl ActiveModelBehavior for ActiveModel {}
