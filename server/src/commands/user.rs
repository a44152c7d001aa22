//! `footfall user …`: the way in, and back in, without mail.

use accounts::{Actor, Moment};
use anyhow::Result;
use serde_json::json;

use crate::config::{Place, UserCommand};
use crate::node::open_accounts;
use crate::output::print;

pub async fn run(place: &Place, command: UserCommand) -> Result<()> {
    let accounts = open_accounts(place).await?;
    let moment = Moment::at(chrono::Utc::now());
    let actor = Actor::command_line();
    match command {
        UserCommand::Create {
            email,
            password,
            role,
            super_admin,
            organisation,
            json,
        } => {
            let (user, role) = accounts
                .create_user(
                    &email,
                    &password,
                    role,
                    super_admin,
                    &organisation,
                    &actor,
                    moment,
                )
                .await?;
            if json {
                let answer = json!({
                    "id": user.id,
                    "email": user.email,
                    "role": role.name(),
                    "super_admin": user.super_admin,
                });
                print(&answer.to_string());
            } else {
                print(&user.id);
            }
        }
        UserCommand::SetPassword { email, password } => {
            accounts
                .set_password(&email, &password, &actor, moment)
                .await?;
            print("password set; every sign-in has ended");
        }
        UserCommand::List { json } => {
            let users = accounts.users().await?;
            if json {
                let rows: Vec<_> = users
                    .iter()
                    .map(|user| {
                        json!({
                            "id": user.id,
                            "email": user.email,
                            "name": user.name,
                            "super_admin": user.super_admin,
                            "totp": user.has_totp,
                            "created_at": user.created_at,
                        })
                    })
                    .collect();
                print(&json!({ "users": rows }).to_string());
            } else {
                for user in users {
                    let mark = if user.super_admin {
                        "  super admin"
                    } else {
                        ""
                    };
                    print(&format!("{}  {}{mark}", user.id, user.email));
                }
            }
        }
    }
    Ok(())
}
