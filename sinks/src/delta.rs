//! The sink of a process: hot store in front, Delta tables behind, and the commit protocol of design D6 between them.
//! `docs/commit-protocol.md` tells who writes what in what order and what each crash leaves.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use async_trait::async_trait;
use deltalake::kernel::Action;
use engine::{
    CheckpointOutcome, CheckpointPart, ChunkOutput, Clock, Generation, HotSize, Offset,
    PartitionId, Quarantined, Recovered, Sink, SinkError, Table,
};
use futures::TryStreamExt;
use object_store::{ObjectStoreExt, PutPayload};
use parking_lot::Mutex;

use crate::background::in_background;
use crate::files::write_files;
use crate::hot::HotStore;
use crate::paths::{app_id, parse_state_file, quarantine_file, state_dir, state_file};
use crate::store::Store;
use crate::table::{Change, Committed, TableError, TableWriter, Verdict, View, append_operation};

/// Hot store and tables of one process.
pub struct DeltaSink {
    store: Store,
    hot: Arc<HotStore>,
    events: Arc<TableWriter>,
    sessions: Arc<TableWriter>,
    /// Files of which this process knows that they hold no visitor's address.
    pub(crate) without_addresses: Mutex<HashSet<(Table, String)>>,
}

/// What a commit found of a partition's owner.
struct Rival {
    partition: PartitionId,
    generation: Generation,
}

impl DeltaSink {
    /// Opens the tables of a store, making them where there are none.
    pub async fn open(
        store: Store,
        partitions: u16,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TableError> {
        let events = TableWriter::open(&store, Table::Events).await?;
        let sessions = TableWriter::open(&store, Table::Sessions).await?;
        Ok(Self {
            hot: Arc::new(HotStore::new(partitions, clock)),
            store,
            events: Arc::new(events),
            sessions: Arc::new(sessions),
            without_addresses: Mutex::default(),
        })
    }

    /// The hot rows.
    pub fn hot(&self) -> &Arc<HotStore> {
        &self.hot
    }

    /// The writer of a table.
    pub fn table(&self, table: Table) -> &Arc<TableWriter> {
        match table {
            Table::Events => &self.events,
            Table::Sessions => &self.sessions,
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    async fn own(&self, table: &TableWriter, partition: PartitionId) -> Result<i64, TableError> {
        Ok(table
            .transaction(&app_id::owner(partition))
            .await?
            .unwrap_or_default())
    }

    /// Commits a generation to a table unless it carries an equal or larger one already.
    async fn claim(
        &self,
        table: &TableWriter,
        partition: PartitionId,
        generation: Generation,
    ) -> Result<bool, TableError> {
        let owner = app_id::owner(partition);
        let wanted = signed(generation.0);
        let committed = table
            .commit(append_operation(), std::slice::from_ref(&owner), |view| {
                if view.transaction(&owner).unwrap_or_default() >= wanted {
                    return Verdict::Stop(());
                }
                Verdict::Commit(Change {
                    transactions: vec![(owner.clone(), wanted)],
                    ..Change::default()
                })
            })
            .await?;
        Ok(matches!(committed, Committed::Version(_)))
    }

    async fn recover(&self, partition: PartitionId) -> Result<Recovered, TableError> {
        let generation = loop {
            let held = self
                .own(&self.events, partition)
                .await?
                .max(self.own(&self.sessions, partition).await?);
            let next = Generation(u64::try_from(held).unwrap_or_default() + 1);
            if self.claim(&self.events, partition, next).await?
                && self.claim(&self.sessions, partition, next).await?
            {
                break next;
            }
        };
        let rows = app_id::rows(partition);
        let events_offset = offset(self.events.transaction(&rows).await?);
        let sessions_offset = offset(self.sessions.transaction(&rows).await?);
        let state_offset = offset(self.sessions.transaction(&app_id::state(partition)).await?);
        let state = if state_offset == Offset::ZERO {
            None
        } else {
            let of = self
                .sessions
                .transaction(&app_id::state_generation(partition))
                .await?;
            let path = state_file(partition, state_offset, Generation(offset(of).0));
            Some(self.store.objects().get(&path).await?.bytes().await?)
        };
        Ok(Recovered {
            generation,
            state,
            state_offset,
            events_offset,
            sessions_offset,
        })
    }

    /// Commits one table's rows of all parts. Parts that a later generation owns are left out and named.
    async fn commit_table(
        &self,
        table: &TableWriter,
        parts: &[&Part],
    ) -> Result<Vec<Rival>, TableError> {
        let kind = table.kind();
        let mut live: Vec<&Part> = parts.to_vec();
        let mut rivals = Vec::new();
        while !live.is_empty() {
            let bases = self.bases(table, &live).await?;
            let mut batches = Vec::new();
            for (part, base) in live.iter().zip(&bases) {
                let rows = self.hot.sealed_rows(part.partition, *base, part.up_to);
                batches.extend(match kind {
                    Table::Events => rows.events,
                    Table::Sessions => rows.sessions,
                });
            }
            let files = in_background(move || write_files(&batches, kind))
                .await
                .map_err(|error| TableError::Object(generic(error)))??;
            let name = file_name(&live, &bases);
            let mut adds = Vec::with_capacity(files.len());
            fail_point(kind, Step::BeforeUpload)?;
            for file in files {
                adds.push(Action::Add(table.upload(&name, file).await?));
            }
            fail_point(kind, Step::AfterUpload)?;
            let app_ids: Vec<String> = live
                .iter()
                .flat_map(|part| [app_id::owner(part.partition), app_id::rows(part.partition)])
                .collect();
            let committed = table
                .commit(append_operation(), &app_ids, |view| {
                    decide(view, kind, &live, &bases, &adds)
                })
                .await?;
            match committed {
                Committed::Version(_) | Committed::Stopped(Reason::NothingToDo) => break,
                // An earlier attempt that seemed to fail has succeeded: its rows must not be added again.
                Committed::Stopped(Reason::Moved) => {}
                Committed::Stopped(Reason::Fenced(rival)) => {
                    live.retain(|part| part.partition != rival.partition);
                    rivals.push(rival);
                }
            }
        }
        fail_point(kind, Step::AfterCommit)?;
        Ok(rivals)
    }

    /// The offsets that a table holds rows up to, one per part.
    async fn bases(&self, table: &TableWriter, parts: &[&Part]) -> Result<Vec<Offset>, TableError> {
        let mut bases = Vec::with_capacity(parts.len());
        for part in parts {
            bases.push(offset(
                table.transaction(&app_id::rows(part.partition)).await?,
            ));
        }
        Ok(bases)
    }

    /// Writes a part's state file where there is to be one.
    async fn with_state(&self, part: CheckpointPart) -> Result<Part, TableError> {
        let written = Part {
            partition: part.partition,
            generation: part.generation,
            up_to: part.up_to,
            has_state: part.state.is_some(),
        };
        if let Some(state) = part.state {
            let path = state_file(part.partition, part.up_to, part.generation);
            let pieces = in_background(move || state.encode())
                .await
                .map_err(|error| TableError::Object(generic(error)))?;
            let payload = PutPayload::from_iter(pieces);
            self.store.put_durably(&path, payload).await?;
        }
        Ok(written)
    }

    async fn write(
        &self,
        parts: Vec<CheckpointPart>,
    ) -> Result<BTreeMap<PartitionId, CheckpointOutcome>, TableError> {
        let mut outcomes = BTreeMap::new();
        fail_here("checkpoint-begin")?;
        let mut written = Vec::with_capacity(parts.len());
        for part in parts {
            written.push(self.with_state(part).await?);
        }
        let parts = written;
        fail_here("after-state")?;
        let mut live: Vec<&Part> = parts.iter().collect();
        for table in [&self.events, &self.sessions] {
            for rival in self.commit_table(table, &live).await? {
                live.retain(|part| part.partition != rival.partition);
                outcomes.insert(
                    rival.partition,
                    CheckpointOutcome::Fenced {
                        by: rival.generation,
                    },
                );
            }
        }
        for part in live {
            self.hot.committed(part.partition, part.up_to);
            let state_offset = if part.has_state {
                part.up_to
            } else {
                let version = self
                    .sessions
                    .transaction(&app_id::state(part.partition))
                    .await?;
                offset(version)
            };
            if part.has_state {
                self.forget_states(part.partition, part.up_to).await;
            }
            outcomes.insert(
                part.partition,
                CheckpointOutcome::Committed { state_offset },
            );
        }
        fail_here("checkpoint-end")?;
        Ok(outcomes)
    }

    /// Deletes state files that no commit names any more. One that stays behind is found the next time.
    async fn forget_states(&self, partition: PartitionId, named: Offset) {
        let listed: Result<Vec<_>, _> = self
            .store
            .objects()
            .list(Some(&state_dir(partition)))
            .try_collect()
            .await;
        let Ok(listed) = listed else { return };
        for object in listed {
            if parse_state_file(&object.location).is_some_and(|(offset, _)| offset < named)
                && let Err(error) = self.store.objects().delete(&object.location).await
            {
                tracing::warn!(%error, path = %object.location, "state file stays behind");
            }
        }
    }
}

/// Why a commit was not made.
enum Reason {
    /// The table holds everything already.
    NothingToDo,
    /// The table has moved on since the rows were gathered.
    Moved,
    /// A later generation owns a partition.
    Fenced(Rival),
}

/// Decides on a commit of rows, on the snapshot that it would be made against.
fn decide(
    view: &View<'_>,
    kind: Table,
    parts: &[&Part],
    bases: &[Offset],
    adds: &[Action],
) -> Verdict<Reason> {
    let mut change = Change {
        actions: adds.to_vec(),
        ..Change::default()
    };
    let mut news = !adds.is_empty();
    for (part, base) in parts.iter().zip(bases) {
        let owner = app_id::owner(part.partition);
        let held = offset(view.transaction(&owner)).0;
        if held > part.generation.0 {
            return Verdict::Stop(Reason::Fenced(Rival {
                partition: part.partition,
                generation: Generation(held),
            }));
        }
        let rows = app_id::rows(part.partition);
        let at = offset(view.transaction(&rows));
        if at != *base {
            return Verdict::Stop(Reason::Moved);
        }
        news |= at < part.up_to;
        change
            .transactions
            .push((rows, signed(part.up_to.0.max(at.0))));
        change.transactions.push((owner, signed(part.generation.0)));
        if kind == Table::Sessions && part.has_state {
            news = true;
            let generation = app_id::state_generation(part.partition);
            change.transactions.extend([
                (app_id::state(part.partition), signed(part.up_to.0)),
                (generation, signed(part.generation.0)),
            ]);
        }
    }
    if news {
        Verdict::Commit(change)
    } else {
        Verdict::Stop(Reason::NothingToDo)
    }
}

/// A partition's part of a checkpoint whose state file, if it has one, is written.
#[derive(Debug)]
struct Part {
    partition: PartitionId,
    generation: Generation,
    up_to: Offset,
    has_state: bool,
}

/// Data files say which partitions, generations and offset ranges they hold.
fn file_name(parts: &[&Part], bases: &[Offset]) -> String {
    const PARTS_MAX: usize = 6;
    let name: Vec<String> = parts
        .iter()
        .zip(bases)
        .take(PARTS_MAX)
        .map(|(part, base)| {
            format!(
                "p{}g{}_{base}_{}",
                part.partition, part.generation, part.up_to
            )
        })
        .collect();
    let unique = uuid::Uuid::new_v4().simple().to_string();
    format!("{}-{}", name.join("."), &unique[..8])
}

fn offset(version: Option<i64>) -> Offset {
    Offset(
        version
            .and_then(|v| u64::try_from(v).ok())
            .unwrap_or_default(),
    )
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn generic(error: impl std::error::Error + Send + Sync + 'static) -> object_store::Error {
    object_store::Error::Generic {
        store: "tables",
        source: Box::new(error),
    }
}

/// A named fault before or after a durable step; does nothing unless a test switches it on.
#[cfg_attr(not(feature = "failpoints"), allow(unused_variables))]
fn fail_here(name: &'static str) -> Result<(), TableError> {
    fail::fail_point!(name, |_| Err(TableError::Object(generic(
        std::io::Error::other(name)
    ))));
    Ok(())
}

#[derive(Clone, Copy)]
enum Step {
    BeforeUpload,
    AfterUpload,
    AfterCommit,
}

fn fail_point(table: Table, step: Step) -> Result<(), TableError> {
    fail_here(match (table, step) {
        (Table::Events, Step::BeforeUpload) => "events-before-upload",
        (Table::Events, Step::AfterUpload) => "events-after-upload",
        (Table::Events, Step::AfterCommit) => "events-after-commit",
        (Table::Sessions, Step::BeforeUpload) => "sessions-before-upload",
        (Table::Sessions, Step::AfterUpload) => "sessions-after-upload",
        (Table::Sessions, Step::AfterCommit) => "sessions-after-commit",
    })
}

fn unavailable(error: impl std::fmt::Display) -> SinkError {
    SinkError::Unavailable(error.to_string())
}

#[async_trait]
impl Sink for DeltaSink {
    async fn take_over(&self, partition: PartitionId) -> Result<Recovered, SinkError> {
        let recovered = self.recover(partition).await.map_err(unavailable)?;
        self.hot.raise_floors(
            partition,
            recovered.events_offset,
            recovered.sessions_offset,
        );
        Ok(recovered)
    }

    fn publish(&self, partition: PartitionId, chunk: ChunkOutput) -> HotSize {
        match self.hot.publish(partition, chunk) {
            Ok(size) => size,
            // The builders make every column from the schema itself, so this cannot happen; were it to, going on
            // would lose rows.
            Err(error) => panic!("rows of a chunk do not fit the schema: {error}"),
        }
    }

    fn seal(&self, partition: PartitionId) -> Offset {
        self.hot.seal(partition)
    }

    fn hot_size(&self, partition: PartitionId) -> HotSize {
        self.hot.size(partition)
    }

    fn hot_bytes(&self) -> usize {
        self.hot.bytes()
    }

    fn caught_up(&self, partition: PartitionId) {
        self.hot.caught_up(partition);
    }

    async fn checkpoint(
        &self,
        parts: Vec<CheckpointPart>,
    ) -> Result<BTreeMap<PartitionId, CheckpointOutcome>, SinkError> {
        self.write(parts).await.map_err(unavailable)
    }

    async fn quarantine(&self, event: Quarantined) -> Result<(), SinkError> {
        let path = quarantine_file(event.partition, event.offset, event.index);
        let text = serde_json::json!({
            "partition": event.partition.0,
            "offset": event.offset.0,
            "index": event.index,
            "site": event.site.as_ref().map(engine::SiteId::as_str),
            "reason": event.reason,
            "payload": event.payload,
        });
        self.store
            .put_durably(&path, PutPayload::from(text.to_string()))
            .await
            .map_err(unavailable)
    }
}
