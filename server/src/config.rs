//! Options: flag, then environment (`FOOTFALL_<NAME>`), then `footfall.toml`, then default. Every command takes the
//! same ones for where data are.

use std::path::PathBuf;
use std::time::Duration;

use accounts::{DEFAULT_ORGANISATION, Role, SignUpMode};
use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use ipnet::IpNet;
use sources::collector::Rate;

/// Web analytics in one program: events in, open Parquet tables and live answers out.
#[derive(Debug, Parser)]
#[command(name = "footfall", version, about)]
pub struct Cli {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where data are.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Folder of this machine that holds log, database and (unless --store says otherwise) tables
    #[arg(
        long,
        global = true,
        env = "FOOTFALL_DATA",
        default_value = "./data",
        value_name = "DIR"
    )]
    pub data: PathBuf,
    /// Where the tables are: file://… or s3://bucket/prefix; the data folder where not said
    #[arg(long, global = true, env = "FOOTFALL_STORE", value_name = "URL")]
    pub store: Option<String>,
    /// The control plane: sqlite://… or postgres://…; <data>/footfall.db where not said
    #[arg(long, global = true, env = "FOOTFALL_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// The log: embedded, or nats://host:4222
    #[arg(long, global = true, env = "FOOTFALL_LOG", default_value = "embedded")]
    pub log: String,
    /// Copies of each frame that NATS keeps, of a log that is made
    #[arg(
        long,
        global = true,
        env = "FOOTFALL_LOG_REPLICAS",
        default_value_t = 1
    )]
    pub log_replicas: usize,
    /// Event fingerprints that each partition remembers against repeats
    #[arg(long, global = true, env = "FOOTFALL_REPEAT_WINDOW", default_value_t = engine::WINDOW_DEFAULT)]
    pub repeat_window: usize,
    /// File with any of these options as keys
    #[arg(long, global = true, env = "FOOTFALL_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keys under which secrets are sealed; made where missing, <data>/secret.key where not said
    #[arg(
        long,
        global = true,
        env = "FOOTFALL_SECRET_KEY_FILE",
        value_name = "FILE"
    )]
    pub secret_key_file: Option<PathBuf>,
    /// Log lines as JSON
    #[arg(long, global = true, env = "FOOTFALL_LOG_JSON")]
    pub log_json: bool,
}

impl Place {
    /// The file of the keys under which secrets are sealed.
    pub fn secret_key_file(&self) -> PathBuf {
        let default = || self.data.join("secret.key");
        self.secret_key_file.clone().unwrap_or_else(default)
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run everything in one process: collector, engine, API, web UI
    Serve(Box<ServeOptions>),
    /// `serve` with three sites of demonstration data and visitors arriving live
    Demo(Box<ServeOptions>),
    /// Make and list sites
    #[command(subcommand)]
    Site(SiteCommand),
    /// Make and list keys
    #[command(subcommand)]
    Key(KeyCommand),
    /// Make and list people who sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Change the keys under which secrets are sealed and access tokens signed
    #[command(subcommand)]
    Secrets(SecretsCommand),
    /// Import records of the past
    #[command(subcommand)]
    Import(ImportCommand),
    /// Ask the tables in SQL
    Sql(SqlOptions),
    /// Show paths, versions, files, rows, bytes and offsets of the tables
    Tables(TablesOptions),
    /// Forget a visitor
    Erase(EraseOptions),
    /// Copy database, tables and log to a folder
    Backup { dir: PathBuf },
    /// Put a backup into an empty data folder
    Restore { dir: PathBuf },
}

#[derive(Args, Clone, Debug)]
pub struct ServeOptions {
    /// Address to listen on
    #[arg(long, env = "FOOTFALL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// Longest wait before rows are committed to the tables
    #[arg(long, env = "FOOTFALL_CHECKPOINT_INTERVAL", default_value = "300s", value_parser = duration)]
    pub checkpoint_interval: Duration,
    /// Partitions of a log that is made: 4 embedded, 16 on NATS where not said
    #[arg(long, env = "FOOTFALL_PARTITIONS")]
    pub partitions: Option<u16>,
    /// Address under which browsers reach this server
    #[arg(long, env = "FOOTFALL_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Networks whose X-Forwarded-For is believed
    #[arg(
        long,
        env = "FOOTFALL_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "CIDR"
    )]
    pub trusted_proxies: Vec<IpNet>,
    /// Folder of MaxMind databases; read again on SIGHUP
    #[arg(long, env = "FOOTFALL_GEOIP", value_name = "DIR")]
    pub geoip: Option<PathBuf>,
    /// Requests per address: 100/s, 6000/m or off; ten times as many at once
    #[arg(long, env = "FOOTFALL_RATE_LIMIT_ADDRESS", default_value = "100/s")]
    pub rate_limit_address: Rate,
    /// Requests per site
    #[arg(long, env = "FOOTFALL_RATE_LIMIT_SITE", default_value = "off")]
    pub rate_limit_site: Rate,
    /// Size of the log at which events are refused
    #[arg(long, env = "FOOTFALL_MAX_LOG_BYTES", default_value = "10GiB", value_parser = bytes)]
    pub max_log_bytes: u64,
    /// Memory for questions
    #[arg(long, env = "FOOTFALL_QUERY_MEMORY", default_value = "1GiB", value_parser = bytes)]
    pub query_memory: u64,
    /// Session actors kept alive at once
    #[arg(long, env = "FOOTFALL_SESSION_ACTORS", default_value_t = 16_000)]
    pub session_actors: usize,
    /// Counters of /metrics by site
    #[arg(long, env = "FOOTFALL_METRICS_PER_SITE")]
    pub metrics_per_site: bool,
    /// Certificate chain (PEM)
    #[arg(
        long,
        env = "FOOTFALL_TLS_CERT",
        requires = "tls_key",
        value_name = "FILE"
    )]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM)
    #[arg(
        long,
        env = "FOOTFALL_TLS_KEY",
        requires = "tls_cert",
        value_name = "FILE"
    )]
    pub tls_key: Option<PathBuf>,
    /// Who may make an account by himself: on, off, or first (the first one, who administers the installation)
    #[arg(long, env = "FOOTFALL_SIGN_UP", default_value = "off")]
    pub sign_up: SignUpMode,
    /// Mail server: smtps://user:password@host, or smtp://host?tls=required; without one, mails go to the log
    #[arg(long, env = "FOOTFALL_SMTP", value_name = "URL")]
    pub smtp: Option<String>,
    /// Sender of mails
    #[arg(
        long,
        env = "FOOTFALL_MAIL_FROM",
        default_value = "Footfall <footfall@localhost>",
        value_name = "ADDRESS"
    )]
    pub mail_from: String,
    /// Identity provider for sign-in by OpenID Connect
    #[arg(
        long,
        env = "FOOTFALL_OIDC_ISSUER",
        requires = "oidc_client_id",
        value_name = "URL"
    )]
    pub oidc_issuer: Option<String>,
    /// What the identity provider calls this installation
    #[arg(long, env = "FOOTFALL_OIDC_CLIENT_ID", value_name = "ID")]
    pub oidc_client_id: Option<String>,
    /// The secret that goes with it
    #[arg(
        long,
        env = "FOOTFALL_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    pub oidc_client_secret: Option<String>,
    /// What to call the identity provider
    #[arg(
        long,
        env = "FOOTFALL_OIDC_NAME",
        default_value = "single sign-on",
        value_name = "NAME"
    )]
    pub oidc_name: String,
    /// How often the tables are compacted and cleaned
    #[arg(long, env = "FOOTFALL_MAINTENANCE_INTERVAL", default_value = "10m", value_parser = duration)]
    pub maintenance_interval: Duration,
}

#[derive(Debug, Subcommand)]
// One is parsed per process; boxing fields would only make the options harder to read.
#[allow(clippy::large_enum_variant)]
pub enum SiteCommand {
    /// Make a site; prints its id, then the snippet
    Create {
        #[arg(long)]
        name: String,
        #[arg(long = "domain", required = true)]
        domains: Vec<String>,
        /// IANA zone of the reports
        #[arg(long, default_value = "UTC")]
        timezone: String,
        /// ISO 4217
        #[arg(long, default_value = "USD")]
        currency: String,
        /// Inactivity that ends a session, 1s to 4h
        #[arg(long, default_value = "30m", value_parser = duration)]
        session_timeout: Duration,
        /// How long rows are kept, in days (730d), or none
        #[arg(long, default_value = "none")]
        retention: String,
        /// Further hosts that may send events; * allows any
        #[arg(long = "allowed-host")]
        allowed_hosts: Vec<String>,
        /// What unknown consent allows: anonymous, strict or not_required
        #[arg(long, default_value = "anonymous")]
        consent: String,
        /// Address of the server, for the snippet
        #[arg(
            long,
            env = "FOOTFALL_PUBLIC_URL",
            default_value = "http://127.0.0.1:8080"
        )]
        public_url: String,
        /// Id of the organisation that owns it
        #[arg(long, default_value = DEFAULT_ORGANISATION)]
        organisation: String,
        #[arg(long)]
        json: bool,
    },
    /// List sites
    List {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key; it is shown once
    Create {
        #[arg(long)]
        name: String,
        /// read, write or admin
        #[arg(long, default_value = "read")]
        scope: String,
        /// Sites that it reaches; all where not said
        #[arg(long = "site")]
        sites: Vec<String>,
        /// How long it lasts
        #[arg(long, value_parser = duration)]
        expires: Option<Duration>,
        /// Id of the organisation whose sites it reaches
        #[arg(long, default_value = DEFAULT_ORGANISATION)]
        organisation: String,
        #[arg(long)]
        json: bool,
    },
    /// List keys
    List {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make a user; the first one of an organisation is its owner
    Create {
        #[arg(long)]
        email: String,
        /// At least eight characters
        #[arg(long, env = "FOOTFALL_USER_PASSWORD", hide_env_values = true)]
        password: String,
        /// owner, admin, manager or viewer; owner of an organisation that has none, else admin, where not said
        #[arg(long)]
        role: Option<Role>,
        /// Administers every organisation
        #[arg(long)]
        super_admin: bool,
        /// The organisation's id
        #[arg(long, default_value = DEFAULT_ORGANISATION)]
        organisation: String,
        #[arg(long)]
        json: bool,
    },
    /// Set a password; every sign-in of that user ends
    SetPassword {
        #[arg(long)]
        email: String,
        #[arg(long, env = "FOOTFALL_USER_PASSWORD", hide_env_values = true)]
        password: String,
    },
    /// List users
    List {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Seal everything under a new key, then forget the old one; the server must not run
    Rotate,
    /// Sign access tokens under a new key from now on
    RotateSigningKey,
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A web server's access log
    AccessLog(ImportOptions),
    /// NDJSON, each line a body of POST /api/collect
    Events(ImportOptions),
}

#[derive(Args, Debug)]
pub struct ImportOptions {
    #[arg(long)]
    pub site: String,
    /// File, gzip too; - for standard input
    pub file: PathBuf,
    /// A running server to send to
    #[arg(long, requires = "key")]
    pub url: Option<String>,
    /// Its key, scope write
    #[arg(long, env = "FOOTFALL_KEY")]
    pub key: Option<String>,
    /// Folder of MaxMind databases
    #[arg(long, env = "FOOTFALL_GEOIP", value_name = "DIR")]
    pub geoip: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug)]
pub struct SqlOptions {
    /// One statement that reads `events` and `sessions`
    pub statement: String,
    /// table, csv, json or parquet
    #[arg(long, default_value = "table")]
    pub format: String,
    /// One JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug)]
pub struct TablesOptions {
    /// Every file
    #[arg(long)]
    pub files: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug)]
pub struct EraseOptions {
    #[arg(long)]
    pub site: String,
    #[arg(long)]
    pub visitor: String,
    /// Delete the old files at once instead of in an hour
    #[arg(long)]
    pub now: bool,
    #[arg(long)]
    pub json: bool,
}

/// Reads `30s`, `5m`, `2h`, `90d`, `250ms`.
pub fn duration(text: &str) -> Result<Duration> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number
        .parse()
        .with_context(|| format!("`{text}` is no length of time; write 30s, 5m, 2h or 90d"))?;
    let span = match unit {
        "ms" => Duration::from_millis(number),
        "" | "s" => Duration::from_secs(number),
        "m" => Duration::from_secs(number.saturating_mul(60)),
        "h" => Duration::from_secs(number.saturating_mul(3_600)),
        "d" => Duration::from_secs(number.saturating_mul(86_400)),
        _ => bail!("`{text}` is no length of time; write 30s, 5m, 2h or 90d"),
    };
    Ok(span)
}

/// Reads `10GiB`, `500MB`, `1048576`.
pub fn bytes(text: &str) -> Result<u64> {
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number
        .parse()
        .with_context(|| format!("`{text}` is no size; write 10GiB or 500MB"))?;
    let factor: u64 = match unit.trim() {
        "" | "B" => 1,
        "KB" => 1_000,
        "KiB" => 1 << 10,
        "MB" => 1_000_000,
        "MiB" => 1 << 20,
        "GB" => 1_000_000_000,
        "GiB" => 1 << 30,
        _ => bail!("`{text}` is no size; write 10GiB or 500MB"),
    };
    number
        .checked_mul(factor)
        .with_context(|| format!("`{text}` is too large"))
}

/// Reads the command line over environment and file.
pub fn parse() -> Result<Cli> {
    let mut command = Cli::command();
    if let Some(file) = config_file() {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("configuration {} cannot be read", file.display()))?;
        let table: toml::Table = toml::from_str(&text)
            .with_context(|| format!("configuration {} is no TOML", file.display()))?;
        for (key, value) in table {
            command = with_default(command, &key, &plain(&value))
                .with_context(|| format!("configuration {}", file.display()))?;
        }
    }
    let matches = command.get_matches();
    Ok(Cli::from_arg_matches(&matches)?)
}

fn config_file() -> Option<PathBuf> {
    let mut arguments = std::env::args_os();
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(Into::into);
        }
        if let Some(text) = argument.to_str()
            && let Some(path) = text.strip_prefix("--config=")
        {
            return Some(path.into());
        }
    }
    match std::env::var_os("FOOTFALL_CONFIG") {
        Some(path) => Some(path.into()),
        None => Some(PathBuf::from("footfall.toml")).filter(|path| path.exists()),
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// The command with another default for an option, wherever it occurs.
fn with_default(command: clap::Command, key: &str, value: &str) -> Result<clap::Command> {
    let id = key.replace('-', "_");
    let (command, found) = set_default(command, &id, value);
    if !found {
        bail!("there is no option `{key}`");
    }
    Ok(command)
}

fn set_default(mut command: clap::Command, id: &str, value: &str) -> (clap::Command, bool) {
    let mut found = command
        .get_arguments()
        .any(|argument| argument.get_id().as_str() == id && argument.get_env().is_some());
    if found {
        command = command.mut_arg(id, |argument| argument.default_value(value.to_owned()));
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| {
            let (sub, below) = set_default(sub, id, value);
            found |= below;
            sub
        });
    }
    (command, found)
}
