//! The window against repeats: the latest fingerprints of a partition, bounded by count, part of its state.

use std::collections::{HashSet, VecDeque};

use crate::ids::Fingerprint;

/// Fingerprints that a partition remembers unless told otherwise.
pub const WINDOW_DEFAULT: usize = 1_000_000;

/// The latest distinct fingerprints in the order they came.
#[derive(Clone, Debug)]
pub struct RepeatWindow {
    capacity: usize,
    order: VecDeque<Fingerprint>,
    known: HashSet<Fingerprint, std::hash::BuildHasherDefault<KeyHasher>>,
}

/// Fingerprints are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyHasher(u64);

impl std::hash::Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

impl RepeatWindow {
    /// An empty window that remembers up to `capacity` fingerprints.
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            order: VecDeque::new(),
            known: HashSet::default(),
        }
    }
    /// Remembers a fingerprint; false where it was known.
    pub fn insert(&mut self, fingerprint: Fingerprint) -> bool {
        if !self.known.insert(fingerprint) {
            return false;
        }
        self.order.push_back(fingerprint);
        if self.order.len() > self.capacity
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
    /// How many fingerprints are remembered.
    pub fn len(&self) -> usize {
        self.order.len()
    }
    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
    /// The fingerprints, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = Fingerprint> {
        self.order.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_first() {
        let mut window = RepeatWindow::new(2);
        assert!(window.insert(Fingerprint(1)));
        assert!(window.insert(Fingerprint(2)));
        assert!(!window.insert(Fingerprint(1)));
        assert!(window.insert(Fingerprint(3)));
        assert!(window.insert(Fingerprint(1)), "1 was the oldest");
        assert!(!window.insert(Fingerprint(3)));
        assert_eq!(window.len(), 2);
    }
}
