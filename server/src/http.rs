//! All routes of a process, its health, and errors as JSON for everything that is not a page.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use graphql_api::ClientAddress;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use sources::collector::{Collector, TrustedProxies};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::backend::ServerBackend;
use crate::directory::MemoryDirectory;
use crate::node::Node;
use crate::oidc::{self, Oidc};
use crate::scripts::Scripts;
use crate::{assets, control, scripts};

/// An error as every route tells it.
pub fn error(status: StatusCode, code: &str, message: &str, field: Option<&str>) -> Response {
    let body = json!({"error": {"code": code, "message": message, "field": field}});
    (status, Json(body)).into_response()
}

#[derive(Clone)]
struct Health {
    node: Arc<Node>,
    backend: Arc<ServerBackend>,
    prometheus: PrometheusHandle,
}

/// How requests reach the routes.
pub struct Front {
    /// The identity provider, where there is one.
    pub oidc: Option<Arc<Oidc>>,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: TrustedProxies,
}

/// Finds the address that a request comes from, for those who count and note it.
async fn client_address(
    State(proxies): State<Arc<TrustedProxies>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let address = proxies.client(peer, request.headers());
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

/// Headers of every answer. What a route has said itself stays.
async fn guard(is_https: bool, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    if is_https {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    response
}

/// The routes of `serve`.
pub fn router(
    node: Arc<Node>,
    collector: Arc<Collector>,
    backend: Arc<ServerBackend>,
    prometheus: PrometheusHandle,
    control: Arc<control::Control>,
    front: Front,
) -> Router {
    let is_https = backend.installation.public_url.starts_with("https://");
    let signing_in = front.oidc.map(|oidc| oidc::router(oidc, backend.clone()));
    let health = Health {
        node: node.clone(),
        backend: backend.clone(),
        prometheus,
    };
    let own = Router::new()
        .route("/health", get(|| async { Json(json!({"ok": true})) }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health);
    let compression = CompressionLayer::new().compress_when(
        DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream")),
    );
    let scripts = Scripts::new(node.directory.clone());
    let renamed = Renamed {
        directory: node.directory.clone(),
        collector: collector.clone(),
        scripts: scripts.clone(),
    };
    let pages = Router::new()
        .fallback(missing)
        .layer(compression.clone())
        .layer(middleware::from_fn_with_state(renamed, by_own_path));
    Router::new()
        .merge(sources::collector::router(collector))
        .merge(own)
        .merge(scripts::router(scripts))
        .merge(graphql_api::router(backend).layer(compression))
        .merge(control::router(control))
        .merge(signing_in.unwrap_or_default())
        .fallback_service(pages)
        .method_not_allowed_fallback(not_allowed)
        .layer(middleware::from_fn(move |request, next| {
            guard(is_https, request, next)
        }))
        .layer(middleware::from_fn_with_state(
            Arc::new(front.proxies),
            client_address,
        ))
        .layer(CatchPanicLayer::custom(panicked))
}

async fn ready(State(health): State<Health>) -> Response {
    let reasons = reasons(&health.node).await;
    if reasons.is_empty() {
        return Json(json!({"ready": true})).into_response();
    }
    let body = json!({"ready": false, "reasons": reasons});
    (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
}

/// Why the process is not ready; nothing where it is.
pub async fn reasons(node: &Node) -> Vec<String> {
    let mut reasons = Vec::new();
    if !node.sink.hot().is_caught_up() {
        reasons.push(
            "catching_up: what was accepted before the start is still being processed".into(),
        );
    }
    if let Err(error) = node.log.size().await {
        reasons.push(format!("log: {error}"));
    }
    if let Err(error) = node.directory.accounts().ping().await {
        reasons.push(format!("database: {error}"));
    }
    if let Err(error) = node.sink.ping().await {
        reasons.push(format!("store: {error}"));
    }
    reasons
}

async fn metrics(State(health): State<Health>) -> Response {
    gauge(&health.node, &health.backend).await;
    let text = health.prometheus.render();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Sets the metrics that are read off, not counted.
pub async fn gauge(node: &Node, backend: &ServerBackend) {
    let now = node.clock.now();
    let (live, imported) = node.sink.hot().open_sessions();
    let actors = node.budget.live();
    metrics::gauge!("footfall_open_sessions", "state" => "actor").set(actors as f64);
    let passive = (live + imported).saturating_sub(actors);
    metrics::gauge!("footfall_open_sessions", "state" => "table").set(passive as f64);
    let mut oldest = None::<engine::Micros>;
    let mut lag = 0;
    for number in 0..node.log.partitions() {
        let partition = engine::PartitionId(number);
        let first = engine::Sink::hot_size(node.sink.as_ref(), partition).first_row;
        oldest = oldest.into_iter().chain(first).min();
        if let Ok(bounds) = node.log.bounds(partition).await {
            lag += bounds.next.0 - bounds.first.0;
        }
    }
    let age = oldest.map_or(0.0, |oldest| (now - oldest).as_seconds());
    metrics::gauge!("footfall_checkpoint_age_seconds").set(age);
    metrics::gauge!("footfall_low_water_lag").set(lag as f64);
    let usage = backend.resources.usage();
    metrics::gauge!("process_resident_memory_bytes").set(usage.memory_bytes as f64);
    metrics::gauge!("process_cpu_seconds_total").set(usage.cpu_seconds);
}

/// What answers under the paths that sites have given to script and collector.
#[derive(Clone)]
struct Renamed {
    directory: Arc<MemoryDirectory>,
    collector: Arc<Collector>,
    scripts: Scripts,
}

async fn by_own_path(
    State(renamed): State<Renamed>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    match *request.method() {
        Method::POST if renamed.directory.is_endpoint(path) => {
            let (parts, body) = request.into_parts();
            sources::collector::collect(&renamed.collector, peer, &parts.headers, body).await
        }
        Method::GET | Method::HEAD => {
            match scripts::renamed(&renamed.scripts, path, request.headers()).await {
                Some(script) => script,
                None => next.run(request).await,
            }
        }
        _ => next.run(request).await,
    }
}

async fn missing(request: Request) -> Response {
    let path = request.uri().path();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD)
        && !path.starts_with("/api/")
        && !path.starts_with("/graphql")
        && !path.starts_with("/internal/");
    if is_page {
        return assets::page(request.uri(), request.headers());
    }
    error(
        StatusCode::NOT_FOUND,
        "not_found",
        "there is nothing here",
        None,
    )
}

async fn not_allowed() -> Response {
    error(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "the method is not allowed here",
        None,
    )
}

fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(message, "a request panicked");
    error(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "something failed here; it has been logged",
        None,
    )
}
