//! What a log must do, whichever backend it is: public async functions over the trait, run by every backend.

use bytes::Bytes;
use engine::{Log, LogError, Offset, PartitionId};
use futures::future::join_all;

const P: PartitionId = PartitionId(0);
const Q: PartitionId = PartitionId(1);

fn frame(number: usize) -> Bytes {
    Bytes::from(format!("frame {number} {}", "x".repeat(number % 50)))
}

/// All frames from an offset on.
pub async fn read_all(log: &dyn Log, partition: PartitionId, from: Offset) -> Vec<(Offset, Bytes)> {
    let mut next = from;
    let mut all = Vec::new();
    loop {
        let records = log.read(partition, next, 4_096).await.unwrap();
        let Some(last) = records.last() else {
            return all;
        };
        next = last.offset.next();
        all.extend(
            records
                .into_iter()
                .map(|record| (record.offset, record.frame)),
        );
    }
}

pub async fn order(log: &dyn Log) {
    for number in 0..20 {
        let offsets = log
            .append(P, vec![frame(number), frame(number + 100)])
            .await
            .unwrap();
        assert_eq!(offsets.len(), 2);
        assert_eq!(offsets[1], offsets[0].next());
    }
    let all = read_all(log, P, Offset(1)).await;
    assert_eq!(all.len(), 40);
    for (at, (offset, bytes)) in all.iter().enumerate() {
        assert_eq!(offset.0, at as u64 + 1);
        let expected = if at % 2 == 0 { at / 2 } else { at / 2 + 100 };
        assert_eq!(*bytes, frame(expected));
    }
    let bounds = log.bounds(P).await.unwrap();
    assert_eq!((bounds.first, bounds.next), (Offset(1), Offset(41)));
    assert!(
        read_all(log, Q, Offset(1)).await.is_empty(),
        "partitions are apart"
    );
}

pub async fn concurrent_appends(log: &dyn Log) {
    let before = log.bounds(P).await.unwrap().next;
    let appends = (0..50).map(|number| log.append(P, vec![frame(number)]));
    let mut offsets: Vec<u64> = join_all(appends)
        .await
        .into_iter()
        .map(|offsets| offsets.unwrap()[0].0)
        .collect();
    offsets.sort_unstable();
    let expected: Vec<u64> = (before.0..before.0 + 50).collect();
    assert_eq!(offsets, expected);
    assert_eq!(read_all(log, P, before).await.len(), 50);
}

pub async fn reading_from_an_offset(log: &dyn Log) {
    let next = log.bounds(P).await.unwrap().next;
    log.append(P, (0..10).map(frame).collect()).await.unwrap();
    let from = Offset(next.0 + 4);
    let read = read_all(log, P, from).await;
    assert_eq!(read.len(), 6);
    assert_eq!(read[0].0, from);
    let again = read_all(log, P, from).await;
    assert_eq!(read, again, "reading changes nothing");
    let end = Offset(next.0 + 10);
    assert!(
        log.read(P, end, 1_000).await.unwrap().is_empty(),
        "the end is empty"
    );
}

pub async fn waiting(log: &dyn Log) {
    let next = log.bounds(P).await.unwrap().next;
    let (waited, _) = tokio::join!(log.wait_for(P, next), async {
        tokio::task::yield_now().await;
        log.append(P, vec![frame(1)]).await.unwrap()
    });
    waited.unwrap();
    log.wait_for(P, Offset(next.0.saturating_sub(1).max(1)))
        .await
        .unwrap();
    assert_eq!(log.read(P, next, 1_000).await.unwrap()[0].offset, next);
}

pub async fn trimming(log: &dyn Log) {
    let next = log.bounds(P).await.unwrap().next;
    log.append(P, (0..10).map(frame).collect()).await.unwrap();
    let up_to = Offset(next.0 + 5);
    log.trim(P, up_to).await.unwrap();
    let bounds = log.bounds(P).await.unwrap();
    assert_eq!(bounds.first, up_to.next());
    assert_eq!(bounds.next, Offset(next.0 + 10));
    assert_eq!(read_all(log, P, up_to.next()).await.len(), 4);
    let before = log.read(P, up_to, 1_000).await;
    assert!(matches!(before, Err(LogError::Gap { .. })), "{before:?}");
    log.trim(P, Offset(next.0 + 9)).await.unwrap();
    let offsets = log.append(P, vec![frame(1)]).await.unwrap();
    assert_eq!(
        offsets[0],
        Offset(next.0 + 10),
        "offsets go on after a trim of everything"
    );
}

/// `log` holds little; a full one refuses, loses nothing, and takes again after a trim.
/// A reader that trims what it has read, as processing does, while others append: nothing that was acknowledged may go
/// with what is trimmed.
pub async fn trimming_under_appends(log: &dyn Log) {
    const FRAMES: u64 = 1_500;
    let first = log.bounds(P).await.unwrap().next;
    let body = Bytes::from(vec![7; 16 * 1024]);
    let append = async {
        for _ in 0..FRAMES / 10 {
            let appends = (0..10).map(|_| log.append(P, vec![body.clone()]));
            for offsets in join_all(appends).await {
                offsets.unwrap();
            }
        }
    };
    let read = async {
        let mut next = first;
        while next.0 < first.0 + FRAMES {
            log.wait_for(P, next).await.unwrap();
            let records = log.read(P, next, 64 * 1024).await.unwrap();
            next = records.last().unwrap().offset.next();
            log.trim(P, Offset(next.0 - 1)).await.unwrap();
        }
    };
    tokio::join!(append, read);
    let bounds = log.bounds(P).await.unwrap();
    assert_eq!(bounds.next.0, first.0 + FRAMES);
}

pub async fn fullness(log: &dyn Log) {
    let big = Bytes::from(vec![7; 64 * 1024]);
    let mut accepted = 0;
    let full = loop {
        match log.append(P, vec![big.clone()]).await {
            Ok(_) => accepted += 1,
            Err(error) => break error,
        }
        assert!(accepted < 10_000, "it never fills");
    };
    assert!(matches!(full, LogError::Full { .. }), "{full:?}");
    assert!(full.is_retryable());
    let bounds = log.bounds(P).await.unwrap();
    let held = read_all(log, P, bounds.first).await;
    assert_eq!(held.len(), accepted);
    log.trim(P, Offset(bounds.next.0 - 1)).await.unwrap();
    log.append(P, vec![big]).await.unwrap();
}

pub async fn skipping(log: &dyn Log) {
    log.skip_to(Q, Offset(1_000)).await.unwrap();
    let offsets = log.append(Q, vec![frame(1)]).await.unwrap();
    assert_eq!(offsets[0], Offset(1_000));
    log.skip_to(Q, Offset(5_000)).await.unwrap();
    let offsets = log.append(Q, vec![frame(2)]).await.unwrap();
    assert_eq!(
        offsets[0],
        Offset(1_001),
        "a partition that is there stays as it is"
    );
}

pub async fn unknown_partitions(log: &dyn Log) {
    let unknown = log.append(PartitionId(999), vec![frame(1)]).await;
    assert!(
        matches!(unknown, Err(LogError::UnknownPartition(_))),
        "{unknown:?}"
    );
}
