//! Rows as files for people and programs.

use anyhow::{Context, Result};
use arrow::record_batch::RecordBatch;
use serde_json::{Map, Value as Json};

/// A batch of one row as an object; what has no value is left out.
pub fn row_as_json(row: &RecordBatch) -> Result<Map<String, Json>> {
    let mut writer = arrow::json::LineDelimitedWriter::new(Vec::new());
    writer.write(row)?;
    writer.finish()?;
    serde_json::from_slice(&writer.into_inner()).context("a row cannot be shown")
}
