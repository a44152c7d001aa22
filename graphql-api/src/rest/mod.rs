//! The REST façade over the schema: each operation is one field of it, asked with variables, so that rights, limits and
//! meanings are those of GraphQL. What an answer holds and the OpenAPI document follow from the schema itself.

mod catalogue;
mod openapi;
mod operations;

use std::sync::Arc;

use async_graphql::{Request, Response as Answer, Variables};
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, on};
use serde_json::{Map, Value as Json, json};

use self::catalogue::Catalogue;
use self::operations::{Argument, Kind, OPERATIONS, Operation, Place};
use crate::port::{ApiError, ApiResult};
use crate::request::ClientAddress;
use crate::routes::{Api, read};

/// Sites that an overview is about at most.
const OVERVIEW_SITES: usize = 1_000;

/// The façade's routes.
pub(crate) fn router(api: Api) -> Router {
    let catalogue = Arc::new(Catalogue::of(&api.schema));
    let document = openapi::document(&catalogue).to_json().unwrap_or_default();
    let mut routes = Router::new()
        .route(
            "/api/v1/openapi.json",
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], document) }),
        )
        .route("/api/v1/overview", get(overview))
        .route("/api/v1/export", axum::routing::post(export));
    for operation in OPERATIONS {
        routes = routes.route(operation.path, handler(operation, &catalogue));
    }
    routes.with_state(api)
}

fn handler(operation: &'static Operation, catalogue: &Catalogue) -> MethodRouter<Api> {
    let text: Arc<str> = catalogue.request(operation.root, operation.field).into();
    on(
        operation.filter(),
        move |State(api): State<Api>,
              address: Option<Extension<ClientAddress>>,
              headers: HeaderMap,
              path: RawPathParams,
              RawQuery(query): RawQuery,
              body: Body| async move {
            let given = Given {
                path: &path,
                query: query.as_deref().unwrap_or_default(),
            };
            let variables = match variables(operation, &given, &headers, body).await {
                Ok(variables) => variables,
                Err(error) => return refused(&error),
            };
            let request = Request::new(text.as_ref()).variables(Variables::from_json(variables));
            let answer = match api.run(request, &headers, address).await {
                Ok(answer) => answer,
                Err(error) => return refused(&error),
            };
            told(answer, operation)
        },
    )
}

/// What a request holds beside its body.
struct Given<'a> {
    path: &'a RawPathParams,
    query: &'a str,
}

impl Given<'_> {
    fn get(&self, argument: &Argument) -> Option<String> {
        match argument.from {
            Place::Path => self
                .path
                .iter()
                .find(|(name, _)| *name == argument.name)
                .map(|(_, value)| value.to_owned()),
            Place::Query => form_urlencoded::parse(self.query.as_bytes())
                .find(|(name, _)| name == argument.name)
                .map(|(_, value)| value.into_owned()),
        }
    }
}

async fn variables(
    operation: &Operation,
    given: &Given<'_>,
    headers: &HeaderMap,
    body: Body,
) -> ApiResult<Json> {
    let mut variables = Json::Object(Map::new());
    if let Some(place) = operation.body {
        let value: Map<String, Json> = read(headers, body).await?;
        put(&mut variables, place, value.into());
    }
    for argument in operation.arguments() {
        let Some(text) = given.get(argument) else {
            continue;
        };
        let value = argument.kind.value(&text).ok_or_else(|| {
            ApiError::bad(
                argument.name,
                format!("`{text}` is no {}", argument.kind.words()),
            )
        })?;
        put(&mut variables, argument.to, value);
    }
    Ok(variables)
}

/// Puts a value where a pointer such as `input.range.from` says; an empty one is the whole.
fn put(into: &mut Json, pointer: &str, value: Json) {
    let mut place = into;
    for name in pointer.split('.').filter(|name| !name.is_empty()) {
        place = &mut place[name];
    }
    *place = value;
}

fn status(code: &str) -> StatusCode {
    match code {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "FORBIDDEN" => StatusCode::FORBIDDEN,
        "NOT_FOUND" => StatusCode::NOT_FOUND,
        "BAD_INPUT" => StatusCode::BAD_REQUEST,
        "UNSUPPORTED_COMBINATION" => StatusCode::UNPROCESSABLE_ENTITY,
        "LIMIT_EXCEEDED" => StatusCode::PAYLOAD_TOO_LARGE,
        "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        "TIMEOUT" => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn error(code: &str, message: &str, field: Option<&str>) -> Response {
    let body = json!({"error": {"code": code.to_lowercase(), "message": message, "field": field}});
    (status(code), axum::Json(body)).into_response()
}

fn refused(reason: &ApiError) -> Response {
    let field = match reason {
        ApiError::BadInput { field, .. } => Some(field.as_str()),
        _ => None,
    };
    let mut response = error(reason.code(), &reason.to_string(), field);
    if let ApiError::RateLimited { retry_after } = reason {
        let seconds = HeaderValue::from(retry_after.as_secs().max(1));
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// The answer of an operation: the field's value, or the first error.
fn told(answer: Answer, operation: &Operation) -> Response {
    let headers = answer.http_headers.clone();
    let mut response = match answer.into_result() {
        Ok(answer) => {
            let mut data = answer.data.into_json().unwrap_or_default();
            let value = operation
                .answer
                .split('.')
                .fold(data.take(), |mut data, name| data[name].take());
            if value.is_null() {
                return error("NOT_FOUND", "there is no such thing", None);
            }
            let status = match operation.makes {
                true => StatusCode::CREATED,
                false => StatusCode::OK,
            };
            (status, axum::Json(value)).into_response()
        }
        Err(errors) => first(&errors),
    };
    response.headers_mut().extend(headers);
    response
}

fn first(errors: &[async_graphql::ServerError]) -> Response {
    let Some(reason) = errors.first() else {
        return error(
            "INTERNAL",
            "something failed here; it has been logged",
            None,
        );
    };
    let told = serde_json::to_value(&reason.extensions).unwrap_or_default();
    let code = told["code"].as_str().unwrap_or("BAD_INPUT");
    let mut response = error(code, &reason.message, told["field"].as_str());
    if let Some(seconds) = told["retryAfter"].as_u64() {
        let seconds = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

const OVERVIEW: &str = "query($ids: [ID!]!, $input: StatsInput!) {
    stats(input: $input) {
        rows { dimensions metrics comparison change }
        totals { metrics comparison change }
        query { from to timezone }
    }
    realtime(siteIds: $ids) { activeVisitors activeSessions activeSites eventsPerMinute }
}";

/// Totals of all of the caller's sites, and each site's, the busiest first.
async fn overview(
    State(api): State<Api>,
    address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let metrics = [
        "VISITORS",
        "SESSIONS",
        "PAGEVIEWS",
        "EVENTS",
        "CONVERSION_RATE",
        "BUSINESS_VISITOR_RATE",
    ];
    let standing = match api.caller(&headers, address) {
        Ok(caller) => caller,
        Err(error) => return refused(&error),
    };
    let readable = match api.readable(standing.standing.clone()) {
        Ok(readable) => readable,
        Err(error) => return refused(&error),
    };
    let ids: Vec<&str> = readable
        .iter()
        .take(OVERVIEW_SITES)
        .map(|site| site.id.as_str())
        .collect();
    if ids.is_empty() {
        let body = json!({"metrics": metrics, "sites": [], "totals": null, "realtime": null});
        return axum::Json(body).into_response();
    }
    let given = |name: &str| {
        form_urlencoded::parse(query.as_deref().unwrap_or_default().as_bytes())
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    };
    let range = match (given("from"), given("to")) {
        (None, None) => json!({"preset": given("preset").unwrap_or_else(|| "LAST_7_DAYS".into())}),
        (from, to) => json!({"from": from, "to": to}),
    };
    let input = json!({
        "siteIds": ids, "metrics": metrics, "dimensions": ["SITE"], "range": range,
        "compare": "PREVIOUS_PERIOD", "timezone": given("timezone"), "limit": OVERVIEW_SITES,
    });
    let variables = Variables::from_json(json!({"ids": ids, "input": input}));
    let request = Request::new(OVERVIEW).variables(variables);
    let answer = match api.answer(request, &headers, standing).await {
        Ok(answer) => answer,
        Err(error) => return refused(&error),
    };
    match answer.into_result() {
        Ok(answer) => {
            let mut data = answer.data.into_json().unwrap_or_default();
            let rows = data["stats"]["rows"].take();
            let sites: Vec<Json> = rows
                .as_array()
                .into_iter()
                .flatten()
                .map(|row| {
                    json!({
                        "siteId": row["dimensions"][0], "metrics": row["metrics"],
                        "comparison": row["comparison"], "change": row["change"],
                    })
                })
                .collect();
            axum::Json(json!({
                "metrics": metrics, "sites": sites, "totals": data["stats"]["totals"].take(),
                "query": data["stats"]["query"].take(), "realtime": data["realtime"].take(),
            }))
            .into_response()
        }
        Err(errors) => first(&errors),
    }
}

/// An answer or raw events as a file.
async fn export(
    State(api): State<Api>,
    address: Option<Extension<ClientAddress>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match exported(&api, address, &headers, body).await {
        Ok(response) => response,
        Err(error) => refused(&error),
    }
}

async fn exported(
    api: &Api,
    address: Option<Extension<ClientAddress>>,
    headers: &HeaderMap,
    body: Body,
) -> ApiResult<Response> {
    let caller = api.caller(headers, address)?;
    let wanted = read(headers, body).await?;
    let wanted =
        serde_json::from_value(wanted).map_err(|error| ApiError::bad("body", error.to_string()))?;
    let file = api.export(caller.standing.clone(), wanted).await?;
    let name = format!("attachment; filename=\"{}\"", file.name);
    let mut response = Response::new(Body::from_stream(file.bytes));
    let told = response.headers_mut();
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        told.insert(header::CONTENT_DISPOSITION, name);
    }
    caller.tell(told);
    Ok(response)
}

impl Kind {
    /// The value that a text stands for; None where it is none.
    fn value(self, text: &str) -> Option<Json> {
        match self {
            Kind::Text => Some(text.into()),
            Kind::Number => text.parse::<i32>().ok().map(Into::into),
            Kind::Truth => text.parse::<bool>().ok().map(Into::into),
            Kind::Texts => Some(text.split(',').map(str::trim).collect::<Vec<_>>().into()),
            Kind::Json => serde_json::from_str(text).ok(),
        }
    }
    fn words(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "whole number",
            Kind::Truth => "true or false",
            Kind::Texts => "list with commas",
            Kind::Json => "JSON",
        }
    }
}
