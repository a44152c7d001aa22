//! The committed side of the two tables: snapshots that are kept between questions and moved forward only when
//! something asks for it, with the offset each partition has committed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, Int64Array, StringArray, TimestampMicrosecondArray, new_null_array,
};
use datafusion::arrow::compute::{cast, concat};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Int64Type, SchemaRef, TimeUnit, TimestampMicrosecondType,
    TimestampMillisecondType,
};
use datafusion::arrow::record_batch::RecordBatch;
use deltalake::logstore::{LogStoreRef, StorageConfig, default_logstore};
use deltalake::{DeltaTable, DeltaTableError};
use engine::{Offset, PartitionId, Table};
use object_store::ObjectStore;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use parking_lot::{Mutex, RwLock};
use url::Url;

use crate::error::QueryError;

/// A readable version of a table, with what is committed of each partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableState {
    /// Which table.
    pub table: Table,
    /// The version; None before the first commit.
    pub version: Option<u64>,
    /// Files and their sizes in bytes, by path below the table's folder.
    pub files: Vec<(String, u64)>,
    /// Rows of all files, as the log's statistics say.
    pub rows: u64,
    /// Committed offset of each partition asked about.
    pub offsets: Vec<(PartitionId, Offset)>,
}

/// One file of a snapshot.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its place below the tables' folder.
    pub path: Path,
    pub bytes: u64,
    pub rows: Option<u64>,
    /// UTC days since 1970 of all its rows.
    pub date: i32,
    /// Milliseconds since 1970.
    pub modified: i64,
}

/// The files of a snapshot, with the columns of statistics that prune them.
#[derive(Debug)]
pub(crate) struct Files {
    pub files: Vec<File>,
    /// Smallest and largest value per file, by column, in the types that plans use.
    pub bounds: HashMap<String, (ArrayRef, ArrayRef)>,
    /// Row counts per file.
    pub rows: ArrayRef,
}

/// One version of a table.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub version: Option<u64>,
    pub files: Arc<Files>,
    delta: Option<DeltaTable>,
    committed: Mutex<HashMap<PartitionId, Offset>>,
}

impl Snapshot {
    /// The partition's committed offset; 0 where nothing is.
    pub(crate) async fn committed(&self, partition: PartitionId) -> Result<Offset, QueryError> {
        if let Some(known) = self.committed.lock().get(&partition) {
            return Ok(*known);
        }
        let offset = match &self.delta {
            Some(delta) => delta
                .snapshot()
                .map_err(unavailable)?
                .transaction_version(&*delta.log_store(), app_id(partition))
                .await
                .map_err(unavailable)?
                .and_then(|offset| u64::try_from(offset).ok())
                .map_or(Offset::ZERO, Offset),
            None => Offset::ZERO,
        };
        self.committed.lock().insert(partition, offset);
        Ok(offset)
    }
}

/// The name under which a commit carries a partition's offset.
fn app_id(partition: PartitionId) -> String {
    format!("partition/{partition}")
}

fn unavailable(error: DeltaTableError) -> QueryError {
    QueryError::Unavailable(error.to_string())
}

/// The tables' folder to the Delta kernel, which reads through the store and takes listings for sorted unless the host
/// looks like an S3 Express bucket; the store may be a folder, whose listings are not.
const UNSORTED: &str = "tables://store--x-s3";

/// One table's newest known snapshot.
pub(crate) struct Keeper {
    table: Table,
    log_store: LogStoreRef,
    schema: SchemaRef,
    current: RwLock<Option<(Instant, Arc<Snapshot>)>>,
    refreshing: tokio::sync::Mutex<()>,
    /// Commits that were announced, and how many of them the current snapshot is known to include.
    announced: AtomicU64,
    included: AtomicU64,
}

impl Keeper {
    /// `store` is rooted at the tables' folder, `schema` is that of plans.
    pub(crate) fn new(
        table: Table,
        store: Arc<dyn ObjectStore>,
        schema: SchemaRef,
    ) -> Result<Self, QueryError> {
        let location = format!("{UNSORTED}/{}/", table.name());
        let location = Url::parse(&location).map_err(QueryError::internal)?;
        let prefixed = Arc::new(PrefixStore::new(store.clone(), table.name()));
        let log_store = default_logstore(prefixed, store, &location, &StorageConfig::default());
        Ok(Self {
            table,
            log_store,
            schema,
            current: RwLock::new(None),
            refreshing: tokio::sync::Mutex::new(()),
            announced: AtomicU64::new(0),
            included: AtomicU64::new(0),
        })
    }

    /// Says that a commit was made: the next question reads the log's end.
    pub(crate) fn announce(&self) {
        self.announced.fetch_add(1, Ordering::SeqCst);
    }

    /// The newest known snapshot; read anew where a commit was announced or it is older than `age_max`.
    pub(crate) async fn snapshot(&self, age_max: Duration) -> Result<Arc<Snapshot>, QueryError> {
        let fresh = self.included.load(Ordering::SeqCst) == self.announced.load(Ordering::SeqCst);
        let known = self.current.read().clone();
        match known {
            Some((at, snapshot)) if fresh && at.elapsed() < age_max => Ok(snapshot),
            _ => self.refresh().await,
        }
    }

    /// Reads the log's end. Callers that come while another reads share a read that began after they came.
    pub(crate) async fn refresh(&self) -> Result<Arc<Snapshot>, QueryError> {
        let asked = Instant::now();
        let _alone = self.refreshing.lock().await;
        let known = self.current.read().clone();
        if let Some((at, snapshot)) = &known
            && *at > asked
        {
            return Ok(snapshot.clone());
        }
        let began = Instant::now();
        let announced = self.announced.load(Ordering::SeqCst);
        let snapshot = self.read(known.map(|(_, snapshot)| snapshot)).await?;
        *self.current.write() = Some((began, snapshot.clone()));
        self.included.store(announced, Ordering::SeqCst);
        Ok(snapshot)
    }

    async fn read(&self, known: Option<Arc<Snapshot>>) -> Result<Arc<Snapshot>, QueryError> {
        let mut delta = known
            .as_ref()
            .and_then(|known| known.delta.clone())
            .unwrap_or_else(|| DeltaTable::new(self.log_store.clone()));
        match delta.update_incremental(None).await {
            Ok(()) => {}
            Err(DeltaTableError::NotATable(_)) => return Ok(Arc::new(self.empty())),
            Err(error) => return Err(unavailable(error)),
        }
        let version = delta.version();
        if let Some(known) = &known
            && known.version == version
        {
            return Ok(known.clone());
        }
        let committed = match (&known, version) {
            (Some(known), Some(version)) => self.carried(known, version).await,
            _ => HashMap::new(),
        };
        let files = {
            let batches = delta
                .snapshot()
                .map_err(unavailable)?
                .add_actions_batches(true)
                .map_err(unavailable)?;
            Files::new(self.table, &self.schema, &batches)?
        };
        Ok(Arc::new(Snapshot {
            version,
            files: Arc::new(files),
            delta: Some(delta),
            committed: Mutex::new(committed),
        }))
    }

    /// What is known of committed offsets, moved on by the commits since. Empty where a commit cannot be read, so that
    /// each is looked up anew.
    async fn carried(&self, known: &Snapshot, version: u64) -> HashMap<PartitionId, Offset> {
        let Some(before) = known.version else {
            return HashMap::new();
        };
        let mut committed = known.committed.lock().clone();
        for version in before + 1..=version {
            let Ok(Some(commit)) = self.log_store.read_commit_entry(version).await else {
                return HashMap::new();
            };
            for line in commit.split(|byte| *byte == b'\n') {
                if let Some((partition, offset)) = transaction(line) {
                    committed.insert(partition, offset);
                }
            }
        }
        committed
    }

    fn empty(&self) -> Snapshot {
        Snapshot {
            version: None,
            files: Arc::new(Files {
                files: Vec::new(),
                bounds: HashMap::new(),
                rows: new_null_array(&DataType::UInt64, 0),
            }),
            delta: None,
            committed: Mutex::new(HashMap::new()),
        }
    }

    /// What the newest snapshot holds.
    pub(crate) async fn state(&self, partitions: &[PartitionId]) -> Result<TableState, QueryError> {
        let snapshot = self.refresh().await?;
        let mut offsets = Vec::with_capacity(partitions.len());
        for partition in partitions {
            offsets.push((*partition, snapshot.committed(*partition).await?));
        }
        let prefix = format!("{}/", self.table.name());
        let files = &snapshot.files.files;
        Ok(TableState {
            table: self.table,
            version: snapshot.version,
            files: files
                .iter()
                .map(|file| {
                    let path = file.path.as_ref();
                    (
                        path.strip_prefix(&prefix).unwrap_or(path).to_owned(),
                        file.bytes,
                    )
                })
                .collect(),
            rows: files.iter().filter_map(|file| file.rows).sum(),
            offsets,
        })
    }
}

/// A `txn` action that carries a partition's offset.
fn transaction(line: &[u8]) -> Option<(PartitionId, Offset)> {
    #[derive(serde::Deserialize)]
    struct Action {
        txn: Transaction,
    }
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Transaction {
        app_id: String,
        version: u64,
    }
    let action: Action = serde_json::from_slice(line).ok()?;
    let partition = action.txn.app_id.strip_prefix("partition/")?.parse().ok()?;
    Some((PartitionId(partition), Offset(action.txn.version)))
}

impl Files {
    fn new(table: Table, schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Self, QueryError> {
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let column = |name: &str| -> Result<Option<ArrayRef>, QueryError> {
            let parts: Option<Vec<&dyn Array>> = batches
                .iter()
                .map(|batch| batch.column_by_name(name).map(AsRef::as_ref))
                .collect();
            match parts {
                Some(parts) if !parts.is_empty() => Ok(Some(concat(&parts)?)),
                _ => Ok(None),
            }
        };
        let wanted = |name: &str, data_type: &DataType| -> Result<ArrayRef, QueryError> {
            match column(name)? {
                Some(array) => Ok(cast(&array, data_type)?),
                None => Ok(new_null_array(data_type, rows)),
            }
        };
        let paths = wanted("path", &DataType::Utf8)?;
        let sizes = wanted("size_bytes", &DataType::Int64)?;
        let modified = wanted(
            "modification_time",
            &DataType::Timestamp(TimeUnit::Millisecond, None),
        )?;
        let counts = wanted("num_records", &DataType::Int64)?;
        let dates = wanted("partition.date", &DataType::Date32)?;
        if rows > 0 && dates.null_count() > 0 {
            return Err(QueryError::internal("a file has no date"));
        }
        let paths: &StringArray = paths.as_string();
        let sizes: &Int64Array = sizes.as_primitive::<Int64Type>();
        let modified = modified.as_primitive::<TimestampMillisecondType>();
        let counts: &Int64Array = counts.as_primitive::<Int64Type>();
        let mut files = Vec::with_capacity(rows);
        for at in 0..rows {
            let path = Path::from_url_path(paths.value(at)).map_err(QueryError::internal)?;
            files.push(File {
                path: Path::from_iter(std::iter::once(table.name().into()).chain(path.parts())),
                bytes: u64::try_from(sizes.value(at)).unwrap_or_default(),
                rows: counts
                    .is_valid(at)
                    .then(|| u64::try_from(counts.value(at)).unwrap_or_default()),
                date: dates.as_primitive::<Date32Type>().value(at),
                modified: modified.value(at),
            });
        }
        let mut bounds = HashMap::from([("date".to_owned(), (dates.clone(), dates))]);
        for field in schema.fields() {
            let name = field.name();
            let (min, max) = (format!("min.{name}"), format!("max.{name}"));
            let (Some(min), Some(max)) = (column(&min)?, column(&max)?) else {
                continue;
            };
            let min = cast(&min, field.data_type())?;
            let max = rounded_up(cast(&max, field.data_type())?);
            bounds.insert(name.clone(), (min, max));
        }
        Ok(Self {
            files,
            bounds,
            rows: cast(counts, &DataType::UInt64)?,
        })
    }
}

/// Statistics may be cut to milliseconds, so the largest moment of a file may lie up to a millisecond later.
fn rounded_up(max: ArrayRef) -> ArrayRef {
    let Some(moments) = max.as_primitive_opt::<TimestampMicrosecondType>() else {
        return max;
    };
    let zone = moments.timezone().map(Arc::from);
    let moved: TimestampMicrosecondArray = moments.unary(|moment: i64| moment.saturating_add(999));
    Arc::new(moved.with_timezone_opt::<Arc<str>>(zone))
}
