//! What the collector asks of the control plane, in its own terms.

use std::collections::HashSet;
use std::sync::Arc;

use compact_str::CompactString;
use engine::{SettingsVersion, SiteId, SiteSettings};

/// A site as the collector sees it.
#[derive(Clone, Debug)]
pub struct CollectSite {
    /// Its id.
    pub id: SiteId,
    /// Its present settings version.
    pub version: SettingsVersion,
    /// Its present settings.
    pub settings: Arc<SiteSettings>,
}

/// A key that may write.
#[derive(Clone, Debug)]
pub struct WriteKey {
    /// Its id, for limits and figures.
    pub id: CompactString,
    /// The sites it reaches; None is all.
    pub sites: Option<Arc<HashSet<SiteId>>>,
}

/// The secret of a UTC day, under which cookieless visitor ids are made.
pub type Salt = [u8; 32];

/// Sites, keys and salts, answered from memory.
pub trait Directory: Send + Sync + 'static {
    /// A site by id.
    fn site(&self, id: &str) -> Option<CollectSite>;
    /// The write key with this secret, if it is valid now.
    fn write_key(&self, secret: &str) -> Option<WriteKey>;
    /// The salts of a UTC day (in days since 1970) and of the day before. A salt that has been destroyed or was never
    /// made is None.
    fn salts(&self, day: i32) -> (Option<Salt>, Option<Salt>);
}
