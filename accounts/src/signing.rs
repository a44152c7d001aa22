//! Access tokens: JWTs signed with Ed25519 (RFC 8037), good for ten minutes. The signing key lies sealed in the database, so that every
//! process of an installation signs and verifies alike.

use std::collections::HashMap;
use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, QueryOrder, Set};
use serde::{Deserialize, Serialize};

use crate::entity::signing_key;
use crate::error::{AccountsError, Result};
use crate::moment::Moment;
use crate::seal::SecretKeys;

/// How long an access token is good.
pub const ACCESS_LASTS: Duration = Duration::from_secs(600);
pub(crate) const PURPOSE: &str = "signing key";
const AUDIENCE: &str = "footfall";
/// PKCS#8 version 1 of an Ed25519 key (RFC 8410) up to its 32 bytes.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

#[derive(Serialize, Deserialize)]
struct Claims {
    aud: String,
    sub: String,
    /// The token family that it belongs to.
    fam: String,
    iat: i64,
    exp: i64,
}

fn unusable(error: impl std::fmt::Display) -> AccountsError {
    AccountsError::Secret(format!("the signing key cannot be used: {error}"))
}

fn pkcs8(seed: &[u8]) -> Vec<u8> {
    [&PKCS8_HEAD, seed].concat()
}

/// Makes the installation's signing key where it has none.
pub(crate) async fn ensure<C: ConnectionTrait>(
    db: &C,
    secrets: &SecretKeys,
    moment: Moment<'_>,
) -> Result<()> {
    if signing_key::Entity::find().one(db).await?.is_none() {
        make(db, secrets, moment).await?;
    }
    Ok(())
}

/// Makes a signing key, with which all later tokens are signed.
pub(crate) async fn make<C: ConnectionTrait>(
    db: &C,
    secrets: &SecretKeys,
    moment: Moment<'_>,
) -> Result<()> {
    let seed: [u8; 32] = moment.bytes();
    let pair = Ed25519KeyPair::from_pkcs8(&pkcs8(&seed)).map_err(unusable)?;
    let row = signing_key::ActiveModel {
        id: Set(moment.id()),
        sealed: Set(secrets.seal(PURPOSE, &seed, moment)?),
        public: Set(hex::encode(pair.public_key().as_ref())),
        created_at: Set(moment.now),
    };
    row.insert(db).await?;
    Ok(())
}

/// Signs an access token with the newest key.
pub(crate) async fn sign<C: ConnectionTrait>(
    db: &C,
    secrets: &SecretKeys,
    user: &str,
    family: &str,
    moment: Moment<'_>,
) -> Result<String> {
    let row = signing_key::Entity::find()
        .order_by_desc(signing_key::Column::CreatedAt)
        .one(db)
        .await?
        .ok_or_else(|| unusable("there is none"))?;
    let seed = secrets.open_sealed(PURPOSE, &row.sealed)?;
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(row.id);
    let issued = moment.now.timestamp();
    let claims = Claims {
        aud: AUDIENCE.into(),
        sub: user.into(),
        fam: family.into(),
        iat: issued,
        exp: issued.saturating_add_unsigned(ACCESS_LASTS.as_secs()),
    };
    encode(&header, &claims, &EncodingKey::from_ed_der(&pkcs8(&seed))).map_err(unusable)
}

/// Whom an access token names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bearer {
    pub(crate) user: String,
    pub(crate) family: String,
}

/// The public keys that verify access tokens, by id.
#[derive(Clone, Default)]
pub(crate) struct Verifiers(HashMap<String, DecodingKey>);

impl Verifiers {
    pub(crate) async fn load<C: ConnectionTrait>(db: &C) -> Result<Self> {
        let rows = signing_key::Entity::find().all(db).await?;
        let keys = rows.into_iter().map(|row| {
            let public = hex::decode(&row.public).map_err(unusable)?;
            Ok((row.id, DecodingKey::from_ed_der(&public)))
        });
        Ok(Self(keys.collect::<Result<_>>()?))
    }

    /// Who bears the token; None unless it is ours, for us, and not over.
    pub(crate) fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Bearer> {
        let header = decode_header(token).ok()?;
        let key = self.0.get(&header.kid?)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        // The library would ask the system's clock.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, key, &validation).ok()?.claims;
        let good = claims.iat <= now.timestamp().saturating_add(60) && now.timestamp() < claims.exp;
        good.then_some(Bearer {
            user: claims.sub,
            family: claims.fam,
        })
    }
}
