//! Stored formats: samples of every version that landed stay readable, and no bytes make a decoder panic.

use std::path::PathBuf;

use engine::{Frame, Lane, PartitionSnapshot, Payload, Request};
use proptest::prelude::*;

use crate::world::{World, head, live, view};

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/samples")
        .join(name)
}

/// Writes the sample where it is not there yet, so that a new format begins with one.
fn read_or_write(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = sample(name);
    if !path.exists() {
        std::fs::write(&path, bytes).unwrap();
    }
    std::fs::read(path).unwrap()
}

#[test]
fn frame_of_version_1() {
    let frame = Frame {
        lane: Lane::Live,
        payload: Payload::Requests(vec![Request {
            head: head("a", "v"),
            events: vec![view("e", "/pricing?utm_source=x")],
        }]),
    };
    let stored = read_or_write("frame-v1.bin", &frame.encode());
    assert_eq!(Frame::decode(&stored), Ok(frame));
}

#[test]
fn state_of_version_1() {
    let mut world = World::new(10);
    world.chunk(&[live(1, 0, head("a", "v"), vec![view("e", "/")])]);
    let state = world.saved();
    let stored = read_or_write("state-v1.bin", &state.encode().concat());
    assert_eq!(PartitionSnapshot::decode(&stored), Ok(state));
}

#[test]
fn later_versions_are_named() {
    let error = Frame::decode(&[2, 0, 0]).unwrap_err().to_string();
    assert!(error.contains("later version"), "{error}");
    assert!(Frame::decode(&[]).is_err());
}

proptest! {
    #[test]
    fn decoding_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Frame::decode(&bytes);
        let _ = PartitionSnapshot::decode(&bytes);
    }

    #[test]
    fn a_damaged_frame_never_panics(at in 0usize..200, with in any::<u8>()) {
        let mut bytes = live(1, 0, head("a", "v"), vec![view("e", "/x")]).frame.to_vec();
        let at = at % bytes.len();
        bytes[at] = with;
        if let Ok(frame) = Frame::decode(&bytes) {
            prop_assert!(frame.events() <= 4_096 * 4_096);
        }
    }
}
