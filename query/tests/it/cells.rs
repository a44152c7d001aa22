//! A site's columns are read once from each file, wherever in it the site's rows lie.

use deltalake::DeltaTableBuilder;
use deltalake::parquet::file::properties::{EnabledStatistics, WriterProperties};
use engine::{Micros, Table};
use query::{Answer, Dimension, Engine, Metric, Question, Range};
use url::Url;

use crate::rec;
use crate::world::{Rec, World, at, batch, event, site};

const PAGES: [Option<&str>; 4] = [
    Some("/"),
    None,
    Some("/a-path-that-does-not-fit-into-a-view"),
    Some("/x"),
];

const HOSTS: [&str; 3] = ["a.example", "b.example", "c.example"];

/// Row `n` of a site, the pages in turn.
fn row(site: &str, day: u32, n: i64) -> Rec {
    let start = at(&format!("2026-05-{day:02}T00:00:00Z"));
    let mut row = rec! {
        "site_id": site, "log_offset": n, "timestamp": start + n * 1_000_000,
        "visitor_id": format!("{site}-{}", n % 7)
    };
    row.insert("page_hostname", HOSTS[n as usize % 3].into());
    if let Some(page) = PAGES[n as usize % 4] {
        row.insert("page_path", page.into());
    }
    event(row)
}

async fn by_page(engine: &Engine, name: &str, days: (u32, u32)) -> Answer {
    by(engine, name, days, Dimension::Page).await
}

async fn by(engine: &Engine, name: &str, days: (u32, u32), dimension: Dimension) -> Answer {
    let day = |day: u32| format!("2026-05-{day:02}").parse().unwrap();
    let range = Range::Days {
        from: day(days.0),
        to: day(days.1),
    };
    let metrics = vec![Metric::Events];
    let mut question = Question::new(vec![site(name, "UTC")], range, metrics);
    question.dimensions = vec![dimension];
    engine
        .stats(&question, Micros(at("2026-06-01T00:00:00Z")))
        .await
        .unwrap()
}

fn events(answer: &Answer) -> Vec<(Option<String>, Option<f64>)> {
    let mut rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| (row.dimensions[0].clone(), row.metrics[0]))
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_read_once_and_only_new_files_are_opened() {
    let world = World::new();
    for day in 1..=3 {
        let rows: Vec<Rec> = ["a", "b"]
            .iter()
            .flat_map(|site| (0..40).map(move |n| row(site, day, n)))
            .collect();
        world.commit(Table::Events, &rows, &[(0, 1)]).await;
    }
    let first = by_page(&world.engine, "a", (1, 3)).await;
    assert!(first.info.bytes_scanned > 0);
    assert_eq!(first.totals.metrics, [Some(120.0)]);
    // Another range is another question, of columns that are known.
    let within = by_page(&world.engine, "a", (2, 3)).await;
    assert_eq!(within.totals.metrics, [Some(80.0)]);
    // Two files, for the rows and the totals that they add up to.
    assert_eq!(
        (within.info.bytes_scanned, within.info.files_scanned),
        (0, 2)
    );
    let rows: Vec<Rec> = (0..8).map(|n| row("a", 4, n)).collect();
    world.commit(Table::Events, &rows, &[(0, 2)]).await;
    let more = by_page(&world.engine, "a", (1, 4)).await;
    assert_eq!(more.totals.metrics, [Some(128.0)]);
    assert!(more.info.bytes_scanned > 0 && more.info.bytes_scanned < first.info.bytes_scanned);
    let other = by_page(&world.engine, "b", (1, 4)).await;
    assert_eq!(other.totals.metrics, [Some(120.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_lie_apart_are_found_with_and_without_statistics() {
    for statistics in [
        EnabledStatistics::Page,
        EnabledStatistics::Chunk,
        EnabledStatistics::None,
    ] {
        let world = World::new();
        // Runs of other sites between a site's rows, over pages and row groups.
        let names = ["a", "b", "b", "c"];
        let rows: Vec<Rec> = (0..1_000)
            .map(|n| row(names[(n / 5) as usize % 4], 1, n))
            .collect();
        let folder = world.dir.path().join("events");
        std::fs::create_dir_all(&folder).unwrap();
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(300))
            .set_data_page_row_count_limit(20)
            .set_write_batch_size(20)
            .set_statistics_enabled(statistics)
            .build();
        DeltaTableBuilder::from_url(Url::from_directory_path(&folder).unwrap())
            .unwrap()
            .build()
            .unwrap()
            .write([batch(Table::Events, &rows, false)])
            .with_partition_columns(["date"])
            .with_writer_properties(properties)
            .await
            .unwrap();
        for name in ["a", "b", "c", "nobody"] {
            let ours = |row: &&Rec| row["site_id"] == name.into();
            let mut expected: Vec<(Option<String>, Option<f64>)> = Vec::new();
            for page in PAGES {
                let has = |row: &&Rec| row.get("page_path").cloned() == page.map(Into::into);
                let count = rows.iter().filter(ours).filter(has).count();
                if count > 0 {
                    expected.push((page.map(str::to_owned), Some(count as f64)));
                }
            }
            expected.sort_by(|a, b| a.0.cmp(&b.0));
            let answer = by_page(&world.engine, name, (1, 1)).await;
            assert_eq!(events(&answer), expected, "{name}, {statistics:?}");
            let count = rows.iter().filter(ours).count() as f64;
            assert_eq!(answer.totals.metrics[0], Some(count));
            // A column more of rows whose places are known.
            let hosts = by(&world.engine, name, (1, 1), Dimension::Hostname).await;
            let mut expected = Vec::new();
            for host in HOSTS {
                let has = |row: &&Rec| row["page_hostname"] == host.into();
                let count = rows.iter().filter(ours).filter(has).count();
                if count > 0 {
                    expected.push((Some(host.to_owned()), Some(count as f64)));
                }
            }
            assert_eq!(events(&hosts), expected, "{name}, {statistics:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_at_once_share_what_is_read() {
    let world = World::new();
    for day in 1..=5 {
        let rows: Vec<Rec> = (0..200).map(|n| row("a", day, n)).collect();
        world.commit(Table::Events, &rows, &[(0, 1)]).await;
    }
    let alone = by_page(&world.engine, "a", (1, 5)).await;
    let again = world.another(query::QueryConfig::default());
    let ranges = [(1, 5), (2, 5), (1, 4), (3, 5), (1, 3), (4, 5)];
    let answers = futures::future::join_all(ranges.map(|range| by_page(&again, "a", range))).await;
    for (answer, (from, to)) in answers.iter().zip(ranges) {
        let rows = f64::from(to - from + 1) * 200.0;
        assert_eq!(answer.totals.metrics, [Some(rows)]);
    }
    let read: u64 = answers.iter().map(|answer| answer.info.bytes_scanned).sum();
    assert_eq!(read, alone.info.bytes_scanned);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_the_same_however_much_is_kept() {
    let world = World::new();
    for day in 1..=4 {
        let rows: Vec<Rec> = (0..500).map(|n| row("a", day, n)).collect();
        world.commit(Table::Events, &rows, &[(0, 1)]).await;
    }
    for column_bytes in [0, 1, 5_000, 64 << 20] {
        let engine = world.another(query::QueryConfig {
            column_bytes,
            ..query::QueryConfig::default()
        });
        for days in [(1, 4), (2, 3), (1, 4)] {
            for dimension in [Dimension::Page, Dimension::Hostname, Dimension::Event] {
                let answer = by(&engine, "a", days, dimension).await;
                let rows = f64::from(days.1 - days.0 + 1) * 500.0;
                assert_eq!(answer.totals.metrics, [Some(rows)]);
                let sum: f64 = events(&answer).iter().filter_map(|row| row.1).sum();
                assert_eq!(sum, rows);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_is_an_error_and_not_for_ever() {
    let world = World::new();
    let rows: Vec<Rec> = (0..20).map(|n| row("a", 1, n)).collect();
    world.commit(Table::Events, &rows, &[(0, 1)]).await;
    let day = world.dir.path().join("events/date=2026-05-01");
    let away = world.dir.path().join("away");
    std::fs::rename(&day, &away).unwrap();
    let range = Range::Days {
        from: "2026-05-01".parse().unwrap(),
        to: "2026-05-01".parse().unwrap(),
    };
    let question = Question::new(vec![site("a", "UTC")], range, vec![Metric::Events]);
    let now = Micros(at("2026-06-01T00:00:00Z"));
    assert!(world.engine.stats(&question, now).await.is_err());
    std::fs::rename(&away, &day).unwrap();
    let answer = world.engine.stats(&question, now).await.unwrap();
    assert_eq!(answer.totals.metrics, [Some(20.0)]);
}
