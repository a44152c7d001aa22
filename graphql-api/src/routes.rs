//! The routes of the API: `POST /graphql`, `GET /graphql/ws` by graphql-transport-ws, and the façade's; who asks, and how
//! often he may.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Identity, Standing};
use async_graphql::http::ALL_WEBSOCKET_PROTOCOLS;
use async_graphql::{Data, Request, Response as Answer, ServerError};
use async_graphql_axum::{GraphQLProtocol, GraphQLResponse, GraphQLWebSocket};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, State, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;

use crate::access::{Access, Right};
use crate::inputs::ExportInput;
use crate::limits::{Allowance, Limiters};
use crate::port::{ApiError, ApiResult, Backend, ExportFile, Exported, SiteEntry};
use crate::request::{ClientAddress, RequestInfo};
use crate::rest;
use crate::schema::{ApiSchema, build, coded};
use crate::sites::with_segment;
use crate::subscriptions::Room;

/// Bytes of a request: a picture of an organization is the largest thing in one.
pub const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// How long an answer may take, signing in and waiting for its turn included.
const ANSWER_MAX: Duration = Duration::from_secs(75);
const SHRINK_EVERY: Duration = Duration::from_secs(60);

/// The schema with what its requests need.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) schema: ApiSchema,
    backend: Arc<dyn Backend>,
    limiters: Arc<Limiters>,
}

/// The API's routes over a backend; to be called within a runtime.
pub fn router(backend: Arc<dyn Backend>) -> Router {
    let limiters = Arc::new(Limiters::new());
    let counted = Arc::downgrade(&limiters);
    tokio::spawn(async move {
        while let Some(limiters) = counted.upgrade() {
            limiters.shrink();
            drop(limiters);
            tokio::time::sleep(SHRINK_EVERY).await;
        }
    });
    let api = Api {
        schema: build(backend.clone()),
        backend,
        limiters,
    };
    Router::new()
        .route("/graphql", post(answer))
        .route("/graphql/ws", get(subscribe))
        .with_state(api.clone())
        .merge(rest::router(api))
}

/// Somebody who asks, counted.
pub(crate) struct Caller {
    /// Who, if his key or token is good.
    pub(crate) standing: Option<Standing>,
    address: Option<IpAddr>,
    allowance: Option<Allowance>,
}

impl Caller {
    /// Says in an answer's headers how much he may still ask.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let Some(allowance) = self.allowance else {
            return;
        };
        let mut set = |name: &'static str, value: u64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        };
        set("x-ratelimit-limit", allowance.limit.into());
        set("x-ratelimit-remaining", allowance.remaining.into());
        set("x-ratelimit-reset", allowance.reset_sec);
    }
}

impl Api {
    fn known(&self, authorization: Option<&str>, address: Option<IpAddr>) -> ApiResult<Caller> {
        let secret = authorization.and_then(|text| {
            let (kind, secret) = text.split_once(' ')?;
            kind.eq_ignore_ascii_case("bearer").then_some(secret.trim())
        });
        let rights = self.backend.rights();
        let standing = secret.and_then(|secret| rights.bearer(secret, self.backend.now()));
        let allowance = self.limiters.count(standing.as_ref(), address)?;
        if let Some(Identity::Key { id, .. }) = standing.as_ref().map(|standing| &standing.identity)
        {
            self.backend.count_key_use(id);
        }
        Ok(Caller {
            standing,
            address,
            allowance,
        })
    }

    /// Who asks. Counted in any case.
    pub(crate) fn caller(
        &self,
        headers: &HeaderMap,
        address: Option<Extension<ClientAddress>>,
    ) -> ApiResult<Caller> {
        let authorization = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let address = address.map(|Extension(ClientAddress(address))| address);
        self.known(authorization, address)
    }

    /// The answer to a caller's request, its errors with their codes and its headers with what he may still ask.
    pub(crate) async fn answer(
        &self,
        request: Request,
        headers: &HeaderMap,
        caller: Caller,
    ) -> ApiResult<Answer> {
        let info = RequestInfo::new(headers, caller.address, self.backend.installation());
        let mut request = request.data(info).data(self.backend.questions());
        if let Some(standing) = caller.standing.clone() {
            request = request.data(standing);
        }
        let answer = tokio::time::timeout(ANSWER_MAX, self.schema.execute(request)).await;
        let mut answer = answer.map_err(|_| ApiError::Timeout)?;
        for error in &mut answer.errors {
            // What the library itself refuses — syntax, unknown fields, limits — is the caller's input.
            let is_limit = ["too complex", "too deep", "recursion depth", "directives"]
                .iter()
                .any(|words| error.message.contains(words));
            let code = if is_limit {
                "LIMIT_EXCEEDED"
            } else {
                "BAD_INPUT"
            };
            let extensions = error.extensions.get_or_insert_default();
            if extensions.get("code").is_none() {
                extensions.set("code", code);
            }
        }
        let told = &mut answer.http_headers;
        told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        caller.tell(told);
        Ok(answer)
    }

    /// Counts and answers.
    pub(crate) async fn run(
        &self,
        request: Request,
        headers: &HeaderMap,
        address: Option<Extension<ClientAddress>>,
    ) -> ApiResult<Answer> {
        let caller = self.caller(headers, address)?;
        self.answer(request, headers, caller).await
    }

    fn access(&self, standing: Option<Standing>) -> ApiResult<Access> {
        Access::new(standing, self.backend.clone(), RequestInfo::default())
    }

    /// The sites that somebody reads, by name.
    pub(crate) fn readable(&self, standing: Option<Standing>) -> ApiResult<Vec<SiteEntry>> {
        let entries = self.backend.site_entries();
        let readable = self.access(standing)?.readable(&entries)?;
        Ok(readable.into_iter().cloned().collect())
    }

    /// A file for somebody who reads what is in it.
    pub(crate) async fn export(
        &self,
        standing: Option<Standing>,
        wanted: ExportInput,
    ) -> ApiResult<ExportFile> {
        let access = self.access(standing)?;
        let format = wanted.format;
        let wanted = match (wanted.stats, wanted.events) {
            (Some(stats), None) => {
                access.sites(&stats.site_ids, Right::Read)?;
                Exported::Stats(with_segment(&access, stats).await?)
            }
            (None, Some(events)) => {
                access.sites(&events.site_ids, Right::Read)?;
                Exported::Events(events)
            }
            _ => return Err(ApiError::bad("body", "give stats, or events")),
        };
        self.backend.export(format, wanted).await
    }
}

fn refused(error: ApiError) -> Response {
    let mut told = ServerError::new(error.to_string(), None);
    told.extensions = coded(error).extensions;
    GraphQLResponse::from(Answer::from_errors(vec![told])).into_response()
}

/// Reads a body. Only JSON: a form of another site could send anything else without being asked.
pub(crate) async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> ApiResult<T> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default()
        .trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(ApiError::bad("content-type", "send application/json"));
    }
    let body = to_bytes(body, REQUEST_BYTES_MAX).await.map_err(|_| {
        let message = format!("a request has at most {REQUEST_BYTES_MAX} bytes");
        ApiError::LimitExceeded(message)
    })?;
    serde_json::from_slice(&body).map_err(|error| ApiError::bad("body", error.to_string()))
}

async fn answer(
    State(api): State<Api>,
    address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let answered = async {
        let caller = api.caller(&headers, address)?;
        let request: Request = read(&headers, body).await?;
        api.answer(request, &headers, caller).await
    };
    match answered.await {
        Ok(answer) => GraphQLResponse::from(answer).into_response(),
        Err(error) => refused(error),
    }
}

async fn subscribe(
    State(api): State<Api>,
    address: Option<Extension<ClientAddress>>,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    let address = address.map(|Extension(ClientAddress(address))| address);
    upgrade
        .max_message_size(REQUEST_BYTES_MAX)
        .protocols(ALL_WEBSOCKET_PROTOCOLS)
        .on_upgrade(move |stream| {
            let connected = api.clone();
            GraphQLWebSocket::new(stream, api.schema, protocol)
                .on_connection_init(move |payload| async move {
                    let authorization = ["Authorization", "authorization"]
                        .iter()
                        .find_map(|name| payload.get(name)?.as_str());
                    let standing = connected
                        .known(authorization, address)
                        .and_then(|caller| caller.standing.ok_or(ApiError::Unauthenticated))
                        .map_err(coded)?;
                    let mut data = Data::default();
                    data.insert(standing);
                    data.insert(Room::default());
                    Ok(data)
                })
                .serve()
        })
}
