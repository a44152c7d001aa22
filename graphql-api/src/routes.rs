//! The two routes of the API: `POST /graphql`, and `GET /graphql/ws` by graphql-transport-ws.

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
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::limits::Limiters;
use crate::port::{ApiError, ApiResult, Backend};
use crate::request::{ClientAddress, RequestInfo};
use crate::schema::{ApiSchema, build, coded};

/// Bytes of a request: a picture of an organization is the largest thing in one.
pub const REQUEST_BYTES_MAX: usize = 256 * 1024;
/// How long an answer may take, signing in and waiting for its turn included.
const ANSWER_MAX: Duration = Duration::from_secs(75);
const SHRINK_EVERY: Duration = Duration::from_secs(60);

#[derive(Clone)]
struct Api {
    schema: ApiSchema,
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
        .with_state(api)
}

/// Who asks, if his key or token is good. Counted in any case.
fn caller(
    api: &Api,
    authorization: Option<&str>,
    address: Option<IpAddr>,
) -> ApiResult<Option<Standing>> {
    let secret = authorization.and_then(|text| {
        let (kind, secret) = text.split_once(' ')?;
        kind.eq_ignore_ascii_case("bearer").then_some(secret.trim())
    });
    let standing = secret.and_then(|secret| api.backend.rights().bearer(secret, api.backend.now()));
    api.limiters.count(standing.as_ref(), address)?;
    if let Some(Identity::Key { id, .. }) = standing.as_ref().map(|standing| &standing.identity) {
        api.backend.count_key_use(id);
    }
    Ok(standing)
}

fn refused(error: ApiError) -> Response {
    let mut told = ServerError::new(error.to_string(), None);
    told.extensions = coded(error).extensions;
    GraphQLResponse::from(Answer::from_errors(vec![told])).into_response()
}

/// Reads one question. Only JSON: a form of another site could send anything else without being asked.
async fn read(headers: &HeaderMap, body: Body) -> ApiResult<Request> {
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
    let address = address.map(|Extension(ClientAddress(address))| address);
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let standing = match caller(&api, authorization, address) {
        Ok(standing) => standing,
        Err(error) => return refused(error),
    };
    let mut request = match read(&headers, body).await {
        Ok(request) => request,
        Err(error) => return refused(error),
    };
    request = request.data(RequestInfo::new(
        &headers,
        address,
        api.backend.installation(),
    ));
    if let Some(standing) = standing {
        request = request.data(standing);
    }
    let Ok(mut answer) = tokio::time::timeout(ANSWER_MAX, api.schema.execute(request)).await else {
        return refused(ApiError::Timeout);
    };
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
    let mut response = GraphQLResponse::from(answer).into_response();
    let never = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
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
                    let standing = caller(&connected, authorization, address)
                        .and_then(|standing| standing.ok_or(ApiError::Unauthenticated))
                        .map_err(coded)?;
                    let mut data = Data::default();
                    data.insert(standing);
                    Ok(data)
                })
                .serve()
        })
}
