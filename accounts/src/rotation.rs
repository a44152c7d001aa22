//! Changing keys: the one that signs access tokens, and the one that everything else is sealed under.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{signing_key, user};
use crate::error::Result;
use crate::moment::Moment;
use crate::seal::SecretKeys;
use crate::store::OF_RIGHTS;
use crate::{signing, totp};

impl Accounts {
    /// Seals something that leaves the installation and comes back, such as the state of a sign-in.
    pub fn seal(&self, purpose: &str, secret: &[u8], moment: Moment<'_>) -> Result<String> {
        self.secrets.seal(purpose, secret, moment)
    }

    /// Opens what [`Self::seal`] has sealed for the same purpose.
    pub fn open_sealed(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>> {
        self.secrets.open_sealed(purpose, sealed)
    }

    /// Seals every stored secret again under the first of `keys`, which must also hold the present one. How many there were.
    pub async fn reseal(
        &self,
        keys: &SecretKeys,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<usize> {
        let transaction = self.begin_alone().await?;
        let mut count = 0;
        for row in signing_key::Entity::find().all(&transaction).await? {
            let secret = keys.open_sealed(signing::PURPOSE, &row.sealed)?;
            let mut row: signing_key::ActiveModel = row.into();
            row.sealed = Set(keys.seal(signing::PURPOSE, &secret, moment)?);
            row.update(&transaction).await?;
            count += 1;
        }
        let users = user::Entity::find()
            .filter(user::Column::TotpSecret.is_not_null())
            .all(&transaction)
            .await?;
        for row in users {
            let purpose = totp::purpose(&row.id);
            let sealed = row.totp_secret.as_deref().unwrap_or_default();
            let secret = keys.open_sealed(&purpose, sealed)?;
            let mut row: user::ActiveModel = row.into();
            row.totp_secret = Set(Some(keys.seal(&purpose, &secret, moment)?));
            row.update(&transaction).await?;
            count += 1;
        }
        note(&transaction, actor, Deed::new("secrets.reseal"), moment).await?;
        transaction.commit().await?;
        Ok(count)
    }

    /// Signs access tokens under a new key from now on; those signed under the one before end with their ten minutes, since its
    /// public half stays until the next change.
    pub async fn rotate_signing_key(&self, actor: &Actor, moment: Moment<'_>) -> Result<()> {
        let transaction = self.begin_alone().await?;
        let lasts =
            chrono::TimeDelta::seconds(signing::ACCESS_LASTS.as_secs().try_into().unwrap_or(600));
        let newest = signing_key::Entity::find().all(&transaction).await?;
        let newest = newest.into_iter().map(|row| row.created_at).max();
        signing_key::Entity::delete_many()
            .filter(
                signing_key::Column::CreatedAt
                    .lt(newest.unwrap_or(moment.now).min(moment.now - lasts)),
            )
            .exec(&transaction)
            .await?;
        signing::make(&transaction, &self.secrets, moment).await?;
        note(&transaction, actor, Deed::new("signing_key.rotate"), moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }
}
