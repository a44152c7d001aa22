//! Time and randomness as an argument, so that a test chooses both.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SubsecRound, Utc};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// Where secrets come from. What is not unpredictable to an attacker belongs into tests only.
pub trait Random: Send + Sync {
    /// Fills all bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The thread's generator, seeded by the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// When something is done, and with which randomness.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The time, in whole microseconds: what both databases keep.
    pub now: DateTime<Utc>,
    random: &'a dyn Random,
}

impl<'a> Moment<'a> {
    /// A moment; the time is cut to microseconds.
    pub fn new(now: DateTime<Utc>, random: &'a dyn Random) -> Self {
        Self {
            now: now.trunc_subsecs(6),
            random,
        }
    }

    pub(crate) fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// 256 random bits for a URL or a cookie.
    pub fn token(self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// Twelve characters of the 32 that are hard to confuse: 60 random bits.
    pub fn id(self) -> String {
        self.letters(12)
    }

    pub(crate) fn letters(self, count: usize) -> String {
        const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
        let mut bytes = vec![0; count];
        self.random.fill(&mut bytes);
        bytes
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect()
    }
}

impl Moment<'static> {
    /// At a time, with the operating system's randomness.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self::new(now, &OsRandom)
    }
}

/// SHA-256 of a secret, hexadecimal: what is stored and looked for. The secrets are random and long, so that a fast
/// hash is enough, and which stored hash is nearest tells nothing.
pub fn hash_secret(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
