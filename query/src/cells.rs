//! Decoded columns of files, kept in memory by site: a page asks a dozen questions of the same rows, and opening a file
//! and decoding a column costs more than counting what stands in it. Files never change, so a cell is right for ever;
//! what a compaction or an erasure replaces is never asked for again and is forgotten within the hour.
//!
//! A cell is one site's rows of one file, with those columns that somebody asked for. Texts are kept as dictionaries
//! with keys as small as their number allows.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, Weak};
use std::time::Duration;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int32Array, new_null_array,
};
use datafusion::arrow::compute::kernels::cmp::eq;
use datafusion::arrow::compute::{cast, concat_batches, filter};
use datafusion::arrow::datatypes::{DataType, Int64Type, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::{DataFusionError, Result, internal_datafusion_err};
use datafusion::datasource::physical_plan::ParquetFileReaderFactory;
use datafusion::execution::cache::cache_manager::FileMetadataCache;
use datafusion::parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, RowSelection,
};
use datafusion::parquet::arrow::async_reader::AsyncFileReader;
use datafusion::parquet::arrow::{ParquetRecordBatchStreamBuilder, ProjectionMask};
use datafusion::parquet::file::metadata::ParquetMetaData;
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use engine::{SiteId, Table};
use futures::TryStreamExt;
use futures::future::{BoxFuture, FutureExt, Shared};
use object_store::ObjectStore;
use object_store::path::Path;
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::footers::{Footers, Names, NarrowFooters};
use crate::numbering::Numbering;
use crate::scan::partitioned;
use crate::tables::File;

/// How long it is remembered that a column of a site was asked for: whoever opens a file for the site reads all such
/// columns at once.
const REMEMBERED: Duration = Duration::from_secs(600);
/// What a kept column takes beside its values.
const COLUMN_BYTES: usize = 400;
/// What a row's visitor takes as a number, and about his share of the site's numbering.
const NUMBER_BYTES: usize = 8;
/// How long a cell that nobody asks for is kept.
const IDLE_MAX: Duration = Duration::from_secs(3_600);
/// What a value is taken to need while it is read.
const VALUE_BYTES: usize = 8;
/// Bytes that one permit to read stands for.
const PERMIT_BYTES: usize = 4_096;

const SITE: &str = "site_id";

/// Which cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CellKey {
    /// The file, below the tables' folder; it says which table.
    path: Path,
    site: SiteId,
}

/// One site's rows of one file, in the file's order.
#[derive(Debug)]
pub(crate) struct Cell {
    /// How many.
    pub rows: usize,
    /// Where in the file.
    places: Arc<[Range<usize>]>,
    /// By place in the table's schema.
    columns: HashMap<usize, ArrayRef>,
    /// The numbers of the rows' visitors, once somebody has asked for them.
    numbers: Mutex<Option<(Arc<Numbering>, Int32Array)>>,
}

impl Cell {
    /// The column's values: as plans have them, but texts as dictionaries.
    pub(crate) fn column(&self, at: usize) -> Option<&ArrayRef> {
        self.columns.get(&at)
    }

    /// The numbers of the rows' visitors, whose keys are in a column.
    pub(crate) fn numbers(&self, keys: usize, numbering: &Arc<Numbering>) -> Result<Int32Array> {
        let mut numbers = self.numbers.lock();
        match numbers.as_ref() {
            Some((of, numbers)) if Arc::ptr_eq(of, numbering) => return Ok(numbers.clone()),
            _ => {}
        }
        let keys = self.columns.get(&keys);
        let keys = keys.and_then(|keys| keys.as_primitive_opt::<Int64Type>());
        let keys = keys.ok_or_else(|| internal_datafusion_err!("visitors were not read"))?;
        let found = numbering.of(keys)?;
        *numbers = Some((numbering.clone(), found.clone()));
        Ok(found)
    }

    fn has(&self, columns: &[usize]) -> bool {
        columns.iter().all(|at| self.columns.contains_key(at))
    }

    fn bytes(&self) -> usize {
        let columns = self.columns.values();
        let bytes = columns.map(|column| column.get_array_memory_size() + COLUMN_BYTES);
        bytes.sum::<usize>() + COLUMN_BYTES + self.rows * NUMBER_BYTES
    }
}

type Load = Shared<BoxFuture<'static, Result<Arc<Cell>, Arc<DataFusionError>>>>;
type Asked = Arc<Mutex<BTreeSet<usize>>>;

/// The cells that are kept.
#[derive(Clone)]
pub(crate) struct Cells(Arc<Inner>);

struct Inner {
    kept: moka::sync::Cache<CellKey, Arc<Cell>>,
    loading: Mutex<HashMap<CellKey, Load>>,
    asked: moka::sync::Cache<(Table, SiteId), Asked>,
    /// By site, for as long as cells or questions use them.
    numberings: Mutex<HashMap<SiteId, Weak<Numbering>>>,
    /// Bytes that cells may hold, and about as many that may be read at once.
    bytes: usize,
    reading: Semaphore,
    permits: u32,
    store: Arc<dyn ObjectStore>,
    footers: Arc<FileMetadataCache>,
    narrow: NarrowFooters,
}

impl std::fmt::Debug for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cells({})", self.0.kept.entry_count())
    }
}

/// A table as cells of it are read.
#[derive(Clone, Debug)]
pub(crate) struct CellTable {
    pub table: Table,
    /// The schema that plans see.
    pub schema: SchemaRef,
}

impl Cells {
    /// Keeps about `bytes` of values.
    pub(crate) fn new(
        bytes: u64,
        store: Arc<dyn ObjectStore>,
        footers: Arc<FileMetadataCache>,
        narrow: NarrowFooters,
    ) -> Self {
        let weigh = |_: &CellKey, cell: &Arc<Cell>| u32::try_from(cell.bytes()).unwrap_or(u32::MAX);
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let permits = (bytes / PERMIT_BYTES).clamp(1, Semaphore::MAX_PERMITS);
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        Self(Arc::new(Inner {
            kept: moka::sync::Cache::builder()
                .max_capacity(bytes as u64)
                .weigher(weigh)
                .time_to_idle(IDLE_MAX)
                .build(),
            bytes,
            reading: Semaphore::new(permits as usize),
            permits,
            loading: Mutex::default(),
            numberings: Mutex::default(),
            asked: moka::sync::Cache::builder()
                .max_capacity(10_000)
                .time_to_live(REMEMBERED)
                .build(),
            store,
            footers,
            narrow,
        }))
    }

    /// The numbering of a site's visitors for a question that begins now. One that has become full, perhaps of visitors
    /// whom no kept row has any more, is followed by another.
    pub(crate) fn numbering(&self, site: &SiteId) -> Arc<Numbering> {
        let mut numberings = self.0.numberings.lock();
        let known = numberings.get(site).and_then(Weak::upgrade);
        if let Some(known) = known.filter(|known| !known.is_full()) {
            return known;
        }
        let numbering = Numbering::new(self.0.bytes / 2);
        numberings.retain(|_, numbering| numbering.strong_count() > 0);
        numberings.insert(site.clone(), Arc::downgrade(&numbering));
        numbering
    }

    /// Says that columns of a site are asked for, before the first of its cells is.
    pub(crate) fn ask(&self, table: Table, site: &SiteId, columns: &[usize]) {
        let asked = self.0.asked.get_with((table, site.clone()), Asked::default);
        asked.lock().extend(columns);
    }

    /// The site's rows of a file, with at least these columns; read where they are not in memory. Who asks for what
    /// another reads waits for it. What the reading costs is added to `metrics`.
    pub(crate) async fn get(
        &self,
        table: &CellTable,
        file: &File,
        site: &SiteId,
        columns: &[usize],
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Arc<Cell>> {
        let key = CellKey {
            path: file.path.clone(),
            site: site.clone(),
        };
        let mut alone = false;
        loop {
            if let Some(cell) = self.0.kept.get(&key)
                && cell.has(columns)
            {
                return Ok(cell);
            }
            let load = {
                let mut loading = self.0.loading.lock();
                match loading.get(&key) {
                    Some(load) => load.clone(),
                    None => {
                        let mut also = BTreeSet::new();
                        if let Some(asked) = self.0.asked.get(&(table.table, site.clone()))
                            && !alone
                        {
                            also.extend(asked.lock().iter());
                        }
                        let wanted = Wanted {
                            columns: columns.into(),
                            also,
                            // Looked up once more: a load may have ended since.
                            known: self.0.kept.get(&key),
                        };
                        let load = self.load(
                            key.clone(),
                            table.clone(),
                            file.clone(),
                            wanted,
                            metrics.clone(),
                        );
                        loading.insert(key.clone(), load.clone());
                        load
                    }
                }
            };
            match load.await {
                Ok(cell) if cell.has(columns) => return Ok(cell),
                Ok(_) => {}
                // What somebody else asked for may be what cannot be read.
                Err(_) if !alone => alone = true,
                Err(error) => return Err(DataFusionError::Shared(error)),
            }
        }
    }

    /// Reads in a task of its own, so that others may go on waiting when the first who asked is gone.
    fn load(
        &self,
        key: CellKey,
        table: CellTable,
        file: File,
        wanted: Wanted,
        metrics: ExecutionPlanMetricsSet,
    ) -> Load {
        let loading = Loading {
            inner: self.0.clone(),
            key,
        };
        let task = tokio::spawn(async move {
            let Loading { inner, key } = &loading;
            let read = inner.read(key, &table, &file, &wanted, &metrics).await;
            if let Ok(cell) = &read {
                inner.kept.insert(key.clone(), cell.clone());
            }
            read.map_err(Arc::new)
        });
        let joined = async move {
            let ended = |error| Arc::new(internal_datafusion_err!("reading a file ended: {error}"));
            task.await.map_err(ended)?
        };
        joined.boxed().shared()
    }
}

/// What a load is for.
struct Wanted {
    /// What is asked for.
    columns: Box<[usize]>,
    /// What others ask for as well, read in passing where it is not too much.
    also: BTreeSet<usize>,
    known: Option<Arc<Cell>>,
}

/// An entry among the loads under way, which goes however the load ends.
struct Loading {
    inner: Arc<Inner>,
    key: CellKey,
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.inner.loading.lock().remove(&self.key);
    }
}

impl Inner {
    async fn read(
        &self,
        key: &CellKey,
        table: &CellTable,
        file: &File,
        wanted: &Wanted,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Arc<Cell>> {
        let known = wanted.known.as_deref();
        let selected: Arc<[Range<usize>]> = match known {
            Some(cell) => cell.places.clone(),
            None => self.candidates(key, file, metrics).await?.into(),
        };
        let rows: usize = selected.iter().map(ExactSizeIterator::len).sum();
        let bytes = |columns: usize| rows.saturating_mul(columns).saturating_mul(VALUE_BYTES);
        let mut missing: BTreeSet<usize> = wanted.columns.iter().copied().collect();
        if bytes(wanted.also.len()) <= self.bytes / 8 {
            missing.extend(&wanted.also);
        }
        let mut columns = known.map(|cell| cell.columns.clone()).unwrap_or_default();
        let missing: Vec<usize> = missing
            .into_iter()
            .filter(|at| !columns.contains_key(at))
            .collect();
        let permits = u32::try_from(bytes(missing.len()) / PERMIT_BYTES).unwrap_or(u32::MAX);
        let _reading = self
            .reading
            .acquire_many(permits.clamp(1, self.permits))
            .await
            .map_err(|_| internal_datafusion_err!("the engine has stopped"))?;
        let (places, found) = self
            .columns(key, table, file, (known, &selected), &missing, metrics)
            .await?;
        let rows = places.iter().map(ExactSizeIterator::len).sum();
        columns.extend(missing.into_iter().zip(found));
        let numbers = known.and_then(|cell| cell.numbers.lock().clone());
        Ok(Arc::new(Cell {
            rows,
            places,
            columns,
            numbers: Mutex::new(numbers),
        }))
    }

    fn reader(
        &self,
        file: &File,
        names: Names,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader>> {
        let readers = Footers::new(
            self.store.clone(),
            self.footers.clone(),
            self.narrow.clone(),
            names,
        );
        Ok(readers.create_reader(0, partitioned(file), None, metrics)?)
    }

    /// Where in the file the site's rows may be.
    async fn candidates(
        &self,
        key: &CellKey,
        file: &File,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Vec<Range<usize>>> {
        let names: Names = [SITE.to_owned()].into();
        let mut reader = self.reader(file, names, metrics)?;
        let footer = reader.get_metadata(None).await?;
        may_hold(&footer, key.site.as_str())
    }

    /// The site's places in the file, among those selected, and the columns' values there.
    async fn columns(
        &self,
        key: &CellKey,
        table: &CellTable,
        file: &File,
        (known, selected): (Option<&Cell>, &[Range<usize>]),
        missing: &[usize],
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<(Arc<[Range<usize>]>, Vec<ArrayRef>)> {
        let site_column = table.schema.index_of(SITE)?;
        let mut read: BTreeSet<usize> = missing.iter().copied().collect();
        if known.is_none() {
            read.insert(site_column);
        }
        let names: Names = read
            .iter()
            .map(|at| table.schema.field(*at).name().clone())
            .collect();
        let mut reader = self.reader(file, names, metrics)?;
        let footer = reader.get_metadata(None).await?;
        let total = usize::try_from(footer.file_metadata().num_rows()).unwrap_or_default();
        let options = ArrowReaderOptions::new().with_schema(stored_schema(&footer)?);
        let described = ArrowReaderMetadata::try_new(footer, options)?;
        let rows: usize = selected.iter().map(ExactSizeIterator::len).sum();
        let batch = if rows == 0 {
            RecordBatch::new_empty(described.schema().clone())
        } else {
            let schema = described.schema().clone();
            let selection = RowSelection::from_consecutive_ranges(selected.iter().cloned(), total);
            let batches: Vec<RecordBatch> =
                ParquetRecordBatchStreamBuilder::new_with_metadata(reader, described)
                    .with_projection(ProjectionMask::all())
                    .with_row_selection(selection)
                    .with_batch_size(rows)
                    .build()?
                    .try_collect()
                    .await?;
            concat_batches(&schema, &batches)?
        };
        if batch.num_rows() != rows {
            return Err(internal_datafusion_err!(
                "{} has fewer rows than its footer says",
                key.path
            ));
        }
        let (places, kept) = match known {
            Some(cell) => (cell.places.clone(), None),
            None => {
                let sites = batch.column_by_name(SITE);
                let sites = sites.ok_or_else(|| internal_datafusion_err!("a file has no sites"))?;
                let sites = cast(sites, &DataType::Utf8View)?;
                let site = datafusion::arrow::array::StringViewArray::new_scalar(key.site.as_str());
                let ours = eq(&sites, &site)?;
                (places_of(&ours, selected), Some(ours))
            }
        };
        let rows: usize = places.iter().map(ExactSizeIterator::len).sum();
        let values = missing
            .iter()
            .map(|at| {
                let field = table.schema.field(*at);
                let Some(column) = batch.column_by_name(field.name()) else {
                    return Ok(new_null_array(field.data_type(), rows));
                };
                let column = match &kept {
                    Some(ours) if ours.true_count() < ours.len() => filter(column, ours)?,
                    _ => column.clone(),
                };
                compact(column, field.data_type())
            })
            .collect::<Result<_>>()?;
        Ok((places, values))
    }
}

/// How the columns that a footer tells of are to be decoded: texts as dictionaries.
fn stored_schema(footer: &ParquetMetaData) -> Result<SchemaRef> {
    let stored = datafusion::parquet::arrow::parquet_to_arrow_schema(
        footer.file_metadata().schema_descr(),
        None,
    )?;
    let fields: Vec<_> = stored
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Utf8 => field.as_ref().clone().with_data_type(DataType::Dictionary(
                Box::new(DataType::Int32),
                Box::new(DataType::Utf8),
            )),
            _ => field.as_ref().clone(),
        })
        .collect();
    Ok(Arc::new(Schema::new(fields)))
}

/// The rows of the file that may be the site's, by the statistics of pages, or of row groups where there are none.
fn may_hold(footer: &ParquetMetaData, site: &str) -> Result<Vec<Range<usize>>> {
    let plain = datafusion::parquet::arrow::parquet_to_arrow_schema(
        footer.file_metadata().schema_descr(),
        None,
    )?;
    let converter =
        StatisticsConverter::try_new(SITE, &plain, footer.file_metadata().schema_descr())?;
    let groups: Vec<usize> = (0..footer.num_row_groups()).collect();
    let by_page = match (footer.column_index(), footer.offset_index()) {
        (Some(columns), Some(offsets)) => {
            let counts = converter.data_page_row_counts(offsets, footer.row_groups(), &groups)?;
            counts
                .map(|counts| {
                    let mins = converter.data_page_mins(columns, offsets, &groups)?;
                    let maxes = converter.data_page_maxes(columns, offsets, &groups)?;
                    Ok::<_, DataFusionError>((counts, mins, maxes))
                })
                .transpose()?
        }
        _ => None,
    };
    let (counts, mins, maxes) = match by_page {
        Some(pages) => pages,
        None => {
            let counts = footer.row_groups().iter();
            let counts = counts.map(|group| u64::try_from(group.num_rows()).ok());
            (
                counts.collect(),
                converter.row_group_mins(footer.row_groups())?,
                converter.row_group_maxes(footer.row_groups())?,
            )
        }
    };
    let (mins, maxes) = (mins.as_string::<i32>(), maxes.as_string::<i32>());
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (at, count) in counts.iter().enumerate() {
        let end = start + usize::try_from(count.unwrap_or_default()).unwrap_or_default();
        // What nothing is known of may hold anything.
        let is_out = (mins.is_valid(at) && mins.value(at) > site)
            || (maxes.is_valid(at) && maxes.value(at) < site);
        if !is_out {
            push(&mut found, start..end);
        }
        start = end;
    }
    match u64::try_from(footer.file_metadata().num_rows()) {
        Ok(total) if start as u64 == total => Ok(found),
        _ => Err(internal_datafusion_err!(
            "a file's pages do not add up to its rows"
        )),
    }
}

/// The places in the file of those of the selected rows that are ours.
fn places_of(ours: &BooleanArray, selected: &[Range<usize>]) -> Arc<[Range<usize>]> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for range in selected {
        let here = ours.slice(from, range.len());
        for (start, end) in here.values().set_slices() {
            push(&mut found, range.start + start..range.start + end);
        }
        from += range.len();
    }
    found.into()
}

fn push(ranges: &mut Vec<Range<usize>>, next: Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == next.start => last.end = next.end,
        _ if next.is_empty() => {}
        _ => ranges.push(next),
    }
}

/// A column in as little memory as it needs.
fn compact(column: ArrayRef, planned: &DataType) -> Result<ArrayRef> {
    let (DataType::Dictionary(_, value), Some(dictionary)) =
        (column.data_type(), column.as_any_dictionary_opt())
    else {
        return Ok(cast(&column, planned)?);
    };
    let used = arrow_select::dictionary::garbage_collect_any_dictionary(dictionary)?;
    let count = used
        .as_any_dictionary_opt()
        .map_or(usize::MAX, |used| used.values().len());
    let key = match count {
        0..=0x7f => DataType::Int8,
        0x80..=0x7fff => DataType::Int16,
        _ => DataType::Int32,
    };
    Ok(cast(
        &used,
        &DataType::Dictionary(Box::new(key), value.clone()),
    )?)
}
