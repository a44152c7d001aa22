//! Answers that go on. Rights are checked when they begin, and again whenever rights change.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, Error, ID, Subscription};
use futures::stream::{BoxStream, Stream, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::access::{Access, Right};
use crate::inputs::{FilterInput, StatsInput};
use crate::outputs::{Event, PipelineHealth, Realtime, StatsResult};
use crate::port::{ApiError, ApiResult};
use crate::schema::coded;
use crate::sites::with_segment;

const EVERY_SECOND: Duration = Duration::from_secs(1);
/// How often a reader's rights are looked at when nobody's change: a key may be over.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Subscriptions that one connection may hold: a page has some five.
const PER_CONNECTION_MAX: usize = 100;

/// Answers that go on.
pub struct Subscriptions;

/// The room that a connection has for subscriptions.
#[derive(Clone)]
pub(crate) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PER_CONNECTION_MAX)))
    }
}

impl Room {
    /// A place for one more, as long as it is held.
    fn take(context: &Context<'_>) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(room) = context.data_opt::<Self>() else {
            return Ok(None);
        };
        let full = |_| {
            let message = format!("a connection holds at most {PER_CONNECTION_MAX} subscriptions");
            coded(ApiError::LimitExceeded(message))
        };
        room.0.clone().try_acquire_owned().map(Some).map_err(full)
    }
}

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

/// The answers for as long as their reader may have them: his rights are looked at whenever anybody's change, and often enough to notice
/// that a key is over. The last thing he is told is why there are no more.
fn while_allowed<T: Send + 'static>(
    access: Access,
    sites: Vec<String>,
    place: Option<OwnedSemaphorePermit>,
    mut answers: BoxStream<'static, Result<T, Error>>,
) -> BoxStream<'static, Result<T, Error>> {
    let mut changes = access.backend.rights_changes();
    let guarded = async_stream::stream! {
        let _place = place;
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            let answer = tokio::select! {
                biased;
                changed = changes.changed() => match changed {
                    Ok(()) => None,
                    Err(_) => return,
                },
                _ = looks.tick() => None,
                answer = answers.next() => match answer {
                    Some(answer) => Some(answer),
                    None => return,
                },
            };
            match answer {
                Some(answer) => yield answer,
                None => if let Err(error) = access.still_reads(&sites) {
                    yield Err(coded(error));
                    return;
                },
            }
        }
    };
    guarded.boxed()
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
        let access = Access::of(context).map_err(coded)?;
        let place = Room::take(context)?;
        let sites = access.sites(&site_ids, Right::Read).map_err(coded)?;
        let filters = filters.unwrap_or_default();
        let events = access
            .backend
            .live_events(&sites, &filters)
            .await
            .map_err(coded)?;
        let events = events.map(|event| event.map(Into::into).map_err(coded));
        Ok(while_allowed(access, sites, place, events.boxed()))
    }

    /// What is going on, once a second.
    async fn realtime(
        &self,
        context: &Context<'_>,
        site_ids: Vec<ID>,
    ) -> Result<impl Stream<Item = Result<Realtime, Error>> + use<>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let place = Room::take(context)?;
        let sites = access.sites(&site_ids, Right::Read).map_err(coded)?;
        let (backend, asked) = (access.backend.clone(), sites.clone());
        let answers = async_stream::stream! {
            let mut ticks = tokio::time::interval(EVERY_SECOND);
            loop {
                ticks.tick().await;
                match backend.realtime(&asked).await {
                    Ok(data) => yield Ok(data.into()),
                    Err(error) => {
                        yield Err(coded(error));
                        return;
                    }
                }
            }
        };
        Ok(while_allowed(access, sites, place, answers.boxed()))
    }

    /// The same question as the query, answered again within a second of a change, at most once a second.
    async fn stats(
        &self,
        context: &Context<'_>,
        input: StatsInput,
    ) -> Result<impl Stream<Item = Result<StatsResult, Error>> + use<>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let place = Room::take(context)?;
        let sites = access.sites(&input.site_ids, Right::Read).map_err(coded)?;
        let backend = access.backend.clone();
        let changes = backend.changes(&sites);
        let input = Arc::new(with_segment(&access, input).await.map_err(coded)?);
        let answers = again(changes, move || {
            let (backend, input) = (backend.clone(), input.clone());
            async move {
                let answer = backend.questions().stats(&input).await;
                answer.map(StatsResult::from)
            }
        });
        Ok(while_allowed(access, sites, place, answers.boxed()))
    }

    /// How the pipeline fares, once a second.
    async fn pipeline(
        &self,
        context: &Context<'_>,
    ) -> Result<impl Stream<Item = Result<PipelineHealth, Error>> + use<>, Error> {
        let access = Access::of(context).map_err(coded)?;
        let place = Room::take(context)?;
        let sites = access.pipeline_sites().map_err(coded)?;
        let backend = access.backend.clone();
        let watched = sites.clone().unwrap_or_default();
        let ticks = futures::stream::repeat(()).boxed();
        let answers = again(ticks, move || {
            let (backend, sites) = (backend.clone(), sites.clone());
            async move {
                let health = backend.pipeline(sites.as_deref()).await?;
                Ok(PipelineHealth::new(health, sites))
            }
        });
        Ok(while_allowed(access, watched, place, answers.boxed()))
    }
}
