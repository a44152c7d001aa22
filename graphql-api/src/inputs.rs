//! Inputs and enums of the schema, as `interfaces.md` fixes them.

use async_graphql::{Enum, ID, InputObject};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::settings::SiteSettingsInput;

macro_rules! api_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $(#[graphql(name = $text)] #[serde(rename = $text)] $variant),* }

        impl $name {
            /// As the schema spells it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

api_enum! {
    /// What is measured. `events.md` defines each.
    Metric {
        Visitors "VISITORS", NewVisitors "NEW_VISITORS", ReturningVisitors "RETURNING_VISITORS",
        Sessions "SESSIONS", Pageviews "PAGEVIEWS", Events "EVENTS", BounceRate "BOUNCE_RATE",
        SinglePageRate "SINGLE_PAGE_RATE", SessionDuration "SESSION_DURATION",
        ViewsPerSession "VIEWS_PER_SESSION", EngagementTime "ENGAGEMENT_TIME",
        TimeOnPage "TIME_ON_PAGE", ScrollDepth "SCROLL_DEPTH", Conversions "CONVERSIONS",
        ConversionRate "CONVERSION_RATE", BusinessVisitorRate "BUSINESS_VISITOR_RATE",
        Revenue "REVENUE", Transactions "TRANSACTIONS", AverageOrderValue "AVERAGE_ORDER_VALUE",
        RevenuePerVisitor "REVENUE_PER_VISITOR",
    }
}

api_enum! {
    /// What is told apart.
    Dimension {
        Time "TIME", Site "SITE", Page "PAGE", Hostname "HOSTNAME", Query "QUERY", Title "TITLE",
        EntryPage "ENTRY_PAGE", ExitPage "EXIT_PAGE", Source "SOURCE", Medium "MEDIUM",
        Channel "CHANNEL", Campaign "CAMPAIGN", UtmSource "UTM_SOURCE", UtmMedium "UTM_MEDIUM",
        UtmCampaign "UTM_CAMPAIGN", UtmTerm "UTM_TERM", UtmContent "UTM_CONTENT",
        ClickId "CLICK_ID", Referrer "REFERRER", ReferrerHostname "REFERRER_HOSTNAME",
        Country "COUNTRY", Region "REGION", City "CITY", Timezone "TIMEZONE", Language "LANGUAGE",
        Asn "ASN", Organization "ORGANIZATION", Company "COMPANY", VisitorType "VISITOR_TYPE",
        VisitorStatus "VISITOR_STATUS", Device "DEVICE", Browser "BROWSER",
        BrowserVersion "BROWSER_VERSION", Os "OS", OsVersion "OS_VERSION", Screen "SCREEN",
        Viewport "VIEWPORT", Event "EVENT", Property "PROPERTY", Link "LINK", File "FILE",
        Form "FORM", Video "VIDEO", SearchTerm "SEARCH_TERM", HourOfDay "HOUR_OF_DAY",
        DayOfWeek "DAY_OF_WEEK", Consent "CONSENT", Origin "ORIGIN",
        FirstSource "FIRST_SOURCE", FirstMedium "FIRST_MEDIUM", FirstCampaign "FIRST_CAMPAIGN",
        FirstChannel "FIRST_CHANNEL", FirstEntryPage "FIRST_ENTRY_PAGE",
        Bot "BOT",
    }
}

api_enum! {
    /// A range that moves with the present.
    RangePreset {
        Today "TODAY", Yesterday "YESTERDAY", Last30Minutes "LAST_30_MINUTES",
        Last24Hours "LAST_24_HOURS", Last7Days "LAST_7_DAYS", Last28Days "LAST_28_DAYS",
        Last30Days "LAST_30_DAYS", Last90Days "LAST_90_DAYS", ThisWeek "THIS_WEEK",
        LastWeek "LAST_WEEK", ThisMonth "THIS_MONTH", LastMonth "LAST_MONTH",
        ThisQuarter "THIS_QUARTER", ThisYear "THIS_YEAR", LastYear "LAST_YEAR",
        Last12Months "LAST_12_MONTHS", AllTime "ALL_TIME",
    }
}

api_enum! {
    /// The length of a TIME bucket.
    Interval {
        Minute "MINUTE", Hour "HOUR", Day "DAY", Week "WEEK", Month "MONTH", Quarter "QUARTER",
        Year "YEAR",
    }
}

api_enum! {
    /// What an answer is compared with.
    Comparison {
        PreviousPeriod "PREVIOUS_PERIOD", PreviousYear "PREVIOUS_YEAR",
        SameWeekdays "SAME_WEEKDAYS", Custom "CUSTOM",
    }
}

api_enum! {
    /// How a condition compares.
    FilterOp {
        Is "IS", IsNot "IS_NOT", Contains "CONTAINS", NotContains "NOT_CONTAINS",
        StartsWith "STARTS_WITH", EndsWith "ENDS_WITH", Matches "MATCHES",
        NotMatches "NOT_MATCHES", IsSet "IS_SET", IsNotSet "IS_NOT_SET", Greater "GREATER",
        Less "LESS",
    }
}

api_enum! {
    /// What a condition on an event's dimension is about.
    FilterScope { Event "EVENT", Session "SESSION" }
}

api_enum! {
    /// Ascending or descending.
    Direction { Asc "ASC", Desc "DESC" }
}

api_enum! {
    /// Where a snippet goes.
    Platform {
        Html "HTML", Gtm "GTM", Wordpress "WORDPRESS", Shopify "SHOPIFY", Webflow "WEBFLOW",
        Wix "WIX", Squarespace "SQUARESPACE", Ghost "GHOST", Nextjs "NEXTJS", React "REACT",
        Vue "VUE", Svelte "SVELTE", Server "SERVER",
    }
}

/// A local day, `2026-10-25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Date(pub NaiveDate);

async_graphql::scalar!(Date, "Date", "A local day, such as 2026-10-25.");

/// A preset, or both days, inclusive.
#[derive(InputObject, Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RangeInput {
    /// Relative to the present.
    pub preset: Option<RangePreset>,
    /// First local day.
    pub from: Option<Date>,
    /// Last local day.
    pub to: Option<Date>,
}

/// One comparison, or exactly one of and / or / not.
#[derive(InputObject, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FilterInput {
    /// What is compared.
    pub dimension: Option<Dimension>,
    /// The property's name, for PROPERTY.
    pub key: Option<String>,
    /// How.
    pub op: Option<FilterOp>,
    /// With what; any of them is enough.
    pub values: Option<Vec<String>>,
    /// Of what.
    pub scope: Option<FilterScope>,
    /// All of these.
    pub and: Option<Vec<FilterInput>>,
    /// Any of these.
    pub or: Option<Vec<FilterInput>>,
    /// The opposite of this.
    pub not: Option<Box<FilterInput>>,
}

/// One criterion of the order.
#[derive(InputObject, Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderInput {
    /// By a metric that is asked for.
    pub metric: Option<Metric>,
    /// By a dimension that is asked for.
    pub dimension: Option<Dimension>,
    /// Which way.
    pub direction: Direction,
}

/// A question.
#[derive(InputObject, Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatsInput {
    /// The sites.
    pub site_ids: Vec<ID>,
    /// The time.
    pub range: RangeInput,
    /// What to measure.
    pub metrics: Vec<Metric>,
    /// What to tell apart.
    pub dimensions: Option<Vec<Dimension>>,
    /// One per PROPERTY in dimensions, in order.
    pub property_keys: Option<Vec<String>>,
    /// The length of TIME buckets.
    pub interval: Option<Interval>,
    /// Conditions that all hold.
    pub filters: Option<Vec<FilterInput>>,
    /// A saved filter.
    pub segment_id: Option<ID>,
    /// Whether programs count.
    #[graphql(default)]
    #[serde(default)]
    pub include_bots: bool,
    /// What to compare with.
    pub compare: Option<Comparison>,
    /// For CUSTOM.
    pub compare_range: Option<RangeInput>,
    /// IANA zone; the first site's where not said.
    pub timezone: Option<String>,
    /// The order.
    pub order_by: Option<Vec<OrderInput>>,
    /// How many rows: 100 where not said, at most 10,000.
    pub limit: Option<i32>,
    /// How many rows to pass over.
    pub offset: Option<i32>,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// With a header, as RFC 4180 says; text that a spreadsheet would take for a formula begins with an apostrophe.
    Csv,
    /// A list of objects.
    Json,
    /// Parquet.
    Parquet,
}

/// Raw events to be exported.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventsExportInput {
    /// The sites.
    pub site_ids: Vec<ID>,
    /// The time.
    pub range: RangeInput,
    /// Conditions that all hold.
    pub filters: Option<Vec<FilterInput>>,
    /// Whether events of programs are among them.
    #[serde(default)]
    pub include_bots: bool,
    /// IANA zone; the first site's where not said.
    pub timezone: Option<String>,
}

/// What is exported: the answer to a question, all its rows, or raw events.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportInput {
    /// How it is written.
    pub format: ExportFormat,
    /// The question.
    pub stats: Option<StatsInput>,
    /// The events.
    pub events: Option<EventsExportInput>,
}

/// A question for the values of a dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct ValuesInput {
    /// The sites.
    pub site_ids: Vec<String>,
    /// The dimension.
    pub dimension: Dimension,
    /// The property's name, for PROPERTY; without it the names of properties are wanted.
    pub key: Option<String>,
    /// Part of the value.
    pub search: Option<String>,
    /// The time.
    pub range: RangeInput,
    /// How many.
    pub first: usize,
}

/// A site to be made.
#[derive(InputObject, Clone, Debug)]
pub struct CreateSiteInput {
    /// Its name.
    pub name: String,
    /// Its domains.
    pub domains: Vec<String>,
    /// IANA zone; UTC where not said.
    pub timezone: Option<String>,
    /// ISO 4217; USD where not said.
    pub currency: Option<String>,
    /// The organisation that owns it.
    pub organization_id: Option<ID>,
    /// What else is set.
    pub settings: Option<SiteSettingsInput>,
}

/// What to change of a site; what is not given stays.
#[derive(InputObject, Clone, Debug)]
pub struct UpdateSiteInput {
    /// Its name.
    pub name: Option<String>,
    /// Its domains.
    pub domains: Option<Vec<String>>,
    /// IANA zone.
    pub timezone: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none.
    pub icon: Option<String>,
    /// What else is set.
    pub settings: Option<SiteSettingsInput>,
}
