//! The tracking script as sites get it: the core, the modules that a site has on, and its settings, put together as
//! `tracker/README.md` says. Embedded at build time; where it was not built, the script says so.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use engine::{ConsentMode, SiteSettings};
use moka::sync::Cache;
use rust_embed::Embed;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::assets::{accepts, is_known};
use crate::directory::MemoryDirectory;

#[derive(Embed)]
#[folder = "../tracker/dist"]
struct Tracker;

const NOT_BUILT: &str =
    "console.warn('footfall: the tracker is not in this binary; build with make build')";
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
const FOR_MINUTES: &str = "public, max-age=300, stale-while-revalidate=86400";
/// Scripts kept ready; a few kilobytes each.
const READY_MAX: u64 = 10_000;

/// A module of the script, as its build lists it.
#[derive(Debug, Deserialize)]
struct Module {
    name: String,
    /// Whether its text comes with the script; else it is fetched.
    early: bool,
    file: String,
}

/// What the build has left.
struct Built {
    core: String,
    core_name: String,
    modules: Vec<Module>,
    /// The template of a site's script, cut at its three marks.
    template: [String; 4],
}

static BUILT: LazyLock<Option<Built>> = LazyLock::new(|| {
    let core = embedded("core.js")?;
    let template = embedded("site.js")?;
    let (head, rest) = template.split_once("__CONFIG__")?;
    let (middle, rest) = rest.split_once("__MODULES__")?;
    let (before_core, tail) = rest.split_once("__CORE__")?;
    let digest: String = Sha256::digest(core.as_bytes())
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Some(Built {
        core_name: format!("f-{digest}.js"),
        modules: serde_json::from_str(&embedded("modules.json")?).ok()?,
        template: [head, middle, before_core, tail].map(str::to_owned),
        core,
    })
});

fn embedded(path: &str) -> Option<String> {
    let file = Tracker::get(path)?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// A script in the encodings that browsers take, and its validator.
#[derive(Clone)]
struct Ready {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    etag: HeaderValue,
}

impl Ready {
    fn of(text: &str) -> Self {
        use std::io::Write;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        // Writing to memory does not fail.
        let gzip = gzip
            .write_all(text.as_bytes())
            .and_then(|()| gzip.finish())
            .unwrap_or_default();
        let mut brotli = Vec::new();
        let best = brotli::enc::BrotliEncoderParams::default();
        let written = brotli::BrotliCompress(&mut text.as_bytes(), &mut brotli, &best);
        if written.is_err() {
            brotli.clear();
        }
        let etag = format!("\"{}\"", engine::Key::of(text).0);
        Self {
            plain: Bytes::copy_from_slice(text.as_bytes()),
            gzip: gzip.into(),
            brotli: brotli.into(),
            etag: HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"0\"")),
        }
    }

    fn answer(&self, headers: &HeaderMap, cache: &'static str) -> Response {
        let common = [
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::ETAG, self.etag.clone()),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
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
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
        ];
        if is_known(headers, self.etag.to_str().unwrap_or_default()) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let (body, encoding) = if accepts(headers, "br") && !self.brotli.is_empty() {
            (&self.brotli, Some("br"))
        } else if accepts(headers, "gzip") && !self.gzip.is_empty() {
            (&self.gzip, Some("gzip"))
        } else {
            (&self.plain, None)
        };
        let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
        let mut response = (common, kind, body.clone()).into_response();
        if let Some(encoding) = encoding {
            let value = HeaderValue::from_static(encoding);
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, value);
        }
        response
    }
}

/// Scripts, ready to be sent.
#[derive(Clone)]
pub struct Scripts {
    directory: Arc<MemoryDirectory>,
    /// By site and settings version, and by file.
    ready: Cache<(String, i32), Arc<Ready>>,
}

/// The routes of the script.
pub fn router(scripts: Scripts) -> Router {
    let mut routes = Router::new()
        .route("/s/{file}", get(site_script))
        .route("/api/track.js", get(named_script))
        .route("/f.js", get(core_script))
        .route("/t.js", get(core_script))
        .route("/m/{file}", get(module_file));
    if let Some(built) = BUILT.as_ref() {
        routes = routes.route(&format!("/{}", built.core_name), get(core_for_a_year));
    }
    routes.with_state(scripts)
}

#[derive(Deserialize)]
struct Named {
    site: Option<String>,
}

/// The script of the site that has this path for it, if one has.
pub async fn renamed(scripts: &Scripts, path: &str, headers: &HeaderMap) -> Option<Response> {
    let site = scripts.directory.script_at(path)?;
    Some(scripts.of_site_at(Some(&site), Some(path), headers).await)
}

async fn site_script(
    State(scripts): State<Scripts>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    scripts.of_site(file.strip_suffix(".js"), &headers).await
}

async fn named_script(
    State(scripts): State<Scripts>,
    Query(named): Query<Named>,
    headers: HeaderMap,
) -> Response {
    scripts.of_site(named.site.as_deref(), &headers).await
}

async fn core_script(State(scripts): State<Scripts>, headers: HeaderMap) -> Response {
    scripts.core().await.answer(&headers, FOR_MINUTES)
}

async fn core_for_a_year(State(scripts): State<Scripts>, headers: HeaderMap) -> Response {
    scripts.core().await.answer(&headers, FOR_A_YEAR)
}

async fn module_file(
    State(scripts): State<Scripts>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let path = format!("m/{file}");
    let known = BUILT
        .as_ref()
        .is_some_and(|built| built.modules.iter().any(|module| module.file == path));
    if !known {
        return crate::http::error(
            StatusCode::NOT_FOUND,
            "not_found",
            "there is no such module",
            None,
        );
    }
    let text = || embedded(&path).unwrap_or_default();
    let ready = scripts.ready((path.clone(), -1), text).await;
    ready.answer(&headers, FOR_A_YEAR)
}

impl Scripts {
    /// The scripts of a directory's sites.
    pub fn new(directory: Arc<MemoryDirectory>) -> Self {
        Self {
            directory,
            ready: Cache::new(READY_MAX),
        }
    }

    async fn of_site(&self, site: Option<&str>, headers: &HeaderMap) -> Response {
        self.of_site_at(site, None, headers).await
    }

    /// The script of a site; `path` is that of the request, where the site has one of its own for it.
    async fn of_site_at(
        &self,
        site: Option<&str>,
        path: Option<&str>,
        headers: &HeaderMap,
    ) -> Response {
        match site.and_then(|id| self.directory.get(id)) {
            Some((site, settings)) => {
                let key = match path {
                    None => (site.id.clone(), site.version),
                    Some(path) => (format!("{} {path}", site.id), site.version),
                };
                let root = to_root(path.unwrap_or("/s/script.js"));
                let text = || match BUILT.as_ref() {
                    Some(built) => built.script(&site.id, &settings, &root),
                    None => NOT_BUILT.into(),
                };
                self.ready(key, text).await.answer(headers, FOR_MINUTES)
            }
            None => crate::http::error(
                StatusCode::NOT_FOUND,
                "unknown_site",
                "there is no such site",
                Some("site_id"),
            ),
        }
    }

    async fn core(&self) -> Arc<Ready> {
        let text = || match BUILT.as_ref() {
            Some(built) => built.core.clone(),
            None => NOT_BUILT.into(),
        };
        self.ready(("core.js".into(), -1), text).await
    }

    /// A script that was made before, or is made now: compressing it as well as can be takes some milliseconds.
    async fn ready(&self, key: (String, i32), text: impl FnOnce() -> String) -> Arc<Ready> {
        if let Some(ready) = self.ready.get(&key) {
            return ready;
        }
        let text = text();
        let made = tokio::task::spawn_blocking(move || Arc::new(Ready::of(&text))).await;
        let ready = made.unwrap_or_else(|_| Arc::new(Ready::of(NOT_BUILT)));
        self.ready.insert(key, ready.clone());
        ready
    }
}

impl Built {
    /// `root` is the way from the script to the server's root.
    fn script(&self, site: &str, settings: &SiteSettings, root: &str) -> String {
        let on = modules_on(settings);
        let early: Vec<String> = self
            .modules
            .iter()
            .filter(|module| module.early && on.contains(&module.name.as_str()))
            .filter_map(|module| embedded(&module.file))
            .collect();
        let late: Vec<serde_json::Value> = self
            .modules
            .iter()
            .filter(|module| !module.early)
            .filter_map(|module| {
                let path = format!("{root}{}", module.file);
                // The first two are fetched only for an address that asks for them.
                match module.name.as_str() {
                    "check" => Some(json!([path, "footfall_verify="])),
                    "debug" => Some(json!([path, "footfall_debug"])),
                    name => on.contains(&name).then(|| json!([path])),
                }
            })
            .collect();
        let config = configuration(site, settings, root, late);
        let [head, middle, before_core, tail] = &self.template;
        let modules = early.join("\n");
        let core = &self.core;
        format!("{head}{config}{middle}{modules}{before_core}{core}{tail}")
    }
}

/// The way from a file to the root that its path begins at.
fn to_root(path: &str) -> String {
    match path.matches('/').count() {
        0 | 1 => "./".into(),
        depth => "../".repeat(depth - 1),
    }
}

/// The modules that a site's settings switch on.
fn modules_on(settings: &SiteSettings) -> Vec<&str> {
    let tracking = &settings.tracking;
    let has_paths = tracking.path_key.is_some()
        || !tracking.excluded_hosts.is_empty()
        || !tracking.excluded_paths.is_empty();
    let has_params =
        !tracking.url_properties.is_empty() || !tracking.data_layer_properties.is_empty();
    let by_setting = [
        ("hints", true),
        ("load", true),
        ("pii", true),
        ("consent", settings.consent != ConsentMode::NotRequired),
        ("dnt", settings.honour_dnt),
        ("link", !tracking.linked_domains.is_empty()),
        ("params", has_params),
        ("paths", has_paths),
        ("alias", !tracking.aliases.is_empty()),
        ("leads", !settings.leads.is_empty()),
    ];
    let named = tracking.modules.iter().map(|name| name.as_str());
    by_setting
        .into_iter()
        .filter_map(|(name, on)| on.then_some(name))
        .chain(named)
        .collect()
}

/// What the script of a site is told; what is as the script would have it anyway is left out.
fn configuration(
    site: &str,
    settings: &SiteSettings,
    root: &str,
    late: Vec<serde_json::Value>,
) -> serde_json::Value {
    let tracking = &settings.tracking;
    let endpoint = tracking.endpoint_path.as_deref().unwrap_or("/api/collect");
    let mut domains = settings.domains.clone();
    domains.sort_by_key(|domain| domain.len());
    let mut config = json!({
        "site": site,
        // Relative to the script, so that it also works below a proxy's prefix.
        "endpoint": format!("{root}{}", endpoint.trim_start_matches('/')),
        "domains": domains,
        "modules": late,
    });
    let mut set = |key: &str, value: serde_json::Value, is_set: bool| {
        if is_set {
            config[key] = value;
        }
    };
    let timeout = settings.session_timeout.0 / 1_000_000;
    set("timeout", timeout.into(), timeout != 1_800);
    let asks = settings.consent != ConsentMode::NotRequired;
    set("consent", "unknown".into(), asks);
    set(
        "strict",
        true.into(),
        settings.consent == ConsentMode::Strict,
    );
    set("autoTrack", false.into(), !tracking.auto_track);
    set(
        "trackUserIdentification",
        false.into(),
        !tracking.identify_users,
    );
    set("identify", false.into(), !tracking.identify_users);
    set("hash", true.into(), tracking.hash_routing);
    let params = json!({"q": tracking.url_properties, "d": tracking.data_layer_properties});
    let has_params =
        !tracking.url_properties.is_empty() || !tracking.data_layer_properties.is_empty();
    set("params", params, has_params);
    let leads = settings
        .leads
        .iter()
        .map(|lead| json!([lead.form, lead.lead_type, lead.lead_value]));
    set("leads", leads.collect(), !settings.leads.is_empty());
    if let Some(key) = &tracking.path_key {
        set("hashPaths", key.as_str().into(), true);
    }
    for (key, list) in [
        ("searchParams", &tracking.search_params),
        ("link", &tracking.linked_domains),
        ("scrub", &tracking.scrubbed_params),
        ("alias", &tracking.aliases),
        ("excludeHosts", &tracking.excluded_hosts),
        ("excludePaths", &tracking.excluded_paths),
    ] {
        set(key, json!(list), !list.is_empty());
    }
    for name in &tracking.events_off {
        set(name, false.into(), true);
    }
    config
}
