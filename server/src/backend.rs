//! The GraphQL API's port, answered by this process: questions by the query engine, realtime from memory, sites by the
//! control plane.

use std::sync::Arc;
use std::time::Instant;

use accounts::{Accounts, Actor, KeyUse, Mail, Moment, Rights, SiteEdit};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use engine::{Micros, PartitionId, Sink, SiteId, SiteSettings, Span, Table};
use futures::StreamExt;
use futures::stream::BoxStream;
use graphql_api::{
    ApiError, ApiResult, Backend, DefinitionData, ErasureData, EventData, EventDetailData,
    EventsData, ExportFile, ExportFormat, Exported, FilterInput, InstallCheckData,
    InstallStateData, Installation, NamedCountData, PartitionData, PipelineData, Questions,
    RealtimeData, SiteChange, SiteData, SiteEntry, SiteHealthData, SiteStatusData, StatsData,
    StatsInput, TableData, ValuesInput,
};
use parking_lot::Mutex;
use query::{EventsQuery, ValuesQuery};
use serde_json::Value as Json;
use sources::collector::Activity;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

use crate::errors::ErrorLog;
use crate::live::{LiveFilter, event};
use crate::mail::Mailer;
use crate::node::Node;
use crate::questions;
use crate::realtime::{date_time, realtime};
use crate::resources::Resources;
use crate::sites::{merge_settings, new_path_key, script, validate};

/// The backend of a process.
pub struct ServerBackend {
    pub node: Arc<Node>,
    pub activity: Arc<Activity>,
    pub installation: Installation,
    pub resources: Resources,
    pub errors: Arc<ErrorLog>,
    mailer: Mailer,
    key_uses: Mutex<std::collections::HashMap<String, (i64, DateTime<Utc>)>>,
    installed: Mutex<std::collections::HashMap<String, Micros>>,
    /// The minute in which the uptime was last looked up, and what it was: it changes once a minute, and each
    /// subscriber to the pipeline asks every second.
    uptime: Mutex<Option<(i64, f64)>>,
}

impl ServerBackend {
    pub fn new(
        node: Arc<Node>,
        activity: Arc<Activity>,
        installation: Installation,
        errors: Arc<ErrorLog>,
        mailer: Mailer,
    ) -> Self {
        Self {
            node,
            activity,
            installation,
            resources: Resources::default(),
            errors,
            mailer,
            key_uses: Mutex::default(),
            installed: Mutex::default(),
            uptime: Mutex::default(),
        }
    }

    async fn uptime_percent(&self) -> ApiResult<f64> {
        let now = self.now();
        let minute = now.timestamp().div_euclid(60);
        let known = *self.uptime.lock();
        if let Some((at, percent)) = known
            && at == minute
        {
            return Ok(percent);
        }
        let percent = self.accounts().uptime_percent(now).await?;
        *self.uptime.lock() = Some((minute, percent));
        Ok(percent)
    }

    fn site_data(&self, site: &accounts::Site, settings: &SiteSettings) -> SiteData {
        let report = self.activity.report(Some(&SiteId::new(&site.id)));
        let requests = report.hour.requests;
        let status = if settings.paused {
            SiteStatusData::Paused
        } else if requests >= 20 && report.hour.refused * 2 > requests {
            SiteStatusData::Error
        } else {
            SiteStatusData::Active
        };
        let now = self.node.clock.now();
        let known = self.installed.lock().get(&site.id).copied();
        let heard = report.last_tracker_event.max(known);
        SiteData {
            id: site.id.clone(),
            organisation: site.organisation.clone(),
            name: site.name.clone(),
            domains: settings.domains.iter().map(ToString::to_string).collect(),
            timezone: settings.timezone.to_string(),
            currency: settings.currency.to_string(),
            status,
            installed: match heard {
                None => InstallStateData::NotDetected,
                Some(at) if now - at <= Span::seconds(7 * 86_400) => InstallStateData::Installed,
                Some(_) => InstallStateData::Silent,
            },
            last_event_at: report.last_event.max(known).map(date_time),
            first_party: report.first_party,
            commonest_refusal: report.commonest.map(Into::into),
            refused_origins: report.refused_origins.into_iter().map(counted).collect(),
            icon: site.icon.clone(),
            script: script(&self.installation.public_url, &site.id),
            settings: serde_json::to_value(settings).unwrap_or_default(),
            created_at: site.created_at,
        }
    }

    /// Learns from the tables when each site's tracker was last heard before this process began.
    pub async fn learn_installed(&self) -> anyhow::Result<()> {
        use arrow::array::AsArray;
        let statement = "SELECT site_id, max(server_timestamp) AS heard FROM events \
                         WHERE origin = 'tracker' GROUP BY site_id";
        let answer = self
            .node
            .query
            .sql(&query::SqlQuery {
                text: statement.into(),
                sites: None,
                freshness: query::Freshness::Committed,
            })
            .await?;
        let mut batches = answer.batches;
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            let sites = arrow::compute::cast(batch.column(0), &arrow::datatypes::DataType::Utf8)?;
            let heard = arrow::compute::cast(batch.column(1), &arrow::datatypes::DataType::Int64)?;
            let heard = heard.as_primitive::<arrow::datatypes::Int64Type>();
            let mut installed = self.installed.lock();
            for (site, heard) in sites.as_string::<i32>().iter().zip(heard) {
                if let (Some(site), Some(heard)) = (site, heard) {
                    installed.insert(site.to_owned(), Micros(heard));
                }
            }
        }
        Ok(())
    }

    /// Writes down how often keys were used since the last time.
    pub async fn flush_key_uses(&self) -> Result<(), accounts::AccountsError> {
        let uses = std::mem::take(&mut *self.key_uses.lock());
        let uses: Vec<KeyUse> = uses
            .into_iter()
            .map(|(key, (requests, last))| KeyUse {
                key,
                requests,
                last,
            })
            .collect();
        self.node.directory.accounts().note_key_use(&uses).await
    }

    async fn changed(&self, site: &accounts::Site) -> ApiResult<SiteData> {
        self.node.directory.reload().await.map_err(internal)?;
        let (site, settings) = self
            .node
            .directory
            .get(&site.id)
            .ok_or_else(|| ApiError::NotFound("the site is gone".into()))?;
        Ok(self.site_data(&site, &settings))
    }
}

fn counted((name, count): (String, u64)) -> NamedCountData {
    NamedCountData {
        key: Some(name.clone()),
        name: Some(name),
        count: signed(count),
    }
}

fn internal(error: impl std::fmt::Display) -> ApiError {
    ApiError::Internal(error.to_string())
}

fn signed(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

fn page_event(event: query::Event) -> EventData {
    EventData {
        cursor: event.cursor.to_string(),
        id: event.id,
        site_id: event.site.to_string(),
        name: event.name,
        timestamp: date_time(event.timestamp),
        server_timestamp: date_time(event.server_timestamp),
        visitor_id: event.visitor_id,
        session_id: event.session_id,
        user_id: event.user_id,
        page_url: event.page_url,
        page_path: event.page_path,
        page_title: event.page_title,
        referrer: event.referrer,
        source: event.source,
        medium: event.medium,
        channel: event.channel,
        campaign: event.campaign,
        country: event.country,
        region: event.region,
        city: event.city,
        device: event.device,
        browser: event.browser,
        os: event.os,
        language: event.language,
        company: event.company,
        visitor_type: event.visitor_type,
        value: event.value,
        currency: event.currency,
        transaction_id: event.transaction_id,
        is_bot: event.is_bot,
        origin: event.origin,
        properties: event
            .properties
            .and_then(|text| serde_json::from_str::<Json>(&text).ok()),
    }
}

fn query_sites(node: &Node, ids: &[String]) -> ApiResult<Vec<query::Site>> {
    ids.iter()
        .map(|id| {
            let site = node.directory.get(id);
            let (site, settings) =
                site.ok_or_else(|| ApiError::NotFound(format!("there is no site {id}")))?;
            Ok(questions::site(&site, &settings))
        })
        .collect()
}

/// Questions as of one point in time.
struct OfOnePoint {
    node: Arc<Node>,
    now: Micros,
    point: query::PointInTime,
}

#[async_trait]
impl Questions for OfOnePoint {
    async fn stats(&self, input: &StatsInput) -> ApiResult<StatsData> {
        let ids: Vec<String> = input.site_ids.iter().map(|id| id.to_string()).collect();
        let question = questions::question(input, query_sites(&self.node, &ids)?)?;
        let started = Instant::now();
        let engine = &self.node.query;
        let answer = engine.stats_at(&self.point, &question, self.now).await;
        metrics::histogram!("footfall_query_seconds", "kind" => "stats")
            .record(started.elapsed().as_secs_f64());
        Ok(questions::answer(answer.map_err(questions::error)?))
    }
}

#[async_trait]
impl Backend for ServerBackend {
    fn accounts(&self) -> &Accounts {
        self.node.directory.accounts()
    }

    fn rights(&self) -> Arc<Rights> {
        self.node.directory.rights()
    }

    fn rights_changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.node.directory.changes()
    }

    async fn reload(&self) -> ApiResult<()> {
        self.node.directory.reload().await.map_err(|error| {
            tracing::error!(%error, "the control plane cannot be read");
            ApiError::internal()
        })
    }

    fn now(&self) -> DateTime<Utc> {
        self.node.directory.time()
    }

    fn installation(&self) -> &Installation {
        &self.installation
    }

    fn mail(&self, mail: Mail) {
        self.mailer.send(mail);
    }

    fn count_key_use(&self, key: &str) {
        let now = self.now();
        let mut uses = self.key_uses.lock();
        let used = uses.entry(key.to_owned()).or_insert((0, now));
        *used = (used.0 + 1, now);
    }

    fn site_entries(&self) -> Arc<Vec<SiteEntry>> {
        self.node.directory.entries()
    }

    fn site_entry(&self, id: &str) -> Option<SiteEntry> {
        self.node.directory.entry(id)
    }

    fn site(&self, id: &str) -> Option<SiteData> {
        let (site, settings) = self.node.directory.get(id)?;
        Some(self.site_data(&site, &settings))
    }

    fn questions(&self) -> Box<dyn Questions> {
        Box::new(OfOnePoint {
            node: self.node.clone(),
            now: self.node.clock.now(),
            point: query::PointInTime::default(),
        })
    }

    async fn dimension_values(&self, input: &ValuesInput) -> ApiResult<Vec<NamedCountData>> {
        let query = ValuesQuery {
            sites: query_sites(&self.node, &input.site_ids)?,
            dimension: questions::dimension(input.dimension)?,
            key: input.key.clone(),
            search: input.search.clone(),
            range: questions::range(input.range, "range")?,
            timezone: None,
            include_bots: false,
            first: input.first,
        };
        let started = Instant::now();
        let values = self
            .node
            .query
            .dimension_values(&query, self.node.clock.now())
            .await;
        metrics::histogram!("footfall_query_seconds", "kind" => "values")
            .record(started.elapsed().as_secs_f64());
        let values = values.map_err(questions::error)?.into_iter();
        let data = values.map(|value| NamedCountData {
            key: Some(value.name.clone()),
            name: Some(value.name),
            count: signed(value.count),
        });
        Ok(data.collect())
    }

    fn check_filters(&self, filters: &[FilterInput]) -> ApiResult<()> {
        let filters = filters.iter().map(questions::filter);
        let filters: Vec<query::Filter> = filters.collect::<ApiResult<_>>()?;
        query::check_filters(&filters).map_err(questions::error)
    }

    fn definitions(&self) -> (Vec<DefinitionData>, Vec<DefinitionData>) {
        questions::definitions()
    }

    fn install_check(&self, site: &str, token: &str) -> Option<InstallCheckData> {
        let check = self.activity.check(&SiteId::new(site), token)?;
        Some(InstallCheckData {
            at: date_time(check.at),
            script_version: check.script_version,
            consent: check.consent,
            first_party: check.first_party,
        })
    }

    async fn event(
        &self,
        site: &str,
        id: &str,
        at: DateTime<Utc>,
    ) -> ApiResult<Option<EventDetailData>> {
        let mut sites = query_sites(&self.node, &[site.to_owned()])?;
        let Some(site) = sites.pop() else {
            return Ok(None);
        };
        let at = Micros(at.timestamp_micros());
        let found = self.node.query.event_row(&site, id, at).await;
        let Some((event, row)) = found.map_err(questions::error)? else {
            return Ok(None);
        };
        let mut columns = crate::export::row_as_json(&row).map_err(internal)?;
        let address = columns.remove("ip_address");
        Ok(Some(EventDetailData {
            event: page_event(event),
            columns: columns.into(),
            address: address.and_then(|address| address.as_str().map(Into::into)),
        }))
    }

    async fn export(&self, format: ExportFormat, wanted: Exported) -> ApiResult<ExportFile> {
        let now = self.node.clock.now();
        let day = self.now().format("%Y-%m-%d");
        let (end, kind) = crate::export::kind(format);
        let (what, schema, batches) = match wanted {
            Exported::Stats(input) => {
                let ids: Vec<String> = input.site_ids.iter().map(|id| id.to_string()).collect();
                let mut question = questions::question(&input, query_sites(&self.node, &ids)?)?;
                if input.limit.is_none() {
                    question.limit = query::Limit::Unlimited;
                }
                let answer = self.node.query.stats(&question, now).await;
                let answer = answer.map_err(questions::error)?;
                let names = questions::columns(&question);
                let rows = crate::export::rows_of_answer(&answer, &names).map_err(internal)?;
                let schema = rows.schema();
                let rows = futures::stream::iter([Ok(rows)]).boxed();
                ("stats", schema, rows)
            }
            Exported::Events(input) => {
                let ids: Vec<String> = input.site_ids.iter().map(|id| id.to_string()).collect();
                let filters = input.filters.iter().flatten().map(questions::filter);
                let query = query::ExportQuery {
                    sites: query_sites(&self.node, &ids)?,
                    range: questions::range(input.range, "range")?,
                    filters: filters.collect::<ApiResult<_>>()?,
                    include_bots: input.include_bots,
                    timezone: input.timezone,
                };
                let found = self.node.query.export_events(&query, now).await;
                let found = found.map_err(questions::error)?;
                let batches = found.batches.map(|batch| batch.map_err(questions::error));
                ("events", found.schema, batches.boxed())
            }
        };
        Ok(ExportFile {
            name: format!("footfall-{what}-{day}.{end}"),
            kind,
            bytes: crate::export::file(format, schema, batches)?,
        })
    }

    async fn flush_errors(&self) {
        self.errors.flush(&self.activity, self.accounts()).await;
    }

    async fn realtime(&self, sites: &[String]) -> ApiResult<RealtimeData> {
        Ok(realtime(&self.node, sites))
    }

    async fn events(
        &self,
        sites: &[String],
        filters: &[FilterInput],
        first: usize,
        after: Option<&str>,
    ) -> ApiResult<EventsData> {
        let query = EventsQuery {
            sites: query_sites(&self.node, sites)?,
            filters: filters
                .iter()
                .map(questions::filter)
                .collect::<ApiResult<_>>()?,
            include_bots: true,
            first,
            after: after
                .map(str::parse)
                .transpose()
                .map_err(questions::error)?,
        };
        let started = Instant::now();
        let page = self
            .node
            .query
            .events_page(&query, self.node.clock.now())
            .await;
        metrics::histogram!("footfall_query_seconds", "kind" => "events")
            .record(started.elapsed().as_secs_f64());
        let page = page.map_err(questions::error)?;
        Ok(EventsData {
            events: page.events.into_iter().map(page_event).collect(),
            has_next: page.has_next,
        })
    }

    async fn live_events(
        &self,
        sites: &[String],
        filters: &[FilterInput],
    ) -> ApiResult<BoxStream<'static, ApiResult<EventData>>> {
        let filter = LiveFilter::new(filters)?;
        let sites: Vec<SiteId> = sites.iter().map(SiteId::new).collect();
        let mut feed = BroadcastStream::new(self.node.hub.subscribe());
        Ok(async_stream::stream! {
            while let Some(rows) = feed.next().await {
                match rows {
                    Ok(rows) if sites.contains(&rows.site) => {
                        for row in rows.rows.iter() {
                            let event = event(row);
                            if filter.passes(&event) {
                                yield Ok(event);
                            }
                        }
                    }
                    Ok(_) => {}
                    Err(BroadcastStreamRecvError::Lagged(missed)) => {
                        let message = format!("the subscriber is too slow: {missed} batches missed; subscribe again");
                        yield Err(ApiError::LimitExceeded(message));
                        return;
                    }
                }
            }
        }
        .boxed())
    }

    fn changes(&self, sites: &[String]) -> BoxStream<'static, ()> {
        let sites: Vec<SiteId> = sites.iter().map(SiteId::new).collect();
        BroadcastStream::new(self.node.hub.subscribe())
            .filter_map(move |rows| {
                // Who has missed rows has missed a change.
                let changed = rows.map_or(true, |rows| sites.contains(&rows.site));
                std::future::ready(changed.then_some(()))
            })
            .ready_chunks(1_024)
            .map(|_| ())
            .boxed()
    }

    async fn pipeline(&self, sites: Option<&[String]>) -> ApiResult<PipelineData> {
        let node = &self.node;
        let now = node.clock.now();
        let size = node.log.size().await.map_err(internal)?;
        let mut partitions = Vec::new();
        let (mut queued, mut lag, mut oldest) = (0, 0, None::<Micros>);
        for number in 0..node.log.partitions() {
            let partition = PartitionId(number);
            let bounds = node.log.bounds(partition).await.map_err(internal)?;
            let applied = node.sink.hot().applied(partition);
            let hot = node.sink.hot_size(partition);
            queued += bounds.next.0.saturating_sub(applied.0 + 1);
            lag += bounds.next.0.saturating_sub(bounds.first.0);
            oldest = match (oldest, hot.first_row) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            partitions.push(PartitionData {
                partition: i64::from(number),
                first_offset: signed(bounds.first.0),
                next_offset: signed(bounds.next.0),
                applied_offset: signed(applied.0),
                hot_rows: signed(hot.rows),
            });
        }
        let mut tables = Vec::new();
        for table in Table::ALL {
            let state = node
                .query
                .table_state(table, &[])
                .await
                .map_err(questions::error)?;
            tables.push(TableData {
                name: table.name().into(),
                version: state.version.map_or(-1, signed),
                files: signed(state.files.len()),
                rows: signed(state.rows),
                bytes: signed(state.files.iter().map(|(_, bytes)| bytes).sum::<u64>()),
            });
        }
        let sees = |id: &str| sites.is_none_or(|sites| sites.iter().any(|site| site == id));
        let mut health = Vec::new();
        let mut sum = sources::collector::Count::default();
        for (site, _) in node.directory.all() {
            if sees(&site.id) {
                let report = self.activity.report(Some(&SiteId::new(&site.id)));
                sum.add(&report.minute);
                health.push(SiteHealthData {
                    received_last_hour: signed(report.hour.received),
                    rejected_last_hour: signed(report.hour.rejected),
                    refused_last_hour: signed(report.hour.refused),
                    last_event_at: report.last_event.map(date_time),
                    site_id: site.id,
                });
            }
        }
        let whole = sites.is_none();
        if !whole {
            partitions.clear();
            tables.clear();
        }
        let usage = if whole {
            self.resources.usage()
        } else {
            crate::resources::Usage::default()
        };
        Ok(PipelineData {
            at: date_time(now),
            received_per_minute: sum.received as f64,
            processed_per_minute: node.hub.processed_per_minute(now) as f64,
            failed_per_minute: sum.refused as f64,
            rejected_per_minute: sum.rejected as f64,
            queued: signed(queued),
            latency_ms: node.hub.latencies().map(|span| span.as_seconds() * 1_000.0),
            checkpoint_age_sec: oldest.map_or(0.0, |oldest| (now - oldest).as_seconds()),
            low_water_lag: signed(lag),
            log_bytes: if whole { signed(size.bytes) } else { 0 },
            log_bytes_max: signed(size.bytes_max),
            tables,
            partitions,
            sites: health,
            cpu_percent: usage.cpu_percent,
            memory_bytes: signed(usage.memory_bytes),
            uptime_percent: self.uptime_percent().await?,
        })
    }

    async fn create_site(
        &self,
        organisation: &str,
        change: SiteChange,
        actor: &Actor,
    ) -> ApiResult<SiteData> {
        let settings = merge_settings(&SiteSettings::default(), &change, new_path_key)?;
        validate(&settings)?;
        let name = change.name.unwrap_or_default();
        let settings = serde_json::to_value(&settings).map_err(internal)?;
        let moment = Moment::at(self.now());
        let site = self
            .accounts()
            .create_site(organisation, &name, settings, actor, moment)
            .await?;
        self.changed(&site).await
    }

    async fn update_site(
        &self,
        id: &str,
        change: SiteChange,
        actor: &Actor,
    ) -> ApiResult<SiteData> {
        let missing = || ApiError::NotFound(format!("there is no site {id}"));
        let (_, settings) = self.node.directory.get(id).ok_or_else(missing)?;
        let settings = merge_settings(&settings, &change, new_path_key)?;
        validate(&settings)?;
        let edit = SiteEdit {
            name: change.name,
            icon: change.icon,
            settings: Some(serde_json::to_value(&settings).map_err(internal)?),
        };
        let moment = Moment::at(self.now());
        let site = self.accounts().update_site(id, edit, actor, moment).await?;
        self.changed(&site).await
    }

    async fn erase_visitor(&self, site: &str, visitor: &str) -> ApiResult<ErasureData> {
        let receipt = crate::erase::erase(&self.node, site, visitor, false)
            .await
            .map_err(|error| internal(format!("{error:#}")))?;
        let erased_at: DateTime<Utc> = date_time(self.node.clock.now());
        Ok(ErasureData {
            site_id: site.into(),
            visitor_id: visitor.into(),
            events: signed(receipt.events),
            sessions: signed(receipt.sessions),
            erased_at,
        })
    }
}
