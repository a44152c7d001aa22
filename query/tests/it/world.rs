//! Small tables in a temporary folder, and a hot store that holds what it is told.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float32Array, Float64Array, Int16Array,
    Int32Array, Int64Array, StringArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::datatypes::Schema;
use arrow::record_batch::RecordBatch;
use deltalake::kernel::Transaction;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::protocol::SaveMode;
use deltalake::{DeltaTable, DeltaTableBuilder};
use engine::{
    HotError, HotPartition, HotParts, HotSource, HotVersion, Kind, Offset, PartitionId, SiteId,
    Table, data_type,
};
use object_store::local::LocalFileSystem;
use parking_lot::Mutex;
use query::{Engine, QueryConfig, Site, Store, WeekStart};
use url::Url;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum V {
    T(String),
    I(i64),
    F(f64),
    B(bool),
}

impl From<&str> for V {
    fn from(text: &str) -> Self {
        V::T(text.to_owned())
    }
}
impl From<String> for V {
    fn from(text: String) -> Self {
        V::T(text)
    }
}
impl From<i64> for V {
    fn from(number: i64) -> Self {
        V::I(number)
    }
}
impl From<f64> for V {
    fn from(number: f64) -> Self {
        V::F(number)
    }
}
impl From<bool> for V {
    fn from(truth: bool) -> Self {
        V::B(truth)
    }
}

/// A row: columns that have a value. Moments are µs, money is in 1/10,000.
pub type Rec = BTreeMap<&'static str, V>;

/// Makes a row.
#[macro_export]
macro_rules! rec {
    ($($name:literal : $value:expr),* $(,)?) => {
        $crate::world::Rec::from([$(($name, $crate::world::V::from($value))),*])
    };
}

pub trait RecExt {
    fn text(&self, name: &str) -> Option<&str>;
    fn int(&self, name: &str) -> Option<i64>;
    fn float(&self, name: &str) -> Option<f64>;
    fn truth(&self, name: &str) -> Option<bool>;
}

impl RecExt for Rec {
    fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            V::T(text) => Some(text),
            _ => None,
        }
    }
    fn int(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            V::I(number) => Some(*number),
            _ => None,
        }
    }
    fn float(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            V::F(number) => Some(*number),
            _ => None,
        }
    }
    fn truth(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            V::B(truth) => Some(*truth),
            _ => None,
        }
    }
}

/// Rows as a batch; `sparse` leaves out columns without any value, as the hot store does.
pub fn batch(table: Table, rows: &[Rec], sparse: bool) -> RecordBatch {
    let mut fields = Vec::new();
    let mut columns: Vec<ArrayRef> = Vec::new();
    for def in table.columns() {
        let name = def.name;
        let present = rows.iter().any(|row| row.contains_key(name));
        if sparse && !present && def.nullable {
            continue;
        }
        let ints = || rows.iter().map(|row| row.int(name));
        let floats = || rows.iter().map(|row| row.float(name));
        let column: ArrayRef = match def.kind {
            Kind::Text => Arc::new(
                rows.iter()
                    .map(|row| row.text(name))
                    .collect::<StringArray>(),
            ),
            Kind::Int16 => Arc::new(ints().map(|n| n.map(|n| n as i16)).collect::<Int16Array>()),
            Kind::Int32 => Arc::new(ints().map(|n| n.map(|n| n as i32)).collect::<Int32Array>()),
            Kind::Int64 => Arc::new(ints().collect::<Int64Array>()),
            Kind::Float32 => Arc::new(
                floats()
                    .map(|n| n.map(|n| n as f32))
                    .collect::<Float32Array>(),
            ),
            Kind::Float64 => Arc::new(floats().collect::<Float64Array>()),
            Kind::Bool => Arc::new(
                rows.iter()
                    .map(|row| row.truth(name))
                    .collect::<BooleanArray>(),
            ),
            Kind::Date => Arc::new(ints().map(|n| n.map(|n| n as i32)).collect::<Date32Array>()),
            Kind::Timestamp => Arc::new(
                ints()
                    .collect::<TimestampMicrosecondArray>()
                    .with_timezone("UTC"),
            ),
            Kind::Decimal => Arc::new(
                ints()
                    .map(|n| n.map(i128::from))
                    .collect::<Decimal128Array>()
                    .with_precision_and_scale(18, 4)
                    .unwrap(),
            ),
            Kind::Items => new_null_array(&data_type(def.kind), rows.len()),
        };
        let schema = table.schema();
        fields.push(schema.field_with_name(name).unwrap().clone());
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

/// Completes an event: key columns that a test does not care for.
pub fn event(mut row: Rec) -> Rec {
    let timestamp = row.int("timestamp").unwrap();
    for (name, value) in crate::rec! {
        "date": timestamp.div_euclid(86_400_000_000),
        "server_timestamp": timestamp,
        "log_partition": 0,
        "frame_index": 0,
        "is_session_start": false,
        "is_bot": false,
        "event_name": "page_view",
    } {
        row.entry(name).or_insert(value);
    }
    let id = format!(
        "{}-{}-{}",
        row.int("log_partition").unwrap(),
        row.int("log_offset").unwrap(),
        row.int("frame_index").unwrap()
    );
    row.entry("event_id").or_insert(V::T(id));
    keys(row)
}

/// Completes a session.
pub fn session(mut row: Rec) -> Rec {
    let start = row.int("session_start").unwrap();
    for (name, value) in crate::rec! {
        "date": start.div_euclid(86_400_000_000),
        "session_end": start,
        "log_partition": 0,
        "first_offset": 0,
        "last_offset": 0,
        "is_bot": false,
        "events": 1,
        "pageviews": 1,
        "is_bounce": true,
        "is_single_page": true,
        "conversions": 0,
    } {
        row.entry(name).or_insert(value);
    }
    let duration = (row.int("session_end").unwrap() - start) as f64 / 1e6;
    row.entry("duration_sec").or_insert(V::F(duration));
    keys(row)
}

fn keys(mut row: Rec) -> Rec {
    for (id, key) in [("visitor_id", "visitor_key"), ("session_id", "session_key")] {
        if let Some(text) = row.text(id).map(ToOwned::to_owned) {
            row.entry(key)
                .or_insert(V::I(engine::Key::of(&text).as_i64()));
        }
    }
    row
}

type Change = Box<dyn FnMut(&mut HotVersion) + Send>;

/// A hot store that holds what it is told.
#[derive(Default)]
pub struct FakeHot {
    pub answer: Mutex<Option<HotError>>,
    pub version: Mutex<HotVersion>,
    /// Done to the store after each time it is asked.
    pub then: Mutex<Option<Change>>,
    pub asked: std::sync::atomic::AtomicU64,
}

impl HotSource for FakeHot {
    fn version(&self, _: &[SiteId], parts: HotParts) -> Result<HotVersion, HotError> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if let Some(error) = &*self.answer.lock() {
            return Err(match error {
                HotError::CatchingUp(partition) => HotError::CatchingUp(*partition),
            });
        }
        let mut kept = self.version.lock();
        let mut version = kept.clone();
        for partition in &mut version.partitions {
            if !parts.events {
                partition.events.clear();
            }
            if !parts.sessions {
                partition.closed.clear();
                partition.open.clear();
            }
        }
        if let Some(then) = &mut *self.then.lock() {
            then(&mut kept);
        }
        Ok(version)
    }
}

/// Tables, hot store and engine.
pub struct World {
    pub dir: tempfile::TempDir,
    pub hot: Arc<FakeHot>,
    pub engine: Engine,
}

fn over(dir: &std::path::Path, config: QueryConfig, hot: Arc<FakeHot>) -> Engine {
    let objects = Arc::new(LocalFileSystem::new_with_prefix(dir).unwrap());
    Engine::new(config, Store { objects }, hot).unwrap()
}

impl World {
    pub fn new() -> Self {
        Self::with(QueryConfig {
            target_partitions: 2,
            // Only announced commits and floors move snapshots.
            snapshot_age_max: Duration::from_secs(3600),
            ..QueryConfig::default()
        })
    }

    pub fn with(config: QueryConfig) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let hot = Arc::new(FakeHot::default());
        let engine = over(dir.path(), config, hot.clone());
        Self { dir, hot, engine }
    }

    /// Another engine over the same tables, which remembers nothing.
    pub fn another(&self, config: QueryConfig) -> Engine {
        over(self.dir.path(), config, self.hot.clone())
    }

    /// Commits rows, which makes one file per day, with the partitions' offsets.
    pub async fn commit(&self, table: Table, rows: &[Rec], offsets: &[(u16, u64)]) {
        commit(self.dir.path(), table, rows, offsets).await;
        self.engine.committed(table);
    }

    /// Puts one partition's rows into the hot store.
    pub fn heat(&self, partition: Heat<'_>) {
        let of = |table, rows: &[Rec]| match rows {
            [] => Vec::new(),
            rows => rows
                .chunks(7)
                .map(|rows| batch(table, rows, true))
                .collect(),
        };
        let mut version = self.hot.version.lock();
        version.version += 1;
        version
            .partitions
            .retain(|known| known.partition.0 != partition.partition);
        version.partitions.push(HotPartition {
            partition: PartitionId(partition.partition),
            events_floor: Offset(partition.events_floor),
            sessions_floor: Offset(partition.sessions_floor),
            applied: Offset(partition.applied),
            events: of(Table::Events, partition.events),
            closed: of(Table::Sessions, partition.closed),
            open: of(Table::Sessions, partition.open),
        });
    }
}

/// What a partition has in memory.
#[derive(Default)]
pub struct Heat<'a> {
    pub partition: u16,
    pub events_floor: u64,
    pub sessions_floor: u64,
    pub applied: u64,
    pub events: &'a [Rec],
    pub closed: &'a [Rec],
    pub open: &'a [Rec],
}

pub async fn commit(dir: &std::path::Path, table: Table, rows: &[Rec], offsets: &[(u16, u64)]) {
    let folder = dir.join(table.name());
    std::fs::create_dir_all(&folder).unwrap();
    let url = Url::from_directory_path(&folder).unwrap();
    let existing = DeltaTableBuilder::from_url(url.clone())
        .unwrap()
        .load()
        .await;
    let delta: DeltaTable = match existing {
        Ok(delta) => delta,
        Err(_) => DeltaTableBuilder::from_url(url).unwrap().build().unwrap(),
    };
    let mut rows = rows.to_vec();
    let time = table.time_column();
    rows.sort_by_key(|row| (row.text("site_id").map(ToOwned::to_owned), row.int(time)));
    let transactions = offsets
        .iter()
        .map(|(partition, offset)| {
            Transaction::new(format!("partition/{partition}"), *offset as i64)
        })
        .collect();
    delta
        .write([batch(table, &rows, false)])
        .with_save_mode(SaveMode::Append)
        .with_partition_columns(["date"])
        .with_commit_properties(
            CommitProperties::default().with_application_transactions(transactions),
        )
        .await
        .unwrap();
}

/// A site with the usual key events.
pub fn site(id: &str, zone: &str) -> Site {
    Site {
        id: id.into(),
        timezone: zone.to_owned(),
        currency: "EUR".to_owned(),
        key_events: ["purchase", "sign_up"].map(ToOwned::to_owned).to_vec(),
        week_start: WeekStart::Monday,
    }
}

/// A moment.
pub fn at(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text)
        .unwrap()
        .timestamp_micros()
}
