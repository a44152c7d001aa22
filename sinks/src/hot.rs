//! The hot store (design D7): rows that no commit covers yet, as Arrow batches, one version per partition and chunk.
//! It outlives the partition actors that feed it, and drops what its offsets cover, so that replay adds nothing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow::array::{Array, BooleanArray, Int64Array, StringArray};
use arrow::compute::filter_record_batch;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use engine::{
    ChunkOutput, Clock, EventRow, HotError, HotPartition, HotParts, HotSize, HotSource, HotVersion,
    Key, Lane, Micros, Offset, PartitionId, Session, SessionRow, SiteId, Table, VisitorId,
};
use parking_lot::{Mutex, RwLock};

use crate::rows::{Run, event_batch, join, session_batch};

/// Batches of at most this many rows are joined with their neighbours: enough that questions meet few batches, little
/// enough that under load, when chunks are large, rows are not copied again.
const JOIN_ROWS_MAX: usize = 4_096;

/// Neighbours joined at one publication, at most.
const JOINS_MAX: usize = 16;

#[derive(Clone, Debug)]
struct Chunk {
    first: Offset,
    last: Offset,
    published: Micros,
    rows: usize,
    bytes: usize,
    events: Option<SiteBatch>,
    closed: Option<SiteBatch>,
}

/// A batch whose rows stand by site, and where each site's rows are.
#[derive(Clone, Debug)]
struct SiteBatch {
    batch: RecordBatch,
    sites: Vec<(SiteId, usize, usize)>,
}

impl SiteBatch {
    fn new(batch: RecordBatch) -> Option<Self> {
        if batch.num_rows() == 0 {
            return None;
        }
        let mut sites: Vec<(SiteId, usize, usize)> = Vec::new();
        let names = batch
            .column_by_name("site_id")?
            .as_any()
            .downcast_ref::<StringArray>()?;
        for row in 0..names.len() {
            match sites.last_mut() {
                Some((site, _, rows)) if site.as_str() == names.value(row) => *rows += 1,
                _ => sites.push((SiteId::new(names.value(row)), row, 1)),
            }
        }
        Some(Self { batch, sites })
    }

    fn slices(&self, wanted: &[SiteId]) -> Vec<RecordBatch> {
        if wanted.is_empty() {
            return vec![self.batch.clone()];
        }
        self.sites
            .iter()
            .filter(|(site, _, _)| wanted.contains(site))
            .map(|(_, start, rows)| self.batch.slice(*start, *rows))
            .collect()
    }
}

/// By lane, so that an entry holds no more than a visitor's key.
type OpenSessions = BTreeMap<Lane, HashMap<Key, Arc<Session>>>;

#[derive(Debug, Default)]
struct Partition {
    events_floor: Offset,
    sessions_floor: Offset,
    applied: Offset,
    sealed: Offset,
    caught_up: bool,
    version: u64,
    /// The version at which a site's rows last changed; for those that did.
    site_versions: HashMap<SiteId, u64>,
    chunks: Vec<Chunk>,
    open: BTreeMap<SiteId, OpenSessions>,
}

impl Partition {
    fn size(&self) -> HotSize {
        let rows = self.chunks.iter().map(|chunk| chunk.rows).sum();
        HotSize {
            rows,
            bytes: self.chunks.iter().map(|chunk| chunk.bytes).sum(),
            first_row: self.chunks.first().map(|chunk| chunk.published),
        }
    }
}

/// The hot rows of all partitions.
pub struct HotStore {
    clock: Arc<dyn Clock>,
    partitions: BTreeMap<PartitionId, RwLock<Partition>>,
    versions: AtomicU64,
    /// Open sessions as they were last asked for: the questions of a page ask for the same.
    open: Mutex<HashMap<(PartitionId, SiteId), OpenBatch>>,
}

/// A site's open sessions as a batch, and the site's version that it shows.
#[derive(Clone, Debug)]
struct OpenBatch {
    version: u64,
    batch: RecordBatch,
}

/// Batches of open sessions that are kept.
const OPEN_KEPT_MAX: usize = 256;

/// Rows of a sealed prefix, to be committed.
#[derive(Clone, Debug, Default)]
pub struct SealedRows {
    /// Batches of `events`.
    pub events: Vec<RecordBatch>,
    /// Batches of `sessions`.
    pub sessions: Vec<RecordBatch>,
}

impl HotStore {
    /// An empty store for a log's partitions.
    pub fn new(partitions: u16, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            partitions: (0..partitions)
                .map(|number| (PartitionId(number), RwLock::default()))
                .collect(),
            versions: AtomicU64::new(1),
            open: Mutex::default(),
        }
    }

    fn partition(&self, partition: PartitionId) -> &RwLock<Partition> {
        self.partitions
            .get(&partition)
            .expect("partitions are fixed when the log is created")
    }

    /// Raises a partition's floors to what the tables hold.
    pub fn raise_floors(&self, partition: PartitionId, events: Offset, sessions: Offset) {
        let mut hot = self.partition(partition).write();
        hot.events_floor = hot.events_floor.max(events);
        hot.sessions_floor = hot.sessions_floor.max(sessions);
        self.bump(&mut hot);
    }

    /// Takes in a chunk; see [`engine::Sink::publish`].
    pub fn publish(
        &self,
        partition: PartitionId,
        chunk: ChunkOutput,
    ) -> Result<HotSize, ArrowError> {
        let (applied, events_floor, sessions_floor, sealed) = {
            let hot = self.partition(partition).read();
            (
                hot.applied,
                hot.events_floor,
                hot.sessions_floor,
                hot.sealed,
            )
        };
        if chunk.last < applied || (chunk.last == applied && applied > Offset::ZERO) {
            return Ok(self.size(partition));
        }
        let new_events = applied.max(events_floor);
        let new_sessions = applied.max(sessions_floor);
        let rows: Vec<EventRow> = chunk
            .rows
            .into_iter()
            .filter(|row| row.place.offset > new_events)
            .collect();
        let closed: Vec<SessionRow> = chunk
            .closed
            .into_iter()
            .filter(|row| {
                row.closed_offset
                    .is_some_and(|offset| offset > new_sessions)
            })
            .collect();
        let events = SiteBatch::new(event_batch(&rows)?);
        let sessions = SiteBatch::new(session_batch(&closed)?);
        let mut touched: HashSet<SiteId> = HashSet::new();
        for batch in [&events, &sessions].into_iter().flatten() {
            touched.extend(batch.sites.iter().map(|(site, _, _)| site.clone()));
        }
        touched.extend(chunk.changes.iter().map(|(site, _)| site.clone()));
        touched.extend(chunk.erasures.iter().map(|(site, _, _)| site.clone()));
        let mut fresh = Chunk {
            first: chunk.first,
            last: chunk.last,
            published: self.clock.now(),
            rows: rows.len() + closed.len(),
            bytes: bytes_of(events.as_ref()) + bytes_of(sessions.as_ref()),
            events,
            closed: sessions,
        };
        // Only this partition's actor publishes and joins, so what is read here cannot have been joined elsewhere; a
        // commit may have removed it meanwhile, which the second look below finds out.
        let mut joined = 0;
        {
            let candidates: Vec<Chunk> = {
                let hot = self.partition(partition).read();
                hot.chunks.iter().rev().take(JOINS_MAX).cloned().collect()
            };
            for older in &candidates {
                let small = older.rows <= fresh.rows.saturating_mul(2).max(64)
                    && older.rows + fresh.rows <= JOIN_ROWS_MAX;
                if !small || older.first <= sealed {
                    break;
                }
                fresh = join_chunks(older, &fresh)?;
                joined += 1;
            }
        }
        let mut hot = self.partition(partition).write();
        let keep = hot.chunks.len().saturating_sub(joined);
        hot.chunks.truncate(keep);
        if fresh.rows > 0 {
            hot.chunks.push(fresh);
        }
        for (site, change) in chunk.changes {
            let lanes = hot.open.entry(site).or_default();
            let sessions = lanes.entry(change.lane).or_default();
            match change.session {
                Some(session) => {
                    sessions.insert(change.visitor, session);
                }
                None => {
                    sessions.remove(&change.visitor);
                }
            }
        }
        for lanes in hot.open.values_mut() {
            lanes.retain(|_, sessions| !sessions.is_empty());
        }
        hot.open.retain(|_, lanes| !lanes.is_empty());
        hot.applied = chunk.last;
        for (site, visitor, offset) in &chunk.erasures {
            erase(&mut hot, site, visitor, *offset)?;
        }
        self.bump(&mut hot);
        let version = hot.version;
        let changed = touched.into_iter().map(|site| (site, version));
        hot.site_versions.extend(changed);
        Ok(hot.size())
    }

    fn bump(&self, hot: &mut Partition) {
        hot.version = self.versions.fetch_add(1, Ordering::AcqRel);
    }

    /// See [`engine::Sink::seal`].
    pub fn seal(&self, partition: PartitionId) -> Offset {
        let mut hot = self.partition(partition).write();
        hot.sealed = hot.applied;
        hot.sealed
    }

    /// What waits for a commit.
    pub fn size(&self, partition: PartitionId) -> HotSize {
        self.partition(partition).read().size()
    }

    /// Bytes that wait for a commit, of all partitions.
    pub fn bytes(&self) -> usize {
        self.partitions
            .values()
            .map(|hot| hot.read().size().bytes)
            .sum()
    }

    /// Says that a partition may answer questions.
    pub fn caught_up(&self, partition: PartitionId) {
        let mut hot = self.partition(partition).write();
        hot.caught_up = true;
        self.bump(&mut hot);
    }

    /// Whether every partition may answer questions.
    pub fn is_caught_up(&self) -> bool {
        self.partitions.values().all(|hot| hot.read().caught_up)
    }

    /// The rows of a sealed prefix, those of chunks in `(from, up_to]`.
    pub fn sealed_rows(&self, partition: PartitionId, from: Offset, up_to: Offset) -> SealedRows {
        let hot = self.partition(partition).read();
        let mut rows = SealedRows::default();
        for chunk in hot
            .chunks
            .iter()
            .filter(|chunk| chunk.last > from && chunk.last <= up_to)
        {
            rows.events
                .extend(chunk.events.as_ref().map(|b| b.batch.clone()));
            rows.sessions
                .extend(chunk.closed.as_ref().map(|b| b.batch.clone()));
        }
        rows
    }

    /// Forgets rows that both tables hold now.
    pub fn committed(&self, partition: PartitionId, up_to: Offset) {
        let mut hot = self.partition(partition).write();
        hot.chunks.retain(|chunk| chunk.last > up_to);
        hot.events_floor = hot.events_floor.max(up_to);
        hot.sessions_floor = hot.sessions_floor.max(up_to);
        self.bump(&mut hot);
    }

    /// Open sessions of a site with an event since `since`, imports and bots left out.
    pub fn active_sessions(&self, site: &SiteId, since: Micros) -> Vec<Arc<Session>> {
        self.partitions
            .values()
            .flat_map(|hot| {
                hot.read()
                    .open
                    .get(site)
                    .and_then(|lanes| lanes.get(&Lane::Live))
                    .into_iter()
                    .flat_map(HashMap::values)
                    .filter(|session| session.seen > since && !session.is_bot)
                    .cloned()
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// Open sessions: live ones, and those of imports.
    pub fn open_sessions(&self) -> (usize, usize) {
        let mut counts = (0, 0);
        for hot in self.partitions.values() {
            for (lane, sessions) in hot.read().open.values().flatten() {
                match lane {
                    Lane::Live => counts.0 += sessions.len(),
                    Lane::Import(_) => counts.1 += sessions.len(),
                }
            }
        }
        counts
    }

    fn kept_open(
        &self,
        partition: PartitionId,
        site: &SiteId,
        version: u64,
    ) -> Option<RecordBatch> {
        let open = self.open.lock();
        let kept = open.get(&(partition, site.clone()))?;
        (kept.version == version).then(|| kept.batch.clone())
    }

    fn keep_open(&self, partition: PartitionId, site: SiteId, version: u64, batch: &RecordBatch) {
        let mut open = self.open.lock();
        if open.len() >= OPEN_KEPT_MAX {
            open.clear();
        }
        let batch = batch.clone();
        open.insert((partition, site), OpenBatch { version, batch });
    }

    /// The last published offset of a partition.
    pub fn applied(&self, partition: PartitionId) -> Offset {
        self.partition(partition).read().applied
    }
}

fn open_rows(partition: PartitionId, site: &SiteId, lanes: &OpenSessions) -> Vec<SessionRow> {
    let open = lanes.values().flat_map(HashMap::values);
    open.map(|session| SessionRow {
        site: site.clone(),
        partition,
        session: session.clone(),
        closed_offset: None,
    })
    .collect()
}

fn bytes_of(batch: Option<&SiteBatch>) -> usize {
    batch.map_or(0, |held| {
        held.batch
            .columns()
            .iter()
            .map(|column| column.to_data().get_slice_memory_size().unwrap_or_default())
            .sum()
    })
}

fn join_chunks(older: &Chunk, newer: &Chunk) -> Result<Chunk, ArrowError> {
    Ok(Chunk {
        first: older.first,
        last: newer.last,
        published: older.published,
        rows: older.rows + newer.rows,
        bytes: older.bytes + newer.bytes,
        events: join_batches(older.events.as_ref(), newer.events.as_ref(), Table::Events)?,
        closed: join_batches(
            older.closed.as_ref(),
            newer.closed.as_ref(),
            Table::Sessions,
        )?,
    })
}

fn join_batches(
    older: Option<&SiteBatch>,
    newer: Option<&SiteBatch>,
    table: Table,
) -> Result<Option<SiteBatch>, ArrowError> {
    let (Some(older), Some(newer)) = (older, newer) else {
        return Ok(older.or(newer).cloned());
    };
    let mut runs: Vec<(&SiteId, Run)> = [older, newer]
        .into_iter()
        .enumerate()
        .flat_map(|(batch, held)| {
            let sites = held.sites.iter();
            sites.map(move |(site, start, rows)| (site, (batch, *start, *rows)))
        })
        .collect();
    runs.sort_by(|a, b| a.0.cmp(b.0));
    let runs: Vec<Run> = runs.into_iter().map(|(_, run)| run).collect();
    let batches = [&older.batch, &newer.batch];
    Ok(SiteBatch::new(join(&batches, &runs, table)?))
}

fn erase(
    hot: &mut Partition,
    site: &SiteId,
    visitor: &VisitorId,
    offset: Offset,
) -> Result<(), ArrowError> {
    let key = Key::of(visitor.as_str()).as_i64();
    let before = i64::try_from(offset.0).unwrap_or(i64::MAX);
    for chunk in &mut hot.chunks {
        for (held, column) in [
            (&mut chunk.events, "log_offset"),
            (&mut chunk.closed, "first_offset"),
        ] {
            if let Some(batch) = held.take() {
                let keep = kept(&batch.batch, site, key, column, before);
                *held = SiteBatch::new(filter_record_batch(&batch.batch, &keep)?);
            }
        }
    }
    Ok(())
}

fn kept(batch: &RecordBatch, site: &SiteId, key: i64, column: &str, before: i64) -> BooleanArray {
    let int = |name| {
        batch
            .column_by_name(name)
            .and_then(|array| array.as_any().downcast_ref::<Int64Array>())
    };
    let sites = batch
        .column_by_name("site_id")
        .and_then(|array| array.as_any().downcast_ref::<StringArray>());
    let (Some(keys), Some(offsets), Some(sites)) = (int("visitor_key"), int(column), sites) else {
        return BooleanArray::from(vec![true; batch.num_rows()]);
    };
    (0..batch.num_rows())
        .map(|row| {
            let erased = keys.is_valid(row)
                && keys.value(row) == key
                && sites.value(row) == site.as_str()
                && offsets.value(row) < before;
            Some(!erased)
        })
        .collect()
}

impl HotSource for HotStore {
    fn version(&self, sites: &[SiteId], parts: HotParts) -> Result<HotVersion, HotError> {
        let mut answer = HotVersion::default();
        for (partition, hot) in &self.partitions {
            let hot = hot.read();
            if !hot.caught_up {
                return Err(HotError::CatchingUp(*partition));
            }
            // Rows that a commit took over are in the table's next version; to the sites nothing has changed.
            let of_sites = sites
                .iter()
                .filter_map(|site| hot.site_versions.get(site))
                .max();
            answer.version = answer.version.max(match of_sites {
                _ if sites.is_empty() => hot.version,
                Some(version) => *version,
                None => 0,
            });
            let mut view = HotPartition {
                partition: *partition,
                events_floor: hot.events_floor,
                sessions_floor: hot.sessions_floor,
                applied: hot.applied,
                ..HotPartition::default()
            };
            for chunk in &hot.chunks {
                if parts.events
                    && let Some(events) = &chunk.events
                {
                    view.events.extend(events.slices(sites));
                }
                if parts.sessions
                    && let Some(closed) = &chunk.closed
                {
                    view.closed.extend(closed.slices(sites));
                }
            }
            if parts.sessions {
                let mut changed: Vec<(SiteId, u64, Vec<SessionRow>)> = Vec::new();
                for (site, lanes) in &hot.open {
                    if !sites.is_empty() && !sites.contains(site) {
                        continue;
                    }
                    let version = hot.site_versions.get(site).copied().unwrap_or_default();
                    let rows = || open_rows(*partition, site, lanes);
                    if sites.is_empty() {
                        // All of them are wanted at once, in one batch.
                        match changed.first_mut() {
                            Some((_, _, all)) => all.extend(rows()),
                            None => changed.push((site.clone(), version, rows())),
                        }
                    } else if let Some(batch) = self.kept_open(*partition, site, version) {
                        view.open.push(batch);
                    } else {
                        changed.push((site.clone(), version, rows()));
                    }
                }
                drop(hot);
                for (site, version, rows) in changed {
                    match session_batch(&rows) {
                        Ok(batch) => {
                            if !sites.is_empty() {
                                self.keep_open(*partition, site, version, &batch);
                            }
                            view.open.push(batch);
                        }
                        Err(error) => {
                            tracing::error!(%error, "open sessions do not become a batch")
                        }
                    }
                }
            }
            answer.partitions.push(view);
        }
        Ok(answer)
    }
}
