//! Identities and positions as their own types, so that an offset is never mistaken for a count and a site never for
//! a visitor.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(CompactString);

        impl $name {
            /// Wraps a text that the caller has validated.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(CompactString::new(text))
            }
            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

text_id! {
    /// A site (website) whose events are collected.
    SiteId
}
text_id! {
    /// A browser or person as the tracker knows it (`client_id` elsewhere), at most 64 characters.
    VisitorId
}
text_id! {
    /// An event's own identity, given by the sender or made by the collector, at most 64 characters.
    EventId
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id! {
    /// The place of a frame in its partition's log. Counting starts at 1; 0 stands before the first frame.
    Offset(u64)
}
number_id! {
    /// One of the log's partitions, counted from 0.
    PartitionId(u16)
}
number_id! {
    /// How often a partition has changed hands; a writer with an older generation is fenced.
    Generation(u64)
}
number_id! {
    /// One immutable version of a site's settings.
    SettingsVersion(u32)
}

impl Offset {
    /// Before the first frame.
    pub const ZERO: Offset = Offset(0);

    /// The offset that follows.
    pub fn next(self) -> Offset {
        Offset(self.0 + 1)
    }
}

/// 64-bit stand-in for a text id, used for distinct counts, joins and maps: XXH3-64 with seed 0 over the UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub u64);

impl Key {
    /// The key of a text id.
    pub fn of(text: &str) -> Self {
        Self(xxh3_64(text.as_bytes()))
    }
    /// As stored in `visitor_key` and `session_key` (the same 64 bits, signed).
    pub fn as_i64(self) -> i64 {
        self.0.cast_signed()
    }
    /// The key that is stored as this number.
    pub fn from_i64(stored: i64) -> Self {
        Self(stored.cast_unsigned())
    }
}

/// What makes an event a repeat: XXH3-64 over site, a zero byte and event id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    /// The fingerprint of an event of a site.
    pub fn of(site: &SiteId, event: &str) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3Default::new();
        hasher.update(site.as_str().as_bytes());
        hasher.update(&[0]);
        hasher.update(event.as_bytes());
        Self(hasher.digest())
    }
}

/// The identity of a session, derived from where it began, so that replay gives the same (design D4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

impl SessionId {
    /// Derives the id from site, visitor and the place in the log of the first event.
    pub fn derive(
        site: &SiteId,
        visitor: &VisitorId,
        partition: PartitionId,
        offset: Offset,
        index: u16,
    ) -> Self {
        let mut text = Vec::with_capacity(96);
        text.extend_from_slice(site.as_str().as_bytes());
        text.push(0);
        text.extend_from_slice(visitor.as_str().as_bytes());
        text.push(0);
        text.extend_from_slice(&partition.0.to_le_bytes());
        text.extend_from_slice(&offset.0.to_le_bytes());
        text.extend_from_slice(&index.to_le_bytes());
        let hash = xxh3_128(&text).to_be_bytes();
        Self(uuid::Builder::from_custom_bytes(hash).into_uuid())
    }

    /// The text that stands in the tables.
    pub fn text(self) -> CompactString {
        let mut buffer = Uuid::encode_buffer();
        CompactString::new(self.0.hyphenated().encode_lower(&mut buffer))
    }

    /// The key that stands in `session_key`.
    pub fn key(self) -> Key {
        Key(xxh3_64(self.text().as_bytes()))
    }
}

/// Which clock and which sessions a frame belongs to: the live one, or those of one import (design D3).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Lane {
    /// Events as they happen, on the log's append time.
    #[default]
    Live,
    /// One import, on its records' own times.
    Import(u64),
}

/// The partition that a visitor's events of a site go to: hash(site) mod P, or hash(site, visitor mod shards) for
/// a site with more than one shard (design D2).
pub fn partition_of(
    site: &SiteId,
    visitor: Option<&VisitorId>,
    shards: u16,
    partitions: u16,
) -> PartitionId {
    let mut hasher = xxhash_rust::xxh3::Xxh3Default::new();
    hasher.update(site.as_str().as_bytes());
    if shards > 1
        && let Some(visitor) = visitor
    {
        let shard = Key::of(visitor.as_str()).0 % u64::from(shards);
        hasher.update(&shard.to_le_bytes());
    }
    let slot = hasher.digest() % u64::from(partitions.max(1));
    PartitionId(u16::try_from(slot).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_visitor_never_spans_partitions() {
        for shards in [1, 2, 7] {
            for visitor in 0..200 {
                let visitor = VisitorId::new(format!("v{visitor}"));
                let site = SiteId::new("s");
                let first = partition_of(&site, Some(&visitor), shards, 16);
                assert_eq!(first, partition_of(&site, Some(&visitor), shards, 16));
                assert!(first.0 < 16);
            }
        }
    }

    #[test]
    fn shards_spread_a_site_and_one_shard_does_not() {
        let site = SiteId::new("s");
        let spread = |shards| {
            (0..500)
                .map(|v| partition_of(&site, Some(&VisitorId::new(format!("v{v}"))), shards, 16))
                .collect::<std::collections::BTreeSet<_>>()
                .len()
        };
        assert_eq!(spread(1), 1);
        assert!(spread(8) > 1);
    }

    #[test]
    fn session_ids_follow_from_the_place_in_the_log() {
        let derive = |offset, index| {
            SessionId::derive(
                &"s".into(),
                &"v".into(),
                PartitionId(1),
                Offset(offset),
                index,
            )
        };
        assert_eq!(derive(1, 0), derive(1, 0));
        assert_ne!(derive(1, 0), derive(1, 1));
        assert_ne!(derive(1, 0), derive(2, 0));
    }
}
