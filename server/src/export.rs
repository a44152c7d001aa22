//! Rows as files for people and programs: CSV, JSON and Parquet, made while they are read.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::{Array, ArrayRef, AsArray, Float64Array, RecordBatch, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use futures::stream::{self, BoxStream, StreamExt};
use graphql_api::{ApiError, ApiResult, ExportFormat};
use parking_lot::Mutex;
use parquet::arrow::ArrowWriter;
use serde_json::{Map, Value as Json};

/// A batch of one row as an object; what has no value is left out.
pub fn row_as_json(row: &RecordBatch) -> Result<Map<String, Json>> {
    let mut writer = arrow::json::LineDelimitedWriter::new(Vec::new());
    writer.write(row)?;
    writer.finish()?;
    serde_json::from_slice(&writer.into_inner()).context("a row cannot be shown")
}

/// The rows of an answer: its dimensions as text, its metrics and what they are compared with as numbers.
pub fn rows_of_answer(answer: &query::Answer, names: &[String]) -> Result<RecordBatch> {
    let (mut fields, mut columns) = (Vec::new(), Vec::<ArrayRef>::new());
    let first = answer.rows.first();
    let dimensions = first.map_or(0, |row| row.dimensions.len());
    for (at, name) in names.iter().enumerate() {
        if at < dimensions || first.is_none() && at + answer.totals.metrics.len() < names.len() {
            let values = answer.rows.iter().map(|row| row.dimensions[at].as_deref());
            columns.push(Arc::new(values.collect::<StringArray>()));
            fields.push(Field::new(name, DataType::Utf8, true));
            continue;
        }
        let at = at + answer.totals.metrics.len() - names.len();
        let mut add = |name: String, values: Float64Array| {
            columns.push(Arc::new(values));
            fields.push(Field::new(name, DataType::Float64, true));
        };
        add(
            name.clone(),
            answer.rows.iter().map(|row| row.metrics[at]).collect(),
        );
        if answer.totals.comparison.is_some() {
            let compared = answer
                .rows
                .iter()
                .map(|row| row.comparison.as_ref().and_then(|values| values[at]));
            add(format!("{name}_comparison"), compared.collect());
            let change = answer
                .rows
                .iter()
                .map(|row| row.change.as_ref().and_then(|values| values[at]));
            add(format!("{name}_change"), change.collect());
        }
    }
    Ok(RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns,
    )?)
}

/// Takes bytes until they are sent on.
#[derive(Clone, Default)]
struct Outbox(Arc<Mutex<Vec<u8>>>);

impl Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

enum Writer {
    Csv { with_header: bool },
    Json(Box<arrow::json::ArrayWriter<Outbox>>),
    Parquet(Box<ArrowWriter<Outbox>>),
}

struct File {
    outbox: Outbox,
    writer: Writer,
    schema: SchemaRef,
}

impl File {
    fn new(format: ExportFormat, schema: SchemaRef) -> Result<Self> {
        let outbox = Outbox::default();
        let writer = match format {
            ExportFormat::Csv => Writer::Csv { with_header: true },
            ExportFormat::Json => Writer::Json(Box::new(
                arrow::json::WriterBuilder::new()
                    .with_explicit_nulls(true)
                    .build(outbox.clone()),
            )),
            ExportFormat::Parquet => Writer::Parquet(Box::new(ArrowWriter::try_new(
                outbox.clone(),
                schema.clone(),
                None,
            )?)),
        };
        Ok(Self {
            outbox,
            writer,
            schema,
        })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<Vec<u8>> {
        match &mut self.writer {
            Writer::Csv { with_header } => {
                let mut writer = arrow::csv::WriterBuilder::new()
                    .with_header(std::mem::take(with_header))
                    .build(self.outbox.clone());
                writer.write(&flat(batch)?)?;
            }
            Writer::Json(writer) => writer.write(batch)?,
            Writer::Parquet(writer) => writer.write(batch)?,
        }
        Ok(std::mem::take(&mut self.outbox.0.lock()))
    }

    fn finish(mut self) -> Result<Vec<u8>> {
        if matches!(self.writer, Writer::Csv { with_header: true }) {
            let empty = RecordBatch::new_empty(self.schema.clone());
            return self.write(&empty);
        }
        match self.writer {
            Writer::Csv { .. } => {}
            Writer::Json(mut writer) => writer.finish()?,
            Writer::Parquet(writer) => {
                writer.close()?;
            }
        }
        Ok(std::mem::take(&mut self.outbox.0.lock()))
    }
}

/// What a spreadsheet would take for a formula (ASVS 5.0, 1.2.10).
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A batch without nesting and formulas, as CSV can hold it.
fn flat(batch: &RecordBatch) -> Result<RecordBatch> {
    let (mut fields, mut columns) = (Vec::new(), Vec::<ArrayRef>::new());
    let schema = batch.schema();
    for (field, column) in schema.fields().iter().zip(batch.columns()) {
        let column: ArrayRef = match column.data_type() {
            DataType::List(_) | DataType::Struct(_) | DataType::LargeList(_) => {
                Arc::new(as_json_text(field, column)?)
            }
            DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => {
                let texts = cast(column, &DataType::Utf8)?;
                let texts = texts.as_string::<i32>().iter();
                let safe = texts.map(|text| match text {
                    Some(text) if is_formula(text) => Some(format!("'{text}")),
                    text => text.map(Into::into),
                });
                Arc::new(safe.collect::<StringArray>())
            }
            _ => column.clone(),
        };
        fields.push(Field::new(field.name(), column.data_type().clone(), true));
        columns.push(column);
    }
    Ok(RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns,
    )?)
}

fn as_json_text(field: &Field, column: &ArrayRef) -> Result<StringArray> {
    let schema = Arc::new(Schema::new(vec![field.clone().with_nullable(true)]));
    let batch = RecordBatch::try_new(schema, vec![column.clone()])?;
    let mut writer = arrow::json::WriterBuilder::new()
        .with_explicit_nulls(true)
        .build::<_, arrow::json::writer::LineDelimited>(Vec::new());
    writer.write(&batch)?;
    writer.finish()?;
    let lines = writer.into_inner();
    lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            let row: Map<String, Json> = serde_json::from_slice(line)?;
            let value = row.get(field.name()).filter(|value| !value.is_null());
            Ok(value.map(Json::to_string))
        })
        .collect()
}

/// The parts of a file of these rows. An error ends it.
pub fn file(
    format: ExportFormat,
    schema: SchemaRef,
    batches: BoxStream<'static, ApiResult<RecordBatch>>,
) -> ApiResult<BoxStream<'static, ApiResult<Vec<u8>>>> {
    let failed = |error: anyhow::Error| {
        tracing::error!(error = format!("{error:#}"), "an export failed");
        ApiError::internal()
    };
    let file = File::new(format, schema).map_err(failed)?;
    let parts = stream::unfold(Some((file, batches)), move |state| async move {
        let (mut file, mut batches) = state?;
        let part = match batches.next().await {
            Some(Ok(batch)) => file.write(&batch).map_err(failed),
            Some(Err(error)) => Err(error),
            None => return Some((file.finish().map_err(failed), None)),
        };
        let next = part.is_ok().then_some((file, batches));
        Some((part, next))
    });
    let is_something = |part: &ApiResult<Vec<u8>>| {
        let is = part.as_ref().map_or(true, |bytes| !bytes.is_empty());
        std::future::ready(is)
    };
    // A layer that compresses asks once more after the end.
    Ok(parts.filter(is_something).fuse().boxed())
}

/// What a file is called at its end, and its media type.
pub fn kind(format: ExportFormat) -> (&'static str, &'static str) {
    match format {
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Json => ("json", "application/json"),
        ExportFormat::Parquet => ("parquet", "application/vnd.apache.parquet"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use arrow::array::{Int64Array, ListArray, StringViewArray};
    use arrow::datatypes::Int32Type;

    use super::*;

    fn batch() -> RecordBatch {
        let texts: StringViewArray = [Some("=1+1"), Some("a,\"b\""), None].into_iter().collect();
        let numbers: Int64Array = [Some(-1), None, Some(3)].into_iter().collect();
        let lists = ListArray::from_iter_primitive::<Int32Type, _, _>([
            Some(vec![Some(1), Some(2)]),
            None,
            Some(vec![]),
        ]);
        let columns: [(&str, ArrayRef); 3] = [
            ("text", Arc::new(texts)),
            ("number", Arc::new(numbers)),
            ("list", Arc::new(lists)),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(n, c)| (n, c, true))).unwrap()
    }

    async fn written(format: ExportFormat, batches: Vec<RecordBatch>) -> Vec<u8> {
        let schema = batch().schema();
        let rows = stream::iter(batches.into_iter().map(Ok)).boxed();
        let parts: Vec<_> = file(format, schema, rows).unwrap().collect().await;
        parts.into_iter().flat_map(|part| part.unwrap()).collect()
    }

    #[tokio::test]
    async fn csv_is_flat_and_has_no_formulas() {
        let text = written(ExportFormat::Csv, vec![batch(), batch()]).await;
        let rows = "'=1+1,-1,\"[1,2]\"\n\"a,\"\"b\"\"\",,\n,3,[]\n";
        let expected = format!("text,number,list\n{rows}{rows}");
        assert_eq!(String::from_utf8(text).unwrap(), expected);
        let text = written(ExportFormat::Csv, vec![]).await;
        assert_eq!(text, b"text,number,list\n");
    }

    #[tokio::test]
    async fn json_is_a_list() {
        let text = written(ExportFormat::Json, vec![batch()]).await;
        let rows: Json = serde_json::from_slice(&text).unwrap();
        assert_eq!(rows[0]["text"], "=1+1");
        assert_eq!(rows[1]["number"], Json::Null);
        assert_eq!(rows[2]["list"], serde_json::json!([]));
        assert_eq!(written(ExportFormat::Json, vec![]).await, b"[]");
    }

    #[tokio::test]
    async fn parquet_is_read_back() {
        for batches in [vec![batch(), batch()], vec![]] {
            let count = batches.len() * 3;
            let bytes = bytes::Bytes::from(written(ExportFormat::Parquet, batches).await);
            let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(bytes, 99);
            let rows: usize = reader.unwrap().map(|batch| batch.unwrap().num_rows()).sum();
            assert_eq!(rows, count);
        }
    }
}
