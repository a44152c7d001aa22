//! What the binary carries for browsers: the tracking script and the web UI. Both are embedded at build time; where
//! they were not built, a page says so.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use engine::{ConsentMode, SiteSettings};
use rust_embed::{Embed, EmbeddedFile};
use serde::Deserialize;
use serde_json::json;

use crate::directory::MemoryDirectory;

#[derive(Embed)]
#[folder = "../web-ui/dist"]
struct WebUi;

#[derive(Embed)]
#[folder = "../tracker/dist"]
struct Tracker;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Footfall</title>\
<body style=\"font:16px/1.5 system-ui;max-width:34em;margin:4em auto;padding:0 1em\">\
<h1>The web UI is not in this binary</h1>\
<p>It was built without Node. The collector and the API work; <code>make build</code> builds the pages too.</p>";

const CSP: &str = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; \
style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Scripts for sites, and the web UI for everything else that no route answers.
pub fn router(directory: Arc<MemoryDirectory>) -> Router {
    Router::new()
        .route("/s/{file}", get(site_script))
        .route("/api/track.js", get(named_script))
        .route("/f.js", get(core_script))
        .route("/t.js", get(core_script))
        .with_state(directory)
}

#[derive(Deserialize)]
struct Named {
    site: Option<String>,
}

async fn site_script(
    State(directory): State<Arc<MemoryDirectory>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    script_of(&directory, file.strip_suffix(".js"), &headers)
}

async fn named_script(
    State(directory): State<Arc<MemoryDirectory>>,
    Query(named): Query<Named>,
    headers: HeaderMap,
) -> Response {
    script_of(&directory, named.site.as_deref(), &headers)
}

async fn core_script(headers: HeaderMap) -> Response {
    script(&core(), &headers)
}

fn script_of(directory: &MemoryDirectory, site: Option<&str>, headers: &HeaderMap) -> Response {
    match site.and_then(|id| directory.get(id)) {
        Some((site, settings)) => {
            let config = configuration(&site.id, &settings);
            script(
                &format!("window.__footfall_config={config};{}", core()),
                headers,
            )
        }
        None => crate::http::error(
            StatusCode::NOT_FOUND,
            "unknown_site",
            "there is no such site",
            Some("site_id"),
        ),
    }
}

fn core() -> String {
    match Tracker::get("core.js") {
        Some(file) => String::from_utf8_lossy(&file.data).into_owned(),
        None => {
            "console.warn('footfall: the tracker is not in this binary; build with make build')"
                .into()
        }
    }
}

/// What the tracker of a site is told.
fn configuration(site: &str, settings: &SiteSettings) -> serde_json::Value {
    let mut config = json!({
        "site": site,
        "timeout": settings.session_timeout.0 / 1_000_000,
        "domains": settings.domains,
        "consent": match settings.consent {
            ConsentMode::NotRequired => "not_required",
            ConsentMode::Anonymous | ConsentMode::Strict => "unknown",
        },
    });
    if settings.consent == ConsentMode::Strict {
        config["strict"] = true.into();
    }
    if settings.honour_dnt {
        config["dnt"] = true.into();
    }
    config
}

fn script(text: &str, headers: &HeaderMap) -> Response {
    let etag = format!("\"{}\"", engine::Key::of(text).0);
    let fresh = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400"),
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
        (
            header::HeaderName::from_static("timing-allow-origin"),
            HeaderValue::from_static("*"),
        ),
        (
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        ),
    ];
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.contains(&etag)) {
        (StatusCode::NOT_MODIFIED, fresh).into_response()
    } else {
        (fresh, text.to_owned()).into_response()
    };
    if let Ok(value) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// The web UI: a file of it, or its page for every path that is a page's.
pub fn page(uri: &Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = WebUi::get(path).filter(|_| !path.is_empty()) {
        return serve(path, file);
    }
    match WebUi::get("index.html") {
        Some(file) => serve("index.html", file),
        None => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            NOT_BUILT,
        )
            .into_response(),
    }
}

fn serve(path: &str, file: EmbeddedFile) -> Response {
    let kind = match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" | "webmanifest" => "application/json",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    let cache = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ];
    (headers, file.data.into_owned()).into_response()
}
