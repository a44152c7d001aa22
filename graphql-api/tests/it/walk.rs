//! The whole schema, asked by everybody: what is foreign can be neither read nor changed nor counted nor told from what is not there. A field
//! that is not classified here fails the test.

use std::collections::BTreeSet;

use accounts::PipelineError;
use graphql_api::Backend;
use serde_json::{Value as Json, json};

use crate::world::{Who, World};

/// Who may do what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Anybody; what it takes besides is a secret or a password.
    Open,
    /// People, about themselves.
    Own,
    /// Everybody who is somebody sees what is his; keys must be able to read.
    Listing,
    /// Who may read the site.
    ReadSite,
    /// Who may change its settings.
    ConfigureSite,
    /// Who may delete it.
    AdministerSite,
    /// Who may bring back a site that was assigned to nobody in particular.
    AdministerDeleted,
    /// Who may make sites in the organisation.
    AdministerOrganisation,
    /// Owner and admins in person.
    Govern,
    /// The owner in person.
    Possess,
}

struct Field {
    root: &'static str,
    name: &'static str,
    class: Class,
    /// The call; `$site` and so on stand for ids.
    call: &'static str,
}

const fn field(root: &'static str, name: &'static str, class: Class, call: &'static str) -> Field {
    Field {
        root,
        name,
        class,
        call,
    }
}

const STATS: &str = r#"stats(input: {siteIds: ["$site"], range: {preset: TODAY}, metrics: [VISITORS]}) { rowCount }"#;
const SIGN_UP: &str =
    r#"input: {email: "walker@example.com", password: "quarry violin pepper", name: "W"}"#;

const FIELDS: &[Field] = &[
    field(
        "query",
        "sites",
        Class::Listing,
        "sites { totalCount edges { node { id name } } }",
    ),
    field(
        "query",
        "site",
        Class::ReadSite,
        r#"site(id: "$site") { id }"#,
    ),
    field("query", "stats", Class::ReadSite, STATS),
    field(
        "query",
        "dimensionValues",
        Class::ReadSite,
        r#"dimensionValues(siteIds: ["$site"], dimension: PAGE, range: {preset: TODAY}) { count }"#,
    ),
    field(
        "query",
        "realtime",
        Class::ReadSite,
        r#"realtime(siteIds: ["$site"]) { activeVisitors }"#,
    ),
    field(
        "query",
        "events",
        Class::ReadSite,
        r#"events(siteIds: ["$site"]) { edges { cursor } }"#,
    ),
    field("query", "pipeline", Class::Listing, "pipeline { queued }"),
    field(
        "query",
        "segments",
        Class::ReadSite,
        r#"segments(siteId: "$site") { id }"#,
    ),
    field(
        "query",
        "definitions",
        Class::Open,
        "definitions { metrics { name } }",
    ),
    field(
        "query",
        "installCheck",
        Class::ReadSite,
        r#"installCheck(siteId: "$site", token: "t") { answeredAt }"#,
    ),
    field(
        "query",
        "event",
        Class::ReadSite,
        r#"event(siteId: "$site", id: "e", timestamp: "2026-03-01T09:00:00Z") { event { id } }"#,
    ),
    field(
        "query",
        "installation",
        Class::Open,
        "installation { needsSetUp }",
    ),
    field("query", "me", Class::Own, "me { email }"),
    field("query", "sessions", Class::Own, "sessions { id }"),
    field("query", "activity", Class::Own, "activity { id }"),
    field(
        "query",
        "organizations",
        Class::Listing,
        "organizations { totalCount edges { node { id name } } }",
    ),
    field(
        "query",
        "organization",
        Class::Listing,
        r#"organization(id: "$org") { id }"#,
    ),
    field(
        "query",
        "members",
        Class::Govern,
        r#"members(organizationId: "$org") { totalCount }"#,
    ),
    field(
        "query",
        "invitations",
        Class::Govern,
        r#"invitations(organizationId: "$org") { totalCount }"#,
    ),
    field(
        "query",
        "invitation",
        Class::Open,
        r#"invitation(token: "nonsense") { email }"#,
    ),
    field(
        "query",
        "apiKeys",
        Class::Govern,
        r#"apiKeys(organizationId: "$org") { totalCount }"#,
    ),
    field(
        "query",
        "auditLog",
        Class::Govern,
        r#"auditLog(organizationId: "$org") { edges { cursor } }"#,
    ),
    field(
        "query",
        "deletedSites",
        Class::Govern,
        r#"deletedSites(organizationId: "$org") { id }"#,
    ),
    field(
        "mutation",
        "createSite",
        Class::AdministerOrganisation,
        r#"createSite(input: {name: "N", domains: ["n.example"], organizationId: "$org"}) { id }"#,
    ),
    field(
        "mutation",
        "updateSite",
        Class::ConfigureSite,
        r#"updateSite(id: "$site", input: {name: "N"}) { id }"#,
    ),
    field(
        "mutation",
        "deleteSite",
        Class::AdministerSite,
        r#"deleteSite(id: "$site")"#,
    ),
    field(
        "mutation",
        "undoDeleteSite",
        Class::AdministerDeleted,
        r#"undoDeleteSite(id: "$deleted") { id }"#,
    ),
    field(
        "mutation",
        "resetSite",
        Class::AdministerSite,
        r#"resetSite(id: "$site")"#,
    ),
    field(
        "mutation",
        "transferSite",
        Class::AdministerSite,
        r#"transferSite(id: "$site", organizationId: "$org") { id }"#,
    ),
    field(
        "mutation",
        "eraseVisitor",
        Class::AdministerSite,
        r#"eraseVisitor(siteId: "$site", visitorId: "v") { events }"#,
    ),
    field(
        "mutation",
        "saveSegment",
        Class::ConfigureSite,
        r#"saveSegment(siteId: "$site", name: "S", shared: true, filters: [{dimension: PAGE, op: IS, values: ["/"]}]) { id }"#,
    ),
    field(
        "mutation",
        "deleteSegment",
        Class::ConfigureSite,
        r#"deleteSegment(siteId: "$site", id: "$segment")"#,
    ),
    field(
        "mutation",
        "startInstallCheck",
        Class::ConfigureSite,
        r#"startInstallCheck(siteId: "$site") { url }"#,
    ),
    field(
        "mutation",
        "signUp",
        Class::Open,
        "signUp(SIGN_UP) { tokens { expiresIn } }",
    ),
    field(
        "mutation",
        "setUp",
        Class::Open,
        r#"setUp(token: "nonsense", SIGN_UP) { expiresIn }"#,
    ),
    field(
        "mutation",
        "login",
        Class::Open,
        r#"login(email: "x@example.com", password: "x") { expiresIn }"#,
    ),
    field(
        "mutation",
        "refresh",
        Class::Open,
        r#"refresh(token: "nonsense") { expiresIn }"#,
    ),
    field("mutation", "logout", Class::Open, "logout"),
    field(
        "mutation",
        "verifyEmail",
        Class::Open,
        r#"verifyEmail(token: "nonsense")"#,
    ),
    field(
        "mutation",
        "requestPasswordReset",
        Class::Open,
        r#"requestPasswordReset(email: "x@example.com")"#,
    ),
    field(
        "mutation",
        "resetPassword",
        Class::Open,
        r#"resetPassword(token: "nonsense", password: "quarry violin pepper")"#,
    ),
    field(
        "mutation",
        "acceptInvitation",
        Class::Open,
        r#"acceptInvitation(token: "nonsense", name: "N", password: "quarry violin pepper") { expiresIn }"#,
    ),
    field(
        "mutation",
        "updateMe",
        Class::Own,
        r#"updateMe(name: "N") { id }"#,
    ),
    field(
        "mutation",
        "changePassword",
        Class::Own,
        r#"changePassword(present: "brine lantern otter 41", password: "quarry violin pepper")"#,
    ),
    field(
        "mutation",
        "enrolTotp",
        Class::Own,
        r#"enrolTotp(password: "brine lantern otter 41") { secret }"#,
    ),
    field(
        "mutation",
        "confirmTotp",
        Class::Own,
        r#"confirmTotp(code: "000000")"#,
    ),
    field(
        "mutation",
        "disableTotp",
        Class::Own,
        r#"disableTotp(password: "brine lantern otter 41", code: "")"#,
    ),
    field(
        "mutation",
        "endSession",
        Class::Own,
        r#"endSession(id: "nowhere")"#,
    ),
    field(
        "mutation",
        "createOrganization",
        Class::AdministerOrganisation,
        r#"createOrganization(name: "N", parentId: "$org") { id }"#,
    ),
    field(
        "mutation",
        "updateOrganization",
        Class::Govern,
        r#"updateOrganization(id: "$org", input: {name: "N"}) { id }"#,
    ),
    field(
        "mutation",
        "deleteOrganization",
        Class::Possess,
        r#"deleteOrganization(id: "$org")"#,
    ),
    field(
        "mutation",
        "transferOwnership",
        Class::Possess,
        r#"transferOwnership(organizationId: "$org", userId: "$admin")"#,
    ),
    field(
        "mutation",
        "updateMember",
        Class::Govern,
        r#"updateMember(organizationId: "$org", userId: "$viewer", role: MANAGER)"#,
    ),
    field(
        "mutation",
        "removeMember",
        Class::Govern,
        r#"removeMember(organizationId: "$org", userId: "$admin")"#,
    ),
    field(
        "mutation",
        "inviteMember",
        Class::Govern,
        r#"inviteMember(input: {organizationId: "$org", email: "n@example.com", role: VIEWER}) { id }"#,
    ),
    field(
        "mutation",
        "revokeInvitation",
        Class::Govern,
        r#"revokeInvitation(organizationId: "$org", id: "$invitation")"#,
    ),
    field(
        "mutation",
        "createApiKey",
        Class::Govern,
        r#"createApiKey(input: {organizationId: "$org", name: "N", scope: ADMIN}) { secret }"#,
    ),
    field(
        "mutation",
        "revokeApiKey",
        Class::Govern,
        r#"revokeApiKey(organizationId: "$org", id: "$key")"#,
    ),
    field(
        "subscription",
        "events",
        Class::ReadSite,
        r#"events(siteIds: ["$site"]) { name }"#,
    ),
    field(
        "subscription",
        "realtime",
        Class::ReadSite,
        r#"realtime(siteIds: ["$site"]) { activeVisitors }"#,
    ),
    field("subscription", "stats", Class::ReadSite, STATS),
    field(
        "subscription",
        "pipeline",
        Class::Listing,
        "pipeline { queued }",
    ),
];

/// Fields of answers that take arguments. Of them only the errors take an id, which a test below is about.
const BELOW: &[&str] = &["PipelineHealth.errors", "Realtime.visitors", "Site.snippet"];

/// What is to come of it: `None` is done, else the code.
fn expected(class: Class, who: Who) -> Option<&'static str> {
    use Who::*;
    const NOT_FOUND: Option<&str> = Some("NOT_FOUND");
    const FORBIDDEN: Option<&str> = Some("FORBIDDEN");
    let by = |done: &[Who]| {
        if done.contains(&who) || who == SuperAdmin {
            return None;
        }
        match who {
            Outsider | OutsidersKey => NOT_FOUND,
            _ => FORBIDDEN,
        }
    };
    let on_site = |done: &[Who]| match who {
        ManagerElsewhere | ViewerElsewhere | KeyElsewhere => NOT_FOUND,
        _ => by(done),
    };
    match class {
        Class::Open => None,
        _ if who == Nobody => Some("UNAUTHENTICATED"),
        Class::Own if who.is_key() => FORBIDDEN,
        Class::Own => None,
        Class::Listing if who == WriteKey => FORBIDDEN,
        Class::Listing => None,
        Class::ReadSite => on_site(&[Owner, Admin, Manager, Viewer, ReadKey, AdminKey]),
        Class::ConfigureSite => on_site(&[Owner, Admin, Manager, AdminKey]),
        Class::AdministerSite => on_site(&[Owner, Admin, AdminKey]),
        Class::AdministerDeleted if matches!(who, Manager | Viewer) => NOT_FOUND,
        Class::AdministerDeleted => on_site(&[Owner, Admin, AdminKey]),
        Class::AdministerOrganisation => by(&[Owner, Admin, AdminKey]),
        Class::Govern => by(&[Owner, Admin]),
        Class::Possess => by(&[Owner]),
    }
}

fn call(world: &World, text: &str) -> String {
    text.replace("SIGN_UP", SIGN_UP)
        .replace("$site", &world.site)
        .replace("$deleted", &world.deleted)
        .replace("$org", &world.org)
        .replace("$admin", &world.users[&Who::Admin])
        .replace("$viewer", &world.users[&Who::Viewer])
        .replace("$invitation", &world.invitation.0)
        .replace("$key", &world.key)
        .replace("$segment", &world.segment)
}

fn refusal(code: Option<&str>) -> Option<&str> {
    code.filter(|code| matches!(*code, "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND"))
}

#[tokio::test]
async fn every_field_is_classified() {
    let world = World::new().await;
    let query = "{ __schema { types { name kind fields { name args { name } } }
        queryType { name } mutationType { name } subscriptionType { name } } }";
    let answer = world.ask(None, query, Json::Null).await;
    let schema = &answer.body["data"]["__schema"];
    let mut built = BTreeSet::new();
    let mut below = BTreeSet::new();
    for kind in schema["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        let root = ["query", "mutation", "subscription"]
            .into_iter()
            .find(|root| schema[format!("{root}Type")]["name"] == name);
        for field in kind["fields"].as_array().into_iter().flatten() {
            let field_name = field["name"].as_str().unwrap();
            match root {
                Some(root) => {
                    built.insert(format!("{root}.{field_name}"));
                }
                None if name.starts_with("__") => {}
                None if field["args"].as_array().is_none_or(Vec::is_empty) => {}
                None => {
                    below.insert(format!("{name}.{field_name}"));
                }
            }
        }
    }
    let classified: BTreeSet<String> = FIELDS
        .iter()
        .map(|field| format!("{}.{}", field.root, field.name))
        .collect();
    assert_eq!(built, classified, "say in FIELDS who may do what");
    assert_eq!(
        below,
        BELOW.iter().map(ToString::to_string).collect(),
        "a field of an answer takes arguments"
    );
}

#[tokio::test]
async fn nobody_reaches_what_is_not_his() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for field in FIELDS.iter().filter(|field| field.root != "subscription") {
        for who in Who::ALL {
            let expected = expected(field.class, who);
            // `site` and `organization` are null where there is none.
            let is_nullable = matches!((field.root, field.name), ("query", "site"));
            let query = format!("{} {{ {} }}", field.root, call(&world, field.call));
            if expected.is_none() && field.root == "mutation" {
                continue;
            }
            let before = world.backend.accounts().revisions().await.unwrap();
            let answer = world.ask_as(who, &query, Json::Null).await;
            let got = if is_nullable
                && answer.code().is_none()
                && answer.body["data"]["site"].is_null()
            {
                Some("NOT_FOUND")
            } else if field.class == Class::Open {
                None
            } else {
                refusal(answer.code())
            };
            if got != expected {
                wrong.push(format!(
                    "{who:?} {query}: {got:?}, not {expected:?}: {}",
                    answer.body
                ));
            }
            let after = world.backend.accounts().revisions().await.unwrap();
            if before != after && expected.is_some() {
                wrong.push(format!(
                    "{who:?} {query}: refused, and yet something has changed"
                ));
            }
            if got == Some("NOT_FOUND") && !is_nullable {
                // What is not his looks like what is not there.
                let mut nowhere = query.clone();
                for id in [&world.site, &world.deleted, &world.org] {
                    nowhere = nowhere.replace(id.as_str(), "nowhere");
                }
                let there = world.ask_as(who, &nowhere, Json::Null).await;
                let mut message = answer.message();
                for id in [&world.site, &world.deleted, &world.org] {
                    message = message.replace(id.as_str(), "nowhere");
                }
                if (there.code(), there.message()) != (Some("NOT_FOUND"), message) {
                    wrong.push(format!(
                        "{who:?} {query}: {} is not {}",
                        answer.body, there.body
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn who_may_does() {
    let mut wrong = Vec::new();
    for field in FIELDS
        .iter()
        .filter(|field| field.root == "mutation" && field.class != Class::Open)
    {
        for who in Who::ALL
            .into_iter()
            .filter(|who| expected(field.class, *who).is_none())
        {
            // Each in a world of its own, since it changes it.
            let world = World::new().await;
            let query = format!("mutation {{ {} }}", call(&world, field.call));
            let answer = world.ask_as(who, &query, Json::Null).await;
            let is_fine = match field.name {
                // About things that are not there, or codes that are wrong.
                "confirmTotp" => matches!(answer.code(), Some("BAD_INPUT" | "FORBIDDEN")),
                "endSession" => answer.code() == Some("NOT_FOUND"),
                _ => answer.code().is_none(),
            };
            if !is_fine {
                wrong.push(format!("{who:?} {query}: {}", answer.body));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn lists_hold_what_is_his_and_count_nothing_else() {
    let world = World::new().await;
    let names = |answer: &Json, field: &str| {
        let edges = answer["data"][field]["edges"].as_array().unwrap();
        assert_eq!(answer["data"][field]["totalCount"], edges.len());
        edges
            .iter()
            .map(|edge| edge["node"]["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (who, sites, organisations, pipeline) in [
        (
            Who::SuperAdmin,
            vec!["foreign", "other", "site"],
            vec!["Agency", "Default", "Foreign"],
            -1,
        ),
        (Who::Owner, vec!["other", "site"], vec!["Agency"], 2),
        (Who::Manager, vec!["site"], vec!["Agency"], 1),
        (Who::ViewerElsewhere, vec!["other"], vec!["Agency"], 1),
        (Who::Outsider, vec!["foreign"], vec!["Foreign"], 1),
        (Who::ReadKey, vec!["other", "site"], vec!["Agency"], 2),
        (Who::KeyElsewhere, vec!["other"], vec!["Agency"], 1),
        (Who::OutsidersKey, vec!["foreign"], vec!["Foreign"], 1),
    ] {
        let query = "{ sites { totalCount edges { node { name } } }
            organizations { totalCount edges { node { name } } } pipeline { queued } }";
        let answer = world.ask_as(who, query, Json::Null).await.body;
        assert_eq!(names(&answer, "sites"), sites, "{who:?}");
        assert_eq!(names(&answer, "organizations"), organisations, "{who:?}");
        assert_eq!(answer["data"]["pipeline"]["queued"], pipeline, "{who:?}");
        let searched =
            "query($s: String) { sites(search: $s) { totalCount edges { node { name } } } }";
        let answer = world
            .ask_as(who, searched, json!({"s": "FOREIGN"}))
            .await
            .body;
        assert_eq!(
            names(&answer, "sites").len(),
            usize::from(sites.contains(&"foreign")),
            "{who:?}"
        );
    }
}

#[tokio::test]
async fn nothing_can_be_set_that_is_not_offered() {
    let world = World::new().await;
    for query in [
        r#"mutation { signUp(input: {email: "e@example.com", password: "quarry violin pepper", name: "E", superAdmin: true}) { tokens { expiresIn } } }"#.to_owned(),
        r#"mutation { updateMe(name: "E", superAdmin: true) { id } }"#.to_owned(),
        format!(r#"mutation {{ updateSite(id: "{}", input: {{name: "E", organizationId: "{}"}}) {{ id }} }}"#, world.site, world.foreign_org),
        format!(r#"mutation {{ inviteMember(input: {{organizationId: "{}", email: "e@example.com", role: OWNER}}) {{ id }} }}"#, world.org),
        format!(r#"mutation {{ createApiKey(input: {{organizationId: "{}", name: "k", scope: ADMIN, userId: null}}) {{ secret }} }}"#, world.org),
    ] {
        let answer = world.ask_as(Who::Owner, &query, Json::Null).await;
        assert_eq!(answer.code(), Some("BAD_INPUT"), "{query}: {}", answer.body);
    }
    // A site of one's own cannot be put into an organisation of others, nor theirs be assigned to one's people.
    let theirs = world
        .backend
        .site_entries()
        .iter()
        .find(|site| site.organisation == world.foreign_org)
        .unwrap()
        .id
        .clone();
    for query in [
        format!(
            r#"mutation {{ transferSite(id: "{}", organizationId: "{}") {{ id }} }}"#,
            world.site, world.foreign_org
        ),
        format!(
            r#"mutation {{ updateMember(organizationId: "{}", userId: "{}", role: VIEWER, siteIds: ["{theirs}"]) }}"#,
            world.org,
            world.users[&Who::Viewer]
        ),
        format!(
            r#"mutation {{ createApiKey(input: {{organizationId: "{}", name: "k", scope: READ, siteIds: ["{theirs}"]}}) {{ secret }} }}"#,
            world.org
        ),
        format!(
            r#"mutation {{ revokeApiKey(organizationId: "{}", id: "{}") }}"#,
            world.foreign_org, world.key
        ),
    ] {
        let answer = world.ask_as(Who::Owner, &query, Json::Null).await;
        assert_eq!(answer.code(), Some("NOT_FOUND"), "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn text_stays_text() {
    let world = World::new().await;
    for text in [
        "'; DROP TABLE sites; --",
        "\" OR \"1\"=\"1",
        "%",
        "_",
        "\\",
        "$1",
        "?1",
        "\u{0}",
        "<script>alert(1)</script>",
    ] {
        let query = "query($s: String, $id: ID!) { sites(search: $s, after: $s) { totalCount } site(id: $id) { id } organization(id: $id) { id } }";
        let answer = world
            .ask_as(Who::Owner, query, json!({"s": text, "id": text}))
            .await;
        assert_eq!(answer.code(), None, "{text:?}: {}", answer.body);
        assert!(answer.body["data"]["site"].is_null());
        let query = "mutation($e: String!) { login(email: $e, password: $e) { expiresIn } }";
        let answer = world.ask(None, query, json!({"e": text})).await;
        assert_eq!(
            answer.code(),
            Some("UNAUTHENTICATED"),
            "{text:?}: {}",
            answer.body
        );
    }
    assert_eq!(world.backend.accounts().sites().await.unwrap().len(), 3);
}

#[tokio::test]
async fn errors_are_those_of_the_sites_that_he_reads() {
    let world = World::new().await;
    let foreign = world.backend.site_entries();
    let foreign = foreign
        .iter()
        .find(|site| site.organisation == world.foreign_org)
        .unwrap();
    let error = |site: Option<&str>, message: &str| PipelineError {
        site: site.map(Into::into),
        kind: "collector".into(),
        code: "origin_not_allowed".into(),
        message: message.into(),
        count: 2,
        first: world.backend.now(),
        last: world.backend.now(),
    };
    let errors = vec![
        error(Some(&world.site), "Own"),
        error(Some(&foreign.id), "theirs"),
        error(None, "of nobody"),
    ];
    let accounts = world.backend.accounts();
    accounts.note_errors(errors.clone()).await.unwrap();
    accounts.note_errors(errors).await.unwrap();
    for (who, arguments, expected) in [
        (Who::SuperAdmin, "", vec!["Own", "of nobody", "theirs"]),
        (Who::Owner, "", vec!["Own"]),
        (
            Who::Owner,
            r#"(search: "OWN", code: "origin_not_allowed")"#,
            vec!["Own"],
        ),
        (Who::Owner, r#"(search: "%")"#, vec![]),
        (Who::Owner, r#"(code: "unknown_site")"#, vec![]),
        (Who::Owner, r#"(siteId: "$foreign")"#, vec![]),
        (Who::ViewerElsewhere, "", vec![]),
        (Who::Outsider, "", vec!["theirs"]),
    ] {
        let query = format!("{{ pipeline {{ errors{arguments} {{ message count }} }} }}");
        let query = query.replace("$foreign", &foreign.id);
        let answer = world.ask_as(who, &query, Json::Null).await.body;
        let errors = answer["data"]["pipeline"]["errors"].as_array().unwrap();
        let mut messages: Vec<&str> = errors
            .iter()
            .map(|error| error["message"].as_str().unwrap())
            .collect();
        messages.sort_unstable();
        assert_eq!(messages, expected, "{who:?} {arguments}");
        assert!(errors.iter().all(|error| error["count"] == 4), "{answer}");
    }
}

#[tokio::test]
async fn a_raw_address_is_shown_to_owner_and_admins_and_noted() {
    let world = World::new().await;
    let query = format!(
        r#"{{ event(siteId: "{}", id: "e", timestamp: "2026-03-01T09:00:00Z") {{ address }} }}"#,
        world.site
    );
    for (who, shown) in [
        (Who::Owner, true),
        (Who::Admin, true),
        (Who::Manager, false),
        (Who::Viewer, false),
        (Who::AdminKey, false),
    ] {
        let answer = world.ask_as(who, &query, Json::Null).await.body;
        let address = &answer["data"]["event"]["address"];
        assert_eq!(address.is_string(), shown, "{who:?}: {answer}");
    }
    let log = format!(
        r#"{{ auditLog(organizationId: "{}", first: 50) {{ edges {{ node {{ action target }} }} }} }}"#,
        world.org
    );
    let answer = world.ask_as(Who::Owner, &log, Json::Null).await.body;
    let entries = answer["data"]["auditLog"]["edges"].as_array().unwrap();
    let showings = entries
        .iter()
        .filter(|entry| entry["node"]["action"] == "event.address");
    assert_eq!(showings.count(), 2, "{answer}");
}

#[tokio::test]
async fn segments_are_somebodys_own_or_the_sites() {
    let world = World::new().await;
    let save = |shared: bool| {
        format!(
            r#"mutation {{ saveSegment(siteId: "{}", name: "Phones", shared: {shared},
                filters: [{{dimension: DEVICE, op: IS, values: ["mobile"]}}]) {{ id mine shared filters }} }}"#,
            world.site
        )
    };
    let list = format!(r#"{{ segments(siteId: "{}") {{ id mine }} }}"#, world.site);
    let answer = world
        .ask_as(Who::Viewer, &save(false), Json::Null)
        .await
        .body;
    let own = &answer["data"]["saveSegment"];
    assert_eq!(own["mine"], true, "{answer}");
    assert_eq!(own["filters"][0]["dimension"], "DEVICE");
    let seen = async |who| {
        let answer = world.ask_as(who, &list, Json::Null).await.body;
        let segments = answer["data"]["segments"].as_array().unwrap().clone();
        segments.iter().any(|segment| segment["id"] == own["id"])
    };
    assert!(seen(Who::Viewer).await);
    assert!(!seen(Who::Owner).await, "it is the viewer's own");
    let asked = |site: &str| {
        format!(
            r#"{{ stats(input: {{siteIds: ["{site}"], range: {{preset: TODAY}}, metrics: [VISITORS], segmentId: "{}"}}) {{ rowCount }} }}"#,
            own["id"].as_str().unwrap()
        )
    };
    let answer = world
        .ask_as(Who::Viewer, &asked(&world.site), Json::Null)
        .await;
    assert_eq!(answer.code(), None, "{}", answer.body);
    let answer = world
        .ask_as(Who::Owner, &asked(&world.site), Json::Null)
        .await;
    assert_eq!(answer.code(), Some("NOT_FOUND"), "{}", answer.body);
    let answer = world.ask_as(Who::Viewer, &save(true), Json::Null).await;
    assert_eq!(answer.code(), Some("FORBIDDEN"), "{}", answer.body);
    let delete = format!(
        r#"mutation {{ deleteSegment(siteId: "{}", id: {}) }}"#,
        world.site, own["id"]
    );
    let answer = world.ask_as(Who::Owner, &delete, Json::Null).await;
    assert_eq!(answer.code(), Some("NOT_FOUND"), "{}", answer.body);
    let answer = world.ask_as(Who::Viewer, &delete, Json::Null).await;
    assert_eq!(answer.code(), None, "{}", answer.body);
    assert!(!seen(Who::Viewer).await);
}

#[tokio::test]
async fn who_may_ask_is_known_without_the_database() {
    let world = World::new().await;
    world.backend.accounts().clone().close().await.unwrap();
    let queries = [
        call(&world, &format!("{{ {STATS} }}")),
        "{ sites { totalCount edges { node { id name } } } }".into(),
        call(&world, r#"{ site(id: "$site") { name } }"#),
        call(
            &world,
            r#"{ realtime(siteIds: ["$site"]) { activeVisitors } }"#,
        ),
        call(
            &world,
            r#"{ events(siteIds: ["$site"]) { edges { cursor } } }"#,
        ),
        call(
            &world,
            r#"{ dimensionValues(siteIds: ["$site"], dimension: PAGE, range: {preset: TODAY}) { count } }"#,
        ),
        "{ pipeline { queued } }".into(),
    ];
    for who in [Who::Owner, Who::Viewer, Who::ReadKey] {
        for query in &queries {
            let answer = world.ask_as(who, query, Json::Null).await;
            assert_eq!(answer.code(), None, "{who:?} {query}: {}", answer.body);
        }
    }
    let answer = world
        .ask_as(
            Who::Owner,
            "{ me { email memberships { role } } }",
            Json::Null,
        )
        .await;
    assert!(
        answer.code().is_some(),
        "the database is closed: {}",
        answer.body
    );
}
