//! Sites with their immutable settings versions, and what is to become of a deleted site's rows.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Set,
};
use serde_json::{Value as Json, json};

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{organisation, settings, site, site_erasure};
use crate::error::{AccountsError, Result};
use crate::moment::Moment;
use crate::salts::bytes32;
use crate::store::{OF_RIGHTS, OF_SITES};
use crate::text;

/// How long a deletion can be undone.
pub const UNDO_DELETION: TimeDelta = TimeDelta::days(7);

/// A site with the settings in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// The organisation that owns it.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// The settings version in force.
    pub version: i32,
    /// Those settings.
    pub settings: Json,
    /// A small picture as a `data:` address.
    pub icon: Option<String>,
    /// Under which imports make visitor ids.
    pub import_key: [u8; 32],
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What is changed of a site; None stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteEdit {
    /// Its name.
    pub name: Option<String>,
    /// A PNG, JPEG or WebP as a `data:` address; empty is none.
    pub icon: Option<String>,
    /// All of its settings.
    pub settings: Option<Json>,
}

/// A deleted site that can still be brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedSite {
    /// Its id.
    pub id: String,
    /// The organisation that owned it.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// When it was deleted.
    pub deleted_at: DateTime<Utc>,
    /// Until when that can be undone: then its rows go.
    pub undo_until: DateTime<Utc>,
}

/// Rows of a site that are to leave the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteErasure {
    /// Its id.
    pub id: String,
    /// The site.
    pub site: String,
    /// Whether the site goes on, without its past.
    pub is_reset: bool,
    /// When it was asked for: what came in before goes.
    pub requested_at: DateTime<Utc>,
}

impl Accounts {
    /// Makes a site of an organisation.
    pub async fn create_site(
        &self,
        organisation: &str,
        name: &str,
        settings: Json,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Site> {
        let id = moment.id();
        self.create_site_with_id(&id, organisation, name, settings, actor, moment)
            .await
    }

    /// Makes a site with a given id, for demonstrations.
    pub async fn create_site_with_id(
        &self,
        id: &str,
        organisation: &str,
        name: &str,
        settings: Json,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Site> {
        let name = text::name("name", name)?;
        let import_key: [u8; 32] = moment.bytes();
        let transaction = self.begin().await?;
        organisation::Entity::find_by_id(organisation)
            .filter(organisation::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("organisation {organisation}")))?;
        let row = site::ActiveModel {
            id: Set(id.into()),
            organisation_id: Set(organisation.into()),
            name: Set(name),
            settings_version: Set(1),
            import_key: Set(hex::encode(import_key)),
            created_at: Set(moment.now),
            deleted_at: Set(None),
            icon: Set(None),
        };
        let row = row.insert(&transaction).await?;
        insert_settings(&transaction, id, 1, &settings, moment).await?;
        let deed = Deed::new("site.create").of(organisation).to(id);
        note(
            &transaction,
            actor,
            deed.with(json!({"name": row.name})),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_SITES).await?;
        transaction.commit().await?;
        site_of(row, settings)
    }

    /// Changes a site; changed settings are a new version.
    pub async fn update_site(
        &self,
        id: &str,
        edit: SiteEdit,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Site> {
        let name = edit
            .name
            .map(|name| text::name("name", &name))
            .transpose()?;
        let icon = edit
            .icon
            .map(|icon| text::picture("icon", &icon))
            .transpose()?;
        let transaction = self.begin().await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("site {id}")))?;
        let mut version = row.settings_version;
        let organisation = row.organisation_id.clone();
        let current = settings_row(&transaction, id, version).await?;
        let mut change: site::ActiveModel = row.into();
        let mut detail = json!({});
        if let Some(name) = name {
            detail["name"] = name.clone().into();
            change.name = Set(name);
        }
        if let Some(icon) = icon {
            detail["icon"] = icon.is_some().into();
            change.icon = Set(icon);
        }
        let settings = match edit.settings {
            Some(settings) if settings != current => {
                version += 1;
                change.settings_version = Set(version);
                insert_settings(&transaction, id, version, &settings, moment).await?;
                detail["settings_version"] = version.into();
                settings
            }
            _ => current,
        };
        // Unchanged columns are left out; a change of none would be no statement.
        change.settings_version = Set(version);
        let row = change.update(&transaction).await?;
        let deed = Deed::new("site.update")
            .of(&organisation)
            .to(id)
            .with(detail);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_SITES).await?;
        transaction.commit().await?;
        site_of(row, settings)
    }

    /// Hides a site at once. Its rows go after seven days, until when that can be undone, or without undoing from now on.
    pub async fn delete_site(
        &self,
        id: &str,
        for_good: bool,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("site {id}")))?;
        let organisation = row.organisation_id.clone();
        hide(&transaction, row, for_good, moment).await?;
        let deed = Deed::new("site.delete").of(&organisation).to(id);
        note(
            &transaction,
            actor,
            deed.with(json!({"for_good": for_good})),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_SITES).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Brings a deleted site back while its rows are there.
    pub async fn undo_delete_site(
        &self,
        id: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Site> {
        let transaction = self.begin().await?;
        let withdrawn = site_erasure::Entity::delete_many()
            .filter(site_erasure::Column::SiteId.eq(id))
            .filter(site_erasure::Column::Reason.eq("delete"))
            .filter(site_erasure::Column::DoneAt.is_null())
            .filter(site_erasure::Column::DueAt.gt(moment.now))
            .exec(&transaction)
            .await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_not_null())
            .one(&transaction)
            .await?
            .filter(|_| withdrawn.rows_affected > 0)
            .ok_or_else(|| AccountsError::NotFound(format!("deleted site {id}")))?;
        let settings = settings_row(&transaction, id, row.settings_version).await?;
        let organisation = row.organisation_id.clone();
        let mut change: site::ActiveModel = row.into();
        change.deleted_at = Set(None);
        let row = change.update(&transaction).await?;
        let deed = Deed::new("site.undo_delete").of(&organisation).to(id);
        note(&transaction, actor, deed, moment).await?;
        Self::bump(&transaction, OF_SITES).await?;
        transaction.commit().await?;
        site_of(row, settings)
    }

    /// Asks that a site's rows go; its settings stay.
    pub async fn reset_site(&self, id: &str, actor: &Actor, moment: Moment<'_>) -> Result<()> {
        let transaction = self.begin().await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("site {id}")))?;
        insert_erasure(&transaction, id, "reset", moment.now, moment).await?;
        let deed = Deed::new("site.reset").of(&row.organisation_id).to(id);
        note(&transaction, actor, deed, moment).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Hands a site with its rows to another organisation.
    pub async fn transfer_site(
        &self,
        id: &str,
        to: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<()> {
        let transaction = self.begin().await?;
        let row = site::Entity::find_by_id(id)
            .filter(site::Column::DeletedAt.is_null())
            .one(&transaction)
            .await?
            .ok_or_else(|| AccountsError::NotFound(format!("site {id}")))?;
        let from = row.organisation_id.clone();
        let mut change: site::ActiveModel = row.into();
        change.organisation_id = Set(to.into());
        change.update(&transaction).await?;
        let detail = json!({"from": from, "to": to});
        for organisation in [&from[..], to] {
            let deed = Deed::new("site.transfer").of(organisation).to(id);
            note(&transaction, actor, deed.with(detail.clone()), moment).await?;
        }
        Self::bump(&transaction, OF_SITES).await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Erasures that are due.
    pub async fn due_erasures(&self, now: DateTime<Utc>) -> Result<Vec<SiteErasure>> {
        let rows = site_erasure::Entity::find()
            .filter(site_erasure::Column::DoneAt.is_null())
            .filter(site_erasure::Column::DueAt.lte(now))
            .order_by_asc(site_erasure::Column::DueAt)
            .all(&self.db)
            .await?;
        let erasures = rows.into_iter().map(|row| SiteErasure {
            is_reset: row.reason == "reset",
            id: row.id,
            site: row.site_id,
            requested_at: row.requested_at,
        });
        Ok(erasures.collect())
    }

    /// Notes that the rows are gone.
    pub async fn erased(&self, erasure: &str, now: DateTime<Utc>) -> Result<()> {
        site_erasure::Entity::update_many()
            .col_expr(site_erasure::Column::DoneAt, Expr::value(now))
            .filter(site_erasure::Column::Id.eq(erasure))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// Deleted sites of an organisation that can be brought back, latest first.
    pub async fn deleted_sites(
        &self,
        organisation: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<DeletedSite>> {
        let erasures = site_erasure::Entity::find()
            .filter(site_erasure::Column::Reason.eq("delete"))
            .filter(site_erasure::Column::DoneAt.is_null())
            .filter(site_erasure::Column::DueAt.gt(now))
            .all(&self.db)
            .await?;
        let until: HashMap<String, DateTime<Utc>> = erasures
            .into_iter()
            .map(|row| (row.site_id, row.due_at))
            .collect();
        let rows = site::Entity::find()
            .filter(site::Column::OrganisationId.eq(organisation))
            .filter(site::Column::DeletedAt.is_not_null())
            .order_by_desc(site::Column::DeletedAt)
            .all(&self.db)
            .await?;
        let sites = rows.into_iter().filter_map(|row| {
            Some(DeletedSite {
                undo_until: *until.get(&row.id)?,
                deleted_at: row.deleted_at?,
                id: row.id,
                organisation: row.organisation_id,
                name: row.name,
            })
        });
        Ok(sites.collect())
    }

    /// The organisation that owns a site, deleted ones included.
    pub async fn owner_of_site(&self, id: &str) -> Result<Option<String>> {
        let row = site::Entity::find_by_id(id).one(&self.db).await?;
        Ok(row.map(|row| row.organisation_id))
    }

    /// All sites that are not deleted, by name.
    pub async fn sites(&self) -> Result<Vec<Site>> {
        let rows = site::Entity::find()
            .filter(site::Column::DeletedAt.is_null())
            .order_by_asc(site::Column::Name)
            .order_by_asc(site::Column::Id)
            .all(&self.db)
            .await?;
        let mut in_force: HashMap<String, Json> = settings::Entity::find()
            .join_rev(JoinType::InnerJoin, in_force())
            .filter(site::Column::DeletedAt.is_null())
            .all(&self.db)
            .await?
            .into_iter()
            .map(|row| (row.site_id, row.settings))
            .collect();
        rows.into_iter()
            .map(|row| {
                let missing = || AccountsError::NotFound(format!("settings of site {}", row.id));
                let settings = in_force.remove(&row.id).ok_or_else(missing)?;
                site_of(row, settings)
            })
            .collect()
    }

    /// One version of a site's settings, deleted sites included: frames may still name it.
    pub async fn settings(&self, site: &str, version: i32) -> Result<Option<Json>> {
        let row = settings::Entity::find_by_id((site.to_owned(), version))
            .one(&self.db)
            .await?;
        Ok(row.map(|row| row.settings))
    }
}

/// A site and the version of its settings that is in force.
fn in_force() -> RelationDef {
    let relation: RelationDef = site::Entity::belongs_to(settings::Entity)
        .from(site::Column::Id)
        .to(settings::Column::SiteId)
        .into();
    relation.on_condition(|site, settings| {
        let version = Expr::col((settings, settings::Column::Version));
        version
            .eq(Expr::col((site, site::Column::SettingsVersion)))
            .into()
    })
}

/// Hides a site and says when its rows go.
pub(crate) async fn hide<C: ConnectionTrait>(
    db: &C,
    row: site::Model,
    for_good: bool,
    moment: Moment<'_>,
) -> Result<()> {
    let due = if for_good {
        moment.now
    } else {
        moment.now + UNDO_DELETION
    };
    insert_erasure(db, &row.id, "delete", due, moment).await?;
    let mut change: site::ActiveModel = row.into();
    change.deleted_at = Set(Some(moment.now));
    change.update(db).await?;
    Ok(())
}

async fn insert_erasure<C: ConnectionTrait>(
    db: &C,
    site: &str,
    reason: &str,
    due: DateTime<Utc>,
    moment: Moment<'_>,
) -> Result<()> {
    let row = site_erasure::ActiveModel {
        id: Set(moment.id()),
        site_id: Set(site.into()),
        reason: Set(reason.into()),
        requested_at: Set(moment.now),
        due_at: Set(due),
        done_at: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

async fn insert_settings<C: ConnectionTrait>(
    db: &C,
    site: &str,
    version: i32,
    settings: &Json,
    moment: Moment<'_>,
) -> Result<()> {
    let row = settings::ActiveModel {
        site_id: Set(site.into()),
        version: Set(version),
        settings: Set(settings.clone()),
        created_at: Set(moment.now),
    };
    settings::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

async fn settings_row<C: ConnectionTrait>(db: &C, site: &str, version: i32) -> Result<Json> {
    settings::Entity::find_by_id((site.to_owned(), version))
        .one(db)
        .await?
        .map(|row| row.settings)
        .ok_or_else(|| AccountsError::NotFound(format!("settings {version} of site {site}")))
}

fn site_of(row: site::Model, settings: Json) -> Result<Site> {
    Ok(Site {
        import_key: bytes32(&row.import_key)?,
        id: row.id,
        organisation: row.organisation_id,
        name: row.name,
        icon: row.icon,
        version: row.settings_version,
        settings,
        created_at: row.created_at,
    })
}
