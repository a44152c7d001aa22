//! The routes, and the way of a request through them: limits, body, site, key or origin, heads, log, answer.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use compact_str::CompactString;
use engine::{
    AddressLookup, Clock, EncodedRequest, Event, EventId, Fields, Log, SiteId, Source,
    partition_of, split_request,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::activity::{Activity, InstallCheck};
use super::appender::Appender;
use super::batch::{Batch, BatchEvent, canonical_name, parse};
use super::body;
use super::directory::{CollectSite, Directory, WriteKey};
use super::error::CollectError;
use super::exclusions::Exclusion;
use super::figures::Figures;
use super::first_party;
use super::heads::{Arrived, Heads};
use super::limits::Limits;
use super::peer::TrustedProxies;
use super::properties::{TEXT_CHARS_MAX, cut, split};

/// Seconds after which a sender may try again when the log takes nothing.
const LOG_RETRY_SECONDS: u64 = 5;

/// What the collector works with.
pub struct CollectorParts {
    /// Where frames go.
    pub log: Arc<dyn Log>,
    /// Sites, keys and salts.
    pub directory: Arc<dyn Directory>,
    /// Where addresses are.
    pub lookup: Arc<dyn AddressLookup>,
    /// Wall time.
    pub clock: Arc<dyn Clock>,
    /// Rates.
    pub limits: Limits,
    /// Whose forwarding headers count.
    pub proxies: TrustedProxies,
    /// What is counted.
    pub figures: Figures,
}

/// The collector's state, shared by its routes.
pub struct Collector {
    partitions: u16,
    appender: Appender,
    directory: Arc<dyn Directory>,
    heads: Heads,
    clock: Arc<dyn Clock>,
    limits: Limits,
    proxies: TrustedProxies,
    figures: Figures,
    activity: Arc<Activity>,
}

impl Collector {
    /// A collector; starts the tasks that append.
    pub fn new(parts: CollectorParts) -> Self {
        Self {
            partitions: parts.log.partitions(),
            appender: Appender::start(parts.log),
            directory: parts.directory,
            heads: Heads::new(parts.lookup),
            activity: Arc::new(Activity::new(parts.clock.clone())),
            clock: parts.clock,
            limits: parts.limits,
            proxies: parts.proxies,
            figures: parts.figures,
        }
    }

    /// What has lately been accepted and refused.
    pub fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    /// What it knows of agents and addresses.
    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// The rates it holds senders to.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}

type Shared = State<Arc<Collector>>;

/// The collecting routes.
pub fn router(collector: Arc<Collector>) -> Router {
    Router::new()
        .route("/api/collect", post(batch).options(preflight))
        .route("/api/track", post(track).get(pixel).options(preflight))
        .route("/api/v1/events", post(events))
        .route("/api/touch", post(touch).options(preflight))
        .route("/api/identify", post(identify).options(preflight))
        .with_state(collector)
}

/// A request while it is looked at, for the answer's headers and for what is remembered of it.
struct Attempt {
    origin: Option<HeaderValue>,
    site: Option<SiteId>,
}

/// Takes a batch, under whichever path it came.
pub async fn collect(
    collector: &Collector,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Body,
) -> Response {
    answer_batch(collector, peer, headers, body, false).await
}

async fn batch(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer_batch(&collector, peer, &headers, body, false).await
}

/// The same from a program, which has to have a key that writes.
async fn events(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !headers.contains_key(header::AUTHORIZATION) {
        return CollectError::Unauthorized.into_response();
    }
    answer_batch(&collector, peer, &headers, body, true).await
}

async fn track(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer_batch(&collector, peer, &headers, body, true).await
}

async fn answer_batch(
    collector: &Collector,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Body,
    single: bool,
) -> Response {
    let mut attempt = Attempt::new(headers);
    let answer = async {
        let key = collector.admit(peer, headers)?;
        let bytes = body::read(headers, body).await?;
        let mut batch = parse(&bytes, single)?;
        if let Some(visitor) = header_text(headers, "x-visitor-id")
            && batch.sender.visitor.is_none()
        {
            batch.sender.visitor = Some(cut(visitor, 64).into());
        }
        let named = batch.site.clone();
        let named = named
            .as_deref()
            .or_else(|| header_text(headers, "x-site-id"));
        let site = collector.site(named, headers, key.as_ref(), &mut attempt)?;
        let cookie = match key {
            None => first_party::cookie(&site.settings, &batch, peer, headers, &collector.proxies),
            Some(_) => None,
        };
        let mut answer = collector
            .store(&site, batch, peer, headers, key.as_ref(), None)
            .await?;
        if let Some(cookie) = cookie {
            answer.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        if key.is_none() && first_party::own_host(peer, headers, &collector.proxies).is_some() {
            collector.activity.reached_under_own_host(&site.id);
        }
        Ok(answer)
    };
    let answer = answer.await;
    finish(collector, attempt, answer.map(IntoResponse::into_response))
}

#[derive(Deserialize)]
struct PixelQuery {
    site: Option<String>,
    site_id: Option<String>,
    name: Option<String>,
    url: Option<String>,
    referrer: Option<String>,
    title: Option<String>,
}

const GIF: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\
\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

async fn pixel(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: Result<Query<PixelQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let mut attempt = Attempt::new(&headers);
    let answer = async {
        collector.admit(peer, &headers)?;
        let Query(query) = query.map_err(|error| CollectError::batch("", error.body_text()))?;
        let named = query.site.as_deref().or(query.site_id.as_deref());
        let site = collector.site(named, &headers, None, &mut attempt)?;
        let mut properties = Map::new();
        let referer = header_text(&headers, "referer").map(str::to_owned);
        for (name, value) in [
            ("url", query.url.clone().or(referer)),
            ("referrer", query.referrer.clone()),
            ("title", query.title.clone()),
        ] {
            if let Some(value) = value {
                properties.insert(name.into(), value.into());
            }
        }
        let name = query.name.as_deref().unwrap_or("page_view");
        let batch = one_event(name, properties)?;
        let source = Some(Source::Pixel);
        collector
            .store(&site, batch, peer, &headers, None, source)
            .await?;
        let kept = [
            (header::CONTENT_TYPE, "image/gif"),
            (header::CACHE_CONTROL, "no-store, max-age=0"),
            (
                header::HeaderName::from_static("cross-origin-resource-policy"),
                "cross-origin",
            ),
            (header::HeaderName::from_static("timing-allow-origin"), "*"),
        ];
        Ok((kept, GIF).into_response())
    };
    let answer = answer.await;
    finish(&collector, attempt, answer)
}

#[derive(Deserialize)]
struct TouchBody {
    site_id: Option<String>,
    url: Option<String>,
    referrer: Option<String>,
    title: Option<String>,
    consent: Option<String>,
    visitor_id: Option<String>,
    session_id: Option<String>,
}

async fn touch(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut attempt = Attempt::new(&headers);
    let answer = async {
        let key = collector.admit(peer, &headers)?;
        let bytes = body::read(&headers, body).await?;
        let touch: TouchBody = read_json(&bytes)?;
        let named = touch
            .site_id
            .as_deref()
            .or_else(|| header_text(&headers, "x-site-id"));
        let site = collector.site(named, &headers, key.as_ref(), &mut attempt)?;
        let mut properties = Map::new();
        for (name, value) in [
            ("url", touch.url),
            ("referrer", touch.referrer),
            ("title", touch.title),
        ] {
            if let Some(value) = value {
                properties.insert(name.into(), value.into());
            }
        }
        let mut batch = one_event("page_view", properties)?;
        let denied = touch.consent.as_deref() == Some("denied");
        if let Some(consent) = touch.consent {
            batch.context.insert("consent".into(), consent.into());
        }
        let made = || uuid::Uuid::new_v4().to_string();
        let visitor = id_or(touch.visitor_id, "visitor_id", made)?;
        let session = id_or(touch.session_id, "session_id", made)?;
        batch.sender.visitor = Some(visitor.clone());
        batch.sender.session = Some(session.clone());
        collector
            .store(&site, batch, peer, &headers, key.as_ref(), None)
            .await?;
        let shown = |id: CompactString| (!denied).then(|| id.to_string());
        let body =
            json!({"success": true, "visitor_id": shown(visitor), "session_id": shown(session)});
        Ok(Json(body).into_response())
    };
    let answer = answer.await;
    finish(&collector, attempt, answer)
}

#[derive(Deserialize)]
struct IdentifyBody {
    site_id: Option<String>,
    session_id: Option<String>,
    visitor_id: Option<String>,
    user_id: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

async fn identify(
    State(collector): Shared,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut attempt = Attempt::new(&headers);
    let answer = async {
        let key = collector.admit(peer, &headers)?;
        let bytes = body::read(&headers, body).await?;
        let who: IdentifyBody = read_json(&bytes)?;
        let named = who
            .site_id
            .as_deref()
            .or_else(|| header_text(&headers, "x-site-id"));
        let site = collector.site(named, &headers, key.as_ref(), &mut attempt)?;
        if who.session_id.is_none() && who.visitor_id.is_none() {
            let message = "`session_id` or `visitor_id` is needed";
            return Err(CollectError::batch("session_id", message));
        }
        let mut properties = Map::new();
        if let Some(email) = who
            .email
            .as_deref()
            .map(normal_email)
            .filter(|e| !e.is_empty())
        {
            properties.insert("email_sha256".into(), sha256(&email).into());
        }
        if let Some(phone) = who
            .phone
            .as_deref()
            .map(normal_phone)
            .filter(|p| !p.is_empty())
        {
            properties.insert("phone_sha256".into(), sha256(&phone).into());
        }
        let mut batch = one_event("identify", properties)?;
        batch.context.insert("consent".into(), "granted".into());
        batch.sender.visitor = optional_id(who.visitor_id, "visitor_id")?;
        batch.sender.session = optional_id(who.session_id, "session_id")?;
        batch.sender.user = who.user_id.map(|user| cut(&user, TEXT_CHARS_MAX).into());
        let stored = collector
            .store_identity(&site, batch, peer, &headers, key.as_ref())
            .await?;
        Ok(stored.into_response())
    };
    let answer = answer.await;
    finish(&collector, attempt, answer)
}

fn read_json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, CollectError> {
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            CollectError::batch("", error.to_string())
        } else {
            CollectError::InvalidJson(error.to_string())
        }
    })
}

fn optional_id(id: Option<String>, field: &str) -> Result<Option<CompactString>, CollectError> {
    match id {
        Some(id) if id.chars().count() > 64 || id.chars().any(char::is_control) => {
            Err(CollectError::batch(
                field,
                format!("`{field}` is not text of at most 64 characters"),
            ))
        }
        Some(id) if !id.is_empty() => Ok(Some(id.into())),
        _ => Ok(None),
    }
}

fn id_or(
    id: Option<String>,
    field: &str,
    made: impl FnOnce() -> String,
) -> Result<CompactString, CollectError> {
    Ok(optional_id(id, field)?.unwrap_or_else(|| made().into()))
}

fn one_event(name: &str, properties: Map<String, Value>) -> Result<Batch, CollectError> {
    let length = name.chars().count();
    if length == 0 || length > 120 || name.chars().any(char::is_control) {
        let message = "a name has 1 to 120 characters and no control characters";
        return Err(CollectError::batch("name", message));
    }
    let name = canonical_name(name);
    let (fields, properties): (Fields, _) = split(properties);
    Ok(Batch {
        events: vec![BatchEvent {
            event: Event {
                id: EventId::new(uuid::Uuid::new_v4().to_string()),
                name: name.into(),
                client_time: None,
                fields,
                properties,
            },
            context: None,
        }],
        ..Batch::default()
    })
}

/// E-mail as Meta and Google hash it: trimmed, lower case.
fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Phone as they hash it: digits with country code, no sign, no leading zeros.
fn normal_phone(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

async fn preflight(headers: HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let answer = response.headers_mut();
    if let Some(origin) = headers.get(header::ORIGIN) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST"),
        );
        answer.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "content-type, content-encoding, x-site-id, x-visitor-id, authorization",
            ),
        );
        answer.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("86400"),
        );
        answer.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    response
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

impl Attempt {
    fn new(headers: &HeaderMap) -> Self {
        Self {
            origin: headers.get(header::ORIGIN).cloned(),
            site: None,
        }
    }
}

fn finish(
    collector: &Collector,
    attempt: Attempt,
    answer: Result<Response, CollectError>,
) -> Response {
    let mut response = match answer {
        Ok(response) => response,
        Err(error) => {
            collector
                .figures
                .rejected(attempt.site.as_ref(), error.code());
            let origin = match &error {
                CollectError::OriginNotAllowed(origin) => Some(origin.as_str()),
                _ => None,
            };
            collector.activity.refused(
                attempt.site.as_ref(),
                error.code(),
                error.to_string(),
                origin,
            );
            error.into_response()
        }
    };
    if let Some(origin) = attempt.origin {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    response
}

impl Collector {
    /// Limits and key, before anything of the body is read.
    fn admit(
        &self,
        peer: SocketAddr,
        headers: &HeaderMap,
    ) -> Result<Option<WriteKey>, CollectError> {
        let key = match header_text(headers, "authorization") {
            None => None,
            Some(value) => {
                let secret = value
                    .strip_prefix("Bearer ")
                    .or_else(|| value.strip_prefix("bearer "))
                    .ok_or(CollectError::Unauthorized)?;
                let key = self.directory.write_key(secret.trim());
                Some(key.ok_or(CollectError::Unauthorized)?)
            }
        };
        if key.is_none() {
            self.limits
                .check_address(self.proxies.client(peer, headers))
                .map_err(CollectError::RateLimited)?;
        }
        Ok(key)
    }

    fn site(
        &self,
        named: Option<&str>,
        headers: &HeaderMap,
        key: Option<&WriteKey>,
        attempt: &mut Attempt,
    ) -> Result<CollectSite, CollectError> {
        let Some(named) = named else {
            return Err(CollectError::batch("site_id", "`site_id` is missing"));
        };
        let site = self
            .directory
            .site(named)
            .ok_or_else(|| CollectError::UnknownSite(cut(named, 64).to_owned()))?;
        attempt.site = Some(site.id.clone());
        self.limits
            .check_site(named)
            .map_err(CollectError::RateLimited)?;
        match key {
            Some(key) => {
                let reaches = key
                    .sites
                    .as_ref()
                    .is_none_or(|sites| sites.contains(&site.id));
                if !reaches {
                    return Err(CollectError::Unauthorized);
                }
            }
            None => check_origin(&site, headers)?,
        }
        if site.settings.paused {
            return Err(CollectError::SitePaused);
        }
        Ok(site)
    }

    /// Takes answers to "Check installation" out of a batch and remembers them.
    fn take_checks(
        &self,
        site: &CollectSite,
        batch: &mut Batch,
        arrived: &Arrived,
    ) -> Vec<Exclusion> {
        const CHECK: &str = "install_check";
        let mut taken = Vec::new();
        let context = |name: &str| batch.context.get(name)?.as_str().map(str::to_owned);
        let (consent, script_version) = (context("consent"), context("script_version"));
        batch.events.retain(|held| {
            if held.event.name != CHECK {
                return true;
            }
            let properties: Value = held
                .event
                .properties
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or_default();
            let check = InstallCheck {
                token: properties["token"].as_str().unwrap_or_default().to_owned(),
                at: arrived.at,
                consent: consent.clone(),
                script_version: script_version.clone(),
                first_party: properties["first_party"].as_bool().unwrap_or_default(),
            };
            self.activity.checked(&site.id, check);
            taken.push(Exclusion::Check);
            false
        });
        taken
    }

    async fn store(
        &self,
        site: &CollectSite,
        mut batch: Batch,
        peer: SocketAddr,
        headers: &HeaderMap,
        key: Option<&WriteKey>,
        source: Option<Source>,
    ) -> Result<Response, CollectError> {
        if batch.events.is_empty() && batch.dropped == 0 {
            let (message, field) = if batch.rejected.is_empty() {
                ("`events` is empty", "events")
            } else {
                ("no event was accepted", "events")
            };
            for rejection in &batch.rejected {
                self.figures.rejected(Some(&site.id), rejection.code);
            }
            return Err(CollectError::InvalidBatch {
                message: message.into(),
                field: Some(field.into()),
                rejected: batch.rejected,
            });
        }
        let arrived = self.arrived(&batch, peer, headers, key, source);
        let received = batch.events.len() + batch.dropped;
        let rejected = batch.rejected.clone();
        let checks = self.take_checks(site, &mut batch, &arrived);
        let mut built = self.heads.build(site, batch, &arrived).await;
        built.excluded.extend(checks);
        self.append(site, built.requests).await?;
        self.figures.excluded(&site.id, &built.excluded);
        for rejection in &rejected {
            self.figures.rejected(Some(&site.id), rejection.code);
        }
        self.figures.received(&site.id, received as u64);
        self.activity.accepted(
            &site.id,
            received as u64,
            rejected.len() as u64,
            arrived.source == Source::Tracker,
        );
        let body = json!({
            "success": true,
            "events_received": received,
            "excluded": built.excluded.len(),
            "rejected": rejected,
        });
        Ok((StatusCode::ACCEPTED, Json(body)).into_response())
    }

    /// Stores an `identify` that may name a session alone: then the visitor is found by it when it is processed.
    async fn store_identity(
        &self,
        site: &CollectSite,
        batch: Batch,
        peer: SocketAddr,
        headers: &HeaderMap,
        key: Option<&WriteKey>,
    ) -> Result<Response, CollectError> {
        let by_session = batch.sender.visitor.is_none();
        let mut arrived = self.arrived(&batch, peer, headers, key, None);
        if by_session {
            arrived.salts = (None, None);
        }
        let built = self.heads.build(site, batch, &arrived).await;
        self.append(site, built.requests).await?;
        self.figures.received(&site.id, 1);
        self.activity.accepted(&site.id, 1, 0, false);
        let body = json!({"success": true, "events_received": 1});
        Ok((StatusCode::ACCEPTED, Json(body)).into_response())
    }

    fn arrived(
        &self,
        batch: &Batch,
        peer: SocketAddr,
        headers: &HeaderMap,
        key: Option<&WriteKey>,
        source: Option<Source>,
    ) -> Arrived {
        let at = self.clock.now();
        let stated = |name: &str| {
            let text = key.and(batch.context.get(name)).and_then(Value::as_str);
            text.map(str::to_owned)
        };
        let address: IpAddr = match stated("ip").and_then(|ip| ip.trim().parse().ok()) {
            Some(address) => address,
            None => self.proxies.client(peer, headers),
        };
        let user_agent = stated("user_agent").unwrap_or_else(|| {
            let bytes = headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
            String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
        });
        let is_one = |name| header_text(headers, name) == Some("1");
        Arrived {
            at,
            address: Some(address),
            user_agent: cut(&user_agent, TEXT_CHARS_MAX).into(),
            refuses_tracking: is_one("dnt") || is_one("sec-gpc"),
            source: source.unwrap_or(if key.is_some() {
                Source::Server
            } else {
                Source::Tracker
            }),
            salts: self.directory.salts(at.utc_day()),
            edge_country: self.proxies.edge_country(peer, headers),
            origin_host: header_text(headers, "origin").and_then(engine::page::host_in),
            time: None,
        }
    }

    async fn append(
        &self,
        site: &CollectSite,
        requests: Vec<engine::Request>,
    ) -> Result<(), CollectError> {
        let mut by_partition: std::collections::BTreeMap<_, Vec<EncodedRequest>> =
            std::collections::BTreeMap::new();
        for request in requests {
            let visitor = request.head.visitor.as_ref();
            let shards = site.settings.shards;
            let partition = partition_of(&site.id, visitor, shards, self.partitions);
            let encoded = by_partition.entry(partition).or_default();
            let whole = EncodedRequest::new(&request);
            if whole.len() + 64 <= engine::FRAME_BYTES_MAX {
                encoded.push(whole);
            } else {
                encoded.extend(split_request(request).iter().map(EncodedRequest::new));
            }
        }
        for (partition, requests) in by_partition {
            self.appender
                .append(partition, requests)
                .await
                .map_err(|error| {
                    tracing::warn!(%partition, %error, "events are not stored");
                    CollectError::LogUnavailable(LOG_RETRY_SECONDS)
                })?;
        }
        Ok(())
    }
}

fn check_origin(site: &CollectSite, headers: &HeaderMap) -> Result<(), CollectError> {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let settings = &site.settings;
    if settings.allows_any_host() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(origin.as_bytes()).into_owned();
    let host = (text != "null")
        .then(|| engine::page::host_in(&text))
        .flatten();
    match host {
        Some(host) if settings.allows_host(&host) => Ok(()),
        _ => Err(CollectError::OriginNotAllowed(cut(&text, 256).to_owned())),
    }
}
