//! Any chunking gives the same rows; replay twice equals once; a saved and revived partition equals one that ran on.

use engine::{Event, Lane, Micros, Payload, Record, SettingsVersion, Span, VisitorId};
use proptest::prelude::*;

use crate::world::{Rows, START, World, head, live, record, view};

#[derive(Clone, Debug)]
enum Step {
    Views {
        site: u8,
        visitor: u8,
        events: u8,
        late: i64,
        version: u32,
    },
    Repeat(u16),
    Tick,
    Erase {
        site: u8,
        visitor: u8,
    },
    Import {
        visitor: u8,
        at: i64,
    },
    EndImport,
}

fn step() -> impl Strategy<Value = (u8, Step)> {
    let gap = prop_oneof![6 => 0u8..3, 2 => 3u8..20, 1 => Just(40u8)];
    let step = prop_oneof![
        10 => (0u8..2, 0u8..4, 1u8..4, -4000i64..200, 1u32..3).prop_map(
            |(site, visitor, events, late, version)| Step::Views {
                site, visitor, events, late, version
            }
        ),
        2 => any::<u16>().prop_map(Step::Repeat),
        2 => Just(Step::Tick),
        1 => (0u8..2, 0u8..4).prop_map(|(site, visitor)| Step::Erase { site, visitor }),
        3 => (0u8..3, 0i64..20_000).prop_map(|(visitor, at)| Step::Import { visitor, at }),
        1 => Just(Step::EndImport),
    ];
    (gap, step)
}

/// The log of these steps. From the step `midnight` on, visitors of site b have a new cookieless id and name their old
/// one beside it; before, they have the old.
fn records(steps: &[(u8, Step)]) -> Vec<Record> {
    let midnight = steps.len() / 2;
    let mut records = Vec::new();
    let mut sent: Vec<(engine::RequestHead, Event)> = Vec::new();
    let mut clock = 0;
    for (number, (gap, step)) in steps.iter().enumerate() {
        clock += i64::from(*gap) * 60;
        let offset = number as u64 + 1;
        let site_name = |site: u8| if site == 0 { "a" } else { "b" };
        records.push(match step {
            Step::Views {
                site,
                visitor,
                events,
                late,
                version,
            } => {
                let site = site_name(*site);
                let visitor = format!("v{visitor}");
                let mut head = head(site, &visitor);
                head.settings = SettingsVersion(*version);
                if site == "b" && number >= midnight {
                    head.visitor = Some(VisitorId::new(format!("today-{visitor}")));
                    head.visitor_before = Some(VisitorId::new(&visitor));
                }
                let events: Vec<Event> = (0..*events)
                    .map(|index| {
                        let mut event = view(&format!("{number}-{index}"), &format!("/{index}"));
                        event.client_time = Some(START + Span::seconds(clock + late));
                        event
                    })
                    .collect();
                if site == "a" {
                    sent.extend(events.iter().map(|event| (head.clone(), event.clone())));
                }
                live(offset, clock, head, events)
            }
            Step::Repeat(which) if !sent.is_empty() => {
                let (head, event) = sent[usize::from(*which) % sent.len()].clone();
                live(offset, clock, head, vec![event])
            }
            Step::Repeat(_) | Step::Tick => record(offset, clock, Lane::Live, Payload::Tick),
            Step::Erase { site, visitor } => record(
                offset,
                clock,
                Lane::Live,
                Payload::Erase {
                    site: site_name(*site).into(),
                    visitor: VisitorId::new(format!("v{visitor}")),
                },
            ),
            Step::Import { visitor, at } => {
                let mut head = head("a", &format!("v{visitor}"));
                head.source = engine::Source::Import;
                head.time = Some(Micros(1_600_000_000_000_000) + Span::seconds(*at));
                let events = vec![view(&format!("import-{number}"), "/old")];
                let request = engine::Request { head, events };
                record(
                    offset,
                    clock,
                    Lane::Import(7),
                    Payload::Requests(vec![request]),
                )
            }
            Step::EndImport => record(
                offset,
                clock,
                Lane::Import(7),
                Payload::EndLane { site: "a".into() },
            ),
        });
    }
    let last = records.len() as u64 + 1;
    records.push(record(last, clock + 100_000, Lane::Live, Payload::Tick));
    records
}

fn run(records: &[Record], cuts: &[usize], window: usize) -> Rows {
    let mut world = World::new(window);
    let mut start = 0;
    for cut in cuts.iter().copied().chain([records.len()]) {
        let end = cut.clamp(start, records.len());
        world.chunk(&records[start..end]);
        start = end;
    }
    world.sorted()
}

/// Rows that erasure takes out of the tables: those that were published before it came. The hot store and the tables
/// drop them, whatever the chunks were; here the test does.
fn without_erased(mut rows: Rows, records: &[Record]) -> Rows {
    for record in records {
        let frame = engine::Frame::decode(&record.frame).unwrap();
        if let Payload::Erase { site, visitor } = frame.payload {
            rows.events.retain(|row| {
                let is_his = row.session.as_ref().is_some_and(|s| s.visitor == visitor);
                !(row.site == site && is_his && row.place.offset < record.offset)
            });
            rows.sessions.retain(|row| {
                let is_his = row.session.identity.visitor == visitor;
                !(row.site == site && is_his && row.session.first_offset < record.offset)
            });
        }
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_chunking_gives_the_same_rows(
        steps in proptest::collection::vec(step(), 1..40),
        mut cuts in proptest::collection::vec(0usize..45, 0..12),
        window in prop_oneof![Just(3usize), Just(1_000usize)],
    ) {
        cuts.sort_unstable();
        let records = records(&steps);
        let singly: Vec<usize> = (1..records.len()).collect();
        let whole = without_erased(run(&records, &[], window), &records);
        prop_assert_eq!(&whole, &without_erased(run(&records, &singly, window), &records));
        prop_assert_eq!(&whole, &without_erased(run(&records, &cuts, window), &records));
    }

    #[test]
    fn a_revived_partition_goes_on_as_if_nothing_had_happened(
        steps in proptest::collection::vec(step(), 1..40),
        cut in 0usize..45,
    ) {
        let records = records(&steps);
        let cut = cut.min(records.len());
        let mut first = World::new(1_000);
        first.chunk(&records[..cut]);
        let saved = first.saved();
        let mut rows = first.sorted();
        let mut second = World::revived(saved, 1_000);
        // Replay hands in again what the state covers.
        second.chunk(&records);
        let after = second.sorted();
        rows.events.extend(after.events);
        rows.sessions.extend(after.sessions);
        let whole = without_erased(run(&records, &[], 1_000), &records);
        prop_assert_eq!(without_erased(rows, &records), whole);
    }
}
