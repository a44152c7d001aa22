//! Who may do what, as of one revision: everything that deciding about a request takes, in memory, so that no request asks the database.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::Accounts;
use crate::entity::{family, membership, organisation, user};
use crate::error::{AccountsError, Result};
use crate::keys::{ApiKey, Scope};
use crate::moment::hash_secret;
use crate::signing::Verifiers;

/// How long the end of a sign-in is remembered here: longer than any access token lasts, and than a process may be cut off from the
/// database and still serve a subscription.
const ENDED_KEPT: TimeDelta = TimeDelta::days(1);

/// What a member of an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads the assigned sites.
    Viewer,
    /// Reads the assigned sites and changes their settings.
    Manager,
    /// Everything in the organisation but what is the owner's.
    Admin,
    /// Also hands on ownership and deletes the organisation. There is exactly one.
    Owner,
}

impl Role {
    /// All, least first.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Manager, Role::Admin, Role::Owner];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Manager => "manager",
            Role::Admin => "admin",
            Role::Owner => "owner",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = AccountsError;
    fn from_str(text: &str) -> Result<Self> {
        let known = Role::ALL.into_iter().find(|role| role.name() == text);
        known.ok_or_else(|| {
            let message =
                format!("`{text}` is no role; there are owner, admin, manager and viewer");
            AccountsError::invalid("role", message)
        })
    }
}

/// What somebody is in one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The organisation.
    pub organisation: String,
    /// The role there.
    pub role: Role,
    /// The assigned sites; None is all. Never set for owners and admins.
    pub sites: Option<Arc<HashSet<String>>>,
}

impl Grant {
    /// The lesser of two grants in the same organisation: the lower role, the sites that both have.
    fn least(&self, other: &Grant) -> Grant {
        let sites = match (&self.sites, &other.sites) {
            (None, sites) | (sites, None) => sites.clone(),
            (Some(a), Some(b)) => Some(Arc::new(a.intersection(b).cloned().collect())),
        };
        Grant {
            organisation: self.organisation.clone(),
            role: self.role.min(other.role),
            sites,
        }
    }
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A person who has signed in.
    User {
        /// Who.
        id: String,
        /// The sign-in.
        family: String,
    },
    /// A program.
    Key {
        /// The key's id.
        id: String,
        /// The user whose rights bound it.
        user: Option<String>,
        /// Requests a minute that it may make.
        requests_per_minute_max: Option<u32>,
    },
}

/// Who asks, and what he is where. What that allows is the API's to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who asks.
    pub identity: Identity,
    /// E-mail address, or the name of the key.
    pub name: String,
    /// Whether every organisation is his.
    pub super_admin: bool,
    /// What he is where, clients of his organisations included; one per organisation.
    pub grants: Vec<Grant>,
    /// What a key may do; None for people.
    pub scope: Option<Scope>,
    /// Organisations that he would reach with a second factor.
    pub totp_missing: Vec<String>,
}

impl Standing {
    /// What he is in an organisation.
    pub fn grant(&self, organisation: &str) -> Option<&Grant> {
        self.grants
            .iter()
            .find(|grant| grant.organisation == organisation)
    }
}

#[derive(Clone, Debug)]
struct Person {
    email: String,
    super_admin: bool,
    grants: Vec<Grant>,
    totp_missing: Vec<String>,
}

/// Who may do what, as of one revision.
pub struct Rights {
    /// The revision of users, memberships, organisations and keys that this is as of.
    pub revision: i64,
    people: HashMap<String, Person>,
    keys: HashMap<String, ApiKey>,
    clients: HashMap<String, Vec<String>>,
    organisations: HashSet<String>,
    ended: HashSet<String>,
    verifiers: Verifiers,
}

impl Default for Rights {
    /// Nobody may do anything.
    fn default() -> Self {
        Self {
            revision: 0,
            people: HashMap::new(),
            keys: HashMap::new(),
            clients: HashMap::new(),
            organisations: HashSet::new(),
            ended: HashSet::new(),
            verifiers: Verifiers::default(),
        }
    }
}

impl std::fmt::Debug for Rights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rights")
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

impl Rights {
    /// Who bears an access token or an API key; None where it is not good.
    pub fn bearer(&self, secret: &str, now: DateTime<Utc>) -> Option<Standing> {
        if secret.starts_with("ff_") {
            return self.key_standing(self.key(secret, now)?);
        }
        let bearer = self.verifiers.verify(secret, now)?;
        self.user(&bearer.user, &bearer.family)
    }

    /// The same bearer as of now, for answers that go on: None where his sign-in has ended, his key is not good any more, or he is gone. An
    /// access token that is over does not matter while the sign-in lives.
    pub fn again(&self, identity: &Identity, now: DateTime<Utc>) -> Option<Standing> {
        match identity {
            Identity::User { id, family } => self.user(id, family),
            Identity::Key { id, .. } => {
                let key = self.keys.values().find(|key| key.id == *id)?;
                self.key_standing(key.is_good(now).then_some(key)?)
            }
        }
    }

    /// All keys, expired ones included.
    pub fn keys(&self) -> impl Iterator<Item = &ApiKey> {
        self.keys.values()
    }

    /// The key with this secret, unless it has expired.
    pub fn key(&self, secret: &str, now: DateTime<Utc>) -> Option<&ApiKey> {
        // Looked up by its SHA-256: neither the secret nor a part of it is ever compared.
        let key = self.keys.get(&hash_secret(secret))?;
        (key.is_good(now) && self.organisations.contains(&key.organisation)).then_some(key)
    }

    /// What a key may do: no more than the user whose it is.
    pub fn key_standing(&self, key: &ApiKey) -> Option<Standing> {
        let sites = key.sites.as_ref();
        let sites = sites.map(|sites| Arc::new(sites.iter().cloned().collect::<HashSet<_>>()));
        let own = Grant {
            organisation: key.organisation.clone(),
            role: Role::Admin,
            sites,
        };
        let mut grants = vec![own.clone()];
        for client in self.clients.get(&key.organisation).into_iter().flatten() {
            grants.push(Grant {
                organisation: client.clone(),
                ..own.clone()
            });
        }
        if let Some(user) = &key.user {
            let person = self.people.get(user)?;
            if !person.super_admin {
                grants = grants
                    .iter()
                    .filter_map(|grant| {
                        let his = person.grants.iter();
                        let his = his
                            .clone()
                            .find(|his| his.organisation == grant.organisation);
                        his.map(|his| grant.least(his))
                    })
                    .collect();
            }
        }
        Some(Standing {
            identity: Identity::Key {
                id: key.id.clone(),
                user: key.user.clone(),
                requests_per_minute_max: key.requests_per_minute_max,
            },
            name: key.name.clone(),
            super_admin: false,
            grants,
            scope: Some(key.scope),
            totp_missing: Vec::new(),
        })
    }

    fn user(&self, id: &str, family: &str) -> Option<Standing> {
        if self.ended.contains(family) {
            return None;
        }
        let person = self.people.get(id)?;
        Some(Standing {
            identity: Identity::User {
                id: id.into(),
                family: family.into(),
            },
            name: person.email.clone(),
            super_admin: person.super_admin,
            grants: person.grants.clone(),
            scope: None,
            totp_missing: person.totp_missing.clone(),
        })
    }

    /// How many organisations there are.
    pub fn organisation_count(&self) -> usize {
        self.organisations.len()
    }

    /// Whether an organisation is there.
    pub fn has_organisation(&self, id: &str) -> bool {
        self.organisations.contains(id)
    }
}

impl Accounts {
    /// Reads who may do what.
    pub async fn rights(&self, now: DateTime<Utc>) -> Result<Rights> {
        // First, so that a change meanwhile is seen at the next look.
        let (_, revision) = self.revisions().await?;
        let organisations: Vec<organisation::Model> = organisation::Entity::find()
            .filter(organisation::Column::DeletedAt.is_null())
            .all(&self.db)
            .await?;
        let users = user::Entity::find()
            .filter(user::Column::DisabledAt.is_null())
            .all(&self.db)
            .await?;
        let memberships = membership::Entity::find().all(&self.db).await?;
        let ended = family::Entity::find()
            .select_only()
            .column(family::Column::Id)
            .filter(family::Column::EndedAt.gt(now - ENDED_KEPT))
            .into_tuple::<String>()
            .all(&self.db)
            .await?;
        let keys = self.keys().await?;
        let strict: HashSet<&str> = organisations
            .iter()
            .filter(|row| row.require_totp)
            .map(|row| row.id.as_str())
            .collect();
        let mut clients: HashMap<String, Vec<String>> = HashMap::new();
        for row in &organisations {
            if let Some(parent) = &row.parent_id {
                clients
                    .entry(parent.clone())
                    .or_default()
                    .push(row.id.clone());
            }
        }
        let known: HashSet<String> = organisations.iter().map(|row| row.id.clone()).collect();
        let mut people: HashMap<String, Person> = HashMap::new();
        let mut has_totp = HashSet::new();
        for row in users {
            if row.totp_confirmed_at.is_some() {
                has_totp.insert(row.id.clone());
            }
            let person = Person {
                email: row.email,
                super_admin: row.super_admin,
                grants: Vec::new(),
                totp_missing: Vec::new(),
            };
            people.insert(row.id, person);
        }
        for row in memberships
            .iter()
            .filter(|row| known.contains(&row.organisation_id))
        {
            let Some(person) = people.get_mut(&row.user_id) else {
                continue;
            };
            let role: Role = row.role.parse()?;
            let needs_totp = role >= Role::Admin && strict.contains(row.organisation_id.as_str());
            if needs_totp && !has_totp.contains(&row.user_id) {
                person.totp_missing.push(row.organisation_id.clone());
                continue;
            }
            let sites = if role >= Role::Admin {
                None
            } else {
                crate::keys::site_ids(row.sites.clone())?
            };
            let grant = Grant {
                organisation: row.organisation_id.clone(),
                role,
                sites: sites.map(|sites| Arc::new(sites.into_iter().collect())),
            };
            // An agency's people are in its clients what they are in the agency, and the client's owner stays his own master's.
            for client in clients.get(&row.organisation_id).into_iter().flatten() {
                widen(
                    &mut person.grants,
                    Grant {
                        organisation: client.clone(),
                        role: grant.role.min(Role::Admin),
                        sites: grant.sites.clone(),
                    },
                );
            }
            widen(&mut person.grants, grant);
        }
        Ok(Rights {
            revision,
            people,
            keys: keys
                .into_iter()
                .map(|key| (key.hash.clone(), key))
                .collect(),
            clients,
            organisations: known,
            ended: ended.into_iter().collect(),
            verifiers: Verifiers::load(&self.db).await?,
        })
    }
}

/// Adds a grant; of two in one organisation the higher role holds, and of equal ones the sites of both.
fn widen(grants: &mut Vec<Grant>, new: Grant) {
    let Some(old) = grants
        .iter_mut()
        .find(|old| old.organisation == new.organisation)
    else {
        grants.push(new);
        return;
    };
    if new.role > old.role {
        *old = new;
    } else if new.role == old.role {
        old.sites = match (&old.sites, &new.sites) {
            (Some(a), Some(b)) => Some(Arc::new(a.union(b).cloned().collect())),
            _ => None,
        };
    }
}
