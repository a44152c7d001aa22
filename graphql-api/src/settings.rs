//! A site's settings in the schema: what is given out, and what can be given. Here names are the API's; in JSON, which
//! goes between this crate and the program, they are the settings' own.

use async_graphql::{Enum, InputObject, MaybeUndefined, SimpleObject};
use serde_json::{Map, Value as Json, json};

/// Which day a week begins with.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekStart {
    /// ISO weeks.
    Monday,
    /// As in North America.
    Sunday,
}

/// How precisely a visitor's place is kept.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupPrecision {
    /// City, postal code and coordinates.
    City,
    /// Country and region.
    Region,
    /// The country alone.
    Country,
}

/// A form that counts as a lead when it is sent.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "LeadFormInput")]
pub struct LeadForm {
    /// The form's id or name.
    form: String,
    /// What kind of lead it is.
    lead_type: Option<String>,
    /// What it is worth, in the site's currency.
    lead_value: Option<f64>,
}

/// Where a property is taken from.
#[derive(SimpleObject, InputObject, Clone, Debug)]
#[graphql(input_name = "PropertySourceInput")]
pub struct PropertySource {
    /// A query parameter, or a key of the data layer, where dots go deeper.
    from: String,
    /// The property that it becomes.
    property: String,
}

/// What a site's script is told, and what is left out whatever it does.
#[derive(SimpleObject, Clone, Debug)]
pub struct TrackingSettings {
    /// Event names that are not taken.
    events_off: Vec<String>,
    /// Modules that are on beside those that other settings switch on.
    modules: Vec<String>,
    /// Whether page views are sent by themselves.
    auto_track: bool,
    /// Whether `identify` may name a user.
    identify_users: bool,
    /// Whether the fragment of an address is a route.
    hash_routing: bool,
    /// Query parameters that hold a search term; empty leaves the script's own list.
    search_params: Vec<String>,
    /// Domains that a visitor is taken along to.
    linked_domains: Vec<String>,
    /// Query parameters that become properties.
    url_properties: Vec<PropertySource>,
    /// Keys of the data layer that become properties.
    data_layer_properties: Vec<PropertySource>,
    /// Query parameters whose values are cut out of addresses.
    scrubbed_params: Vec<String>,
    /// Other names under which the script's calls are found.
    aliases: Vec<String>,
    /// Hosts that are left out; `*` stands for any characters.
    excluded_hosts: Vec<String>,
    /// Paths that are left out; `*` stands for any characters.
    excluded_paths: Vec<String>,
    /// Networks whose visitors are left out, as CIDR.
    excluded_networks: Vec<String>,
    /// Countries whose visitors are left out, ISO 3166-1 alpha-2.
    excluded_countries: Vec<String>,
    /// Whether paths are stored as keyed hashes.
    hash_paths: bool,
    /// The path under which the script is served too, for who must not find it under its usual name.
    script_path: Option<String>,
    /// The path that the script sends to instead of `/api/collect`.
    endpoint_path: Option<String>,
}

/// A site's settings.
#[derive(SimpleObject, Clone, Debug)]
pub struct SiteSettings {
    /// Further hosts that may send events.
    allowed_hosts: Vec<String>,
    /// Seconds of inactivity that end a session.
    session_timeout_sec: i32,
    /// Event names that count as conversions.
    key_events: Vec<String>,
    /// What unknown consent allows.
    consent: String,
    /// What becomes of the raw address.
    address: String,
    /// Whether addresses are looked up.
    lookup: bool,
    /// How precisely the place is kept.
    lookup_precision: LookupPrecision,
    /// Which day a week begins with.
    week_start: WeekStart,
    /// Forms that count as leads.
    leads: Vec<LeadForm>,
    /// Whether Do Not Track and Global Privacy Control count as refusal.
    honour_dnt: bool,
    /// Days that rows are kept.
    retention_days: Option<i32>,
    /// Whether events are refused.
    paused: bool,
    /// What the script is told, and what is left out.
    tracking: TrackingSettings,
}

/// Reads stored settings by name.
struct Stored<'a>(&'a Json);

impl Stored<'_> {
    fn texts(&self, name: &str) -> Vec<String> {
        let list = self.0[name].as_array();
        list.into_iter()
            .flatten()
            .filter_map(|value| value.as_str().map(Into::into))
            .collect()
    }
    fn text(&self, name: &str) -> String {
        self.0[name].as_str().unwrap_or_default().to_owned()
    }
    fn truth(&self, name: &str) -> bool {
        self.0[name].as_bool().unwrap_or_default()
    }
    fn sources(&self, name: &str) -> Vec<PropertySource> {
        let map = self.0[name].as_object();
        map.into_iter()
            .flatten()
            .map(|(from, property)| PropertySource {
                from: from.clone(),
                property: property.as_str().unwrap_or_default().to_owned(),
            })
            .collect()
    }
}

impl SiteSettings {
    pub(crate) fn new(settings: &Json) -> Self {
        let stored = Stored(settings);
        let micros = settings["session_timeout"].as_i64().unwrap_or_default();
        let leads = settings["leads"].as_array();
        Self {
            allowed_hosts: stored.texts("allowed_hosts"),
            session_timeout_sec: i32::try_from(micros / 1_000_000).unwrap_or(i32::MAX),
            key_events: stored.texts("key_events"),
            consent: stored.text("consent"),
            address: stored.text("address"),
            lookup: stored.truth("lookup"),
            lookup_precision: match settings["lookup_precision"].as_str() {
                Some("region") => LookupPrecision::Region,
                Some("country") => LookupPrecision::Country,
                _ => LookupPrecision::City,
            },
            week_start: match settings["week_start"].as_str() {
                Some("sunday") => WeekStart::Sunday,
                _ => WeekStart::Monday,
            },
            leads: leads
                .into_iter()
                .flatten()
                .map(|lead| LeadForm {
                    form: lead["form"].as_str().unwrap_or_default().into(),
                    lead_type: lead["lead_type"].as_str().map(Into::into),
                    lead_value: lead["lead_value"].as_f64(),
                })
                .collect(),
            honour_dnt: stored.truth("honour_dnt"),
            retention_days: settings["retention_days"]
                .as_i64()
                .and_then(|days| days.try_into().ok()),
            paused: stored.truth("paused"),
            tracking: TrackingSettings::new(&settings["tracking"]),
        }
    }
}

impl TrackingSettings {
    fn new(settings: &Json) -> Self {
        let stored = Stored(settings);
        Self {
            events_off: stored.texts("events_off"),
            modules: stored.texts("modules"),
            auto_track: stored.truth("auto_track"),
            identify_users: stored.truth("identify_users"),
            hash_routing: stored.truth("hash_routing"),
            search_params: stored.texts("search_params"),
            linked_domains: stored.texts("linked_domains"),
            url_properties: stored.sources("url_properties"),
            data_layer_properties: stored.sources("data_layer_properties"),
            scrubbed_params: stored.texts("scrubbed_params"),
            aliases: stored.texts("aliases"),
            excluded_hosts: stored.texts("excluded_hosts"),
            excluded_paths: stored.texts("excluded_paths"),
            excluded_networks: stored.texts("excluded_networks"),
            excluded_countries: stored.texts("excluded_countries"),
            hash_paths: settings["path_key"].is_string(),
            script_path: settings["script_path"].as_str().map(Into::into),
            endpoint_path: settings["endpoint_path"].as_str().map(Into::into),
        }
    }
}

/// What to change of a script's settings; what is not given stays.
#[derive(InputObject, Clone, Debug, Default)]
pub struct TrackingSettingsInput {
    /// Event names that are not taken.
    pub events_off: Option<Vec<String>>,
    /// Modules that are on beside those that other settings switch on.
    pub modules: Option<Vec<String>>,
    /// Whether page views are sent by themselves.
    pub auto_track: Option<bool>,
    /// Whether `identify` may name a user.
    pub identify_users: Option<bool>,
    /// Whether the fragment of an address is a route.
    pub hash_routing: Option<bool>,
    /// Query parameters that hold a search term; empty leaves the script's own list.
    pub search_params: Option<Vec<String>>,
    /// Domains that a visitor is taken along to.
    pub linked_domains: Option<Vec<String>>,
    /// Query parameters that become properties.
    pub url_properties: Option<Vec<PropertySource>>,
    /// Keys of the data layer that become properties.
    pub data_layer_properties: Option<Vec<PropertySource>>,
    /// Query parameters whose values are cut out of addresses.
    pub scrubbed_params: Option<Vec<String>>,
    /// Other names under which the script's calls are found.
    pub aliases: Option<Vec<String>>,
    /// Hosts that are left out; `*` stands for any characters.
    pub excluded_hosts: Option<Vec<String>>,
    /// Paths that are left out; `*` stands for any characters.
    pub excluded_paths: Option<Vec<String>>,
    /// Networks whose visitors are left out, as CIDR.
    pub excluded_networks: Option<Vec<String>>,
    /// Countries whose visitors are left out, ISO 3166-1 alpha-2.
    pub excluded_countries: Option<Vec<String>>,
    /// Whether paths are stored as keyed hashes. Switched off and on again, hashes are others.
    pub hash_paths: Option<bool>,
    /// A path such as `/js/app.js`, under which the script is served too; null is none.
    pub script_path: MaybeUndefined<String>,
    /// A path such as `/js/e` that the script sends to instead of `/api/collect`; null is none.
    pub endpoint_path: MaybeUndefined<String>,
}

/// Settings that can be given; what is not given stays.
#[derive(InputObject, Clone, Debug, Default)]
pub struct SiteSettingsInput {
    /// Further hosts that may send events; `*` allows any.
    pub allowed_hosts: Option<Vec<String>>,
    /// Seconds of inactivity that end a session, 1 to 14,400.
    pub session_timeout_sec: Option<i32>,
    /// Event names that count as conversions.
    pub key_events: Option<Vec<String>>,
    /// `anonymous`, `strict` or `not_required`.
    pub consent: Option<String>,
    /// `discard`, `truncate`, `hash` or `keep`.
    pub address: Option<String>,
    /// Whether addresses are looked up.
    pub lookup: Option<bool>,
    /// How precisely the place is kept.
    pub lookup_precision: Option<LookupPrecision>,
    /// Which day a week begins with.
    pub week_start: Option<WeekStart>,
    /// Forms that count as leads.
    pub leads: Option<Vec<LeadForm>>,
    /// Whether Do Not Track and Global Privacy Control count as refusal.
    pub honour_dnt: Option<bool>,
    /// Days that rows are kept; null keeps them.
    pub retention_days: MaybeUndefined<i32>,
    /// Whether events are refused.
    pub paused: Option<bool>,
    /// What the script is told, and what is left out.
    pub tracking: Option<TrackingSettingsInput>,
}

/// The fields that are given, under the names of the settings.
#[derive(Default)]
struct Given(Map<String, Json>);

impl Given {
    fn set(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.0.insert(name.into(), value.into());
        }
    }
    fn set_or_clear<T: Clone + Into<Json>>(&mut self, name: &str, value: &MaybeUndefined<T>) {
        let value = match value {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(Json::Null),
            MaybeUndefined::Value(value) => Some(value.clone().into()),
        };
        self.set(name, value);
    }
    fn set_sources(&mut self, name: &str, sources: Option<&Vec<PropertySource>>) {
        let map = sources.map(|sources| {
            let pairs = sources
                .iter()
                .map(|source| (source.from.clone(), Json::from(source.property.as_str())));
            pairs.collect::<Map<_, _>>()
        });
        self.set(name, map);
    }
}

impl SiteSettingsInput {
    /// The fields that are given, under the names of the settings; `tracking` with those of its fields that are given,
    /// and `hash_paths` as it is, because the key is not the caller's.
    pub fn to_json(&self) -> Json {
        let mut given = Given::default();
        given.set("allowed_hosts", self.allowed_hosts.clone());
        let micros = self.session_timeout_sec.map(|s| i64::from(s) * 1_000_000);
        given.set("session_timeout", micros);
        given.set("key_events", self.key_events.clone());
        given.set("consent", self.consent.clone());
        given.set("address", self.address.clone());
        given.set("lookup", self.lookup);
        let precision = self.lookup_precision.map(|precision| match precision {
            LookupPrecision::City => "city",
            LookupPrecision::Region => "region",
            LookupPrecision::Country => "country",
        });
        given.set("lookup_precision", precision);
        let week_start = self.week_start.map(|start| match start {
            WeekStart::Monday => "monday",
            WeekStart::Sunday => "sunday",
        });
        given.set("week_start", week_start);
        let lead = |lead: &LeadForm| json!({"form": lead.form, "lead_type": lead.lead_type, "lead_value": lead.lead_value});
        let leads = self.leads.as_ref();
        given.set(
            "leads",
            leads.map(|all| all.iter().map(lead).collect::<Vec<_>>()),
        );
        given.set("honour_dnt", self.honour_dnt);
        given.set_or_clear("retention_days", &self.retention_days);
        given.set("paused", self.paused);
        given.set(
            "tracking",
            self.tracking.as_ref().map(TrackingSettingsInput::to_json),
        );
        given.0.into()
    }
}

impl TrackingSettingsInput {
    fn to_json(&self) -> Json {
        let mut given = Given::default();
        for (name, list) in [
            ("events_off", &self.events_off),
            ("modules", &self.modules),
            ("search_params", &self.search_params),
            ("linked_domains", &self.linked_domains),
            ("scrubbed_params", &self.scrubbed_params),
            ("aliases", &self.aliases),
            ("excluded_hosts", &self.excluded_hosts),
            ("excluded_paths", &self.excluded_paths),
            ("excluded_networks", &self.excluded_networks),
            ("excluded_countries", &self.excluded_countries),
        ] {
            given.set(name, list.clone());
        }
        for (name, truth) in [
            ("auto_track", self.auto_track),
            ("identify_users", self.identify_users),
            ("hash_routing", self.hash_routing),
            ("hash_paths", self.hash_paths),
        ] {
            given.set(name, truth);
        }
        given.set_or_clear("script_path", &self.script_path);
        given.set_or_clear("endpoint_path", &self.endpoint_path);
        given.set_sources("url_properties", self.url_properties.as_ref());
        let data_layer = self.data_layer_properties.as_ref();
        given.set_sources("data_layer_properties", data_layer);
        given.0.into()
    }
}
