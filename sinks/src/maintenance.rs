//! Table maintenance (design D8): compaction, retention, erasure, vacuum. One background writer per table, whose every
//! commit carries `txn(maintenance → n)` and is made only on a snapshot that still holds every file it replaces — so
//! that two rewrites from one base neither double rows nor bring erased ones back. Ingest is never blocked: its commits
//! only add files.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{Array, AsArray, BooleanArray, new_null_array};
use arrow::compute::filter_record_batch;
use arrow::datatypes::{Int16Type, Int64Type, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::prelude::{SessionConfig, SessionContext, col};
use deltalake::kernel::Action;
use deltalake::protocol::{DeltaOperation, SaveMode};
use engine::{Key, Offset, PartitionId, SiteId, Table, VisitorId};
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};

use crate::delta::DeltaSink;
use crate::files::{FileError, FileWriter, ParquetFile, file_schema};
use crate::paths::{app_id, table_dir};
use crate::table::{Change, Committed, TableError, TableWriter, Verdict};

/// Files from this size on are left alone by compaction.
const FILE_BYTES_GOAL: u64 = 64 << 20;
/// Files that one compaction merges at most.
const MERGE_FILES_MAX: usize = 24;
/// Small files of a day from which compaction begins.
const MERGE_FILES_MIN: usize = 4;

/// What an erasure found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Rows of `events`.
    pub events: u64,
    /// Rows of `sessions`.
    pub sessions: u64,
}

/// A file of a snapshot.
#[derive(Clone, Debug)]
struct Held {
    path: String,
    date: String,
    bytes: u64,
    /// Smallest and largest site id, as the log's statistics say.
    sites: Option<(String, String)>,
    remove: Action,
}

impl Held {
    /// Whether the file may hold rows of a site.
    fn may_hold(&self, site: &str) -> bool {
        self.sites
            .as_ref()
            .is_none_or(|(low, high)| low.as_str() <= site && site <= high.as_str())
    }
}

/// How the rewriting of a file ended.
enum Rewrite {
    /// Every row stays.
    NotNeeded,
    /// So many rows are gone.
    Done(u64),
    /// Somebody else replaced the file meanwhile; its rows stand in another.
    Overtaken,
}

/// Which rows of a batch stay.
type Keep<'a> = dyn Fn(&RecordBatch) -> BooleanArray + Send + Sync + 'a;

/// What a rewriting does to a file's rows.
enum Edit<'a> {
    /// Rows go, the rest stays.
    Rows(&'a Keep<'a>),
    /// A column loses its values.
    Blank(&'static str),
}

/// The column of raw addresses, where sites keep them.
const ADDRESS: &str = "ip_address";

impl DeltaSink {
    /// Whether the store answers.
    pub async fn ping(&self) -> Result<(), TableError> {
        let path = Path::from(format!("{}/_delta_log", table_dir(Table::Events)));
        let mut listed = self.store().objects().list(Some(&path));
        match listed.next().await {
            Some(Err(error)) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Merges small files of a day into few sorted ones; returns how many were replaced.
    pub async fn compact(&self, table: Table) -> Result<usize, TableError> {
        let writer = self.table(table).clone();
        let mut replaced = 0;
        for (date, files) in by_date(held(&writer).await?) {
            let small: Vec<Held> = files
                .into_iter()
                .filter(|file| file.bytes < FILE_BYTES_GOAL)
                .take(MERGE_FILES_MAX)
                .collect();
            if small.len() < MERGE_FILES_MIN {
                continue;
            }
            let merged = self.merge(table, &date, &small).await?;
            if self
                .replace(&writer, "compact", &small, merged, false)
                .await?
            {
                replaced += small.len();
            }
        }
        Ok(replaced)
    }

    /// Deletes rows of sites from before the given days (in days since 1970). A session that reaches into a day that is
    /// kept stays with its events of that day.
    pub async fn retain(
        &self,
        table: Table,
        keep_from: &BTreeMap<SiteId, i32>,
    ) -> Result<usize, TableError> {
        let Some(latest) = keep_from.values().max() else {
            return Ok(0);
        };
        let writer = self.table(table).clone();
        let mut rewritten = 0;
        for (date, files) in by_date(held(&writer).await?) {
            let Some(day) = day_of(&date).filter(|day| day < latest) else {
                continue;
            };
            let expired: BTreeMap<&str, i32> = keep_from
                .iter()
                .filter(|(_, from)| day < **from)
                .map(|(site, from)| (site.as_str(), *from))
                .collect();
            let keep = |batch: &RecordBatch| keep_sites(batch, &expired);
            let concerned = |file: &Held| expired.keys().any(|site| file.may_hold(site));
            for file in files.into_iter().filter(concerned) {
                let rewrite = self
                    .rewrite(&writer, table, &file, &Edit::Rows(&keep), "retain")
                    .await?;
                rewritten += usize::from(matches!(rewrite, Rewrite::Done(_)));
            }
        }
        Ok(rewritten)
    }

    /// Takes the visitors' addresses out of rows from before a day (in days since 1970). Files are immutable, so each is
    /// looked at once in a process: its footer says whether it holds any.
    pub async fn forget_addresses(&self, before: i32) -> Result<usize, TableError> {
        let mut rewritten = 0;
        for table in Table::ALL {
            let writer = self.table(table).clone();
            for (date, files) in by_date(held(&writer).await?) {
                if day_of(&date).is_none_or(|day| day >= before) {
                    continue;
                }
                for file in files {
                    let known = (table, file.path.clone());
                    if self.without_addresses.lock().contains(&known) {
                        continue;
                    }
                    let edit = Edit::Blank(ADDRESS);
                    match self
                        .rewrite(&writer, table, &file, &edit, "addresses")
                        .await?
                    {
                        Rewrite::NotNeeded => {
                            self.without_addresses.lock().insert(known);
                        }
                        Rewrite::Done(_) => rewritten += 1,
                        Rewrite::Overtaken => {}
                    }
                }
            }
        }
        Ok(rewritten)
    }

    /// Deletes entries of the tables' Delta logs that are older than `delta.logRetentionDuration` and that a checkpoint
    /// covers; returns how many went. Commits of ingest never do this themselves.
    pub async fn clean_logs(&self) -> Result<usize, TableError> {
        let mut deleted = 0;
        for table in Table::ALL {
            let snapshot = self.table(table).snapshot().await?;
            deleted += deltalake::checkpoints::cleanup_metadata(&snapshot, None)
                .await
                .map_err(|source| TableError::Delta {
                    table: table.name(),
                    source: Box::new(source),
                })?;
        }
        Ok(deleted)
    }

    /// Deletes a visitor's rows that stand before the given places in the log.
    pub async fn erase(
        &self,
        site: &SiteId,
        visitor: &VisitorId,
        before: &[(PartitionId, Offset)],
    ) -> Result<Erased, TableError> {
        let key = Key::of(visitor.as_str()).as_i64();
        let mut erased = Erased::default();
        for table in Table::ALL {
            let writer = self.table(table).clone();
            let column = match table {
                Table::Events => "log_offset",
                Table::Sessions => "first_offset",
            };
            let keep = |batch: &RecordBatch| keep_others(batch, site, key, column, before);
            let edit = Edit::Rows(&keep);
            // A file that a compaction has just replaced lives on in another: look again until none is left.
            loop {
                let mut again = false;
                let files = held(&writer).await?;
                for file in files
                    .into_iter()
                    .filter(|file| file.may_hold(site.as_str()))
                {
                    match self.rewrite(&writer, table, &file, &edit, "erase").await? {
                        Rewrite::NotNeeded => {}
                        Rewrite::Done(rows) if table == Table::Events => erased.events += rows,
                        Rewrite::Done(rows) => erased.sessions += rows,
                        Rewrite::Overtaken => again = true,
                    }
                }
                if !again {
                    break;
                }
            }
        }
        Ok(erased)
    }

    /// Deletes files that no version of the last `keep` names: those that commits have removed, and those that were
    /// uploaded for commits that never came.
    pub async fn vacuum(&self, keep: Duration) -> Result<usize, TableError> {
        let mut deleted = 0;
        for table in Table::ALL {
            let writer = self.table(table);
            let live: HashSet<String> = held(writer).await?.into_iter().map(|f| f.path).collect();
            let dir = table_dir(table);
            let objects = self.store().objects();
            let listed: Vec<ObjectMeta> = objects
                .list(Some(&Path::from(dir.clone())))
                .try_collect()
                .await?;
            let removed_at = removals(writer).await?;
            // An upload of a commit that is under way must not be taken for an orphan.
            let young = chrono::Utc::now() - chrono::Duration::minutes(15);
            let keep_from =
                chrono::Utc::now() - chrono::Duration::from_std(keep).unwrap_or_default();
            for object in listed {
                let path = object.location.as_ref();
                let Some(relative) = path.strip_prefix(&format!("{dir}/")) else {
                    continue;
                };
                if !relative.ends_with(".parquet")
                    || relative.starts_with("_delta_log/")
                    || live.contains(relative)
                {
                    continue;
                }
                let expired = match removed_at.get(relative) {
                    Some(at) => *at <= keep_from,
                    None => object.last_modified <= young.min(keep_from),
                };
                if expired {
                    objects.delete(&object.location).await?;
                    deleted += 1;
                }
            }
        }
        Ok(deleted)
    }

    /// Rewrites a file where an edit changes it.
    async fn rewrite(
        &self,
        writer: &Arc<TableWriter>,
        table: Table,
        file: &Held,
        edit: &Edit<'_>,
        why: &str,
    ) -> Result<Rewrite, TableError> {
        let path = Path::from(format!("{}/{}", table_dir(table), file.path));
        let bytes = self.store().objects().get(&path).await?.bytes().await?;
        if !needs_rewrite(bytes.clone(), table, edit)? {
            return Ok(Rewrite::NotNeeded);
        }
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes)
            .and_then(|builder| builder.with_batch_size(8_192).build())
            .map_err(FileError::from)?;
        let mut output = FileWriter::new(table, day_of(&file.date).unwrap_or_default())?;
        let mut deleted = 0;
        for batch in reader {
            let batch = batch.map_err(FileError::from)?;
            let kept = edit.apply(&batch).map_err(FileError::from)?;
            deleted += (batch.num_rows() - kept.num_rows()) as u64;
            if kept.num_rows() > 0 {
                output.write(&kept)?;
            }
        }
        let files = if output.rows() > 0 {
            vec![output.finish()?]
        } else {
            Vec::new()
        };
        let done = self
            .replace(writer, why, std::slice::from_ref(file), files, true)
            .await?;
        Ok(if done {
            Rewrite::Done(deleted)
        } else {
            Rewrite::Overtaken
        })
    }

    async fn merge(
        &self,
        table: Table,
        date: &str,
        files: &[Held],
    ) -> Result<Vec<ParquetFile>, TableError> {
        let query = |error: datafusion::error::DataFusionError| {
            TableError::File(FileError::Arrow(arrow::error::ArrowError::ExternalError(
                Box::new(error),
            )))
        };
        let config = SessionConfig::new()
            .with_target_partitions(files.len())
            .with_repartition_file_scans(false)
            .with_batch_size(4_096);
        let context = SessionContext::new_with_config(config);
        let dir = self.store().dir_url(&table_dir(table));
        context.register_object_store(&dir, self.store().root().clone());
        let urls = files
            .iter()
            .map(|file| ListingTableUrl::parse(format!("{dir}{}", file.path)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(query)?;
        let order = vec![
            col("site_id").sort(true, false),
            col(table.time_column()).sort(true, false),
        ];
        let options = ListingOptions::new(Arc::new(
            ParquetFormat::default().with_force_view_types(false),
        ))
        .with_file_sort_order(vec![order.clone()]);
        let config = ListingTableConfig::new_with_multi_paths(urls)
            .with_listing_options(options)
            .with_schema(file_schema(table));
        let source = ListingTable::try_new(config).map_err(query)?;
        let sorted = context
            .read_table(Arc::new(source))
            .and_then(|rows| rows.sort(order))
            .map_err(query)?;
        let mut stream = sorted.execute_stream().await.map_err(query)?;
        let mut output = FileWriter::new(table, day_of(date).unwrap_or_default())?;
        while let Some(batch) = stream.next().await {
            output.write(&batch.map_err(query)?)?;
        }
        Ok(vec![output.finish()?])
    }

    /// Replaces files by others, unless one of them is no longer there: then somebody else was first, and nothing is
    /// done.
    async fn replace(
        &self,
        writer: &Arc<TableWriter>,
        why: &str,
        old: &[Held],
        new: Vec<ParquetFile>,
        data_change: bool,
    ) -> Result<bool, TableError> {
        let mut actions: Vec<Action> = old.iter().map(|file| file.remove.clone()).collect();
        for action in &mut actions {
            if let Action::Remove(remove) = action {
                remove.data_change = data_change;
                remove.deletion_timestamp = Some(chrono::Utc::now().timestamp_millis());
            }
        }
        for file in new {
            let unique = uuid::Uuid::new_v4().simple().to_string();
            let mut add = writer.upload(&format!("{why}-{unique}"), file).await?;
            add.data_change = data_change;
            actions.push(Action::Add(add));
        }
        fail::fail_point!("maintenance-before-commit", |_| Ok(false));
        let operation = DeltaOperation::Write {
            mode: SaveMode::Overwrite,
            partition_by: Some(vec!["date".to_owned()]),
            predicate: None,
        };
        let maintenance = app_id::MAINTENANCE.to_owned();
        let committed = writer
            .commit(operation, std::slice::from_ref(&maintenance), |view| {
                let live: HashSet<String> = match view.table().snapshot() {
                    Ok(state) => state
                        .log_data()
                        .iter()
                        .map(|file| file.path().to_string())
                        .collect(),
                    Err(_) => HashSet::new(),
                };
                if !old.iter().all(|file| live.contains(&file.path)) {
                    return Verdict::Stop(());
                }
                let number = view.transaction(&maintenance).unwrap_or_default() + 1;
                Verdict::Commit(Change {
                    actions: actions.clone(),
                    transactions: vec![(maintenance.clone(), number)],
                })
            })
            .await?;
        Ok(matches!(committed, Committed::Version(_)))
    }
}

async fn held(writer: &TableWriter) -> Result<Vec<Held>, TableError> {
    let table = writer.snapshot().await?;
    let Ok(state) = table.snapshot() else {
        return Ok(Vec::new());
    };
    Ok(state
        .log_data()
        .iter()
        .map(|file| {
            let path = file.path().to_string();
            Held {
                date: date_of(&path).to_owned(),
                bytes: u64::try_from(file.size()).unwrap_or_default(),
                sites: file.stats().as_deref().and_then(site_range),
                remove: Action::Remove(file.remove_action(true)),
                path,
            }
        })
        .collect())
}

fn site_range(stats: &str) -> Option<(String, String)> {
    let stats: serde_json::Value = serde_json::from_str(stats).ok()?;
    let end = |name: &str| stats[name]["site_id"].as_str().map(str::to_owned);
    Some((end("minValues")?, end("maxValues")?))
}

/// When commits have removed files, as long as the log remembers.
async fn removals(
    writer: &TableWriter,
) -> Result<BTreeMap<String, chrono::DateTime<chrono::Utc>>, TableError> {
    let table = writer.snapshot().await?;
    let log_store = table.log_store();
    let Ok(state) = table.snapshot() else {
        return Ok(BTreeMap::new());
    };
    let mut tombstones = state.all_tombstones(log_store.as_ref());
    let mut removed = BTreeMap::new();
    while let Some(tombstone) = tombstones.next().await {
        let tombstone = tombstone.map_err(|source| TableError::Delta {
            table: writer.kind().name(),
            source: Box::new(source),
        })?;
        let at = tombstone
            .deletion_timestamp()
            .and_then(chrono::DateTime::from_timestamp_millis);
        if let Some(at) = at {
            removed.insert(tombstone.path().to_string(), at);
        }
    }
    Ok(removed)
}

fn by_date(files: Vec<Held>) -> BTreeMap<String, Vec<Held>> {
    let mut dates: BTreeMap<String, Vec<Held>> = BTreeMap::new();
    for file in files {
        dates.entry(file.date.clone()).or_default().push(file);
    }
    for files in dates.values_mut() {
        files.sort_by(|a, b| (a.bytes, &a.path).cmp(&(b.bytes, &b.path)));
    }
    dates
}

fn date_of(path: &str) -> &str {
    path.strip_prefix("date=")
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default()
}

fn day_of(date: &str) -> Option<i32> {
    let day: chrono::NaiveDate = date.parse().ok()?;
    i32::try_from(
        day.signed_duration_since(chrono::NaiveDate::default())
            .num_days(),
    )
    .ok()
}

impl Edit<'_> {
    fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        match self {
            Self::Rows(keep) => filter_record_batch(batch, &keep(batch)),
            Self::Blank(name) => {
                let at = batch.schema().index_of(name)?;
                let mut columns = batch.columns().to_vec();
                columns[at] = new_null_array(columns[at].data_type(), batch.num_rows());
                RecordBatch::try_new(batch.schema(), columns)
            }
        }
    }

    /// The columns that the decision takes.
    fn columns(&self, table: Table) -> Vec<&'static str> {
        match (self, table) {
            (Self::Rows(_), Table::Events) => {
                vec!["site_id", "visitor_key", "log_partition", "log_offset"]
            }
            (Self::Rows(_), Table::Sessions) => {
                vec![
                    "site_id",
                    "visitor_key",
                    "session_end",
                    "log_partition",
                    "first_offset",
                ]
            }
            (Self::Blank(name), _) => vec![name],
        }
    }

    fn changes(&self, batch: &RecordBatch) -> bool {
        match self {
            Self::Rows(keep) => keep(batch).true_count() < batch.num_rows(),
            Self::Blank(name) => batch
                .column_by_name(name)
                .is_some_and(|column| column.null_count() < batch.num_rows()),
        }
    }
}

/// Whether an edit changes any row of a file; reads only the columns that the decision takes.
fn needs_rewrite(bytes: bytes::Bytes, table: Table, edit: &Edit<'_>) -> Result<bool, TableError> {
    let builder = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes)
        .map_err(FileError::from)?;
    let mask =
        parquet::arrow::ProjectionMask::columns(builder.parquet_schema(), edit.columns(table));
    let reader = builder
        .with_projection(mask)
        .build()
        .map_err(FileError::from)?;
    for batch in reader {
        if edit.changes(&batch.map_err(FileError::from)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Which rows stay when those of some sites from before some days go: other sites' rows, and sessions that end later.
fn keep_sites(batch: &RecordBatch, expired: &BTreeMap<&str, i32>) -> BooleanArray {
    const DAY_MICROS: i64 = 86_400_000_000;
    let Some(sites) = batch.column_by_name("site_id") else {
        return BooleanArray::from(vec![true; batch.num_rows()]);
    };
    let ends = batch
        .column_by_name("session_end")
        .and_then(|ends| ends.as_primitive_opt::<TimestampMicrosecondType>());
    let reaches = |row: usize, from: i32| {
        ends.is_some_and(|ends| {
            ends.is_valid(row) && ends.value(row) >= i64::from(from) * DAY_MICROS
        })
    };
    let is_kept = |(row, site): (usize, Option<&str>)| match site.and_then(|s| expired.get(s)) {
        Some(from) => Some(reaches(row, *from)),
        None => Some(true),
    };
    let sites = sites.as_string::<i32>();
    sites.iter().enumerate().map(is_kept).collect()
}

fn keep_others(
    batch: &RecordBatch,
    site: &SiteId,
    key: i64,
    column: &str,
    before: &[(PartitionId, Offset)],
) -> BooleanArray {
    let named = |name| batch.column_by_name(name);
    let (Some(sites), Some(keys), Some(partitions), Some(offsets)) = (
        named("site_id"),
        named("visitor_key"),
        named("log_partition"),
        named(column),
    ) else {
        return BooleanArray::from(vec![true; batch.num_rows()]);
    };
    let sites = sites.as_string::<i32>();
    let keys = keys.as_primitive::<Int64Type>();
    let partitions = partitions.as_primitive::<Int16Type>();
    let offsets = offsets.as_primitive::<Int64Type>();
    (0..batch.num_rows())
        .map(|row| {
            let is_his =
                keys.is_valid(row) && keys.value(row) == key && sites.value(row) == site.as_str();
            let is_before = before.iter().any(|(partition, offset)| {
                u16::try_from(partitions.value(row)) == Ok(partition.0)
                    && u64::try_from(offsets.value(row)).is_ok_and(|at| at < offset.0)
            });
            Some(!(is_his && is_before))
        })
        .collect()
}
