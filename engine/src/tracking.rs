//! What a site's script is told to do, and what the collector holds to whatever the script does: settings of a site that
//! no decision behind the log depends on.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A site's remote configuration of its script, and its exclusions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tracking {
    /// Event names that are not taken, in their canonical spelling.
    pub events_off: Vec<CompactString>,
    /// Modules of the script that are on beside those that other settings switch on.
    pub modules: Vec<CompactString>,
    /// Whether page views are sent by themselves.
    pub auto_track: bool,
    /// Whether `identify` may name a user.
    pub identify_users: bool,
    /// Whether the fragment of an address is a route.
    pub hash_routing: bool,
    /// Query parameters that hold a search term; empty leaves the script's own list.
    pub search_params: Vec<CompactString>,
    /// Hosts, and what is below them, that a visitor is taken along to.
    pub linked_domains: Vec<CompactString>,
    /// Query parameter → property.
    pub url_properties: BTreeMap<CompactString, CompactString>,
    /// Key of the data layer (dots go deeper) → property.
    pub data_layer_properties: BTreeMap<CompactString, CompactString>,
    /// Query parameters whose values are cut out of addresses.
    pub scrubbed_params: Vec<CompactString>,
    /// Other names under which the script's calls are found.
    pub aliases: Vec<CompactString>,
    /// Host names that are left out; `*` stands for any characters.
    pub excluded_hosts: Vec<CompactString>,
    /// Paths that are left out; `*` stands for any characters.
    pub excluded_paths: Vec<CompactString>,
    /// Networks whose visitors are left out, as CIDR.
    pub excluded_networks: Vec<CompactString>,
    /// Countries whose visitors are left out, ISO 3166-1 alpha-2.
    pub excluded_countries: Vec<CompactString>,
    /// Path under which the site's script is also served, such as `/js/app.js`.
    pub script_path: Option<CompactString>,
    /// Path that the script sends to instead of `/api/collect`.
    pub endpoint_path: Option<CompactString>,
    /// Key of hashed paths, 32 lower-case hex digits; None stores paths as they are.
    pub path_key: Option<CompactString>,
}

impl Default for Tracking {
    fn default() -> Self {
        Self {
            events_off: Vec::new(),
            modules: Vec::new(),
            auto_track: true,
            identify_users: true,
            hash_routing: false,
            search_params: Vec::new(),
            linked_domains: Vec::new(),
            url_properties: BTreeMap::new(),
            data_layer_properties: BTreeMap::new(),
            scrubbed_params: Vec::new(),
            aliases: Vec::new(),
            excluded_hosts: Vec::new(),
            excluded_paths: Vec::new(),
            excluded_networks: Vec::new(),
            excluded_countries: Vec::new(),
            script_path: None,
            endpoint_path: None,
            path_key: None,
        }
    }
}
