//! Raw events with all their columns: one of them for whoever looks at it closely, or all of a range as they come.

use chrono_tz::Tz;
use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::physical_plan::execute_stream;
use engine::{Micros, Table};
use futures::stream::{BoxStream, StreamExt, TryStreamExt};

use crate::error::QueryError;
use crate::feed::{EVENT_COLUMNS, Event, events_of};
use crate::filter::Filters;
use crate::period::Period;
use crate::plan::{EVER, Ground, Subject, When};
use crate::question::{Filter, Preset, Range, Site};
use crate::service::Engine;
use crate::view::Needs;

/// The column of raw addresses, which only [`Engine::event_row`] gives out.
const ADDRESS: &str = "ip_address";
/// Rows that may share a moment on one site and are looked through for an id.
const AT_ONE_MOMENT_MAX: usize = 100_000;

/// Which events are exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportQuery {
    /// The sites, at least one.
    pub sites: Vec<Site>,
    /// The time.
    pub range: Range,
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// Whether events of programs are among them.
    pub include_bots: bool,
    /// IANA zone; the first site's where not said.
    pub timezone: Option<String>,
}

/// Rows as they come, in no order.
pub struct Export {
    /// All columns of `events` but the raw address; texts are string views.
    pub schema: SchemaRef,
    /// The rows. Dropping it stops the work.
    pub batches: BoxStream<'static, Result<RecordBatch, QueryError>>,
}

fn columns(with_address: bool) -> Vec<String> {
    let schema = Table::Events.schema();
    let names = schema.fields().iter().map(|field| field.name().clone());
    names
        .filter(|name| with_address || name != ADDRESS)
        .collect()
}

impl Engine {
    /// The events of a range as of `now`, committed and hot.
    pub async fn export_events(
        &self,
        query: &ExportQuery,
        now: Micros,
    ) -> Result<Export, QueryError> {
        let Some(site) = query.sites.first() else {
            return Err(QueryError::bad("siteIds", "at least one site"));
        };
        let filters = Filters::check(&query.filters)?;
        if filters.uses_time() {
            let message = "events are not filtered by TIME";
            return Err(QueryError::bad("filters", message));
        }
        let zone: Tz = match &query.timezone {
            Some(zone) => zone
                .parse()
                .map_err(|_| QueryError::bad("timezone", "no IANA time zone"))?,
            None => site.timezone.parse().unwrap_or(Tz::UTC),
        };
        let (from, to) = match query.range {
            Range::Preset(Preset::AllTime) => EVER,
            range => {
                let period = Period::resolve(range, zone, site.week_start, now.0, None, "range")?;
                (period.from, period.to)
            }
        };
        let subject = Subject {
            sites: query.sites.clone(),
            include_bots: query.include_bots,
            zone,
            filters,
        };
        let needs = Needs {
            events: true,
            sessions: subject.filters.events_need_sessions(),
        };
        let view = self.views.now(&subject.site_ids(), needs).await?;
        let when = When::whole(&subject, from, to);
        let columns = columns(false);
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let plan = Ground::of_events(&view, &subject, &when).all(&names)?;
        let state = &self.runner.state;
        let physical = state.create_physical_plan(&plan).await?;
        let schema = physical.schema();
        let batches = execute_stream(physical, state.task_ctx())?;
        Ok(Export {
            schema,
            batches: batches.map_err(QueryError::from).boxed(),
        })
    }

    /// One event of a site, and its row with all columns, the raw address among them.
    pub async fn event_row(
        &self,
        site: &Site,
        id: &str,
        at: Micros,
    ) -> Result<Option<(Event, RecordBatch)>, QueryError> {
        self.runner.in_time(self.row(site, id, at)).await
    }

    async fn row(
        &self,
        site: &Site,
        id: &str,
        at: Micros,
    ) -> Result<Option<(Event, RecordBatch)>, QueryError> {
        let subject = Subject {
            sites: vec![site.clone()],
            include_bots: true,
            zone: Tz::UTC,
            filters: Filters::check(&[])?,
        };
        let needs = Needs {
            events: true,
            sessions: false,
        };
        let view = self.views.now(&subject.site_ids(), needs).await?;
        let when = When::whole(&subject, at.0, at.0.saturating_add(1));
        let columns = columns(true);
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        let plan =
            Ground::of_events(&view, &subject, &when).newest(&names, None, AT_ONE_MOMENT_MAX)?;
        let (batch, _, _memory) = self.runner.collect(&plan).await?;
        let Some(ids) = batch.column_by_name("event_id") else {
            return Err(QueryError::internal("events have no ids"));
        };
        let ids = cast(ids, &DataType::Utf8)?;
        let is_meant = ids
            .as_string::<i32>()
            .iter()
            .map(|found| Some(found == Some(id)));
        let found = filter_record_batch(&batch, &is_meant.collect())?;
        if found.num_rows() == 0 {
            return Ok(None);
        }
        let row = found.slice(0, 1);
        let places = EVENT_COLUMNS.iter().map(|name| row.schema().index_of(name));
        let shown = row.project(&places.collect::<Result<Vec<_>, _>>()?)?;
        Ok(events_of(&shown)?.pop().map(|event| (event, row)))
    }
}
