//! Keys for programs: `ff_<8 characters shown>_<32 random bytes>`, stored as SHA-256.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::{Value as Json, json};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{api_key, site};
use crate::error::{AccountsError, Result};
use crate::moment::{Moment, hash_secret};
use crate::store::OF_RIGHTS;

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Ask questions.
    Read,
    /// Send events.
    Write,
    /// Both, and change sites.
    Admin,
}

impl Scope {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }
    /// Whether a key of this scope may ask questions.
    pub fn reads(self) -> bool {
        matches!(self, Scope::Read | Scope::Admin)
    }
    /// Whether a key of this scope may send events.
    pub fn writes(self) -> bool {
        matches!(self, Scope::Write | Scope::Admin)
    }
}

impl std::str::FromStr for Scope {
    type Err = AccountsError;
    fn from_str(text: &str) -> Result<Self> {
        match text {
            "read" => Ok(Scope::Read),
            "write" => Ok(Scope::Write),
            "admin" => Ok(Scope::Admin),
            _ => {
                let message = format!("`{text}` is no scope; there are read, write and admin");
                Err(AccountsError::invalid("scope", message))
            }
        }
    }
}

/// A key, without its secret.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    /// Its id.
    pub id: String,
    /// The organisation whose sites it reaches.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// The characters that are shown.
    pub prefix: String,
    /// SHA-256 of the whole key, hexadecimal.
    pub hash: String,
    /// What it may do.
    pub scope: Scope,
    /// The sites it reaches; None is all of the organisation's.
    pub sites: Option<Vec<String>>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The user whose rights bound it; None for a key of the organisation itself, made at the command line.
    pub user: Option<String>,
    /// When it was last used, to about ten seconds.
    pub last_used_at: Option<DateTime<Utc>>,
    /// How many requests it has made, to about ten seconds.
    pub requests: i64,
    /// Requests a minute that it may make; None is no limit of its own.
    pub requests_per_minute_max: Option<u32>,
}

impl ApiKey {
    /// Whether it has not expired.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|end| end > now)
    }
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The organisation whose sites it reaches.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// The sites it reaches; None is all.
    pub sites: Option<Vec<String>>,
    /// How long it lasts.
    pub expires_in: Option<Duration>,
    /// Requests a minute that it may make.
    pub requests_per_minute_max: Option<u32>,
    /// The user whose rights bound it; None for a key of the organisation itself.
    pub user: Option<String>,
}

/// How often a key was used since this was last said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key's id.
    pub key: String,
    /// Requests.
    pub requests: i64,
    /// The last of them.
    pub last: DateTime<Utc>,
}

impl Accounts {
    /// Makes a key; the secret is given back once and stored hashed.
    pub async fn create_key(
        &self,
        new: NewKey,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<(ApiKey, String)> {
        let name = crate::text::name("name", &new.name)?;
        if new.requests_per_minute_max == Some(0) {
            let message = "a key makes at least one request a minute";
            return Err(AccountsError::invalid("requestsPerMinuteMax", message));
        }
        let lasts = new.expires_in.map(|span| {
            let span = chrono::TimeDelta::from_std(span).ok();
            span.and_then(|span| moment.now.checked_add_signed(span))
                .ok_or_else(|| AccountsError::invalid("expires", "that is too far away"))
        });
        let transaction = self.begin().await?;
        let organisations =
            crate::organisations::with_clients(&transaction, &new.organisation).await?;
        for id in new.sites.iter().flatten() {
            let known = site::Entity::find_by_id(id)
                .filter(site::Column::DeletedAt.is_null())
                .filter(site::Column::OrganisationId.is_in(&organisations))
                .one(&transaction)
                .await?;
            if known.is_none() {
                return Err(AccountsError::NotFound(format!("site {id}")));
            }
        }
        let prefix = moment.letters(8);
        let key = format!("ff_{prefix}_{}", hex::encode(moment.bytes::<32>()));
        let limit = new.requests_per_minute_max;
        let row = api_key::ActiveModel {
            id: Set(moment.id()),
            organisation_id: Set(new.organisation.clone()),
            name: Set(name),
            prefix: Set(prefix),
            hash: Set(hash_secret(&key)),
            scope: Set(new.scope.name().into()),
            sites: Set(new.sites.map(Json::from)),
            expires_at: Set(lasts.transpose()?),
            created_at: Set(moment.now),
            revoked_at: Set(None),
            user_id: Set(new.user),
            last_used_at: Set(None),
            requests: Set(0),
            requests_per_minute_max: Set(limit.map(|max| i32::try_from(max).unwrap_or(i32::MAX))),
        };
        let row = row.insert(&transaction).await?;
        let deed = Deed::new("key.create")
            .of(&new.organisation)
            .to(&row.id)
            .with(json!({"name": row.name, "scope": row.scope, "sites": row.sites}));
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok((key_of(row)?, key))
    }

    /// All keys that have not been revoked, expired ones included, oldest first.
    pub async fn keys(&self) -> Result<Vec<ApiKey>> {
        let rows = api_key::Entity::find()
            .filter(api_key::Column::RevokedAt.is_null())
            .order_by_asc(api_key::Column::CreatedAt)
            .order_by_asc(api_key::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(key_of).collect()
    }

    /// An organisation's keys that have not been revoked, oldest first.
    pub async fn keys_of(&self, organisation: &str) -> Result<Vec<ApiKey>> {
        let rows = api_key::Entity::find()
            .filter(api_key::Column::RevokedAt.is_null())
            .filter(api_key::Column::OrganisationId.eq(organisation))
            .order_by_asc(api_key::Column::CreatedAt)
            .order_by_asc(api_key::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(key_of).collect()
    }

    /// Ends a key of an organisation at once.
    pub async fn revoke_key(
        &self,
        organisation: &str,
        id: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let changed = api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(moment.now))
            .filter(api_key::Column::Id.eq(id))
            .filter(api_key::Column::OrganisationId.eq(organisation))
            .filter(api_key::Column::RevokedAt.is_null())
            .exec(&transaction)
            .await?;
        if changed.rows_affected == 0 {
            return Err(AccountsError::NotFound(format!("key {id}")));
        }
        let deed = Deed::new("key.revoke").of(organisation).to(id);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Adds up how often keys were used. Changes no revision.
    pub async fn note_key_use(&self, uses: &[KeyUse]) -> Result<()> {
        for used in uses {
            let sum = Expr::col(api_key::Column::Requests).add(used.requests);
            api_key::Entity::update_many()
                .col_expr(api_key::Column::Requests, sum)
                .col_expr(api_key::Column::LastUsedAt, Expr::value(used.last))
                .filter(api_key::Column::Id.eq(&used.key))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

pub(crate) fn site_ids(sites: Option<Json>) -> Result<Option<Vec<String>>> {
    let sites = sites
        .map(serde_json::from_value::<Option<Vec<String>>>)
        .transpose();
    let sites = sites
        .map_err(|error| AccountsError::Secret(format!("stored sites are damaged: {error}")))?;
    Ok(sites.flatten())
}

fn key_of(row: api_key::Model) -> Result<ApiKey> {
    Ok(ApiKey {
        scope: row.scope.parse()?,
        sites: site_ids(row.sites)?,
        id: row.id,
        organisation: row.organisation_id,
        name: row.name,
        prefix: row.prefix,
        hash: row.hash,
        expires_at: row.expires_at,
        created_at: row.created_at,
        user: row.user_id,
        last_used_at: row.last_used_at,
        requests: row.requests,
        requests_per_minute_max: row
            .requests_per_minute_max
            .and_then(|max| u32::try_from(max).ok()),
    })
}
