//! From a frame's request to events ready for their sessions: page columns derived, session-level columns split off,
//! settings resolved. Everything here follows from the frame and the settings version it names.

use std::sync::Arc;

use compact_str::CompactString;

use crate::acquisition::{self, ClickId, Touch};
use crate::columns::{Column, Origin};
use crate::frame::{Consent, Event, FrameError, RequestHead, Source};
use crate::ids::{EventId, Fingerprint};
use crate::interner::Interner;
use crate::page::split_url;
use crate::row::Attributes;
use crate::session::is_kept_without_consent;
use crate::settings::SiteSettings;
use crate::time::{LATE_MAX, LATE_TRUSTED_MAX, Micros, Span, event_time};
use crate::value::{Fields, Value};

/// An event with all that its session needs to know of it.
#[derive(Debug)]
pub struct Prepared {
    /// Its id.
    pub id: EventId,
    /// Its name.
    pub name: CompactString,
    /// The sender's time.
    pub client_time: Option<Micros>,
    /// What it is recognised by when it comes again.
    pub fingerprint: Fingerprint,
    /// Its own columns.
    pub fields: Arc<Fields>,
    /// The browser's session id.
    pub client_session: Option<CompactString>,
    /// The authenticated user.
    pub user: Option<CompactString>,
    /// The browser's count of sessions.
    pub session_number: Option<i32>,
    /// Whether it is the visitor's first session.
    pub is_first_visit: Option<bool>,
    /// Whether its name is one of the site's key events.
    pub is_key_event: bool,
    /// Whether a program caused it.
    pub is_bot: bool,
    /// Whether it came in by an import.
    pub is_import: bool,
    /// The site's session timeout.
    pub timeout: Span,
    head: Arc<RequestHead>,
    settings: Arc<SiteSettings>,
    of_session: Fields,
}

impl Prepared {
    /// The event time that is stored, given the clock at its frame. An import's times stand as they are.
    pub fn timestamp(&self, clock: Micros) -> Micros {
        if self.is_import {
            self.client_time.unwrap_or(clock)
        } else {
            let late_max = if self.head.trusted {
                LATE_TRUSTED_MAX
            } else {
                LATE_MAX
            };
            event_time(self.client_time, self.head.skew, clock, late_max)
        }
    }

    /// When the event came in: the clock at its frame, or the imported record's own time.
    pub fn server_timestamp(&self, clock: Micros) -> Micros {
        self.head.time.unwrap_or(clock)
    }

    /// The columns of the session that this event opens. Worked out only then: most events join a session.
    pub fn attributes(&self, interner: &Interner) -> Result<Attributes, FrameError> {
        let acquisition =
            acquisition_columns(&self.fields, self.of_session.clone(), &self.settings);
        Ok(Attributes {
            agent: interner.decode(&self.head.agent)?,
            client: interner.decode(&self.head.client)?,
            place: interner.decode(&self.head.place)?,
            acquisition: interner.share(acquisition),
        })
    }
}

/// Makes an event ready for its session.
pub fn prepare(head: &Arc<RequestHead>, event: Event, settings: &Arc<SiteSettings>) -> Prepared {
    let mut fields = event.fields;
    derive_page(&mut fields);
    fields.set_text(Column::Consent, Some(head.consent.name()));
    fields.set_text(Column::Origin, Some(head.source.name()));
    fields.set_text(Column::ScriptVersion, head.script_version.as_deref());
    fields.set_text(Column::Properties, event.properties.as_deref());
    let mut of_session = Fields::new();
    if head.visitor.is_some() {
        let columns: Vec<Column> = fields
            .iter()
            .map(|(column, _)| column)
            .filter(|column| column.def().origin == Origin::Session)
            .collect();
        for column in columns {
            if let Some(value) = fields.remove(column) {
                of_session.set(column, value);
            }
        }
    }
    if head.consent == Consent::Denied {
        fields.retain(is_kept_without_consent);
    }
    Prepared {
        fingerprint: Fingerprint::of(&head.site, event.id.as_str()),
        is_key_event: settings.is_key_event(&event.name),
        id: event.id,
        name: event.name,
        client_time: event.client_time,
        fields: Arc::new(fields),
        client_session: head.client_session.clone(),
        user: head.user.clone(),
        session_number: head.session_number,
        is_first_visit: head.is_first_visit,
        is_bot: head.is_bot,
        is_import: head.source == Source::Import,
        timeout: settings.session_timeout,
        head: head.clone(),
        settings: settings.clone(),
        of_session,
    }
}

/// Fills `page_hostname`, `page_path`, `page_query`, `referrer_hostname`, `referrer_path` and `link_domain` from the
/// addresses they are parts of, where they are not there already.
pub fn derive_page(fields: &mut Fields) {
    let mut derived = Vec::new();
    if let Some(url) = fields.text(Column::PageUrl) {
        let parts = split_url(url);
        derived.push((Column::PageHostname, parts.host));
        derived.push((Column::PagePath, parts.path.map(Into::into)));
        derived.push((Column::PageQuery, parts.query.map(Into::into)));
    }
    if let Some(referrer) = fields.text(Column::PageReferrer) {
        let parts = split_url(referrer);
        derived.push((Column::ReferrerHostname, parts.host));
        derived.push((Column::ReferrerPath, parts.path.map(Into::into)));
    }
    if let Some(link) = fields.text(Column::LinkUrl) {
        derived.push((Column::LinkDomain, split_url(link).host));
    }
    for (column, text) in derived {
        if let Some(text) = text
            && fields.get(column).is_none()
        {
            fields.set(column, Value::Text(text));
        }
    }
}

fn click_column(id: ClickId) -> Column {
    match id {
        ClickId::Gclid => Column::Gclid,
        ClickId::Gbraid => Column::Gbraid,
        ClickId::Wbraid => Column::Wbraid,
        ClickId::Dclid => Column::Dclid,
        ClickId::Msclkid => Column::Msclkid,
        ClickId::Fbclid => Column::Fbclid,
        ClickId::Ttclid => Column::Ttclid,
        ClickId::LiFatId => Column::LiFatId,
        ClickId::Twclid => Column::Twclid,
        ClickId::Sccid => Column::Sccid,
        ClickId::Epik => Column::Epik,
    }
}

/// The column of each click id, for those who fill or empty them.
pub fn click_columns() -> impl Iterator<Item = (ClickId, Column)> {
    ClickId::ALL.into_iter().map(|id| (id, click_column(id)))
}

fn acquisition_columns(page: &Fields, sent: Fields, settings: &SiteSettings) -> Fields {
    let query = page.text(Column::PageQuery).unwrap_or_default();
    let from_url = acquisition::campaign_parameters(query);
    let mut columns = sent;
    for (column, value) in [
        (Column::UtmSource, &from_url.utm_source),
        (Column::UtmMedium, &from_url.utm_medium),
        (Column::UtmCampaign, &from_url.utm_campaign),
        (Column::UtmTerm, &from_url.utm_term),
        (Column::UtmContent, &from_url.utm_content),
    ] {
        if columns.get(column).is_none() {
            columns.set_text(column, value.as_deref());
        }
    }
    for (id, value) in &from_url.click_ids {
        if columns.get(click_column(*id)).is_none() {
            columns.set_text(click_column(*id), Some(value));
        }
    }
    let click_id = ClickId::ALL
        .into_iter()
        .find(|id| columns.get(click_column(*id)).is_some());
    // An empty click id is the mark of one that was not kept for want of consent: its kind still says the source.
    for (_, column) in click_columns() {
        if columns.text(column) == Some("") {
            columns.remove(column);
        }
    }
    let referrer = page.text(Column::PageReferrer);
    let referrer_host = referrer.and_then(|referrer| {
        acquisition::external_referrer_host(
            referrer,
            page.text(Column::PageHostname),
            &settings.domains,
        )
    });
    let acquired = acquisition::acquire(&Touch {
        utm_source: columns.text(Column::UtmSource),
        utm_medium: columns.text(Column::UtmMedium),
        utm_campaign: columns.text(Column::UtmCampaign),
        click_id,
        referrer_host: referrer_host.as_deref(),
    });
    columns.set_text(Column::Source, Some(&acquired.source));
    columns.set_text(Column::Medium, Some(&acquired.medium));
    columns.set_text(Column::Channel, Some(acquired.channel.name()));
    if referrer_host.is_some() {
        columns.set_text(Column::EntryReferrer, referrer);
        columns.set_text(
            Column::EntryReferrerHostname,
            page.text(Column::ReferrerHostname),
        );
    }
    columns
}
