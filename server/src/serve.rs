//! `footfall serve`: everything in one process, started and stopped in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accounts::{Actor, DEFAULT_ORGANISATION, Moment, NewKey, Scope};
use anyhow::{Context, Result};
use graphql_api::Installation;
use rand::RngCore;
use sources::collector::{Collector, CollectorParts, Figures, Limits, TrustedProxies};
use tokio::net::TcpListener;

use crate::backend::ServerBackend;
use crate::config::{Place, ServeOptions};
use crate::control::{Control, Running};
use crate::mail::Mailer;
use crate::node::{EngineOptions, Node, open_lookup};
use crate::oidc::Oidc;
use crate::{http, observe, output};

/// How often the control plane forgets what is over.
const TIDY_EVERY: Duration = Duration::from_secs(3_600);
/// How long a stop may take before it is given up.
const STOP_MAX: Duration = Duration::from_secs(30);

/// How long the collector waits for the partitions to be taken over.
const TAKE_OVER_MAX: Duration = Duration::from_millis(1_500);

/// Runs until it is told to stop. `ready` is called once requests are answered.
pub async fn run<F>(
    place: &Place,
    options: &ServeOptions,
    ready: impl FnOnce(Started) -> F,
) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let prometheus = observe::metrics()?;
    let (lookup, geoip) = open_lookup(options.geoip.as_deref())?;
    let node = Arc::new(Node::start(place, &EngineOptions::of(options)).await?);
    tokio::spawn(node.directory.clone().follow());
    let remembering = node.clone();
    tokio::spawn(async move {
        if let Err(error) = remembering.remember_the_last_half_hour().await {
            tracing::warn!(%error, "realtime counters begin at zero");
        }
    });
    // A log made anew beside tables goes on after them, which must be so before the first append. A store that does not
    // answer must not keep events out.
    if is_new(node.log.as_ref()).await? {
        let _ = tokio::time::timeout(TAKE_OVER_MAX, node.pipeline.taken_over()).await;
    }
    let listener = TcpListener::bind(&options.listen)
        .await
        .with_context(|| format!("--listen {} cannot be bound", options.listen))?;
    let address = listener.local_addr()?;
    let scheme = if options.tls_cert.is_some() {
        "https"
    } else {
        "http"
    };
    let public_url = options
        .public_url
        .clone()
        .unwrap_or_else(|| format!("{scheme}://{address}"));
    let collector = Arc::new(Collector::new(CollectorParts {
        log: node.log.clone(),
        directory: node.directory.clone(),
        lookup: lookup.clone(),
        clock: node.clock.clone(),
        limits: Limits::new(options.rate_limit_address, options.rate_limit_site),
        proxies: TrustedProxies::new(options.trusted_proxies.clone()),
        figures: Figures::new(options.metrics_per_site),
    }));
    let url = public_url.trim_end_matches('/').to_owned();
    let oidc = Oidc::of(options, &url)?.map(Arc::new);
    let installation = Installation {
        public_url: url.clone(),
        sign_up: options.sign_up,
        oidc_name: oidc.as_ref().map(|_| options.oidc_name.clone()),
    };
    let mailer = Mailer::start(options.smtp.as_deref(), &options.mail_from, &url)?;
    let backend = Arc::new(ServerBackend::new(
        node.clone(),
        collector.activity().clone(),
        installation,
        observe::errors(),
        mailer,
    ));
    let mut token = [0; 32];
    rand::rng().fill_bytes(&mut token);
    let token = hex::encode(token);
    let control = Arc::new(Control {
        node: node.clone(),
        lookup,
        token: token.clone(),
        data: place.data.clone(),
    });
    let router = http::router(
        node.clone(),
        collector.clone(),
        backend.clone(),
        prometheus.clone(),
        control,
        http::Front {
            oidc,
            proxies: TrustedProxies::new(options.trusted_proxies.clone()),
        },
    );
    let running = Running {
        url: format!("{scheme}://{address}"),
        token,
        pid: std::process::id(),
    };
    running.announce(&place.data)?;
    tokio::spawn(housekeeping(
        node.clone(),
        collector.clone(),
        backend.clone(),
        prometheus,
        options.maintenance_interval,
    ));
    tokio::spawn(reload_on_hangup(geoip, collector.clone()));
    let started = Started {
        link: link(&node, &url).await?,
        set_up: set_up_link(&node, &url).await?,
        node: node.clone(),
        url,
    };
    let announced = tokio::spawn(ready(started));
    let handle = axum_server::Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.into_std()?;
    let served = match (&options.tls_cert, &options.tls_key) {
        (Some(cert), Some(key)) => {
            let tls = axum_server::tls_rustls::RustlsConfig::from_pem_file(cert, key)
                .await
                .with_context(|| {
                    format!(
                        "--tls-cert {} and --tls-key {}",
                        cert.display(),
                        key.display()
                    )
                })?;
            axum_server::from_tcp_rustls(listener, tls)?
                .handle(handle)
                .serve(service)
                .await
        }
        _ => {
            axum_server::from_tcp(listener)?
                .handle(handle)
                .serve(service)
                .await
        }
    };
    served.context("the server ended")?;
    announced.abort();
    tracing::info!("stopping: draining, then a last checkpoint");
    let stopped = tokio::time::timeout(STOP_MAX, node.pipeline.stop()).await;
    Running::withdraw(&place.data);
    stopped.context("the last checkpoint took longer than 30 s; the log keeps what it lacks")??;
    tracing::info!("stopped");
    Ok(())
}

/// Whether a partition of the log has never held a frame.
async fn is_new(log: &dyn engine::Log) -> Result<bool> {
    for number in 0..log.partitions() {
        if log.bounds(engine::PartitionId(number)).await?.next.0 <= 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A server that answers.
pub struct Started {
    /// Its engine, for those who put something in at the start.
    pub node: Arc<Node>,
    pub url: String,
    /// The web UI with a key to read.
    pub link: String,
    /// Where the first user makes his account, while there is none.
    pub set_up: Option<String>,
}

/// The web UI's address with a fresh key in its fragment, good for a day: there is no sign-in yet.
async fn link(node: &Node, url: &str) -> Result<String> {
    const LASTS: Duration = Duration::from_secs(24 * 3600);
    let new = NewKey {
        organisation: DEFAULT_ORGANISATION.into(),
        name: "web UI".into(),
        scope: Scope::Read,
        sites: None,
        expires_in: Some(LASTS),
        requests_per_minute_max: None,
        user: None,
    };
    let moment = Moment::at(node.directory.time());
    let accounts = node.directory.accounts();
    let (_, key) = accounts
        .create_key(new, &Actor::command_line(), moment)
        .await?;
    node.directory.refresh().await?;
    Ok(format!("{url}/#key={key}"))
}

/// Where the first user makes his account: good once, for an hour.
async fn set_up_link(node: &Node, url: &str) -> Result<Option<String>> {
    let moment = Moment::at(node.directory.time());
    let token = node.directory.accounts().set_up_token(moment).await?;
    Ok(token.map(|token| format!("{url}/set-up#token={token}")))
}

/// What `serve` prints when it answers.
pub async fn say_started(started: Started) -> Result<()> {
    output::print(&format!(
        "footfall listens on {}\nopen {}",
        started.url, started.link
    ));
    if let Some(set_up) = &started.set_up {
        output::print(&format!("set up {set_up}"));
    }
    Ok(())
}

async fn stop_on_signal(handle: axum_server::Handle<SocketAddr>) {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(error) => {
                tracing::error!(%error, "SIGTERM cannot be heard");
                return;
            }
        };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    handle.graceful_shutdown(Some(Duration::from_secs(5)));
}

/// Without databases a hangup changes nothing; unheard, it would end the process.
async fn reload_on_hangup(geoip: Option<Arc<sources::GeoIp>>, collector: Arc<Collector>) {
    let Ok(mut hangup) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())
    else {
        return;
    };
    while hangup.recv().await.is_some() {
        match geoip.as_ref().map(|geoip| geoip.reload()) {
            None => {}
            Some(Ok(())) => {
                collector.heads().forget_places();
                tracing::info!("address databases read again");
            }
            Some(Err(error)) => tracing::error!(%error, "address databases stay as they were"),
        }
    }
}

async fn housekeeping(
    node: Arc<Node>,
    collector: Arc<Collector>,
    backend: Arc<ServerBackend>,
    prometheus: metrics_exporter_prometheus::PrometheusHandle,
    every: Duration,
) {
    if let Err(error) = backend.learn_installed().await {
        tracing::warn!(%error, "when trackers were last heard is not known");
    }
    let mut maintained = tokio::time::Instant::now();
    let mut tidied: Option<tokio::time::Instant> = None;
    let mut noted = None;
    let mut tick = tokio::time::interval(Duration::from_secs(5));
    loop {
        tick.tick().await;
        prometheus.run_upkeep();
        collector.limits().shrink();
        http::gauge(&node, &backend).await;
        note_ready(&node, &mut noted).await;
        backend
            .errors
            .flush(&backend.activity, node.directory.accounts())
            .await;
        if let Err(error) = backend.flush_key_uses().await {
            tracing::warn!(%error, "uses of keys are not written down");
        }
        if tidied.is_none_or(|at| at.elapsed() >= TIDY_EVERY) {
            tidied = Some(tokio::time::Instant::now());
            let accounts = node.directory.accounts();
            if let Err(error) = accounts.tidy(node.directory.time()).await {
                tracing::warn!(%error, "what is over stays in the control plane");
            }
        }
        crate::maintain::erase_sites(&node).await;
        if maintained.elapsed() >= every {
            maintained = tokio::time::Instant::now();
            crate::maintain::run(&node).await;
        }
    }
}

/// Writes down that the process is ready in this minute, unless that is `noted`.
async fn note_ready(node: &Node, noted: &mut Option<i64>) {
    let now = node.directory.time();
    let minute = now.timestamp().div_euclid(60);
    if *noted == Some(minute) || !http::reasons(node).await.is_empty() {
        return;
    }
    match node.directory.accounts().note_ready(now).await {
        Ok(()) => *noted = Some(minute),
        Err(error) => tracing::warn!(%error, "that the process is ready is not written down"),
    }
}
