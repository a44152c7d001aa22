//! One instant of both tables (design D7): snapshots first, then one hot version, and a check that the hot store still
//! holds everything after the snapshots. Where a commit has overtaken a kept snapshot, it is read anew and the hot
//! store asked again, so that no row is missing or counted twice.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::datatypes::SchemaRef;
use engine::{HotParts, HotSource, HotVersion, Offset, SiteId, Table};
use object_store::ObjectStore;
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use crate::cells::Cells;
use crate::coded::{Coded, coded_schema};
use crate::error::QueryError;
use crate::footers::NarrowFooters;
use crate::hot::{HotBatch, HotColumns};
use crate::scan::{TableView, plan_schema};
use crate::tables::{Keeper, Snapshot};

/// How often a commit may overtake a question before it gives up.
const ATTEMPTS: u32 = 8;

/// Which tables a question reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    pub events: bool,
    pub sessions: bool,
}

impl Needs {
    pub(crate) fn both() -> Self {
        Self {
            events: true,
            sessions: true,
        }
    }
    pub(crate) fn of(self, table: Table) -> bool {
        match table {
            Table::Events => self.events,
            Table::Sessions => self.sessions,
        }
    }
}

/// What stands behind an answer; equal marks mean equal rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub events: Option<u64>,
    pub sessions: Option<u64>,
    pub hot: Option<u64>,
}

impl Mark {
    /// What stands behind an answer that needs only these tables.
    pub(crate) fn of(self, needs: Needs) -> Self {
        Self {
            events: self.events.filter(|_| needs.events),
            sessions: self.sessions.filter(|_| needs.sessions),
            hot: self.hot,
        }
    }
}

/// A point in time for questions that belong together, as those of a page do: the first that asks about some sites fixes
/// what the others see of them.
#[derive(Debug, Default)]
pub struct PointInTime(Mutex<HashMap<Vec<SiteId>, FirstView>>);

/// What the first who asks puts there.
type FirstView = Arc<OnceCell<View>>;

/// One instant of the tables.
#[derive(Clone, Debug)]
pub(crate) struct View {
    tables: Vec<Arc<TableView>>,
    pub mark: Mark,
}

impl View {
    /// A table that the question said it needs.
    pub(crate) fn table(&self, table: Table) -> Result<Arc<TableView>, QueryError> {
        self.tables
            .iter()
            .find(|view| view.table == table)
            .cloned()
            .ok_or_else(|| QueryError::internal(format!("{} was not asked for", table.name())))
    }

    /// Of the tables those that are needed.
    fn of(&self, needs: Needs) -> Self {
        let tables = self.tables.iter().filter(|view| needs.of(view.table));
        Self {
            tables: tables.cloned().collect(),
            mark: self.mark.of(needs),
        }
    }

    /// Hot rows that count, of all tables.
    pub(crate) fn hot_rows(&self) -> u64 {
        self.tables.iter().map(|view| view.hot_count()).sum()
    }

    /// Version of `events` where it is read, else of `sessions`.
    pub(crate) fn version(&self) -> u64 {
        let first = self.tables.first();
        first
            .and_then(|view| view.snapshot.version)
            .unwrap_or_default()
    }
}

/// Makes views.
pub(crate) struct Views {
    keepers: [Keeper; 2],
    schemas: [SchemaRef; 2],
    coded_schemas: [SchemaRef; 2],
    store: Arc<dyn ObjectStore>,
    hot: Arc<dyn HotSource>,
    age_max: Duration,
    footers: NarrowFooters,
    cells: Cells,
    hot_columns: HotColumns,
}

fn slot(table: Table) -> usize {
    match table {
        Table::Events => 0,
        Table::Sessions => 1,
    }
}

impl Views {
    pub(crate) fn new(
        store: Arc<dyn ObjectStore>,
        hot: Arc<dyn HotSource>,
        age_max: Duration,
        footers: NarrowFooters,
        cells: Cells,
    ) -> Result<Self, QueryError> {
        let schemas = Table::ALL.map(plan_schema);
        let keeper = |table: Table| Keeper::new(table, store.clone(), schemas[slot(table)].clone());
        Ok(Self {
            keepers: [keeper(Table::Events)?, keeper(Table::Sessions)?],
            coded_schemas: [coded_schema(&schemas[0]), coded_schema(&schemas[1])],
            schemas,
            store,
            hot,
            age_max,
            footers,
            cells,
            hot_columns: HotColumns::new(),
        })
    }

    pub(crate) fn keeper(&self, table: Table) -> &Keeper {
        &self.keepers[slot(table)]
    }

    /// What is committed, and nothing else.
    pub(crate) async fn committed(&self, needs: Needs) -> Result<View, QueryError> {
        let mut tables = Vec::with_capacity(2);
        for table in Table::ALL.into_iter().filter(|table| needs.of(*table)) {
            let snapshot = self.keeper(table).refresh().await?;
            tables.push(self.view(table, snapshot, Vec::new()));
        }
        Ok(Self::assemble(tables, None))
    }

    /// Committed and hot rows of sites at one instant: that of the point in time, where there is one.
    pub(crate) async fn of_sites(
        &self,
        sites: &[SiteId],
        needs: Needs,
        point: Option<&PointInTime>,
    ) -> Result<View, QueryError> {
        let look = async |needs| {
            let view = self.now(sites, needs).await?;
            Ok::<_, QueryError>(match sites {
                [only] => self.of_site(view, only),
                _ => view,
            })
        };
        let Some(point) = point else {
            return look(needs).await;
        };
        let place = point.0.lock().entry(sites.to_vec()).or_default().clone();
        let whole = place.get_or_try_init(|| look(Needs::both())).await?;
        Ok(whole.of(needs))
    }

    /// Committed and hot rows at one instant. `sites` empty means all.
    pub(crate) async fn now(&self, sites: &[SiteId], needs: Needs) -> Result<View, QueryError> {
        let mut snapshots: [Option<Arc<Snapshot>>; 2] = [None, None];
        for table in Table::ALL.into_iter().filter(|table| needs.of(*table)) {
            snapshots[slot(table)] = Some(self.keeper(table).snapshot(self.age_max).await?);
        }
        let parts = HotParts {
            events: needs.events,
            sessions: needs.sessions,
        };
        for attempt in 0..ATTEMPTS {
            let hot = self.hot.version(sites, parts)?;
            match self.join(&snapshots, &hot).await? {
                Fit::Whole(view) => return Ok(view),
                Fit::Overtaken(overtaken) => {
                    for table in overtaken {
                        snapshots[slot(table)] = Some(self.keeper(table).refresh().await?);
                    }
                }
                Fit::Behind => {}
            }
            // The first retry follows at once: the commit that overtook the snapshot is there to be read.
            if attempt > 0 {
                tokio::time::sleep(Duration::from_millis(1 << attempt)).await;
            }
        }
        Err(QueryError::Unavailable(
            "committed and hot rows do not meet".to_owned(),
        ))
    }

    async fn join(
        &self,
        snapshots: &[Option<Arc<Snapshot>>; 2],
        hot: &HotVersion,
    ) -> Result<Fit, QueryError> {
        let mut tables = Vec::with_capacity(2);
        let mut overtaken = Vec::new();
        for table in Table::ALL {
            let Some(snapshot) = &snapshots[slot(table)] else {
                continue;
            };
            let mut batches = Vec::new();
            for partition in &hot.partitions {
                let committed = snapshot.committed(partition.partition).await?;
                let (floor, rows) = match table {
                    Table::Events => (partition.events_floor, &partition.events),
                    Table::Sessions => (partition.sessions_floor, &partition.closed),
                };
                if floor > committed {
                    overtaken.push(table);
                    break;
                }
                // A hot version from another process may be older than the snapshot: what is open there may be
                // committed here.
                if partition.applied != Offset::ZERO && partition.applied < committed {
                    return Ok(Fit::Behind);
                }
                let closed = rows.iter().map(|batch| HotBatch {
                    batch: batch.clone(),
                    floor: Some(committed),
                    made: None,
                });
                batches.extend(closed);
                if table == Table::Sessions {
                    batches.extend(partition.open.iter().map(|batch| HotBatch {
                        batch: batch.clone(),
                        floor: None,
                        made: None,
                    }));
                }
            }
            tables.push(self.view(table, snapshot.clone(), batches));
        }
        if !overtaken.is_empty() {
            return Ok(Fit::Overtaken(overtaken));
        }
        Ok(Fit::Whole(Self::assemble(tables, Some(hot.version))))
    }

    fn view(&self, table: Table, snapshot: Arc<Snapshot>, hot: Vec<HotBatch>) -> Arc<TableView> {
        Arc::new(TableView {
            table,
            schema: self.schemas[slot(table)].clone(),
            snapshot,
            hot,
            store: self.store.clone(),
            footers: self.footers.clone(),
            cells: self.cells.clone(),
            coded: None,
        })
    }

    /// The same instant for questions about one site alone.
    fn of_site(&self, view: View, site: &SiteId) -> View {
        let numbering = self.cells.numbering(site);
        let coded = |table: &Arc<TableView>| {
            let hot_columns = &self.hot_columns;
            Arc::new(TableView {
                hot: hot_columns.of_site(table.table, site, &numbering, &table.hot),
                coded: Some(Coded {
                    schema: self.coded_schemas[slot(table.table)].clone(),
                    numbering: numbering.clone(),
                }),
                ..table.as_ref().clone()
            })
        };
        View {
            tables: view.tables.iter().map(coded).collect(),
            ..view
        }
    }

    fn assemble(tables: Vec<Arc<TableView>>, hot: Option<u64>) -> View {
        let version = |table| {
            let view = tables.iter().find(|view| view.table == table);
            view.and_then(|view| view.snapshot.version)
        };
        View {
            mark: Mark {
                events: version(Table::Events),
                sessions: version(Table::Sessions),
                hot,
            },
            tables,
        }
    }
}

enum Fit {
    /// The hot version holds everything after the snapshots.
    Whole(View),
    /// Commits have taken rows out of the hot store that these tables' snapshots do not hold.
    Overtaken(Vec<Table>),
    /// The hot version is older than a snapshot.
    Behind,
}
