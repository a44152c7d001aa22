//! Errors for people who look after an installation: what the process logs as an error, and what its collector refuses,
//! handed to the control plane, which keeps them for seven days.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::Arc;

use accounts::{Accounts, PipelineError};
use chrono::{DateTime, Utc};
use parking_lot::Mutex;
use sources::collector::Activity;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use crate::realtime::date_time;

/// Errors that wait for the control plane; older ones are dropped.
const WAITING_MAX: usize = 1_000;

/// Errors that were logged and are not in the control plane yet.
#[derive(Default)]
pub struct ErrorLog {
    waiting: Mutex<VecDeque<PipelineError>>,
}

impl ErrorLog {
    fn add(&self, error: PipelineError) {
        let mut waiting = self.waiting.lock();
        let known = waiting.iter_mut().rev().take(20).find(|known| {
            (&known.site, &known.kind, &known.code, &known.message)
                == (&error.site, &error.kind, &error.code, &error.message)
        });
        match known {
            Some(known) => {
                known.count += error.count;
                known.last = error.last;
            }
            None => {
                if waiting.len() >= WAITING_MAX {
                    waiting.pop_front();
                }
                waiting.push_back(error);
            }
        }
    }

    /// Hands everything over. Where the control plane does not answer, it waits for the next time.
    pub async fn flush(&self, activity: &Activity, accounts: &Accounts) {
        for refusal in activity.take_refusals() {
            self.add(PipelineError {
                site: refusal.site.map(|site| site.to_string()),
                kind: "collector".into(),
                code: refusal.code.into(),
                message: refusal.message,
                count: i64::try_from(refusal.count).unwrap_or(i64::MAX),
                first: date_time(refusal.first),
                last: date_time(refusal.last),
            });
        }
        let errors: Vec<_> = self.waiting.lock().drain(..).collect();
        if errors.is_empty() {
            return;
        }
        if let Err(error) = accounts.note_errors(errors.clone()).await {
            // Not as an error: that would be one more to hand over.
            tracing::warn!(%error, "errors are not written down yet");
            errors.into_iter().for_each(|error| self.add(error));
        }
    }
}

/// Puts what is logged as an error into an [`ErrorLog`].
pub struct ErrorLayer(pub Arc<ErrorLog>);

impl<S: Subscriber> Layer<S> for ErrorLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() != Level::ERROR {
            return;
        }
        let mut words = Words::default();
        event.record(&mut words);
        let now: DateTime<Utc> = Utc::now();
        let target = event.metadata().target();
        let kind = target.split("::").next().unwrap_or(target);
        self.0.add(PipelineError {
            site: words.site,
            kind: kind.into(),
            code: "error".into(),
            message: match words.rest.is_empty() {
                true => words.message,
                false => format!("{} ({})", words.message, words.rest),
            },
            count: 1,
            first: now,
            last: now,
        });
    }
}

/// The fields of an event as text.
#[derive(Default)]
struct Words {
    message: String,
    rest: String,
    site: Option<String>,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "site" => self.site = Some(format!("{value:?}").trim_matches('"').to_owned()),
            name => {
                let gap = if self.rest.is_empty() { "" } else { ", " };
                // Writing to memory does not fail.
                let _ = write!(self.rest, "{gap}{name}: {value:?}");
            }
        }
    }
}
