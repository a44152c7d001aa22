//! The session rules of design D4, one by one.

use engine::{Lane, Payload, SettingsVersion, Span};

use crate::world::{START, World, head, live, record, view};

/// Events of one visitor at these seconds after the start, run; how many rows and sessions come of it.
fn check(at: &[(i64, Option<i64>)], rows: usize, sessions: usize) {
    let mut records = Vec::new();
    for (number, (seconds, own)) in at.iter().enumerate() {
        let mut event = view(&format!("e{number}"), "/");
        event.client_time = own.map(|own| START + Span::seconds(own));
        records.push(live(
            number as u64 + 1,
            *seconds,
            head("a", "v"),
            vec![event],
        ));
    }
    let last = records.len() as u64 + 1;
    records.push(record(last, 1_000_000, Lane::Live, Payload::Tick));
    let mut world = World::new(1_000);
    world.chunk(&records);
    assert_eq!(world.rows.events.len(), rows, "{at:?}");
    assert_eq!(world.rows.sessions.len(), sessions, "{at:?}");
}

#[test]
fn inactivity_splits_at_the_timeout_and_not_before() {
    check(&[(0, None), (1_799, None)], 2, 1);
    check(&[(0, None), (1_800, None)], 2, 2);
    check(&[(0, None), (1_000, None), (2_700, None)], 3, 1);
}

#[test]
fn an_event_of_a_later_time_splits_and_a_late_one_joins() {
    check(&[(0, Some(-4_000)), (10, Some(10))], 2, 2);
    check(&[(0, Some(0)), (10, Some(-4_000))], 2, 1);
}

#[test]
fn twelve_hours_end_a_session_that_never_rests() {
    let steps: Vec<_> = (0..=12 * 4).map(|quarter| (quarter * 900, None)).collect();
    check(&steps, 49, 2);
    let shorter: Vec<_> = (0..12 * 4).map(|quarter| (quarter * 900, None)).collect();
    check(&shorter, 48, 1);
}

#[test]
fn ten_thousand_events_end_a_session_and_the_next_inherits_the_acquisition() {
    let mut first = view("e0", "/?utm_source=letter&utm_medium=email");
    first.client_time = None;
    let mut events = vec![first];
    events.extend((1..=10_000).map(|number| view(&format!("e{number}"), "/")));
    let mut records = Vec::new();
    for (number, part) in events.chunks(1_000).enumerate() {
        records.push(live(number as u64 + 1, 0, head("a", "v"), part.to_vec()));
    }
    records.push(record(100, 100_000, Lane::Live, Payload::Tick));
    let mut world = World::new(100_000);
    world.chunk(&records);
    let sessions = &world.rows.sessions;
    assert_eq!(sessions.len(), 2);
    let counts: Vec<u32> = sessions.iter().map(|row| row.session.events).collect();
    assert_eq!(counts, [10_000, 1]);
    for row in sessions {
        let source = row.session.identity.attributes.text(engine::Column::Source);
        assert_eq!(source, Some("letter"));
    }
}

#[test]
fn a_repeat_adds_no_row_and_moves_the_deadline() {
    let repeat = |offset, seconds| live(offset, seconds, head("a", "v"), vec![view("e", "/")]);
    // Its own time is near the first event's, so that only the deadline decides.
    let mut late = view("f", "/");
    late.client_time = Some(START + Span::seconds(60));
    let mut world = World::new(1_000);
    world.chunk(&[
        repeat(1, 0),
        repeat(2, 1_700),
        live(3, 3_400, head("a", "v"), vec![late]),
        record(4, 10_000, Lane::Live, Payload::Tick),
        repeat(5, 10_010),
        record(6, 20_000, Lane::Live, Payload::Tick),
    ]);
    assert_eq!(world.rows.events.len(), 2);
    assert_eq!(world.rows.sessions.len(), 1);
}

#[test]
fn settings_of_the_frame_decide_not_those_of_today() {
    let mut short = head("a", "v");
    short.settings = SettingsVersion(2);
    let mut world = World::new(1_000);
    world.chunk(&[
        live(1, 0, head("a", "v"), vec![view("e", "/")]),
        live(2, 900, short, vec![view("f", "/")]),
        live(3, 1_600, head("a", "v"), vec![view("g", "/")]),
        record(4, 10_000, Lane::Live, Payload::Tick),
    ]);
    // Thirty minutes hold from the first event, ten from the second.
    let events: Vec<u32> = world
        .rows
        .sessions
        .iter()
        .map(|row| row.session.events)
        .collect();
    assert_eq!(events, [2, 1]);
}

#[test]
fn a_deadline_passes_at_the_first_frame_that_reaches_it_whosever_it_is() {
    let mut world = World::new(1_000);
    world.chunk(&[
        live(1, 0, head("a", "v"), vec![view("e", "/")]),
        live(2, 1_799, head("b", "w"), vec![view("f", "/")]),
        live(3, 1_801, head("b", "w"), vec![view("g", "/")]),
        live(4, 1_900, head("a", "v"), vec![view("h", "/")]),
        record(5, 10_000, Lane::Live, Payload::Tick),
    ]);
    let closed: Vec<_> = world
        .rows
        .sessions
        .iter()
        .filter(|row| row.site.as_str() == "a")
        .map(|row| row.closed_offset.unwrap().0)
        .collect();
    assert_eq!(closed, [3, 5]);
}

#[test]
fn an_event_that_comes_by_the_browsers_session_has_the_columns_of_that_session() {
    let mut known = head("a", "v");
    known.client_session = Some("tab".into());
    let mut nobody = known.clone();
    nobody.visitor = None;
    let mut tagged = view("f", "/");
    tagged
        .fields
        .set_text(engine::Column::UtmSource, Some("elsewhere"));
    let first = view("e", "/?utm_source=letter");
    let mut world = World::new(1_000);
    world.chunk(&[
        live(1, 0, known, vec![first]),
        live(2, 10, nobody, vec![tagged]),
    ]);
    let events = &world.rows.events;
    let sources: Vec<_> = events
        .iter()
        .map(|row| {
            let session = row.session.as_ref().unwrap();
            let own = row.fields.text(engine::Column::UtmSource);
            (own, session.attributes.text(engine::Column::UtmSource))
        })
        .collect();
    assert_eq!(sources, [(None, Some("letter")), (None, Some("letter"))]);
}
