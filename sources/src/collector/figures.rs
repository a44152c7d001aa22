//! What the collector counts for `/metrics`. A site's name is a label only where the operator wants it: thousands of
//! sites make as many series.

use engine::SiteId;
use metrics::Label;

use super::exclusions::Exclusion;

/// The collector's counters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    per_site: bool,
}

impl Figures {
    /// Counters, with the site as a label or without.
    pub fn new(per_site: bool) -> Self {
        Self { per_site }
    }

    fn site(self, site: Option<&SiteId>) -> Option<Label> {
        site.filter(|_| self.per_site)
            .map(|site| Label::new("site", site.as_str().to_owned()))
    }

    /// Events accepted; repeats and excluded ones included.
    pub fn received(self, site: &SiteId, events: u64) {
        let labels: Vec<Label> = self.site(Some(site)).into_iter().collect();
        metrics::counter!("footfall_events_received_total", labels).increment(events);
    }

    /// Events accepted and not stored, by reason.
    pub fn excluded(self, site: &SiteId, reasons: &[Exclusion]) {
        for reason in reasons {
            let reason = Label::from_static_parts("reason", reason.name());
            let labels: Vec<Label> = std::iter::once(reason)
                .chain(self.site(Some(site)))
                .collect();
            metrics::counter!("footfall_events_excluded_total", labels).increment(1);
        }
    }

    /// An event or a request refused. `site` is one that exists.
    pub fn rejected(self, site: Option<&SiteId>, code: &'static str) {
        let code = Label::from_static_parts("code", code);
        let labels: Vec<Label> = std::iter::once(code).chain(self.site(site)).collect();
        metrics::counter!("footfall_events_rejected_total", labels).increment(1);
    }
}
