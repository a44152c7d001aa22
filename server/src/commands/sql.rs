//! `footfall sql`: what is committed, with or without a running server.

use std::sync::Arc;

use anyhow::{Result, bail};
use arrow::record_batch::RecordBatch;
use engine::{HotError, HotParts, HotSource, HotVersion, SiteId};
use futures::TryStreamExt;
use query::{Freshness, SqlQuery};
use sinks::Store;

use crate::config::{Place, SqlOptions};
use crate::node::{open_query, store_url};
use crate::output::{print, print_bytes};

/// No hot rows: what a process without an engine knows.
pub struct NothingHot;

impl HotSource for NothingHot {
    fn version(&self, _sites: &[SiteId], _parts: HotParts) -> Result<HotVersion, HotError> {
        Ok(HotVersion::default())
    }
}

pub async fn run(place: &Place, options: &SqlOptions) -> Result<()> {
    let store = Store::open(&store_url(place)?)?;
    let engine = open_query(&store, Arc::new(NothingHot), 1 << 30, None)?;
    let answer = engine
        .sql(&SqlQuery {
            text: options.statement.clone(),
            sites: None,
            freshness: Freshness::Committed,
        })
        .await?;
    let schema = answer.schema.clone();
    let batches: Vec<RecordBatch> = answer.batches.try_collect().await?;
    let format = if options.json {
        "object"
    } else {
        options.format.as_str()
    };
    match format {
        "table" => print(&arrow::util::pretty::pretty_format_batches(&batches)?.to_string()),
        "csv" => {
            let mut writer = arrow::csv::WriterBuilder::new()
                .with_header(true)
                .build(Vec::new());
            for batch in &batches {
                writer.write(batch)?;
            }
            print_bytes(&writer.into_inner());
        }
        "json" | "object" => {
            let mut writer = arrow::json::ArrayWriter::new(Vec::new());
            for batch in &batches {
                writer.write(batch)?;
            }
            writer.finish()?;
            let rows = String::from_utf8(writer.into_inner())?;
            let rows = if rows.is_empty() {
                "[]".to_owned()
            } else {
                rows
            };
            print(&if format == "object" {
                format!("{{\"rows\":{rows}}}")
            } else {
                rows
            });
        }
        "parquet" => {
            let mut bytes = Vec::new();
            let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, schema, None)?;
            for batch in &batches {
                writer.write(batch)?;
            }
            writer.close()?;
            print_bytes(&bytes);
        }
        other => bail!("--format `{other}` is none of table, csv, json, parquet"),
    }
    Ok(())
}
