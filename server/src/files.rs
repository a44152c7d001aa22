//! Small files that only the user who runs footfall may read.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a file with mode 0600, replacing it.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    // A file that is there keeps its mode when it is opened, so it is made anew.
    let _ = std::fs::remove_file(path);
    let mut file = std::fs::OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("file {} cannot be written", path.display()))?;
    file.write_all(bytes)
        .with_context(|| format!("file {} cannot be written", path.display()))
}
