//! What the API needs of the rest of the program, in its own terms. The server adapts query, actors and accounts to it;
//! resolvers know nothing of Delta, DataFusion or mailboxes.

use std::sync::Arc;
use std::time::Duration;

use accounts::{Accounts, AccountsError, Actor, Mail, Rights, SignUpMode};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use serde_json::Value as Json;
use tokio::sync::watch;

use crate::inputs::{EventsExportInput, ExportFormat, FilterInput, StatsInput, ValuesInput};

/// Why a question has no answer, by what the caller can do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// There is no valid key, nor is anybody signed in.
    #[error("sign in, or send a valid key")]
    Unauthenticated,
    /// What was given to sign in is not right.
    #[error("{0}")]
    Refused(String),
    /// The key does not allow it.
    #[error("{0}")]
    Forbidden(String),
    /// There is no such thing, or it is somebody else's.
    #[error("{0}")]
    NotFound(String),
    /// The input is wrong.
    #[error("{message}")]
    BadInput {
        /// The field at fault.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// What is asked has no meaning.
    #[error("{0}")]
    Unsupported(String),
    /// It needs more than it may have.
    #[error("{0}")]
    LimitExceeded(String),
    /// It was asked too often.
    #[error("too many requests; try again later")]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// It took longer than it may.
    #[error("the question took longer than it may")]
    Timeout,
    /// Something failed that is not the caller's fault.
    #[error("{0}")]
    Internal(String),
}

impl ApiError {
    /// An input that is wrong.
    pub fn bad(field: &str, message: impl Into<String>) -> Self {
        ApiError::BadInput {
            field: field.into(),
            message: message.into(),
        }
    }

    /// Something that is not the caller's fault, and not his to know.
    pub fn internal() -> Self {
        ApiError::Internal("something failed here; it has been logged".into())
    }

    /// The code in `errors[].extensions.code`.
    pub fn code(&self) -> &'static str {
        match self {
            ApiError::Unauthenticated | ApiError::Refused(_) => "UNAUTHENTICATED",
            ApiError::Forbidden(_) => "FORBIDDEN",
            ApiError::NotFound(_) => "NOT_FOUND",
            ApiError::BadInput { .. } => "BAD_INPUT",
            ApiError::Unsupported(_) => "UNSUPPORTED_COMBINATION",
            ApiError::LimitExceeded(_) => "LIMIT_EXCEEDED",
            ApiError::RateLimited { .. } => "RATE_LIMITED",
            ApiError::Timeout => "TIMEOUT",
            ApiError::Internal(_) => "INTERNAL",
        }
    }
}

impl From<AccountsError> for ApiError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::NotFound(what) => ApiError::NotFound(format!("there is no {what}")),
            AccountsError::Invalid { field, message } => ApiError::bad(field, message),
            AccountsError::Unauthenticated(message) => ApiError::Refused(message.into()),
            AccountsError::Forbidden(message) => ApiError::Forbidden(message),
            AccountsError::TooManyAttempts { retry_after } => ApiError::RateLimited { retry_after },
            AccountsError::Database(_) | AccountsError::Secret(_) => {
                tracing::error!(%error, "the control plane failed");
                ApiError::internal()
            }
        }
    }
}

/// An answer or why there is none.
pub type ApiResult<T> = Result<T, ApiError>;

/// What of a site decides who reaches it and by what it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteEntry {
    /// Its id.
    pub id: String,
    /// The organisation that owns it.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Its domains.
    pub domains: Vec<String>,
}

/// What is the same for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installation {
    /// The address under which browsers reach it.
    pub public_url: String,
    /// Who may make an account.
    pub sign_up: SignUpMode,
    /// The identity provider's name, where there is one.
    pub oidc_name: Option<String>,
}

impl Installation {
    /// Whether browsers reach it by TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// A site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteData {
    /// Its id.
    pub id: String,
    /// The organisation that owns it.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Its domains.
    pub domains: Vec<String>,
    /// IANA zone.
    pub timezone: String,
    /// ISO 4217.
    pub currency: String,
    /// `ACTIVE`, `PAUSED` or `ERROR`.
    pub status: SiteStatusData,
    /// Whether a tracker has been heard.
    pub installed: InstallStateData,
    /// When its last event came in, as far as known.
    pub last_event_at: Option<DateTime<Utc>>,
    /// Whether an event has come through its own domain.
    pub first_party: bool,
    /// The commonest code of what was lately refused.
    pub commonest_refusal: Option<String>,
    /// Origins that were lately refused.
    pub refused_origins: Vec<NamedCountData>,
    /// A small picture as a `data:` address.
    pub icon: Option<String>,
    /// The address of its script.
    pub script: String,
    /// Its settings.
    pub settings: Json,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// How a site fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteStatusData {
    /// Events come in.
    Active,
    /// By hand.
    Paused,
    /// Over half of the last hour's requests were refused.
    Error,
}

/// Whether a tracker has been heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallStateData {
    /// Never.
    NotDetected,
    /// In the last seven days.
    Installed,
    /// Before that.
    Silent,
}

/// One row of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatsRowData {
    /// In the order asked.
    pub dimensions: Vec<Option<String>>,
    /// In the order asked.
    pub metrics: Vec<Option<f64>>,
    /// The comparison's.
    pub comparison: Option<Vec<Option<f64>>>,
    /// Per cent.
    pub change: Option<Vec<Option<f64>>>,
    /// Whether its bucket is cut or not over.
    pub partial: bool,
}

/// What it took to answer.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct QueryInfoData {
    pub elapsed_ms: f64,
    pub rows_scanned: i64,
    pub bytes_scanned: i64,
    pub files_scanned: i64,
    pub hot_rows: i64,
    pub table_version: i64,
    pub approximate: bool,
    pub max_error: Option<f64>,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub timezone: String,
}

/// An answer to `stats`.
#[derive(Clone, Debug, PartialEq)]
pub struct StatsData {
    /// The rows of the page.
    pub rows: Vec<StatsRowData>,
    /// Over everything.
    pub totals: StatsRowData,
    /// Rows before limit and offset.
    pub row_count: i64,
    /// What it took.
    pub query: QueryInfoData,
}

/// A value and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCountData {
    /// The value as shown.
    pub name: Option<String>,
    /// The value as filtered by.
    pub key: Option<String>,
    /// How often.
    pub count: i64,
}

/// A visitor who is here now.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct LiveVisitorData {
    pub visitor_id: String,
    pub site_id: String,
    pub page: Option<String>,
    pub source: Option<String>,
    pub channel: Option<String>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub device: Option<String>,
    pub browser: Option<String>,
    pub company: Option<String>,
    pub pages_viewed: i64,
    pub time_on_site_sec: i64,
    pub first_seen: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
}

/// Counts of a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct MinuteData {
    pub at: DateTime<Utc>,
    pub visitors: i64,
    pub pageviews: i64,
    pub events: i64,
}

/// What is going on now.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct RealtimeData {
    pub at: DateTime<Utc>,
    pub active_visitors: i64,
    pub active_sessions: i64,
    pub active_sites: i64,
    pub events_per_minute: i64,
    pub conversion_rate: Option<f64>,
    pub revenue: Option<f64>,
    pub minutes: Vec<MinuteData>,
    pub top_pages: Vec<NamedCountData>,
    pub top_sources: Vec<NamedCountData>,
    pub top_countries: Vec<NamedCountData>,
    /// Most recent first.
    pub visitors: Vec<LiveVisitorData>,
}

/// An event as shown.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct EventData {
    pub id: String,
    pub site_id: String,
    pub name: String,
    pub timestamp: DateTime<Utc>,
    pub server_timestamp: DateTime<Utc>,
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
    pub properties: Option<Json>,
    /// Where the next page begins.
    pub cursor: String,
}

/// A page of events, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventsData {
    /// The events.
    pub events: Vec<EventData>,
    /// Whether there are more.
    pub has_next: bool,
}

/// How the pipeline fares.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct PipelineData {
    pub at: DateTime<Utc>,
    pub received_per_minute: f64,
    pub processed_per_minute: f64,
    pub failed_per_minute: f64,
    pub rejected_per_minute: f64,
    pub queued: i64,
    pub latency_ms: [f64; 3],
    pub checkpoint_age_sec: f64,
    pub low_water_lag: i64,
    pub log_bytes: i64,
    pub log_bytes_max: i64,
    pub tables: Vec<TableData>,
    pub partitions: Vec<PartitionData>,
    pub sites: Vec<SiteHealthData>,
    pub cpu_percent: f64,
    pub memory_bytes: i64,
    pub uptime_percent: f64,
}

/// A table's size.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TableData {
    pub name: String,
    pub version: i64,
    pub files: i64,
    pub rows: i64,
    pub bytes: i64,
}

/// A partition's positions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PartitionData {
    pub partition: i64,
    pub first_offset: i64,
    pub next_offset: i64,
    pub applied_offset: i64,
    pub hot_rows: i64,
}

/// What a site has lately sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SiteHealthData {
    pub site_id: String,
    pub received_last_hour: i64,
    pub rejected_last_hour: i64,
    pub refused_last_hour: i64,
    pub last_event_at: Option<DateTime<Utc>>,
}

/// What a metric or a dimension is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DefinitionData {
    /// As the enum spells it.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// What a metric's numbers are.
    pub unit: Option<&'static str>,
}

/// What a page answered to a check of its installation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct InstallCheckData {
    pub at: DateTime<Utc>,
    pub script_version: Option<String>,
    pub consent: Option<String>,
    /// Whether the collector was reached under the page's own host.
    pub first_party: bool,
}

/// An event with everything that is stored of it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDetailData {
    /// The event.
    pub event: EventData,
    /// Every column that has a value but the raw address.
    pub columns: Json,
    /// The raw address, where the site keeps it.
    pub address: Option<String>,
}

/// What erasure did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ErasureData {
    pub site_id: String,
    pub visitor_id: String,
    pub events: i64,
    pub sessions: i64,
    pub erased_at: DateTime<Utc>,
}

/// A site to be made or changed; None leaves as it is.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct SiteChange {
    pub name: Option<String>,
    pub domains: Option<Vec<String>>,
    pub timezone: Option<String>,
    pub currency: Option<String>,
    /// Empty takes it away.
    pub icon: Option<String>,
    pub settings: Option<Json>,
}

/// What is exported.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    /// The answer to a question, without limit.
    Stats(StatsInput),
    /// Raw events.
    Events(EventsExportInput),
}

/// A file that is made while it is read.
pub struct ExportFile {
    /// What to call it.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its parts. Dropping it stops the work.
    pub bytes: BoxStream<'static, ApiResult<Vec<u8>>>,
}

/// Answers questions as of one point in time.
#[async_trait]
pub trait Questions: Send + Sync {
    /// Answers a question about sites that the caller reaches.
    async fn stats(&self, input: &StatsInput) -> ApiResult<StatsData>;
}

/// The rest of the program.
#[async_trait]
pub trait Backend: Send + Sync + 'static {
    /// The control plane.
    fn accounts(&self) -> &Accounts;
    /// Who may do what, as of the latest look.
    fn rights(&self) -> Arc<Rights>;
    /// Yields whenever [`Backend::rights`] or the sites have changed.
    fn rights_changes(&self) -> watch::Receiver<u64>;
    /// Looks now, so that a change through this process holds at once.
    async fn reload(&self) -> ApiResult<()>;
    /// The time.
    fn now(&self) -> DateTime<Utc>;
    /// What is the same for everybody.
    fn installation(&self) -> &Installation;
    /// Sends a mail, some time soon.
    fn mail(&self, mail: Mail);
    /// Counts a request of a key.
    fn count_key_use(&self, key: &str);
    /// Every site, by name.
    fn site_entries(&self) -> Arc<Vec<SiteEntry>>;
    /// One of them.
    fn site_entry(&self, id: &str) -> Option<SiteEntry>;
    /// A site as shown.
    fn site(&self, id: &str) -> Option<SiteData>;
    /// For the questions of one request, which are answered as of one point in time.
    fn questions(&self) -> Box<dyn Questions>;
    /// Values that a dimension takes.
    async fn dimension_values(&self, input: &ValuesInput) -> ApiResult<Vec<NamedCountData>>;
    /// Refuses filters that no question could have.
    fn check_filters(&self, filters: &[FilterInput]) -> ApiResult<()>;
    /// What metrics and dimensions mean.
    fn definitions(&self) -> (Vec<DefinitionData>, Vec<DefinitionData>);
    /// What a page has answered that was opened with this token.
    fn install_check(&self, site: &str, token: &str) -> Option<InstallCheckData>;
    /// One event of a site, with all that is stored of it.
    async fn event(
        &self,
        site: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> ApiResult<Option<EventDetailData>>;
    /// Makes a file about sites that the caller reads.
    async fn export(&self, format: ExportFormat, wanted: Exported) -> ApiResult<ExportFile>;
    /// Hands errors that are only in memory to the control plane.
    async fn flush_errors(&self);
    /// What is going on now.
    async fn realtime(&self, sites: &[String]) -> ApiResult<RealtimeData>;
    /// Events, newest first.
    async fn events(
        &self,
        sites: &[String],
        filters: &[FilterInput],
        first: usize,
        after: Option<&str>,
    ) -> ApiResult<EventsData>;
    /// Events as they come.
    async fn live_events(
        &self,
        sites: &[String],
        filters: &[FilterInput],
    ) -> ApiResult<BoxStream<'static, ApiResult<EventData>>>;
    /// Yields whenever an answer about these sites may have changed.
    fn changes(&self, sites: &[String]) -> BoxStream<'static, ()>;
    /// How the pipeline fares, sites restricted to those given.
    async fn pipeline(&self, sites: Option<&[String]>) -> ApiResult<PipelineData>;
    /// Makes a site of an organisation.
    async fn create_site(
        &self,
        organisation: &str,
        change: SiteChange,
        actor: &Actor,
    ) -> ApiResult<SiteData>;
    /// Changes a site.
    async fn update_site(&self, id: &str, change: SiteChange, actor: &Actor)
    -> ApiResult<SiteData>;
    /// Forgets a visitor.
    async fn erase_visitor(&self, site: &str, visitor: &str) -> ApiResult<ErasureData>;
}
