//! What the control plane says, held in memory: sites and keys for the collector, settings versions for processing,
//! callers for the API. A change by whichever process takes effect within a second.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use accounts::{Accounts, ApiKey, Rights, Role, Site};
use anyhow::{Context, Result};
use arc_swap::ArcSwap;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use engine::{Clock, SettingsError, SettingsSource, SettingsVersion, SiteId, SiteSettings};
use graphql_api::SiteEntry;
use parking_lot::Mutex;
use sources::collector::{CollectSite, Directory, Salt, WriteKey};
use tokio::sync::watch;

use crate::realtime::date_time;

const LOOK_EVERY: Duration = Duration::from_millis(250);

#[derive(Default)]
struct State {
    revision: i64,
    sites: HashMap<String, (Site, CollectSite)>,
    entries: Arc<Vec<SiteEntry>>,
    by_id: HashMap<String, usize>,
    /// Sites by the paths that their scripts are also served under.
    scripts: HashMap<String, String>,
    /// Paths that scripts send to beside the usual one.
    endpoints: HashSet<String>,
    salts: HashMap<i32, Salt>,
}

/// Sites, rights and salts in memory.
pub struct MemoryDirectory {
    accounts: Accounts,
    clock: Arc<dyn Clock>,
    state: ArcSwap<State>,
    rights: ArcSwap<Rights>,
    /// By id: the keys that send events, and where to.
    write_keys: ArcSwap<HashMap<String, WriteKey>>,
    changes: watch::Sender<u64>,
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
            rights: ArcSwap::default(),
            write_keys: ArcSwap::default(),
            changes: watch::Sender::new(0),
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

    /// Reads what has changed since the last look.
    async fn refresh_if_changed(&self) -> Result<()> {
        let today = self.clock.now().utc_day();
        let (of_sites, of_rights) = self.accounts.revisions().await?;
        let known = self.state.load();
        let mut changed = false;
        if of_sites != known.revision || !known.salts.contains_key(&(today + 1)) {
            self.read_sites(of_sites).await?;
            changed = true;
        }
        if of_rights != self.rights.load().revision {
            self.read_rights().await?;
            changed = true;
        }
        if changed {
            self.tell();
        }
        Ok(())
    }

    /// Reads everything again.
    pub async fn refresh(&self) -> Result<()> {
        let (of_sites, _) = self.accounts.revisions().await?;
        self.read_sites(of_sites).await?;
        self.read_rights().await?;
        self.tell();
        Ok(())
    }

    /// Works out what follows from rights and sites together, then says that they have changed.
    fn tell(&self) {
        let (rights, state) = (self.rights.load(), self.state.load());
        let keys = rights.keys().filter(|key| key.scope.writes());
        let keys = keys.filter_map(|key| Some((key.id.clone(), write_key(&rights, key, &state)?)));
        self.write_keys.store(Arc::new(keys.collect()));
        self.changes.send_modify(|count| *count += 1);
    }

    /// Reads what a change through this process has changed.
    pub async fn reload(&self) -> Result<()> {
        self.refresh_if_changed().await
    }

    async fn read_rights(&self) -> Result<()> {
        let rights = self.accounts.rights(self.time()).await?;
        self.rights.store(Arc::new(rights));
        Ok(())
    }

    async fn read_sites(&self, revision: i64) -> Result<()> {
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
        let mut entries = Vec::new();
        for site in self.accounts.sites().await? {
            let collect = CollectSite {
                id: SiteId::new(&site.id),
                version: SettingsVersion(u32::try_from(site.version).unwrap_or_default()),
                settings: Arc::new(read_settings(&site.settings)?),
            };
            state.by_id.insert(site.id.clone(), entries.len());
            let tracking = &collect.settings.tracking;
            if let Some(path) = &tracking.script_path {
                // Where two sites name the same path, it is the first one's.
                let place = state.scripts.entry(path.to_string());
                place.or_insert_with(|| site.id.clone());
            }
            let endpoint = tracking.endpoint_path.as_ref();
            state.endpoints.extend(endpoint.map(ToString::to_string));
            entries.push(SiteEntry {
                id: site.id.clone(),
                organisation: site.organisation.clone(),
                name: site.name.clone(),
                domains: collect
                    .settings
                    .domains
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            });
            state.sites.insert(site.id.clone(), (site, collect));
        }
        state.entries = Arc::new(entries);
        self.state.store(Arc::new(state));
        Ok(())
    }

    /// The time, as the control plane writes it.
    pub fn time(&self) -> DateTime<Utc> {
        date_time(self.clock.now())
    }

    /// Who may do what.
    pub fn rights(&self) -> Arc<Rights> {
        self.rights.load_full()
    }

    /// Yields whenever rights or sites have changed.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Every site, by name.
    pub fn entries(&self) -> Arc<Vec<SiteEntry>> {
        self.state.load().entries.clone()
    }

    /// One of them.
    pub fn entry(&self, id: &str) -> Option<SiteEntry> {
        let state = self.state.load();
        state.entries.get(*state.by_id.get(id)?).cloned()
    }

    /// The site whose script is served under this path too.
    pub fn script_at(&self, path: &str) -> Option<String> {
        self.state.load().scripts.get(path).cloned()
    }

    /// Whether a site's script sends to this path.
    pub fn is_endpoint(&self, path: &str) -> bool {
        self.state.load().endpoints.contains(path)
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
}

/// Where a key sends events. That is a change: a key of somebody who only reads does not.
fn write_key(rights: &Rights, key: &ApiKey, state: &State) -> Option<WriteKey> {
    let standing = rights.key_standing(key)?;
    let reaches = |site: &&SiteEntry| {
        standing.grant(&site.organisation).is_some_and(|grant| {
            let is_assigned = grant.sites.as_ref();
            grant.role >= Role::Manager && is_assigned.is_none_or(|sites| sites.contains(&site.id))
        })
    };
    let reached = state.entries.iter().filter(reaches);
    Some(WriteKey {
        id: key.id.clone().into(),
        sites: Some(Arc::new(
            reached.map(|site| SiteId::new(&site.id)).collect(),
        )),
    })
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
        let rights = self.rights.load();
        let key = rights.key(secret, self.time())?;
        self.write_keys.load().get(&key.id).cloned()
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
