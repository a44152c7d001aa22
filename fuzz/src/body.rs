//! Bytes as a body of `POST /api/collect`: what is accepted keeps to the limits and becomes a frame that reads back.
#![no_main]

use std::sync::{Arc, LazyLock};

use engine::{
    ConsentMode, Frame, Lane, Micros, NoLookup, Payload, SettingsVersion, SiteId, SiteSettings,
    Source,
};
use libfuzzer_sys::fuzz_target;
use sources::collector::{Arrived, CollectSite, Heads, parse};

static HEADS: LazyLock<Heads> = LazyLock::new(|| Heads::new(Arc::new(NoLookup)));
static SITE: LazyLock<CollectSite> = LazyLock::new(|| CollectSite {
    id: SiteId::new("site"),
    version: SettingsVersion(1),
    settings: Arc::new(SiteSettings {
        domains: vec!["example.com".into()],
        consent: ConsentMode::NotRequired,
        ..SiteSettings::default()
    }),
});

fuzz_target!(|bytes: &[u8]| {
    for single in [false, true] {
        let Ok(batch) = parse(bytes, single) else {
            continue;
        };
        for accepted in &batch.events {
            let name = accepted.event.name.as_str();
            assert!((1..=120).contains(&name.chars().count()), "{name:?}");
            assert!(!name.chars().any(char::is_control), "{name:?}");
        }
        let arrived = Arrived {
            at: Micros(1_700_000_000_000_000),
            address: Some([192, 0, 2, 7].into()),
            user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0.0.0 Safari/537.36".into(),
            refuses_tracking: false,
            source: Source::Tracker,
            salts: (Some([1; 32]), Some([2; 32])),
            edge_country: None,
            origin_host: None,
            time: None,
        };
        let built = futures::executor::block_on(HEADS.build(&SITE, batch, &arrived));
        let frame = Frame {
            lane: Lane::Live,
            payload: Payload::Requests(built.requests),
        };
        assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
    }
});
