//! From a parsed batch to requests for the log: who the visitor is under which consent, and everything that processing
//! must not ask the outside for later — user agent, address, settings version.

use std::net::IpAddr;
use std::sync::Arc;

use compact_str::CompactString;
use engine::{
    AddressLookup, AddressPolicy, Column, Consent, ConsentMode, EncodedFields, Event, Fields,
    LookupPrecision, Micros, Request, RequestHead, SiteSettings, Source, Span, Value, VisitorId,
    click_columns, derive_page, is_kept_without_consent, is_lost_when_anonymous,
};
use moka::sync::Cache;
use serde_json::{Map, Value as Json};

use super::agents::{Agents, Hints};
use super::batch::{Batch, BatchEvent, Sender};
use super::cookieless::{keyed_hash, visitor_id};
use super::directory::{CollectSite, Salt};
use super::exclusions::{self, Exclusion};
use super::properties::{TEXT_CHARS_MAX, cut, whole};

/// What is known of a request besides its body.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// When it came in.
    pub at: Micros,
    /// The visitor's address, where known.
    pub address: Option<IpAddr>,
    /// The visitor's user agent.
    pub user_agent: CompactString,
    /// `DNT: 1` or `Sec-GPC: 1`.
    pub refuses_tracking: bool,
    /// Where it came from.
    pub source: Source,
    /// Today's salt and yesterday's.
    pub salts: (Option<Salt>, Option<Salt>),
    /// The country that a trusted proxy at the edge has found.
    pub edge_country: Option<String>,
    /// The host of `Origin`, for pages that do not tell their address.
    pub origin_host: Option<CompactString>,
    /// Whether the log's live clock is replaced by the record's own time (imports).
    pub time: Option<Micros>,
}

/// What a place depends on.
type PlaceKey = (IpAddr, bool, AddressPolicy, LookupPrecision, Option<Salt>);

/// Looks up what requests need, and remembers it.
#[derive(Clone)]
pub struct Heads {
    agents: Agents,
    lookup: Arc<dyn AddressLookup>,
    places: Cache<PlaceKey, EncodedFields>,
}

/// The requests of a batch, and how many of its events the site's settings exclude.
#[derive(Debug, Default)]
pub struct Built {
    /// Requests for the log.
    pub requests: Vec<Request>,
    /// Why other events are not stored, one each.
    pub excluded: Vec<Exclusion>,
}

/// What the events of one request have in common.
struct Shared {
    context: Option<Map<String, Json>>,
    spam: bool,
    head: RequestHead,
}

impl Heads {
    /// Heads with answers of a look-up.
    pub fn new(lookup: Arc<dyn AddressLookup>) -> Self {
        Self {
            agents: Agents::default(),
            lookup,
            places: Cache::new(100_000),
        }
    }

    /// Forgets what it knows of addresses, after the databases have changed.
    pub fn forget_places(&self) {
        self.places.invalidate_all();
    }

    /// Builds the requests of a batch.
    pub async fn build(&self, site: &CollectSite, batch: Batch, arrived: &Arrived) -> Built {
        let settings = &site.settings;
        let mut built = Built {
            excluded: vec![Exclusion::Flag; batch.dropped],
            ..Built::default()
        };
        if exclusions::of_network(settings, arrived.address) {
            let all = std::iter::repeat_n(Exclusion::Network, batch.events.len());
            built.excluded.extend(all);
            return built;
        }
        let mut sender = batch.sender;
        if !settings.tracking.identify_users {
            sender.user = None;
        }
        let skew = batch.sent_at.map(|sent| arrived.at - sent);
        let mut last: Option<Shared> = None;
        for BatchEvent { mut event, context } in batch.events {
            if let Some(excluded) = exclusions::of_event(settings, &event) {
                built.excluded.push(excluded);
                continue;
            }
            exclusions::hash_paths(settings, arrived.origin_host.as_deref(), &mut event);
            let spam = is_spam(&event);
            let same = last
                .as_ref()
                .is_some_and(|last| last.context == context && last.spam == spam);
            if !same {
                let merged = merge(&batch.context, context.as_ref());
                let head = self.head(site, &sender, &merged, arrived, skew, spam).await;
                let head = match head {
                    Ok(head) => head,
                    Err(excluded) => {
                        built.excluded.push(excluded);
                        continue;
                    }
                };
                built.requests.push(Request {
                    head: head.clone(),
                    events: Vec::new(),
                });
                last = Some(Shared {
                    context,
                    spam,
                    head,
                });
            }
            if let (Some(last), Some(request)) = (&last, built.requests.last_mut()) {
                request.events.push(reduced(event, last.head.consent));
            }
        }
        built
    }

    /// What the events of a context have in common, or why the site's settings let nothing be stored.
    async fn head(
        &self,
        site: &CollectSite,
        sender: &Sender,
        context: &Map<String, Json>,
        arrived: &Arrived,
        skew: Option<Span>,
        spam_referrer: bool,
    ) -> Result<RequestHead, Exclusion> {
        let settings = &site.settings;
        let consent = consent_of(context, arrived, settings.consent, settings.honour_dnt)
            .ok_or(Exclusion::Consent)?;
        let agent = self.agents.get(
            &arrived.user_agent,
            Hints {
                platform_version: short_text(context, "platform_version"),
                model: short_text(context, "model"),
                touch_points: context.get("touch_points").and_then(Json::as_i64),
                webdriver: context.get("webdriver").and_then(Json::as_bool) == Some(true),
                spam_referrer,
            },
        );
        let cookieless = |salt: Option<Salt>| {
            let (salt, address) = (salt?, arrived.address?);
            Some(visitor_id(&salt, &site.id, address, &arrived.user_agent))
        };
        let sent = sender.visitor.as_ref().map(VisitorId::new);
        let (visitor, visitor_before) = match consent {
            Consent::Denied => (None, None),
            Consent::Granted | Consent::NotRequired if sent.is_some() => (sent, None),
            _ => (cookieless(arrived.salts.0), cookieless(arrived.salts.1)),
        };
        let identified = matches!(consent, Consent::Granted | Consent::NotRequired);
        let known = consent != Consent::Denied;
        let place = if known {
            self.place(site, arrived, agent.is_bot).await
        } else {
            EncodedFields::default()
        };
        if self
            .is_from_excluded_country(settings, arrived, &place)
            .await
        {
            return Err(Exclusion::Country);
        }
        Ok(RequestHead {
            site: site.id.clone(),
            settings: site.version,
            skew,
            trusted: arrived.source == Source::Server,
            time: arrived.time,
            visitor,
            visitor_before,
            client_session: sender.session.clone().filter(|_| known),
            session_number: sender.session_number.filter(|_| identified),
            is_first_visit: sender
                .is_new
                .or_else(|| sender.session_number.map(|number| number == 1))
                .filter(|_| identified),
            user: sender.user.clone().filter(|_| identified),
            consent,
            source: arrived.source,
            script_version: short_text(context, "script_version").filter(|_| known),
            is_bot: agent.is_bot,
            agent: if known {
                agent.fields
            } else {
                EncodedFields::default()
            },
            client: if known {
                EncodedFields::new(&client_columns(context))
            } else {
                EncodedFields::default()
            },
            place,
        })
    }

    /// Looks up the country also where consent keeps it out of the row: an excluded visitor is not stored at all.
    async fn is_from_excluded_country(
        &self,
        settings: &SiteSettings,
        arrived: &Arrived,
        place: &EncodedFields,
    ) -> bool {
        if settings.tracking.excluded_countries.is_empty() {
            return false;
        }
        let fields = place.decode().unwrap_or_default();
        let mut country = fields.text(Column::Country).map(str::to_owned);
        if country.is_none() {
            country.clone_from(&arrived.edge_country);
        }
        if country.is_none()
            && let Some(address) = arrived.address
        {
            let fields = self.lookup.look_up(address).await;
            country = fields.text(Column::Country).map(str::to_owned);
        }
        exclusions::of_country(settings, country.as_deref())
    }

    async fn place(&self, site: &CollectSite, arrived: &Arrived, is_bot: bool) -> EncodedFields {
        let Some(address) = arrived.address else {
            return EncodedFields::new(&visitor_type(Fields::new(), is_bot));
        };
        let settings = &site.settings;
        let salt = arrived
            .salts
            .0
            .filter(|_| settings.address == AddressPolicy::Hash);
        let precision = settings.lookup_precision;
        let key = (address, is_bot, settings.address, precision, salt);
        let cached = settings.lookup && arrived.edge_country.is_none();
        if cached && let Some(known) = self.places.get(&key) {
            return known;
        }
        let mut fields = if settings.lookup {
            self.lookup.look_up(address).await
        } else {
            Fields::new()
        };
        fields.set_text(
            Column::IpAddress,
            kept_address(address, settings.address, salt.as_ref()),
        );
        if settings.lookup && fields.get(Column::Country).is_none() {
            fields.set_text(Column::Country, arrived.edge_country.as_deref());
        }
        coarsen(&mut fields, precision);
        let encoded = EncodedFields::new(&visitor_type(fields, is_bot));
        if cached {
            self.places.insert(key, encoded.clone());
        }
        encoded
    }
}

/// Takes away what is more precise than a site wants to keep.
fn coarsen(fields: &mut Fields, precision: LookupPrecision) {
    let finer_than_region = [
        Column::City,
        Column::PostalCode,
        Column::Latitude,
        Column::Longitude,
    ];
    let finer: &[Column] = match precision {
        LookupPrecision::City => &[],
        LookupPrecision::Region => &finer_than_region,
        LookupPrecision::Country => &[
            Column::Region,
            Column::City,
            Column::PostalCode,
            Column::Latitude,
            Column::Longitude,
        ],
    };
    for column in finer {
        fields.remove(*column);
    }
}

fn visitor_type(mut fields: Fields, is_bot: bool) -> Fields {
    if is_bot {
        fields.set_text(Column::VisitorType, Some("bot"));
    } else if fields.get(Column::VisitorType).is_none() {
        fields.set_text(Column::VisitorType, Some("unknown"));
    }
    fields
}

fn kept_address(address: IpAddr, policy: AddressPolicy, salt: Option<&Salt>) -> Option<String> {
    match policy {
        AddressPolicy::Discard => None,
        AddressPolicy::Keep => Some(address.to_string()),
        AddressPolicy::Hash => Some(hex(&keyed_hash(salt?, &[&address.to_string()]))),
        AddressPolicy::Truncate => Some(match address {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}.0")
            }
            IpAddr::V6(v6) => {
                let [a, b, c, ..] = v6.segments();
                std::net::Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).to_string()
            }
        }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn consent_of(
    context: &Map<String, Json>,
    arrived: &Arrived,
    mode: ConsentMode,
    honour_dnt: bool,
) -> Option<Consent> {
    if honour_dnt && arrived.refuses_tracking {
        return Some(Consent::Denied);
    }
    match (context.get("consent").and_then(Json::as_str), mode) {
        (Some("granted"), _) => Some(Consent::Granted),
        (Some("denied"), _) => Some(Consent::Denied),
        (_, ConsentMode::NotRequired) => Some(Consent::NotRequired),
        (None | Some("not_required"), _)
            if matches!(arrived.source, Source::Server | Source::Import) =>
        {
            Some(Consent::NotRequired)
        }
        (_, ConsentMode::Anonymous) => Some(Consent::Unknown),
        (_, ConsentMode::Strict) => None,
    }
}

/// Takes out of an event what its consent does not cover (`events.md`, Consent).
fn reduced(mut event: Event, consent: Consent) -> Event {
    match consent {
        Consent::Granted | Consent::NotRequired => {}
        Consent::Unknown => {
            // Which kind of click id there was still decides source and medium; an empty one says so.
            let query = event
                .fields
                .text(Column::PageUrl)
                .and_then(|url| engine::page::split_url(url).query);
            let in_url: Vec<_> = query
                .map(engine::acquisition::campaign_parameters)
                .map(|parameters| parameters.click_ids.into_iter().map(|(id, _)| id).collect())
                .unwrap_or_default();
            let kinds: Vec<_> = click_columns()
                .filter(|(id, column)| in_url.contains(id) || event.fields.get(*column).is_some())
                .map(|(_, column)| column)
                .collect();
            event
                .fields
                .retain(|column| !is_lost_when_anonymous(column));
            for column in kinds {
                event
                    .fields
                    .set(column, Value::Text(CompactString::default()));
            }
            strip_click_ids(&mut event.fields, Column::PageUrl);
        }
        Consent::Denied => {
            derive_page(&mut event.fields);
            event.fields.retain(is_kept_without_consent);
            event.properties = None;
        }
    }
    event
}

fn strip_click_ids(fields: &mut Fields, column: Column) {
    let Some(url) = fields.text(column) else {
        return;
    };
    let Some((before, rest)) = url.split_once('?') else {
        return;
    };
    let (query, fragment) = match rest.split_once('#') {
        Some((query, fragment)) => (query, Some(fragment)),
        None => (rest, None),
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
            !engine::acquisition::ClickId::ALL
                .iter()
                .any(|id| id.parameter() == name)
        })
        .collect();
    if kept.len() == query.split('&').count() {
        return;
    }
    let mut text = before.to_owned();
    if !kept.is_empty() {
        text.push('?');
        text.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        text.push('#');
        text.push_str(fragment);
    }
    fields.set_text(column, Some(text));
}

fn is_spam(event: &Event) -> bool {
    event
        .fields
        .text(Column::PageReferrer)
        .and_then(engine::page::host_in)
        .is_some_and(|host| {
            let host = host.strip_prefix("www.").unwrap_or(&host);
            engine::acquisition::is_spam_referrer(host)
        })
}

fn merge(base: &Map<String, Json>, own: Option<&Map<String, Json>>) -> Map<String, Json> {
    let mut merged = base.clone();
    for (name, value) in own.into_iter().flatten() {
        merged.insert(name.clone(), value.clone());
    }
    merged
}

fn short_text(context: &Map<String, Json>, name: &str) -> Option<CompactString> {
    let text = context.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| cut(text, TEXT_CHARS_MAX).into())
}

fn client_columns(context: &Map<String, Json>) -> Fields {
    let mut fields = Fields::new();
    for (column, name) in [
        (Column::ScreenWidth, "screen_width"),
        (Column::ScreenHeight, "screen_height"),
        (Column::ViewportWidth, "viewport_width"),
        (Column::ViewportHeight, "viewport_height"),
    ] {
        if let Some(Json::Number(number)) = context.get(name)
            && let Some(pixels) = whole(number)
            && (0..=1_000_000).contains(&pixels)
        {
            fields.set(column, Value::Int(pixels));
        }
    }
    if let Some(ratio) = context.get("device_pixel_ratio").and_then(Json::as_f64)
        && ratio.is_finite()
    {
        fields.set(Column::DevicePixelRatio, Value::Float(ratio));
    }
    fields.set_text(Column::Language, short_text(context, "language"));
    fields.set_text(Column::Timezone, short_text(context, "timezone"));
    fields
}
