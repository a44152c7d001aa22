//! The secret of a day, under which cookieless visitor ids are made; destroyed after two days.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "salts")]
pub struct Model {
    /// Days since 1970, UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: i32,
    /// 32 bytes in hexadecimal.
    pub salt: String,
}

impl ActiveModelBehavior for ActiveModel {}
