//! Raw events, newest first, page by page.

use chrono_tz::Tz;
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, Int16Type, Int64Type, TimestampMicrosecondType,
};
use datafusion::arrow::record_batch::RecordBatch;
use engine::{Micros, SiteId};

use crate::error::QueryError;
use crate::filter::Filters;
use crate::plan::{EVER, Ground, Subject, When};
use crate::question::{Filter, Site};
use crate::service::Engine;
use crate::view::{Needs, View};

/// Events of one page.
const PAGE_MAX: usize = 10_000;
/// How far back each look goes, in days; the last goes all the way. Most pages are full after the first.
const LOOKS: [i64; 3] = [1, 8, 64];
const DAY: i64 = 86_400_000_000;

/// Which events are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventsQuery {
    /// The sites, at least one.
    pub sites: Vec<Site>,
    /// Conditions that all hold.
    pub filters: Vec<Filter>,
    /// Whether events of programs are among them.
    pub include_bots: bool,
    /// How many at most, up to 10,000.
    pub first: usize,
    /// The page goes on after this event.
    pub after: Option<Cursor>,
}

/// The place of an event in the order of pages: newest first, then by place in the log, latest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    /// `timestamp`.
    pub timestamp: Micros,
    /// `log_partition`.
    pub partition: i16,
    /// `log_offset`.
    pub offset: i64,
    /// `frame_index`.
    pub index: i16,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (timestamp, partition) = (self.timestamp.0, self.partition);
        write!(f, "{timestamp}.{partition}.{}.{}", self.offset, self.index)
    }
}

impl std::str::FromStr for Cursor {
    type Err = QueryError;
    fn from_str(text: &str) -> Result<Self, QueryError> {
        let refused = || QueryError::bad("after", "not a cursor");
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or_else(refused);
        let (timestamp, partition, offset, index) = (next()?, next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(refused());
        }
        Ok(Self {
            timestamp: Micros(timestamp.parse().map_err(|_| refused())?),
            partition: partition.parse().map_err(|_| refused())?,
            offset: offset.parse().map_err(|_| refused())?,
            index: index.parse().map_err(|_| refused())?,
        })
    }
}

/// An event as people see it. What is missing is None.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Event {
    pub cursor: Cursor,
    pub id: String,
    pub site: SiteId,
    pub name: String,
    pub timestamp: Micros,
    pub server_timestamp: Micros,
    pub visitor_id: Option<String>,
    pub session_id: Option<String>,
    pub user_id: Option<String>,
    pub page_url: Option<String>,
    pub page_path: Option<String>,
    pub page_title: Option<String>,
    pub referrer: Option<String>,
    pub source: Option<String>,
    pub medium: Option<String>,
    pub channel: Option<String>,
    pub campaign: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub device: Option<String>,
    pub browser: Option<String>,
    pub os: Option<String>,
    pub language: Option<String>,
    pub company: Option<String>,
    pub visitor_type: Option<String>,
    pub value: Option<f64>,
    pub currency: Option<String>,
    pub transaction_id: Option<String>,
    pub is_bot: bool,
    pub origin: Option<String>,
    /// JSON text of everything custom.
    pub properties: Option<String>,
}

/// The columns that an [`Event`] is made of.
pub(crate) const EVENT_COLUMNS: [&str; 34] = [
    "timestamp",
    "log_partition",
    "log_offset",
    "frame_index",
    "event_id",
    "site_id",
    "event_name",
    "server_timestamp",
    "visitor_id",
    "session_id",
    "user_id",
    "page_url",
    "page_path",
    "page_title",
    "page_referrer",
    "source",
    "medium",
    "channel",
    "utm_campaign",
    "country",
    "region",
    "city",
    "device_category",
    "browser",
    "operating_system",
    "language",
    "company_name",
    "visitor_type",
    "value",
    "currency",
    "transaction_id",
    "is_bot",
    "origin",
    "properties",
];

/// A page of events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventsPage {
    /// Newest first.
    pub events: Vec<Event>,
    /// Whether more follow.
    pub has_next: bool,
}

impl Engine {
    /// A page of raw events as of `now`, committed and hot.
    pub async fn events_page(
        &self,
        query: &EventsQuery,
        now: Micros,
    ) -> Result<EventsPage, QueryError> {
        self.runner.in_time(self.page(query, now)).await
    }

    async fn page(&self, query: &EventsQuery, now: Micros) -> Result<EventsPage, QueryError> {
        let Some(site) = query.sites.first() else {
            return Err(QueryError::bad("siteIds", "at least one site"));
        };
        if query.first > PAGE_MAX {
            return Err(QueryError::bad("first", format!("at most {PAGE_MAX}")));
        }
        let filters = Filters::check(&query.filters)?;
        if filters.uses_time() {
            return Err(QueryError::bad(
                "filters",
                "events are not filtered by TIME",
            ));
        }
        let zone: Tz = site.timezone.parse().unwrap_or(Tz::UTC);
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
        let end = query
            .after
            .map_or(EVER.1, |after| after.timestamp.0.saturating_add(1));
        let newest = end.min(now.0);
        let edges = LOOKS.iter().map(|days| newest - days * DAY).chain([EVER.0]);
        let mut events = Vec::new();
        let mut to = end;
        for from in edges {
            let missing = query.first + 1 - events.len();
            if from < to {
                let found = self
                    .look(&view, &subject, (from, to), query.after, missing)
                    .await?;
                events.extend(found);
                to = from;
            }
            if events.len() > query.first {
                break;
            }
        }
        let has_next = events.len() > query.first;
        events.truncate(query.first);
        Ok(EventsPage { events, has_next })
    }

    async fn look(
        &self,
        view: &View,
        subject: &Subject,
        (from, to): (i64, i64),
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Event>, QueryError> {
        let when = When::whole(subject, from, to);
        let ground = Ground::of_events(view, subject, &when);
        let plan = ground.newest(&EVENT_COLUMNS, after, limit)?;
        let (batch, _, _memory) = self.runner.collect(&plan).await?;
        events_of(&batch)
    }
}

/// Reads a batch with the columns of [`EVENT_COLUMNS`], in that order.
pub(crate) fn events_of(batch: &RecordBatch) -> Result<Vec<Event>, QueryError> {
    let mut columns = Vec::with_capacity(EVENT_COLUMNS.len());
    for column in batch.columns() {
        columns.push(match column.data_type() {
            DataType::Utf8View => cast(column, &DataType::Utf8)?,
            DataType::Decimal128(..) => cast(column, &DataType::Float64)?,
            _ => column.clone(),
        });
    }
    (0..batch.num_rows())
        .map(|row| {
            event_of(&columns, row).ok_or_else(|| QueryError::internal("an event lacks its key"))
        })
        .collect()
}

fn event_of(columns: &[ArrayRef], row: usize) -> Option<Event> {
    let mut columns = columns.iter().map(AsRef::as_ref);
    let mut next = || columns.next();
    let moment = |column: &dyn Array| {
        Some(Micros(
            column
                .as_primitive_opt::<TimestampMicrosecondType>()?
                .value(row),
        ))
    };
    let small = |column: &dyn Array| Some(column.as_primitive_opt::<Int16Type>()?.value(row));
    let cursor = Cursor {
        timestamp: moment(next()?)?,
        partition: small(next()?)?,
        offset: next()?.as_primitive_opt::<Int64Type>()?.value(row),
        index: small(next()?)?,
    };
    let text = |column: &dyn Array| {
        let texts = column.as_string_opt::<i32>()?;
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    };
    Some(Event {
        cursor,
        timestamp: cursor.timestamp,
        id: text(next()?)?,
        site: SiteId::new(text(next()?)?),
        name: text(next()?)?,
        server_timestamp: moment(next()?)?,
        visitor_id: text(next()?),
        session_id: text(next()?),
        user_id: text(next()?),
        page_url: text(next()?),
        page_path: text(next()?),
        page_title: text(next()?),
        referrer: text(next()?),
        source: text(next()?),
        medium: text(next()?),
        channel: text(next()?),
        campaign: text(next()?),
        country: text(next()?),
        region: text(next()?),
        city: text(next()?),
        device: text(next()?),
        browser: text(next()?),
        os: text(next()?),
        language: text(next()?),
        company: text(next()?),
        visitor_type: text(next()?),
        value: {
            let values = next()?.as_primitive_opt::<Float64Type>()?;
            values.is_valid(row).then(|| values.value(row))
        },
        currency: text(next()?),
        transaction_id: text(next()?),
        is_bot: next()?.as_boolean_opt()?.value(row),
        origin: text(next()?),
        properties: text(next()?),
    })
}
