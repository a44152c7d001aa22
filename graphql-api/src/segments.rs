//! Saved filters, and what metrics and dimensions mean.

use accounts::{Moment, NewSegment, Segment as Saved};
use async_graphql::{Context, Error, ID, Json, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::access::{Access, Right};
use crate::inputs::FilterInput;
use crate::port::{ApiError, ApiResult, DefinitionData};
use crate::schema::coded;

/// A saved filter.
#[derive(SimpleObject, Clone, Debug)]
pub struct Segment {
    id: ID,
    site_id: ID,
    name: String,
    /// Whether all who read the site see it.
    shared: bool,
    /// Whether the caller saved it.
    mine: bool,
    /// A list of conditions that all hold, each a FilterInput.
    filters: Json<serde_json::Value>,
    created_at: DateTime<Utc>,
}

impl Segment {
    fn new(saved: Saved, user: Option<&str>) -> Self {
        Self {
            id: saved.id.into(),
            site_id: saved.site.into(),
            name: saved.name,
            shared: saved.shared,
            mine: user.is_some() && saved.user.as_deref() == user,
            filters: Json(saved.filters),
            created_at: saved.created_at,
        }
    }
}

/// What a metric or a dimension is.
#[derive(SimpleObject, Clone, Debug)]
pub struct Definition {
    /// As the enum spells it.
    name: String,
    /// One sentence.
    description: String,
    /// `count`, `percent`, `seconds`, `money` or `number`; null for dimensions.
    unit: Option<String>,
}

impl From<DefinitionData> for Definition {
    fn from(data: DefinitionData) -> Self {
        Self {
            name: data.name.into(),
            description: data.description.into(),
            unit: data.unit.map(Into::into),
        }
    }
}

/// What can be asked.
#[derive(SimpleObject, Clone, Debug)]
pub struct Definitions {
    metrics: Vec<Definition>,
    dimensions: Vec<Definition>,
}

fn user(access: &Access) -> Option<&str> {
    access.user().ok()
}

/// The filters as they are stored, checked as a question's are.
fn stored(access: &Access, filters: &[FilterInput]) -> ApiResult<serde_json::Value> {
    if filters.is_empty() {
        return Err(ApiError::bad(
            "filters",
            "a segment has at least one condition",
        ));
    }
    access.backend.check_filters(filters)?;
    serde_json::to_value(filters).map_err(|_| ApiError::internal())
}

/// Questions about segments and definitions.
#[derive(Default)]
pub(crate) struct SegmentQuery;

#[Object]
impl SegmentQuery {
    /// A site's saved filters that the caller sees, by name: his own, and those of the site.
    async fn segments(&self, context: &Context<'_>, site_id: ID) -> Result<Vec<Segment>, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.site(&site_id, Right::Read).map_err(coded)?;
        let user = user(&access);
        let found = access.backend.accounts().segments(&site_id, user).await;
        let found = found.map_err(|error| coded(error.into()))?;
        Ok(found
            .into_iter()
            .map(|segment| Segment::new(segment, user))
            .collect())
    }

    /// What metrics and dimensions mean. Open to all.
    async fn definitions(&self, context: &Context<'_>) -> Result<Definitions, Error> {
        let (metrics, dimensions) = crate::access::backend(context)
            .map_err(coded)?
            .definitions();
        Ok(Definitions {
            metrics: metrics.into_iter().map(Into::into).collect(),
            dimensions: dimensions.into_iter().map(Into::into).collect(),
        })
    }
}

/// Changes of segments.
#[derive(Default)]
pub(crate) struct SegmentMutation;

impl SegmentMutation {
    /// The segment, if the caller may change it: his own, and with the right to the site's settings those of the site.
    async fn changeable(access: &Access, site: &str, id: &str) -> ApiResult<Saved> {
        let missing = || ApiError::NotFound(format!("there is no segment {id}"));
        let user = user(access);
        let found = access.backend.accounts().segment(id, user).await?;
        let found = found.filter(|segment| segment.site == site);
        let found = found.ok_or_else(missing)?;
        let is_own = user.is_some() && found.user.as_deref() == user;
        if !is_own {
            access.site(site, Right::Configure)?;
        }
        Ok(found)
    }
}

#[Object]
impl SegmentMutation {
    /// Saves a filter, in the place of another where an id is given. One of the site's own is for who may change its settings.
    async fn save_segment(
        &self,
        context: &Context<'_>,
        site_id: ID,
        id: Option<ID>,
        name: String,
        #[graphql(default)] shared: bool,
        filters: Vec<FilterInput>,
    ) -> Result<Segment, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.site(&site_id, Right::Read).map_err(coded)?;
        if shared || user(&access).is_none() {
            access.site(&site_id, Right::Configure).map_err(coded)?;
        }
        if let Some(id) = &id {
            Self::changeable(&access, &site_id, id)
                .await
                .map_err(coded)?;
        }
        let new = NewSegment {
            site: site_id.to_string(),
            name,
            // Nobody would see what a key saved for itself.
            shared: shared || user(&access).is_none(),
            filters: stored(&access, &filters).map_err(coded)?,
        };
        let moment = Moment::at(access.backend.now());
        let id = id.as_ref().map(|id| id.as_str());
        let saved = access
            .backend
            .accounts()
            .save_segment(id, new, &access.actor(), moment)
            .await
            .map_err(|error| coded(error.into()))?;
        Ok(Segment::new(saved, user(&access)))
    }

    /// Deletes a saved filter.
    async fn delete_segment(
        &self,
        context: &Context<'_>,
        site_id: ID,
        id: ID,
    ) -> Result<bool, Error> {
        let access = Access::of(context).map_err(coded)?;
        access.site(&site_id, Right::Read).map_err(coded)?;
        Self::changeable(&access, &site_id, &id)
            .await
            .map_err(coded)?;
        let deleted = access.backend.accounts().delete_segment(&id).await;
        deleted.map_err(|error| coded(error.into()))?;
        Ok(true)
    }
}
