//! "Check installation": a page is opened with a token, and its script answers with it. And one event, looked at closely.

use accounts::Moment;
use async_graphql::{Context, Error, ID, Json, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::access::{Access, Right};
use crate::outputs::Event;
use crate::port::{ApiError, InstallCheckData};
use crate::schema::coded;

/// A check of a site's installation, and what its script answered.
#[derive(SimpleObject, Clone, Debug)]
pub struct InstallCheck {
    /// Under which the answer is asked for.
    token: String,
    /// The page to open.
    url: String,
    /// When the script answered; null while it has not.
    answered_at: Option<DateTime<Utc>>,
    /// Its version.
    script_version: Option<String>,
    /// The consent state that it found.
    consent: Option<String>,
    /// Whether the collector was reached under the page's own host.
    first_party: Option<bool>,
}

impl InstallCheck {
    fn new(domain: &str, token: String, answer: Option<InstallCheckData>) -> Self {
        // The page's own scheme is not known; browsers are sent on from http where the site wants it.
        let scheme = if domain.starts_with("localhost") || domain.starts_with("127.") {
            "http"
        } else {
            "https"
        };
        let (answered_at, script_version, consent, first_party) = match answer {
            Some(answer) => (
                Some(answer.at),
                answer.script_version,
                answer.consent,
                Some(answer.first_party),
            ),
            None => (None, None, None, None),
        };
        Self {
            url: format!("{scheme}://{domain}/?footfall_verify={token}"),
            token,
            answered_at,
            script_version,
            consent,
            first_party,
        }
    }
}

/// An event with everything that is stored of it.
#[derive(SimpleObject, Clone, Debug)]
pub struct EventDetail {
    /// The event.
    event: Event,
    /// Every column that has a value, under the names of the table.
    columns: Json<serde_json::Value>,
    /// The raw address, where the site keeps it; for owner and admins, and noted in the audit log.
    address: Option<String>,
}

/// Questions about checks and single events.
#[derive(Default)]
pub(crate) struct CheckQuery;

fn domain(access: &Access, site: &str) -> Result<String, Error> {
    let missing = || coded(ApiError::NotFound(format!("there is no site {site}")));
    let site = access.backend.site(site).ok_or_else(missing)?;
    Ok(site.domains.into_iter().next().unwrap_or_default())
}

#[Object]
impl CheckQuery {
    /// What the script answered to a check, as far as it has.
    async fn install_check(
        &self,
        context: &Context<'_>,
        site_id: ID,
        token: String,
    ) -> Result<InstallCheck, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.site(&site_id, Right::Read).map_err(coded)?;
        let answer = access.backend.install_check(&site_id, &token);
        Ok(InstallCheck::new(
            &domain(&access, &site_id)?,
            token,
            answer,
        ))
    }

    /// One event with all that is stored of it; null where there is none of that id at that time.
    async fn event(
        &self,
        context: &Context<'_>,
        site_id: ID,
        id: ID,
        timestamp: DateTime<Utc>,
    ) -> Result<Option<EventDetail>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let site = access.site(&site_id, Right::Read).map_err(coded)?;
        let found = access.backend.event(&site_id, &id, timestamp).await;
        let Some(found) = found.map_err(coded)? else {
            return Ok(None);
        };
        let may_see = access.user().is_ok() && access.site(&site_id, Right::Govern).is_ok();
        let address = found.address.filter(|_| may_see);
        if address.is_some() {
            let accounts = access.backend.accounts();
            let moment = Moment::at(access.backend.now());
            accounts
                .note(
                    &access.actor(),
                    "event.address",
                    &site.organisation,
                    &id,
                    moment,
                )
                .await
                .map_err(|error| coded(error.into()))?;
        }
        Ok(Some(EventDetail {
            event: found.event.into(),
            columns: Json(found.columns),
            address,
        }))
    }
}

/// Begins checks.
#[derive(Default)]
pub(crate) struct CheckMutation;

#[Object]
impl CheckMutation {
    /// Begins a check: open the page at `url`, then ask `installCheck` for the answer.
    async fn start_install_check(
        &self,
        context: &Context<'_>,
        site_id: ID,
    ) -> Result<InstallCheck, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.site(&site_id, Right::Configure).map_err(coded)?;
        let token = Moment::at(access.backend.now()).id();
        Ok(InstallCheck::new(&domain(&access, &site_id)?, token, None))
    }
}
