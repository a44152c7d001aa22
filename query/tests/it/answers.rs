//! Small questions with answers that can be checked by eye.

use engine::{Micros, Table};
use query::{
    Answer, Comparison, Condition, Dimension, Filter, FilterOp, Interval, Limit, Metric, Preset,
    QueryError, Question, Range,
};

use crate::rec;
use crate::world::{Heat, Rec, World, at, event, session, site};

/// An answer as text: a line per row, then the totals.
pub fn table(answer: &Answer) -> String {
    let number = |value: &Option<f64>| match value {
        Some(value) => format!("{value}"),
        None => "-".to_owned(),
    };
    let numbers = |values: &[Option<f64>]| values.iter().map(number).collect::<Vec<_>>().join(" ");
    let line = |row: &query::Row, name: &str| {
        let mut line = format!("{name} | {}", numbers(&row.metrics));
        if let (Some(comparison), Some(change)) = (&row.comparison, &row.change) {
            line += &format!(" | {} | {}", numbers(comparison), numbers(change));
        }
        if row.partial {
            line += " | partial";
        }
        line
    };
    let mut lines: Vec<String> = answer
        .rows
        .iter()
        .map(|row| {
            let names = row
                .dimensions
                .iter()
                .map(|name| name.as_deref().unwrap_or("(not set)"));
            line(row, &names.collect::<Vec<_>>().join(", "))
                .trim()
                .to_owned()
        })
        .collect();
    lines.push(line(
        &answer.totals,
        &format!("= {} rows", answer.row_count),
    ));
    lines.join("\n")
}

const NOW: &str = "2026-10-26T12:30:00+01:00";

fn now() -> Micros {
    Micros(at(NOW))
}

fn days(from: &str, to: &str) -> Range {
    Range::Days {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    }
}

/// Three sessions of two visitors around the end of summer time in Berlin, one of them open; one visitor without
/// consent; a bot.
fn rows() -> (Vec<Rec>, Vec<Rec>) {
    let mut events = Vec::new();
    let mut add = |offset: i64, time: &str, more: Rec| {
        let mut row = rec! { "site_id": "s", "timestamp": at(time), "log_offset": offset };
        row.extend(more);
        events.push(event(row));
    };
    let ann = |path: &str| {
        rec! { "visitor_id": "ann", "session_id": "ann-1", "page_path": path, "source": "google",
        "medium": "organic", "country": "DE", "is_first_visit": true }
    };
    add(1, "2026-10-25T02:10:00+02:00", ann("/"));
    let mut engaged = ann("/");
    engaged.extend(rec! { "event_name": "user_engagement", "engagement_time_msec": 12_000, "scroll_depth_percent": 80,
        "page_view_number": 1 });
    add(2, "2026-10-25T02:20:00+02:00", engaged);
    add(3, "2026-10-25T02:10:00+01:00", ann("/pricing"));
    let bob = rec! { "visitor_id": "bob", "session_id": "bob-1", "page_path": "/pricing", "source": "(direct)",
    "medium": "(none)", "is_first_visit": false };
    add(4, "2026-10-25T10:00:00+01:00", bob);
    let mut again = ann("/thanks");
    again.extend(rec! { "session_id": "ann-2", "is_first_visit": false, "event_name": "purchase", "value": 500_000,
        "transaction_id": "t1" });
    add(5, "2026-10-26T09:00:00+01:00", again.clone());
    add(6, "2026-10-26T09:00:05+01:00", again);
    add(
        7,
        "2026-10-25T11:00:00+01:00",
        rec! { "page_path": "/", "consent": "denied" },
    );
    add(
        8,
        "2026-10-25T11:00:00+01:00",
        rec! { "visitor_id": "bot", "session_id": "bot-1", "page_path": "/", "is_bot": true },
    );
    let mut sessions = Vec::new();
    let mut add = |id: &str, start: &str, end: &str, more: Rec| {
        let mut row = rec! { "site_id": "s", "session_id": id, "session_start": at(start), "session_end": at(end) };
        row.extend(more);
        sessions.push(session(row));
    };
    add(
        "ann-1",
        "2026-10-25T02:10:00+02:00",
        "2026-10-25T02:10:00+01:00",
        rec! { "visitor_id": "ann",
        "events": 3, "pageviews": 2, "is_bounce": false, "is_single_page": false, "engagement_time_msec": 12_000,
        "entry_page": "/", "exit_page": "/pricing", "source": "google", "medium": "organic", "country": "DE",
        "is_first_visit": true, "closed_offset": 4 },
    );
    add(
        "bob-1",
        "2026-10-25T10:00:00+01:00",
        "2026-10-25T10:00:00+01:00",
        rec! { "visitor_id": "bob",
        "entry_page": "/pricing", "exit_page": "/pricing", "source": "(direct)", "medium": "(none)",
        "is_first_visit": false, "closed_offset": 5 },
    );
    add(
        "bot-1",
        "2026-10-25T11:00:00+01:00",
        "2026-10-25T11:00:00+01:00",
        rec! { "visitor_id": "bot",
        "entry_page": "/", "exit_page": "/", "is_bot": true, "closed_offset": 9 },
    );
    add(
        "ann-2",
        "2026-10-26T09:00:00+01:00",
        "2026-10-26T09:00:05+01:00",
        rec! { "visitor_id": "ann", "events": 2,
        "pageviews": 0, "is_bounce": false, "is_single_page": false, "conversions": 2, "revenue": 500_000,
        "source": "google", "medium": "organic", "country": "DE", "is_first_visit": false },
    );
    (events, sessions)
}

/// Half of it committed, the rest hot.
async fn world() -> World {
    let (events, sessions) = rows();
    let world = World::new();
    world.commit(Table::Events, &events[..4], &[(0, 4)]).await;
    world
        .commit(Table::Sessions, &sessions[..1], &[(0, 4)])
        .await;
    world.heat(Heat {
        events_floor: 3,
        sessions_floor: 4,
        applied: 9,
        // The fourth is committed already and must not count twice.
        events: &events[3..],
        closed: &sessions[1..3],
        open: &sessions[3..],
        ..Heat::default()
    });
    world
}

fn question(metrics: &[Metric], dimensions: &[Dimension]) -> Question {
    let range = days("2026-10-25", "2026-10-26");
    let mut question = Question::new(vec![site("s", "Europe/Berlin")], range, metrics.to_vec());
    question.dimensions = dimensions.to_vec();
    question
}

async fn check(question: &Question, expected: &str) {
    let world = world().await;
    let answer = world.engine.stats(question, now()).await.unwrap();
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(table(&answer), expected.join("\n"), "{question:?}");
}

use Dimension as D;
use Metric as M;

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_a_site() {
    let metrics = [
        M::Visitors,
        M::NewVisitors,
        M::ReturningVisitors,
        M::Sessions,
        M::Pageviews,
        M::Events,
    ];
    check(
        &question(&metrics, &[]),
        "| 2 1 1 3 4 7\n= 1 rows | 2 1 1 3 4 7",
    )
    .await;
    let metrics = [
        M::BounceRate,
        M::SinglePageRate,
        M::SessionDuration,
        M::ViewsPerSession,
        M::EngagementTime,
    ];
    let third = format!("{}", 100.0 / 3.0);
    let duration = (3600.0 + 5.0) / 3.0;
    let numbers = format!("{third} {third} {duration} 1 4");
    check(
        &question(&metrics, &[]),
        &format!("| {numbers}\n= 1 rows | {numbers}"),
    )
    .await;
    let metrics = [
        M::Conversions,
        M::ConversionRate,
        M::Revenue,
        M::Transactions,
        M::AverageOrderValue,
        M::RevenuePerVisitor,
    ];
    check(
        &question(&metrics, &[]),
        "| 2 50 50 1 50 25\n= 1 rows | 2 50 50 1 50 25",
    )
    .await;
    let metrics = [M::TimeOnPage, M::ScrollDepth, M::BusinessVisitorRate];
    check(&question(&metrics, &[]), "| 3 80 0\n= 1 rows | 3 80 0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_repeated_hour_is_counted_twice_over() {
    let mut question = question(&[M::Visitors, M::Pageviews, M::Sessions], &[D::Time]);
    question.interval = Some(Interval::Hour);
    question.limit = Limit::Rows(5);
    check(
        &question,
        "2026-10-25T00:00:00+02:00 | 0 0 0
         2026-10-25T01:00:00+02:00 | 0 0 0
         2026-10-25T02:00:00+02:00 | 1 1 1
         2026-10-25T02:00:00+01:00 | 1 1 0
         2026-10-25T03:00:00+01:00 | 0 0 0
         = 49 rows | 2 4 3",
    )
    .await;
    question.interval = Some(Interval::Day);
    check(
        &question,
        "2026-10-25T00:00:00+02:00 | 2 4 2
         2026-10-26T00:00:00+01:00 | 1 0 1 | partial
         = 2 rows | 2 4 3",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_by_dimension() {
    check(
        &question(
            &[M::Visitors, M::Pageviews, M::Sessions, M::BounceRate],
            &[D::Page],
        ),
        "/pricing | 2 2 2 100
         / | 1 2 1 0
         /thanks | 1 0 0 -
         (not set) | 0 0 0 0
         = 4 rows | 2 4 3 33.333333333333336",
    )
    .await;
    check(
        &question(&[M::Sessions, M::Visitors, M::Events], &[D::EntryPage]),
        "/ | 1 1 3
         /pricing | 1 1 1
         (not set) | 1 1 2
         = 3 rows | 3 2 6",
    )
    .await;
    check(
        &question(&[M::Visitors, M::Sessions, M::Events], &[D::Source]),
        "(direct) | 1 1 2
         google | 1 2 5
         = 2 rows | 2 3 7",
    )
    .await;
    check(
        &question(&[M::Events], &[D::DayOfWeek, D::HourOfDay]),
        "7, 02 | 3
         1, 09 | 2
         7, 10 | 1
         7, 11 | 1
         = 4 rows | 7",
    )
    .await;
    check(
        &question(&[M::Visitors], &[D::FirstEntryPage]),
        "/ | 1
         /pricing | 1
         = 2 rows | 2",
    )
    .await;
}

fn filter(dimension: Dimension, op: FilterOp, values: &[&str]) -> Filter {
    Filter::Where(Condition {
        dimension,
        key: None,
        op,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        scope: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_pick_events_and_sessions() {
    let metrics = [M::Visitors, M::Events, M::Sessions, M::ViewsPerSession];
    let asked = |filters: Vec<Filter>| {
        let mut question = question(&metrics, &[]);
        question.filters = filters;
        question
    };
    let both = |numbers: &str| format!("| {numbers}\n= 1 rows | {numbers}");
    check(
        &asked(vec![filter(D::Page, FilterOp::Is, &["/pricing"])]),
        &both("2 2 2 1.5"),
    )
    .await;
    check(
        &asked(vec![filter(D::Source, FilterOp::IsNot, &["google"])]),
        &both("1 2 1 1"),
    )
    .await;
    check(
        &asked(vec![filter(D::Country, FilterOp::IsNot, &["DE"])]),
        &both("1 2 1 1"),
    )
    .await;
    check(
        &asked(vec![filter(D::EntryPage, FilterOp::Is, &["/"])]),
        &both("1 3 1 2"),
    )
    .await;
    check(
        &asked(vec![filter(D::EntryPage, FilterOp::IsNot, &["/"])]),
        &both("2 4 2 0.5"),
    )
    .await;
    let any = Filter::Where(Condition {
        dimension: D::Event,
        key: None,
        op: FilterOp::IsNot,
        values: vec!["purchase".to_owned()],
        scope: Some(query::FilterScope::Session),
    });
    check(&asked(vec![any]), &both("2 5 2 1.5")).await;
    let either = Filter::Or(vec![
        filter(D::Page, FilterOp::StartsWith, &["/th"]),
        Filter::Not(Box::new(filter(D::Source, FilterOp::Contains, &["goo"]))),
    ]);
    check(&asked(vec![either]), &both("2 4 2 0.5")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comparisons_stand_beside_rows() {
    let mut question = question(&[M::Events], &[D::Time]);
    question.range = days("2026-10-26", "2026-10-26");
    question.interval = Some(Interval::Day);
    question.compare = Some(Comparison::PreviousPeriod);
    // Until 12:30 today is compared with the first 12.5 hours of the day before, which end at 11:30 winter time.
    check(
        &question,
        "2026-10-26T00:00:00+01:00 | 2 | 5 | -60 | partial
         = 1 rows | 2 | 5 | -60",
    )
    .await;
    question.dimensions = vec![D::Page];
    check(
        &question,
        "/thanks | 2 | 0 | -
         = 1 rows | 2 | 5 | -60",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_no_meaning_is_refused() {
    let world = world().await;
    let refused = async |question: Question| match world.engine.stats(&question, now()).await {
        Err(QueryError::Unsupported { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused(question(&[M::BounceRate], &[D::Event])).await,
        "BOUNCE_RATE has no meaning by EVENT"
    );
    assert_eq!(
        refused(question(&[M::Visitors], &[D::EntryPage, D::Page])).await,
        "ENTRY_PAGE is of sessions, PAGE of events"
    );
    assert_eq!(
        refused(question(&[M::ScrollDepth], &[D::ExitPage])).await,
        "SCROLL_DEPTH has no meaning by EXIT_PAGE"
    );
    let mut money = question(&[M::Revenue], &[]);
    let mut other = site("t", "UTC");
    other.currency = "USD".to_owned();
    money.sites.push(other);
    assert_eq!(refused(money).await, "the sites have different currencies");
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_questions_name_the_field() {
    let world = world().await;
    let check = async |change: &dyn Fn(&mut Question), expected: &str| {
        let mut question = question(&[M::Events], &[]);
        change(&mut question);
        match world.engine.stats(&question, now()).await {
            Err(QueryError::BadInput { field, .. }) => assert_eq!(field, expected),
            other => panic!("{expected}: {other:?}"),
        }
    };
    check(&|q| q.sites.clear(), "siteIds").await;
    check(&|q| q.metrics.clear(), "metrics").await;
    check(&|q| q.dimensions = vec![D::Page, D::Page], "dimensions").await;
    check(&|q| q.dimensions = vec![D::Property], "propertyKeys").await;
    check(&|q| q.property_keys = vec!["x".to_owned()], "propertyKeys").await;
    check(
        &|q| q.timezone = Some("Mars/Olympus".to_owned()),
        "timezone",
    )
    .await;
    check(&|q| q.range = days("2026-10-26", "2026-10-25"), "range").await;
    check(&|q| q.limit = Limit::Rows(10_001), "limit").await;
    check(
        &|q| q.filters = vec![filter(D::Page, FilterOp::Matches, &["("])],
        "filters",
    )
    .await;
    check(
        &|q| q.filters = vec![filter(D::Page, FilterOp::Matches, &["(a{1000}){1000}"])],
        "filters",
    )
    .await;
    check(
        &|q| q.filters = vec![filter(D::Page, FilterOp::Is, &[])],
        "filters",
    )
    .await;
    check(
        &|q| q.filters = vec![filter(D::Page, FilterOp::IsSet, &["x"])],
        "filters",
    )
    .await;
    check(
        &|q| q.filters = vec![filter(D::Property, FilterOp::IsSet, &[])],
        "filters",
    )
    .await;
    check(
        &|q| {
            q.dimensions = vec![D::Time];
            q.interval = Some(Interval::Minute);
            q.range = days("1970-01-02", "2100-01-01");
        },
        "interval",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_that_do_not_exist_yet_are_empty() {
    let world = World::new();
    let mut question = question(&[M::Visitors, M::BounceRate, M::Revenue], &[]);
    let answer = world.engine.stats(&question, now()).await.unwrap();
    assert_eq!(table(&answer), "| 0 - 0\n= 1 rows | 0 - 0");
    question.dimensions = vec![D::Page];
    let answer = world.engine.stats(&question, now()).await.unwrap();
    assert_eq!(table(&answer), "= 0 rows | 0 - 0");
    question.range = Range::Preset(Preset::AllTime);
    question.dimensions = vec![D::Time];
    let answer = world.engine.stats(&question, now()).await.unwrap();
    assert_eq!(answer.row_count, 24, "today's hours");
}
