//! The pump of an import: lines in, frames on the import's lane out, an end frame last.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::io::BufRead;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use compact_str::CompactString;
use engine::{
    AddressLookup, Column, EncodedRequest, Event, EventId, Fields, Frame, FrameBuilder, IMPORT_MIN,
    Lane, Log, LogError, Micros, Offset, PartitionId, Payload, SiteId, Source, Span, partition_of,
};
use xxhash_rust::xxh3::xxh3_64;

use super::access_log::{AccessLine, Skip, parse_line};
use super::events;
use crate::collector::{
    Arrived, Batch, BatchEvent, CollectSite, Heads, Sender, keyed_hash, keyed_uuid,
};

/// Lines are sorted within this much log time.
const SORT_SPAN: Span = Span::seconds(600);
/// Frames handed to the log at once.
const FRAMES_AT_ONCE: usize = 16;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// A web server's access log.
    AccessLog,
    /// NDJSON bodies of `POST /api/collect`.
    Events,
}

/// Why an import ended early. What was appended stays and is recognised when it is run again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Older than the site keeps rows.
    #[error(
        "line {line} is of {at}, older than the {days} days that the site keeps; raise its retention first"
    )]
    OlderThanRetention {
        /// The line.
        line: u64,
        /// Its time.
        at: Micros,
        /// The site's retention.
        days: u32,
    },
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Lines read.
    pub lines: u64,
    /// Events appended.
    pub events: u64,
    /// Lines skipped, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// The first lines that could not be read, with their numbers and why.
    pub unreadable: Vec<(u64, String)>,
    /// The last offset of the import in each partition it wrote to.
    pub ends: BTreeMap<PartitionId, Offset>,
}

impl ImportReport {
    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    fn cannot_read(&mut self, why: impl Into<String>) {
        self.skip(Skip::Unreadable.name());
        if self.unreadable.len() < 20 {
            self.unreadable.push((self.lines, why.into()));
        }
    }
}

struct Visit {
    number: i32,
    seen: Micros,
    opened: Micros,
}

/// Imports one file into one site.
pub struct Importer {
    site: CollectSite,
    key: [u8; 32],
    log: Arc<dyn Log>,
    heads: Heads,
    now: Micros,
    lane: Lane,
    builders: BTreeMap<PartitionId, (FrameBuilder, Vec<Bytes>)>,
    visits: HashMap<CompactString, Visit>,
    lines: HashMap<u128, u32>,
    clock: Micros,
    report: ImportReport,
}

impl Importer {
    /// An import into a site. `key` is the site's import key; `identity` names the file, so that an import of the same
    /// file that was interrupted goes on where it stopped instead of beginning a second lane.
    pub fn new(
        site: CollectSite,
        key: [u8; 32],
        identity: &[u8],
        log: Arc<dyn Log>,
        lookup: Arc<dyn AddressLookup>,
        now: Micros,
    ) -> Self {
        let mut name = site.id.as_str().as_bytes().to_vec();
        name.push(0);
        name.extend_from_slice(identity);
        Self {
            lane: Lane::Import(xxh3_64(&name)),
            site,
            key,
            log,
            heads: Heads::new(lookup),
            now,
            builders: BTreeMap::new(),
            visits: HashMap::new(),
            lines: HashMap::new(),
            clock: IMPORT_MIN,
            report: ImportReport::default(),
        }
    }

    /// Imports all lines; `progress` is told the bytes read so far.
    pub async fn run(
        mut self,
        kind: ImportKind,
        lines: impl BufRead,
        progress: impl FnMut(u64),
    ) -> Result<ImportReport, ImportError> {
        let read = self.read(kind, lines, progress).await;
        // Whatever went in before an error is closed and stays.
        self.finish().await?;
        read.map(|()| self.report)
    }

    async fn read(
        &mut self,
        kind: ImportKind,
        mut lines: impl BufRead,
        mut progress: impl FnMut(u64),
    ) -> Result<(), ImportError> {
        let mut sorter: BinaryHeap<Reverse<(Micros, u64, String)>> = BinaryHeap::new();
        let mut newest = IMPORT_MIN;
        let mut raw = Vec::new();
        let mut bytes = 0;
        loop {
            raw.clear();
            let read = lines.read_until(b'\n', &mut raw)?;
            if read == 0 {
                break;
            }
            bytes += read as u64;
            progress(bytes);
            self.report.lines += 1;
            let line = String::from_utf8_lossy(&raw);
            let line = line.trim_end_matches(['\n', '\r']);
            if line.is_empty() {
                self.report.skip("empty");
                continue;
            }
            match kind {
                ImportKind::Events => self.event_line(line).await?,
                ImportKind::AccessLog => match parse_line(line) {
                    Ok(read) if !self.is_in_bounds(read.at) => self.report.skip(Skip::Time.name()),
                    Ok(read) => {
                        newest = newest.max(read.at);
                        sorter.push(Reverse((read.at, self.report.lines, line.to_owned())));
                    }
                    Err(Skip::Unreadable) => self.report.cannot_read("no line of an access log"),
                    Err(skip) => self.report.skip(skip.name()),
                },
            }
            while sorter
                .peek()
                .is_some_and(|Reverse((at, _, _))| newest - *at > SORT_SPAN)
            {
                self.pop(&mut sorter).await?;
            }
        }
        while !sorter.is_empty() {
            self.pop(&mut sorter).await?;
        }
        Ok(())
    }

    async fn pop(
        &mut self,
        sorter: &mut BinaryHeap<Reverse<(Micros, u64, String)>>,
    ) -> Result<(), ImportError> {
        if let Some(Reverse((_, _, line))) = sorter.pop()
            && let Ok(read) = parse_line(&line)
        {
            self.access_line(&line, &read).await?;
        }
        Ok(())
    }

    fn is_in_bounds(&self, at: Micros) -> bool {
        at >= IMPORT_MIN && at <= self.now + Span::seconds(24 * 3600)
    }

    fn check_retention(&self, at: Micros) -> Result<(), ImportError> {
        match self.site.settings.retention_days {
            Some(days) if at < self.now - Span::seconds(i64::from(days) * 86_400) => {
                Err(ImportError::OlderThanRetention {
                    line: self.report.lines,
                    at,
                    days,
                })
            }
            _ => Ok(()),
        }
    }

    async fn access_line(&mut self, line: &str, read: &AccessLine<'_>) -> Result<(), ImportError> {
        self.check_retention(read.at)?;
        let equal_before = self
            .lines
            .entry(xxhash_rust::xxh3::xxh3_128(line.as_bytes()))
            .or_default();
        let repeat = *equal_before;
        *equal_before += 1;
        let namespace =
            uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, self.site.id.as_str().as_bytes());
        let id = uuid::Uuid::new_v5(&namespace, format!("{line}\0{repeat}").as_bytes());
        let visitor = keyed_uuid(&self.key, &[read.address, read.user_agent]).to_string();
        let (session_number, is_first) = self.visit(&visitor, read.at);
        let mut fields = Fields::new();
        let host = read
            .host
            .map(CompactString::from)
            .or_else(|| self.site.settings.domains.first().cloned())
            .unwrap_or_default();
        let url = if read.target.starts_with('/') {
            format!("https://{host}{}", read.target)
        } else {
            read.target.to_owned()
        };
        fields.set_text(Column::PageUrl, Some(crop(&url)));
        fields.set_text(Column::PageReferrer, read.referrer.map(crop));
        if read.event == "file_download" {
            let path = read.target.split(['?', '#']).next().unwrap_or_default();
            fields.set_text(Column::FileName, path.rsplit('/').next().map(crop));
            let extension = super::access_log::extension(read.target);
            fields.set_text(
                Column::FileExtension,
                extension.map(str::to_ascii_lowercase),
            );
            fields.set_text(Column::LinkUrl, Some(crop(&url)));
        }
        let event = Event {
            id: EventId::new(id.to_string()),
            name: read.event.into(),
            client_time: Some(read.at),
            fields,
            properties: None,
        };
        let batch = Batch {
            sender: Sender {
                visitor: Some(visitor.into()),
                is_new: Some(is_first),
                session_number: Some(session_number),
                ..Sender::default()
            },
            events: vec![BatchEvent {
                event,
                context: None,
            }],
            ..Batch::default()
        };
        let arrived = Arrived {
            at: read.at,
            address: read.ip(),
            user_agent: read.user_agent.into(),
            refuses_tracking: false,
            source: Source::Import,
            salts: (None, None),
            edge_country: None,
            origin_host: None,
            time: Some(read.at),
        };
        self.push(batch, &arrived).await
    }

    async fn event_line(&mut self, text: &str) -> Result<(), ImportError> {
        let line = match events::read_line(text, self.now) {
            Ok(line) => line,
            Err(error) => {
                self.report.cannot_read(error.to_string());
                return Ok(());
            }
        };
        for rejection in &line.batch.rejected {
            self.report.skip(rejection.code);
        }
        for (event, at) in line.events {
            if !self.is_in_bounds(at) {
                self.report.skip(Skip::Time.name());
                continue;
            }
            self.check_retention(at)?;
            let mut batch = line.batch.clone();
            batch.dropped = 0;
            batch.rejected.clear();
            let mut arrived = events::arrived(&batch, at);
            arrived.salts = (self.day_salt(at.utc_day()), self.day_salt(at.utc_day() - 1));
            batch.events.push(event);
            self.push(batch, &arrived).await?;
        }
        Ok(())
    }

    /// Salts of days long gone, under which an import makes cookieless ids.
    fn day_salt(&self, day: i32) -> Option<[u8; 32]> {
        Some(keyed_hash(&self.key, &["day", &day.to_string()]))
    }

    /// Which of the visitor's sessions this is, and whether his first, by the rules of the session machine.
    fn visit(&mut self, visitor: &str, at: Micros) -> (i32, bool) {
        self.clock = self.clock.max(at);
        let now = self.clock;
        let timeout = self.site.settings.session_timeout;
        let visit = self.visits.entry(visitor.into()).or_insert(Visit {
            number: 1,
            seen: now,
            opened: now,
        });
        let long = Span::seconds(12 * 3600);
        if now - visit.seen >= timeout || now - visit.opened >= long {
            visit.number += 1;
            visit.opened = now;
        }
        visit.seen = now;
        (visit.number, visit.number == 1)
    }

    async fn push(&mut self, batch: Batch, arrived: &Arrived) -> Result<(), ImportError> {
        let built = self.heads.build(&self.site, batch, arrived).await;
        if !built.excluded.is_empty() {
            *self.report.skipped.entry("excluded").or_default() += built.excluded.len() as u64;
        }
        for request in built.requests {
            self.report.events += request.events.len() as u64;
            let visitor = request.head.visitor.as_ref();
            let shards = self.site.settings.shards;
            let partition = partition_of(&self.site.id, visitor, shards, self.log.partitions());
            let encoded = EncodedRequest::new(&request);
            let lane = self.lane;
            let (builder, frames) = self
                .builders
                .entry(partition)
                .or_insert_with(|| (FrameBuilder::new(lane), Vec::new()));
            if !builder.fits(&encoded) {
                frames.push(std::mem::replace(builder, FrameBuilder::new(lane)).finish());
            }
            builder.push(&encoded);
            if frames.len() >= FRAMES_AT_ONCE {
                let frames = std::mem::take(frames);
                self.append(partition, frames).await?;
            }
        }
        Ok(())
    }

    async fn append(
        &mut self,
        partition: PartitionId,
        frames: Vec<Bytes>,
    ) -> Result<(), ImportError> {
        loop {
            match self.log.append(partition, frames.clone()).await {
                Ok(offsets) => {
                    if let Some(last) = offsets.last() {
                        self.report.ends.insert(partition, *last);
                    }
                    return Ok(());
                }
                Err(LogError::Full { bytes, bytes_max }) => {
                    tracing::info!(
                        bytes,
                        bytes_max,
                        "log is full; the import waits for a checkpoint"
                    );
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn finish(&mut self) -> Result<(), ImportError> {
        let builders = std::mem::take(&mut self.builders);
        for (partition, (builder, mut frames)) in builders {
            if !builder.is_empty() {
                frames.push(builder.finish());
            }
            let end = Frame {
                lane: self.lane,
                payload: Payload::EndLane {
                    site: SiteId::new(self.site.id.as_str()),
                },
            };
            frames.push(end.encode());
            self.append(partition, frames).await?;
        }
        Ok(())
    }
}

fn crop(text: &str) -> &str {
    match text.char_indices().nth(4_096) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}
