//! The secrets of UTC days, under which cookieless visitor ids are made; destroyed after two days.

use rand::RngCore;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::Accounts;
use crate::entity::salt;
use crate::error::{AccountsError, Result};

impl Accounts {
    /// The salts of the given days, made where `make` says so; salts of earlier days than `keep_from` are destroyed.
    pub async fn salts(&self, make: &[i32], keep_from: i32) -> Result<Vec<(i32, [u8; 32])>> {
        salt::Entity::delete_many()
            .filter(salt::Column::Day.lt(keep_from))
            .exec(&self.db)
            .await?;
        for day in make {
            let mut secret = [0; 32];
            rand::rng().fill_bytes(&mut secret);
            let row = salt::ActiveModel {
                day: Set(*day),
                salt: Set(hex::encode(secret)),
            };
            salt::Entity::insert(row)
                .on_conflict(
                    OnConflict::column(salt::Column::Day)
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(&self.db)
                .await?;
        }
        let rows = salt::Entity::find().all(&self.db).await?;
        rows.into_iter()
            .map(|row| Ok((row.day, bytes32(&row.salt)?)))
            .collect()
    }
}

pub(crate) fn bytes32(text: &str) -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)
        .map_err(|error| AccountsError::Secret(format!("a stored secret is damaged: {error}")))?;
    Ok(bytes)
}
