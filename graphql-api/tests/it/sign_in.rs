//! Signing in over HTTP: cookies, what stolen tokens and many tries come to, and the limits of a request.

use std::time::Duration;

use accounts::{Actor, Mail, NewKey, Scope, SignUpMode};
use chrono::TimeDelta;
use graphql_api::{Backend, COMPLEXITY_MAX, REQUEST_BYTES_MAX};
use serde_json::{Value as Json, json};

use crate::world::{Answer, PASSWORD, Who, World, backend, send};

const LOGIN: &str = "mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken refreshToken } }";

fn login(email: &str, password: &str) -> String {
    json!({"query": LOGIN, "variables": {"e": email, "p": password}}).to_string()
}

fn question(query: &str) -> String {
    json!({ "query": query }).to_string()
}

#[tokio::test]
async fn pages_get_a_cookie_that_no_script_reads() {
    let world = World::new().await;
    let page = [("x-footfall", "1")];
    let answer = send(&world.router, &page, login("owner@example.com", PASSWORD)).await;
    let cookie = answer.cookie().unwrap().to_owned();
    assert!(answer.body["data"]["login"]["refreshToken"].is_null());
    for part in [
        "__Host-footfall_refresh=",
        "; HttpOnly",
        "; Secure",
        "; SameSite=Strict",
        "; Path=/;",
        "; Max-Age=2592000",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let (pair, _) = cookie.split_once(';').unwrap();
    let refresh = question("mutation { refresh { accessToken refreshToken } }");
    let forged = send(&world.router, &[("cookie", pair)], refresh.clone()).await;
    assert_eq!(
        forged.code(),
        Some("FORBIDDEN"),
        "without the header a form of another site could do it"
    );
    let again = send(
        &world.router,
        &[("cookie", pair), ("x-footfall", "1")],
        refresh.clone(),
    )
    .await;
    assert!(
        again.body["data"]["refresh"]["accessToken"].is_string(),
        "{}",
        again.body
    );
    assert_ne!(again.cookie().unwrap().split_once(';').unwrap().0, pair);
    let none = send(&world.router, &page, refresh).await;
    assert_eq!(none.code(), Some("UNAUTHENTICATED"));
    let other = send(&world.router, &[], login("owner@example.com", PASSWORD)).await;
    assert!(other.body["data"]["login"]["refreshToken"].is_string() && other.cookie().is_none());
    let plain = send(
        &world.router,
        &[("content-type", "text/plain")],
        login("owner@example.com", PASSWORD),
    )
    .await;
    assert_eq!(
        plain.code(),
        Some("BAD_INPUT"),
        "what a form can send is not read"
    );
}

#[tokio::test]
async fn a_loopback_address_needs_no_tls() {
    let files = tempfile::tempdir().unwrap();
    let backend = backend(SignUpMode::First, "http://127.0.0.1:8080", &files).await;
    let router = graphql_api::router(backend);
    let query = r#"mutation { signUp(input: {email: "a@example.com", password: "brine lantern otter 41", name: "A"}) { tokens { accessToken } } }"#;
    let answer = send(&router, &[("x-footfall", "1")], question(query)).await;
    assert!(
        answer.body["data"]["signUp"]["tokens"]["accessToken"].is_string(),
        "{}",
        answer.body
    );
    let cookie = answer.cookie().unwrap();
    assert!(
        cookie.starts_with("footfall_refresh=") && !cookie.contains("Secure"),
        "{cookie}"
    );
}

async fn refresh(world: &World, token: &str) -> Answer {
    let query = "mutation($t: String) { refresh(token: $t) { accessToken refreshToken } }";
    world.ask(None, query, json!({ "t": token })).await
}

#[tokio::test]
async fn a_replayed_refresh_token_ends_the_sign_in_at_once() {
    let world = World::new().await;
    let first = send(&world.router, &[], login("owner@example.com", PASSWORD)).await;
    let stolen = first.body["data"]["login"]["refreshToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let next = refresh(&world, &stolen).await;
    let access = next.body["data"]["refresh"]["accessToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let own = next.body["data"]["refresh"]["refreshToken"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        world
            .ask(Some(&access), "{ me { id } }", Json::Null)
            .await
            .code()
            .is_none()
    );
    world.backend.wait(TimeDelta::seconds(11));
    assert_eq!(
        refresh(&world, &stolen).await.code(),
        Some("UNAUTHENTICATED")
    );
    assert_eq!(refresh(&world, &own).await.code(), Some("UNAUTHENTICATED"));
    let ended = world.ask(Some(&access), "{ me { id } }", Json::Null).await;
    assert_eq!(ended.code(), Some("UNAUTHENTICATED"));
    // Other sign-ins of the same person go on.
    assert!(
        world
            .ask_as(Who::Owner, "{ me { id } }", Json::Null)
            .await
            .code()
            .is_none()
    );
}

#[tokio::test]
async fn access_ends_with_its_ten_minutes_with_log_out_and_with_membership() {
    let world = World::new().await;
    let site = format!(r#"{{ site(id: "{}") {{ id }} }}"#, world.site);
    assert!(
        world.ask_as(Who::Viewer, &site, Json::Null).await.body["data"]["site"]["id"].is_string()
    );
    let remove = format!(
        r#"mutation {{ removeMember(organizationId: "{}", userId: "{}") }}"#,
        world.org,
        world.users[&Who::Viewer]
    );
    assert!(
        world
            .ask_as(Who::Admin, &remove, Json::Null)
            .await
            .code()
            .is_none()
    );
    assert!(world.ask_as(Who::Viewer, &site, Json::Null).await.body["data"]["site"].is_null());
    assert!(
        world
            .ask_as(
                Who::Manager,
                "mutation { logout(everywhere: true) }",
                Json::Null
            )
            .await
            .code()
            .is_none()
    );
    assert_eq!(
        world.ask_as(Who::Manager, &site, Json::Null).await.code(),
        Some("UNAUTHENTICATED")
    );
    world.backend.wait(TimeDelta::minutes(10));
    assert_eq!(
        world.ask_as(Who::Owner, &site, Json::Null).await.code(),
        Some("UNAUTHENTICATED")
    );
}

#[tokio::test]
async fn guessing_is_stopped() {
    let world = World::new().await;
    let mut codes = Vec::new();
    let before = world.backend.accounts().password_hashes();
    for _ in 0..12 {
        codes.push(send(&world.router, &[], login("owner@example.com", "guess")).await);
    }
    assert_eq!(world.backend.accounts().password_hashes() - before, 10);
    assert!(
        codes[..10]
            .iter()
            .all(|answer| answer.code() == Some("UNAUTHENTICATED"))
    );
    assert!(
        codes[10..]
            .iter()
            .all(|answer| answer.code() == Some("RATE_LIMITED"))
    );
    assert!(
        codes[11].body["errors"][0]["extensions"]["retryAfter"]
            .as_u64()
            .unwrap()
            > 0
    );
}

#[tokio::test]
async fn who_has_an_account_is_not_told() {
    let world = World::new().await;
    let sign_up = "mutation($e: String!) { signUp(input: {email: $e, password: \"brine lantern otter 41\", name: \"N\"}) { tokens { expiresIn } } }";
    let reset = "mutation($e: String!) { requestPasswordReset(email: $e) }";
    for query in [sign_up, reset, LOGIN] {
        let mut seen = Vec::new();
        for email in ["owner@example.com", "nobody@example.com"] {
            let before = world.backend.accounts().password_hashes();
            let answer = world
                .ask(None, query, json!({"e": email, "p": "wrong"}))
                .await;
            seen.push((
                answer.body,
                world.backend.accounts().password_hashes() - before,
            ));
        }
        assert_eq!(seen[0], seen[1], "{query}");
    }
    let mails = world.backend.mails.lock().unwrap();
    assert!(
        mails.iter().any(
            |mail| matches!(mail, Mail::AlreadyRegistered { to } if to == "owner@example.com")
        )
    );
    assert!(
        mails.iter().any(
            |mail| matches!(mail, Mail::ResetPassword { to, .. } if to == "owner@example.com")
        )
    );
}

#[tokio::test]
async fn keys_end_and_have_limits_of_their_own() {
    let world = World::new().await;
    let new = NewKey {
        organisation: world.org.clone(),
        name: "short".into(),
        scope: Scope::Read,
        sites: None,
        expires_in: Some(Duration::from_secs(3_600)),
        requests_per_minute_max: Some(3),
        user: None,
    };
    let made = world
        .backend
        .accounts()
        .create_key(new, &Actor::command_line(), world.backend.moment())
        .await;
    let (key, secret) = made.unwrap();
    world.backend.reload().await.unwrap();
    let mut codes = Vec::new();
    for _ in 0..4 {
        let answer = world
            .ask(Some(&secret), "{ sites { totalCount } }", Json::Null)
            .await;
        codes.push(answer.code().map(ToOwned::to_owned));
    }
    assert_eq!(codes, [None, None, None, Some("RATE_LIMITED".into())]);
    assert_eq!(world.backend.key_uses.lock().unwrap()[&key.id], 3);
    world.backend.wait(TimeDelta::hours(1));
    let over = world
        .ask(Some(&secret), "{ sites { totalCount } }", Json::Null)
        .await;
    assert_eq!(over.code(), Some("UNAUTHENTICATED"));
}

#[tokio::test]
async fn too_much_is_refused() {
    let world = World::new().await;
    let ask = async |query: &str| {
        let answer = world.ask_as(Who::Owner, query, Json::Null).await;
        answer.code().map(ToOwned::to_owned)
    };
    let limit = Some("LIMIT_EXCEEDED".to_owned());
    let deep = format!(
        "{{ __schema {{ types {} }} }}",
        "{ fields { type ".repeat(12) + "{ name }" + &" } }".repeat(12)
    );
    assert_eq!(ask(&deep).await, limit);
    let aliases: String = (0..=COMPLEXITY_MAX)
        .map(|n| format!("a{n}: installation {{ signUp }} "))
        .collect();
    assert_eq!(ask(&format!("{{ {aliases} }}")).await, limit);
    let nested = format!("{}{}", "{ a ".repeat(5_000), "}".repeat(5_000));
    assert!(matches!(
        ask(&nested).await.as_deref(),
        Some("LIMIT_EXCEEDED" | "BAD_INPUT")
    ));
    let cyclic = "query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
    assert_eq!(ask(cyclic).await, limit);
    let large = question(&"#".repeat(REQUEST_BYTES_MAX + 1));
    assert_eq!(
        send(&world.router, &[], large).await.code(),
        limit.as_deref()
    );
    let batch = send(
        &world.router,
        &[],
        format!("[{}]", question("{ me { id } }")),
    )
    .await;
    assert_eq!(batch.code(), Some("BAD_INPUT"), "one question a request");
}

#[tokio::test]
async fn permission_costs_no_question_to_the_database() {
    let world = World::new().await;
    let query = format!(
        r#"{{ sites {{ totalCount edges {{ node {{ id }} }} }} realtime(siteIds: ["{}"]) {{ activeVisitors }} }}"#,
        world.site
    );
    // Whoever moves the database away finds out who asks it.
    world.backend.accounts().clone().close().await.unwrap();
    for who in [Who::Owner, Who::Viewer, Who::ReadKey] {
        let answer = world.ask_as(who, &query, Json::Null).await;
        assert_eq!(answer.code(), None, "{who:?}: {}", answer.body);
    }
    let asks = world.ask_as(Who::Owner, "{ me { id } }", Json::Null).await;
    assert_eq!(asks.code(), Some("INTERNAL"), "the measure works");
}
