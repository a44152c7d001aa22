//! `footfall backup` and `restore`: database, tables at one version, log from its low-water offset — as files that
//! lie as they lie in a data folder, so that a restored folder is simply opened.
//!
//! A running server makes the copy itself: it checkpoints, state included, and commits nothing until the copy is made.
//! Such a backup has no log, because what was accepted before it is in the tables; a restored server goes on after them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::config::Place;
use crate::control::Running;
use crate::node::open_accounts;
use crate::output::print;

const MANIFEST: &str = "footfall-backup.json";
const VERSION: u32 = 1;

pub async fn backup(place: &Place, dir: &Path) -> Result<()> {
    if place.store.is_some() || place.log != "embedded" || place.database.is_some() {
        bail!(
            "backup copies a data folder; for --store, --log and --database elsewhere use the \
             snapshot tools of the bucket, NATS and PostgreSQL"
        );
    }
    if dir.exists() && dir.read_dir()?.next().is_some() {
        bail!("{} is not empty", dir.display());
    }
    std::fs::create_dir_all(dir).with_context(|| format!("folder {}", dir.display()))?;
    let running = Running::find(&place.data).await;
    match &running {
        Some(running) => {
            let dir = dir.canonicalize()?;
            running
                .send(
                    "/internal/backup",
                    reqwest::Body::from(dir.display().to_string()),
                )
                .await
                .context("the running server cannot make the backup")?;
        }
        None => {
            copy_tables(&place.data, dir)?;
            copy_tree(&place.data.join("log"), &dir.join("log"))?;
        }
    }
    let accounts = open_accounts(place).await?;
    accounts.copy_to(&dir.join("footfall.db")).await?;
    // Without its keys the copied database could open none of its secrets. Copied with its mode, 0600.
    std::fs::copy(place.secret_key_file(), dir.join("secret.key")).context("secret key file")?;
    let manifest = json!({"version": VERSION, "with_log": running.is_none()});
    std::fs::write(dir.join(MANIFEST), manifest.to_string())?;
    print(&format!("backup in {}", dir.display()));
    Ok(())
}

/// Copies tables, state files and quarantine; nothing may be committed meanwhile. A table's log is copied before its
/// files: every file that the copied log names is there until vacuum, an hour.
pub fn copy_tables(data: &Path, dir: &Path) -> Result<()> {
    for table in ["events", "sessions"] {
        let from = data.join("tables").join(table);
        let to = dir.join("tables").join(table);
        copy_tree(&from.join("_delta_log"), &to.join("_delta_log"))?;
        copy_tree(&from, &to)?;
    }
    copy_tree(&data.join("state"), &dir.join("state"))?;
    copy_tree(&data.join("quarantine"), &dir.join("quarantine"))
}

pub fn restore(place: &Place, dir: &Path) -> Result<()> {
    let manifest = dir.join(MANIFEST);
    let text = std::fs::read_to_string(&manifest).with_context(|| {
        format!(
            "{} is no backup: {} is missing",
            dir.display(),
            manifest.display()
        )
    })?;
    let manifest: serde_json::Value = serde_json::from_str(&text)?;
    if manifest["version"] != VERSION {
        bail!(
            "the backup is of version {}; this footfall reads {VERSION}",
            manifest["version"]
        );
    }
    if place.data.exists() && place.data.read_dir()?.next().is_some() {
        bail!(
            "{} is not empty; restore into a new folder with --data",
            place.data.display()
        );
    }
    copy_tree(dir, &place.data)?;
    std::fs::remove_file(place.data.join(MANIFEST))?;
    print(&format!("restored into {}", place.data.display()));
    Ok(())
}

/// Copies files that are not there yet, folders and all. A file that vanishes meanwhile was none of the snapshot's.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(to).with_context(|| format!("folder {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("folder {}", from.display()))? {
        let entry = entry?;
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if !(entry.file_name() == "_delta_log" && target.exists()) {
                copy_tree(&entry.path(), &target)?;
            }
        } else if !target.exists() {
            match std::fs::copy(entry.path(), &target) {
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(error).with_context(|| format!("file {}", entry.path().display()));
                }
            }
        }
    }
    Ok(())
}
