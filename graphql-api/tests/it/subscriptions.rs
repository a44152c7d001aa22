//! Answers that go on: who may begin them, and how they end with rights.

use std::time::Duration;

use accounts::Actor;
use futures::{SinkExt, StreamExt};
use graphql_api::Backend;
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::world::{Who, World};

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects as somebody; None where he is not let in.
    async fn open(world: &World, who: Who) -> Option<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = world.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let mut request = format!("ws://{address}/graphql/ws")
            .into_client_request()
            .unwrap();
        let protocol = "graphql-transport-ws".parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (socket, _) = tokio_tungstenite::connect_async(request).await.unwrap();
        let mut socket = Self(socket);
        let bearer = world
            .tokens
            .get(&who)
            .map(|token| format!("Bearer {token}"));
        socket
            .send(json!({"type": "connection_init", "payload": {"Authorization": bearer}}))
            .await;
        let first = socket.next().await?;
        (first["type"] == "connection_ack").then_some(socket)
    }

    async fn send(&mut self, message: Json) {
        self.0
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    async fn subscribe(&mut self, query: &str) {
        let payload = json!({ "query": query });
        self.send(json!({"id": "1", "type": "subscribe", "payload": payload}))
            .await;
    }

    async fn next(&mut self) -> Option<Json> {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(10), self.0.next())
                .await
                .unwrap()?;
            match message.ok()? {
                Message::Text(text) => return serde_json::from_str(&text).ok(),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// The first message of a subscription.
    async fn answer_of(&mut self, id: &str) -> Json {
        loop {
            let message = self.next().await.unwrap();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// The next message that is an error.
    async fn refusal(&mut self) -> Json {
        loop {
            let message = self.next().await.unwrap();
            if message["payload"].is_array() || message["payload"]["errors"].is_array() {
                return message;
            }
        }
    }

    /// The code of the next answer's error; None where it is an answer.
    async fn code(&mut self) -> Option<String> {
        let message = self.next().await.unwrap();
        let payload = &message["payload"];
        let error = if payload.is_array() {
            &payload[0]
        } else {
            &payload["errors"][0]
        };
        error["extensions"]["code"].as_str().map(Into::into)
    }
}

fn questions(world: &World) -> [String; 3] {
    let site = &world.site;
    [
        format!(r#"subscription {{ events(siteIds: ["{site}"]) {{ name }} }}"#),
        format!(r#"subscription {{ realtime(siteIds: ["{site}"]) {{ activeVisitors }} }}"#),
        format!(
            r#"subscription {{ stats(input: {{siteIds: ["{site}"], range: {{preset: TODAY}}, metrics: [VISITORS]}}) {{ rowCount }} }}"#
        ),
    ]
}

#[tokio::test]
async fn nobody_listens_to_what_is_not_his() {
    let world = World::new().await;
    assert!(Socket::open(&world, Who::Nobody).await.is_none());
    for question in questions(&world) {
        for (who, expected) in [
            (Who::Owner, None),
            (Who::Manager, None),
            (Who::Viewer, None),
            (Who::ReadKey, None),
            (Who::SuperAdmin, None),
            (Who::ManagerElsewhere, Some("NOT_FOUND")),
            (Who::ViewerElsewhere, Some("NOT_FOUND")),
            (Who::Outsider, Some("NOT_FOUND")),
            (Who::OutsidersKey, Some("NOT_FOUND")),
            (Who::KeyElsewhere, Some("NOT_FOUND")),
            (Who::WriteKey, Some("FORBIDDEN")),
        ] {
            let mut socket = Socket::open(&world, who).await.unwrap();
            socket.subscribe(&question).await;
            assert_eq!(
                socket.code().await.as_deref(),
                expected,
                "{who:?} {question}"
            );
        }
    }
    let mut socket = Socket::open(&world, Who::Outsider).await.unwrap();
    socket
        .subscribe("subscription { pipeline { queued } }")
        .await;
    let first = socket.next().await.unwrap();
    assert_eq!(
        first["payload"]["data"]["pipeline"]["queued"], 1,
        "his own site"
    );
}

/// Subscribes, changes something, and waits for the code that ends it.
async fn ends(world: &World, who: Who, change: impl AsyncFnOnce()) -> String {
    let mut socket = Socket::open(world, who).await.unwrap();
    socket.subscribe(&questions(world)[0]).await;
    assert_eq!(socket.code().await, None, "the first answer");
    change().await;
    world.backend.reload().await.unwrap();
    let code = socket.code().await.unwrap();
    let last = socket.next().await.unwrap();
    assert_eq!(last["type"], "complete");
    code
}

#[tokio::test]
async fn a_subscription_ends_with_the_right_to_it() {
    let world = World::new().await;
    let by = Actor::command_line();
    let accounts = world.backend.accounts();
    let moment = || world.backend.moment();
    let removed = ends(&world, Who::Viewer, async || {
        let user = &world.users[&Who::Viewer];
        accounts
            .remove_member(&world.org, user, &by, moment())
            .await
            .unwrap();
    });
    assert_eq!(removed.await, "NOT_FOUND");
    let assigned = ends(&world, Who::Manager, async || {
        let sites = Some(vec![world.other.clone()]);
        let user = &world.users[&Who::Manager];
        accounts
            .update_member(
                &world.org,
                user,
                accounts::Role::Manager,
                sites,
                &by,
                moment(),
            )
            .await
            .unwrap();
    });
    assert_eq!(assigned.await, "NOT_FOUND");
    let logged_out = ends(&world, Who::Admin, async || {
        let user = &world.users[&Who::Admin];
        accounts
            .logout_everywhere(user, &by, moment())
            .await
            .unwrap();
    });
    assert_eq!(logged_out.await, "UNAUTHENTICATED");
    let revoked = ends(&world, Who::ReadKey, async || {
        accounts
            .revoke_key(&world.org, &world.key, &by, moment())
            .await
            .unwrap();
    });
    assert_eq!(revoked.await, "UNAUTHENTICATED");
    let deleted = ends(&world, Who::Owner, async || {
        accounts
            .delete_site(&world.site, false, &by, moment())
            .await
            .unwrap();
    });
    assert_eq!(deleted.await, "NOT_FOUND");
}

#[tokio::test]
async fn a_subscription_outlives_its_access_token() {
    let world = World::new().await;
    let mut socket = Socket::open(&world, Who::Owner).await.unwrap();
    socket.subscribe(&questions(&world)[1]).await;
    assert_eq!(socket.code().await, None);
    world.backend.wait(chrono::TimeDelta::minutes(20));
    world.backend.reload().await.unwrap();
    for _ in 0..2 {
        assert_eq!(
            socket.code().await,
            None,
            "the sign-in lives and the rights are the same"
        );
    }
}

#[tokio::test]
async fn a_connection_holds_a_hundred_subscriptions() {
    let world = World::new().await;
    let mut socket = Socket::open(&world, Who::Owner).await.unwrap();
    let query = format!(
        r#"subscription {{ events(siteIds: ["{}"]) {{ name }} }}"#,
        world.site
    );
    let begin =
        |id: usize| json!({"id": id.to_string(), "type": "subscribe", "payload": {"query": query}});
    for id in 0..101 {
        socket.send(begin(id)).await;
    }
    // They begin side by side, so that any of them may be the one too many.
    let refused = socket.refusal().await;
    assert!(refused.to_string().contains("LIMIT_EXCEEDED"), "{refused}");
    let held = if refused["id"] == "0" { "1" } else { "0" };
    socket.send(json!({"id": held, "type": "complete"})).await;
    socket.send(begin(101)).await;
    let begun = socket.answer_of("101").await;
    assert!(
        begun["payload"]["data"].is_object(),
        "one that ended makes room: {begun}"
    );
    socket.send(begin(102)).await;
    let refused = socket.answer_of("102").await;
    assert!(refused.to_string().contains("LIMIT_EXCEEDED"), "{refused}");
}
