//! Passwords: Argon2id (RFC 9106) with the parameters that OWASP's password storage cheat sheet asks for at least, 19 MiB and two
//! passes. Few are computed at once, so that a burst of sign-ins costs bounded memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use tokio::sync::Semaphore;

use crate::error::{AccountsError, Result};
use crate::moment::Moment;

const AT_ONCE: usize = 4;
const PASSES: u32 = 2;
const LENGTH_MIN: usize = 8;
const LENGTH_MAX: usize = 200;

/// Memory of one hash in KiB.
pub const MEMORY_KIB: u32 = 19 * 1024;

/// Hashes and compares passwords.
#[derive(Debug)]
pub(crate) struct Passwords {
    argon: Argon2<'static>,
    /// What an unknown account's password is compared with: the same work, and never equal.
    nobody: Arc<str>,
    permits: Semaphore,
    computed: AtomicU64,
}

impl Passwords {
    pub(crate) fn new(memory_kib: u32) -> Result<Self> {
        let params = Params::new(memory_kib, PASSES, 1, None)
            .map_err(|error| AccountsError::Secret(format!("password hashing: {error}")))?;
        let zeros = |count| STANDARD_NO_PAD.encode(vec![0; count]);
        let nobody = format!(
            "$argon2id$v=19$m={memory_kib},t={PASSES},p=1${}${}",
            zeros(16),
            zeros(Params::DEFAULT_OUTPUT_LEN)
        );
        Ok(Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: nobody.into(),
            permits: Semaphore::new(AT_ONCE),
            computed: AtomicU64::new(0),
        })
    }

    /// How many hashes have been computed.
    pub(crate) fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    pub(crate) async fn hash(&self, password: &str, moment: Moment<'_>) -> Result<String> {
        let salt = moment.bytes::<16>();
        let (argon, password) = (self.argon.clone(), password.to_owned());
        self.compute(move || {
            let hash = argon.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string())
                .map_err(|error| AccountsError::Secret(format!("password hashing: {error}")))
        })
        .await?
    }

    /// Whether the password is the stored one. Without a stored one the answer is no, after the same work.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool> {
        let hash: Arc<str> = stored.map_or_else(|| self.nobody.clone(), Into::into);
        let (argon, password) = (self.argon.clone(), password.to_owned());
        let same = self
            .compute(move || argon.verify_password(password.as_bytes(), &*hash).is_ok())
            .await?;
        Ok(same && stored.is_some())
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let stopping = || AccountsError::Secret("password hashing has stopped".into());
        let _permit = self.permits.acquire().await.map_err(|_| stopping())?;
        self.computed.fetch_add(1, Ordering::Relaxed);
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| stopping())
    }
}

/// Whether a password is long enough. What an operator sets on the command line has to be no more than that.
pub(crate) fn check_length(password: &str) -> Result<()> {
    let length = password.chars().count();
    if (LENGTH_MIN..=LENGTH_MAX).contains(&length) {
        return Ok(());
    }
    let message = format!("a password has {LENGTH_MIN} to {LENGTH_MAX} characters");
    Err(AccountsError::invalid("password", message))
}

/// Whether a password is long enough and not among the first that are tried: by zxcvbn, which knows the commonest ones, names, words,
/// dates and keyboard walks. `about` are the person's own words.
pub(crate) fn check_strength(password: &str, about: &[&str]) -> Result<()> {
    check_length(password)?;
    if zxcvbn::zxcvbn(password, about).score() >= zxcvbn::Score::Two {
        return Ok(());
    }
    let message = "this password is easily guessed; take a longer one, or several unrelated words";
    Err(AccountsError::invalid("password", message))
}
