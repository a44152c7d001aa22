//! The control plane's database: SQLite by default, PostgreSQL by address; one test suite runs on both.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::entity::{organisation, revision};
use crate::error::{AccountsError, Result};
use crate::migration::Migrator;
use crate::moment::Moment;
use crate::password::Passwords;
use crate::seal::SecretKeys;
use crate::signing;

/// The organisation that commands make when there is none.
pub const DEFAULT_ORGANISATION: &str = "default";

/// Sites, their settings, salts.
pub(crate) const OF_SITES: i32 = 1;
/// Organisations, users, memberships, keys, ended sign-ins: what [`crate::Rights`] is made of.
pub(crate) const OF_RIGHTS: i32 = 2;

/// How the control plane is opened.
#[derive(Clone, Debug)]
pub struct AccountsOptions {
    /// `sqlite://…`, whose file is made where there is none, or `postgres://…`.
    pub url: String,
    /// Under which secrets are sealed.
    pub secrets: SecretKeys,
    /// Memory of one password hash; [`crate::PASSWORD_MEMORY_KIB`] but in tests.
    pub password_memory_kib: u32,
}

/// The control plane.
#[derive(Clone, Debug)]
pub struct Accounts {
    pub(crate) db: DatabaseConnection,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) secrets: Arc<SecretKeys>,
}

/// What processes that migrate at once agree on in PostgreSQL: "footfall" in ASCII, cut to a bigint.
const MIGRATION_LOCK: i64 = 0x666f_6f74_6661_6c6c;

/// Waits until no other process migrates this SQLite database. The lock ends with the file.
async fn lock_file(url: &str) -> Result<std::fs::File> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    let path = format!("{path}.lock");
    let locked = tokio::task::spawn_blocking(move || {
        let file = std::fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    let failed = |error: &dyn std::fmt::Display| {
        AccountsError::Database(DbErr::Custom(format!(
            "the lock beside the database cannot be taken: {error}"
        )))
    };
    match locked.await {
        Ok(Ok(file)) => Ok(file),
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

impl Accounts {
    /// Connects and brings the schema up to date.
    pub async fn open(options: AccountsOptions, moment: Moment<'_>) -> Result<Self> {
        let is_sqlite = options.url.starts_with("sqlite:");
        let _alone = match is_sqlite {
            true => Some(lock_file(&options.url).await?),
            false => None,
        };
        let url = if is_sqlite && !options.url.contains('?') {
            format!("{}?mode=rwc", options.url)
        } else {
            options.url
        };
        let mut connect = ConnectOptions::new(url);
        connect
            .max_connections(if is_sqlite { 4 } else { 10 })
            .connect_timeout(Duration::from_secs(8))
            .acquire_timeout(Duration::from_secs(8))
            .sqlx_logging(false);
        let db = Database::connect(connect).await?;
        if is_sqlite {
            for pragma in [
                "PRAGMA journal_mode=WAL",
                "PRAGMA busy_timeout=5000",
                "PRAGMA synchronous=FULL",
            ] {
                db.execute_unprepared(pragma).await?;
            }
        }
        if !is_sqlite {
            // Held until the end of the transaction, which lasts as long as the migration.
            let alone = db.begin().await?;
            let lock = format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
            alone.execute_unprepared(&lock).await?;
            Migrator::up(&db, None).await?;
            alone.commit().await?;
        } else {
            Migrator::up(&db, None).await?;
        }
        let accounts = Self {
            db,
            passwords: Arc::new(Passwords::new(options.password_memory_kib)?),
            secrets: Arc::new(options.secrets),
        };
        accounts.make_default(moment).await?;
        Ok(accounts)
    }

    async fn make_default(&self, moment: Moment<'_>) -> Result<()> {
        let default = organisation::ActiveModel {
            id: Set(DEFAULT_ORGANISATION.into()),
            name: Set("Default".into()),
            created_at: Set(Utc::now()),
            require_totp: Set(false),
            ..Default::default()
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
            id: Set(OF_SITES),
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
        let transaction = self.begin_alone().await?;
        signing::ensure(&transaction, &self.secrets, moment).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What changes whenever a site or a setting does, and what changes whenever somebody's rights do, by whichever process.
    pub async fn revisions(&self) -> Result<(i64, i64)> {
        let rows = revision::Entity::find().all(&self.db).await?;
        let of = |id| {
            rows.iter()
                .find(|row| row.id == id)
                .map_or(0, |row| row.revision)
        };
        Ok((of(OF_SITES), of(OF_RIGHTS)))
    }

    pub(crate) async fn bump<C: ConnectionTrait>(
        db: &C,
        what: i32,
    ) -> std::result::Result<(), DbErr> {
        let next = Expr::col(revision::Column::Revision).add(1);
        revision::Entity::update_many()
            .col_expr(revision::Column::Revision, next)
            .filter(revision::Column::Id.eq(what))
            .exec(db)
            .await?;
        Ok(())
    }

    /// A transaction that will write. SQLite takes its lock at once: one that has read first could not wait for it.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }

    /// A transaction that no other one of this kind runs beside, for what is checked and then done.
    pub(crate) async fn begin_alone(&self) -> Result<DatabaseTransaction> {
        let transaction = self.begin().await?;
        // PostgreSQL locks the row; SQLite has the whole file already.
        let same = Expr::col(revision::Column::Revision);
        revision::Entity::update_many()
            .col_expr(revision::Column::Revision, same)
            .filter(revision::Column::Id.eq(OF_RIGHTS))
            .exec(&transaction)
            .await?;
        Ok(transaction)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.db.ping().await?)
    }

    /// Ends all connections; whatever is asked afterwards fails.
    pub async fn close(self) -> Result<()> {
        Ok(self.db.close().await?)
    }

    /// How many password hashes this process has computed; a test's measure of work.
    pub fn password_hashes(&self) -> u64 {
        self.passwords.computed()
    }

    /// Writes a consistent copy of a SQLite database to a file. PostgreSQL has its own tools and is refused.
    pub async fn copy_to(&self, path: &std::path::Path) -> Result<()> {
        if self.db.get_database_backend() != sea_orm::DatabaseBackend::Sqlite {
            let message = "the control plane is in PostgreSQL; back it up with pg_dump";
            return Err(AccountsError::invalid("database", message));
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
