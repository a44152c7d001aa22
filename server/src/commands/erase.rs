//! `footfall erase`.

use std::sync::Arc;

use anyhow::Result;

use crate::config::{EraseOptions, Place};
use crate::control::Running;
use crate::node::{EngineOptions, Node};
use crate::output::print;

pub async fn run(place: &Place, options: &EraseOptions) -> Result<()> {
    let receipt = match Running::find(&place.data).await {
        Some(running) => {
            let mut url = url::Url::parse(&running.url)?;
            url.set_path("/internal/erase");
            url.query_pairs_mut()
                .append_pair("site", &options.site)
                .append_pair("visitor", &options.visitor)
                .append_pair("now", if options.now { "true" } else { "false" });
            let path = format!("{}?{}", url.path(), url.query().unwrap_or_default());
            running.send(&path, reqwest::Body::from("")).await?
        }
        None => {
            let node = Arc::new(Node::start(place, &EngineOptions::default()).await?);
            node.wait_until_caught_up().await;
            let erased =
                crate::erase::erase(&node, &options.site, &options.visitor, options.now).await;
            node.pipeline.stop().await?;
            serde_json::to_value(erased?)?
        }
    };
    if options.json {
        print(&receipt.to_string());
    } else {
        let files = if options.now {
            "the files that held them are deleted"
        } else {
            "the files that held them go with the next vacuum, within about an hour"
        };
        print(&format!(
            "visitor {} of site {} erased at {}: {} events, {} sessions; {files}",
            options.visitor,
            options.site,
            receipt["erased_at"].as_str().unwrap_or_default(),
            receipt["events"],
            receipt["sessions"],
        ));
    }
    Ok(())
}
