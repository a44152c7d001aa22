//! Every dimension, defined once: its name, meaning, scope, and the expression that gives its value in each table.

use datafusion::arrow::datatypes::DataType;
use datafusion::functions::expr_fn::{coalesce, concat};
use datafusion::logical_expr::{Expr, ScalarUDF, cast, col, lit, when};
use engine::Table;

use crate::error::QueryError;
use crate::functions;

/// What a dimension's value belongs to (`events.md`, rule 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Each event has its own.
    Event,
    /// The moment of the event; of the session's start for session metrics.
    Time,
    /// One for a session, repeated on its events.
    Session,
    /// One for a session, known to `sessions` alone.
    SessionOnly,
    /// One for a visitor, of his earliest session.
    Visitor,
}

macro_rules! dimensions {
    ($($variant:ident $name:literal $scope:ident $description:literal;)*) => {
        /// What can be told apart and filtered by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Dimension { $(#[doc = $description] $variant),* }

        impl Dimension {
            /// All dimensions, in the API's order.
            pub const ALL: &'static [Dimension] = &[$(Dimension::$variant),*];

            /// Its name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Dimension::$variant => $name),* }
            }
            /// One sentence for people: what it is.
            pub fn description(self) -> &'static str {
                match self { $(Dimension::$variant => $description),* }
            }
            /// What its value belongs to.
            pub fn scope(self) -> Scope {
                match self { $(Dimension::$variant => Scope::$scope),* }
            }
        }
    };
}

dimensions! {
    Time "TIME" Time "The start of the bucket, in local time with offset.";
    Site "SITE" Session "The site's id.";
    Page "PAGE" Event "The path of the page, as sent.";
    Hostname "HOSTNAME" Event "The host of the page.";
    Query "QUERY" Event "The query of the page's address, without the question mark.";
    Title "TITLE" Event "The title of the page.";
    EntryPage "ENTRY_PAGE" SessionOnly "The path of the session's first page view.";
    ExitPage "EXIT_PAGE" SessionOnly "The path of the session's last page view.";
    Source "SOURCE" Session "Where the session came from; (direct) where nothing says.";
    Medium "MEDIUM" Session "By what kind of link the session came; (none) where nothing says.";
    Channel "CHANNEL" Session "The group of sources and media, such as Organic Search.";
    Campaign "CAMPAIGN" Session "The campaign of the session.";
    UtmSource "UTM_SOURCE" Session "utm_source as sent.";
    UtmMedium "UTM_MEDIUM" Session "utm_medium as sent.";
    UtmCampaign "UTM_CAMPAIGN" Session "utm_campaign as sent.";
    UtmTerm "UTM_TERM" Session "utm_term as sent.";
    UtmContent "UTM_CONTENT" Session "utm_content as sent.";
    ClickId "CLICK_ID" Session "The advertising platform's id of the click, of whichever platform.";
    Referrer "REFERRER" Session "The address that the session came from.";
    ReferrerHostname "REFERRER_HOSTNAME" Session "The host that the session came from.";
    Country "COUNTRY" Session "The country, ISO 3166-1 alpha-2.";
    Region "REGION" Session "The region within the country.";
    City "CITY" Session "The city.";
    Timezone "TIMEZONE" Session "The browser's time zone.";
    Language "LANGUAGE" Session "The browser's language.";
    Asn "ASN" Session "The number of the network.";
    Organization "ORGANIZATION" Session "Who runs the network.";
    Company "COMPANY" Session "The company whose network it is.";
    VisitorType "VISITOR_TYPE" Session "bot, privacy_user, business, consumer or unknown.";
    Bot "BOT" Session "The program that a bot's user agent names.";
    VisitorStatus "VISITOR_STATUS" Session "new in the visitor's first session, else returning.";
    Device "DEVICE" Session "The kind of device: desktop, mobile, tablet, …";
    Browser "BROWSER" Session "The browser.";
    BrowserVersion "BROWSER_VERSION" Session "The browser's version.";
    Os "OS" Session "The operating system.";
    OsVersion "OS_VERSION" Session "The operating system's version.";
    Screen "SCREEN" Session "The size of the screen, as 1920x1080.";
    Viewport "VIEWPORT" Session "The size of the window, as 1920x1080.";
    Event "EVENT" Event "The event's name.";
    Property "PROPERTY" Event "A custom property of the event.";
    Link "LINK" Event "The address of the link.";
    File "FILE" Event "The name of the file.";
    Form "FORM" Event "The name of the form, else its id.";
    Video "VIDEO" Event "The id of the video.";
    SearchTerm "SEARCH_TERM" Event "What was searched for on the site.";
    HourOfDay "HOUR_OF_DAY" Time "The local hour, 00 to 23.";
    DayOfWeek "DAY_OF_WEEK" Time "The local day of the week, 1 (Monday) to 7.";
    Consent "CONSENT" Event "The consent state of the event.";
    Origin "ORIGIN" Event "How the event got in: tracker, server, pixel or import.";
    FirstSource "FIRST_SOURCE" Visitor "The source of the visitor's earliest session.";
    FirstMedium "FIRST_MEDIUM" Visitor "The medium of the visitor's earliest session.";
    FirstCampaign "FIRST_CAMPAIGN" Visitor "The campaign of the visitor's earliest session.";
    FirstChannel "FIRST_CHANNEL" Visitor "The channel of the visitor's earliest session.";
    FirstEntryPage "FIRST_ENTRY_PAGE" Visitor "The entry page of the visitor's earliest session.";
}

/// Columns of click ids, in the order in which they decide the source.
const CLICK_COLUMNS: [&str; 11] = [
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "msclkid",
    "fbclid",
    "ttclid",
    "li_fat_id",
    "twclid",
    "sccid",
    "epik",
];

/// The visitor dimensions, the session column each repeats, and the name it is joined under.
pub(crate) const FIRST_TOUCH: [(Dimension, &str, &str); 5] = [
    (Dimension::FirstSource, "source", "first_source"),
    (Dimension::FirstMedium, "medium", "first_medium"),
    (Dimension::FirstCampaign, "utm_campaign", "first_campaign"),
    (Dimension::FirstChannel, "channel", "first_channel"),
    (Dimension::FirstEntryPage, "entry_page", "first_entry_page"),
];

/// The functions of time that a question's zone and range give.
#[derive(Clone, Debug)]
pub(crate) struct TimeFunctions {
    /// Moment → number of the TIME bucket.
    pub bucket: ScalarUDF,
    /// Moment → local hour.
    pub hour: ScalarUDF,
    /// Moment → local day of the week.
    pub weekday: ScalarUDF,
}

impl Dimension {
    /// The column that holds its value, where one does alone; [`Self::missing`] stands for null.
    pub(crate) fn column(self, table: Table) -> Option<&'static str> {
        use Dimension as D;
        let entered = table == Table::Sessions;
        Some(match self {
            D::Site => "site_id",
            D::Page if entered => "entry_page",
            D::Page => "page_path",
            D::Hostname if entered => "entry_hostname",
            D::Hostname => "page_hostname",
            D::Query => "page_query",
            D::Title => "page_title",
            D::EntryPage => "entry_page",
            D::ExitPage => "exit_page",
            D::Source => "source",
            D::Medium => "medium",
            D::Channel => "channel",
            D::Campaign | D::UtmCampaign => "utm_campaign",
            D::UtmSource => "utm_source",
            D::UtmMedium => "utm_medium",
            D::UtmTerm => "utm_term",
            D::UtmContent => "utm_content",
            D::Referrer => "entry_referrer",
            D::ReferrerHostname => "entry_referrer_hostname",
            D::Country => "country",
            D::Region => "region",
            D::City => "city",
            D::Timezone => "timezone",
            D::Language => "language",
            D::Asn => "asn",
            D::Organization => "organization",
            D::Company => "company_name",
            D::VisitorType => "visitor_type",
            D::Bot => "bot_name",
            D::Device => "device_category",
            D::Browser => "browser",
            D::BrowserVersion => "browser_version",
            D::Os => "operating_system",
            D::OsVersion => "os_version",
            D::Event => "event_name",
            D::Link => "link_url",
            D::File => "file_name",
            D::Video => "video_id",
            D::SearchTerm => "search_term",
            D::Consent => "consent",
            D::Origin => "origin",
            _ => return None,
        })
    }

    /// What stands for a missing value.
    pub(crate) fn missing(self) -> Option<&'static str> {
        match self {
            Dimension::Source => Some("(direct)"),
            Dimension::Medium => Some("(none)"),
            _ => None,
        }
    }

    /// Whether [`Self::value`] is text.
    pub(crate) fn is_text(self) -> bool {
        self.scope() != Scope::Time && self != Dimension::Asn
    }

    /// The value over rows of a table: text, except that TIME is the bucket's number, HOUR_OF_DAY and DAY_OF_WEEK are
    /// small numbers (all int32), and ASN is int64.
    pub(crate) fn value(
        self,
        table: Table,
        key: Option<&str>,
        time: &TimeFunctions,
    ) -> Result<Expr, QueryError> {
        use Dimension as D;
        if let Some(column) = self.column(table) {
            return Ok(match self.missing() {
                Some(missing) => coalesce(vec![col(column), lit(missing)]),
                None => col(column),
            });
        }
        let moment = || vec![col(table.time_column())];
        Ok(match self {
            D::Time => time.bucket.call(moment()),
            D::HourOfDay => time.hour.call(moment()),
            D::DayOfWeek => time.weekday.call(moment()),
            D::ClickId => coalesce(CLICK_COLUMNS.iter().map(|name| col(*name)).collect()),
            D::VisitorStatus => when(col("is_first_visit").eq(lit(true)), lit("new"))
                .when(col("is_first_visit").eq(lit(false)), lit("returning"))
                .end()?,
            D::Screen => size("screen_width", "screen_height")?,
            D::Viewport => size("viewport_width", "viewport_height")?,
            D::Property => {
                functions::property(key.unwrap_or_default()).call(vec![col("properties")])
            }
            D::Form => coalesce(vec![col("form_name"), col("form_id")]),
            _ => FIRST_TOUCH
                .iter()
                .find(|(dimension, ..)| *dimension == self)
                .map(|(_, _, name)| col(*name))
                .ok_or_else(|| QueryError::internal("dimension has no column"))?,
        })
    }

    /// The value as text, for comparison. Not for the dimensions of [`Scope::Time`], whose few values are compared
    /// before the plan is made.
    pub(crate) fn text(
        self,
        table: Table,
        key: Option<&str>,
        time: &TimeFunctions,
    ) -> Result<Expr, QueryError> {
        let value = self.value(table, key, time)?;
        Ok(match self {
            Dimension::Asn => cast(value, DataType::Utf8View),
            _ => value,
        })
    }
}

impl std::str::FromStr for Dimension {
    type Err = ();
    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|dimension| dimension.name() == name)
            .ok_or(())
    }
}

fn size(width: &str, height: &str) -> Result<Expr, QueryError> {
    let known = col(width).is_not_null().and(col(height).is_not_null());
    let text = |name: &str| cast(col(name), DataType::Utf8View);
    Ok(when(known, concat(vec![text(width), lit("x"), text(height)])).end()?)
}
