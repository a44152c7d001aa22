//! The web UI, embedded at build time; where it was not built, a page says so.

use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../web-ui/dist"]
struct WebUi;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Footfall</title>\
<body style=\"font:16px/1.5 system-ui;max-width:34em;margin:4em auto;padding:0 1em\">\
<h1>The web UI is not in this binary</h1>\
<p>It was built without Node. The collector and the API work; <code>make build</code> builds the pages too.</p>";

const CSP: &str = "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; \
style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

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
