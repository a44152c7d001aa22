//! The OpenAPI document: paths from the operations, schemas from the GraphQL types behind them.

use serde_json::Value as Json;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, PathsBuilder,
    Ref, RefOr, Required, ResponseBuilder,
};

use super::catalogue::{Catalogue, is_required, list, named};
use super::operations::{Argument, Kind, OPERATIONS, Operation, Place, Verb};

const BEARER: &str = "bearer";

/// The whole document.
pub(super) fn document(catalogue: &Catalogue) -> OpenApi {
    let mut components = ComponentsBuilder::new().security_scheme(
        BEARER,
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("An access token, or an API key"))
                .build(),
        ),
    );
    for (name, kind) in &catalogue.types {
        let fields = match kind["kind"].as_str() {
            Some("OBJECT") => "fields",
            Some("INPUT_OBJECT") => "inputFields",
            Some("ENUM") => {
                let values = list(kind, "enumValues").filter_map(|value| value["name"].as_str());
                let schema = ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some(values))
                    .build();
                components = components.schema(name, Schema::Object(schema));
                continue;
            }
            _ => continue,
        };
        if name.starts_with("__") {
            continue;
        }
        components = components.schema(name, object(kind, fields));
    }
    components = components.schema("Error", refusal());
    let mut paths = PathsBuilder::new();
    for operation in OPERATIONS {
        let item = PathItem::new(method(operation), described(catalogue, operation));
        paths = paths.path(operation.path, item);
    }
    for (path, method, summary) in [
        (
            "/api/v1/overview",
            HttpMethod::Get,
            "Totals of all of the caller's sites, and each site's: query parameters preset, or from and to, and timezone",
        ),
        (
            "/api/v1/export",
            HttpMethod::Post,
            "An answer or raw events as a file: {format: csv | json | parquet, stats: StatsInput} or {format, events: {siteIds, range, filters}}",
        ),
        (
            "/api/v1/events",
            HttpMethod::Post,
            "Takes events with a write key; the same as /api/collect",
        ),
    ] {
        let operation = OperationBuilder::new()
            .summary(Some(summary))
            .security(SecurityRequirement::new(BEARER, Vec::<String>::new()))
            .response("200", ResponseBuilder::new().description("Done"));
        paths = paths.path(path, PathItem::new(method, operation));
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Footfall")
                .version("1")
                .description(Some(
                    "The questions of the GraphQL API by plain requests. Errors are {error: {code, message, field}}.",
                ))
                .license(Some(License::new("Apache-2.0"))),
        )
        .components(Some(components.build()))
        .paths(paths)
        .build()
}

fn method(operation: &Operation) -> HttpMethod {
    match operation.method {
        Verb::Get => HttpMethod::Get,
        Verb::Post => HttpMethod::Post,
        Verb::Patch => HttpMethod::Patch,
        Verb::Delete => HttpMethod::Delete,
    }
}

fn described(catalogue: &Catalogue, operation: &Operation) -> OperationBuilder {
    let field = catalogue.field(operation.root, operation.field);
    let mut builder = OperationBuilder::new()
        .summary(Some(operation.summary))
        .security(SecurityRequirement::new(BEARER, Vec::<String>::new()));
    for argument in operation.arguments() {
        builder = builder.parameter(parameter(argument));
    }
    let argument = |name: &str| {
        field
            .into_iter()
            .flat_map(|field| list(field, "args"))
            .find(|argument| argument["name"] == name)
    };
    if let Some(place) = operation.body {
        let schema = match argument(place) {
            Some(argument) => schema(&argument["type"]),
            None => {
                let mut fields = ObjectBuilder::new();
                for argument in field.into_iter().flat_map(|field| list(field, "args")) {
                    fields = property(fields, argument);
                }
                RefOr::T(Schema::Object(fields.build()))
            }
        };
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let body = RequestBodyBuilder::new().content("application/json", content);
        builder = builder.request_body(Some(body.required(Some(Required::True)).build()));
    }
    let answer = match (operation.answer == operation.field, field) {
        (true, Some(field)) => schema(&field["type"]),
        _ => text(),
    };
    let done = if operation.makes { "201" } else { "200" };
    let content = |schema| ContentBuilder::new().schema(Some(schema)).build();
    builder
        .response(
            done,
            ResponseBuilder::new()
                .description("Done")
                .content("application/json", content(answer)),
        )
        .response(
            "default",
            ResponseBuilder::new().description("Refused").content(
                "application/json",
                content(Ref::from_schema_name("Error").into()),
            ),
        )
}

fn parameter(argument: &Argument) -> Parameter {
    let (place, required) = match argument.from {
        Place::Path => (ParameterIn::Path, Required::True),
        Place::Query => (ParameterIn::Query, Required::False),
    };
    let schema = match argument.kind {
        Kind::Number => simple(Type::Integer),
        Kind::Truth => simple(Type::Boolean),
        Kind::Text | Kind::Texts | Kind::Json => text(),
    };
    let words = match argument.kind {
        Kind::Texts => Some("With commas between"),
        Kind::Json => Some("JSON"),
        _ => None,
    };
    ParameterBuilder::new()
        .name(argument.name)
        .parameter_in(place)
        .required(required)
        .description(words)
        .schema(Some(schema))
        .build()
}

fn simple(kind: Type) -> RefOr<Schema> {
    RefOr::T(Schema::Object(
        ObjectBuilder::new().schema_type(kind).build(),
    ))
}

fn text() -> RefOr<Schema> {
    simple(Type::String)
}

fn refusal() -> Schema {
    let inner = ObjectBuilder::new()
        .property("code", text())
        .property("message", text())
        .property("field", text())
        .required("code")
        .required("message");
    let outer = ObjectBuilder::new()
        .property("error", inner)
        .required("error");
    Schema::Object(outer.build())
}

fn property(object: ObjectBuilder, field: &Json) -> ObjectBuilder {
    let name = field["name"].as_str().unwrap_or_default();
    let object = object.property(name, schema(&field["type"]));
    match is_required(field) {
        true => object.required(name),
        false => object,
    }
}

fn object(kind: &Json, fields: &str) -> Schema {
    let mut object = ObjectBuilder::new().description(kind["description"].as_str());
    for field in list(kind, fields) {
        if !list(field, "args").any(is_required) {
            object = property(object, field);
        }
    }
    Schema::Object(object.build())
}

/// The schema of a GraphQL type; what may be null is what is not required.
fn schema(kind: &Json) -> RefOr<Schema> {
    match kind["kind"].as_str() {
        Some("NON_NULL") => schema(&kind["ofType"]),
        Some("LIST") => {
            let items = ArrayBuilder::new().items(schema(&kind["ofType"]));
            RefOr::T(Schema::Array(items.build()))
        }
        Some("SCALAR") => match named(kind) {
            "Int" => simple(Type::Integer),
            "Float" => simple(Type::Number),
            "Boolean" => simple(Type::Boolean),
            "DateTime" => dated(KnownFormat::DateTime),
            "Date" => dated(KnownFormat::Date),
            "JSON" => RefOr::T(Schema::Object(
                ObjectBuilder::new()
                    .schema_type(SchemaType::AnyValue)
                    .build(),
            )),
            _ => text(),
        },
        _ => Ref::from_schema_name(named(kind)).into(),
    }
}

fn dated(format: KnownFormat) -> RefOr<Schema> {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(format)));
    RefOr::T(Schema::Object(schema.build()))
}
