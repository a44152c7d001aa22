//! Bytes as a frame: what decodes is encoded again to the same frame, and is processed without a panic.
#![no_main]

use std::sync::Arc;

use engine::{
    Frame, Interner, Micros, Offset, PartitionId, PartitionSnapshot, PartitionState, Record,
    SettingsMap, SiteSettings, SiteTable, decode,
};
use libfuzzer_sys::fuzz_target;

const P: PartitionId = PartitionId(0);

fuzz_target!(|bytes: &[u8]| {
    let _ = PartitionSnapshot::decode(bytes);
    let Ok(frame) = Frame::decode(bytes) else {
        return;
    };
    assert_eq!(Frame::decode(&frame.encode()).as_ref(), Ok(&frame));
    let records: Vec<Record> = [(1, frame), (2, Frame::tick())]
        .into_iter()
        .map(|(offset, frame)| Record {
            offset: Offset(offset),
            appended: Micros(1_700_000_000_000_000 + offset as i64 * 3_600_000_000),
            frame: frame.encode(),
        })
        .collect();
    let decoded = decode(&records);
    let mut settings = SettingsMap::new();
    if let Ok(frame) = &decoded[0].frame
        && let engine::Payload::Requests(requests) = &frame.payload
    {
        for request in requests {
            let version = (request.head.site.clone(), request.head.settings);
            settings.insert(version, Arc::new(SiteSettings::default()));
        }
    }
    let routed = PartitionState::new(P, 100).route(decoded, &settings);
    for (site, batch) in &routed.sites {
        let mut table = SiteTable::new(site.clone(), P);
        let _ = table.apply(batch, &routed.clocks, &Interner::default());
    }
});
