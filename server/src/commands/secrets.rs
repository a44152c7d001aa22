//! `footfall secrets …`: changing keys.

use accounts::{Actor, Moment, SecretKeys};
use anyhow::{Result, bail};

use crate::config::{Place, SecretsCommand};
use crate::control::Running;
use crate::node::open_accounts;
use crate::output::print;

pub async fn run(place: &Place, command: SecretsCommand) -> Result<()> {
    let moment = Moment::at(chrono::Utc::now());
    let actor = Actor::command_line();
    match command {
        SecretsCommand::Rotate => {
            if Running::find(&place.data).await.is_some() {
                bail!("the server holds the present key in memory; stop it first");
            }
            let path = place.secret_key_file();
            let accounts = open_accounts(place).await?;
            // The file holds both keys while some secrets are under the one and some under the other.
            let both = SecretKeys::open(&path, moment)?.with_new(moment);
            both.replace(&path)?;
            let count = accounts.reseal(&both, &actor, moment).await?;
            both.first().replace(&path)?;
            print(&format!(
                "{count} secrets are sealed under a new key in {}",
                path.display()
            ));
        }
        SecretsCommand::RotateSigningKey => {
            open_accounts(place)
                .await?
                .rotate_signing_key(&actor, moment)
                .await?;
            print("access tokens are signed under a new key");
        }
    }
    Ok(())
}
