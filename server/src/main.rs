//! The binary `footfall`: reads options, puts the parts together, runs a command.

mod assets;
mod backend;
mod commands;
mod config;
mod control;
mod demo;
mod directory;
mod erase;
mod errors;
mod export;
mod files;
mod http;
mod import;
mod live;
mod mail;
mod maintain;
mod node;
mod observe;
mod oidc;
mod output;
mod questions;
mod realtime;
mod resources;
mod scripts;
mod serve;
mod sites;
mod threads;

use anyhow::Result;
use config::{Cli, Command, ImportCommand};
use sources::import::ImportKind;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    let run = || -> Result<i32> {
        let cli = config::parse()?;
        observe_from(&cli)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(run(cli))
    };
    match run() {
        Ok(code) => std::process::ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(error) => {
            use std::io::Write;
            let mut err = std::io::stderr().lock();
            let _ = writeln!(err, "footfall: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn observe_from(cli: &Cli) -> Result<()> {
    observe::logs(cli.place.log_json)
}

async fn run(cli: Cli) -> Result<i32> {
    let place = &cli.place;
    let _faults = fail::FailScenario::setup();
    match cli.command {
        Command::Serve(options) => serve::run(place, &options, serve::say_started).await?,
        Command::Demo(options) => demo::run(place, &options).await?,
        Command::Site(command) => commands::site::run(place, command).await?,
        Command::Key(command) => commands::key::run(place, command).await?,
        Command::User(command) => commands::user::run(place, command).await?,
        Command::Secrets(command) => commands::secrets::run(place, command).await?,
        Command::Import(command) => {
            let (kind, options) = match &command {
                ImportCommand::AccessLog(options) => (ImportKind::AccessLog, options),
                ImportCommand::Events(options) => (ImportKind::Events, options),
            };
            return import::run(place, kind, options).await;
        }
        Command::Sql(options) => commands::sql::run(place, &options).await?,
        Command::Tables(options) => commands::tables::run(place, &options).await?,
        Command::Erase(options) => commands::erase::run(place, &options).await?,
        Command::Backup { dir } => commands::backup::backup(place, &dir).await?,
        Command::Restore { dir } => commands::backup::restore(place, &dir)?,
    }
    Ok(0)
}
