//! What the control plane says, held in memory: sites and keys for the collector, settings versions for processing,
//! callers for the API. A change by whichever process takes effect within a second.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Accounts, ApiKey, Site, hash_key};
use anyhow::{Context, Result};
use arc_swap::ArcSwap;
use async_trait::async_trait;
use engine::{Clock, SettingsError, SettingsSource, SettingsVersion, SiteId, SiteSettings};
use parking_lot::Mutex;
use sources::collector::{CollectSite, Directory, Salt, WriteKey};

const LOOK_EVERY: Duration = Duration::from_millis(250);

#[derive(Default)]
struct State {
    revision: i64,
    sites: HashMap<String, (Site, CollectSite)>,
    keys: HashMap<String, ApiKey>,
    salts: HashMap<i32, Salt>,
}

/// Sites, keys and salts in memory.
pub struct MemoryDirectory {
    accounts: Accounts,
    clock: Arc<dyn Clock>,
    state: ArcSwap<State>,
    versions: Mutex<HashMap<(SiteId, SettingsVersion), Arc<SiteSettings>>>,
}

/// Reads stored settings; what a later version has added is passed over, what is missing takes its default.
pub fn read_settings(json: &serde_json::Value) -> Result<SiteSettings> {
    serde_json::from_value(json.clone()).context("stored settings cannot be read")
}

impl MemoryDirectory {
    /// Reads everything once.
    pub async fn open(accounts: Accounts, clock: Arc<dyn Clock>) -> Result<Arc<Self>> {
        let directory = Self {
            accounts,
            clock,
            state: ArcSwap::default(),
            versions: Mutex::default(),
        };
        directory.refresh().await?;
        Ok(Arc::new(directory))
    }

    /// Looks for changes for as long as the process runs.
    pub async fn follow(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if let Err(error) = self.refresh_if_changed().await {
                tracing::warn!(%error, "control plane does not answer; what is known stays in force");
            }
        }
    }

    async fn refresh_if_changed(&self) -> Result<()> {
        let today = self.clock.now().utc_day();
        let known = self.state.load();
        let has_salt = known.salts.contains_key(&(today + 1));
        if has_salt && self.accounts.revision().await? == known.revision {
            return Ok(());
        }
        self.refresh().await
    }

    /// Reads everything again.
    pub async fn refresh(&self) -> Result<()> {
        let revision = self.accounts.revision().await?;
        let today = self.clock.now().utc_day();
        let mut state = State {
            revision,
            salts: self
                .accounts
                .salts(&[today - 1, today, today + 1], today - 1)
                .await?
                .into_iter()
                .collect(),
            ..State::default()
        };
        for site in self.accounts.sites().await? {
            let collect = CollectSite {
                id: SiteId::new(&site.id),
                version: SettingsVersion(u32::try_from(site.version).unwrap_or_default()),
                settings: Arc::new(read_settings(&site.settings)?),
            };
            state.sites.insert(site.id.clone(), (site, collect));
        }
        for key in self.accounts.keys().await? {
            state.keys.insert(key.hash.clone(), key);
        }
        self.state.store(Arc::new(state));
        Ok(())
    }

    /// The control plane itself.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// A site with its settings.
    pub fn get(&self, id: &str) -> Option<(Site, Arc<SiteSettings>)> {
        let state = self.state.load();
        let (site, collect) = state.sites.get(id)?;
        Some((site.clone(), collect.settings.clone()))
    }

    /// All sites by name.
    pub fn all(&self) -> Vec<(Site, Arc<SiteSettings>)> {
        let state = self.state.load();
        let mut sites: Vec<_> = state
            .sites
            .values()
            .map(|(site, collect)| (site.clone(), collect.settings.clone()))
            .collect();
        sites.sort_by(|(a, _), (b, _)| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        sites
    }

    /// The key with this secret, unless it has expired.
    pub fn key(&self, secret: &str) -> Option<ApiKey> {
        let key = self.state.load().keys.get(&hash_key(secret))?.clone();
        let now = chrono::DateTime::from_timestamp_micros(self.clock.now().0)?;
        key.expires_at.is_none_or(|end| end > now).then_some(key)
    }
}

impl Directory for MemoryDirectory {
    fn site(&self, id: &str) -> Option<CollectSite> {
        self.state
            .load()
            .sites
            .get(id)
            .map(|(_, site)| site.clone())
    }

    fn write_key(&self, secret: &str) -> Option<WriteKey> {
        let key = self.key(secret).filter(|key| key.scope.writes())?;
        Some(WriteKey {
            id: key.id.into(),
            sites: key
                .sites
                .map(|sites| sites.iter().map(SiteId::new).collect()),
        })
    }

    fn salts(&self, day: i32) -> (Option<Salt>, Option<Salt>) {
        let state = self.state.load();
        let salt = |day| state.salts.get(&day).copied();
        (salt(day), salt(day - 1))
    }
}

#[async_trait]
impl SettingsSource for MemoryDirectory {
    async fn version(
        &self,
        site: &SiteId,
        version: SettingsVersion,
    ) -> Result<Arc<SiteSettings>, SettingsError> {
        let key = (site.clone(), version);
        if let Some(settings) = self.versions.lock().get(&key) {
            return Ok(settings.clone());
        }
        let number = i32::try_from(version.0).unwrap_or_default();
        let stored = self
            .accounts
            .settings(site.as_str(), number)
            .await
            .map_err(|error| SettingsError::Unavailable(error.to_string()))?;
        let stored = stored.ok_or_else(|| SettingsError::Unknown {
            site: site.clone(),
            version,
        })?;
        let settings = read_settings(&stored)
            .map_err(|error| SettingsError::Unavailable(format!("{error:#}")))?;
        let settings = Arc::new(settings);
        self.versions.lock().insert(key, settings.clone());
        Ok(settings)
    }
}
