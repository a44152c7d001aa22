//! What a question does not need it does not open: files by day and site, row groups by site and time.

use deltalake::DeltaTableBuilder;
use deltalake::parquet::file::properties::WriterProperties;
use engine::{Micros, Table};
use query::{Answer, Dimension, Metric, Question, Range};
use url::Url;

use crate::rec;
use crate::world::{Rec, World, at, batch, event, session, site};

fn rows(site: &str, day: &str, count: i64) -> Vec<Rec> {
    let start = at(&format!("{day}T00:00:00Z"));
    let row = |n: i64| {
        event(
            rec! { "site_id": site, "log_offset": n, "timestamp": start + n * 60_000_000, "visitor_id": "v" },
        )
    };
    (0..count).map(row).collect()
}

async fn ask(world: &World, site_id: &str, from: &str, to: &str) -> Answer {
    let range = Range::Days {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    };
    let question = Question::new(vec![site(site_id, "UTC")], range, vec![Metric::Events]);
    world
        .engine
        .stats(&question, Micros(at("2026-06-01T00:00:00Z")))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_other_days_and_sites_stay_closed() {
    let world = World::new();
    for day in 1..=9 {
        let day = format!("2026-05-0{day}");
        for site in ["a", "b", "c"] {
            world
                .commit(Table::Events, &rows(site, &day, 10), &[(0, 1)])
                .await;
        }
    }
    let answer = ask(&world, "b", "2026-05-03", "2026-05-04").await;
    assert_eq!(answer.totals.metrics, [Some(20.0)]);
    assert_eq!(answer.info.files_scanned, 2);
    assert_eq!(
        ask(&world, "b", "2026-05-01", "2026-05-09")
            .await
            .info
            .files_scanned,
        9
    );
    let nobody = ask(&world, "x", "2026-05-01", "2026-05-09").await;
    assert_eq!(
        (nobody.totals.metrics[0], nobody.info.files_scanned),
        (Some(0.0), 0)
    );
    assert_eq!(
        ask(&world, "b", "2026-05-10", "2026-05-20")
            .await
            .info
            .files_scanned,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn row_groups_of_other_sites_and_hours_are_skipped() {
    let world = World::new();
    let sites: Vec<String> = (0..20).map(|n| format!("site-{n:02}")).collect();
    let all: Vec<Rec> = sites
        .iter()
        .flat_map(|site| rows(site, "2026-05-01", 400))
        .collect();
    let folder = world.dir.path().join("events");
    std::fs::create_dir_all(&folder).unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(100))
        .build();
    DeltaTableBuilder::from_url(Url::from_directory_path(&folder).unwrap())
        .unwrap()
        .build()
        .unwrap()
        .write([batch(Table::Events, &all, false)])
        .with_partition_columns(["date"])
        .with_writer_properties(properties)
        .await
        .unwrap();
    let answer = ask(&world, "site-07", "2026-05-01", "2026-05-01").await;
    assert_eq!(answer.totals.metrics, [Some(400.0)]);
    assert_eq!(answer.info.rows_scanned, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_by_sessions_open_no_events_and_no_sessions_that_ended_before() {
    let world = World::new();
    let hour = 3_600_000_000;
    for day in 1..=9 {
        let text = format!("2026-05-0{day}");
        world
            .commit(Table::Events, &rows("a", &text, 10), &[(0, 1)])
            .await;
        let start = at(&format!("{text}T22:00:00Z"));
        let row = |n: i64| {
            // On the fourth, one goes on past midnight.
            let end = start
                + if day == 4 && n == 0 {
                    3 * hour
                } else {
                    n * 60_000_000
                };
            session(
                rec! { "site_id": "a", "visitor_id": format!("{day}-{n}"), "session_id": format!("{day}-{n}"),
                "session_start": start, "session_end": end, "closed_offset": 1, "country": "DE" },
            )
        };
        let sessions: Vec<Rec> = (0..10).map(row).collect();
        world.commit(Table::Sessions, &sessions, &[(0, 1)]).await;
    }
    for (dimensions, found, files) in [
        (vec![], 21.0, 3),
        (vec![Dimension::Country], 21.0, 6),
        // Twice those that hold sessions of the range, and those again to see whether one passes over a day.
        (vec![Dimension::Time], 21.0, 12),
    ] {
        let range = Range::Days {
            from: "2026-05-05".parse().unwrap(),
            to: "2026-05-06".parse().unwrap(),
        };
        let mut question = Question::new(vec![site("a", "UTC")], range, vec![Metric::Visitors]);
        question.dimensions = dimensions;
        question.interval = Some(query::Interval::Day);
        // Another moment each time would change nothing; another zone keeps answers from being kept.
        let now = Micros(at("2026-06-01T00:00:00Z"));
        let answer = world.engine.stats(&question, now).await.unwrap();
        assert_eq!(answer.totals.metrics, [Some(found)], "{question:?}");
        assert!(
            answer.info.files_scanned <= files,
            "{} files: {question:?}",
            answer.info.files_scanned
        );
    }
}
