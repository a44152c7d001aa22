//! Saved filters: somebody's own, or the site's, which all who read the site see. What a filter means is not known here.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::Value as Json;

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::segment;
use crate::error::{AccountsError, Result};
use crate::moment::Moment;
use crate::text;

/// Segments that a site may have.
const PER_SITE_MAX: usize = 500;

/// A saved filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its id.
    pub id: String,
    /// The site that it is for.
    pub site: String,
    /// Who saved it; None where a key did.
    pub user: Option<String>,
    /// Its name.
    pub name: String,
    /// Whether all who read the site see it.
    pub shared: bool,
    /// What it lets through.
    pub filters: Json,
    /// When it was first saved.
    pub created_at: DateTime<Utc>,
}

/// What is saved.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSegment {
    /// The site that it is for.
    pub site: String,
    /// Its name.
    pub name: String,
    /// Whether all who read the site see it.
    pub shared: bool,
    /// What it lets through.
    pub filters: Json,
}

fn of_row(row: segment::Model) -> Segment {
    Segment {
        id: row.id,
        site: row.site_id,
        user: row.user_id,
        name: row.name,
        shared: row.shared,
        filters: row.filters,
        created_at: row.created_at,
    }
}

impl Accounts {
    /// A site's segments that a user sees, by name; without a user, those that all see.
    pub async fn segments(&self, site: &str, user: Option<&str>) -> Result<Vec<Segment>> {
        let mut seen = Condition::any().add(segment::Column::Shared.eq(true));
        if let Some(user) = user {
            seen = seen.add(segment::Column::UserId.eq(user));
        }
        let rows = segment::Entity::find()
            .filter(segment::Column::SiteId.eq(site))
            .filter(seen)
            .order_by_asc(segment::Column::Name)
            .order_by_asc(segment::Column::Id)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// One of them, if the user sees it.
    pub async fn segment(&self, id: &str, user: Option<&str>) -> Result<Option<Segment>> {
        let row = segment::Entity::find_by_id(id).one(&self.db).await?;
        let seen =
            |segment: &Segment| segment.shared || user.is_some() && segment.user.as_deref() == user;
        Ok(row.map(of_row).filter(seen))
    }

    /// Saves a segment, in the place of another of the same site where an id is given.
    pub async fn save_segment(
        &self,
        id: Option<&str>,
        new: NewSegment,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Segment> {
        let name = text::name("name", &new.name)?;
        let transaction = self.begin().await?;
        let found = match id {
            Some(id) => segment::Entity::find_by_id(id).one(&transaction).await?,
            None => None,
        };
        let row = match (id, found) {
            (None, _) => {
                let of_site = segment::Entity::find()
                    .filter(segment::Column::SiteId.eq(&new.site))
                    .all(&transaction)
                    .await?;
                if of_site.len() >= PER_SITE_MAX {
                    let message = format!("a site has at most {PER_SITE_MAX} segments");
                    return Err(AccountsError::invalid("name", message));
                }
                let row = segment::ActiveModel {
                    id: Set(moment.id()),
                    site_id: Set(new.site),
                    user_id: Set(actor.user.clone()),
                    name: Set(name),
                    shared: Set(new.shared),
                    filters: Set(new.filters),
                    created_at: Set(moment.now),
                };
                row.insert(&transaction).await?
            }
            (Some(_), Some(row)) if row.site_id == new.site => {
                let mut row: segment::ActiveModel = row.into();
                row.name = Set(name);
                row.shared = Set(new.shared);
                row.filters = Set(new.filters);
                row.update(&transaction).await?
            }
            (Some(id), _) => return Err(AccountsError::NotFound(format!("segment {id}"))),
        };
        if row.shared {
            let deed = Deed::new("segment.save").to(&row.id);
            note(&transaction, actor, deed, moment).await?;
        }
        transaction.commit().await?;
        Ok(of_row(row))
    }

    /// Deletes a segment.
    pub async fn delete_segment(&self, id: &str) -> Result<()> {
        segment::Entity::delete_by_id(id).exec(&self.db).await?;
        Ok(())
    }
}
