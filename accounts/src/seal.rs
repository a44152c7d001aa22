//! Secrets at rest: AES-256-GCM under a key that lies in a file beside the database, not in it.
//!
//! The file holds one key a line, `<id> <32 bytes in base64>`; the first seals, all open. So a key is changed by putting a new one on
//! top, sealing everything again, and taking the old one away.
//!
//! A sealed text is `v1.<key id>.<base64 of nonce and ciphertext>`. The nonce is random; what the secret is for is authenticated with it,
//! so that one cannot be put in another's place.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use crate::error::{AccountsError, Result};
use crate::moment::Moment;

const VERSION: &str = "v1";

fn damaged(what: impl std::fmt::Display) -> AccountsError {
    AccountsError::Secret(what.to_string())
}

#[derive(Clone)]
struct SecretKey {
    id: String,
    bytes: [u8; 32],
}

impl SecretKey {
    fn cipher(&self) -> Result<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.bytes)
            .map_err(|_| damaged("a secret key is not of 256 bits"))?;
        Ok(LessSafeKey::new(key))
    }
}

/// The keys under which secrets are sealed; the first one is in use.
#[derive(Clone)]
pub struct SecretKeys(Vec<SecretKey>);

impl std::fmt::Debug for SecretKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<_> = self.0.iter().map(|key| &key.id).collect();
        f.debug_tuple("SecretKeys").field(&ids).finish()
    }
}

impl SecretKeys {
    /// One new key.
    pub fn generate(moment: Moment<'_>) -> Self {
        Self(vec![SecretKey {
            id: moment.letters(6),
            bytes: moment.bytes(),
        }])
    }

    /// Reads keys as the file holds them.
    pub fn parse(text: &str) -> Result<Self> {
        let mut keys = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let wrong =
                || damaged("a line of the secret key file is not `<id> <32 bytes in base64>`");
            let (id, key) = line.split_once(' ').ok_or_else(wrong)?;
            let bytes = BASE64.decode(key.trim().trim_end_matches('='));
            let bytes = bytes.ok().and_then(|bytes| bytes.try_into().ok());
            keys.push(SecretKey {
                id: id.into(),
                bytes: bytes.ok_or_else(wrong)?,
            });
        }
        if keys.is_empty() {
            return Err(damaged("the secret key file holds no key"));
        }
        Ok(Self(keys))
    }

    /// Reads the file; makes it, readable by its owner alone, where it is missing.
    pub fn open(path: &Path, moment: Moment<'_>) -> Result<Self> {
        let missing = |error: &std::io::Error| error.kind() == std::io::ErrorKind::NotFound;
        if let Err(error) = std::fs::metadata(path)
            && missing(&error)
        {
            let made = Self::generate(moment);
            match made.create(path) {
                Ok(()) => return Ok(made),
                // Another process was first; its keys hold.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unusable(path, &error)),
            }
        }
        let text = std::fs::read_to_string(path).map_err(|error| unusable(path, &error))?;
        Self::parse(&text)
    }

    fn create(&self, path: &Path) -> std::io::Result<()> {
        // Written beside and linked into place: another process finds no file or a whole one.
        let beside = path.with_extension(format!("new-{}", std::process::id()));
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        let linked = std::fs::hard_link(&beside, path);
        std::fs::remove_file(&beside)?;
        linked
    }

    /// Writes the file over the one that is there.
    pub fn replace(&self, path: &Path) -> Result<()> {
        let beside = path.with_extension("new");
        let write = || {
            match std::fs::remove_file(&beside) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => self.create(&beside)?,
            }
            std::fs::rename(&beside, path)
        };
        write().map_err(|error| unusable(path, &error))
    }

    /// Lines as the file holds them.
    pub fn text(&self) -> String {
        let line = |key: &SecretKey| format!("{} {}\n", key.id, BASE64.encode(key.bytes));
        self.0.iter().map(line).collect()
    }

    /// These keys under a new first one.
    #[must_use]
    pub fn with_new(&self, moment: Moment<'_>) -> Self {
        let mut keys = Self::generate(moment);
        keys.0.extend(self.0.iter().cloned());
        keys
    }

    /// The first key alone.
    #[must_use]
    pub fn first(&self) -> Self {
        Self(self.0.iter().take(1).cloned().collect())
    }

    /// Seals a secret for one purpose.
    pub fn seal(&self, purpose: &str, secret: &[u8], moment: Moment<'_>) -> Result<String> {
        let key = self
            .0
            .first()
            .ok_or_else(|| damaged("there is no secret key"))?;
        let nonce: [u8; NONCE_LEN] = moment.bytes();
        let mut bytes = secret.to_vec();
        key.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut bytes,
            )
            .map_err(|_| damaged("a secret cannot be sealed"))?;
        let sealed = [&nonce[..], &bytes].concat();
        Ok(format!("{VERSION}.{}.{}", key.id, BASE64.encode(sealed)))
    }

    /// Opens what was sealed for the same purpose.
    pub fn open_sealed(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>> {
        let wrong = || damaged(format!("the sealed {purpose} is damaged"));
        let mut parts = sealed.splitn(3, '.');
        let (Some(VERSION), Some(id), Some(text)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let key = self.0.iter().find(|key| key.id == id).ok_or_else(|| {
            damaged(format!(
                "the {purpose} is sealed under key {id}, which the secret key file does not hold"
            ))
        })?;
        let bytes = BASE64.decode(text).map_err(|_| wrong())?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
        let mut rest = rest.to_vec();
        let secret = key
            .cipher()?
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut rest)
            .map_err(|_| wrong())?;
        Ok(secret.to_vec())
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> AccountsError {
    damaged(format!("secret key file {}: {error}", path.display()))
}
