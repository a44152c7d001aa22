//! The audit log: who did what, written in the transaction of the deed.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::Value as Json;

use crate::Accounts;
use crate::entity::audit;
use crate::error::Result;
use crate::moment::Moment;

/// Who does something, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// The user's id.
    pub user: Option<String>,
    /// E-mail address, key or command: what people recognise.
    pub name: String,
    /// The address of the request.
    pub address: Option<String>,
    /// The program that asks, as it calls itself.
    pub user_agent: Option<String>,
}

impl Actor {
    /// Somebody at the command line, who may read the data folder.
    pub fn command_line() -> Self {
        Self {
            name: "command line".into(),
            ..Self::default()
        }
    }
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// Its number; later entries have larger ones.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// In which organisation, if in one.
    pub organisation: Option<String>,
    /// Which user, if one.
    pub user: Option<String>,
    /// Who, as called then.
    pub actor: String,
    /// What, such as `site.delete`.
    pub action: String,
    /// To what: an id or an e-mail address.
    pub target: Option<String>,
    /// What else is worth knowing; never a secret.
    pub detail: Option<Json>,
    /// From which address.
    pub address: Option<String>,
}

/// A deed to be noted.
pub(crate) struct Deed<'a> {
    pub(crate) action: &'static str,
    pub(crate) organisation: Option<&'a str>,
    pub(crate) target: Option<&'a str>,
    pub(crate) detail: Option<Json>,
}

impl<'a> Deed<'a> {
    pub(crate) fn new(action: &'static str) -> Self {
        Self {
            action,
            organisation: None,
            target: None,
            detail: None,
        }
    }
    pub(crate) fn of(mut self, organisation: &'a str) -> Self {
        self.organisation = Some(organisation);
        self
    }
    pub(crate) fn to(mut self, target: &'a str) -> Self {
        self.target = Some(target);
        self
    }
    pub(crate) fn with(mut self, detail: Json) -> Self {
        self.detail = Some(detail);
        self
    }
}

pub(crate) async fn note<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    deed: Deed<'_>,
    moment: Moment<'_>,
) -> Result<()> {
    let row = audit::ActiveModel {
        at: Set(moment.now),
        organisation_id: Set(deed.organisation.map(Into::into)),
        user_id: Set(actor.user.clone()),
        actor: Set(actor.name.clone()),
        action: Set(deed.action.into()),
        target: Set(deed.target.map(Into::into)),
        detail: Set(deed.detail),
        address: Set(actor.address.clone()),
        ..Default::default()
    };
    row.insert(db).await?;
    Ok(())
}

impl Accounts {
    /// Notes a deed that changes nothing here, such as the showing of a raw address.
    pub async fn note(
        &self,
        actor: &Actor,
        action: &'static str,
        organisation: &str,
        target: &str,
        moment: Moment<'_>,
    ) -> Result<()> {
        let deed = Deed::new(action).of(organisation).to(target);
        note(&self.db, actor, deed, moment).await
    }

    /// Entries of an organisation, newest first, before the entry `before`.
    pub async fn audit_log(
        &self,
        organisation: &str,
        before: Option<i64>,
        first: u64,
    ) -> Result<Vec<AuditEntry>> {
        let mut find = audit::Entity::find().filter(audit::Column::OrganisationId.eq(organisation));
        if let Some(before) = before {
            find = find.filter(audit::Column::Id.lt(before));
        }
        let rows = find
            .order_by_desc(audit::Column::Id)
            .limit(first)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// What a user has done himself: his sign-ins and changes, newest first.
    pub async fn activity(&self, user: &str, first: u64) -> Result<Vec<AuditEntry>> {
        let rows = audit::Entity::find()
            .filter(audit::Column::UserId.eq(user))
            .order_by_desc(audit::Column::Id)
            .limit(first)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(entry).collect())
    }
}

fn entry(row: audit::Model) -> AuditEntry {
    AuditEntry {
        id: row.id,
        at: row.at,
        organisation: row.organisation_id,
        user: row.user_id,
        actor: row.actor,
        action: row.action,
        target: row.target,
        detail: row.detail,
        address: row.address,
    }
}
