//! Databases to run on: a file in a temporary folder; a database of a private PostgreSQL cluster that is started when the first case asks.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use accounts::{
    Accounts, AccountsOptions, Actor, Moment, Random, SecretKeys, SignUp, SignUpMode, SignedIn,
    SignedUp,
};
use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};

/// Randomness that repeats.
struct Seeded(Mutex<StdRng>);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

/// An opened control plane with a clock of its own.
pub struct Place {
    pub accounts: Accounts,
    pub url: String,
    pub secrets: SecretKeys,
    passed_ms: AtomicI64,
    random: Seeded,
    _files: Option<tempfile::TempDir>,
    _cluster: Option<Cluster>,
}

impl Place {
    async fn open(
        url: String,
        files: Option<tempfile::TempDir>,
        cluster: Option<Cluster>,
        seed: u64,
    ) -> Self {
        let random = Seeded(Mutex::new(StdRng::seed_from_u64(seed)));
        let start = Moment::new(start(), &random);
        let secrets = SecretKeys::generate(start);
        let accounts = open(&url, &secrets, start).await;
        Self {
            accounts,
            url,
            secrets,
            passed_ms: AtomicI64::new(0),
            random,
            _files: files,
            _cluster: cluster,
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        start() + TimeDelta::milliseconds(self.passed_ms.load(Ordering::Relaxed))
    }

    pub fn moment(&self) -> Moment<'_> {
        Moment::new(self.now(), &self.random)
    }

    pub fn wait(&self, span: TimeDelta) {
        self.passed_ms
            .fetch_add(span.num_milliseconds(), Ordering::Relaxed);
    }

    /// The first user: super admin, owner of the default organisation.
    pub async fn first(&self) -> SignedIn {
        let new = sign_up("ada@example.com");
        let made = self
            .accounts
            .sign_up(&new, SignUpMode::First, &from("10.0.0.1"), self.moment())
            .await;
        match made.unwrap() {
            SignedUp::First(signed_in) => *signed_in,
            SignedUp::Mailed(_) => panic!("she is the first"),
        }
    }

    /// Another process on the same database.
    pub async fn reopen(&self) -> Accounts {
        open(&self.url, &self.secrets, self.moment()).await
    }
}

pub async fn open(url: &str, secrets: &SecretKeys, moment: Moment<'_>) -> Accounts {
    let options = AccountsOptions {
        url: url.into(),
        secrets: secrets.clone(),
        password_memory_kib: 64,
    };
    Accounts::open(options, moment).await.unwrap()
}

pub fn start() -> DateTime<Utc> {
    "2026-03-01T09:00:00Z".parse().unwrap()
}

pub const PASSWORD: &str = "brine lantern otter 41";

pub fn sign_up(email: &str) -> SignUp {
    SignUp {
        email: email.into(),
        password: PASSWORD.into(),
        name: "Ada".into(),
        organisation: None,
    }
}

pub fn from(address: &str) -> Actor {
    Actor {
        address: Some(address.into()),
        user_agent: Some("test".into()),
        ..Actor::default()
    }
}

pub async fn sqlite() -> Place {
    sqlite_of(7).await
}

/// A database with randomness of its own, for a second installation.
pub async fn sqlite_of(seed: u64) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("footfall.db").display());
    Place::open(url, Some(dir), None, seed).await
}

/// A database of its own in a fresh cluster; None, with a message, where PostgreSQL is not installed.
pub async fn postgres() -> Option<Place> {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap()?;
    let url = cluster.url.clone();
    Some(Place::open(url, None, Some(cluster), 7).await)
}

/// A private PostgreSQL cluster, stopped and removed when dropped.
pub struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    url: String,
    _root: tempfile::TempDir,
}

fn bin() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

/// The command as a user that PostgreSQL accepts: it refuses root.
fn command(program: &Path) -> Command {
    let is_root = std::fs::metadata("/proc/self")
        .is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

impl Cluster {
    fn start() -> Option<Self> {
        let Some(bin) = bin() else {
            eprintln!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
            return None;
        };
        let root = tempfile::tempdir().unwrap();
        // The server's user must be able to enter and write here.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        std::fs::set_permissions(root.path(), open).unwrap();
        let dir = root.path().join("data");
        let made = command(&bin.join("initdb"))
            .args([
                "--auth=trust",
                "--username=footfall",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(&dir)
            .status();
        assert!(made.unwrap().success(), "initdb");
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories="
        );
        let started = command(&bin.join("pg_ctl"))
            .args(["-w", "-t", "60", "-o", &options, "-l"])
            .arg(root.path().join("log"))
            .arg("-D")
            .arg(&dir)
            .arg("start")
            .status();
        assert!(started.unwrap().success(), "pg_ctl start");
        let url = format!("postgres://footfall@127.0.0.1:{port}/postgres");
        Some(Self {
            bin,
            dir,
            url,
            _root: root,
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = command(&self.bin.join("pg_ctl"))
            .args(["-m", "immediate", "-D"])
            .arg(&self.dir)
            .arg("stop")
            .status();
        std::thread::sleep(Duration::from_millis(10));
        if let Ok(entries) = std::fs::read_dir(&self.dir) {
            // Files of another user, in a folder that is ours to remove as root only.
            drop(entries);
            let _ = command(Path::new("rm")).arg("-rf").arg(&self.dir).status();
        }
    }
}
