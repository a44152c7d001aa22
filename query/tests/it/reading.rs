//! Raw events, suggestions, and SQL.

use datafusion::arrow::util::pretty::pretty_format_batches;
use engine::{Micros, Table};
use futures::TryStreamExt;
use query::{
    Condition, Cursor, Dimension, EventsQuery, Filter, FilterOp, Freshness, Preset, QueryError,
    Range, SqlQuery, ValuesQuery,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::generate::{data, sites, split};
use crate::rec;
use crate::world::{Heat, RecExt, World, at, event, site};

#[tokio::test(flavor = "multi_thread")]
async fn events_come_newest_first_and_pages_continue_each_other() {
    let mut random = ChaCha8Rng::seed_from_u64(31);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    let mut query = EventsQuery {
        sites: sites(),
        filters: Vec::new(),
        include_bots: true,
        first: 100,
        after: None,
    };
    let place = |row: &crate::world::Rec| {
        ["timestamp", "log_partition", "log_offset", "frame_index"]
            .map(|name| row.int(name).unwrap())
    };
    let mut expected: Vec<_> = data.events.iter().collect();
    expected.sort_by_key(|row| std::cmp::Reverse(place(row)));
    let mut found = Vec::new();
    loop {
        // As of a moment in the middle: what lies ahead of it is there too.
        let page = world
            .engine
            .events_page(&query, Micros(at("2026-10-28T00:00:00Z")))
            .await
            .unwrap();
        assert!(page.events.len() == 100 || !page.has_next);
        query.after = page
            .events
            .last()
            .map(|event| event.cursor.to_string().parse::<Cursor>().unwrap());
        found.extend(page.events);
        if !page.has_next {
            break;
        }
    }
    assert_eq!(found.len(), expected.len());
    for (event, row) in found.iter().zip(expected) {
        assert_eq!(Some(event.id.as_str()), row.text("event_id"));
        assert_eq!(event.visitor_id.as_deref(), row.text("visitor_id"));
        assert_eq!(event.os.as_deref(), row.text("operating_system"));
        assert_eq!(event.properties.as_deref(), row.text("properties"));
        assert_eq!(
            event.value,
            row.int("value").map(|value| value as f64 / 1e4)
        );
    }
    query.after = None;
    query.include_bots = false;
    query.filters = vec![Filter::Where(Condition {
        dimension: Dimension::EntryPage,
        key: None,
        op: FilterOp::Is,
        values: vec!["/pricing".to_owned()],
        scope: None,
    })];
    let page = world
        .engine
        .events_page(&query, Micros(at("2026-11-20T00:00:00Z")))
        .await
        .unwrap();
    assert!(!page.events.is_empty() && page.events.iter().all(|event| !event.is_bot));
    assert!(matches!(
        "1.2.x".parse::<Cursor>(),
        Err(QueryError::BadInput { field: "after", .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_the_commonest_values() {
    let mut random = ChaCha8Rng::seed_from_u64(32);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    let query = |dimension, search: &str| ValuesQuery {
        sites: sites(),
        dimension,
        key: (dimension == Dimension::Property).then(|| "plan".to_owned()),
        search: Some(search.to_owned()),
        range: Range::Preset(Preset::AllTime),
        timezone: None,
        include_bots: true,
        first: 2,
    };
    let now = Micros(at("2026-11-20T00:00:00Z"));
    let pages = world
        .engine
        .dimension_values(&query(Dimension::Page, "PRIC"), now)
        .await
        .unwrap();
    let mut names: Vec<_> = pages.iter().map(|page| page.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["/Pricing", "/pricing"]);
    assert!(pages[0].count >= pages[1].count);
    let count = |name: &str| {
        data.events
            .iter()
            .filter(|row| row.text("page_path") == Some(name))
            .count() as u64
    };
    assert!(pages.iter().all(|page| page.count == count(&page.name)));
    let plans = world
        .engine
        .dimension_values(&query(Dimension::Property, ""), now)
        .await
        .unwrap();
    assert_eq!(plans.len(), 2);
    let dot = world
        .engine
        .dimension_values(&query(Dimension::Browser, "."), now)
        .await
        .unwrap();
    assert!(dot.is_empty(), "the search is no pattern");
}

async fn sql(
    world: &World,
    text: &str,
    sites: Option<&[&str]>,
    freshness: Freshness,
) -> Result<String, QueryError> {
    let query = SqlQuery {
        text: text.to_owned(),
        sites: sites.map(|sites| sites.iter().map(|site| (*site).into()).collect()),
        freshness,
    };
    let answer = world.engine.sql(&query).await?;
    let batches: Vec<_> = answer.batches.try_collect().await?;
    Ok(pretty_format_batches(&batches).unwrap().to_string())
}

async fn small() -> World {
    let world = World::new();
    let row = |site: &str, offset: i64| {
        event(
            rec! { "site_id": site, "log_offset": offset, "timestamp": at("2026-05-01T00:00:00Z") + offset, "page_path": "/" },
        )
    };
    world
        .commit(Table::Events, &[row("a", 1), row("b", 2)], &[(0, 2)])
        .await;
    world.heat(Heat {
        events_floor: 2,
        applied: 3,
        events: &[row("a", 3)],
        ..Heat::default()
    });
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn sql_reads_what_the_caller_may_see() {
    let world = small().await;
    let text = "SELECT site_id, count(*) AS n FROM events GROUP BY 1 ORDER BY 1";
    let table = sql(&world, text, None, Freshness::Now).await.unwrap();
    assert_eq!(
        table,
        "+---------+---+\n| site_id | n |\n+---------+---+\n| a       | 2 |\n| b       | 1 |\n+---------+---+"
    );
    let table = sql(&world, text, Some(&["a"]), Freshness::Committed)
        .await
        .unwrap();
    assert_eq!(
        table,
        "+---------+---+\n| site_id | n |\n+---------+---+\n| a       | 1 |\n+---------+---+"
    );
    let nothing = sql(
        &world,
        "SELECT count(*) AS n FROM events",
        Some(&[]),
        Freshness::Now,
    )
    .await
    .unwrap();
    assert!(nothing.contains("| 0 |"), "{nothing}");
    let sessions = sql(&world, "SELECT * FROM sessions", None, Freshness::Now)
        .await
        .unwrap();
    assert!(!sessions.contains("| a "), "{sessions}");
    let first = sql(&world, "SELECT * FROM events LIMIT 1", None, Freshness::Now)
        .await
        .unwrap();
    assert!(
        first.contains("| event_id") && first.contains("| date"),
        "{first}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sql_changes_nothing_and_reads_no_files() {
    let world = small().await;
    for text in [
        "CREATE TABLE x AS SELECT 1",
        "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
        "DROP VIEW events",
        "INSERT INTO events SELECT * FROM events",
        "DELETE FROM events",
        "COPY events TO '/tmp/out.csv'",
        "SET datafusion.execution.target_partitions = 1",
        "SELECT * FROM '/etc/passwd'",
        "SELECT nonsense FROM events",
        "SELECT 1; SELECT 2",
        "SELEC",
        "",
    ] {
        let refused = sql(&world, text, None, Freshness::Now).await;
        assert!(
            matches!(refused, Err(QueryError::BadInput { field: "sql", .. })),
            "{text}: {refused:?}"
        );
    }
    let failed = sql(
        &world,
        "SELECT 1 / (log_offset - log_offset) FROM events",
        None,
        Freshness::Now,
    )
    .await;
    assert!(
        matches!(failed, Err(QueryError::BadInput { field: "sql", .. })),
        "{failed:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recent_past_is_counted_by_visitor_and_minute() {
    let now = at("2026-05-01T12:00:30Z");
    let world = World::new();
    let second = 1_000_000;
    let row = |offset: i64, ago: i64, more: crate::world::Rec| {
        let server = now - ago * second;
        let mut row = rec! { "site_id": "a", "log_offset": offset, "timestamp": server - 7 * 86_400 * second,
        "server_timestamp": server, "visitor_id": "ann" };
        row.extend(more);
        event(row)
    };
    let rows = [
        row(1, 4_000, rec! {}),
        row(2, 605, rec! {}),
        row(3, 601, rec! { "event_name": "scroll" }),
        row(4, 20, rec! {}),
        row(5, 20, rec! { "is_bot": true }),
        row(6, 20, rec! { "origin": "import" }),
        row(7, 20, rec! { "log_partition": 1 }),
        row(8, 19, rec! {}),
        row(9, 19, rec! {}),
    ];
    world.commit(Table::Events, &rows, &[(0, 9)]).await;
    let found = world
        .engine
        .recent(&query::RecentQuery {
            since: Micros(now - 1_800 * second),
            by_second_since: Micros(now - 60 * second),
            up_to: vec![(engine::PartitionId(0), engine::Offset(8))],
        })
        .await
        .unwrap();
    let mut counts: Vec<_> = found
        .iter()
        .map(|count| {
            assert_eq!(count.visitor, Some(engine::Key::of("ann")));
            assert_eq!(count.site.as_str(), "a");
            let ago = |moment: Micros| (now - moment.0) / second;
            (
                ago(count.at),
                ago(count.latest),
                count.pageviews,
                count.events,
            )
        })
        .collect();
    counts.sort_unstable();
    assert_eq!(counts, [(19, 19, 1, 1), (20, 20, 1, 1), (630, 601, 1, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_properties_are_suggested_where_no_name_is_given() {
    let world = World::new();
    let rows: Vec<_> = [
        Some(r#"{"plan":"pro","Step":1}"#),
        Some(r#"{"plan":null}"#),
        Some("{}"),
        None,
        Some(r#"{"odd \"name\"":[1,{"plan":2}]}"#),
    ]
    .into_iter()
    .zip(0..)
    .map(|(properties, n)| {
        let mut row =
            rec! { "site_id": "a", "log_offset": n, "timestamp": at("2026-05-01T00:00:00Z") + n };
        if let Some(properties) = properties {
            row.insert("properties", properties.into());
        }
        event(row)
    })
    .collect();
    world.commit(Table::Events, &rows, &[(0, 5)]).await;
    let asked = |search: Option<&str>, first| ValuesQuery {
        sites: vec![site("a", "UTC")],
        dimension: Dimension::Property,
        key: None,
        search: search.map(str::to_owned),
        range: Range::Preset(Preset::AllTime),
        timezone: None,
        include_bots: false,
        first,
    };
    let now = Micros(at("2026-06-01T00:00:00Z"));
    for (search, first, expected) in [
        (
            None,
            100,
            vec![("plan", 2), ("Step", 1), ("odd \"name\"", 1)],
        ),
        (None, 1, vec![("plan", 2)]),
        (Some("st"), 100, vec![("Step", 1)]),
        (Some("nothing"), 100, vec![]),
        (None, 0, vec![]),
    ] {
        let query = asked(search, first);
        let values = world.engine.dimension_values(&query, now).await.unwrap();
        let found: Vec<_> = values
            .iter()
            .map(|value| (value.name.as_str(), value.count))
            .collect();
        assert_eq!(found, expected);
    }
}
