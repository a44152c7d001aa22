//! Imports: into the data folder itself where no server runs, else through the one that does.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use engine::{AddressLookup, SettingsVersion, SiteId};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use sources::collector::CollectSite;
use sources::import::{ImportKind, ImportReport, Importer};

use crate::config::{ImportOptions, Place};
use crate::control::{Running, read_answer};
use crate::node::{EngineOptions, Node, open_lookup};

/// Shows how far an import is, or nothing.
#[derive(Clone)]
pub struct Progress(Option<ProgressBar>);

impl Progress {
    pub fn none() -> Self {
        Self(None)
    }

    /// A bar on standard error.
    fn bar(bytes: u64) -> Self {
        let bar = ProgressBar::new(bytes);
        let style = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    fn at(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(bytes);
        }
    }

    fn done(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Imports from a reader, then makes everything durable and closes the import's sessions.
pub async fn import(
    node: &Arc<Node>,
    lookup: Arc<dyn AddressLookup>,
    site: &str,
    kind: ImportKind,
    identity: &[u8],
    reader: Box<dyn Read + Send>,
    progress: Progress,
) -> Result<serde_json::Value> {
    let Some((row, settings)) = node.directory.get(site) else {
        bail!("there is no site {site}; `footfall site list` shows those that are");
    };
    let collect = CollectSite {
        id: SiteId::new(site),
        version: SettingsVersion(u32::try_from(row.version).unwrap_or_default()),
        settings,
    };
    let importer = Importer::new(
        collect,
        row.import_key,
        identity,
        node.log.clone(),
        lookup,
        node.clock.now(),
    );
    let handle = tokio::runtime::Handle::current();
    let shown = progress.clone();
    let report: ImportReport = tokio::task::spawn_blocking(move || -> Result<ImportReport> {
        let lines = inflated(reader)?;
        let report = handle.block_on(importer.run(kind, lines, |bytes| shown.at(bytes)))?;
        Ok(report)
    })
    .await??;
    progress.done();
    for (partition, end) in &report.ends {
        while node.sink.hot().applied(*partition) < *end {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    node.pipeline.checkpoint().await?;
    let unreadable: Vec<_> = report
        .unreadable
        .iter()
        .map(|(line, why)| json!({"line": line, "why": why}))
        .collect();
    Ok(json!({
        "lines": report.lines,
        "events": report.events,
        "skipped": report.skipped,
        "unreadable": unreadable,
    }))
}

fn inflated(reader: Box<dyn Read + Send>) -> Result<Box<dyn BufRead>> {
    let mut buffered = BufReader::with_capacity(256 * 1024, reader);
    let is_gzip = buffered.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip {
        Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(
            buffered,
        )))
    } else {
        Box::new(buffered)
    })
}

/// Names a file by its beginning and its name, so that the same import, run again, is recognised.
fn identity(path: &Path) -> Result<String> {
    let mut begin = Vec::new();
    if path == Path::new("-") {
        begin.extend_from_slice(uuid::Uuid::new_v4().as_bytes());
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("file {}", path.display()))?;
        file.take(64 * 1024).read_to_end(&mut begin)?;
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let text = format!(
        "{}\0{}",
        name.unwrap_or_default(),
        String::from_utf8_lossy(&begin)
    );
    Ok(format!("{:016x}", engine::Key::of(&text).0))
}

fn open(path: &Path) -> Result<(Box<dyn Read + Send>, u64)> {
    if path == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), 0));
    }
    let file = std::fs::File::open(path).with_context(|| format!("file {}", path.display()))?;
    let bytes = file.metadata()?.len();
    Ok((Box::new(file), bytes))
}

/// `footfall import …`.
pub async fn run(place: &Place, kind: ImportKind, options: &ImportOptions) -> Result<i32> {
    let identity = identity(&options.file)?;
    let report = match (&options.url, Running::find(&place.data).await) {
        (Some(url), _) => {
            let key = options.key.clone().unwrap_or_default();
            let running = Running {
                url: url.trim_end_matches('/').to_owned(),
                token: key,
                pid: 0,
            };
            send(&running, kind, options, &identity).await?
        }
        (None, Some(running)) => send(&running, kind, options, &identity).await?,
        (None, None) => {
            let node = Arc::new(Node::start(place, &EngineOptions::default()).await?);
            node.wait_until_caught_up().await;
            let (lookup, _) = open_lookup(options.geoip.as_deref())?;
            let (reader, bytes) = open(&options.file)?;
            let progress = Progress::bar(bytes);
            let imported = import(
                &node,
                lookup,
                &options.site,
                kind,
                identity.as_bytes(),
                reader,
                progress,
            )
            .await;
            node.pipeline.stop().await?;
            imported?
        }
    };
    crate::output::print(&if options.json {
        report.to_string()
    } else {
        describe(&report)
    });
    let lines = report["lines"].as_u64().unwrap_or_default();
    let unreadable = report["skipped"]["unreadable"].as_u64().unwrap_or_default();
    Ok(i32::from(lines > 0 && unreadable == lines))
}

async fn send(
    running: &Running,
    kind: ImportKind,
    options: &ImportOptions,
    identity: &str,
) -> Result<serde_json::Value> {
    let kind = match kind {
        ImportKind::AccessLog => "access-log",
        ImportKind::Events => "events",
    };
    let body = if options.file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        reqwest::Body::from(bytes)
    } else {
        let file = tokio::fs::File::open(&options.file)
            .await
            .with_context(|| format!("file {}", options.file.display()))?;
        reqwest::Body::wrap_stream(tokio_util::io::ReaderStream::new(file))
    };
    let client = reqwest::Client::builder().no_proxy().build()?;
    let answer = client
        .post(format!("{}/api/import", running.url))
        .query(&[
            ("site", options.site.as_str()),
            ("kind", kind),
            ("identity", identity),
        ])
        .bearer_auth(&running.token)
        .body(body)
        .send()
        .await
        .with_context(|| format!("the server at {} does not answer", running.url))?;
    read_answer(answer).await
}

fn describe(report: &serde_json::Value) -> String {
    let mut text = format!("{} events of {} lines", report["events"], report["lines"]);
    if let Some(skipped) = report["skipped"].as_object() {
        for (reason, count) in skipped {
            text.push_str(&format!("\nskipped {count}: {reason}"));
        }
    }
    for line in report["unreadable"].as_array().into_iter().flatten() {
        let why = line["why"].as_str().unwrap_or_default();
        text.push_str(&format!("\nline {}: {why}", line["line"]));
    }
    text
}
