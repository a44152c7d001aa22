//! Output types of the schema: counterparts at the edge of what the port answers.

use accounts::ErrorsWanted;
use async_graphql::{ComplexObject, Context, Enum, Error, ID, Json, SimpleObject};
use chrono::{DateTime, Utc};

use crate::connection::{PageInfo, connection};
use crate::inputs::Platform;
use crate::port::{
    ErasureData, EventData, InstallStateData, LiveVisitorData, MinuteData, NamedCountData,
    PipelineData, QueryInfoData, RealtimeData, SiteData, SiteStatusData, StatsData, StatsRowData,
};
use crate::schema::coded;
use crate::settings::SiteSettings;
use crate::snippets;

/// How a site fares.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteStatus {
    /// Events are accepted.
    Active,
    /// Paused by hand.
    Paused,
    /// Over half of the last hour's requests (at least 20) were refused.
    Error,
}

/// Whether a tracker has been heard.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallState {
    /// Never.
    NotDetected,
    /// In the last seven days.
    Installed,
    /// Before that.
    Silent,
}

/// A website whose events are collected.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Site {
    id: ID,
    /// The organization that owns it.
    organization_id: ID,
    name: String,
    domains: Vec<String>,
    timezone: String,
    currency: String,
    status: SiteStatus,
    installed: InstallState,
    last_event_at: Option<DateTime<Utc>>,
    /// Whether an event has come through the site's own domain, as behind a proxy that passes the collector on.
    first_party: bool,
    /// The commonest code of the requests that were lately refused.
    commonest_refusal: Option<String>,
    /// Origins whose requests were lately refused, with how often.
    refused_origins: Vec<NamedCount>,
    /// A small picture as a `data:` address.
    icon: Option<String>,
    settings: SiteSettings,
    created_at: DateTime<Utc>,
    #[graphql(skip)]
    script: String,
}

#[ComplexObject]
impl Site {
    /// What to put into its pages, in the form that the platform takes.
    async fn snippet(&self, platform: Option<Platform>) -> String {
        let platform = platform.unwrap_or(Platform::Html);
        snippets::snippet(platform, &self.script, &self.id)
    }
}

impl From<SiteData> for Site {
    fn from(site: SiteData) -> Self {
        Self {
            id: site.id.into(),
            organization_id: site.organisation.into(),
            name: site.name,
            domains: site.domains,
            timezone: site.timezone,
            currency: site.currency,
            status: match site.status {
                SiteStatusData::Active => SiteStatus::Active,
                SiteStatusData::Paused => SiteStatus::Paused,
                SiteStatusData::Error => SiteStatus::Error,
            },
            installed: match site.installed {
                InstallStateData::NotDetected => InstallState::NotDetected,
                InstallStateData::Installed => InstallState::Installed,
                InstallStateData::Silent => InstallState::Silent,
            },
            last_event_at: site.last_event_at,
            first_party: site.first_party,
            commonest_refusal: site.commonest_refusal,
            refused_origins: site.refused_origins.into_iter().map(Into::into).collect(),
            icon: site.icon,
            settings: SiteSettings::new(&site.settings),
            created_at: site.created_at,
            script: site.script,
        }
    }
}

connection!(SiteConnection, SiteEdge, Site, "sites");

/// One row of an answer; values in the order asked.
#[derive(SimpleObject, Clone, Debug)]
pub struct StatsRow {
    dimensions: Vec<Option<String>>,
    metrics: Vec<Option<f64>>,
    comparison: Option<Vec<Option<f64>>>,
    change: Option<Vec<Option<f64>>>,
    partial: bool,
}

impl From<StatsRowData> for StatsRow {
    fn from(row: StatsRowData) -> Self {
        Self {
            dimensions: row.dimensions,
            metrics: row.metrics,
            comparison: row.comparison,
            change: row.change,
            partial: row.partial,
        }
    }
}

/// What it took to answer.
#[derive(SimpleObject, Clone, Debug)]
pub struct QueryInfo {
    elapsed_ms: f64,
    rows_scanned: i64,
    bytes_scanned: i64,
    files_scanned: i64,
    hot_rows: i64,
    table_version: i64,
    approximate: bool,
    max_error: Option<f64>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    timezone: String,
}

impl From<QueryInfoData> for QueryInfo {
    fn from(info: QueryInfoData) -> Self {
        Self {
            elapsed_ms: info.elapsed_ms,
            rows_scanned: info.rows_scanned,
            bytes_scanned: info.bytes_scanned,
            files_scanned: info.files_scanned,
            hot_rows: info.hot_rows,
            table_version: info.table_version,
            approximate: info.approximate,
            max_error: info.max_error,
            from: info.from,
            to: info.to,
            timezone: info.timezone,
        }
    }
}

/// An answer.
#[derive(SimpleObject, Clone, Debug)]
pub struct StatsResult {
    rows: Vec<StatsRow>,
    totals: StatsRow,
    row_count: i64,
    query: QueryInfo,
}

impl From<StatsData> for StatsResult {
    fn from(data: StatsData) -> Self {
        Self {
            rows: data.rows.into_iter().map(Into::into).collect(),
            totals: data.totals.into(),
            row_count: data.row_count,
            query: data.query.into(),
        }
    }
}

/// A value and how often.
#[derive(SimpleObject, Clone, Debug)]
pub struct NamedCount {
    name: Option<String>,
    key: Option<String>,
    count: i64,
}

impl From<NamedCountData> for NamedCount {
    fn from(data: NamedCountData) -> Self {
        Self {
            name: data.name,
            key: data.key,
            count: data.count,
        }
    }
}

/// Counts of a whole minute.
#[derive(SimpleObject, Clone, Debug)]
pub struct MinuteCount {
    at: DateTime<Utc>,
    visitors: i64,
    pageviews: i64,
    events: i64,
}

impl From<MinuteData> for MinuteCount {
    fn from(data: MinuteData) -> Self {
        Self {
            at: data.at,
            visitors: data.visitors,
            pageviews: data.pageviews,
            events: data.events,
        }
    }
}

/// A visitor who is here now.
#[derive(SimpleObject, Clone, Debug)]
pub struct LiveVisitor {
    visitor_id: ID,
    site_id: ID,
    page: Option<String>,
    source: Option<String>,
    channel: Option<String>,
    country: Option<String>,
    city: Option<String>,
    device: Option<String>,
    browser: Option<String>,
    company: Option<String>,
    pages_viewed: i64,
    time_on_site_sec: i64,
    first_seen: DateTime<Utc>,
    last_seen: DateTime<Utc>,
}

impl From<LiveVisitorData> for LiveVisitor {
    fn from(data: LiveVisitorData) -> Self {
        Self {
            visitor_id: data.visitor_id.into(),
            site_id: data.site_id.into(),
            page: data.page,
            source: data.source,
            channel: data.channel,
            country: data.country,
            city: data.city,
            device: data.device,
            browser: data.browser,
            company: data.company,
            pages_viewed: data.pages_viewed,
            time_on_site_sec: data.time_on_site_sec,
            first_seen: data.first_seen,
            last_seen: data.last_seen,
        }
    }
}

/// What is going on now.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct Realtime {
    at: DateTime<Utc>,
    active_visitors: i64,
    active_sessions: i64,
    active_sites: i64,
    events_per_minute: i64,
    conversion_rate: Option<f64>,
    revenue: Option<f64>,
    minutes: Vec<MinuteCount>,
    top_pages: Vec<NamedCount>,
    top_sources: Vec<NamedCount>,
    top_countries: Vec<NamedCount>,
    #[graphql(skip)]
    here: Vec<LiveVisitorData>,
}

#[ComplexObject]
impl Realtime {
    /// Who is here, most recent first.
    async fn visitors(&self, #[graphql(default = 50)] first: i32) -> Vec<LiveVisitor> {
        let first = usize::try_from(first).unwrap_or_default().min(500);
        self.here
            .iter()
            .take(first)
            .cloned()
            .map(Into::into)
            .collect()
    }
}

impl From<RealtimeData> for Realtime {
    fn from(data: RealtimeData) -> Self {
        let all = |counts: Vec<NamedCountData>| counts.into_iter().map(Into::into).collect();
        Self {
            at: data.at,
            active_visitors: data.active_visitors,
            active_sessions: data.active_sessions,
            active_sites: data.active_sites,
            events_per_minute: data.events_per_minute,
            conversion_rate: data.conversion_rate,
            revenue: data.revenue,
            minutes: data.minutes.into_iter().map(Into::into).collect(),
            top_pages: all(data.top_pages),
            top_sources: all(data.top_sources),
            top_countries: all(data.top_countries),
            here: data.visitors,
        }
    }
}

/// An event.
#[derive(SimpleObject, Clone, Debug)]
pub struct Event {
    id: ID,
    site_id: ID,
    name: String,
    timestamp: DateTime<Utc>,
    server_timestamp: DateTime<Utc>,
    visitor_id: Option<ID>,
    session_id: Option<ID>,
    user_id: Option<String>,
    page_url: Option<String>,
    page_path: Option<String>,
    page_title: Option<String>,
    referrer: Option<String>,
    source: Option<String>,
    medium: Option<String>,
    channel: Option<String>,
    campaign: Option<String>,
    country: Option<String>,
    region: Option<String>,
    city: Option<String>,
    device: Option<String>,
    browser: Option<String>,
    os: Option<String>,
    language: Option<String>,
    company: Option<String>,
    visitor_type: Option<String>,
    value: Option<f64>,
    currency: Option<String>,
    transaction_id: Option<String>,
    is_bot: bool,
    origin: Option<String>,
    properties: Option<Json<serde_json::Value>>,
}

impl From<EventData> for Event {
    fn from(data: EventData) -> Self {
        Self {
            id: data.id.into(),
            site_id: data.site_id.into(),
            name: data.name,
            timestamp: data.timestamp,
            server_timestamp: data.server_timestamp,
            visitor_id: data.visitor_id.map(Into::into),
            session_id: data.session_id.map(Into::into),
            user_id: data.user_id,
            page_url: data.page_url,
            page_path: data.page_path,
            page_title: data.page_title,
            referrer: data.referrer,
            source: data.source,
            medium: data.medium,
            channel: data.channel,
            campaign: data.campaign,
            country: data.country,
            region: data.region,
            city: data.city,
            device: data.device,
            browser: data.browser,
            os: data.os,
            language: data.language,
            company: data.company,
            visitor_type: data.visitor_type,
            value: data.value,
            currency: data.currency,
            transaction_id: data.transaction_id,
            is_bot: data.is_bot,
            origin: data.origin,
            properties: data.properties.map(Json),
        }
    }
}

/// An event in a list.
#[derive(SimpleObject, Clone, Debug)]
pub struct EventEdge {
    /// The event.
    pub node: Event,
    /// Its place.
    pub cursor: String,
}

/// A page of events, newest first.
#[derive(SimpleObject, Clone, Debug)]
pub struct EventConnection {
    /// The events.
    pub edges: Vec<EventEdge>,
    /// Where the page ends.
    pub page_info: PageInfo,
}

/// Median, 95th and 99th percentile.
#[derive(SimpleObject, Clone, Debug)]
pub struct Percentiles {
    p50: f64,
    p95: f64,
    p99: f64,
}

/// How much a store holds.
#[derive(SimpleObject, Clone, Debug)]
pub struct StoreSize {
    bytes: i64,
    bytes_max: i64,
}

/// A table's size.
#[derive(SimpleObject, Clone, Debug)]
pub struct TableHealth {
    name: String,
    version: i64,
    files: i64,
    rows: i64,
    bytes: i64,
}

/// A partition's positions in the log.
#[derive(SimpleObject, Clone, Debug)]
pub struct PartitionHealth {
    partition: i64,
    first_offset: i64,
    next_offset: i64,
    applied_offset: i64,
    hot_rows: i64,
}

/// What a site has lately sent.
#[derive(SimpleObject, Clone, Debug)]
pub struct SiteHealth {
    site_id: ID,
    received_last_hour: i64,
    rejected_last_hour: i64,
    refused_last_hour: i64,
    last_event_at: Option<DateTime<Utc>>,
}

/// An error of the last seven days, equal ones of an hour counted together.
#[derive(SimpleObject, Clone, Debug)]
pub struct PipelineError {
    site_id: Option<ID>,
    /// Which part of the program: `collector` where a request was refused, else the name of what failed.
    kind: String,
    code: String,
    message: String,
    count: i64,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

/// What the process uses.
#[derive(SimpleObject, Clone, Debug)]
pub struct Resources {
    cpu_percent: f64,
    memory_bytes: i64,
}

/// How the pipeline fares.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(complex)]
pub struct PipelineHealth {
    at: DateTime<Utc>,
    received_per_minute: f64,
    processed_per_minute: f64,
    failed_per_minute: f64,
    rejected_per_minute: f64,
    queued: i64,
    latency_ms: Percentiles,
    checkpoint_age_sec: f64,
    low_water_lag: i64,
    log: StoreSize,
    tables: Vec<TableHealth>,
    partitions: Vec<PartitionHealth>,
    sites: Vec<SiteHealth>,
    resources: Resources,
    uptime_percent: f64,
    #[graphql(skip)]
    seen: Option<Vec<String>>,
}

#[ComplexObject]
impl PipelineHealth {
    /// The errors of the last seven days, newest first; by site, by code, by words of the message.
    async fn errors(
        &self,
        context: &Context<'_>,
        first: Option<i32>,
        search: Option<String>,
        site_id: Option<ID>,
        code: Option<String>,
    ) -> Result<Vec<PipelineError>, Error> {
        let backend = crate::access::backend(context).map_err(coded)?;
        backend.flush_errors().await;
        let sites = match (&self.seen, site_id.map(|id| id.to_string())) {
            (None, None) => None,
            (None, Some(site)) => Some(vec![site]),
            (Some(seen), None) => Some(seen.clone()),
            (Some(seen), Some(site)) => {
                Some(seen.iter().filter(|id| **id == site).cloned().collect())
            }
        };
        let wanted = ErrorsWanted {
            sites,
            code,
            search,
            first: u64::try_from(first.unwrap_or(50))
                .unwrap_or_default()
                .min(1_000),
        };
        let found = backend.accounts().errors(&wanted).await;
        let found = found.map_err(|error| coded(error.into()))?;
        Ok(found
            .into_iter()
            .map(|error| PipelineError {
                site_id: error.site.map(Into::into),
                kind: error.kind,
                code: error.code,
                message: error.message,
                count: error.count,
                first: error.first,
                last: error.last,
            })
            .collect())
    }
}

impl PipelineHealth {
    /// What a caller sees of it who sees these sites; None is all.
    pub(crate) fn new(data: PipelineData, seen: Option<Vec<String>>) -> Self {
        let [p50, p95, p99] = data.latency_ms;
        Self {
            at: data.at,
            received_per_minute: data.received_per_minute,
            processed_per_minute: data.processed_per_minute,
            failed_per_minute: data.failed_per_minute,
            rejected_per_minute: data.rejected_per_minute,
            queued: data.queued,
            latency_ms: Percentiles { p50, p95, p99 },
            checkpoint_age_sec: data.checkpoint_age_sec,
            low_water_lag: data.low_water_lag,
            log: StoreSize {
                bytes: data.log_bytes,
                bytes_max: data.log_bytes_max,
            },
            tables: data
                .tables
                .into_iter()
                .map(|table| TableHealth {
                    name: table.name,
                    version: table.version,
                    files: table.files,
                    rows: table.rows,
                    bytes: table.bytes,
                })
                .collect(),
            partitions: data
                .partitions
                .into_iter()
                .map(|partition| PartitionHealth {
                    partition: partition.partition,
                    first_offset: partition.first_offset,
                    next_offset: partition.next_offset,
                    applied_offset: partition.applied_offset,
                    hot_rows: partition.hot_rows,
                })
                .collect(),
            sites: data
                .sites
                .into_iter()
                .map(|site| SiteHealth {
                    site_id: site.site_id.into(),
                    received_last_hour: site.received_last_hour,
                    rejected_last_hour: site.rejected_last_hour,
                    refused_last_hour: site.refused_last_hour,
                    last_event_at: site.last_event_at,
                })
                .collect(),
            resources: Resources {
                cpu_percent: data.cpu_percent,
                memory_bytes: data.memory_bytes,
            },
            uptime_percent: data.uptime_percent,
            seen,
        }
    }
}

/// What an erasure did.
#[derive(SimpleObject, Clone, Debug)]
pub struct ErasureReceipt {
    site_id: ID,
    visitor_id: ID,
    events: i64,
    sessions: i64,
    erased_at: DateTime<Utc>,
}

impl From<ErasureData> for ErasureReceipt {
    fn from(data: ErasureData) -> Self {
        Self {
            site_id: data.site_id.into(),
            visitor_id: data.visitor_id.into(),
            events: data.events,
            sessions: data.sessions,
            erased_at: data.erased_at,
        }
    }
}
