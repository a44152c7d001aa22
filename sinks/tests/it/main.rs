//! The tables' writer at its public seam: fencing, commits that are tried again, rewrites that meet.

#![allow(clippy::unwrap_used)]

mod order;

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::{
    CheckpointOutcome, CheckpointPart, ChunkOutput, Column, Consent, EncodedFields, Event, EventId,
    Fields, Fingerprint, Frame, Generation, HotParts, HotSource, Interner, Lane, Micros, Offset,
    PartitionId, PartitionSnapshot, PartitionState, Payload, Record, Recovered, Request,
    RequestHead, SettingsMap, SettingsVersion, Sink, SiteId, SiteSettings, SiteTable, Source, Span,
    SystemClock, Table, VisitorId, decode,
};
use sinks::{DeltaSink, Store};
use url::Url;

const P: PartitionId = PartitionId(0);

async fn open(dir: &std::path::Path) -> DeltaSink {
    let store = Store::open(&Url::from_directory_path(dir).unwrap()).unwrap();
    DeltaSink::open(store, 2, Arc::new(SystemClock))
        .await
        .unwrap()
}

/// A chunk of one frame per visitor, each with one page view, whose sessions close at the last frame.
fn chunk(first: u64, visitors: &[&str], day: i64) -> ChunkOutput {
    chunk_until(first, visitors, day, Span::seconds(7_200))
}

/// The same with a last frame so much later.
fn chunk_until(first: u64, visitors: &[&str], day: i64, later: Span) -> ChunkOutput {
    let site = SiteId::new("s");
    let mut settings = SettingsMap::new();
    settings.insert(
        (site.clone(), SettingsVersion(1)),
        Arc::new(SiteSettings::default()),
    );
    let start = Micros(1_700_000_000_000_000) + Span::seconds(day * 86_400);
    let mut records = Vec::new();
    let mut offset = first;
    let mut push = |payload, at| {
        records.push(Record {
            offset: Offset(offset),
            appended: at,
            frame: Frame {
                lane: Lane::Live,
                payload,
            }
            .encode(),
        });
        offset += 1;
    };
    for visitor in visitors {
        let mut fields = Fields::new();
        fields.set_text(Column::PageUrl, Some("https://example.com/"));
        let mut place = Fields::new();
        place.set_text(Column::IpAddress, Some("192.0.2.7"));
        let event = Event {
            id: EventId::new(format!("{visitor}-{first}")),
            name: "page_view".into(),
            client_time: None,
            fields,
            properties: None,
        };
        let head = RequestHead {
            site: site.clone(),
            settings: SettingsVersion(1),
            skew: None,
            trusted: false,
            time: None,
            visitor: Some(VisitorId::new(visitor)),
            visitor_before: None,
            client_session: None,
            session_number: None,
            is_first_visit: None,
            user: None,
            consent: Consent::Granted,
            source: Source::Tracker,
            script_version: None,
            is_bot: false,
            agent: EncodedFields::default(),
            client: EncodedFields::default(),
            place: EncodedFields::new(&place),
        };
        push(
            Payload::Requests(vec![Request {
                head,
                events: vec![event],
            }]),
            start,
        );
    }
    push(Payload::Tick, start + later);
    let routed = PartitionState::new(P, 1_000).route(decode(&records), &settings);
    let mut table = SiteTable::new(site.clone(), P);
    let output = table
        .apply(&routed.sites[&site], &routed.clocks, &Interner::default())
        .unwrap();
    ChunkOutput {
        first: routed.first,
        last: routed.last,
        rows: output.rows,
        closed: output.closed,
        changes: output
            .changes
            .into_iter()
            .map(|change| (site.clone(), change))
            .collect(),
        erasures: Vec::new(),
    }
}

fn nothing_open(applied: Offset) -> PartitionSnapshot {
    PartitionSnapshot {
        partition: P,
        applied,
        clock: Micros(0),
        lanes: BTreeMap::new(),
        window: vec![Fingerprint(7)],
        sites: Vec::new(),
    }
}

async fn checkpoint(sink: &DeltaSink, generation: Generation) -> CheckpointOutcome {
    let up_to = sink.seal(P);
    let part = CheckpointPart {
        partition: P,
        generation,
        up_to,
        state: Some(Arc::new(nothing_open(up_to))),
    };
    sink.checkpoint(vec![part])
        .await
        .unwrap()
        .remove(&P)
        .unwrap()
}

/// Rows of a table by visitor, read as any reader of Delta would.
async fn rows(sink: &DeltaSink, table: Table) -> BTreeMap<String, usize> {
    use arrow::array::AsArray;
    let snapshot = sink.table(table).snapshot().await.unwrap();
    let store = snapshot.object_store();
    let mut counts = BTreeMap::new();
    for file in snapshot.snapshot().unwrap().log_data().iter() {
        use object_store::ObjectStoreExt;
        let bytes = store
            .get(&file.object_store_path())
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes)
            .unwrap()
            .build()
            .unwrap();
        for batch in reader {
            let batch = batch.unwrap();
            let visitors = batch
                .column_by_name("visitor_id")
                .unwrap()
                .as_string::<i32>()
                .clone();
            for visitor in visitors.iter().flatten() {
                *counts.entry(visitor.to_owned()).or_default() += 1;
            }
        }
    }
    counts
}

fn once(visitors: &[&str]) -> BTreeMap<String, usize> {
    visitors
        .iter()
        .map(|visitor| ((*visitor).to_owned(), 1))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn committed_rows_leave_the_hot_store_and_are_recovered_by_offset() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    let Recovered {
        generation, state, ..
    } = sink.take_over(P).await.unwrap();
    assert_eq!((generation, state), (Generation(1), None));
    sink.publish(P, chunk(1, &["v", "w"], 0));
    assert_eq!(sink.hot_size(P).rows, 4);
    let outcome = checkpoint(&sink, generation).await;
    assert_eq!(
        outcome,
        CheckpointOutcome::Committed {
            state_offset: Offset(3)
        }
    );
    assert_eq!(sink.hot_size(P).rows, 0);
    assert_eq!(rows(&sink, Table::Events).await, once(&["v", "w"]));
    assert_eq!(rows(&sink, Table::Sessions).await, once(&["v", "w"]));

    let again = open(dir.path()).await;
    let recovered = again.take_over(P).await.unwrap();
    assert_eq!(recovered.generation, Generation(2));
    let state = PartitionSnapshot::decode(&recovered.state.unwrap()).unwrap();
    assert_eq!(state, nothing_open(Offset(3)));
    let offsets = (
        recovered.state_offset,
        recovered.events_offset,
        recovered.sessions_offset,
    );
    assert_eq!(offsets, (Offset(3), Offset(3), Offset(3)));
    // Replay hands in again what is committed.
    again.publish(P, chunk(1, &["v", "w"], 0));
    assert_eq!(again.hot_size(P).rows, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_owner_is_fenced_also_when_it_has_reloaded() {
    let dir = tempfile::tempdir().unwrap();
    let old = open(dir.path()).await;
    let first = old.take_over(P).await.unwrap().generation;
    let new = open(dir.path()).await;
    let second = new.take_over(P).await.unwrap().generation;
    old.publish(P, chunk(1, &["v"], 0));
    old.table(Table::Events).snapshot().await.unwrap();
    old.table(Table::Sessions).snapshot().await.unwrap();
    let outcome = checkpoint(&old, first).await;
    assert_eq!(outcome, CheckpointOutcome::Fenced { by: second });
    new.publish(P, chunk(1, &["v"], 0));
    let outcome = checkpoint(&new, second).await;
    assert_eq!(
        outcome,
        CheckpointOutcome::Committed {
            state_offset: Offset(2)
        }
    );
    assert_eq!(rows(&new, Table::Events).await, once(&["v"]));
    assert_eq!(
        old.hot_size(P).rows,
        2,
        "what was refused stays where it was"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_published_twice_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    sink.take_over(P).await.unwrap();
    sink.caught_up(P);
    sink.caught_up(PartitionId(1));
    for _ in 0..2 {
        sink.publish(P, chunk(1, &["v", "w"], 0));
    }
    let parts = HotParts {
        events: true,
        sessions: true,
    };
    let version = sink.hot().version(&[SiteId::new("s")], parts).unwrap();
    let events: usize = version.partitions[0]
        .events
        .iter()
        .map(|b| b.num_rows())
        .sum();
    let closed: usize = version.partitions[0]
        .closed
        .iter()
        .map(|b| b.num_rows())
        .sum();
    assert_eq!((events, closed), (2, 2));
    let other = sink.hot().version(&[SiteId::new("other")], parts).unwrap();
    assert!(
        other
            .partitions
            .iter()
            .all(|p| p.events.is_empty() && p.closed.is_empty())
    );
}

async fn many_files(dir: &std::path::Path, visitors: &[&str]) -> DeltaSink {
    let sink = open(dir).await;
    let generation = sink.take_over(P).await.unwrap().generation;
    let mut first = 1;
    for visitor in visitors {
        sink.publish(P, chunk(first, &[visitor], 0));
        first += 2;
        checkpoint(&sink, generation).await;
    }
    sink
}

const MANY: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

#[tokio::test(flavor = "multi_thread")]
async fn compaction_keeps_rows_and_order_and_two_do_not_double_them() {
    let dir = tempfile::tempdir().unwrap();
    let one = many_files(dir.path(), &MANY).await;
    let other = open(dir.path()).await;
    let (a, b) = tokio::join!(one.compact(Table::Events), other.compact(Table::Events));
    assert_eq!(a.unwrap().max(b.unwrap()), 6);
    assert_eq!(rows(&one, Table::Events).await, once(&MANY));
    let files = one.table(Table::Events).snapshot().await.unwrap();
    assert_eq!(files.snapshot().unwrap().log_data().num_files(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_and_a_compaction_from_one_base_bring_nobody_back() {
    let dir = tempfile::tempdir().unwrap();
    let one = many_files(dir.path(), &MANY).await;
    let other = open(dir.path()).await;
    let (site, visitor) = (SiteId::new("s"), VisitorId::new("c"));
    let before = [(P, Offset(1_000))];
    let (compacted, erased) = tokio::join!(
        one.compact(Table::Events),
        other.erase(&site, &visitor, &before)
    );
    compacted.unwrap();
    let erased = erased.unwrap();
    assert_eq!((erased.events, erased.sessions), (1, 1));
    let left = once(&["a", "b", "d", "e", "f"]);
    assert_eq!(rows(&one, Table::Events).await, left);
    assert_eq!(rows(&one, Table::Sessions).await, left);
}

#[tokio::test(flavor = "multi_thread")]
async fn retention_deletes_by_site_and_day() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    let generation = sink.take_over(P).await.unwrap().generation;
    sink.publish(P, chunk(1, &["old"], 0));
    sink.publish(P, chunk(3, &["new"], 10));
    checkpoint(&sink, generation).await;
    let first_day = Micros(1_700_000_000_000_000).utc_day();
    let keep_from = BTreeMap::from([(SiteId::new("s"), first_day + 5)]);
    let nobody = BTreeMap::from([(SiteId::new("t"), first_day + 50)]);
    sink.retain(Table::Events, &nobody).await.unwrap();
    assert_eq!(rows(&sink, Table::Events).await, once(&["new", "old"]));
    sink.retain(Table::Events, &keep_from).await.unwrap();
    assert_eq!(rows(&sink, Table::Events).await, once(&["new"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn vacuum_deletes_what_no_version_names_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let sink = many_files(dir.path(), &MANY).await;
    sink.compact(Table::Events).await.unwrap();
    let hour = std::time::Duration::from_secs(3_600);
    assert_eq!(
        sink.vacuum(hour).await.unwrap(),
        0,
        "readers of older versions have an hour"
    );
    assert_eq!(sink.vacuum(std::time::Duration::ZERO).await.unwrap(), 6);
    assert_eq!(rows(&sink, Table::Events).await, once(&MANY));
}

/// How many rows of a table hold an address.
async fn addresses(sink: &DeltaSink, table: Table) -> usize {
    use object_store::ObjectStoreExt;
    let snapshot = sink.table(table).snapshot().await.unwrap();
    let mut count = 0;
    for file in snapshot.snapshot().unwrap().log_data().iter() {
        let store = snapshot.object_store();
        let object = store.get(&file.object_store_path()).await.unwrap();
        let bytes = object.bytes().await.unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes)
            .unwrap()
            .build()
            .unwrap();
        for batch in reader {
            let batch = batch.unwrap();
            let column = batch.column_by_name("ip_address").unwrap();
            count += column.len() - column.null_count();
        }
    }
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_old_rows_are_forgotten_and_the_rows_stay() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    let generation = sink.take_over(P).await.unwrap().generation;
    sink.publish(P, chunk(1, &["old"], 0));
    sink.publish(P, chunk(3, &["new"], 10));
    checkpoint(&sink, generation).await;
    let first_day = Micros(1_700_000_000_000_000).utc_day();
    for rewritten in [2, 0] {
        let done = sink.forget_addresses(first_day + 5).await.unwrap();
        assert_eq!(done, rewritten);
    }
    for table in Table::ALL {
        assert_eq!(rows(&sink, table).await, once(&["new", "old"]));
        assert_eq!(addresses(&sink, table).await, 1, "the new row's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_entries_of_the_delta_log_go_and_the_table_stays() {
    let dir = tempfile::tempdir().unwrap();
    let visitors: Vec<String> = (0..101).map(|number| format!("v{number:03}")).collect();
    let visitors: Vec<&str> = visitors.iter().map(String::as_str).collect();
    let sink = many_files(dir.path(), &visitors).await;
    assert_eq!(sink.clean_logs().await.unwrap(), 0, "a day is kept");
    let log = dir.path().join("tables/events/_delta_log");
    let two_days_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 86_400);
    let entries = || -> Vec<std::path::PathBuf> {
        std::fs::read_dir(&log)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    };
    for path in entries() {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(two_days_ago).unwrap();
    }
    let before = entries().len();
    let deleted = sink.clean_logs().await.unwrap();
    assert_eq!(
        deleted, 99,
        "versions 0 to 98 stand in the checkpoint at 99"
    );
    assert_eq!(entries().len(), before - deleted);
    let again = open(dir.path()).await;
    assert_eq!(rows(&again, Table::Events).await, once(&visitors));
    let recovered = again.take_over(P).await.unwrap();
    assert_eq!(recovered.generation, Generation(2), "positions survive too");
    assert_eq!(recovered.events_offset, Offset(202));
}

/// The property that says which columns' statistics readers look at.
async fn columns_with_statistics(sink: &DeltaSink, table: Table) -> String {
    let snapshot = sink.table(table).snapshot().await.unwrap();
    let metadata = snapshot.snapshot().unwrap().metadata();
    metadata.configuration()["delta.dataSkippingStatsColumns"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_when_the_sessions_of_a_file_end() {
    let dir = tempfile::tempdir().unwrap();
    let sink = many_files(dir.path(), &["v"]).await;
    let snapshot = sink.table(Table::Sessions).snapshot().await.unwrap();
    let state = snapshot.snapshot().unwrap();
    let stats: Vec<String> = state
        .log_data()
        .iter()
        .filter_map(|file| file.stats().map(|stats| stats.to_string()))
        .collect();
    assert!(
        !stats.is_empty() && stats.iter().all(|stats| stats.contains("session_end")),
        "{stats:?}"
    );
    // A table that was made before the column had statistics.
    let earlier = [(
        "delta.dataSkippingStatsColumns".to_owned(),
        "site_id,session_start,log_partition,closed_offset".to_owned(),
    )];
    snapshot
        .clone()
        .set_tbl_properties()
        .with_properties(earlier.into())
        .await
        .unwrap();
    let again = open(dir.path()).await;
    for table in Table::ALL {
        assert_eq!(
            columns_with_statistics(&again, table).await,
            sinks::stats_columns(table).join(",")
        );
    }
    let version = again
        .table(Table::Sessions)
        .snapshot()
        .await
        .unwrap()
        .version();
    let third = open(dir.path()).await;
    let unchanged = third.table(Table::Sessions).snapshot().await.unwrap();
    assert_eq!(unchanged.version(), version, "said once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sites_hot_version_changes_with_its_own_rows_alone() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    sink.take_over(P).await.unwrap();
    let other = PartitionId(1);
    sink.take_over(other).await.unwrap();
    sink.caught_up(P);
    sink.caught_up(other);
    let version = |site: &str| {
        let sites: Vec<SiteId> = match site {
            "" => Vec::new(),
            site => vec![SiteId::new(site)],
        };
        let parts = HotParts {
            events: true,
            sessions: true,
        };
        sink.hot().version(&sites, parts).unwrap().version
    };
    let (everybody, nobody) = (version(""), version("t"));
    sink.publish(P, chunk(1, &["v"], 0));
    let after_first = version("s");
    assert!(version("") > everybody && after_first > 0);
    assert_eq!(version("t"), nobody);
    sink.publish(P, chunk(3, &["w"], 0));
    assert!(version("s") > after_first);
    assert_eq!(version("t"), nobody);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_sessions_are_those_of_the_last_chunk_however_often_they_are_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let sink = open(dir.path()).await;
    for partition in [P, PartitionId(1)] {
        sink.take_over(partition).await.unwrap();
        sink.caught_up(partition);
    }
    let open = |sites: &[&str]| {
        let sites: Vec<SiteId> = sites.iter().map(SiteId::new).collect();
        let parts = HotParts {
            events: false,
            sessions: true,
        };
        let version = sink.hot().version(&sites, parts).unwrap();
        let partitions = version.partitions.iter();
        partitions
            .flat_map(|partition| &partition.open)
            .map(arrow::array::RecordBatch::num_rows)
            .sum::<usize>()
    };
    assert_eq!(open(&["s"]), 0);
    let soon = Span::seconds(10);
    sink.publish(P, chunk_until(1, &["v"], 0, soon));
    for _ in 0..2 {
        assert_eq!((open(&["s"]), open(&["t"]), open(&[])), (1, 0, 1));
    }
    sink.publish(P, chunk_until(3, &["w", "x"], 0, soon));
    for _ in 0..2 {
        assert_eq!((open(&["s"]), open(&["t"]), open(&[])), (3, 0, 3));
    }
}
