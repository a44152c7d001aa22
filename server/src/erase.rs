//! Erasure (design D8): a frame first, so that open sessions and hot rows follow; then, when everything before the
//! frame is committed, the tables.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use engine::{Frame, Lane, Offset, PartitionId, Payload, SiteId, VisitorId, partition_of};
use serde::Serialize;

use crate::node::Node;

/// What an erasure did.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    pub site: String,
    pub visitor: String,
    pub events: u64,
    pub sessions: u64,
    /// Whether the files that held the rows are gone already, or go with the next vacuum.
    pub files_deleted: bool,
    pub erased_at: chrono::DateTime<chrono::Utc>,
}

/// Forgets a visitor.
pub async fn erase(node: &Node, site: &str, visitor: &str, now: bool) -> Result<Receipt> {
    let Some((_, settings)) = node.directory.get(site) else {
        bail!("there is no site {site}");
    };
    let site_id = SiteId::new(site);
    let visitor_id = VisitorId::new(visitor);
    // Under an earlier number of shards his rows may have gone elsewhere.
    let count = node.log.partitions();
    let mut partitions: BTreeSet<PartitionId> = BTreeSet::new();
    for shards in [1, settings.shards] {
        partitions.insert(partition_of(&site_id, Some(&visitor_id), shards, count));
    }
    let mut ends: Vec<(PartitionId, Offset)> = Vec::new();
    for partition in partitions {
        let frame = Frame {
            lane: Lane::Live,
            payload: Payload::Erase {
                site: site_id.clone(),
                visitor: visitor_id.clone(),
            },
        };
        let offsets = node
            .log
            .append(partition, vec![frame.encode()])
            .await
            .context("the erasure cannot be written to the log")?;
        ends.extend(offsets.last().map(|offset| (partition, *offset)));
    }
    for (partition, offset) in &ends {
        while node.sink.hot().applied(*partition) < *offset {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    node.pipeline.checkpoint().await?;
    let erased = node
        .sink
        .erase(&site_id, &visitor_id, &ends)
        .await
        .context("the tables cannot be rewritten")?;
    node.query.committed(engine::Table::Events);
    node.query.committed(engine::Table::Sessions);
    if now {
        node.sink.vacuum(Duration::ZERO).await?;
    }
    Ok(Receipt {
        site: site.into(),
        visitor: visitor.into(),
        events: erased.events,
        sessions: erased.sessions,
        files_deleted: now,
        erased_at: chrono::Utc::now(),
    })
}
