//! Table maintenance by the serving process: retention, compaction, vacuum, one after the other.

use std::collections::BTreeMap;
use std::time::Duration;

use engine::{SiteId, Table};

use crate::node::Node;

/// How long files that no version names are kept, for readers of older versions.
const KEEP_FILES: Duration = Duration::from_secs(3_600);

/// How long raw addresses stay in the tables of sites that keep them (design D13).
const KEEP_ADDRESSES_DAYS: i32 = 90;

/// Runs a round. What fails is tried again at the next.
pub async fn run(node: &Node) {
    let today = node.clock.now().utc_day();
    let retention: BTreeMap<SiteId, i32> = node
        .directory
        .all()
        .into_iter()
        .filter_map(|(site, settings)| {
            let days = i32::try_from(settings.retention_days?).ok()?;
            Some((SiteId::new(&site.id), today.saturating_sub(days)))
        })
        .collect();
    for table in Table::ALL {
        if let Err(error) = node.sink.retain(table, &retention).await {
            tracing::error!(%error, table = table.name(), "retention failed");
        }
        match node.sink.compact(table).await {
            Ok(0) => {}
            Ok(files) => tracing::info!(files, table = table.name(), "compacted"),
            Err(error) => tracing::error!(%error, table = table.name(), "compaction failed"),
        }
        node.query.committed(table);
    }
    let before = today.saturating_sub(KEEP_ADDRESSES_DAYS);
    if let Err(error) = node.sink.forget_addresses(before).await {
        tracing::error!(%error, "addresses older than 90 days are not all forgotten");
    }
    if let Err(error) = node.sink.clean_logs().await {
        tracing::error!(%error, "the tables' logs are not cleaned up");
    }
    if let Err(error) = node.sink.vacuum(KEEP_FILES).await {
        tracing::error!(%error, "vacuum failed");
    }
}

/// Erases the rows of sites that were deleted a week ago, or for good, or reset. What fails is tried again at the next round.
pub async fn erase_sites(node: &Node) {
    let accounts = node.directory.accounts();
    let due = match accounts.due_erasures(node.directory.time()).await {
        Ok(due) => due,
        Err(error) => {
            tracing::warn!(%error, "which sites are to be erased is not known");
            return;
        }
    };
    for erasure in due {
        if let Err(error) = erase_site(node, &erasure).await {
            tracing::error!(
                error = format!("{error:#}"),
                site = erasure.site,
                "a site's rows are not erased yet"
            );
        }
    }
}

async fn erase_site(node: &Node, erasure: &accounts::SiteErasure) -> anyhow::Result<()> {
    // What is in memory must be in the tables to leave them; then every day of the site goes, tomorrow's by its own clock included.
    node.pipeline.checkpoint().await?;
    let until = node.clock.now().utc_day().saturating_add(2);
    let everything = BTreeMap::from([(SiteId::new(&erasure.site), until)]);
    for table in Table::ALL {
        node.sink.retain(table, &everything).await?;
        node.query.committed(table);
    }
    let accounts = node.directory.accounts();
    accounts.erased(&erasure.id, node.directory.time()).await?;
    tracing::info!(
        site = erasure.site,
        reset = erasure.is_reset,
        "erased a site's rows"
    );
    Ok(())
}
