//! `footfall tables`: what is committed, with or without a running server.

use std::sync::Arc;

use anyhow::Result;
use engine::{PartitionId, Table};
use serde_json::json;
use sinks::{Store, table_dir};

use super::sql::NothingHot;
use crate::config::{Place, TablesOptions};
use crate::node::{open_query, store_url};
use crate::output::print;

/// Partitions whose offsets are looked for.
const PARTITIONS_MAX: u16 = 64;

pub async fn run(place: &Place, options: &TablesOptions) -> Result<()> {
    let store = Store::open(&store_url(place)?)?;
    let engine = open_query(&store, Arc::new(NothingHot), 1 << 28, None)?;
    let partitions: Vec<PartitionId> = (0..PARTITIONS_MAX).map(PartitionId).collect();
    let mut tables = Vec::new();
    for table in Table::ALL {
        let state = engine.table_state(table, &partitions).await?;
        let folder = store.dir_url(&table_dir(table));
        let path = match folder.to_file_path() {
            Ok(path) => path.display().to_string(),
            Err(()) => folder.to_string(),
        };
        let bytes: u64 = state.files.iter().map(|(_, bytes)| bytes).sum();
        let offsets: serde_json::Map<String, serde_json::Value> = state
            .offsets
            .iter()
            .filter(|(_, offset)| offset.0 > 0)
            .map(|(partition, offset)| (partition.to_string(), offset.0.into()))
            .collect();
        let files: Vec<String> = state
            .files
            .iter()
            .map(|(file, _)| format!("{}/{file}", path.trim_end_matches('/')))
            .collect();
        if options.json {
            let mut row = json!({
                "name": table.name(),
                "path": path,
                "version": state.version,
                "files": files.len(),
                "rows": state.rows,
                "bytes": bytes,
                "offsets": offsets,
            });
            if options.files {
                row["file_list"] = json!(files);
            }
            tables.push(row);
        } else if options.files {
            files.iter().for_each(|file| print(file));
        } else {
            let version = state.version.map_or("none".into(), |v| v.to_string());
            print(&format!(
                "{}\n  path     {path}\n  version  {version}\n  files    {}\n  rows     {}\n  bytes    {bytes}\n  offsets  {}",
                table.name(),
                files.len(),
                state.rows,
                serde_json::Value::Object(offsets),
            ));
        }
    }
    if options.json {
        print(&json!({ "tables": tables }).to_string());
    }
    Ok(())
}
