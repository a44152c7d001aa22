//! A partition's part of the state: its clocks and its window against repeats. It turns records of the log into one
//! message per site and lane-wise clock points; everything after that is the sites' business.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, FrameError, Payload, Request};
use crate::ids::{Fingerprint, Lane, Offset, PartitionId, SettingsVersion, SiteId};
use crate::log::Record;
use crate::prepare::prepare;
use crate::repeats::RepeatWindow;
use crate::row::Place;
use crate::session::{Arrival, ClockPoint};
use crate::settings::SiteSettings;
use crate::site::{ChunkClocks, SiteChunk, SiteSnapshot};
use crate::time::{IMPORT_MIN, Micros};

/// A record whose frame has been decoded, or could not be.
#[derive(Debug)]
pub struct Decoded {
    /// Its place.
    pub offset: Offset,
    /// When the log appended it.
    pub appended: Micros,
    /// What it says; where it does not decode, why, and its bytes.
    pub frame: Result<Frame, (FrameError, Bytes)>,
}

/// Decodes records.
pub fn decode(records: &[Record]) -> Vec<Decoded> {
    records
        .iter()
        .map(|record| Decoded {
            offset: record.offset,
            appended: record.appended,
            frame: Frame::decode(&record.frame).map_err(|error| (error, record.frame.clone())),
        })
        .collect()
}

/// Settings versions by site.
pub type SettingsMap = HashMap<(SiteId, SettingsVersion), Arc<SiteSettings>>;

/// The settings versions that records name.
pub fn settings_named(records: &[Decoded]) -> BTreeSet<(SiteId, SettingsVersion)> {
    let mut named = BTreeSet::new();
    for record in records {
        if let Ok(Frame {
            payload: Payload::Requests(requests),
            ..
        }) = &record.frame
        {
            for Request { head, .. } in requests {
                if !named.contains(&(head.site.clone(), head.settings)) {
                    named.insert((head.site.clone(), head.settings));
                }
            }
        }
    }
    named
}

/// A chunk taken apart by site.
#[derive(Debug, Default)]
pub struct RoutedChunk {
    /// First offset, inclusive.
    pub first: Offset,
    /// Last offset, inclusive.
    pub last: Offset,
    /// Clock points per lane.
    pub clocks: Arc<ChunkClocks>,
    /// What the chunk says to each site.
    pub sites: BTreeMap<SiteId, SiteChunk>,
    /// Events, repeats included.
    pub events: usize,
    /// Events that the window had seen.
    pub repeats: usize,
    /// Frames that could not be processed, with the reason.
    pub malformed: Vec<Malformed>,
}

/// A frame, or a request of one, that could not be processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The frame.
    pub offset: Offset,
    /// Why.
    pub reason: String,
    /// What it said: a frame's bytes in hexadecimal, or a request's debug form.
    pub payload: String,
}

/// Clocks and repeats of one partition.
#[derive(Debug)]
pub struct PartitionState {
    partition: PartitionId,
    applied: Offset,
    clock: Micros,
    lanes: BTreeMap<u64, Micros>,
    window: RepeatWindow,
}

impl PartitionState {
    /// A partition at the beginning of its log.
    pub fn new(partition: PartitionId, window: usize) -> Self {
        Self {
            partition,
            applied: Offset::ZERO,
            clock: Micros(0),
            lanes: BTreeMap::new(),
            window: RepeatWindow::new(window),
        }
    }

    /// Last offset that was routed.
    pub fn applied(&self) -> Offset {
        self.applied
    }

    /// The live lane's clock.
    pub fn clock(&self) -> Micros {
        self.clock
    }

    /// How many fingerprints the window holds.
    pub fn window_len(&self) -> usize {
        self.window.len()
    }

    /// Routes the records that follow on `applied`. Records at or before it are passed over.
    pub fn route(&mut self, records: Vec<Decoded>, settings: &SettingsMap) -> RoutedChunk {
        let mut chunk = RoutedChunk::default();
        let mut clocks = ChunkClocks::new();
        for record in records {
            if record.offset <= self.applied {
                continue;
            }
            if chunk.first == Offset::ZERO {
                chunk.first = record.offset;
            }
            chunk.last = record.offset;
            self.applied = record.offset;
            match record.frame {
                Ok(frame) => self.route_frame(
                    record.offset,
                    record.appended,
                    frame,
                    settings,
                    &mut clocks,
                    &mut chunk,
                ),
                Err((error, bytes)) => chunk.malformed.push(Malformed {
                    offset: record.offset,
                    reason: error.to_string(),
                    payload: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
                }),
            }
        }
        chunk.clocks = Arc::new(clocks);
        chunk
    }

    fn route_frame(
        &mut self,
        offset: Offset,
        appended: Micros,
        frame: Frame,
        settings: &SettingsMap,
        clocks: &mut ChunkClocks,
        chunk: &mut RoutedChunk,
    ) {
        let lane = frame.lane;
        if lane == Lane::Live {
            self.clock = self.clock.max(appended);
            push_point(clocks, lane, offset, self.clock);
        }
        match frame.payload {
            Payload::Tick => {}
            Payload::EndLane { site } => {
                chunk
                    .sites
                    .entry(site)
                    .or_default()
                    .ends
                    .push((lane, offset));
            }
            Payload::Erase { site, visitor } => {
                let site = chunk.sites.entry(site).or_default();
                site.erasures.push((visitor, offset));
            }
            Payload::Requests(requests) => {
                let mut index = 0;
                for request in requests {
                    let clock = self.tell_time(lane, offset, &request, clocks);
                    let place = Place {
                        partition: self.partition,
                        offset,
                        index,
                    };
                    let events = u16::try_from(request.events.len()).unwrap_or(u16::MAX);
                    index = index.saturating_add(events);
                    self.route_request(lane, place, clock, request, settings, chunk);
                }
            }
        }
    }

    fn tell_time(
        &mut self,
        lane: Lane,
        offset: Offset,
        request: &Request,
        clocks: &mut ChunkClocks,
    ) -> Micros {
        let Lane::Import(import) = lane else {
            return self.clock;
        };
        let clock = self.lanes.entry(import).or_insert(IMPORT_MIN);
        *clock = (*clock).max(request.head.time.unwrap_or(*clock));
        push_point(clocks, lane, offset, *clock);
        *clock
    }

    fn route_request(
        &mut self,
        lane: Lane,
        first: Place,
        clock: Micros,
        request: Request,
        settings: &SettingsMap,
        chunk: &mut RoutedChunk,
    ) {
        let head = Arc::new(request.head);
        let Some(settings) = settings.get(&(head.site.clone(), head.settings)) else {
            let reason = format!(
                "site {} has no settings version {}",
                head.site, head.settings
            );
            chunk.malformed.push(Malformed {
                offset: first.offset,
                reason,
                payload: format!("{head:?} {:?}", request.events),
            });
            return;
        };
        let site = chunk.sites.entry(head.site.clone()).or_default();
        let mut place = first;
        for event in request.events {
            let event = prepare(&head, event, settings);
            let repeat = !self.window.insert(event.fingerprint);
            chunk.events += 1;
            chunk.repeats += usize::from(repeat);
            site.arrivals.push((
                lane,
                Arrival {
                    place,
                    clock,
                    repeat,
                    visitor: head.visitor.clone(),
                    visitor_before: head.visitor_before.clone(),
                    event: Arc::new(event),
                },
            ));
            place.index = place.index.saturating_add(1);
        }
    }

    /// The state as a file keeps it, together with the sites' open sessions as of the same offset.
    pub fn snapshot(&self, sites: Vec<SiteSnapshot>) -> PartitionSnapshot {
        PartitionSnapshot {
            partition: self.partition,
            applied: self.applied,
            clock: self.clock,
            lanes: self.lanes.clone(),
            window: self.window.iter().collect(),
            sites,
        }
    }

    /// The state that a file kept; the sites' part is handed back beside it.
    pub fn restore(snapshot: PartitionSnapshot, window: usize) -> (Self, Vec<SiteSnapshot>) {
        let mut state = Self::new(snapshot.partition, window);
        state.applied = snapshot.applied;
        state.clock = snapshot.clock;
        state.lanes = snapshot.lanes;
        for fingerprint in snapshot.window {
            state.window.insert(fingerprint);
        }
        (state, snapshot.sites)
    }
}

fn push_point(clocks: &mut ChunkClocks, lane: Lane, offset: Offset, clock: Micros) {
    clocks
        .entry(lane)
        .or_default()
        .push(ClockPoint { offset, clock });
}

/// Everything a partition needs to go on after `applied`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartitionSnapshot {
    /// The partition.
    pub partition: PartitionId,
    /// Last offset it covers, inclusive.
    pub applied: Offset,
    /// The live lane's clock.
    pub clock: Micros,
    /// The imports' clocks.
    pub lanes: BTreeMap<u64, Micros>,
    /// The window against repeats, oldest first.
    pub window: Vec<Fingerprint>,
    /// Open sessions by site.
    pub sites: Vec<SiteSnapshot>,
}

/// The format of state files that is written: one byte, then postcard of [`PartitionSnapshot`].
pub const STATE_VERSION: u8 = 1;

/// Why bytes are not a state file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum StateError {
    /// There are no bytes.
    #[error("state file is empty")]
    Empty,
    /// A later version of the program wrote it.
    #[error("state version {0} is not known; it was written by a later version of footfall")]
    Version(u8),
    /// The bytes do not decode.
    #[error("state file does not decode: {0}")]
    Malformed(postcard::Error),
}

impl PartitionSnapshot {
    /// Encodes in the present version, in pieces: a state of a million sessions is never moved to make room for more.
    pub fn encode(&self) -> Vec<Bytes> {
        let mut pieces = Pieces::default();
        pieces.open.push(STATE_VERSION);
        postcard::serialize_with_flavor(self, pieces)
            .expect("snapshots hold only types that postcard encodes")
    }
    /// Decodes any version that was ever written.
    pub fn decode(bytes: &[u8]) -> Result<Self, StateError> {
        let (version, body) = bytes.split_first().ok_or(StateError::Empty)?;
        if *version != STATE_VERSION {
            return Err(StateError::Version(*version));
        }
        postcard::from_bytes(body).map_err(StateError::Malformed)
    }
}

/// Size of a piece of an encoded state.
const PIECE_BYTES: usize = 1 << 20;

/// Collects what is encoded in pieces that stay where they are.
#[derive(Debug, Default)]
struct Pieces {
    full: Vec<Bytes>,
    open: Vec<u8>,
}

impl postcard::ser_flavors::Flavor for Pieces {
    type Output = Vec<Bytes>;

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        if self.open.len() + bytes.len() > PIECE_BYTES {
            let full = std::mem::replace(&mut self.open, Vec::with_capacity(PIECE_BYTES));
            self.full.push(full.into());
        }
        self.open.extend_from_slice(bytes);
        Ok(())
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn finalize(mut self) -> postcard::Result<Vec<Bytes>> {
        self.full.push(self.open.into());
        Ok(self.full)
    }
}
