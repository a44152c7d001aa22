//! One Delta table and its single writer in this process. Every commit is made against exactly the snapshot that the
//! caller's check has seen: where another process commits first, ours fails, the table is read again and the check is
//! asked again (design D6: delta-rs notices only rivals that commit after the snapshot, and compares no versions).

use std::collections::HashMap;

use deltalake::DeltaTable;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake::kernel::{Action, Add, Transaction};
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use engine::Table;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use tokio::sync::Mutex;

use crate::files::{ParquetFile, stats_columns};
use crate::paths::table_dir;
use crate::store::Store;

/// Why a table did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Reading or committing failed; the table is as it was or as it would be, see the next snapshot.
    #[error("table {table}: {source}")]
    Delta {
        /// The table.
        table: &'static str,
        /// Why.
        source: Box<deltalake::DeltaTableError>,
    },
    /// An object could not be read or written.
    #[error(transparent)]
    Object(#[from] object_store::Error),
    /// A file could not be made.
    #[error(transparent)]
    File(#[from] crate::files::FileError),
    /// Other writers were faster every time.
    #[error("table {0}: commit lost against other writers {1} times")]
    Contended(&'static str, u32),
}

/// What a commit would do.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Files added and removed.
    pub actions: Vec<Action>,
    /// `txn` actions.
    pub transactions: Vec<(String, i64)>,
}

/// What the check says of the snapshot that the commit would be made against.
#[derive(Clone, Debug)]
pub enum Verdict<T> {
    /// Commit this.
    Commit(Change),
    /// Do not; this is why.
    Stop(T),
}

/// How a commit ended.
#[derive(Clone, Debug)]
pub enum Committed<T> {
    /// The table is at this version now.
    Version(u64),
    /// The check stopped it.
    Stopped(T),
}

struct Inner {
    table: DeltaTable,
    transactions: HashMap<String, Option<i64>>,
}

/// The writer of one table.
pub struct TableWriter {
    kind: Table,
    store: Store,
    inner: Mutex<Inner>,
}

/// What a check may look at: one snapshot.
pub struct View<'a> {
    table: &'a DeltaTable,
    transactions: &'a HashMap<String, Option<i64>>,
}

impl View<'_> {
    /// The version of a `txn` that the caller has named beforehand.
    pub fn transaction(&self, app_id: &str) -> Option<i64> {
        self.transactions.get(app_id).copied().flatten()
    }

    /// The table at the snapshot.
    pub fn table(&self) -> &DeltaTable {
        self.table
    }
}

impl Inner {
    async fn transaction(&mut self, app_id: &str, kind: Table) -> Result<Option<i64>, TableError> {
        if let Some(version) = self.transactions.get(app_id) {
            return Ok(*version);
        }
        let log_store = self.table.log_store();
        let version = self
            .table
            .snapshot()
            .map_err(delta(kind))?
            .transaction_version(log_store.as_ref(), app_id)
            .await
            .map_err(delta(kind))?;
        self.transactions.insert(app_id.to_owned(), version);
        Ok(version)
    }
}

impl TableWriter {
    /// Opens a table, making it where there is none.
    pub async fn open(store: &Store, kind: Table) -> Result<Self, TableError> {
        let mut table = store.delta_table(&table_dir(kind)).map_err(delta(kind))?;
        if table
            .verify_deltatable_existence()
            .await
            .map_err(delta(kind))?
        {
            table.load().await.map_err(delta(kind))?;
            let_statistics_be_read(&mut table, kind).await?;
        } else {
            create(&table, kind).await?;
            let first = format!("{}/_delta_log/{:020}.json", table_dir(kind), 0);
            store.sync(&[Path::from(first)]).await?;
            table.load().await.map_err(delta(kind))?;
        }
        Ok(Self {
            kind,
            store: store.clone(),
            inner: Mutex::new(Inner {
                table,
                transactions: HashMap::new(),
            }),
        })
    }

    /// Which table it is.
    pub fn kind(&self) -> Table {
        self.kind
    }

    /// The table at the newest version.
    pub async fn snapshot(&self) -> Result<DeltaTable, TableError> {
        let mut inner = self.inner.lock().await;
        refresh(&mut inner, self.kind).await?;
        Ok(inner.table.clone())
    }

    /// The version of a `txn` in the newest snapshot.
    pub async fn transaction(&self, app_id: &str) -> Result<Option<i64>, TableError> {
        let mut inner = self.inner.lock().await;
        refresh(&mut inner, self.kind).await?;
        inner.transaction(app_id, self.kind).await
    }

    /// Uploads a file under a name of its own and makes it durable; readers see it with the commit that adds it.
    pub async fn upload(&self, name: &str, file: ParquetFile) -> Result<Add, TableError> {
        let relative = format!("date={}/{name}.parquet", file.date);
        let path = Path::from(format!("{}/{relative}", table_dir(self.kind)));
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        self.store
            .objects()
            .put(&path, PutPayload::from_bytes(file.bytes))
            .await?;
        self.store.sync(std::slice::from_ref(&path)).await?;
        Ok(Add {
            path: relative,
            partition_values: HashMap::from([("date".to_owned(), Some(file.date))]),
            size,
            modification_time: chrono::Utc::now().timestamp_millis(),
            data_change: true,
            stats: Some(file.stats),
            tags: None,
            deletion_vector: None,
            base_row_id: None,
            default_row_commit_version: None,
            clustering_provider: None,
        })
    }

    /// Commits what `check` says against the snapshot it has seen, and makes the commit durable. `app_ids` are the
    /// `txn`s that the check looks at. After an error the commit may have happened: the next snapshot says.
    pub async fn commit<T>(
        &self,
        operation: DeltaOperation,
        app_ids: &[String],
        mut check: impl FnMut(&View<'_>) -> Verdict<T> + Send,
    ) -> Result<Committed<T>, TableError> {
        const ATTEMPTS: u32 = 20;
        let mut inner = self.inner.lock().await;
        for _ in 0..ATTEMPTS {
            refresh(&mut inner, self.kind).await?;
            for app_id in app_ids {
                inner.transaction(app_id, self.kind).await?;
            }
            let view = View {
                table: &inner.table,
                transactions: &inner.transactions,
            };
            let change = match check(&view) {
                Verdict::Stop(reason) => return Ok(Committed::Stopped(reason)),
                Verdict::Commit(change) => change,
            };
            let transactions = change
                .transactions
                .iter()
                .map(|(app_id, version)| Transaction::new(app_id, *version))
                .collect();
            let properties = CommitProperties::default()
                .with_max_retries(0)
                .with_cleanup_expired_logs(Some(false))
                .with_application_transactions(transactions);
            let base = inner.table.version().unwrap_or_default();
            let snapshot = inner.table.snapshot().map_err(delta(self.kind))?;
            let committed = CommitBuilder::from(properties)
                .with_actions(change.actions)
                .build(
                    Some(snapshot.snapshot()),
                    inner.table.log_store(),
                    operation.clone(),
                )
                .await;
            match committed {
                Ok(finalized) => {
                    let version = finalized.version();
                    for (app_id, version) in change.transactions {
                        inner.transactions.insert(app_id, Some(version));
                    }
                    inner.table.state = Some(finalized.snapshot());
                    self.sync_commit(version).await?;
                    return Ok(Committed::Version(version));
                }
                Err(error) => {
                    inner.transactions.clear();
                    refresh(&mut inner, self.kind).await?;
                    if inner.table.version().unwrap_or_default() == base {
                        return Err(delta(self.kind)(error));
                    }
                }
            }
        }
        Err(TableError::Contended(self.kind.name(), ATTEMPTS))
    }

    async fn sync_commit(&self, version: u64) -> Result<(), TableError> {
        let path = format!("{}/_delta_log/{version:020}.json", table_dir(self.kind));
        self.store.sync(&[Path::from(path)]).await?;
        Ok(())
    }
}

async fn refresh(inner: &mut Inner, kind: Table) -> Result<(), TableError> {
    let before = inner.table.version();
    inner
        .table
        .update_incremental(None)
        .await
        .map_err(delta(kind))?;
    if inner.table.version() != before {
        inner.transactions.clear();
    }
    Ok(())
}

async fn create(table: &DeltaTable, kind: Table) -> Result<(), TableError> {
    let schema: deltalake::kernel::StructType =
        deltalake::kernel::engine::arrow_conversion::TryIntoKernel::try_into_kernel(
            kind.schema().as_ref(),
        )
        .map_err(|error: arrow::error::ArrowError| {
            TableError::File(crate::files::FileError::Arrow(error))
        })?;
    let configuration = [
        (
            STATS_COLUMNS.to_owned(),
            Some(stats_columns(kind).join(",")),
        ),
        (
            "delta.logRetentionDuration".to_owned(),
            Some("interval 1 days".to_owned()),
        ),
        (
            "delta.deletedFileRetentionDuration".to_owned(),
            Some("interval 1 hours".to_owned()),
        ),
        (
            "delta.checkpointInterval".to_owned(),
            Some("100".to_owned()),
        ),
    ];
    let created = CreateBuilder::new()
        .with_log_store(table.log_store())
        .with_table_name(kind.name())
        .with_columns(schema.fields().cloned())
        .with_partition_columns(["date"])
        .with_configuration(configuration)
        .with_save_mode(SaveMode::Ignore)
        .await;
    match created {
        Ok(_) => Ok(()),
        Err(error) => Err(delta(kind)(error)),
    }
}

/// Which columns' statistics readers of the log look at.
const STATS_COLUMNS: &str = "delta.dataSkippingStatsColumns";

/// A table that was made when fewer columns had statistics says so to its readers: the property is brought up to date.
/// Files keep what they have; those without a column's statistics are opened.
async fn let_statistics_be_read(table: &mut DeltaTable, kind: Table) -> Result<(), TableError> {
    const ATTEMPTS: u32 = 20;
    let wanted = stats_columns(kind).join(",");
    for _ in 0..ATTEMPTS {
        let state = table.snapshot().map_err(delta(kind))?;
        let known = state.metadata().configuration().get(STATS_COLUMNS);
        if known == Some(&wanted) {
            return Ok(());
        }
        let properties = HashMap::from([(STATS_COLUMNS.to_owned(), wanted.clone())]);
        let set = table.clone().set_tbl_properties();
        match set.with_properties(properties).await {
            Ok(changed) => *table = changed,
            // Another process has committed meanwhile.
            Err(deltalake::DeltaTableError::Transaction { .. }) => {
                table.load().await.map_err(delta(kind))?;
            }
            Err(error) => return Err(delta(kind)(error)),
        }
    }
    Err(TableError::Contended(kind.name(), ATTEMPTS))
}

fn delta(kind: Table) -> impl Fn(deltalake::DeltaTableError) -> TableError {
    move |source| TableError::Delta {
        table: kind.name(),
        source: Box::new(source),
    }
}

/// The operation that commits of rows carry.
pub fn append_operation() -> DeltaOperation {
    DeltaOperation::Write {
        mode: SaveMode::Append,
        partition_by: Some(vec!["date".to_owned()]),
        predicate: None,
    }
}
