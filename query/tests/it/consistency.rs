//! Committed and hot rows at one instant: whatever is committed, announced or dropped in between, each row counts once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use engine::{HotError, Micros, Offset, PartitionId, Table};
use query::{Answer, Dimension, Metric, PointInTime, QueryError, Question, Range};

use crate::rec;
use crate::world::{Heat, Rec, World, at, commit, event, session, site};

const START: &str = "2026-05-01T00:00:00Z";

fn rows(offsets: std::ops::RangeInclusive<i64>) -> Vec<Rec> {
    let row = |offset: i64| {
        event(
            rec! { "site_id": "s", "log_offset": offset, "timestamp": at(START) + offset * 1_000_000,
            "visitor_id": format!("v{}", offset % 7), "session_id": format!("s{offset}"), "page_path": "/" },
        )
    };
    offsets.map(row).collect()
}

/// A session for each of these events.
fn sessions(events: &[Rec]) -> Vec<Rec> {
    let of = |event: &Rec| {
        let kept = ["site_id", "visitor_id", "session_id"];
        let mut row: Rec = kept
            .iter()
            .map(|name| (*name, event[name].clone()))
            .collect();
        row.insert("session_start", event["timestamp"].clone());
        row.insert("first_offset", event["log_offset"].clone());
        row.insert("closed_offset", event["log_offset"].clone());
        session(row)
    };
    events.iter().map(of).collect()
}

fn question() -> Question {
    let day: chrono::NaiveDate = "2026-05-01".parse().unwrap();
    let range = Range::Days { from: day, to: day };
    Question::new(vec![site("s", "UTC")], range, vec![Metric::Events])
}

async fn ask(world: &World) -> Result<Answer, QueryError> {
    world
        .engine
        .stats(&question(), Micros(at("2026-05-03T00:00:00Z")))
        .await
}

async fn count(world: &World) -> f64 {
    ask(world).await.unwrap().totals.metrics[0].unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floor_ahead_of_the_snapshot_has_it_read_anew() {
    let world = World::new();
    world.commit(Table::Events, &rows(1..=4), &[(0, 4)]).await;
    world.heat(Heat {
        events_floor: 4,
        applied: 9,
        events: &rows(5..=9),
        ..Heat::default()
    });
    assert_eq!(count(&world).await, 9.0);
    // Another process commits and the hot store lets go, without a word to the engine.
    commit(world.dir.path(), Table::Events, &rows(5..=8), &[(0, 8)]).await;
    world.heat(Heat {
        events_floor: 8,
        applied: 9,
        events: &rows(9..=9),
        ..Heat::default()
    });
    assert_eq!(count(&world).await, 9.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hot_rows_that_are_committed_count_once() {
    let world = World::new();
    world.heat(Heat {
        applied: 9,
        events: &rows(1..=9),
        ..Heat::default()
    });
    assert_eq!(count(&world).await, 9.0);
    // Announced before the hot store lets go of anything.
    world.commit(Table::Events, &rows(1..=6), &[(0, 6)]).await;
    assert_eq!(count(&world).await, 9.0);
    // Committed and not announced: the old snapshot still fits what is hot.
    commit(world.dir.path(), Table::Events, &rows(7..=9), &[(0, 9)]).await;
    assert_eq!(count(&world).await, 9.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_nobody_holds_are_an_error_and_not_a_smaller_number() {
    let world = World::new();
    world.commit(Table::Events, &rows(1..=4), &[(0, 4)]).await;
    world.heat(Heat {
        events_floor: 6,
        applied: 9,
        events: &rows(7..=9),
        ..Heat::default()
    });
    assert!(matches!(ask(&world).await, Err(QueryError::Unavailable(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hot_version_older_than_the_snapshot_is_asked_for_again() {
    let world = World::new();
    world.commit(Table::Events, &rows(1..=4), &[(0, 4)]).await;
    world.heat(Heat {
        events_floor: 0,
        applied: 2,
        events: &rows(1..=2),
        ..Heat::default()
    });
    let mut asked = 0;
    *world.hot.then.lock() = Some(Box::new(move |version| {
        asked += 1;
        if asked == 2 {
            version.partitions[0].applied = Offset(4);
        }
    }));
    assert_eq!(count(&world).await, 4.0);
    assert_eq!(world.hot.asked.load(Ordering::SeqCst), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_that_catch_up_answer_nothing() {
    let world = World::new();
    *world.hot.answer.lock() = Some(HotError::CatchingUp(PartitionId(3)));
    assert_eq!(ask(&world).await, Err(QueryError::CatchingUp));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_kept_until_a_table_or_the_hot_store_changes() {
    let world = World::new();
    world.commit(Table::Events, &rows(1..=4), &[(0, 4)]).await;
    world.heat(Heat {
        events_floor: 4,
        applied: 9,
        events: &rows(5..=9),
        ..Heat::default()
    });
    let first = ask(&world).await.unwrap();
    assert_eq!((first.info.files_scanned, first.info.hot_rows), (1, 5));
    assert!(
        first.info.rows_scanned >= 9 && first.info.bytes_scanned > 0,
        "{:?}",
        first.info
    );
    let again = ask(&world).await.unwrap();
    assert_eq!((again.info.files_scanned, again.info.rows_scanned), (0, 0));
    assert_eq!(again.totals, first.totals);
    world.heat(Heat {
        events_floor: 4,
        applied: 10,
        events: &rows(5..=10),
        ..Heat::default()
    });
    assert_eq!(count(&world).await, 10.0);
    world.commit(Table::Events, &rows(5..=10), &[(0, 10)]).await;
    assert_eq!(ask(&world).await.unwrap().info.files_scanned, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn commits_while_questions_run() {
    const LAST: i64 = 120;
    let world = Arc::new(World::new());
    world.heat(Heat {
        applied: LAST as u64,
        events: &rows(1..=LAST),
        ..Heat::default()
    });
    let done = Arc::new(AtomicBool::new(false));
    let (writer, stop) = (world.clone(), done.clone());
    let writing = tokio::spawn(async move {
        for to in (10..=LAST).step_by(10) {
            commit(
                writer.dir.path(),
                Table::Events,
                &rows(to - 9..=to),
                &[(0, to as u64)],
            )
            .await;
            if to % 20 == 0 {
                writer.engine.committed(Table::Events);
            }
            let rest = rows(to + 1..=LAST);
            writer.heat(Heat {
                events_floor: to as u64,
                applied: LAST as u64,
                events: &rest,
                ..Heat::default()
            });
        }
        stop.store(true, Ordering::SeqCst);
    });
    let mut asked = 0;
    while !done.load(Ordering::SeqCst) || asked < 5 {
        assert_eq!(count(&world).await, LAST as f64);
        asked += 1;
    }
    writing.await.unwrap();
    assert_eq!(count(&world).await, LAST as f64);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_take_too_long_or_too_much_are_stopped() {
    let slow = World::with(query::QueryConfig {
        timeout: Duration::ZERO,
        ..Default::default()
    });
    slow.commit(Table::Events, &rows(1..=4), &[(0, 4)]).await;
    assert_eq!(ask(&slow).await, Err(QueryError::Timeout));
    let small = World::with(query::QueryConfig {
        memory_bytes: 10_000,
        ..Default::default()
    });
    small
        .commit(Table::Events, &rows(1..=4000), &[(0, 4000)])
        .await;
    let mut question = question();
    question.metrics = vec![Metric::Visitors];
    question.dimensions = vec![Dimension::Time];
    question.interval = Some(query::Interval::Minute);
    let answer = small
        .engine
        .stats(&question, Micros(at("2026-05-03T00:00:00Z")))
        .await;
    assert_eq!(answer, Err(QueryError::LimitExceeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_at_once_is_read_once_and_fits() {
    // Room for any of the questions, and not for all at the same time.
    let world = World::with(query::QueryConfig {
        memory_bytes: 6 << 20,
        cache_bytes: 1 << 20,
        column_bytes: 0,
        ..Default::default()
    });
    world
        .commit(Table::Events, &rows(1..=4000), &[(0, 4000)])
        .await;
    world
        .commit(Table::Sessions, &sessions(&rows(1..=4000)), &[(0, 4000)])
        .await;
    let ask = async |dimension: Dimension| {
        let mut question = question();
        question.metrics = vec![Metric::Visitors, Metric::Events];
        question.dimensions = vec![dimension];
        let now = Micros(at("2026-05-03T00:00:00Z"));
        world.engine.stats(&question, now).await.unwrap()
    };
    let dimensions = Dimension::ALL
        .iter()
        .filter(|dimension| !matches!(dimension, Dimension::Property))
        .filter(|dimension| dimension.scope() == query::Scope::Session);
    let answers = futures::future::join_all(dimensions.map(|dimension| ask(*dimension))).await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.totals.metrics == [Some(7.0), Some(4000.0)])
    );
    // Each reads its own rows of both tables, and one of them the sessions of all people, whom all share.
    let read: u64 = answers.iter().map(|answer| answer.info.rows_scanned).sum();
    assert_eq!(read, 8000 * answers.len() as u64 + 4000);
}

/// A question that must tell many people apart.
fn heavy() -> Question {
    let mut question = question();
    question.metrics = vec![Metric::Visitors, Metric::ConversionRate];
    question.dimensions = vec![Dimension::Title];
    question.limit = query::Limit::Rows(1);
    question
}

/// So many events, each of somebody else on a page of its own.
async fn crowded(count: i64, config: query::QueryConfig) -> World {
    let world = World::with(config);
    let mut rows = rows(1..=count);
    for (number, row) in rows.iter_mut().enumerate() {
        let title = format!("a page that nobody else has looked at, number {number}");
        row.insert("page_title", title.into());
        row.insert("visitor_key", (number as i64).into());
    }
    world
        .commit(Table::Events, &rows, &[(0, count as u64)])
        .await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_spills_or_is_refused_and_others_are_answered() {
    const COUNT: i64 = 40_000;
    let now = Micros(at("2026-05-03T00:00:00Z"));
    let world = crowded(COUNT, query::QueryConfig::default()).await;
    let (mut spilled, mut refused) = (0, 0);
    for mib in [256, 16, 12, 8, 6, 4, 3, 2, 1] {
        let config = query::QueryConfig {
            memory_bytes: mib << 20,
            cache_bytes: 0,
            column_bytes: 0,
            target_partitions: 2,
            ..Default::default()
        };
        let engine = world.another(config);
        let (wide, light) = (heavy(), question());
        // As many people, and one row to tell of them.
        let mut long = heavy();
        long.dimensions.clear();
        let (wide, long, light) = futures::join!(
            engine.stats(&wide, now),
            engine.stats(&long, now),
            engine.stats(&light, now)
        );
        for (rows, big) in [(COUNT as u64, wide), (1, long)] {
            match big {
                Ok(answer) => {
                    assert_eq!(answer.row_count, rows);
                    assert_eq!(answer.totals.metrics, [Some(COUNT as f64), Some(0.0)]);
                    spilled += u64::from(answer.info.bytes_spilled > 0);
                    assert!(mib < 256 || answer.info.bytes_spilled == 0);
                }
                Err(error) => {
                    assert_eq!(error, QueryError::LimitExceeded);
                    assert!(mib < 256, "that is room enough");
                    refused += 1;
                }
            }
        }
        assert_eq!(light.unwrap().totals.metrics, [Some(COUNT as f64)]);
    }
    assert!(spilled > 0 && refused > 0, "{spilled}, {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_takes_the_work_along() {
    let world = crowded(
        40_000,
        query::QueryConfig {
            cache_bytes: 0,
            plans_max: 1,
            ..Default::default()
        },
    )
    .await;
    let now = Micros(at("2026-05-03T00:00:00Z"));
    let world = Arc::new(world);
    let asking = {
        let world = world.clone();
        tokio::spawn(async move { world.engine.stats(&heavy(), now).await })
    };
    let until = async |holds: &dyn Fn(usize) -> bool| {
        let waiting = async {
            while !holds(world.engine.memory_reserved()) && !asking.is_finished() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), waiting).await
    };
    until(&|bytes| bytes > 0).await.unwrap();
    asking.abort();
    let freed = async {
        while world.engine.memory_reserved() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), freed)
        .await
        .expect("its memory comes back");
    // Its turn has come back as well: there is but one.
    assert_eq!(count(&world).await, 40_000.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn table_states_say_what_is_committed() {
    let world = World::new();
    let empty = world
        .engine
        .table_state(Table::Sessions, &[PartitionId(0)])
        .await
        .unwrap();
    assert_eq!(
        (empty.version, empty.rows, empty.offsets),
        (None, 0, vec![(PartitionId(0), Offset(0))])
    );
    world
        .commit(Table::Events, &rows(1..=4), &[(0, 4), (1, 9)])
        .await;
    let first = world
        .engine
        .table_state(Table::Events, &[PartitionId(0), PartitionId(1)])
        .await
        .unwrap();
    assert_eq!(first.rows, 4);
    assert_eq!(
        first.offsets,
        vec![(PartitionId(0), Offset(4)), (PartitionId(1), Offset(9))]
    );
    assert!(first.files[0].0.starts_with("date=2026-05-01/"));
    commit(world.dir.path(), Table::Events, &rows(5..=6), &[(0, 6)]).await;
    let second = world
        .engine
        .table_state(Table::Events, &[PartitionId(0), PartitionId(1)])
        .await
        .unwrap();
    assert_eq!(
        second.offsets,
        vec![(PartitionId(0), Offset(6)), (PartitionId(1), Offset(9))]
    );
    assert_eq!(second.files.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_of_one_point_in_time_see_the_same() {
    let world = World::new();
    world.heat(Heat {
        applied: 4,
        events: &rows(1..=4),
        ..Heat::default()
    });
    let now = Micros(at("2026-05-03T00:00:00Z"));
    let point = PointInTime::default();
    let together = async || {
        let answer = world.engine.stats_at(&point, &question(), now).await;
        answer.unwrap().totals.metrics[0].unwrap()
    };
    assert_eq!(together().await, 4.0);
    world.heat(Heat {
        applied: 9,
        events: &rows(1..=9),
        ..Heat::default()
    });
    world.commit(Table::Events, &rows(1..=6), &[(0, 6)]).await;
    assert_eq!(together().await, 4.0);
    // A question about sessions, after one about events, is not kept from what it needs.
    let sessions = Question {
        metrics: vec![Metric::Sessions],
        ..question()
    };
    let answer = world.engine.stats_at(&point, &sessions, now).await.unwrap();
    assert_eq!(answer.totals.metrics[0], Some(0.0));
    assert_eq!(count(&world).await, 9.0);
}
