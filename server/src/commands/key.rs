//! `footfall key …`.

use accounts::{Actor, Moment, NewKey};
use anyhow::Result;
use serde_json::json;

use crate::config::{KeyCommand, Place};
use crate::node::open_accounts;
use crate::output::print;

pub async fn run(place: &Place, command: KeyCommand) -> Result<()> {
    let accounts = open_accounts(place).await?;
    match command {
        KeyCommand::Create {
            name,
            scope,
            sites,
            expires,
            organisation,
            json,
        } => {
            let new = NewKey {
                organisation,
                name,
                scope: scope.parse()?,
                sites: (!sites.is_empty()).then_some(sites),
                expires_in: expires,
                requests_per_minute_max: None,
                user: None,
            };
            let moment = Moment::at(chrono::Utc::now());
            let (key, secret) = accounts
                .create_key(new, &Actor::command_line(), moment)
                .await?;
            if json {
                let answer = json!({"id": key.id, "key": secret, "scope": key.scope.name()});
                print(&answer.to_string());
            } else {
                print(&secret);
            }
        }
        KeyCommand::List { json } => {
            let keys = accounts.keys().await?;
            if json {
                let rows: Vec<_> = keys
                    .iter()
                    .map(|key| {
                        json!({
                            "id": key.id,
                            "name": key.name,
                            "prefix": key.prefix,
                            "scope": key.scope.name(),
                            "sites": key.sites,
                            "expires_at": key.expires_at,
                        })
                    })
                    .collect();
                print(&json!({ "keys": rows }).to_string());
            } else {
                for key in keys {
                    print(&format!(
                        "{}  ff_{}_…  {}  {}",
                        key.id,
                        key.prefix,
                        key.scope.name(),
                        key.name
                    ));
                }
            }
        }
    }
    Ok(())
}
