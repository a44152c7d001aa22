//! Every column of the two tables, defined once: name, type, which table has it, and where its value comes from.
//! `events.md` is the public list; the Arrow schemas, the row builders and the collector's property names derive from
//! this table. Codes are stored in frames and state files and never change.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Arrow type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// 16-bit integer.
    Int16,
    /// 32-bit integer.
    Int32,
    /// 64-bit integer.
    Int64,
    /// 32-bit float.
    Float32,
    /// 64-bit float.
    Float64,
    /// Truth value.
    Bool,
    /// Days since 1970.
    Date,
    /// Microseconds since 1970, UTC.
    Timestamp,
    /// decimal(18,4).
    Decimal,
    /// The list of e-commerce items.
    Items,
}

/// Where a column's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Computed by the engine for each row.
    Row,
    /// Sent with the event, or derived from what was sent.
    Event,
    /// Of the session's first event, repeated on each of its rows.
    Session,
}

/// What is known of a column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDef {
    /// The column.
    pub column: Column,
    /// Its name in the tables.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether `events` has it.
    pub in_events: bool,
    /// Whether `sessions` has it.
    pub in_sessions: bool,
    /// Where its value comes from.
    pub origin: Origin,
}

macro_rules! columns {
    (@has E) => { (true, false) };
    (@has S) => { (false, true) };
    (@has B) => { (true, true) };
    ($($code:literal $variant:ident $name:literal $kind:ident $null:literal $tables:ident $origin:ident;)*) => {
        /// A column of `events` or `sessions`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum Column { $($variant = $code),* }

        /// All columns in the tables' order.
        pub const COLUMNS: &[ColumnDef] = &[$(ColumnDef {
            column: Column::$variant,
            name: $name,
            kind: Kind::$kind,
            nullable: $null == 1,
            in_events: columns!(@has $tables).0,
            in_sessions: columns!(@has $tables).1,
            origin: Origin::$origin,
        }),*];

        impl Column {
            /// The column with a stored code.
            pub fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

// code, variant, name, type, nullable, tables (E = events, S = sessions, B = both), origin
columns! {
    0 Date "date" Date 0 B Row;
    1 SiteId "site_id" Text 0 B Row;
    2 EventId "event_id" Text 0 E Row;
    3 EventName "event_name" Text 0 E Row;
    4 Timestamp "timestamp" Timestamp 0 E Row;
    5 ClientTimestamp "client_timestamp" Timestamp 1 E Row;
    6 ServerTimestamp "server_timestamp" Timestamp 0 E Row;
    7 LogPartition "log_partition" Int16 0 B Row;
    8 LogOffset "log_offset" Int64 0 E Row;
    9 FrameIndex "frame_index" Int16 0 E Row;

    10 VisitorId "visitor_id" Text 1 B Row;
    11 VisitorKey "visitor_key" Int64 1 B Row;
    12 UserId "user_id" Text 1 B Row;
    13 SessionId "session_id" Text 1 B Row;
    14 SessionKey "session_key" Int64 1 B Row;
    15 ClientSessionId "client_session_id" Text 1 B Row;
    16 SessionNumber "session_number" Int32 1 B Session;
    17 IsFirstVisit "is_first_visit" Bool 1 B Session;
    18 IsSessionStart "is_session_start" Bool 0 E Row;
    19 PageViewNumber "page_view_number" Int32 1 E Event;
    20 EmailSha256 "email_sha256" Text 1 E Event;
    21 PhoneSha256 "phone_sha256" Text 1 E Event;
    22 FirstNameSha256 "first_name_sha256" Text 1 E Event;
    23 LastNameSha256 "last_name_sha256" Text 1 E Event;
    24 StreetSha256 "street_sha256" Text 1 E Event;
    25 CitySha256 "city_sha256" Text 1 E Event;
    26 RegionSha256 "region_sha256" Text 1 E Event;
    27 PostalCodeSha256 "postal_code_sha256" Text 1 E Event;
    28 CountrySha256 "country_sha256" Text 1 E Event;

    30 PageUrl "page_url" Text 1 E Event;
    31 PageHostname "page_hostname" Text 1 E Event;
    32 PagePath "page_path" Text 1 E Event;
    33 PageQuery "page_query" Text 1 E Event;
    34 PageTitle "page_title" Text 1 E Event;
    35 PageReferrer "page_referrer" Text 1 E Event;
    36 ReferrerHostname "referrer_hostname" Text 1 E Event;
    37 ReferrerPath "referrer_path" Text 1 E Event;

    110 SessionStart "session_start" Timestamp 0 S Row;
    111 SessionEnd "session_end" Timestamp 0 S Row;
    112 DurationSec "duration_sec" Float64 0 S Row;
    113 Events "events" Int32 0 S Row;
    114 Pageviews "pageviews" Int32 0 S Row;
    115 IsBounce "is_bounce" Bool 0 S Row;
    116 IsSinglePage "is_single_page" Bool 0 S Row;
    117 EntryPage "entry_page" Text 1 S Row;
    118 ExitPage "exit_page" Text 1 S Row;
    119 EntryUrl "entry_url" Text 1 S Row;
    120 EntryHostname "entry_hostname" Text 1 S Row;
    122 MaxScrollPercent "max_scroll_percent" Int16 1 S Row;
    123 Conversions "conversions" Int32 0 S Row;
    124 Revenue "revenue" Decimal 1 S Row;

    121 EntryReferrer "entry_referrer" Text 1 B Session;
    129 EntryReferrerHostname "entry_referrer_hostname" Text 1 B Session;
    40 Source "source" Text 1 B Session;
    41 Medium "medium" Text 1 B Session;
    42 Channel "channel" Text 1 B Session;
    43 UtmSource "utm_source" Text 1 B Session;
    44 UtmMedium "utm_medium" Text 1 B Session;
    45 UtmCampaign "utm_campaign" Text 1 B Session;
    46 UtmTerm "utm_term" Text 1 B Session;
    47 UtmContent "utm_content" Text 1 B Session;
    48 Gclid "gclid" Text 1 B Session;
    49 Gbraid "gbraid" Text 1 B Session;
    50 Wbraid "wbraid" Text 1 B Session;
    51 Dclid "dclid" Text 1 B Session;
    52 Fbclid "fbclid" Text 1 B Session;
    53 Ttclid "ttclid" Text 1 B Session;
    54 Msclkid "msclkid" Text 1 B Session;
    55 LiFatId "li_fat_id" Text 1 B Session;
    56 Twclid "twclid" Text 1 B Session;
    57 Sccid "sccid" Text 1 B Session;
    58 Epik "epik" Text 1 B Session;
    59 Fbp "fbp" Text 1 B Session;
    60 Fbc "fbc" Text 1 B Session;

    61 DeviceCategory "device_category" Text 1 B Session;
    62 Browser "browser" Text 1 B Session;
    63 BrowserVersion "browser_version" Text 1 B Session;
    64 OperatingSystem "operating_system" Text 1 B Session;
    65 OsVersion "os_version" Text 1 B Session;
    66 ScreenWidth "screen_width" Int32 1 B Session;
    67 ScreenHeight "screen_height" Int32 1 B Session;
    68 ViewportWidth "viewport_width" Int32 1 B Session;
    69 ViewportHeight "viewport_height" Int32 1 B Session;
    70 DevicePixelRatio "device_pixel_ratio" Float32 1 B Session;
    71 Language "language" Text 1 B Session;
    72 Timezone "timezone" Text 1 B Session;
    73 UserAgent "user_agent" Text 1 B Session;
    74 IsBot "is_bot" Bool 0 B Row;
    75 BotName "bot_name" Text 1 B Session;
    76 BotReasons "bot_reasons" Text 1 B Session;

    77 Country "country" Text 1 B Session;
    78 Region "region" Text 1 B Session;
    79 City "city" Text 1 B Session;
    80 PostalCode "postal_code" Text 1 B Session;
    81 Latitude "latitude" Float64 1 B Session;
    82 Longitude "longitude" Float64 1 B Session;
    83 IpTimezone "ip_timezone" Text 1 B Session;
    84 Asn "asn" Int64 1 B Session;
    85 AsnName "asn_name" Text 1 B Session;
    86 AsnDomain "asn_domain" Text 1 B Session;
    87 Organization "organization" Text 1 B Session;
    88 CompanyName "company_name" Text 1 B Session;
    89 CompanyDomain "company_domain" Text 1 B Session;
    90 CompanyIndustry "company_industry" Text 1 B Session;
    91 ConnectionType "connection_type" Text 1 B Session;
    92 IsVpn "is_vpn" Bool 1 B Session;
    93 IsProxy "is_proxy" Bool 1 B Session;
    94 IsTor "is_tor" Bool 1 B Session;
    95 IsHosting "is_hosting" Bool 1 B Session;
    96 VisitorType "visitor_type" Text 1 B Session;
    97 IpAddress "ip_address" Text 1 B Session;

    125 EngagementTimeMsec "engagement_time_msec" Int64 1 B Event;
    126 TimeOnPageSec "time_on_page_sec" Int64 1 E Event;
    127 ScrollDepthPercent "scroll_depth_percent" Int16 1 E Event;
    128 ScrollDepthPixels "scroll_depth_pixels" Int32 1 E Event;

    130 LinkUrl "link_url" Text 1 E Event;
    131 LinkText "link_text" Text 1 E Event;
    132 LinkDomain "link_domain" Text 1 E Event;
    133 Element "element" Text 1 E Event;
    134 FileName "file_name" Text 1 E Event;
    135 FileExtension "file_extension" Text 1 E Event;
    136 FormId "form_id" Text 1 E Event;
    137 FormName "form_name" Text 1 E Event;
    138 FormDestination "form_destination" Text 1 E Event;
    139 LeadType "lead_type" Text 1 E Event;
    140 LeadValue "lead_value" Decimal 1 E Event;
    141 VideoId "video_id" Text 1 E Event;
    142 VideoProvider "video_provider" Text 1 E Event;
    143 VideoPercent "video_percent" Int16 1 E Event;
    144 SearchTerm "search_term" Text 1 E Event;

    150 TransactionId "transaction_id" Text 1 E Event;
    151 Value "value" Decimal 1 E Event;
    152 Tax "tax" Decimal 1 E Event;
    153 Shipping "shipping" Decimal 1 E Event;
    154 Currency "currency" Text 1 B Event;
    155 Coupon "coupon" Text 1 E Event;
    156 PaymentMethod "payment_method" Text 1 E Event;
    157 ShippingTier "shipping_tier" Text 1 E Event;
    158 Items "items" Items 1 E Event;

    160 Properties "properties" Text 1 E Event;
    161 Consent "consent" Text 1 E Event;
    162 ScriptVersion "script_version" Text 1 E Event;
    163 Origin "origin" Text 1 E Event;

    170 FirstOffset "first_offset" Int64 0 S Row;
    171 LastOffset "last_offset" Int64 0 S Row;
    172 ClosedOffset "closed_offset" Int64 1 S Row;
}

static BY_CODE: std::sync::LazyLock<[Option<&'static ColumnDef>; 256]> =
    std::sync::LazyLock::new(|| {
        let mut table = [None; 256];
        for def in COLUMNS {
            table[usize::from(def.column.code())] = Some(def);
        }
        table
    });

impl Column {
    /// The code that frames and state files store.
    pub const fn code(self) -> u8 {
        self as u8
    }
    /// What is known of the column.
    pub fn def(self) -> &'static ColumnDef {
        BY_CODE[usize::from(self.code())].expect("every variant stands in COLUMNS")
    }
    /// The name in the tables.
    pub fn name(self) -> &'static str {
        self.def().name
    }
    /// The type.
    pub fn kind(self) -> Kind {
        self.def().kind
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.code())
    }
}
impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(deserializer)?;
        Column::from_code(code)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown column code {code}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_codes_are_unique() {
        let names: BTreeSet<_> = COLUMNS.iter().map(|def| def.name).collect();
        let codes: BTreeSet<_> = COLUMNS.iter().map(|def| def.column.code()).collect();
        assert_eq!(names.len(), COLUMNS.len());
        assert_eq!(codes.len(), COLUMNS.len());
        for def in COLUMNS {
            assert_eq!(Column::from_code(def.column.code()), Some(def.column));
            assert_eq!(def.column.name(), def.name);
        }
    }
}
