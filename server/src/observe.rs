//! Logs on standard error, metrics for Prometheus, traces by OTLP where the standard variables ask for them.

use std::sync::{Arc, LazyLock};

use anyhow::{Context, Result, anyhow};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use opentelemetry::trace::TracerProvider;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::errors::{ErrorLayer, ErrorLog};

const SECONDS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Starts logging. `RUST_LOG` chooses what; by default warnings of libraries and what footfall itself says.
pub fn logs(json: bool) -> Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        EnvFilter::new("warn,footfall=info,actors=info,sources=info,sinks=info")
    });
    let traces = std::env::var_os("OTEL_EXPORTER_OTLP_ENDPOINT")
        .or_else(|| std::env::var_os("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))
        .map(|_| traces())
        .transpose()?;
    let text = (!json).then(|| tracing_subscriber::fmt::layer().with_writer(std::io::stderr));
    let lines = json.then(|| {
        tracing_subscriber::fmt::layer()
            .json()
            .with_writer(std::io::stderr)
    });
    tracing_subscriber::registry()
        .with(filter)
        .with(text)
        .with(lines)
        .with(traces)
        .with(ErrorLayer(errors()))
        .init();
    Ok(())
}

static ERRORS: LazyLock<Arc<ErrorLog>> = LazyLock::new(Arc::default);

/// The errors that the process has logged. There is one log of a process, and so one of these.
pub fn errors() -> Arc<ErrorLog> {
    ERRORS.clone()
}

fn traces<S>()
-> Result<tracing_opentelemetry::OpenTelemetryLayer<S, opentelemetry_sdk::trace::SdkTracer>>
where
    S: tracing::Subscriber + for<'span> tracing_subscriber::registry::LookupSpan<'span>,
{
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .build()
        .context("traces cannot be exported by OTLP")?;
    let provider = opentelemetry_sdk::trace::SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .build();
    Ok(tracing_opentelemetry::layer().with_tracer(provider.tracer("footfall")))
}

/// Starts counting: for `/metrics`, and by OTLP where the standard variables ask for it.
pub fn metrics() -> Result<PrometheusHandle> {
    let prometheus = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &SECONDS)?
        .build_recorder();
    let handle = prometheus.handle();
    let is_asked_for = [
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    ]
    .iter()
    .any(|name| std::env::var_os(name).is_some());
    let failed = "metrics cannot be counted";
    if !is_asked_for {
        metrics::set_global_recorder(prometheus).context(failed)?;
        return Ok(handle);
    }
    let exporter = opentelemetry_otlp::MetricExporter::builder()
        .with_http()
        .build()
        .context("metrics cannot be exported by OTLP")?;
    let (provider, otlp) = metrics_exporter_opentelemetry::Recorder::builder("footfall")
        .with_meter_provider(|provider| provider.with_periodic_exporter(exporter))
        .build();
    // What holds the provider is what keeps it exporting.
    opentelemetry::global::set_meter_provider(provider);
    let both = metrics_util::layers::FanoutBuilder::default()
        .add_recorder(prometheus)
        .add_recorder(otlp)
        .build();
    metrics::set_global_recorder(both).map_err(|_| anyhow!(failed))?;
    Ok(handle)
}
