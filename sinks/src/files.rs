//! Sorted Parquet files: rows by (`site_id`, time), so that one site's question skips the rest; page index and small
//! pages; bloom filters where look-ups are by id; zstd.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, new_null_array};
use arrow::compute::{SortColumn, concat, interleave, lexsort_to_indices};
use arrow::datatypes::{
    DataType, Date32Type, Int16Type, Int64Type, Schema, SchemaRef, TimestampMicrosecondType,
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
/// Columns of so many values that a dictionary is only written beside them, not instead of them.
const PLAIN_COLUMNS: [&str; 8] = [
    "event_id",
    "visitor_id",
    "visitor_key",
    "session_id",
    "session_key",
    "client_session_id",
    "transaction_id",
    "frame_index",
];

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
    /// Statistics of a few columns as the Delta protocol writes them.
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

/// The columns with statistics in the Delta log. With `session_end`, a question finds the sessions that began before
/// its range and reach into it without opening the files of the days before.
pub fn stats_columns(table: Table) -> &'static [&'static str] {
    match table {
        Table::Events => &["site_id", "timestamp", "log_partition", "log_offset"],
        Table::Sessions => &[
            "site_id",
            "session_start",
            "session_end",
            "log_partition",
            "closed_offset",
        ],
    }
}

/// Sorts rows of any columns of a table into one file per UTC day. Rows are put together a page at a time, so that no
/// second copy of all of them stands in memory.
pub fn write_files(batches: &[RecordBatch], table: Table) -> Result<Vec<ParquetFile>, FileError> {
    let parts: Vec<&RecordBatch> = batches.iter().filter(|b| b.num_rows() > 0).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let key = |name: &str| gather(&parts, name, table);
    let dates = key("date")?;
    let order = lexsort_to_indices(
        &[
            sort_column(dates.clone()),
            sort_column(key("site_id")?),
            sort_column(key(table.time_column())?),
            sort_column(key("log_partition")?),
            sort_column(key(tie_column(table))?),
        ],
        None,
    )?;
    let dates = dates.as_primitive::<Date32Type>();
    let places: Vec<(usize, usize)> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, batch)| (0..batch.num_rows()).map(move |row| (part, row)))
        .collect();
    let order: Vec<usize> = order.values().iter().map(|row| *row as usize).collect();
    let rows = Rows::of(&parts, table);
    let mut files = Vec::new();
    for day in order.chunk_by(|a, b| dates.value(*a) == dates.value(*b)) {
        let mut writer = FileWriter::new(table, dates.value(day[0]))?;
        for page in day.chunks(PAGE_ROWS) {
            let page: Vec<(usize, usize)> = page.iter().map(|row| places[*row]).collect();
            writer.write(&rows.at(&page)?)?;
        }
        files.push(writer.finish()?);
    }
    Ok(files)
}

/// Rows of batches that hold different columns, to be put together in any order.
struct Rows<'a> {
    schema: SchemaRef,
    columns: Vec<Held<'a>>,
}

/// A column as the parts hold it. The last array is a single null, which stands for the parts that lack the column.
struct Held<'a> {
    arrays: Vec<&'a dyn Array>,
    /// Where each part's array stands; None where it has none.
    place: Vec<Option<usize>>,
    null: ArrayRef,
}

impl<'a> Rows<'a> {
    fn of(parts: &[&'a RecordBatch], table: Table) -> Self {
        let schema = file_schema(table);
        let columns = schema
            .fields()
            .iter()
            .map(|field| {
                let mut arrays: Vec<&'a dyn Array> = Vec::new();
                let place = parts
                    .iter()
                    .map(|part| {
                        arrays.push(part.column_by_name(field.name())?.as_ref());
                        Some(arrays.len() - 1)
                    })
                    .collect();
                Held {
                    arrays,
                    place,
                    null: new_null_array(field.data_type(), 1),
                }
            })
            .collect();
        Self { schema, columns }
    }

    /// The rows at these places: part, and row in it.
    fn at(&self, places: &[(usize, usize)]) -> Result<RecordBatch, ArrowError> {
        let columns = self
            .columns
            .iter()
            .zip(self.schema.fields())
            .map(|(held, field)| {
                if held.arrays.is_empty() {
                    return Ok(new_null_array(field.data_type(), places.len()));
                }
                let mut arrays = held.arrays.clone();
                arrays.push(held.null.as_ref());
                let at: Vec<(usize, usize)> = places
                    .iter()
                    .map(|(part, row)| match held.place[*part] {
                        Some(array) => (array, *row),
                        None => (held.arrays.len(), 0),
                    })
                    .collect();
                interleave(&arrays, &at)
            })
            .collect::<Result<_, _>>()?;
        RecordBatch::try_new(self.schema.clone(), columns)
    }
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
        // Smallest and largest values of a hundred columns fill the footer of a small file and prune nothing: rows
        // stand by site and time.
        .set_statistics_enabled(EnabledStatistics::None)
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
        if PLAIN_COLUMNS.contains(&def.name) {
            properties = properties.set_column_dictionary_enabled(column.clone(), false);
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
    /// By column, in the order of [`stats_columns`].
    columns: Vec<Bounds>,
}

/// Smallest and largest value of a column, and how many rows have none.
#[derive(Debug, Default)]
struct Bounds {
    texts: Option<(String, String)>,
    numbers: Option<(i64, i64)>,
    nulls: usize,
}

impl Bounds {
    fn add(&mut self, column: &dyn Array) {
        self.nulls += column.null_count();
        match column.data_type() {
            DataType::Utf8 => {
                // Rows come in order of this column.
                let texts = column.as_string::<i32>();
                for row in [0, texts.len().saturating_sub(1)] {
                    if row < texts.len() && texts.is_valid(row) {
                        widen_text(&mut self.texts, texts.value(row));
                    }
                }
            }
            DataType::Int16 => {
                let numbers = column.as_primitive::<Int16Type>();
                widen(&mut self.numbers, numbers.iter().flatten().map(i64::from));
            }
            DataType::Int64 => {
                let numbers = column.as_primitive::<Int64Type>();
                widen(&mut self.numbers, numbers.iter().flatten());
            }
            DataType::Timestamp(..) => {
                let moments = column.as_primitive::<TimestampMicrosecondType>();
                widen(&mut self.numbers, moments.iter().flatten());
            }
            _ => {}
        }
    }
}

impl Stats {
    fn add(&mut self, batch: &RecordBatch, table: Table) {
        self.rows += batch.num_rows();
        let names = stats_columns(table);
        self.columns.resize_with(names.len(), Bounds::default);
        for (name, bounds) in names.iter().zip(&mut self.columns) {
            match batch.column_by_name(name) {
                Some(column) => bounds.add(column),
                None => bounds.nulls += batch.num_rows(),
            }
        }
    }

    fn json(&self, table: Table) -> String {
        let mut min = serde_json::Map::new();
        let mut max = serde_json::Map::new();
        let mut nulls = serde_json::Map::new();
        for (name, bounds) in stats_columns(table).iter().zip(&self.columns) {
            let is_moment = table
                .columns()
                .any(|def| def.name == *name && matches!(def.kind, Kind::Timestamp));
            let number = |number: i64| match is_moment {
                true => json!(instant(number)),
                false => json!(number),
            };
            if let Some((low, high)) = &bounds.texts {
                min.insert((*name).into(), json!(low));
                max.insert((*name).into(), json!(high));
            }
            if let Some((low, high)) = bounds.numbers {
                min.insert((*name).into(), number(low));
                max.insert((*name).into(), number(high));
            }
            nulls.insert((*name).into(), json!(bounds.nulls));
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
