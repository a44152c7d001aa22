//! The two routes of the API: `POST /graphql`, and `GET /graphql/ws` by graphql-transport-ws.

use std::sync::Arc;

use async_graphql::Data;
use async_graphql::http::ALL_WEBSOCKET_PROTOCOLS;
use async_graphql_axum::{GraphQLProtocol, GraphQLRequest, GraphQLResponse, GraphQLWebSocket};
use axum::Router;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{get, post};

use crate::port::{ApiError, Backend, Caller};
use crate::schema::{ApiSchema, build, coded};

#[derive(Clone)]
struct Api {
    schema: ApiSchema,
    backend: Arc<dyn Backend>,
}

/// The API's routes over a backend.
pub fn router(backend: Arc<dyn Backend>) -> Router {
    let api = Api {
        schema: build(backend.clone()),
        backend,
    };
    Router::new()
        .route("/graphql", post(answer))
        .route("/graphql/ws", get(subscribe))
        .with_state(api)
}

fn caller(backend: &dyn Backend, authorization: Option<&str>) -> Option<Caller> {
    let key = authorization?
        .strip_prefix("Bearer ")
        .or_else(|| authorization?.strip_prefix("bearer "))?;
    backend.authenticate(key.trim())
}

async fn answer(
    State(api): State<Api>,
    headers: HeaderMap,
    request: GraphQLRequest,
) -> GraphQLResponse {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let mut request = request.into_inner();
    if let Some(caller) = caller(api.backend.as_ref(), authorization) {
        request = request.data(caller);
    }
    let mut response = api.schema.execute(request).await;
    for error in &mut response.errors {
        // What the library itself refuses — syntax, unknown fields, limits — is the caller's input.
        let code = if error.message.contains("too complex") || error.message.contains("too deep") {
            "LIMIT_EXCEEDED"
        } else {
            "BAD_INPUT"
        };
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", code);
        }
    }
    response.into()
}

async fn subscribe(
    State(api): State<Api>,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade
        .max_message_size(256 * 1024)
        .protocols(ALL_WEBSOCKET_PROTOCOLS)
        .on_upgrade(move |stream| {
            let backend = api.backend.clone();
            GraphQLWebSocket::new(stream, api.schema, protocol)
                .on_connection_init(move |payload| async move {
                    let authorization = ["Authorization", "authorization"]
                        .iter()
                        .find_map(|name| payload.get(name)?.as_str());
                    let caller = caller(backend.as_ref(), authorization)
                        .ok_or_else(|| coded(ApiError::Unauthenticated))?;
                    let mut data = Data::default();
                    data.insert(caller);
                    Ok(data)
                })
                .serve()
        })
}
