//! Queries, mutations and subscriptions. Every resolver passes through [`Access`], the one place that decides what a
//! caller reaches.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, Error, ErrorExtensions, ID, Object, Schema, Subscription};
use futures::stream::{BoxStream, Stream, StreamExt};

use crate::inputs::{
    CreateSiteInput, Dimension, FilterInput, RangeInput, StatsInput, UpdateSiteInput, ValuesInput,
};
use crate::outputs::{
    ErasureReceipt, Event, EventConnection, EventEdge, NamedCount, PageInfo, PipelineHealth,
    Realtime, Site, SiteConnection, SiteEdge, StatsResult,
};
use crate::port::{ApiError, ApiResult, Backend, Caller, SiteChange};

/// The schema of the API.
pub type ApiSchema = Schema<Query, Mutation, Subscriptions>;

/// Levels that a request may nest.
pub const DEPTH_MAX: usize = 15;
/// Fields that a request may name.
pub const COMPLEXITY_MAX: usize = 2_000;
const EVERY_SECOND: Duration = Duration::from_secs(1);

/// The schema over a backend.
pub fn build(backend: Arc<dyn Backend>) -> ApiSchema {
    Schema::build(Query, Mutation, Subscriptions)
        .data(backend)
        .extension(crate::counting::Counting)
        .limit_depth(DEPTH_MAX)
        .limit_complexity(COMPLEXITY_MAX)
        .finish()
}

/// The schema's definition, as committed.
pub fn sdl() -> String {
    Schema::build(Query, Mutation, Subscriptions).finish().sdl()
}

/// The error as the API sends it, with its code. (`async_graphql::Error` takes anything that can be displayed, and
/// would lose it.)
pub(crate) fn coded(error: ApiError) -> Error {
    let code = error.code();
    let field = match &error {
        ApiError::BadInput { field, .. } => Some(field.clone()),
        _ => None,
    };
    Error::new(error.to_string()).extend_with(|_, extensions| {
        extensions.set("code", code);
        if let Some(field) = &field {
            extensions.set("field", field.as_str());
        }
    })
}

/// What a caller reaches, decided in one place.
struct Access {
    caller: Caller,
    backend: Arc<dyn Backend>,
}

impl Access {
    fn reading(context: &Context<'_>) -> ApiResult<Self> {
        let access = Self::any(context)?;
        if access.caller.reads {
            Ok(access)
        } else {
            Err(ApiError::Forbidden("the key may not read".into()))
        }
    }

    fn administering(context: &Context<'_>) -> ApiResult<Self> {
        let access = Self::any(context)?;
        if access.caller.administers {
            Ok(access)
        } else {
            Err(ApiError::Forbidden(
                "the key may not change anything".into(),
            ))
        }
    }

    fn any(context: &Context<'_>) -> ApiResult<Self> {
        let backend = context
            .data::<Arc<dyn Backend>>()
            .map_err(|error| ApiError::Internal(error.message))?
            .clone();
        let caller = context
            .data_opt::<Caller>()
            .cloned()
            .ok_or(ApiError::Unauthenticated)?;
        Ok(Self { caller, backend })
    }

    /// The ids, all of which exist and are the caller's; what is not his is not there.
    fn sites(&self, ids: &[ID]) -> ApiResult<Vec<String>> {
        if ids.is_empty() {
            return Err(ApiError::BadInput {
                field: "siteIds".into(),
                message: "name at least one site".into(),
            });
        }
        let known = self.backend.sites(&self.caller);
        for id in ids {
            if !known.iter().any(|site| site.id == id.as_str()) {
                return Err(ApiError::NotFound(format!(
                    "there is no site {}",
                    id.as_str()
                )));
            }
        }
        Ok(ids.iter().map(|id| id.to_string()).collect())
    }
}

/// Questions.
pub struct Query;

#[Object]
impl Query {
    /// The caller's sites, by name.
    async fn sites(
        &self,
        context: &Context<'_>,
        search: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<SiteConnection, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let search = search.unwrap_or_default().to_lowercase();
        let found: Vec<_> = access
            .backend
            .sites(&access.caller)
            .into_iter()
            .filter(|site| {
                site.name.to_lowercase().contains(&search)
                    || site.domains.iter().any(|domain| domain.contains(&search))
            })
            .collect();
        let total = found.len();
        let start = match after {
            Some(after) => found
                .iter()
                .position(|site| site.id == after)
                .map_or(total, |at| at + 1),
            None => 0,
        };
        let first = usize::try_from(first.unwrap_or(100))
            .unwrap_or_default()
            .min(1_000);
        let edges: Vec<SiteEdge> = found
            .into_iter()
            .skip(start)
            .take(first)
            .map(|site| SiteEdge {
                cursor: site.id.clone(),
                node: site.into(),
            })
            .collect();
        Ok(SiteConnection {
            page_info: PageInfo {
                has_next_page: start + edges.len() < total,
                end_cursor: edges.last().map(|edge| edge.cursor.clone()),
            },
            edges,
            total_count: i32::try_from(total).unwrap_or(i32::MAX),
        })
    }

    /// One of the caller's sites; null where there is none of that id.
    async fn site(&self, context: &Context<'_>, id: ID) -> Result<Option<Site>, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.backend.sites(&access.caller);
        Ok(sites
            .into_iter()
            .find(|site| site.id == id.as_str())
            .map(Into::into))
    }

    /// Any metrics by any dimensions.
    async fn stats(&self, context: &Context<'_>, input: StatsInput) -> Result<StatsResult, Error> {
        let access = Access::reading(context).map_err(coded)?;
        access.sites(&input.site_ids).map_err(coded)?;
        Ok(access.backend.stats(&input).await.map_err(coded)?.into())
    }

    /// Values that a dimension takes, the commonest first.
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
        let access = Access::reading(context).map_err(coded)?;
        let input = ValuesInput {
            site_ids: access.sites(&site_ids).map_err(coded)?,
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
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.sites(&site_ids).map_err(coded)?;
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
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.sites(&site_ids).map_err(coded)?;
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
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.caller.sites.clone();
        Ok(access
            .backend
            .pipeline(sites.as_deref())
            .await
            .map_err(coded)?
            .into())
    }
}

/// Changes.
pub struct Mutation;

fn change_of(input: UpdateSiteInput) -> SiteChange {
    SiteChange {
        name: input.name,
        domains: input.domains,
        timezone: input.timezone,
        currency: input.currency,
        settings: input.settings.map(|settings| settings.to_json()),
    }
}

#[Object]
impl Mutation {
    /// Makes a site.
    async fn create_site(
        &self,
        context: &Context<'_>,
        input: CreateSiteInput,
    ) -> Result<Site, Error> {
        let access = Access::administering(context).map_err(coded)?;
        if access.caller.sites.is_some() {
            let error = ApiError::Forbidden("the key reaches certain sites only".into());
            return Err(coded(error));
        }
        let change = change_of(UpdateSiteInput {
            name: Some(input.name),
            domains: Some(input.domains),
            timezone: input.timezone,
            currency: input.currency,
            settings: input.settings,
        });
        Ok(access
            .backend
            .create_site(change)
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
        let access = Access::administering(context).map_err(coded)?;
        access.sites(std::slice::from_ref(&id)).map_err(coded)?;
        let change = change_of(input);
        Ok(access
            .backend
            .update_site(&id, change)
            .await
            .map_err(coded)?
            .into())
    }

    /// Hides a site at once.
    async fn delete_site(
        &self,
        context: &Context<'_>,
        id: ID,
        #[graphql(default = false)] now: bool,
    ) -> Result<bool, Error> {
        let access = Access::administering(context).map_err(coded)?;
        access.sites(std::slice::from_ref(&id)).map_err(coded)?;
        access.backend.delete_site(&id, now).await.map_err(coded)?;
        Ok(true)
    }

    /// Forgets a visitor: his rows leave both tables.
    async fn erase_visitor(
        &self,
        context: &Context<'_>,
        site_id: ID,
        visitor_id: ID,
    ) -> Result<ErasureReceipt, Error> {
        let access = Access::administering(context).map_err(coded)?;
        access
            .sites(std::slice::from_ref(&site_id))
            .map_err(coded)?;
        Ok(access
            .backend
            .erase_visitor(&site_id, &visitor_id)
            .await
            .map_err(coded)?
            .into())
    }
}

/// Answers that go on.
pub struct Subscriptions;

/// `answer` at once, and again after each change, at most once a second.
fn again<T: Send + 'static, F>(
    changes: BoxStream<'static, ()>,
    mut answer: impl FnMut() -> F + Send + 'static,
) -> impl Stream<Item = Result<T, Error>>
where
    F: Future<Output = ApiResult<T>> + Send,
{
    async_stream::stream! {
        let mut changes = changes;
        loop {
            let asked = tokio::time::Instant::now();
            match answer().await {
                Ok(value) => yield Ok(value),
                Err(error) => {
                    yield Err(coded(error));
                    return;
                }
            }
            tokio::time::sleep_until(asked + EVERY_SECOND).await;
            if changes.next().await.is_none() {
                return;
            }
        }
    }
}

#[Subscription]
impl Subscriptions {
    /// Events as they become queryable. Ends with an error where the subscriber is too slow.
    async fn events(
        &self,
        context: &Context<'_>,
        site_ids: Vec<ID>,
        filters: Option<Vec<FilterInput>>,
    ) -> Result<impl Stream<Item = Result<Event, Error>> + use<>, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.sites(&site_ids).map_err(coded)?;
        let filters = filters.unwrap_or_default();
        let events = access
            .backend
            .live_events(&sites, &filters)
            .await
            .map_err(coded)?;
        Ok(events.map(|event| event.map(Into::into).map_err(coded)))
    }

    /// What is going on, once a second.
    async fn realtime(
        &self,
        context: &Context<'_>,
        site_ids: Vec<ID>,
    ) -> Result<impl Stream<Item = Result<Realtime, Error>> + use<>, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.sites(&site_ids).map_err(coded)?;
        let backend = access.backend;
        Ok(async_stream::stream! {
            let mut ticks = tokio::time::interval(EVERY_SECOND);
            loop {
                ticks.tick().await;
                match backend.realtime(&sites).await {
                    Ok(data) => yield Ok(data.into()),
                    Err(error) => {
                        yield Err(coded(error));
                        return;
                    }
                }
            }
        })
    }

    /// The same question as the query, answered again within a second of a change, at most once a second.
    async fn stats(
        &self,
        context: &Context<'_>,
        input: StatsInput,
    ) -> Result<impl Stream<Item = Result<StatsResult, Error>> + use<>, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.sites(&input.site_ids).map_err(coded)?;
        let backend = access.backend;
        let changes = backend.changes(&sites);
        let input = Arc::new(input);
        Ok(again(changes, move || {
            let (backend, input) = (backend.clone(), input.clone());
            async move { backend.stats(&input).await.map(StatsResult::from) }
        }))
    }

    /// How the pipeline fares, once a second.
    async fn pipeline(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<PipelineHealth, Error>> + use<>, Error> {
        let access = Access::reading(context).map_err(coded)?;
        let sites = access.caller.sites.clone();
        let backend = access.backend;
        let ticks = futures::stream::repeat(()).boxed();
        Ok(again(ticks, move || {
            let (backend, sites) = (backend.clone(), sites.clone());
            async move {
                let health = backend.pipeline(sites.as_deref()).await;
                health.map(PipelineHealth::from)
            }
        }))
    }
}
