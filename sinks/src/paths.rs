//! Every path in the store, made in one place.
//!
//! ```text
//! tables/events/     Delta table
//! tables/sessions/   Delta table
//! state/<partition>/<offset>-<generation>   immutable state files
//! quarantine/<partition>/<offset>[-<index>].json
//! ```

use engine::{Generation, Offset, PartitionId, Table};
use object_store::path::Path;

/// Folder of a table, relative to the store's root.
pub fn table_dir(table: Table) -> String {
    format!("tables/{}", table.name())
}

/// A state file. Offsets are padded so that listing sorts by them.
pub fn state_file(partition: PartitionId, offset: Offset, generation: Generation) -> Path {
    Path::from(format!("state/{partition}/{:020}-{generation}", offset.0))
}

/// The folder of a partition's state files.
pub fn state_dir(partition: PartitionId) -> Path {
    Path::from(format!("state/{partition}"))
}

/// Offset and generation that a state file's name says.
pub fn parse_state_file(path: &Path) -> Option<(Offset, Generation)> {
    let (offset, generation) = path.filename()?.split_once('-')?;
    Some((
        Offset(offset.parse().ok()?),
        Generation(generation.parse().ok()?),
    ))
}

/// Where an event that could not be processed is kept.
pub fn quarantine_file(partition: PartitionId, offset: Offset, index: Option<u16>) -> Path {
    let index = index.map_or(String::new(), |index| format!("-{index}"));
    Path::from(format!(
        "quarantine/{partition}/{:020}{index}.json",
        offset.0
    ))
}

/// `txn` application ids in the tables' commits.
pub mod app_id {
    use engine::PartitionId;

    /// Rows up to this offset are in the table.
    pub fn rows(partition: PartitionId) -> String {
        format!("partition/{partition}")
    }
    /// The state file for this offset exists (in `sessions` only).
    pub fn state(partition: PartitionId) -> String {
        format!("state/{partition}")
    }
    /// The generation of the state file that `state` names (in `sessions` only).
    pub fn state_generation(partition: PartitionId) -> String {
        format!("state-generation/{partition}")
    }
    /// The generation that owns the partition.
    pub fn owner(partition: PartitionId) -> String {
        format!("owner/{partition}")
    }
    /// How many maintenance commits there were.
    pub const MAINTENANCE: &str = "maintenance";
}
