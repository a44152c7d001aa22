//! What the schema says of itself, and requests made from that: every field of an answer that needs no argument.

use std::collections::BTreeMap;
use std::fmt::Write;

use async_graphql::Request;
use futures::FutureExt;
use serde_json::Value as Json;

use super::operations::Root;
use crate::schema::ApiSchema;

/// Levels of an answer that are asked for.
const DEPTH_MAX: usize = 8;

const INTROSPECTION: &str = "{ __schema { queryType { name } mutationType { name } types {
    kind name description
    fields { name description args { name defaultValue type { ...T } } type { ...T } }
    inputFields { name description defaultValue type { ...T } }
    enumValues { name }
} } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

/// The schema's types by name.
pub(super) struct Catalogue {
    pub types: BTreeMap<String, Json>,
    roots: [String; 2],
}

/// The name of a type without its lists and its `!`.
pub(super) fn named(kind: &Json) -> &str {
    match kind["ofType"].is_object() {
        true => named(&kind["ofType"]),
        false => kind["name"].as_str().unwrap_or_default(),
    }
}

/// A type as GraphQL writes it.
fn written(kind: &Json) -> String {
    match kind["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", written(&kind["ofType"])),
        Some("LIST") => format!("[{}]", written(&kind["ofType"])),
        _ => kind["name"].as_str().unwrap_or_default().to_owned(),
    }
}

/// Whether a request must give it.
pub(super) fn is_required(argument: &Json) -> bool {
    argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null()
}

pub(super) fn list<'a>(of: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> + use<'a> {
    of[name].as_array().into_iter().flatten()
}

impl Catalogue {
    /// Asks the schema. Introspection waits for nothing, so it has an answer at once.
    pub(super) fn of(schema: &ApiSchema) -> Self {
        let answer = schema.execute(Request::new(INTROSPECTION)).now_or_never();
        let data = answer.and_then(|answer| answer.data.into_json().ok());
        let mut schema = data.unwrap_or_default();
        let schema = schema["__schema"].take();
        let root = |name: &str| schema[name]["name"].as_str().unwrap_or_default().to_owned();
        Self {
            roots: [root("queryType"), root("mutationType")],
            types: list(&schema, "types")
                .filter_map(|kind| Some((kind["name"].as_str()?.to_owned(), kind.clone())))
                .collect(),
        }
    }

    fn root(&self, root: Root) -> &str {
        match root {
            Root::Query => &self.roots[0],
            Root::Mutation => &self.roots[1],
        }
    }

    /// A field of a root.
    pub(super) fn field(&self, root: Root, name: &str) -> Option<&Json> {
        let fields = self.types.get(self.root(root))?;
        list(fields, "fields").find(|field| field["name"] == name)
    }

    /// A request for a field: its arguments as variables of the same names, and all of its answer.
    pub(super) fn request(&self, root: Root, name: &str) -> String {
        let Some(field) = self.field(root, name) else {
            return String::new();
        };
        let (mut given, mut passed) = (String::new(), String::new());
        for argument in list(field, "args") {
            let name = argument["name"].as_str().unwrap_or_default();
            let kind = written(&argument["type"]);
            // A variable that is not given must not stand for null where there is a default.
            let default = argument["defaultValue"].as_str();
            let default = default
                .map(|value| format!(" = {value}"))
                .unwrap_or_default();
            // Writing to memory does not fail.
            let _ = write!(given, "${name}: {kind}{default} ");
            let _ = write!(passed, "{name}: ${name} ");
        }
        let (given, passed) = match given.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("({given})"), format!("({passed})")),
        };
        let root = match root {
            Root::Query => "query",
            Root::Mutation => "mutation",
        };
        let selection = self.selection(named(&field["type"]), 0);
        format!("{root}{given} {{ {name}{passed}{selection} }}")
    }

    fn selection(&self, kind: &str, depth: usize) -> String {
        let Some(fields) = self
            .types
            .get(kind)
            .filter(|kind| kind["kind"] == "OBJECT" && depth < DEPTH_MAX)
        else {
            return String::new();
        };
        let mut selected = String::from(" {");
        for field in list(fields, "fields") {
            if list(field, "args").any(is_required) {
                continue;
            }
            let name = field["name"].as_str().unwrap_or_default();
            let below = self.selection(named(&field["type"]), depth + 1);
            let _ = write!(selected, " {name}{below}");
        }
        selected + " }"
    }
}
