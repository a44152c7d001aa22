//! What a caller reaches, decided in one place: first what he is in the organisation, then whether the site is assigned to him, then what his key
//! may do. The least of them counts. Nothing here asks a database: all of it is in [`accounts::Rights`], held in memory.
//!
//! What a caller does not reach at all is not there for him ([`ApiError::NotFound`]); what he sees and may not do is
//! [`ApiError::Forbidden`].

use std::sync::Arc;

use accounts::{Actor, DEFAULT_ORGANISATION, Identity, Rights, Role, Scope, Standing};
use async_graphql::{Context, ID};

use crate::port::{ApiError, ApiResult, Backend, SiteEntry};
use crate::request::RequestInfo;

/// What somebody wants to do, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Right {
    /// Ask questions about a site; see that an organisation is there.
    Read,
    /// Change a site's settings.
    Configure,
    /// Make, delete, reset or hand on sites, forget visitors, make clients.
    Administer,
    /// See and change members, invitations, keys and the organisation; see the audit log. Never by a key.
    Govern,
    /// Hand on ownership, delete the organisation. Never by a key.
    Own,
}

impl Right {
    fn role_min(self) -> Role {
        match self {
            Right::Read => Role::Viewer,
            Right::Configure => Role::Manager,
            Right::Administer | Right::Govern => Role::Admin,
            Right::Own => Role::Owner,
        }
    }

    fn is_in(self, scope: Scope) -> bool {
        match self {
            Right::Read => scope.reads(),
            Right::Configure | Right::Administer => scope == Scope::Admin,
            Right::Govern | Right::Own => false,
        }
    }
}

/// What a standing allows in an organisation, or on a site of it.
fn allows(standing: &Standing, organisation: &str, site: Option<&str>, right: Right) -> bool {
    if standing.super_admin {
        return true;
    }
    let by_role = standing.grant(organisation).is_some_and(|grant| {
        // What is about the whole organisation is not for a key that reaches certain sites of it.
        let is_whole = grant.sites.is_none() || site.is_some() || right < Right::Administer;
        grant.role >= right.role_min() && is_whole
    });
    by_role
        && reaches(standing, organisation, site)
        && standing.scope.is_none_or(|scope| right.is_in(scope))
}

/// Whether an organisation, or a site of it, is there for him at all.
fn reaches(standing: &Standing, organisation: &str, site: Option<&str>) -> bool {
    if standing.super_admin {
        return true;
    }
    standing
        .grant(organisation)
        .is_some_and(|grant| match (&grant.sites, site) {
            (Some(assigned), Some(site)) => assigned.contains(site),
            _ => true,
        })
}

/// A caller, and what he reaches as of the present rights.
pub(crate) struct Access {
    pub(crate) standing: Standing,
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) rights: Arc<Rights>,
    info: RequestInfo,
}

pub(crate) fn backend<'a>(context: &Context<'a>) -> ApiResult<&'a Arc<dyn Backend>> {
    context.data::<Arc<dyn Backend>>().map_err(|error| {
        tracing::error!(message = error.message, "the schema has no backend");
        ApiError::internal()
    })
}

impl Access {
    pub(crate) fn of(context: &Context<'_>) -> ApiResult<Self> {
        let backend = backend(context)?.clone();
        let standing = context.data_opt::<Standing>().cloned();
        let info = context
            .data_opt::<RequestInfo>()
            .cloned()
            .unwrap_or_default();
        Self::new(standing, backend, info)
    }

    pub(crate) fn new(
        standing: Option<Standing>,
        backend: Arc<dyn Backend>,
        info: RequestInfo,
    ) -> ApiResult<Self> {
        Ok(Self {
            standing: standing.ok_or(ApiError::Unauthenticated)?,
            rights: backend.rights(),
            backend,
            info,
        })
    }

    /// The signed-in user's id; keys are nobody.
    pub(crate) fn user(&self) -> ApiResult<&str> {
        match &self.standing.identity {
            Identity::User { id, .. } => Ok(id),
            Identity::Key { .. } => Err(ApiError::Forbidden(
                "this is for people, not for keys".into(),
            )),
        }
    }

    /// For what concerns the whole installation.
    pub(crate) fn super_admin(&self) -> ApiResult<()> {
        if self.standing.super_admin {
            return Ok(());
        }
        Err(ApiError::Forbidden("this is for super admins".into()))
    }

    /// Who does what is done now, for the audit log.
    pub(crate) fn actor(&self) -> Actor {
        let user = match &self.standing.identity {
            Identity::User { id, .. } => Some(id.clone()),
            Identity::Key { user, .. } => user.clone(),
        };
        Actor {
            user,
            name: self.standing.name.clone(),
            ..self.info.actor()
        }
    }

    fn denied(&self, right: Right) -> ApiError {
        let message = match (&self.standing.identity, right) {
            (Identity::Key { .. }, Right::Read) => "the key may not read",
            (Identity::Key { .. }, Right::Govern | Right::Own) => {
                "this is for people, not for keys"
            }
            (Identity::Key { .. }, _) => "the key may not change this",
            (Identity::User { .. }, _) => "your role does not allow this",
        };
        ApiError::Forbidden(message.into())
    }

    /// Whether his key lets him read anything at all.
    pub(crate) fn reading(&self) -> ApiResult<()> {
        match self.standing.scope {
            Some(scope) if !Right::Read.is_in(scope) => Err(self.denied(Right::Read)),
            _ => Ok(()),
        }
    }

    /// A site, if it is there for him and he may do that.
    pub(crate) fn site(&self, id: &str, right: Right) -> ApiResult<SiteEntry> {
        let entry = self
            .backend
            .site_entry(id)
            .filter(|entry| self.rights.has_organisation(&entry.organisation))
            .filter(|entry| reaches(&self.standing, &entry.organisation, Some(id)))
            .ok_or_else(|| ApiError::NotFound(format!("there is no site {id}")))?;
        if allows(&self.standing, &entry.organisation, Some(id), right) {
            Ok(entry)
        } else {
            Err(self.denied(right))
        }
    }

    /// A deleted site of an organisation, if it is his to bring back.
    pub(crate) fn deleted_site(&self, organisation: &str, id: &str) -> ApiResult<()> {
        if !reaches(&self.standing, organisation, Some(id)) {
            return Err(ApiError::NotFound(format!("there is no site {id}")));
        }
        self.organisation(organisation, Right::Administer)
    }

    /// All of these sites.
    pub(crate) fn sites(&self, ids: &[ID], right: Right) -> ApiResult<Vec<String>> {
        if ids.is_empty() {
            return Err(ApiError::bad("siteIds", "name at least one site"));
        }
        for id in ids {
            self.site(id, right)?;
        }
        Ok(ids.iter().map(|id| id.to_string()).collect())
    }

    /// Every site that he may read, by name. One walk over all sites without copying one: there may be ten thousand.
    pub(crate) fn readable<'e>(&self, entries: &'e [SiteEntry]) -> ApiResult<Vec<&'e SiteEntry>> {
        self.reading()?;
        let readable = entries.iter().filter(|entry| {
            self.rights.has_organisation(&entry.organisation)
                && allows(
                    &self.standing,
                    &entry.organisation,
                    Some(&entry.id),
                    Right::Read,
                )
        });
        Ok(readable.collect())
    }

    /// An organisation, if it is there for him and he may do that.
    pub(crate) fn organisation(&self, id: &str, right: Right) -> ApiResult<()> {
        if !self.rights.has_organisation(id) || !reaches(&self.standing, id, None) {
            if self
                .standing
                .totp_missing
                .iter()
                .any(|missing| missing == id)
            {
                let message =
                    "this organization asks its administrators for a second factor; enrol one";
                return Err(ApiError::Forbidden(message.into()));
            }
            return Err(ApiError::NotFound(format!("there is no organization {id}")));
        }
        if allows(&self.standing, id, None, right) {
            Ok(())
        } else {
            Err(self.denied(right))
        }
    }

    /// The organisations that are there for him.
    pub(crate) fn sees_organisation(&self, id: &str) -> bool {
        self.rights.has_organisation(id) && reaches(&self.standing, id, None)
    }

    /// Where a new site goes: where he says, else the only organisation in which he may make one, else the default one.
    pub(crate) fn organisation_for_site(&self, named: Option<&str>) -> ApiResult<String> {
        let chosen = match named {
            Some(id) => id.to_owned(),
            None => {
                let own = self.standing.grants.iter();
                let mut own = own.filter(|grant| {
                    allows(&self.standing, &grant.organisation, None, Right::Administer)
                });
                match (own.next(), own.next(), &self.standing.identity) {
                    // A key's first organisation is its own.
                    (Some(only), _, Identity::Key { .. }) | (Some(only), None, _) => {
                        only.organisation.clone()
                    }
                    (Some(_), Some(_), _) => {
                        return Err(ApiError::bad(
                            "organizationId",
                            "say which organization the site is for",
                        ));
                    }
                    (None, _, _) if self.standing.super_admin => DEFAULT_ORGANISATION.into(),
                    (None, _, _) => return Err(self.denied(Right::Administer)),
                }
            }
        };
        self.organisation(&chosen, Right::Administer)?;
        Ok(chosen)
    }

    /// The sites whose part of the pipeline he sees; None is all of it: for super admins, and in an installation of one organisation for its
    /// owner and its own keys that reach every site.
    pub(crate) fn pipeline_sites(&self) -> ApiResult<Option<Vec<String>>> {
        self.reading()?;
        let is_whole = self.standing.super_admin
            || self.rights.organisation_count() == 1
                && self.standing.grants.iter().any(|grant| {
                    let is_own_key =
                        matches!(self.standing.identity, Identity::Key { user: None, .. });
                    grant.sites.is_none() && (grant.role == Role::Owner || is_own_key)
                });
        if is_whole {
            return Ok(None);
        }
        Ok(Some(
            self.readable(&self.backend.site_entries())?
                .into_iter()
                .map(|entry| entry.id.clone())
                .collect(),
        ))
    }

    /// Whether the same caller still reads these sites, as of the present rights: for answers that go on.
    pub(crate) fn still_reads(&self, sites: &[String]) -> ApiResult<()> {
        let now = Self {
            rights: self.backend.rights(),
            standing: self.again()?,
            backend: self.backend.clone(),
            info: self.info.clone(),
        };
        now.reading()?;
        sites
            .iter()
            .try_for_each(|id| now.site(id, Right::Read).map(|_| ()))
    }

    fn again(&self) -> ApiResult<Standing> {
        let rights = self.backend.rights();
        rights
            .again(&self.standing.identity, self.backend.now())
            .ok_or(ApiError::Unauthenticated)
    }
}
