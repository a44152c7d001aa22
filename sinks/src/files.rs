//! Sorted Parquet files: rows by (`site_id`, time), so that one site's question skips the rest; page index and small
//! pages; bloom filters where look-ups are by id; zstd.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, new_null_array};
use arrow::compute::{SortColumn, concat, lexsort_to_indices, take};
use arrow::datatypes::{
    DataType, Date32Type, Int64Type, Schema, SchemaRef, TimestampMicrosecondType,
};
use arrow::error::ArrowError;
use bytes::Bytes;
use engine::{Kind, Table};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde_json::json;

/// Rows of a row group.
pub const ROW_GROUP_ROWS: usize = 128 * 1024;
const PAGE_ROWS: usize = 8 * 1024;
const BLOOM_COLUMNS: [&str; 4] = ["visitor_id", "session_id", "event_id", "transaction_id"];

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Batches do not fit together.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
    /// Parquet could not be written.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}

/// A Parquet file in memory, and what the Delta log says of it.
#[derive(Clone, Debug)]
pub struct ParquetFile {
    /// Value of the `date` partition, `YYYY-MM-DD`.
    pub date: String,
    /// The file.
    pub bytes: Bytes,
    /// Its rows.
    pub rows: usize,
    /// Statistics of four columns as the Delta protocol writes them.
    pub stats: String,
}

/// The schema of a table's files: `date` is a folder, not a column.
pub fn file_schema(table: Table) -> SchemaRef {
    let fields: Vec<_> = table
        .schema()
        .fields()
        .iter()
        .filter(|field| field.name() != "date")
        .cloned()
        .collect();
    Arc::new(Schema::new(fields))
}

/// The columns with statistics in the Delta log.
pub fn stats_columns(table: Table) -> [&'static str; 4] {
    [
        "site_id",
        table.time_column(),
        "log_partition",
        table.offset_column(),
    ]
}

/// Sorts rows of any columns of a table into one file per UTC day.
pub fn write_files(batches: &[RecordBatch], table: Table) -> Result<Vec<ParquetFile>, FileError> {
    let parts: Vec<&RecordBatch> = batches.iter().filter(|b| b.num_rows() > 0).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let key = |name: &str| gather(&parts, name, table);
    let order = lexsort_to_indices(
        &[
            sort_column(key("date")?),
            sort_column(key("site_id")?),
            sort_column(key(table.time_column())?),
            sort_column(key("log_partition")?),
            sort_column(key(tie_column(table))?),
        ],
        None,
    )?;
    let dates = take(&key("date")?, &order, None)?;
    let dates = dates.as_primitive::<Date32Type>();
    let schema = file_schema(table);
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let held = parts
            .iter()
            .any(|part| part.schema_ref().column_with_name(field.name()).is_some());
        columns.push(if held {
            take(&key(field.name())?, &order, None)?
        } else {
            new_null_array(field.data_type(), order.len())
        });
    }
    let sorted = RecordBatch::try_new(schema, columns)?;
    let mut files = Vec::new();
    let mut start = 0;
    while start < dates.len() {
        let day = dates.value(start);
        let rows = (start..dates.len())
            .take_while(|row| dates.value(*row) == day)
            .count();
        files.push(write_file(&sorted.slice(start, rows), table, day)?);
        start += rows;
    }
    Ok(files)
}

fn tie_column(table: Table) -> &'static str {
    match table {
        Table::Events => "log_offset",
        Table::Sessions => "first_offset",
    }
}

fn sort_column(values: ArrayRef) -> SortColumn {
    SortColumn {
        values,
        options: None,
    }
}

fn gather(parts: &[&RecordBatch], name: &str, table: Table) -> Result<ArrayRef, ArrowError> {
    let schema = table.schema();
    let data_type = schema.field_with_name(name)?.data_type();
    let arrays: Vec<ArrayRef> = parts
        .iter()
        .map(|part| match part.column_by_name(name) {
            Some(array) => array.clone(),
            None => new_null_array(data_type, part.num_rows()),
        })
        .collect();
    let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    concat(&arrays)
}

/// One file of rows that are sorted and of one day.
fn write_file(batch: &RecordBatch, table: Table, day: i32) -> Result<ParquetFile, FileError> {
    let mut writer = FileWriter::new(table, day)?;
    writer.write(batch)?;
    writer.finish()
}

/// Writes one day's file from sorted batches as they come.
pub struct FileWriter {
    table: Table,
    day: i32,
    writer: ArrowWriter<Vec<u8>>,
    stats: Stats,
}

impl FileWriter {
    /// A file for a UTC day, given in days since 1970.
    pub fn new(table: Table, day: i32) -> Result<Self, FileError> {
        let schema = file_schema(table);
        let writer = ArrowWriter::try_new(Vec::new(), schema, Some(writer_properties(table)))?;
        Ok(Self {
            table,
            day,
            writer,
            stats: Stats::default(),
        })
    }
    /// Appends rows; batches come in the file's order and with its schema.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), FileError> {
        self.stats.add(batch, self.table);
        self.writer.write(batch)?;
        Ok(())
    }
    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.stats.rows
    }
    /// The finished file.
    pub fn finish(self) -> Result<ParquetFile, FileError> {
        let bytes = self.writer.into_inner()?;
        Ok(ParquetFile {
            date: day_text(self.day),
            bytes: bytes.into(),
            rows: self.stats.rows,
            stats: self.stats.json(self.table),
        })
    }
}

/// Days since 1970 as `YYYY-MM-DD`.
pub fn day_text(day: i32) -> String {
    chrono::NaiveDate::from_num_days_from_ce_opt(day.saturating_add(719_163))
        .unwrap_or_default()
        .to_string()
}

fn writer_properties(table: Table) -> WriterProperties {
    let schema = file_schema(table);
    let sorting = ["site_id", table.time_column()]
        .into_iter()
        .filter_map(|name| {
            let at = schema.index_of(name).ok()?;
            Some(SortingColumn {
                column_idx: i32::try_from(at).ok()?,
                descending: false,
                nulls_first: false,
            })
        })
        .collect();
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(PAGE_ROWS)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_sorting_columns(Some(sorting));
    for def in table.columns() {
        let column = ColumnPath::from(def.name);
        let is_position = matches!(def.kind, Kind::Timestamp)
            || matches!(
                def.name,
                "log_offset" | "first_offset" | "last_offset" | "closed_offset"
            );
        if is_position {
            properties = properties
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if is_position || def.name == "site_id" || def.name == "event_name" {
            properties =
                properties.set_column_statistics_enabled(column.clone(), EnabledStatistics::Page);
        }
        if BLOOM_COLUMNS.contains(&def.name) {
            properties = properties
                .set_column_bloom_filter_enabled(column.clone(), true)
                .set_column_bloom_filter_fpp(column, 0.05);
        }
    }
    properties.build()
}

#[derive(Debug, Default)]
struct Stats {
    rows: usize,
    site: Option<(String, String)>,
    time: Option<(i64, i64)>,
    partition: Option<(i64, i64)>,
    offset: Option<(i64, i64)>,
    offset_nulls: usize,
}

impl Stats {
    fn add(&mut self, batch: &RecordBatch, table: Table) {
        self.rows += batch.num_rows();
        if let Some(sites) = batch.column_by_name("site_id") {
            let sites = sites.as_string::<i32>();
            for row in [0, sites.len().saturating_sub(1)] {
                if row < sites.len() {
                    widen_text(&mut self.site, sites.value(row));
                }
            }
        }
        if let Some(times) = batch.column_by_name(table.time_column()) {
            let times = times.as_primitive::<TimestampMicrosecondType>();
            widen(&mut self.time, times.iter().flatten());
        }
        if let Some(partitions) = batch.column_by_name("log_partition")
            && partitions.data_type() == &DataType::Int16
        {
            let partitions = partitions.as_primitive::<arrow::datatypes::Int16Type>();
            widen(
                &mut self.partition,
                partitions.iter().flatten().map(i64::from),
            );
        }
        if let Some(offsets) = batch.column_by_name(table.offset_column()) {
            self.offset_nulls += offsets.null_count();
            let offsets = offsets.as_primitive::<Int64Type>();
            widen(&mut self.offset, offsets.iter().flatten());
        }
    }

    fn json(&self, table: Table) -> String {
        let mut min = serde_json::Map::new();
        let mut max = serde_json::Map::new();
        let [site, time, partition, offset] = stats_columns(table);
        let nulls = json!({ site: 0, time: 0, partition: 0, offset: self.offset_nulls });
        if let Some((low, high)) = &self.site {
            min.insert(site.into(), json!(low));
            max.insert(site.into(), json!(high));
        }
        if let Some((low, high)) = self.time {
            min.insert(time.into(), json!(instant(low)));
            max.insert(time.into(), json!(instant(high)));
        }
        if let Some((low, high)) = self.partition {
            min.insert(partition.into(), json!(low));
            max.insert(partition.into(), json!(high));
        }
        if let Some((low, high)) = self.offset {
            min.insert(offset.into(), json!(low));
            max.insert(offset.into(), json!(high));
        }
        json!({
            "numRecords": self.rows,
            "minValues": min,
            "maxValues": max,
            "nullCount": nulls,
        })
        .to_string()
    }
}

fn instant(micros: i64) -> String {
    chrono::DateTime::from_timestamp_micros(micros)
        .unwrap_or_default()
        .to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

fn widen(range: &mut Option<(i64, i64)>, values: impl Iterator<Item = i64>) {
    for value in values {
        let (low, high) = range.unwrap_or((value, value));
        *range = Some((low.min(value), high.max(value)));
    }
}

fn widen_text(range: &mut Option<(String, String)>, value: &str) {
    match range {
        None => *range = Some((value.to_owned(), value.to_owned())),
        Some((low, high)) => {
            if value < low.as_str() {
                value.clone_into(low);
            }
            if value > high.as_str() {
                value.clone_into(high);
            }
        }
    }
}
