//! The three logs run the suite; what only one of them can be asked stands below.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use engine::{Log, Offset, PartitionId, SystemClock};
use sources::log::{EmbeddedLog, EmbeddedOptions, JetStreamLog, JetStreamOptions, MemoryLog};

use crate::log_suite as suite;

async fn run(log: &dyn Log) {
    suite::order(log).await;
    suite::concurrent_appends(log).await;
    suite::reading_from_an_offset(log).await;
    suite::waiting(log).await;
    suite::trimming(log).await;
    suite::skipping(log).await;
    suite::unknown_partitions(log).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory() {
    let clock = Arc::new(SystemClock);
    run(&MemoryLog::new(2, u64::MAX, clock.clone())).await;
    suite::trimming_under_appends(&MemoryLog::new(2, u64::MAX, clock.clone())).await;
    suite::fullness(&MemoryLog::new(2, 1 << 20, clock)).await;
}

fn embedded(dir: &std::path::Path, bytes_max: u64, segment_bytes: u64) -> EmbeddedLog {
    let options = EmbeddedOptions {
        partitions: 2,
        bytes_max,
        segment_bytes,
    };
    EmbeddedLog::open(dir, options, Arc::new(SystemClock)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_runs_the_suite() {
    let dir = tempfile::tempdir().unwrap();
    run(&embedded(dir.path(), u64::MAX, 512)).await;
    let dir = tempfile::tempdir().unwrap();
    suite::fullness(&embedded(dir.path(), 2 << 20, 256 << 10)).await;
    // A trim that covers the active segment begins a new one, once the old one is worth giving back.
    let dir = tempfile::tempdir().unwrap();
    suite::trimming_under_appends(&embedded(dir.path(), u64::MAX, 64 << 20)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_is_the_same_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let p = PartitionId(0);
    let before = {
        let log = embedded(dir.path(), u64::MAX, 256);
        for number in 0..50_u8 {
            log.append(p, vec![vec![number; 40].into()]).await.unwrap();
        }
        log.trim(p, Offset(20)).await.unwrap();
        suite::read_all(&log, p, Offset(21)).await
    };
    let log = embedded(dir.path(), u64::MAX, 256);
    let bounds = log.bounds(p).await.unwrap();
    assert_eq!(bounds.next, Offset(51));
    assert!(
        bounds.first <= Offset(21),
        "nothing that was not trimmed is gone"
    );
    assert_eq!(suite::read_all(&log, p, Offset(21)).await, before);
    assert_eq!(
        log.append(p, vec![vec![1].into()]).await.unwrap(),
        [Offset(51)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_gives_space_back_after_a_trim() {
    let dir = tempfile::tempdir().unwrap();
    let p = PartitionId(0);
    let log = embedded(dir.path(), u64::MAX, 1 << 20);
    for _ in 0..64 {
        log.append(p, vec![vec![9; 128 << 10].into()])
            .await
            .unwrap();
    }
    let before = log.size().await.unwrap().bytes;
    log.trim(p, Offset(64)).await.unwrap();
    let after = log.size().await.unwrap().bytes;
    assert!(after * 10 < before, "{before} → {after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_opened_once() {
    let dir = tempfile::tempdir().unwrap();
    let _first = embedded(dir.path(), u64::MAX, 1 << 20);
    let second = EmbeddedLog::open(
        dir.path(),
        EmbeddedOptions::default(),
        Arc::new(SystemClock),
    );
    let error = second.err().unwrap().to_string();
    assert!(error.contains("in use"), "{error}");
}

struct Nats {
    server: Child,
    url: String,
    _dir: tempfile::TempDir,
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A NATS server on a free port, or None where none is installed.
fn nats() -> Option<Nats> {
    let dir = tempfile::tempdir().unwrap();
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    drop(socket);
    let config = dir.path().join("nats.conf");
    let store = dir.path().join("store");
    let text = format!(
        "listen: 127.0.0.1:{port}\njetstream {{ store_dir: {store:?}, sync_interval: always }}\n"
    );
    std::fs::write(&config, text).unwrap();
    let server = Command::new("nats-server")
        .arg("-c")
        .arg(&config)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    Some(Nats {
        server,
        url: format!("nats://127.0.0.1:{port}"),
        _dir: dir,
    })
}

async fn jetstream(url: &str, name: &str, bytes_max: u64) -> JetStreamLog {
    JetStreamLog::open(JetStreamOptions {
        url: url.into(),
        name: name.into(),
        partitions: 2,
        bytes_max,
        replicas: 1,
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn jetstream_runs_the_suite() {
    let Some(nats) = nats() else {
        eprintln!("skipped: nats-server is not installed");
        return;
    };
    let log = jetstream(&nats.url, "suite", 1 << 30).await;
    run(&log).await;
    let next = log.bounds(PartitionId(0)).await.unwrap().next;
    drop(log);
    let again = jetstream(&nats.url, "suite", 1 << 30).await;
    assert_eq!(again.bounds(PartitionId(0)).await.unwrap().next, next);
    suite::trimming_under_appends(&jetstream(&nats.url, "trimmed", 1 << 30).await).await;
    suite::fullness(&jetstream(&nats.url, "small", 4 << 20).await).await;
}
