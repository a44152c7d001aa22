//! The control plane's database and what can be done with it. SQLite by default, PostgreSQL by address; one test suite
//! runs on both.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rand::RngCore;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DbErr, EntityTrait, QueryFilter, QueryOrder, Set, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::entity::{api_key, organisation, revision, salt, settings, site};
use crate::migration::Migrator;

/// The organisation that commands make when there is none.
pub const DEFAULT_ORGANISATION: &str = "default";

/// Why the control plane did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The database did not answer or refused.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// There is no such thing.
    #[error("there is no {0}")]
    NotFound(String),
    /// What was given cannot be stored.
    #[error("{0}")]
    Invalid(String),
}

/// A site with the settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// The organisation that owns it.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// The settings version in force.
    pub version: i32,
    /// Those settings.
    pub settings: Json,
    /// Under which imports make visitor ids.
    pub import_key: [u8; 32],
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

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
    fn from_str(text: &str) -> Result<Self, AccountsError> {
        match text {
            "read" => Ok(Scope::Read),
            "write" => Ok(Scope::Write),
            "admin" => Ok(Scope::Admin),
            _ => Err(AccountsError::Invalid(format!(
                "`{text}` is no scope; there are read, write and admin"
            ))),
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
}

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its name.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// The sites it reaches; empty is all.
    pub sites: Vec<String>,
    /// How long it lasts.
    pub expires_in: Option<Duration>,
}

/// SHA-256 of a key, hexadecimal: what is stored and compared.
pub fn hash_key(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// The control plane.
#[derive(Clone, Debug)]
pub struct Accounts {
    db: DatabaseConnection,
}

impl Accounts {
    /// Connects and brings the schema up to date. `sqlite://…` makes its file where there is none.
    pub async fn open(url: &str) -> Result<Self, AccountsError> {
        let is_sqlite = url.starts_with("sqlite:");
        let url = if is_sqlite && !url.contains('?') {
            format!("{url}?mode=rwc")
        } else {
            url.to_owned()
        };
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(if is_sqlite { 4 } else { 10 })
            .connect_timeout(Duration::from_secs(8))
            .acquire_timeout(Duration::from_secs(8))
            .sqlx_logging(false);
        let db = Database::connect(options).await?;
        if is_sqlite {
            for pragma in [
                "PRAGMA journal_mode=WAL",
                "PRAGMA busy_timeout=5000",
                "PRAGMA synchronous=FULL",
            ] {
                db.execute_unprepared(pragma).await?;
            }
        }
        Migrator::up(&db, None).await?;
        let accounts = Self { db };
        accounts.make_default().await?;
        Ok(accounts)
    }

    async fn make_default(&self) -> Result<(), AccountsError> {
        let default = organisation::ActiveModel {
            id: Set(DEFAULT_ORGANISATION.into()),
            name: Set("Default".into()),
            created_at: Set(Utc::now()),
        };
        organisation::Entity::insert(default)
            .on_conflict(
                OnConflict::column(organisation::Column::Id)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        let first = revision::ActiveModel {
            id: Set(1),
            revision: Set(1),
        };
        revision::Entity::insert(first)
            .on_conflict(
                OnConflict::column(revision::Column::Id)
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// Changes whenever a site, a setting or a key does, by whichever process.
    pub async fn revision(&self) -> Result<i64, AccountsError> {
        let row = revision::Entity::find_by_id(1).one(&self.db).await?;
        Ok(row.map_or(0, |row| row.revision))
    }

    async fn bump<C: ConnectionTrait>(db: &C) -> Result<(), DbErr> {
        let next = Expr::col(revision::Column::Revision).add(1);
        revision::Entity::update_many()
            .col_expr(revision::Column::Revision, next)
            .exec(db)
            .await?;
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), AccountsError> {
        Ok(self.db.ping().await?)
    }

    /// Makes a site of the default organisation.
    pub async fn create_site(&self, name: &str, settings: Json) -> Result<Site, AccountsError> {
        if name.trim().is_empty() || name.chars().count() > 120 {
            return Err(AccountsError::Invalid(
                "a site's name has 1 to 120 characters".into(),
            ));
        }
        let id = random_id();
        self.insert_site(&id, name, settings).await
    }

    /// Makes a site with a given id, for restores and demonstrations.
    pub async fn create_site_with_id(
        &self,
        id: &str,
        name: &str,
        settings: Json,
    ) -> Result<Site, AccountsError> {
        self.insert_site(id, name, settings).await
    }

    async fn insert_site(
        &self,
        id: &str,
        name: &str,
        settings: Json,
    ) -> Result<Site, AccountsError> {
        let mut import_key = [0; 32];
        rand::rng().fill_bytes(&mut import_key);
        let transaction = self.db.begin().await?;
        let row = site::ActiveModel {
            id: Set(id.into()),
            organisation_id: Set(DEFAULT_ORGANISATION.into()),
            name: Set(name.into()),
            settings_version: Set(1),
            import_key: Set(hex::encode(import_key)),
            created_at: Set(Utc::now()),
            deleted_at: Set(None),
        };
        let row = row.insert(&transaction).await?;
        insert_settings(&transaction, id, 1, &settings).await?;
        Self::bump(&transaction).await?;
        transaction.commit().await?;
        site_of(row, settings)
    }

    /// Changes a site's name or settings; changed settings are a new version.
    pub async fn update_site(
        &self,
        id: &str,
        name: Option<&str>,
        settings: Option<Json>,
    ) -> Result<Site, AccountsError> {
        let transaction = self.db.begin().await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("site {id}")))?;
        let mut version = row.settings_version;
        let current = settings_row(&transaction, id, version).await?;
        let mut change: site::ActiveModel = row.into();
        if let Some(name) = name {
            change.name = Set(name.into());
        }
        let settings = match settings {
            Some(settings) if settings != current => {
                version += 1;
                change.settings_version = Set(version);
                insert_settings(&transaction, id, version, &settings).await?;
                settings
            }
            _ => current,
        };
        let row = change.update(&transaction).await?;
        Self::bump(&transaction).await?;
        transaction.commit().await?;
        site_of(row, settings)
    }

    /// Hides a site. Its rows are the tables' business.
    pub async fn delete_site(&self, id: &str) -> Result<(), AccountsError> {
        let now = Expr::value(Utc::now());
        let changed = site::Entity::update_many()
            .col_expr(site::Column::DeletedAt, now)
            .filter(site::Column::Id.eq(id))
            .filter(site::Column::DeletedAt.is_null())
            .exec(&self.db)
            .await?;
        if changed.rows_affected == 0 {
            return Err(AccountsError::NotFound(format!("site {id}")));
        }
        Self::bump(&self.db).await?;
        Ok(())
    }

    /// All sites that are not deleted, by name.
    pub async fn sites(&self) -> Result<Vec<Site>, AccountsError> {
        let rows = site::Entity::find()
            .filter(site::Column::DeletedAt.is_null())
            .order_by_asc(site::Column::Name)
            .order_by_asc(site::Column::Id)
            .all(&self.db)
            .await?;
        let mut sites = Vec::with_capacity(rows.len());
        for row in rows {
            let settings = settings_row(&self.db, &row.id, row.settings_version).await?;
            sites.push(site_of(row, settings)?);
        }
        Ok(sites)
    }

    /// One version of a site's settings, deleted sites included: frames may still name it.
    pub async fn settings(&self, site: &str, version: i32) -> Result<Option<Json>, AccountsError> {
        let row = settings::Entity::find_by_id((site.to_owned(), version))
            .one(&self.db)
            .await?;
        Ok(row.map(|row| row.settings))
    }

    /// Makes a key; the secret is shown once and stored hashed.
    pub async fn create_key(&self, new: NewKey) -> Result<(ApiKey, String), AccountsError> {
        if new.name.trim().is_empty() {
            return Err(AccountsError::Invalid("a key needs a name".into()));
        }
        for id in &new.sites {
            let known = site::Entity::find_by_id(id)
                .filter(site::Column::DeletedAt.is_null())
                .one(&self.db)
                .await?;
            if known.is_none() {
                return Err(AccountsError::NotFound(format!("site {id}")));
            }
        }
        let mut secret = [0; 32];
        rand::rng().fill_bytes(&mut secret);
        let prefix = random_id().chars().take(8).collect::<String>();
        let key = format!("ff_{prefix}_{}", hex::encode(secret));
        let lasts = new
            .expires_in
            .and_then(|span| chrono::Duration::from_std(span).ok());
        let row = api_key::ActiveModel {
            id: Set(random_id()),
            organisation_id: Set(DEFAULT_ORGANISATION.into()),
            name: Set(new.name),
            prefix: Set(prefix),
            hash: Set(hash_key(&key)),
            scope: Set(new.scope.name().into()),
            sites: Set((!new.sites.is_empty()).then(|| Json::from(new.sites))),
            expires_at: Set(lasts.and_then(|lasts| Utc::now().checked_add_signed(lasts))),
            created_at: Set(Utc::now()),
            revoked_at: Set(None),
        };
        let row = row.insert(&self.db).await?;
        Self::bump(&self.db).await?;
        Ok((key_of(row)?, key))
    }

    /// All keys that have not been revoked, expired ones included.
    pub async fn keys(&self) -> Result<Vec<ApiKey>, AccountsError> {
        let rows = api_key::Entity::find()
            .filter(api_key::Column::RevokedAt.is_null())
            .all(&self.db)
            .await?;
        rows.into_iter().map(key_of).collect()
    }

    /// Ends a key at once.
    pub async fn revoke_key(&self, id: &str) -> Result<(), AccountsError> {
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, Expr::value(Utc::now()))
            .filter(api_key::Column::Id.eq(id))
            .exec(&self.db)
            .await?;
        Self::bump(&self.db).await?;
        Ok(())
    }

    /// The salts of the given days, made where `make` says so; salts of earlier days than `keep_from` are destroyed.
    pub async fn salts(
        &self,
        make: &[i32],
        keep_from: i32,
    ) -> Result<Vec<(i32, [u8; 32])>, AccountsError> {
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

    /// Writes a consistent copy of a SQLite database to a file. PostgreSQL has its own tools and is refused.
    pub async fn copy_to(&self, path: &std::path::Path) -> Result<(), AccountsError> {
        if self.db.get_database_backend() != sea_orm::DatabaseBackend::Sqlite {
            return Err(AccountsError::Invalid(
                "the control plane is in PostgreSQL; back it up with pg_dump".into(),
            ));
        }
        let statement = sea_orm::Statement::from_sql_and_values(
            sea_orm::DatabaseBackend::Sqlite,
            "VACUUM INTO ?",
            [path.to_string_lossy().into_owned().into()],
        );
        self.db.execute_raw(statement).await?;
        Ok(())
    }
}

async fn insert_settings<C: ConnectionTrait>(
    db: &C,
    site: &str,
    version: i32,
    settings: &Json,
) -> Result<(), DbErr> {
    let row = settings::ActiveModel {
        site_id: Set(site.into()),
        version: Set(version),
        settings: Set(settings.clone()),
        created_at: Set(Utc::now()),
    };
    settings::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn settings_row<C: ConnectionTrait>(
    db: &C,
    site: &str,
    version: i32,
) -> Result<Json, AccountsError> {
    settings::Entity::find_by_id((site.to_owned(), version))
        .one(db)
        .await?
        .map(|row| row.settings)
        .ok_or_else(|| AccountsError::NotFound(format!("settings {version} of site {site}")))
}

fn site_of(row: site::Model, settings: Json) -> Result<Site, AccountsError> {
    Ok(Site {
        import_key: bytes32(&row.import_key)?,
        id: row.id,
        organisation: row.organisation_id,
        name: row.name,
        version: row.settings_version,
        settings,
        created_at: row.created_at,
    })
}

fn key_of(row: api_key::Model) -> Result<ApiKey, AccountsError> {
    let sites = row
        .sites
        .map(serde_json::from_value::<Vec<String>>)
        .transpose();
    Ok(ApiKey {
        scope: row.scope.parse()?,
        sites: sites.map_err(|error| AccountsError::Invalid(error.to_string()))?,
        id: row.id,
        organisation: row.organisation_id,
        name: row.name,
        prefix: row.prefix,
        hash: row.hash,
        expires_at: row.expires_at,
    })
}

fn bytes32(text: &str) -> Result<[u8; 32], AccountsError> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)
        .map_err(|error| AccountsError::Invalid(format!("a stored secret is damaged: {error}")))?;
    Ok(bytes)
}

/// Twelve characters of the 32 that are hard to confuse: 60 random bits.
fn random_id() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 12];
    rand::rng().fill_bytes(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
        .collect()
}
