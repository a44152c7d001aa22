//! Which path stands for which field of the schema.

use axum::routing::MethodFilter;

/// How an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Patch,
    Delete,
}

/// Which root of the schema a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    Query,
    Mutation,
}

/// Where an argument stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
}

/// What an argument's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Truth,
    /// With commas between.
    Texts,
    Json,
}

/// An argument of an operation beside its body.
pub(super) struct Argument {
    pub name: &'static str,
    pub from: Place,
    pub kind: Kind,
    /// The variable, or the place within one, that it fills.
    pub to: &'static str,
}

/// One operation of the façade.
pub(super) struct Operation {
    pub method: Verb,
    pub path: &'static str,
    pub summary: &'static str,
    pub root: Root,
    pub field: &'static str,
    /// What of the data is the answer.
    pub answer: &'static str,
    /// Those of its own; [`Operation::arguments`] has all.
    own: &'static [Argument],
    /// Those that it shares with others.
    shared: &'static [Argument],
    /// The variable that the body fills, empty for all of them; None where there is no body.
    pub body: Option<&'static str>,
    /// Whether something new comes of it.
    pub makes: bool,
}

impl Operation {
    /// Its arguments beside the body.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &'static Argument> {
        self.own.iter().chain(self.shared)
    }

    pub(super) fn filter(&self) -> MethodFilter {
        match self.method {
            Verb::Get => MethodFilter::GET,
            Verb::Post => MethodFilter::POST,
            Verb::Patch => MethodFilter::PATCH,
            Verb::Delete => MethodFilter::DELETE,
        }
    }
}

const fn path(name: &'static str, to: &'static str) -> Argument {
    Argument {
        name,
        from: Place::Path,
        kind: Kind::Text,
        to,
    }
}

const fn query(name: &'static str, kind: Kind, to: &'static str) -> Argument {
    Argument {
        name,
        from: Place::Query,
        kind,
        to,
    }
}

const fn get(
    path: &'static str,
    summary: &'static str,
    field: &'static str,
    arguments: &'static [Argument],
) -> Operation {
    Operation {
        method: Verb::Get,
        path,
        summary,
        root: Root::Query,
        field,
        answer: field,
        own: arguments,
        shared: &[],
        body: None,
        makes: false,
    }
}

const fn change(
    method: Verb,
    path: &'static str,
    summary: &'static str,
    field: &'static str,
    arguments: &'static [Argument],
    body: Option<&'static str>,
) -> Operation {
    Operation {
        method,
        path,
        summary,
        root: Root::Mutation,
        field,
        answer: field,
        own: arguments,
        shared: &[],
        body,
        makes: false,
    }
}

const fn makes(mut operation: Operation) -> Operation {
    operation.makes = true;
    operation
}

/// A question but its sites.
const QUESTION: &[Argument] = &[
    query("metrics", Kind::Texts, "input.metrics"),
    query("dimensions", Kind::Texts, "input.dimensions"),
    query("propertyKeys", Kind::Texts, "input.propertyKeys"),
    query("preset", Kind::Text, "input.range.preset"),
    query("from", Kind::Text, "input.range.from"),
    query("to", Kind::Text, "input.range.to"),
    query("interval", Kind::Text, "input.interval"),
    query("filters", Kind::Json, "input.filters"),
    query("segmentId", Kind::Text, "input.segmentId"),
    query("includeBots", Kind::Truth, "input.includeBots"),
    query("compare", Kind::Text, "input.compare"),
    query("timezone", Kind::Text, "input.timezone"),
    query("orderBy", Kind::Json, "input.orderBy"),
    query("limit", Kind::Number, "input.limit"),
    query("offset", Kind::Number, "input.offset"),
];

const VALUES: &[Argument] = &[
    query("siteIds", Kind::Texts, "siteIds"),
    query("dimension", Kind::Text, "dimension"),
    query("key", Kind::Text, "key"),
    query("search", Kind::Text, "search"),
    query("preset", Kind::Text, "range.preset"),
    query("from", Kind::Text, "range.from"),
    query("to", Kind::Text, "range.to"),
    query("first", Kind::Number, "first"),
];

/// All operations but the overview and the export, which are made of several.
pub(super) const OPERATIONS: &[Operation] = &[
    get(
        "/api/v1/sites",
        "The caller's sites, by name",
        "sites",
        &[
            query("search", Kind::Text, "search"),
            query("organizationId", Kind::Text, "organizationId"),
            query("first", Kind::Number, "first"),
            query("after", Kind::Text, "after"),
        ],
    ),
    makes(change(
        Verb::Post,
        "/api/v1/sites",
        "Makes a site",
        "createSite",
        &[],
        Some("input"),
    )),
    get("/api/v1/sites/{id}", "A site", "site", &[path("id", "id")]),
    change(
        Verb::Patch,
        "/api/v1/sites/{id}",
        "Changes a site; what is not given stays",
        "updateSite",
        &[path("id", "id")],
        Some("input"),
    ),
    change(
        Verb::Delete,
        "/api/v1/sites/{id}",
        "Hides a site; its rows go after seven days, or with `now` within a day",
        "deleteSite",
        &[path("id", "id"), query("now", Kind::Truth, "now")],
        None,
    ),
    Operation {
        answer: "site.snippet",
        ..get(
            "/api/v1/sites/{id}/snippet",
            "The line to put into a site's pages",
            "site",
            &[path("id", "id")],
        )
    },
    Operation {
        shared: QUESTION,
        ..get(
            "/api/v1/sites/{id}/stats",
            "Any metrics of a site by any dimensions",
            "stats",
            &[path("id", "input.siteIds")],
        )
    },
    Operation {
        shared: QUESTION,
        ..get(
            "/api/v1/stats",
            "Any metrics by any dimensions",
            "stats",
            &[query("siteIds", Kind::Texts, "input.siteIds")],
        )
    },
    Operation {
        method: Verb::Post,
        body: Some("input"),
        ..get(
            "/api/v1/stats",
            "Any metrics by any dimensions, the question in the body",
            "stats",
            &[],
        )
    },
    get(
        "/api/v1/values",
        "Values that a dimension takes, the commonest first",
        "dimensionValues",
        VALUES,
    ),
    get(
        "/api/v1/definitions",
        "What metrics and dimensions mean",
        "definitions",
        &[],
    ),
    get(
        "/api/v1/realtime",
        "What is going on now",
        "realtime",
        &[query("siteIds", Kind::Texts, "siteIds")],
    ),
    get(
        "/api/v1/events",
        "Events, newest first",
        "events",
        &[
            query("siteIds", Kind::Texts, "siteIds"),
            query("filters", Kind::Json, "filters"),
            query("first", Kind::Number, "first"),
            query("after", Kind::Text, "after"),
        ],
    ),
    get(
        "/api/v1/monitoring",
        "How the pipeline fares, its latest errors among it",
        "pipeline",
        &[],
    ),
    get("/api/auth/me", "Who is signed in", "me", &[]),
    change(
        Verb::Post,
        "/api/auth/login",
        "Signs in",
        "login",
        &[],
        Some(""),
    ),
    change(
        Verb::Post,
        "/api/auth/refresh",
        "New tokens for a refresh token, or for the cookie's",
        "refresh",
        &[],
        Some(""),
    ),
    change(
        Verb::Post,
        "/api/auth/logout",
        "Ends this sign-in, or all of the caller's",
        "logout",
        &[],
        Some(""),
    ),
    change(
        Verb::Post,
        "/api/auth/sign-up",
        "Makes an account, where that is open",
        "signUp",
        &[],
        Some("input"),
    ),
    change(
        Verb::Post,
        "/api/auth/request-password-reset",
        "Mails a link to choose a new password",
        "requestPasswordReset",
        &[],
        Some(""),
    ),
    change(
        Verb::Post,
        "/api/auth/reset-password",
        "Sets a new password by the mailed token",
        "resetPassword",
        &[],
        Some(""),
    ),
];
