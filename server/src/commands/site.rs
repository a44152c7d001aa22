//! `footfall site …`.

use accounts::{Actor, Moment};
use anyhow::{Result, bail};
use engine::{SiteSettings, Span};
use graphql_api::SiteChange;
use serde_json::json;

use crate::config::{Place, SiteCommand, duration};
use crate::directory::read_settings;
use crate::node::open_accounts;
use crate::output::print;
use crate::sites::{merge_settings, new_path_key, snippet, validate};

pub async fn run(place: &Place, command: SiteCommand) -> Result<()> {
    let accounts = open_accounts(place).await?;
    match command {
        SiteCommand::Create {
            name,
            domains,
            timezone,
            currency,
            session_timeout,
            retention,
            allowed_hosts,
            consent,
            public_url,
            organisation,
            json,
        } => {
            let retention_days = match retention.as_str() {
                "none" => None,
                text => Some(u32::try_from(duration(text)?.as_secs() / 86_400)?),
            };
            if !matches!(consent.as_str(), "anonymous" | "strict" | "not_required") {
                bail!("--consent `{consent}` is none of anonymous, strict, not_required");
            }
            let base = SiteSettings {
                session_timeout: Span(i64::try_from(session_timeout.as_micros())?),
                retention_days,
                ..SiteSettings::default()
            };
            let change = SiteChange {
                icon: None,
                name: None,
                domains: Some(domains),
                timezone: Some(timezone),
                currency: Some(currency),
                settings: Some(json!({"allowed_hosts": allowed_hosts, "consent": consent})),
            };
            let settings = merge_settings(&base, &change, new_path_key)?;
            validate(&settings)?;
            let settings_json = serde_json::to_value(&settings)?;
            let moment = Moment::at(chrono::Utc::now());
            let site = accounts
                .create_site(
                    &organisation,
                    &name,
                    settings_json,
                    &Actor::command_line(),
                    moment,
                )
                .await?;
            let snippet = snippet(&public_url, &site.id);
            if json {
                print(
                    &json!({
                        "id": site.id,
                        "name": site.name,
                        "domains": settings.domains,
                        "timezone": settings.timezone,
                        "snippet": snippet,
                    })
                    .to_string(),
                );
            } else {
                print(&format!("{}\n{snippet}", site.id));
            }
        }
        SiteCommand::List { json } => {
            let sites = accounts.sites().await?;
            let rows = sites
                .iter()
                .map(|site| {
                    let settings = read_settings(&site.settings)?;
                    Ok(json!({
                        "id": site.id,
                        "name": site.name,
                        "domains": settings.domains,
                        "timezone": settings.timezone,
                    }))
                })
                .collect::<Result<Vec<_>>>()?;
            if json {
                print(&json!({ "sites": rows }).to_string());
            } else {
                for site in sites {
                    print(&format!("{}  {}", site.id, site.name));
                }
            }
        }
    }
    Ok(())
}
