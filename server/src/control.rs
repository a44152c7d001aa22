//! How commands reach a running `serve` of the same data folder (design D16): over loopback, with a token that only
//! who may read the folder can know. Imports may also come from elsewhere, with a write key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use engine::AddressLookup;
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sources::collector::Directory;
use sources::import::ImportKind;

use crate::http::error;
use crate::import::{Progress, import};
use crate::node::Node;

/// Where a running process is reached.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Running {
    /// Its address on loopback.
    pub url: String,
    /// What proves that the caller may read the data folder.
    pub token: String,
    /// Its process id.
    pub pid: u32,
}

/// A client for the server of this machine, whose certificate is for another name than its loopback address.
fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .no_proxy()
        .danger_accept_invalid_certs(true)
        .build()
}

fn file(data: &Path) -> PathBuf {
    data.join("run").join("server.json")
}

impl Running {
    /// Says where this process is reached; readable by its user alone.
    pub fn announce(&self, data: &Path) -> Result<()> {
        let path = file(data);
        let dir = data.join("run");
        std::fs::create_dir_all(&dir).with_context(|| format!("folder {}", dir.display()))?;
        let text = serde_json::to_string(self)?;
        crate::files::write_private(&path, text.as_bytes())
    }

    /// Takes that back.
    pub fn withdraw(data: &Path) {
        // A file that stays behind names a process that does not answer, which readers find out.
        let _ = std::fs::remove_file(file(data));
    }

    /// The process that runs on this data folder, if one answers.
    pub async fn find(data: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file(data)).ok()?;
        let running: Running = serde_json::from_str(&text).ok()?;
        let client = client().ok()?;
        let answer = client
            .get(format!("{}/health", running.url))
            .send()
            .await
            .ok()?;
        answer.status().is_success().then_some(running)
    }

    /// Sends a command and reads its JSON answer.
    pub async fn send(&self, path: &str, body: reqwest::Body) -> Result<serde_json::Value> {
        let client = client()?;
        let answer = client
            .post(format!("{}{path}", self.url))
            .bearer_auth(&self.token)
            .body(body)
            .send()
            .await
            .with_context(|| format!("the server at {} does not answer", self.url))?;
        read_answer(answer).await
    }
}

/// Reads an answer, an error as one.
pub async fn read_answer(answer: reqwest::Response) -> Result<serde_json::Value> {
    let status = answer.status();
    let body: serde_json::Value = answer
        .json()
        .await
        .context("the server's answer is no JSON")?;
    if !status.is_success() {
        let message = body["error"]["message"]
            .as_str()
            .unwrap_or("no reason given");
        anyhow::bail!("{message} ({status})");
    }
    Ok(body)
}

/// State of the control routes.
pub struct Control {
    pub node: Arc<Node>,
    pub lookup: Arc<dyn AddressLookup>,
    pub token: String,
    /// The data folder.
    pub data: PathBuf,
}

/// The routes.
pub fn router(control: Arc<Control>) -> Router {
    Router::new()
        .route("/internal/erase", post(erase))
        .route("/internal/backup", post(backup))
        .route("/api/import", post(import_file))
        .with_state(control)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

fn refused() -> Response {
    error(
        StatusCode::UNAUTHORIZED,
        "unauthorized",
        "a valid key is needed",
        None,
    )
}

fn failed(problem: &anyhow::Error) -> Response {
    error(
        StatusCode::BAD_REQUEST,
        "failed",
        &format!("{problem:#}"),
        None,
    )
}

#[derive(Deserialize)]
struct EraseQuery {
    site: String,
    visitor: String,
    #[serde(default)]
    now: bool,
}

async fn erase(
    State(control): State<Arc<Control>>,
    Query(query): Query<EraseQuery>,
    headers: HeaderMap,
) -> Response {
    if bearer(&headers) != Some(&control.token) {
        return refused();
    }
    match crate::erase::erase(&control.node, &query.site, &query.visitor, query.now).await {
        Ok(receipt) => Json(json!(receipt)).into_response(),
        Err(problem) => failed(&problem),
    }
}

/// Copies the tables as of a checkpoint into the folder that the body names.
async fn backup(
    State(control): State<Arc<Control>>,
    headers: HeaderMap,
    folder: String,
) -> Response {
    if bearer(&headers) != Some(&control.token) {
        return refused();
    }
    let data = control.data.clone();
    let copy = async move {
        let copied = tokio::task::spawn_blocking(move || {
            crate::commands::backup::copy_tables(&data, Path::new(&folder))
        });
        copied.await?
    };
    match control.node.pipeline.frozen(copy).await {
        Ok(Ok(())) => Json(json!({"ok": true})).into_response(),
        Ok(Err(problem)) => failed(&problem),
        Err(problem) => failed(&problem.into()),
    }
}

#[derive(Deserialize)]
struct ImportQuery {
    site: String,
    kind: String,
    identity: String,
}

async fn import_file(
    State(control): State<Arc<Control>>,
    Query(query): Query<ImportQuery>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let allowed = match bearer(&headers) {
        Some(secret) if secret == control.token => true,
        Some(secret) => control.node.directory.write_key(secret).is_some_and(|key| {
            let site = engine::SiteId::new(&query.site);
            key.sites.is_none_or(|sites| sites.contains(&site))
        }),
        None => false,
    };
    if !allowed {
        return refused();
    }
    let kind = match query.kind.as_str() {
        "access-log" => ImportKind::AccessLog,
        "events" => ImportKind::Events,
        _ => {
            let message = "kind is access-log or events";
            return error(StatusCode::BAD_REQUEST, "bad_input", message, Some("kind"));
        }
    };
    // A site that a command has made just now is not known by itself yet.
    if control.node.directory.get(&query.site).is_none()
        && let Err(problem) = control.node.directory.reload().await
    {
        return failed(&problem);
    }
    let reader = BodyReader::new(body);
    let imported = import(
        &control.node,
        control.lookup.clone(),
        &query.site,
        kind,
        query.identity.as_bytes(),
        Box::new(reader),
        Progress::none(),
    )
    .await;
    match imported {
        Ok(report) => Json(report).into_response(),
        Err(problem) => failed(&problem),
    }
}

/// A body as it comes, for readers that block.
struct BodyReader {
    chunks: tokio::sync::mpsc::Receiver<std::io::Result<bytes::Bytes>>,
    rest: bytes::Bytes,
}

impl BodyReader {
    fn new(body: Body) -> Self {
        let (sender, chunks) = tokio::sync::mpsc::channel(16);
        tokio::spawn(async move {
            let mut stream = body.into_data_stream();
            while let Some(chunk) = stream.next().await {
                if sender
                    .send(chunk.map_err(std::io::Error::other))
                    .await
                    .is_err()
                {
                    return;
                }
            }
        });
        Self {
            chunks,
            rest: bytes::Bytes::new(),
        }
    }
}

impl std::io::Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            // The import that reads is itself driven by a runtime: tokio's own blocking receive would panic there, and
            // a constrained one would wait for a turn that comes only when the reader returns.
            let next = tokio::task::unconstrained(self.chunks.recv());
            match futures::executor::block_on(next) {
                Some(chunk) => self.rest = chunk?,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}
