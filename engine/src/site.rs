//! A site's table of open sessions, per lane, with an ordered index of deadlines. The site actor owns one; session
//! actors run single entries of it. All of it is plain data and pure functions, tested without actors.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::frame::FrameError;
use crate::ids::{Key, Lane, Offset, PartitionId, SiteId, VisitorId};
use crate::interner::Interner;
use crate::row::{EventRow, SessionRow};
use crate::session::{
    Arrival, ClockPoint, Outcome, Session, Step, closing_offset, row_without_session, run,
};
use crate::time::Micros;

/// The clock points of a chunk, per lane, in log order.
pub type ChunkClocks = BTreeMap<Lane, Vec<ClockPoint>>;

/// What a chunk of the log says to one site.
#[derive(Clone, Debug, Default)]
pub struct SiteChunk {
    /// Events in log order.
    pub arrivals: Vec<(Lane, Arrival)>,
    /// Lanes that end, and where.
    pub ends: Vec<(Lane, Offset)>,
    /// Visitors to forget, and up to which frame.
    pub erasures: Vec<(VisitorId, Offset)>,
}

/// One visitor's part of a chunk, to be run over the session he had open.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The lane.
    pub lane: Lane,
    /// The entry of the table.
    pub key: Key,
    /// What the entry holds.
    pub open: Option<Arc<Session>>,
    /// What happens, in log order.
    pub steps: Vec<Step>,
}

impl Batch {
    /// Runs the batch; `clocks` are the chunk's.
    pub fn run(
        &self,
        site: &SiteId,
        clocks: &ChunkClocks,
        interner: &Interner,
    ) -> Result<Outcome, FrameError> {
        let clocks = clocks.get(&self.lane).map_or(&[][..], Vec::as_slice);
        run(site, self.open.clone(), &self.steps, clocks, interner)
    }
}

/// A site's chunk taken apart by visitor.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// One entry per visitor, in the order of their first events.
    pub batches: Vec<Batch>,
    /// Rows that belong to nobody.
    pub rows: Vec<EventRow>,
}

/// A change of the open sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenChange {
    /// The lane.
    pub lane: Lane,
    /// The visitor.
    pub visitor: Key,
    /// The session that is open now; None where it has closed.
    pub session: Option<Arc<Session>>,
}

/// What a chunk led to at one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteOutput {
    /// Rows of `events`, in log order.
    pub rows: Vec<EventRow>,
    /// Rows of `sessions`, by the frame that closed them, then by their beginning.
    pub closed: Vec<SessionRow>,
    /// Entries of the table that changed.
    pub changes: Vec<OpenChange>,
    /// The earliest deadline of each lane that has open sessions.
    pub deadlines: BTreeMap<Lane, Micros>,
    /// Sessions open after the chunk.
    pub open_sessions: usize,
}

#[derive(Debug, Default)]
struct LaneTable {
    sessions: HashMap<Key, Arc<Session>>,
    deadlines: BTreeSet<(Micros, Key)>,
    by_client_session: HashMap<Key, Key>,
}

impl LaneTable {
    fn insert(&mut self, key: Key, session: Arc<Session>) {
        self.remove(key);
        self.deadlines.insert((session.deadline(), key));
        if let Some(client) = &session.client_session {
            self.by_client_session.insert(Key::of(client), key);
        }
        self.sessions.insert(key, session);
    }

    fn remove(&mut self, key: Key) -> Option<Arc<Session>> {
        let session = self.sessions.remove(&key)?;
        self.deadlines.remove(&(session.deadline(), key));
        if let Some(client) = &session.client_session {
            let client = Key::of(client);
            if self.by_client_session.get(&client) == Some(&key) {
                self.by_client_session.remove(&client);
            }
        }
        Some(session)
    }
}

/// What concerns many visitors at once.
#[derive(Clone, Copy)]
enum Control<'a> {
    Erase(&'a VisitorId, Offset),
    End(Lane, Offset),
}

/// A chunk's controls in log order.
struct Controls<'a> {
    waiting: std::collections::VecDeque<(Offset, Control<'a>)>,
}

impl<'a> Controls<'a> {
    fn new(chunk: &'a SiteChunk) -> Self {
        let erasures = chunk
            .erasures
            .iter()
            .map(|(visitor, offset)| (*offset, Control::Erase(visitor, *offset)));
        let ends = chunk
            .ends
            .iter()
            .map(|(lane, offset)| (*offset, Control::End(*lane, *offset)));
        let mut waiting: Vec<_> = erasures.chain(ends).collect();
        waiting.sort_by_key(|(offset, _)| *offset);
        Self {
            waiting: waiting.into(),
        }
    }

    /// Takes out those of frames up to `offset`, inclusive.
    fn up_to(&mut self, offset: Offset) -> Vec<Control<'a>> {
        let count = self.waiting.partition_point(|(at, _)| *at <= offset);
        self.waiting
            .drain(..count)
            .map(|(_, control)| control)
            .collect()
    }
}

/// The open sessions of one site in one partition.
#[derive(Debug)]
pub struct SiteTable {
    site: SiteId,
    partition: PartitionId,
    lanes: BTreeMap<Lane, LaneTable>,
}

/// A site's open sessions as a state file keeps them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteSnapshot {
    /// The site.
    pub site: SiteId,
    /// Open sessions with their lanes, ordered by lane and visitor.
    pub sessions: Vec<(Lane, Arc<Session>)>,
}

impl SiteTable {
    /// A table without sessions.
    pub fn new(site: SiteId, partition: PartitionId) -> Self {
        Self {
            site,
            partition,
            lanes: BTreeMap::new(),
        }
    }

    /// The table that a state file keeps.
    pub fn restore(snapshot: SiteSnapshot, partition: PartitionId) -> Self {
        let mut table = Self::new(snapshot.site, partition);
        for (lane, session) in snapshot.sessions {
            let key = session.identity.visitor_key;
            table.lanes.entry(lane).or_default().insert(key, session);
        }
        table
    }

    /// The open sessions, for a state file.
    pub fn snapshot(&self) -> SiteSnapshot {
        let mut sessions: Vec<_> = self
            .lanes
            .iter()
            .flat_map(|(lane, table)| table.sessions.values().map(|s| (*lane, s.clone())))
            .collect();
        sessions.sort_by_key(|(lane, session)| (*lane, session.identity.visitor_key));
        SiteSnapshot {
            site: self.site.clone(),
            sessions,
        }
    }

    /// The site.
    pub fn site(&self) -> &SiteId {
        &self.site
    }

    /// How many sessions are open.
    pub fn len(&self) -> usize {
        self.lanes.values().map(|table| table.sessions.len()).sum()
    }

    /// Whether none is open.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The earliest deadline of each lane that has open sessions.
    pub fn deadlines(&self) -> BTreeMap<Lane, Micros> {
        self.lanes
            .iter()
            .filter_map(|(lane, table)| Some((*lane, table.deadlines.first()?.0)))
            .collect()
    }

    /// Takes a chunk apart by visitor. Changes nothing.
    pub fn plan(&self, chunk: &SiteChunk) -> Plan {
        let mut plan = Plan::default();
        let mut at: HashMap<(Lane, Key), usize> = HashMap::new();
        let mut clients: HashMap<(Lane, Key), Key> = HashMap::new();
        let mut controls = Controls::new(chunk);
        for (lane, arrival) in &chunk.arrivals {
            for control in controls.up_to(arrival.place.offset) {
                self.plan_control(&mut plan, &mut at, control);
            }
            let Some(key) = self.entry_of(*lane, arrival, &at, &clients) else {
                if !arrival.repeat {
                    plan.rows.push(row_without_session(&self.site, arrival));
                }
                continue;
            };
            if let Some(client) = &arrival.event.client_session
                && arrival.visitor.is_some()
            {
                clients.entry((*lane, Key::of(client))).or_insert(key);
            }
            let slot = self.batch_at(&mut plan, &mut at, *lane, key);
            plan.batches[slot].steps.push(Step::Event(arrival.clone()));
        }
        for control in controls.up_to(Offset(u64::MAX)) {
            self.plan_control(&mut plan, &mut at, control);
        }
        plan
    }

    /// The table's entry that an event goes to: its visitor's, that of his id of the day before if only that one is
    /// open, or the one whose browser session it names.
    fn entry_of(
        &self,
        lane: Lane,
        arrival: &Arrival,
        at: &HashMap<(Lane, Key), usize>,
        clients: &HashMap<(Lane, Key), Key>,
    ) -> Option<Key> {
        let table = self.lanes.get(&lane);
        let is_known = |key: &Key| {
            at.contains_key(&(lane, *key)) || table.is_some_and(|t| t.sessions.contains_key(key))
        };
        if let Some(visitor) = &arrival.visitor {
            let key = Key::of(visitor.as_str());
            let before = arrival
                .visitor_before
                .as_ref()
                .map(|before| Key::of(before.as_str()));
            return match before {
                Some(before) if !is_known(&key) && is_known(&before) => Some(before),
                _ => Some(key),
            };
        }
        let client = Key::of(arrival.event.client_session.as_ref()?);
        clients
            .get(&(lane, client))
            .or_else(|| table?.by_client_session.get(&client))
            .copied()
    }

    fn batch_at(
        &self,
        plan: &mut Plan,
        at: &mut HashMap<(Lane, Key), usize>,
        lane: Lane,
        key: Key,
    ) -> usize {
        *at.entry((lane, key)).or_insert_with(|| {
            let open = self
                .lanes
                .get(&lane)
                .and_then(|table| table.sessions.get(&key))
                .cloned();
            plan.batches.push(Batch {
                lane,
                key,
                open,
                steps: Vec::new(),
            });
            plan.batches.len() - 1
        })
    }

    /// Puts an erasure or the end of a lane into the batches of everyone it concerns.
    fn plan_control(
        &self,
        plan: &mut Plan,
        at: &mut HashMap<(Lane, Key), usize>,
        control: Control<'_>,
    ) {
        let open = self
            .lanes
            .iter()
            .flat_map(|(lane, table)| table.sessions.keys().map(|key| (*lane, *key)));
        let everyone = open.chain(at.keys().copied());
        let (step, concerned): (Step, BTreeSet<(Lane, Key)>) = match control {
            Control::Erase(visitor, offset) => {
                let erased = Key::of(visitor.as_str());
                let his = everyone.filter(|(_, key)| *key == erased);
                (Step::Erase(erased, offset), his.collect())
            }
            Control::End(ended, offset) => {
                let its = everyone.filter(|(lane, _)| *lane == ended);
                (Step::End(offset), its.collect())
            }
        };
        for (lane, key) in concerned {
            let slot = self.batch_at(plan, at, lane, key);
            plan.batches[slot].steps.push(step.clone());
        }
    }

    /// Takes in what the batches of a plan led to, then closes the sessions whose deadline the chunk's clock has
    /// reached.
    pub fn complete(
        &mut self,
        plan_rows: Vec<EventRow>,
        outcomes: Vec<(Lane, Key, Outcome)>,
        clocks: &ChunkClocks,
    ) -> SiteOutput {
        let mut output = SiteOutput {
            rows: plan_rows,
            ..SiteOutput::default()
        };
        let mut changed: BTreeSet<(Lane, Key)> = BTreeSet::new();
        for (lane, key, outcome) in outcomes {
            let table = self.lanes.entry(lane).or_default();
            output.rows.extend(outcome.rows);
            for closed in outcome.closed {
                output.closed.push(SessionRow {
                    site: self.site.clone(),
                    partition: self.partition,
                    session: closed.session,
                    closed_offset: Some(closed.offset),
                });
            }
            table.remove(key);
            changed.insert((lane, key));
            if let Some(session) = outcome.open {
                let key = session.identity.visitor_key;
                changed.insert((lane, key));
                table.insert(key, session);
            }
        }
        for (lane, points) in clocks {
            self.close_due(*lane, points, &mut output, &mut changed);
        }
        self.lanes.retain(|_, table| !table.sessions.is_empty());
        output
            .rows
            .sort_by_key(|row| (row.place.offset, row.place.index));
        output.closed.sort_by_key(|row| {
            (
                row.closed_offset,
                row.session.first_offset,
                row.session.identity.session,
            )
        });
        output.changes = changed
            .into_iter()
            .map(|(lane, visitor)| OpenChange {
                lane,
                visitor,
                session: self
                    .lanes
                    .get(&lane)
                    .and_then(|table| table.sessions.get(&visitor))
                    .cloned(),
            })
            .collect();
        output.deadlines = self.deadlines();
        output.open_sessions = self.len();
        output
    }

    fn close_due(
        &mut self,
        lane: Lane,
        points: &[ClockPoint],
        output: &mut SiteOutput,
        changed: &mut BTreeSet<(Lane, Key)>,
    ) {
        let (Some(last), Some(table)) = (points.last(), self.lanes.get_mut(&lane)) else {
            return;
        };
        let mut due = Vec::new();
        while let Some((deadline, key)) = table.deadlines.first().copied()
            && deadline <= last.clock
        {
            if let Some(session) = table.remove(key) {
                changed.insert((lane, key));
                let offset = closing_offset(deadline, points).unwrap_or(last.offset);
                due.push((session, offset));
            }
        }
        for (session, offset) in due {
            let row = self.row(session, offset);
            output.closed.push(row);
        }
    }

    fn row(&self, session: Arc<Session>, offset: Offset) -> SessionRow {
        SessionRow {
            site: self.site.clone(),
            partition: self.partition,
            session,
            closed_offset: Some(offset),
        }
    }

    /// Runs a chunk without actors: what replay and tests do, and what the actors must equal.
    pub fn apply(
        &mut self,
        chunk: &SiteChunk,
        clocks: &ChunkClocks,
        interner: &Interner,
    ) -> Result<SiteOutput, FrameError> {
        let plan = self.plan(chunk);
        let mut outcomes = Vec::with_capacity(plan.batches.len());
        for batch in &plan.batches {
            let outcome = batch.run(&self.site, clocks, interner)?;
            outcomes.push((batch.lane, batch.key, outcome));
        }
        Ok(self.complete(plan.rows, outcomes, clocks))
    }
}
