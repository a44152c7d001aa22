//! What went wrong in the last seven days, equal errors of an hour in one row, and in which minutes of the last thirty
//! days an installation was ready.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::Accounts;
use crate::entity::{pipeline_error, ready_hour};
use crate::error::Result;
use crate::moment::hash_secret;

/// How long errors are kept.
pub const ERRORS_KEPT: TimeDelta = TimeDelta::days(7);
/// Over how long it is told how often an installation was ready.
pub const UPTIME_OVER: TimeDelta = TimeDelta::days(30);
const MESSAGE_MAX: usize = 1_000;
const HOUR_SEC: i64 = 3_600;

/// Equal errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineError {
    /// The site, where it is about one.
    pub site: Option<String>,
    /// Which part of the program: `collector`, or the name of what failed.
    pub kind: String,
    /// Machine-readable.
    pub code: String,
    /// In words.
    pub message: String,
    /// How often.
    pub count: i64,
    /// When first.
    pub first: DateTime<Utc>,
    /// When last.
    pub last: DateTime<Utc>,
}

/// Which errors are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorsWanted {
    /// Only of these sites; None is all, and what is of none.
    pub sites: Option<Vec<String>>,
    /// Only with this code.
    pub code: Option<String>,
    /// Only with these words in the message, whatever their case.
    pub search: Option<String>,
    /// How many, the latest first.
    pub first: u64,
}

fn hour_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(HOUR_SEC)
}

impl Accounts {
    /// Adds errors to those that are known. `count` is how often they have occurred since they were last given.
    pub async fn note_errors(&self, errors: Vec<PipelineError>) -> Result<()> {
        for error in errors {
            let hour = hour_of(error.last);
            let site = error.site.as_deref().unwrap_or_default();
            let key = format!(
                "{hour}\n{site}\n{}\n{}\n{}",
                error.kind, error.code, error.message
            );
            let row = pipeline_error::ActiveModel {
                id: Set(hash_secret(&key)),
                site_id: Set(error.site),
                kind: Set(error.kind),
                code: Set(error.code),
                message: Set(error.message.chars().take(MESSAGE_MAX).collect()),
                count: Set(error.count),
                first_at: Set(error.first),
                last_at: Set(error.last),
            };
            let known = Expr::col((pipeline_error::Entity, pipeline_error::Column::Count));
            let again = OnConflict::column(pipeline_error::Column::Id)
                .update_column(pipeline_error::Column::LastAt)
                .value(pipeline_error::Column::Count, known.add(error.count))
                .to_owned();
            pipeline_error::Entity::insert(row)
                .on_conflict(again)
                .exec_without_returning(&self.db)
                .await?;
        }
        Ok(())
    }

    /// The latest errors, newest first.
    pub async fn errors(&self, wanted: &ErrorsWanted) -> Result<Vec<PipelineError>> {
        let mut which = Condition::all();
        if let Some(sites) = &wanted.sites {
            which = which.add(pipeline_error::Column::SiteId.is_in(sites));
        }
        if let Some(code) = &wanted.code {
            which = which.add(pipeline_error::Column::Code.eq(code));
        }
        let mut found = pipeline_error::Entity::find()
            .filter(which)
            .order_by_desc(pipeline_error::Column::LastAt)
            .order_by_asc(pipeline_error::Column::Id);
        let search = wanted.search.as_deref().map(str::to_lowercase);
        if search.is_none() {
            found = found.limit(wanted.first);
        }
        let rows = found.all(&self.db).await?;
        let errors = rows
            .into_iter()
            .filter(|row| {
                let holds = |search: &String| row.message.to_lowercase().contains(search);
                search.as_ref().is_none_or(holds)
            })
            .take(usize::try_from(wanted.first).unwrap_or(usize::MAX))
            .map(|row| PipelineError {
                site: row.site_id,
                kind: row.kind,
                code: row.code,
                message: row.message,
                count: row.count,
                first: row.first_at,
                last: row.last_at,
            });
        Ok(errors.collect())
    }

    /// Notes that a process was ready in this minute.
    pub async fn note_ready(&self, now: DateTime<Utc>) -> Result<()> {
        let hour = hour_of(now);
        let bit = 1_i64 << (now.timestamp().rem_euclid(HOUR_SEC) / 60);
        let known = Expr::col((ready_hour::Entity, ready_hour::Column::Minutes));
        let row = ready_hour::ActiveModel {
            hour: Set(hour),
            minutes: Set(bit),
        };
        let again = OnConflict::column(ready_hour::Column::Hour)
            .value(ready_hour::Column::Minutes, known.bit_or(bit))
            .to_owned();
        ready_hour::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(&self.db)
            .await?;
        Ok(())
    }

    /// In how many of the last thirty days' minutes an installation was ready, in per cent; from its first one on where
    /// it is younger. The present minute counts only once it was ready.
    pub async fn uptime_percent(&self, now: DateTime<Utc>) -> Result<f64> {
        let since = hour_of(now - UPTIME_OVER);
        let hours = ready_hour::Entity::find()
            .filter(ready_hour::Column::Hour.gt(since))
            .order_by_asc(ready_hour::Column::Hour)
            .all(&self.db)
            .await?;
        let Some(first) = hours.first() else {
            return Ok(100.0);
        };
        let start = first.hour * 60 + i64::from(first.minutes.trailing_zeros());
        let minute = now.timestamp().div_euclid(60);
        let ready: i64 = hours
            .iter()
            .map(|hour| i64::from(hour.minutes.count_ones()))
            .sum();
        let is_ready_now = hours.last().is_some_and(|last| {
            last.hour == hour_of(now) && last.minutes >> minute.rem_euclid(60) & 1 == 1
        });
        let all = minute - start + i64::from(is_ready_now);
        Ok(if all <= 0 {
            100.0
        } else {
            ready as f64 * 100.0 / all as f64
        })
    }

    /// Forgets what is too old.
    pub(crate) async fn tidy_monitoring(&self, now: DateTime<Utc>) -> Result<()> {
        pipeline_error::Entity::delete_many()
            .filter(pipeline_error::Column::LastAt.lt(now - ERRORS_KEPT))
            .exec(&self.db)
            .await?;
        ready_hour::Entity::delete_many()
            .filter(ready_hour::Column::Hour.lt(hour_of(now - UPTIME_OVER)))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
