//! The web UI, embedded at build time; where it was not built, a page says so.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../web-ui/dist"]
struct WebUi;

const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Footfall</title>\
<body style=\"font:16px/1.5 system-ui;max-width:34em;margin:4em auto;padding:0 1em\">\
<h1>The web UI is not in this binary</h1>\
<p>It was built without Node. The collector and the API work; <code>make build</code> builds the pages too.</p>";

/// What a page may load and run. The nonce is for styles and scripts that its own scripts add.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Whether a client takes an encoding.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accepted.split(',').any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == encoding && quality.trim().replace(' ', "") != "q=0"
    })
}

/// Whether a client already has what a validator stands for.
pub fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH);
    known.is_some_and(|known| known.to_str().is_ok_and(|known| known.contains(etag)))
}

/// The web UI: a file of it, or its page for every path that is a page's.
pub fn page(uri: &Uri, headers: &HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = WebUi::get(path).filter(|_| !path.is_empty() && path != "index.html") {
        return serve(path, file, headers);
    }
    match WebUi::get("index.html") {
        Some(file) => index(&String::from_utf8_lossy(&file.data)),
        None => (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            NOT_BUILT,
        )
            .into_response(),
    }
}

/// The page, with a nonce of its own where its scripts look for one.
fn index(html: &str) -> Response {
    let nonce = accounts::Moment::at(chrono::Utc::now()).token();
    let meta = format!("<head>\n    <meta property=\"csp-nonce\" nonce=\"{nonce}\" />");
    let html = html.replacen("<head>", &meta, 1);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".into()),
        (
            header::CONTENT_SECURITY_POLICY,
            content_security_policy(&nonce),
        ),
    ];
    (headers, html).into_response()
}

fn serve(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let kind = match path.rsplit('.').next().unwrap_or_default() {
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
    // Of the file as it is: a weak validator holds for every encoding of it.
    let etag = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..12]));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache),
        (header::ETAG, &etag),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    ];
    if is_known(asked, &etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    // The build leaves a compressed file beside each that is worth it.
    let compressed = WebUi::get(&format!("{path}.br")).filter(|_| accepts(asked, "br"));
    match compressed {
        Some(compressed) => {
            let encoding = (header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            (headers, [encoding], compressed.data.into_owned()).into_response()
        }
        None => (headers, file.data.into_owned()).into_response(),
    }
}
