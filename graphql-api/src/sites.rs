//! Questions about sites, and changes of them.

use accounts::{AccountsError, Moment};
use async_graphql::{Context, Error, ID, Object};

use crate::access::{Access, Right};
use crate::connection::{Page, PageInfo, page};
use crate::inputs::{
    CreateSiteInput, Dimension, FilterInput, RangeInput, StatsInput, UpdateSiteInput, ValuesInput,
};
use crate::outputs::{
    ErasureReceipt, EventConnection, EventEdge, NamedCount, PipelineHealth, Realtime, Site,
    SiteConnection, StatsResult,
};
use crate::port::{ApiError, ApiResult, Questions, SiteChange};
use crate::schema::coded;

fn failed(error: AccountsError) -> Error {
    coded(error.into())
}

/// Somebody who may do that with a site.
fn allowed(context: &Context<'_>, site: &str, right: Right) -> Result<Access, Error> {
    let access = Access::of(context).map_err(coded)?;
    access.site(site, right).map_err(coded)?;
    Ok(access)
}

/// The question with the conditions of its segment among its own.
pub(crate) async fn with_segment(access: &Access, mut input: StatsInput) -> ApiResult<StatsInput> {
    let Some(id) = input.segment_id.take() else {
        return Ok(input);
    };
    let missing = || ApiError::NotFound(format!("there is no segment {}", id.as_str()));
    let user = access.user().ok();
    let found = access.backend.accounts().segment(&id, user).await?;
    // A segment of another site is none of this question.
    let is_for = |site: &str| input.site_ids.iter().any(|asked| asked.as_str() == site);
    let found = found.filter(|segment| is_for(&segment.site));
    let saved: Vec<FilterInput> = serde_json::from_value(found.ok_or_else(missing)?.filters)
        .map_err(|_| ApiError::internal())?;
    input.filters.get_or_insert_default().extend(saved);
    Ok(input)
}

/// Questions about sites.
#[derive(Default)]
pub(crate) struct SiteQuery;

#[Object]
impl SiteQuery {
    /// The caller's sites, by name.
    async fn sites(
        &self,
        context: &Context<'_>,
        search: Option<String>,
        organization_id: Option<ID>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<SiteConnection, Error> {
        let access = Access::of(context).map_err(coded)?;
        let search = search.unwrap_or_default().to_lowercase();
        let entries = access.backend.site_entries();
        let mut found = access.readable(&entries).map_err(coded)?;
        if let Some(id) = &organization_id {
            found.retain(|site| site.organisation == id.as_str());
        }
        if !search.is_empty() {
            found.retain(|site| {
                site.name.to_lowercase().contains(&search)
                    || site.domains.iter().any(|domain| domain.contains(&search))
            });
        }
        let page = page(found, first, after.as_deref(), |site| site.id.clone());
        // A site that was deleted meanwhile is left out.
        let nodes = page.nodes.into_iter().filter_map(|(cursor, entry)| {
            let site = access.backend.site(&entry.id)?;
            Some((cursor, site))
        });
        let page = Page {
            nodes: nodes.collect(),
            info: page.info,
            total: page.total,
        };
        Ok(page.into())
    }

    /// One of the caller's sites; null where there is none of that id.
    async fn site(&self, context: &Context<'_>, id: ID) -> Result<Option<Site>, Error> {
        let access = Access::of(context).map_err(coded)?;
        match access.site(&id, Right::Read) {
            Ok(_) => Ok(access.backend.site(&id).map(Into::into)),
            Err(ApiError::NotFound(_)) => Ok(None),
            Err(error) => Err(coded(error)),
        }
    }

    /// Any metrics by any dimensions.
    async fn stats(&self, context: &Context<'_>, input: StatsInput) -> Result<StatsResult, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.sites(&input.site_ids, Right::Read).map_err(coded)?;
        let input = with_segment(&access, input).await.map_err(coded)?;
        // A query over a socket has none of its own.
        let answer = match context.data_opt::<Box<dyn Questions>>() {
            Some(questions) => questions.stats(&input).await,
            None => access.backend.questions().stats(&input).await,
        };
        Ok(answer.map_err(coded)?.into())
    }

    /// Values that a dimension takes, the commonest first; of PROPERTY without a key the names of properties.
    #[allow(clippy::too_many_arguments)]
    async fn dimension_values(
        &self,
        context: &Context<'_>,
        site_ids: Vec<ID>,
        dimension: Dimension,
        key: Option<String>,
        search: Option<String>,
        range: RangeInput,
        first: Option<i32>,
    ) -> Result<Vec<NamedCount>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let input = ValuesInput {
            site_ids: access.sites(&site_ids, Right::Read).map_err(coded)?,
            dimension,
            key,
            search,
            range,
            first: usize::try_from(first.unwrap_or(50))
                .unwrap_or_default()
                .min(1_000),
        };
        let values = access
            .backend
            .dimension_values(&input)
            .await
            .map_err(coded)?;
        Ok(values.into_iter().map(Into::into).collect())
    }

    /// What is going on now.
    async fn realtime(&self, context: &Context<'_>, site_ids: Vec<ID>) -> Result<Realtime, Error> {
        let access = Access::of(context).map_err(coded)?;
        let sites = access.sites(&site_ids, Right::Read).map_err(coded)?;
        Ok(access.backend.realtime(&sites).await.map_err(coded)?.into())
    }

    /// Events, newest first.
    async fn events(
        &self,
        context: &Context<'_>,
        site_ids: Vec<ID>,
        filters: Option<Vec<FilterInput>>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<EventConnection, Error> {
        let access = Access::of(context).map_err(coded)?;
        let sites = access.sites(&site_ids, Right::Read).map_err(coded)?;
        let first = usize::try_from(first.unwrap_or(50))
            .unwrap_or_default()
            .clamp(1, 1_000);
        let filters = filters.unwrap_or_default();
        let page = access
            .backend
            .events(&sites, &filters, first, after.as_deref())
            .await
            .map_err(coded)?;
        let edges: Vec<EventEdge> = page
            .events
            .into_iter()
            .map(|event| EventEdge {
                cursor: event.cursor.clone(),
                node: event.into(),
            })
            .collect();
        Ok(EventConnection {
            page_info: PageInfo {
                has_next_page: page.has_next,
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            edges,
        })
    }

    /// How the pipeline fares; a caller sees only his own sites.
    async fn pipeline(&self, context: &Context<'_>) -> Result<PipelineHealth, Error> {
        let access = Access::of(context).map_err(coded)?;
        let sites = access.pipeline_sites().map_err(coded)?;
        let health = access.backend.pipeline(sites.as_deref()).await;
        Ok(PipelineHealth::new(health.map_err(coded)?, sites))
    }
}

/// Changes of sites.
#[derive(Default)]
pub(crate) struct SiteMutation;

fn change_of(input: UpdateSiteInput) -> SiteChange {
    SiteChange {
        name: input.name,
        domains: input.domains,
        timezone: input.timezone,
        currency: input.currency,
        icon: input.icon,
        settings: input.settings.map(|settings| settings.to_json()),
    }
}

#[Object]
impl SiteMutation {
    /// Makes a site.
    async fn create_site(
        &self,
        context: &Context<'_>,
        input: CreateSiteInput,
    ) -> Result<Site, Error> {
        let access = Access::of(context).map_err(coded)?;
        let organisation = input.organization_id.as_ref().map(|id| id.as_str());
        let organisation = access.organisation_for_site(organisation).map_err(coded)?;
        let change = change_of(UpdateSiteInput {
            name: Some(input.name),
            domains: Some(input.domains),
            timezone: input.timezone,
            currency: input.currency,
            icon: None,
            settings: input.settings,
        });
        Ok(access
            .backend
            .create_site(&organisation, change, &access.actor())
            .await
            .map_err(coded)?
            .into())
    }

    /// Changes a site; changed settings are a new version and take effect within a second.
    async fn update_site(
        &self,
        context: &Context<'_>,
        id: ID,
        input: UpdateSiteInput,
    ) -> Result<Site, Error> {
        let access = allowed(context, &id, Right::Configure)?;
        let change = change_of(input);
        Ok(access
            .backend
            .update_site(&id, change, &access.actor())
            .await
            .map_err(coded)?
            .into())
    }

    /// Hides a site at once. Its rows go after seven days, until when that can be undone; with `now`, within a day and for good.
    async fn delete_site(
        &self,
        context: &Context<'_>,
        id: ID,
        #[graphql(default = false)] now: bool,
    ) -> Result<bool, Error> {
        let access = allowed(context, &id, Right::Administer)?;
        let (actor, moment) = (access.actor(), Moment::at(access.backend.now()));
        let accounts = access.backend.accounts();
        accounts
            .delete_site(&id, now, &actor, moment)
            .await
            .map_err(failed)?;
        access.backend.reload().await.map_err(coded)?;
        Ok(true)
    }

    /// Brings a deleted site back while its rows are there.
    async fn undo_delete_site(&self, context: &Context<'_>, id: ID) -> Result<Site, Error> {
        let access = Access::of(context).map_err(coded)?;
        let accounts = access.backend.accounts();
        let missing = || {
            coded(ApiError::NotFound(format!(
                "there is no deleted site {}",
                id.as_str()
            )))
        };
        let owner = accounts
            .owner_of_site(&id)
            .await
            .map_err(failed)?
            .ok_or_else(missing)?;
        access
            .deleted_site(&owner, &id)
            .map_err(|error| match error {
                ApiError::NotFound(_) => missing(),
                error => coded(error),
            })?;
        let (actor, moment) = (access.actor(), Moment::at(access.backend.now()));
        accounts
            .undo_delete_site(&id, &actor, moment)
            .await
            .map_err(failed)?;
        access.backend.reload().await.map_err(coded)?;
        Ok(access.backend.site(&id).ok_or_else(missing)?.into())
    }

    /// Erases what a site has collected so far, within a day; its settings stay.
    async fn reset_site(&self, context: &Context<'_>, id: ID) -> Result<bool, Error> {
        let access = allowed(context, &id, Right::Administer)?;
        let (actor, moment) = (access.actor(), Moment::at(access.backend.now()));
        let accounts = access.backend.accounts();
        accounts
            .reset_site(&id, &actor, moment)
            .await
            .map_err(failed)?;
        Ok(true)
    }

    /// Hands a site with what it has collected to another organization, in both of which the caller may administer sites.
    async fn transfer_site(
        &self,
        context: &Context<'_>,
        id: ID,
        organization_id: ID,
    ) -> Result<Site, Error> {
        let access = allowed(context, &id, Right::Administer)?;
        access
            .organisation_for_site(Some(&organization_id))
            .map_err(coded)?;
        let (actor, moment) = (access.actor(), Moment::at(access.backend.now()));
        let accounts = access.backend.accounts();
        accounts
            .transfer_site(&id, &organization_id, &actor, moment)
            .await
            .map_err(failed)?;
        access.backend.reload().await.map_err(coded)?;
        let gone = || coded(ApiError::NotFound("the site is gone".into()));
        Ok(access.backend.site(&id).ok_or_else(gone)?.into())
    }

    /// Forgets a visitor: his rows leave both tables.
    async fn erase_visitor(
        &self,
        context: &Context<'_>,
        site_id: ID,
        visitor_id: ID,
    ) -> Result<ErasureReceipt, Error> {
        let access = allowed(context, &site_id, Right::Administer)?;
        let erased = access.backend.erase_visitor(&site_id, &visitor_id).await;
        let erased = erased.map_err(coded)?;
        let (actor, moment) = (access.actor(), Moment::at(access.backend.now()));
        let organisation = access
            .site(&site_id, Right::Administer)
            .map_err(coded)?
            .organisation;
        let accounts = access.backend.accounts();
        accounts
            .note(&actor, "visitor.erase", &organisation, &site_id, moment)
            .await
            .map_err(failed)?;
        Ok(erased.into())
    }
}
