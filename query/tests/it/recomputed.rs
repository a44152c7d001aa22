//! Answers over generated rows, hot and cold drawn by seed, against plain recomputation.

use std::collections::BTreeMap;

use engine::Micros;
use query::{
    Answer, Comparison, Condition, Dimension, Filter, FilterOp, FilterScope, Interval, Limit,
    Metric, QueryError, Question, Range,
};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::generate::{Data, SITES, data, sites, split};
use crate::oracle::Oracle;
use crate::world::{Rec, RecExt, World, at};

const NOW: &str = "2026-11-20T12:00:00Z";

fn now() -> Micros {
    Micros(at(NOW))
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        _ => false,
    }
}

fn agree(a: &[Option<f64>], b: &[Option<f64>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| close(*a, *b))
}

/// Asks, and compares every row and the totals.
async fn check(world: &World, data: &Data, question: &Question) -> Answer {
    let answer = match world.engine.stats(question, now()).await {
        Ok(answer) => answer,
        Err(error) => panic!("{error}: {question:?}"),
    };
    let expected = Oracle::new(data, question).expected();
    assert!(
        agree(&answer.totals.metrics, &expected.totals),
        "totals {:?}, expected {:?}: {question:?}",
        answer.totals.metrics,
        expected.totals
    );
    let is_series = question.dimensions == [Dimension::Time];
    let mut rows: BTreeMap<_, _> = answer
        .rows
        .iter()
        .map(|row| (row.dimensions.clone(), row.metrics.clone()))
        .collect();
    assert_eq!(
        rows.len(),
        answer.rows.len(),
        "rows are distinct: {question:?}"
    );
    assert_eq!(answer.row_count, answer.rows.len() as u64);
    if question.dimensions.is_empty() {
        assert!(agree(&answer.rows[0].metrics, &answer.totals.metrics));
        return answer;
    }
    for (key, values) in &expected.rows {
        let found = rows.remove(key);
        assert!(
            found.as_ref().is_some_and(|found| agree(found, values)),
            "{key:?}: {found:?}, expected {values:?}: {question:?}"
        );
    }
    if is_series {
        rows.retain(|_, metrics| {
            metrics
                .iter()
                .any(|metric| metric.is_some_and(|m| m != 0.0))
        });
    }
    assert!(rows.is_empty(), "rows too many: {rows:?}: {question:?}");
    answer
}

fn days(random: &mut ChaCha8Rng) -> Range {
    let first = random.random_range(18..36);
    let date = |day: u64| {
        let start: chrono::NaiveDate = "2026-10-01".parse().unwrap();
        start.checked_add_days(chrono::Days::new(day)).unwrap()
    };
    Range::Days {
        from: date(first),
        to: date(first + random.random_range(0..9)),
    }
}

fn question(random: &mut ChaCha8Rng) -> Question {
    let mut all = sites();
    let count = random.random_range(1..=SITES.len());
    let picked = (0..count)
        .map(|_| all.remove(random.random_range(0..all.len())))
        .collect();
    let mut question = Question::new(picked, days(random), Vec::new());
    question.limit = Limit::Unlimited;
    question.include_bots = random.random_ratio(1, 4);
    question.interval = [
        Interval::Hour,
        Interval::Day,
        Interval::Week,
        Interval::Month,
    ]
    .choose(random)
    .copied();
    if random.random_ratio(1, 4) {
        question.timezone = Some("America/St_Johns".to_owned());
    }
    question
}

fn is_event(dimension: Dimension) -> bool {
    dimension.scope() == query::Scope::Event
}

/// The metrics that have a meaning by these dimensions.
fn metrics(dimensions: &[Dimension]) -> Vec<Metric> {
    let edge = dimensions
        .iter()
        .any(|d| d.scope() == query::Scope::SessionOnly);
    let other = dimensions
        .iter()
        .any(|d| is_event(*d) && !matches!(d, Dimension::Page | Dimension::Hostname));
    Metric::ALL
        .iter()
        .copied()
        .filter(|metric| match metric {
            Metric::ScrollDepth | Metric::Transactions | Metric::AverageOrderValue => !edge,
            Metric::Sessions => true,
            metric => !(other && metric.over() == query::Over::Sessions),
        })
        .collect()
}

fn by(question: &mut Question, dimensions: &[Dimension]) {
    question.dimensions = dimensions.to_vec();
    let properties = dimensions.iter().filter(|d| **d == Dimension::Property);
    question.property_keys = properties.map(|_| "plan".to_owned()).collect();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_metric_by_every_dimension() {
    for seed in 0..2 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let data = data(&mut random);
        let world = split(&mut random, &data).await;
        for dimension in Dimension::ALL {
            let mut question = question(&mut random);
            by(&mut question, &[*dimension]);
            question.metrics = metrics(&[*dimension]);
            check(&world, &data, &question).await;
            // Of one site alone texts and visitors are told apart by numbers.
            question.sites.truncate(1);
            check(&world, &data, &question).await;
        }
        let mut question = question(&mut random);
        question.metrics = Metric::ALL.to_vec();
        check(&world, &data, &question).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_metric_alone() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    for metric in Metric::ALL {
        for dimension in [
            Dimension::Page,
            Dimension::Source,
            Dimension::Time,
            Dimension::EntryPage,
            Dimension::HourOfDay,
        ] {
            if metrics(&[dimension]).contains(metric) {
                let mut question = question(&mut random);
                by(&mut question, &[dimension]);
                question.metrics = vec![*metric];
                check(&world, &data, &question).await;
            }
        }
    }
}

/// A condition on values that occur, or parts of them.
fn condition(
    random: &mut ChaCha8Rng,
    data: &Data,
    dimension: Dimension,
    op: FilterOp,
    interval: Interval,
) -> Condition {
    let values = (0..random.random_range(1..3))
        .map(|_| value(random, data, dimension, op, interval))
        .collect();
    let positive = op.negates().unwrap_or(op);
    Condition {
        dimension,
        key: (dimension == Dimension::Property)
            .then(|| ["plan", "n", "on"].choose(random).unwrap().to_string()),
        op,
        values: if positive == FilterOp::IsSet {
            Vec::new()
        } else {
            values
        },
        scope: match random.random_range(0..4) {
            // Buckets outside the range have no text.
            0 if dimension != Dimension::Time => Some(FilterScope::Session),
            1 => Some(FilterScope::Event),
            _ => None,
        },
    }
}

fn value(
    random: &mut ChaCha8Rng,
    data: &Data,
    dimension: Dimension,
    op: FilterOp,
    interval: Interval,
) -> String {
    let question = {
        let mut question = Question::new(sites(), days(random), vec![Metric::Events]);
        question.interval = Some(interval);
        question.property_keys = vec!["plan".to_owned()];
        question
    };
    let oracle = Oracle::new(data, &question);
    let rows: &[Rec] = match dimension.scope() {
        query::Scope::SessionOnly | query::Scope::Visitor => &data.sessions,
        _ => &data.events,
    };
    let mut found = (0..400).find_map(|_| {
        let row = rows.choose(random).unwrap();
        oracle.any_value(dimension, row, row.contains_key("session_start"))
    });
    let value = found.take().unwrap_or_else(|| "none".to_owned());
    let chars: Vec<char> = value.chars().collect();
    let cut = random.random_range(0..=chars.len());
    match op.negates().unwrap_or(op) {
        FilterOp::Contains => chars[cut / 2..cut].iter().collect(),
        FilterOp::StartsWith => chars[..cut].iter().collect(),
        FilterOp::EndsWith => chars[cut..].iter().collect(),
        FilterOp::Matches => match random.random_range(0..3) {
            0 => format!("(?i)^{}$", regex::escape(&value)),
            1 => regex::escape(&chars[cut..].iter().collect::<String>()),
            _ => "[0-9]|^.{1,4}$".to_owned(),
        },
        FilterOp::Greater | FilterOp::Less if random.random_bool(0.3) => "10".to_owned(),
        _ => value,
    }
}

const COUNTS: [Metric; 6] = [
    Metric::Visitors,
    Metric::Events,
    Metric::Pageviews,
    Metric::Sessions,
    Metric::BounceRate,
    Metric::Conversions,
];

#[tokio::test(flavor = "multi_thread")]
async fn every_dimension_by_every_operator() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    for dimension in Dimension::ALL {
        for op in FilterOp::ALL {
            let mut question = question(&mut random);
            question.metrics = COUNTS.to_vec();
            let interval = question.interval.unwrap();
            question.filters = vec![Filter::Where(condition(
                &mut random,
                &data,
                *dimension,
                op,
                interval,
            ))];
            check(&world, &data, &question).await;
        }
    }
}

fn tree(random: &mut ChaCha8Rng, data: &Data, interval: Interval, depth: usize) -> Filter {
    let several = |random: &mut ChaCha8Rng| {
        let count = random.random_range(0..4);
        (0..count)
            .map(|_| tree(random, data, interval, depth + 1))
            .collect()
    };
    match random.random_range(0..if depth > 2 { 1 } else { 5 }) {
        2 => Filter::And(several(random)),
        3 => Filter::Or(several(random)),
        4 => Filter::Not(Box::new(tree(random, data, interval, depth + 1))),
        _ => {
            let dimension = *Dimension::ALL.choose(random).unwrap();
            let op = *FilterOp::ALL.choose(random).unwrap();
            Filter::Where(condition(random, data, dimension, op, interval))
        }
    }
}

fn any_question(random: &mut ChaCha8Rng, data: &Data) -> Question {
    let mut question = question(random);
    let interval = question.interval.unwrap();
    loop {
        let count = [0, 1, 1, 1, 2, 3].choose(random).unwrap();
        let mut dimensions: Vec<Dimension> = Vec::new();
        while dimensions.len() < *count {
            let next = *Dimension::ALL.choose(random).unwrap();
            if !dimensions.contains(&next) {
                dimensions.push(next);
            }
        }
        let edge = dimensions
            .iter()
            .any(|d| d.scope() == query::Scope::SessionOnly);
        if edge && dimensions.iter().any(|d| is_event(*d)) {
            continue;
        }
        let allowed = metrics(&dimensions);
        by(&mut question, &dimensions);
        question.metrics = (0..random.random_range(1..4))
            .map(|_| *allowed.choose(random).unwrap())
            .collect();
        break;
    }
    question.filters = (0..random.random_range(0..3))
        .map(|_| tree(random, data, interval, 0))
        .collect();
    question
}

#[tokio::test(flavor = "multi_thread")]
async fn random_questions_with_trees_of_filters() {
    for seed in 100..103 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let data = data(&mut random);
        let world = split(&mut random, &data).await;
        for _ in 0..70 {
            let question = any_question(&mut random, &data);
            check(&world, &data, &question).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_for_numbers_answers_are_the_same() {
    let mut random = ChaCha8Rng::seed_from_u64(31);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    let cramped = world.another(query::QueryConfig {
        column_bytes: 0,
        ..query::QueryConfig::default()
    });
    for _ in 0..60 {
        let mut question = any_question(&mut random, &data);
        question.sites.truncate(1);
        let found = check(&world, &data, &question).await;
        let other = cramped.stats(&question, now()).await.unwrap();
        assert_eq!(found.rows, other.rows, "{question:?}");
        assert_eq!(found.totals, other.totals, "{question:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_over_time_are_the_totals() {
    let mut random = ChaCha8Rng::seed_from_u64(21);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    for interval in [
        Interval::Minute,
        Interval::Hour,
        Interval::Day,
        Interval::Week,
        Interval::Month,
    ] {
        let mut question = question(&mut random);
        question.dimensions = vec![Dimension::Time];
        question.interval = Some(interval);
        question.metrics = vec![
            Metric::Events,
            Metric::Pageviews,
            Metric::Sessions,
            Metric::Conversions,
            Metric::Revenue,
            Metric::Transactions,
        ];
        let answer = world.engine.stats(&question, now()).await.unwrap();
        for at in 0..question.metrics.len() {
            let sum: f64 = answer.rows.iter().filter_map(|row| row.metrics[at]).sum();
            assert!(
                close(Some(sum), answer.totals.metrics[at]),
                "{interval:?} {:?}",
                question.metrics[at]
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_never_adds_to_a_count() {
    let mut random = ChaCha8Rng::seed_from_u64(22);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    for _ in 0..30 {
        let mut question = question(&mut random);
        question.metrics = vec![
            Metric::Visitors,
            Metric::Events,
            Metric::Sessions,
            Metric::Conversions,
        ];
        let before = world
            .engine
            .stats(&question, now())
            .await
            .unwrap()
            .totals
            .metrics;
        let interval = question.interval.unwrap();
        question.filters.push(tree(&mut random, &data, interval, 0));
        let after = world
            .engine
            .stats(&question, now())
            .await
            .unwrap()
            .totals
            .metrics;
        assert!(
            before
                .iter()
                .zip(&after)
                .all(|(before, after)| after <= before),
            "{question:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_continue_each_other() {
    let mut random = ChaCha8Rng::seed_from_u64(23);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    for dimensions in [
        vec![Dimension::Page],
        vec![Dimension::City, Dimension::Browser],
        vec![Dimension::Time, Dimension::Source],
    ] {
        let mut question = question(&mut random);
        by(&mut question, &dimensions);
        question.metrics = vec![Metric::Visitors, Metric::Sessions];
        let whole = world.engine.stats(&question, now()).await.unwrap();
        let mut rows = Vec::new();
        loop {
            question.limit = Limit::Rows(3);
            question.offset = rows.len();
            let page = world.engine.stats(&question, now()).await.unwrap();
            assert_eq!(page.row_count, whole.row_count);
            assert_eq!(page.totals, whole.totals);
            if page.rows.is_empty() {
                break;
            }
            rows.extend(page.rows);
        }
        assert_eq!(rows, whole.rows, "{dimensions:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn comparisons_are_the_answers_of_the_other_period() {
    let mut random = ChaCha8Rng::seed_from_u64(24);
    let data = data(&mut random);
    let world = split(&mut random, &data).await;
    let day = |text: &str| text.parse().unwrap();
    for dimension in [Dimension::Page, Dimension::Channel, Dimension::EntryPage] {
        let mut question = question(&mut random);
        by(&mut question, &[dimension]);
        question.metrics = vec![Metric::Visitors, Metric::Sessions];
        question.range = Range::Days {
            from: day("2026-10-27"),
            to: day("2026-10-30"),
        };
        question.compare = Some(Comparison::PreviousPeriod);
        let compared = world.engine.stats(&question, now()).await.unwrap();
        question.compare = None;
        question.range = Range::Days {
            from: day("2026-10-23"),
            to: day("2026-10-26"),
        };
        let other = world.engine.stats(&question, now()).await.unwrap();
        assert_eq!(
            compared.totals.comparison.as_ref(),
            Some(&other.totals.metrics)
        );
        for row in &compared.rows {
            let before = other
                .rows
                .iter()
                .find(|other| other.dimensions == row.dimensions);
            let before = before.map_or(vec![Some(0.0); 2], |row| row.metrics.clone());
            assert_eq!(row.comparison.as_ref(), Some(&before), "{row:?}");
        }
    }
}

/// Anything that the types allow, sense or not.
fn wild_question(random: &mut ChaCha8Rng, data: &Data) -> Question {
    let mut question = any_question(random, data);
    question.sites.truncate(1);
    question.metrics = (0..random.random_range(0..5))
        .map(|_| *Metric::ALL.choose(random).unwrap())
        .collect();
    question.dimensions = (0..random.random_range(0..4))
        .map(|_| *Dimension::ALL.choose(random).unwrap())
        .collect();
    question.property_keys = (0..random.random_range(0..2))
        .map(|_| {
            ["plan", "", "a\0b", "\u{1F600}"]
                .choose(random)
                .unwrap()
                .to_string()
        })
        .collect();
    question.compare = [
        None,
        Some(Comparison::PreviousPeriod),
        Some(Comparison::PreviousYear),
        Some(Comparison::SameWeekdays),
        Some(Comparison::Custom(days(random))),
        Some(Comparison::Custom(Range::Preset(query::Preset::AllTime))),
    ]
    .choose(random)
    .copied()
    .flatten();
    if random.random_ratio(1, 4) {
        let date = |text: &str| text.parse().unwrap();
        question.range = *[
            Range::Preset(query::Preset::AllTime),
            Range::Preset(query::Preset::Last12Months),
            Range::Preset(query::Preset::Last30Minutes),
            Range::Days {
                from: date("2026-10-30"),
                to: date("2026-10-20"),
            },
            Range::Days {
                from: chrono::NaiveDate::MIN,
                to: chrono::NaiveDate::MAX,
            },
            Range::Days {
                from: date("0001-01-01"),
                to: date("9999-12-31"),
            },
        ]
        .choose(random)
        .unwrap();
    }
    question.interval = [
        None,
        Some(Interval::Minute),
        Some(Interval::Day),
        Some(Interval::Year),
    ]
    .choose(random)
    .copied()
    .flatten();
    question.timezone = ["", "Mars/Olympus", "UTC", "Africa/Casablanca", "\0"]
        .choose(random)
        .filter(|_| random.random_ratio(1, 3))
        .map(ToString::to_string);
    if random.random_ratio(1, 3) {
        for filter in &mut question.filters {
            spoil(random, filter);
        }
    }
    question.order_by = (0..random.random_range(0..6_usize).saturating_sub(3))
        .map(|_| query::OrderBy {
            key: match question.metrics.choose(random) {
                Some(metric) if random.random_bool(0.7) => query::OrderKey::Metric(*metric),
                _ => query::OrderKey::Dimension(*Dimension::ALL.choose(random).unwrap()),
            },
            direction: query::Direction::Descending,
        })
        .collect();
    question.limit = [
        Limit::Default,
        Limit::Unlimited,
        Limit::Rows(0),
        Limit::Rows(7),
        Limit::Rows(100),
        Limit::Rows(usize::MAX),
    ]
    .choose(random)
    .copied()
    .unwrap();
    question.offset = [0, 0, 3, usize::MAX].choose(random).copied().unwrap();
    question
}

/// Puts values into conditions that nobody would write.
fn spoil(random: &mut ChaCha8Rng, filter: &mut Filter) {
    const ODD: [&str; 8] = [
        "",
        "\0",
        "(",
        "NaN",
        "1e999",
        "-0",
        "%_\\'\";--",
        "[[:alpha:]",
    ];
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            filters.iter_mut().for_each(|filter| spoil(random, filter));
        }
        Filter::Not(filter) => spoil(random, filter),
        Filter::Where(condition) => {
            if random.random_ratio(1, 3) {
                condition.values = (0..random.random_range(0..3))
                    .map(|_| (*ODD.choose(random).unwrap()).to_owned())
                    .collect();
            }
            if random.random_ratio(1, 10) {
                condition.key = Some("plan".to_owned());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_is_answered_or_refused_and_knows_no_other_site() {
    for seed in 25..27 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let everything = data(&mut random);
        let world = split(&mut random, &everything).await;
        // The same with each site alone in the tables.
        let mut alone = BTreeMap::new();
        for (site, ..) in SITES {
            let of = |rows: &[Rec]| {
                let ours = |row: &&Rec| row.text("site_id") == Some(site);
                rows.iter().filter(ours).cloned().collect()
            };
            let data = Data {
                events: of(&everything.events),
                sessions: of(&everything.sessions),
            };
            alone.insert(site, split(&mut random, &data).await);
        }
        let (mut answered, mut refused) = (0, 0);
        for _ in 0..150 {
            let question = wild_question(&mut random, &everything);
            let site = question.sites[0].id.as_str();
            let other = &alone[site].engine;
            match (
                world.engine.stats(&question, now()).await,
                other.stats(&question, now()).await,
            ) {
                (Ok(here), Ok(there)) => {
                    answered += 1;
                    assert_eq!(here.rows, there.rows, "{question:?}");
                    assert_eq!(here.totals, there.totals, "{question:?}");
                    assert_eq!(here.row_count, there.row_count, "{question:?}");
                }
                (Err(here), Err(there)) => {
                    refused += 1;
                    assert_eq!(here, there, "{question:?}");
                    assert!(
                        matches!(
                            here,
                            QueryError::BadInput { .. } | QueryError::Unsupported { .. }
                        ),
                        "{here}: {question:?}"
                    );
                }
                (here, there) => panic!("{here:?} and {there:?}: {question:?}"),
            }
        }
        assert!(answered > 10 && refused > 10, "{answered}, {refused}");
    }
}

/// A filter that every event meets, so that the answer is taken from events.
fn any_event() -> Filter {
    Filter::Where(Condition {
        dimension: Dimension::Page,
        key: None,
        op: FilterOp::IsNot,
        values: vec!["no such page".to_owned()],
        scope: None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_from_sessions_are_those_of_their_events() {
    const ZONES: [&str; 4] = [
        "UTC",
        "Europe/Berlin",
        "America/St_Johns",
        "Pacific/Kiritimati",
    ];
    let of_sessions: Vec<Dimension> = Dimension::ALL
        .iter()
        .copied()
        .filter(|dimension| {
            matches!(
                dimension.scope(),
                query::Scope::Session | query::Scope::Visitor
            )
        })
        .chain([Dimension::Time])
        .collect();
    let people = [
        Metric::Visitors,
        Metric::NewVisitors,
        Metric::ReturningVisitors,
        Metric::BusinessVisitorRate,
    ];
    for seed in 200..203 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let data = data(&mut random);
        let world = split(&mut random, &data).await;
        for _ in 0..50 {
            let mut question = question(&mut random);
            question.timezone = ZONES.choose(&mut random).map(|zone| (*zone).to_owned());
            let count = *[0, 1, 1, 1, 2].choose(&mut random).unwrap();
            let mut dimensions = Vec::new();
            while dimensions.len() < count {
                let next = match random.random_ratio(1, 3) {
                    true => Dimension::Time,
                    false => *of_sessions.choose(&mut random).unwrap(),
                };
                if !dimensions.contains(&next) {
                    dimensions.push(next);
                }
            }
            question.dimensions = dimensions;
            question.metrics = people.choose_multiple(&mut random, 2).copied().collect();
            question.compare = [
                None,
                Some(Comparison::PreviousPeriod),
                Some(Comparison::SameWeekdays),
            ]
            .choose(&mut random)
            .copied()
            .flatten();
            let interval = question.interval.unwrap();
            question.filters = (0..random.random_range(0..2))
                .map(|_| {
                    loop {
                        let filter = tree(&mut random, &data, interval, 0);
                        if !speaks_of_events(&filter) {
                            break filter;
                        }
                    }
                })
                .collect();
            // Some moment within the data, so that comparisons are cut in the middle of a day.
            let now =
                Micros(random.random_range(at("2026-10-21T00:00:00Z")..at("2026-11-08T00:00:00Z")));
            let from_sessions = world.engine.stats(&question, now).await.unwrap();
            let mut other = question.clone();
            other.filters.push(any_event());
            let from_events = world.engine.stats(&other, now).await.unwrap();
            let told =
                |answer: &Answer| (answer.totals.clone(), answer.rows.clone(), answer.row_count);
            assert_eq!(
                told(&from_sessions),
                told(&from_events),
                "{question:?} {now:?}"
            );
        }
    }
}

fn speaks_of_events(filter: &Filter) -> bool {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => filters.iter().any(speaks_of_events),
        Filter::Not(filter) => speaks_of_events(filter),
        Filter::Where(condition) => matches!(
            condition.dimension.scope(),
            query::Scope::Event | query::Scope::Time
        ),
    }
}
