//! Plain recomputation over raw rows, written from `events.md` and sharing no code with the crate: loops, maps, sets.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;
use query::{
    Condition, Dimension, Filter, FilterOp, FilterScope, Interval, Metric, Question, Range,
};

use crate::generate::Data;
use crate::world::{Rec, RecExt};

type Key = Vec<Option<String>>;

/// A question asked of raw rows. Ranges are days.
pub struct Oracle<'a> {
    data: &'a Data,
    question: &'a Question,
    zone: Tz,
    from: i64,
    to: i64,
    members: BTreeMap<&'a str, Vec<&'a Rec>>,
    rows_of_sessions: BTreeMap<&'a str, &'a Rec>,
}

/// What the answer must be: rows by their dimensions, and totals.
pub struct Expected {
    pub rows: BTreeMap<Key, Vec<Option<f64>>>,
    pub totals: Vec<Option<f64>>,
}

const EVENT_SCOPE: [Dimension; 14] = [
    Dimension::Page,
    Dimension::Hostname,
    Dimension::Query,
    Dimension::Title,
    Dimension::Event,
    Dimension::Property,
    Dimension::Link,
    Dimension::File,
    Dimension::Form,
    Dimension::Video,
    Dimension::SearchTerm,
    // Columns that only event rows have.
    Dimension::Consent,
    Dimension::Origin,
    Dimension::Time,
];

fn is_time(dimension: Dimension) -> bool {
    matches!(
        dimension,
        Dimension::Time | Dimension::HourOfDay | Dimension::DayOfWeek
    )
}

fn is_event(dimension: Dimension) -> bool {
    !is_time(dimension) && EVENT_SCOPE.contains(&dimension)
}

fn is_edge(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::EntryPage | Dimension::ExitPage)
}

fn first_touch(dimension: Dimension) -> Option<&'static str> {
    Some(match dimension {
        Dimension::FirstSource => "source",
        Dimension::FirstMedium => "medium",
        Dimension::FirstCampaign => "utm_campaign",
        Dimension::FirstChannel => "channel",
        Dimension::FirstEntryPage => "entry_page",
        _ => return None,
    })
}

impl<'a> Oracle<'a> {
    pub fn new(data: &'a Data, question: &'a Question) -> Self {
        let zone: Tz = question
            .timezone
            .as_ref()
            .unwrap_or(&question.sites[0].timezone)
            .parse()
            .unwrap();
        let Range::Days { from, to } = question.range else {
            panic!("days are asked");
        };
        let midnight = |date: NaiveDate| {
            let local = date.and_time(NaiveTime::MIN);
            zone.from_local_datetime(&local)
                .earliest()
                .unwrap()
                .timestamp_micros()
        };
        let ours = |row: &&'a Rec| {
            let site = row.text("site_id").unwrap();
            question.sites.iter().any(|s| s.id.as_str() == site)
                && (question.include_bots || row.truth("is_bot") == Some(false))
        };
        let mut members: BTreeMap<&str, Vec<&Rec>> = BTreeMap::new();
        for event in data.events.iter().filter(ours) {
            if let Some(session) = event.text("session_id") {
                members.entry(session).or_default().push(event);
            }
        }
        Self {
            data,
            question,
            zone,
            from: midnight(from),
            to: midnight(to.succ_opt().unwrap()),
            members,
            rows_of_sessions: data
                .sessions
                .iter()
                .map(|row| (row.text("session_id").unwrap(), row))
                .collect(),
        }
    }

    fn is_ours(&self, row: &Rec) -> bool {
        let site = row.text("site_id").unwrap();
        self.question.sites.iter().any(|s| s.id.as_str() == site)
            && (self.question.include_bots || row.truth("is_bot") == Some(false))
    }

    fn is_within(&self, moment: i64) -> bool {
        self.from <= moment && moment < self.to
    }

    fn time_text(&self, dimension: Dimension, moment: i64) -> String {
        let local = self.zone.timestamp_micros(moment).unwrap();
        match dimension {
            Dimension::HourOfDay => format!("{:02}", local.hour()),
            Dimension::DayOfWeek => local.weekday().number_from_monday().to_string(),
            _ => {
                let date = local.date_naive();
                let start = match self.question.interval.unwrap() {
                    Interval::Minute => return local.format("%Y-%m-%dT%H:%M:00%:z").to_string(),
                    Interval::Hour => return local.format("%Y-%m-%dT%H:00:00%:z").to_string(),
                    Interval::Day => date,
                    Interval::Week => date.week(chrono::Weekday::Mon).first_day(),
                    Interval::Month => date.with_day(1).unwrap(),
                    Interval::Quarter => {
                        NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1).unwrap()
                    }
                    Interval::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1).unwrap(),
                };
                let start = self
                    .zone
                    .from_local_datetime(&start.and_time(NaiveTime::MIN))
                    .earliest()
                    .unwrap();
                let cut = self
                    .zone
                    .timestamp_micros(start.timestamp_micros().max(self.from))
                    .unwrap();
                cut.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
            }
        }
    }

    /// The value of a dimension on a row of either table; `entered` is for rows of sessions.
    fn value(
        &self,
        dimension: Dimension,
        key: Option<&str>,
        row: &Rec,
        entered: bool,
    ) -> Option<String> {
        use Dimension as D;
        let text = |name: &str| row.text(name).map(ToOwned::to_owned);
        let size = |a: &str, b: &str| Some(format!("{}x{}", row.int(a)?, row.int(b)?));
        if let Some(column) = first_touch(dimension) {
            let visitor = row.text("visitor_id")?;
            let earliest = self
                .data
                .sessions
                .iter()
                .filter(|s| {
                    s.text("visitor_id") == Some(visitor)
                        && s.text("site_id") == row.text("site_id")
                })
                .min_by_key(|s| {
                    (
                        s.int("session_start"),
                        s.int("log_partition"),
                        s.int("first_offset"),
                    )
                })?;
            return earliest.text(column).map(ToOwned::to_owned);
        }
        match dimension {
            D::Time | D::HourOfDay | D::DayOfWeek => {
                let moment = row.int(if entered {
                    "session_start"
                } else {
                    "timestamp"
                })?;
                Some(self.time_text(dimension, moment))
            }
            D::EntryPage | D::ExitPage => {
                let column = if dimension == D::EntryPage {
                    "entry_page"
                } else {
                    "exit_page"
                };
                let session = self.rows_of_sessions.get(row.text("session_id")?)?;
                session.text(column).map(ToOwned::to_owned)
            }
            D::Page => text(if entered { "entry_page" } else { "page_path" }),
            D::Hostname => text(if entered {
                "entry_hostname"
            } else {
                "page_hostname"
            }),
            D::Site => text("site_id"),
            D::Query => text("page_query"),
            D::Title => text("page_title"),
            D::Source => text("source").or(Some("(direct)".to_owned())),
            D::Medium => text("medium").or(Some("(none)".to_owned())),
            D::Channel => text("channel"),
            D::Campaign | D::UtmCampaign => text("utm_campaign"),
            D::UtmSource => text("utm_source"),
            D::UtmMedium => text("utm_medium"),
            D::UtmTerm => text("utm_term"),
            D::UtmContent => text("utm_content"),
            D::ClickId => text("gclid").or(text("fbclid")),
            D::Referrer => text("entry_referrer"),
            D::ReferrerHostname => text("entry_referrer_hostname"),
            D::Country => text("country"),
            D::Region => text("region"),
            D::City => text("city"),
            D::Timezone => text("timezone"),
            D::Language => text("language"),
            D::Asn => row.int("asn").map(|n| n.to_string()),
            D::Organization => text("organization"),
            D::Company => text("company_name"),
            D::VisitorType => text("visitor_type"),
            D::Bot => text("bot_name"),
            D::VisitorStatus => row
                .truth("is_first_visit")
                .map(|first| if first { "new" } else { "returning" }.to_owned()),
            D::Device => text("device_category"),
            D::Browser => text("browser"),
            D::BrowserVersion => text("browser_version"),
            D::Os => text("operating_system"),
            D::OsVersion => text("os_version"),
            D::Screen => size("screen_width", "screen_height"),
            D::Viewport => size("viewport_width", "viewport_height"),
            D::Event => text("event_name"),
            D::Property => {
                let json: serde_json::Value =
                    serde_json::from_str(row.text("properties")?).unwrap();
                match json.get(key?)? {
                    serde_json::Value::Null => None,
                    serde_json::Value::String(text) => Some(text.clone()),
                    other => Some(other.to_string()),
                }
            }
            D::Link => text("link_url"),
            D::File => text("file_name"),
            D::Form => text("form_name").or(text("form_id")),
            D::Video => text("video_id"),
            D::SearchTerm => text("search_term"),
            D::Consent => text("consent"),
            D::Origin => text("origin"),
            _ => unreachable!("first touch is handled above"),
        }
    }

    /// The value of a dimension on some row, with the question's first property.
    pub fn any_value(&self, dimension: Dimension, row: &Rec, entered: bool) -> Option<String> {
        let key = self.question.property_keys.first().map(String::as_str);
        self.value(dimension, key, row, entered)
    }

    fn meets(&self, filter: &Filter, row: &Rec, is_session: bool) -> bool {
        match filter {
            Filter::And(all) => all.iter().all(|f| self.meets(f, row, is_session)),
            Filter::Or(any) => any.iter().any(|f| self.meets(f, row, is_session)),
            Filter::Not(not) => !self.meets(not, row, is_session),
            Filter::Where(condition) => {
                let dimension = condition.dimension;
                let of_session = condition.scope == Some(FilterScope::Session);
                if (is_event(dimension) || is_time(dimension)) && of_session {
                    let positive = Condition {
                        op: condition.op.negates().unwrap_or(condition.op),
                        ..condition.clone()
                    };
                    let has = row
                        .text("session_id")
                        .and_then(|id| self.members.get(id))
                        .is_some_and(|events| {
                            events
                                .iter()
                                .any(|event| self.holds(&positive, event, false))
                        });
                    return has != condition.op.negates().is_some();
                }
                self.holds(condition, row, is_session)
            }
        }
    }

    fn holds(&self, condition: &Condition, row: &Rec, is_session: bool) -> bool {
        let value = self.value(
            condition.dimension,
            condition.key.as_deref(),
            row,
            is_session,
        );
        test(condition.op, &condition.values, value.as_deref())
    }

    fn speaks_of_events(filter: &Filter) -> bool {
        match filter {
            Filter::And(filters) | Filter::Or(filters) => {
                filters.iter().any(Self::speaks_of_events)
            }
            Filter::Not(filter) => Self::speaks_of_events(filter),
            Filter::Where(condition) => {
                let dimension = condition.dimension;
                (is_event(dimension) || is_time(dimension))
                    && condition.scope != Some(FilterScope::Session)
            }
        }
    }

    fn conjuncts(filters: &'a [Filter]) -> Vec<&'a Filter> {
        let mut found = Vec::new();
        for filter in filters {
            match filter {
                Filter::And(filters) => found.extend(Self::conjuncts(filters)),
                filter => found.push(filter),
            }
        }
        found
    }

    fn events(&self) -> Vec<&'a Rec> {
        let events = self.data.events.iter();
        events
            .filter(|row| self.is_ours(row) && self.is_within(row.int("timestamp").unwrap()))
            .filter(|row| {
                self.question
                    .filters
                    .iter()
                    .all(|filter| self.meets(filter, row, false))
            })
            .collect()
    }

    fn sessions(&self) -> Vec<&'a Rec> {
        let (of_events, of_sessions): (Vec<&Filter>, Vec<&Filter>) =
            Self::conjuncts(&self.question.filters)
                .into_iter()
                .partition(|filter| Self::speaks_of_events(filter));
        let has_event = |row: &Rec| {
            let id = row.text("session_id").unwrap();
            self.members.get(id).is_some_and(|events| {
                events
                    .iter()
                    .filter(|event| self.is_within(event.int("timestamp").unwrap()))
                    .any(|event| {
                        of_events
                            .iter()
                            .all(|filter| self.meets(filter, event, false))
                    })
            })
        };
        let sessions = self.data.sessions.iter();
        sessions
            .filter(|row| self.is_ours(row) && self.is_within(row.int("session_start").unwrap()))
            .filter(|row| {
                of_sessions
                    .iter()
                    .all(|filter| self.meets(filter, row, true))
            })
            .filter(|row| of_events.is_empty() || has_event(row))
            .collect()
    }

    fn key(&self, dimensions: &[Dimension], row: &Rec, entered: bool) -> Key {
        let mut keys = self.question.property_keys.iter();
        dimensions
            .iter()
            .map(|dimension| {
                let key =
                    (*dimension == Dimension::Property).then(|| keys.next().unwrap().as_str());
                self.value(*dimension, key, row, entered)
            })
            .collect()
    }

    fn is_key_event(&self, event: &Rec) -> bool {
        let site = self
            .question
            .sites
            .iter()
            .find(|s| Some(s.id.as_str()) == event.text("site_id"))
            .unwrap();
        site.key_events
            .iter()
            .any(|name| Some(name.as_str()) == event.text("event_name"))
    }

    /// The answer.
    pub fn expected(&self) -> Expected {
        let dimensions = &self.question.dimensions;
        let wholly = dimensions.iter().any(|d| is_edge(*d));
        let mut rows: BTreeMap<Key, Vec<Option<f64>>> = BTreeMap::new();
        let mut totals = Vec::new();
        let count = self.question.metrics.len();
        for (at, metric) in self.question.metrics.iter().enumerate() {
            let groups = self.groups(*metric, dimensions, wholly);
            for (key, group) in &groups {
                rows.entry(key.clone()).or_insert_with(|| vec![None; count])[at] =
                    Some(group.value(*metric)).flatten();
            }
            let total = self
                .groups(*metric, &[], wholly)
                .remove(&Vec::new())
                .unwrap_or_default();
            totals.push(total.value(*metric));
        }
        // A row that a metric does not know has it as of nothing.
        for (key, values) in &mut rows {
            for (at, metric) in self.question.metrics.iter().enumerate() {
                let groups = self.groups(*metric, dimensions, wholly);
                if !groups.contains_key(key) {
                    values[at] = Group::default().value(*metric);
                }
            }
        }
        Expected { rows, totals }
    }

    fn groups(
        &self,
        metric: Metric,
        dimensions: &[Dimension],
        wholly: bool,
    ) -> BTreeMap<Key, Group> {
        use Metric as M;
        let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
        let of_sessions = matches!(
            metric,
            M::Sessions
                | M::BounceRate
                | M::SinglePageRate
                | M::SessionDuration
                | M::ViewsPerSession
                | M::EngagementTime
        );
        if wholly || of_sessions {
            if metric == M::Sessions && !wholly && dimensions.iter().any(|d| is_event(*d)) {
                self.sessions_by_event(dimensions, &mut groups);
                return groups;
            }
            for row in self.sessions() {
                let group = groups.entry(self.key(dimensions, row, true)).or_default();
                group.add_session(row, wholly);
            }
            return groups;
        }
        let events = self.events();
        let money = matches!(
            metric,
            M::Revenue | M::Transactions | M::AverageOrderValue | M::RevenuePerVisitor
        );
        if money {
            self.add_money(&events, dimensions, &mut groups);
            if metric != M::RevenuePerVisitor {
                return groups;
            }
        }
        // What is only asked of people has no rows for what nobody did.
        let of_people = matches!(
            metric,
            M::Visitors
                | M::NewVisitors
                | M::ReturningVisitors
                | M::ConversionRate
                | M::BusinessVisitorRate
                | M::RevenuePerVisitor
        );
        for event in &events {
            if metric == M::ScrollDepth && event.int("scroll_depth_percent").is_none()
                || of_people && event.text("visitor_id").is_none()
            {
                continue;
            }
            let group = groups
                .entry(self.key(dimensions, event, false))
                .or_default();
            group.add_event(event, self.is_key_event(event));
        }
        groups
    }

    fn sessions_by_event(&self, dimensions: &[Dimension], groups: &mut BTreeMap<Key, Group>) {
        let pages_only = dimensions
            .iter()
            .filter(|d| is_event(**d))
            .all(|d| matches!(d, Dimension::Page | Dimension::Hostname));
        for session in self.sessions() {
            let id = session.text("session_id").unwrap();
            let mut keys = BTreeSet::new();
            for event in &self.members[id] {
                if event.int("timestamp").unwrap() < self.from
                    || (pages_only && event.text("event_name") != Some("page_view"))
                {
                    continue;
                }
                let by_event = self.key(dimensions, event, false);
                let by_session = self.key(dimensions, session, true);
                let pairs = dimensions.iter().zip(by_event).zip(by_session);
                keys.insert(
                    pairs
                        .map(|((d, e), s)| if is_event(*d) { e } else { s })
                        .collect::<Key>(),
                );
            }
            for key in keys {
                groups.entry(key).or_default().sessions += 1.0;
            }
        }
    }

    fn add_money(
        &self,
        events: &[&Rec],
        dimensions: &[Dimension],
        groups: &mut BTreeMap<Key, Group>,
    ) {
        let mut sorted: Vec<&&Rec> = events
            .iter()
            .filter(|e| ["purchase", "revenue", "refund"].contains(&e.text("event_name").unwrap()))
            .collect();
        let place = |e: &Rec| {
            (
                e.int("log_partition"),
                e.int("log_offset"),
                e.int("frame_index"),
            )
        };
        sorted.sort_by_key(|e| {
            (
                e.int("value").is_none(),
                e.int("server_timestamp"),
                place(e),
            )
        });
        let mut seen = BTreeSet::new();
        for event in sorted {
            let refund = event.text("event_name") == Some("refund");
            if let Some(id) = event.text("transaction_id")
                && !seen.insert((event.text("site_id"), refund, id))
            {
                continue;
            }
            let group = groups
                .entry(self.key(dimensions, event, false))
                .or_default();
            let amount = event.int("value").unwrap_or_default();
            group.cents += if refund { -amount } else { amount };
            group.transactions += if refund { 0.0 } else { 1.0 };
        }
    }
}

/// A page view: session, number, path.
type View = (Option<String>, Option<i64>, Option<String>);

#[derive(Default)]
struct Group {
    visitors: BTreeSet<String>,
    new: BTreeSet<String>,
    converted: BTreeSet<String>,
    business: BTreeSet<String>,
    events: f64,
    pageviews: f64,
    conversions: f64,
    engaged: f64,
    scrolls: BTreeMap<View, i64>,
    cents: i64,
    transactions: f64,
    sessions: f64,
    bounces: f64,
    single: f64,
    duration: f64,
}

impl Group {
    fn visitor(&mut self, row: &Rec, converted: bool) {
        let Some(visitor) = row.text("visitor_id").map(ToOwned::to_owned) else {
            return;
        };
        if row.truth("is_first_visit") == Some(true) {
            self.new.insert(visitor.clone());
        }
        if converted {
            self.converted.insert(visitor.clone());
        }
        if row.text("visitor_type") == Some("business") {
            self.business.insert(visitor.clone());
        }
        self.visitors.insert(visitor);
    }

    fn add_event(&mut self, event: &Rec, is_key: bool) {
        self.visitor(event, is_key);
        self.events += 1.0;
        self.pageviews += f64::from(event.text("event_name") == Some("page_view"));
        self.conversions += f64::from(is_key);
        self.engaged += event.int("engagement_time_msec").unwrap_or_default() as f64;
        if let Some(depth) = event.int("scroll_depth_percent") {
            let text = |name: &str| event.text(name).map(ToOwned::to_owned);
            let view = (
                text("session_id"),
                event.int("page_view_number"),
                text("page_path"),
            );
            let deepest = self.scrolls.entry(view).or_default();
            *deepest = depth.max(*deepest);
        }
    }

    fn add_session(&mut self, row: &Rec, wholly: bool) {
        let count = |name: &str| row.int(name).unwrap_or_default() as f64;
        self.visitor(row, row.int("conversions").unwrap() > 0);
        self.sessions += 1.0;
        self.bounces += f64::from(row.truth("is_bounce").unwrap());
        self.single += f64::from(row.truth("is_single_page").unwrap());
        self.duration += row.float("duration_sec").unwrap();
        self.pageviews += count("pageviews");
        self.engaged += count("engagement_time_msec");
        self.events += count("events");
        self.conversions += count("conversions");
        if wholly {
            self.cents += row.int("revenue").unwrap_or_default();
        }
    }

    fn value(&self, metric: Metric) -> Option<f64> {
        use Metric as M;
        let size = |set: &BTreeSet<String>| set.len() as f64;
        let over = |above: f64, below: f64| (below > 0.0).then(|| above / below);
        let visitors = size(&self.visitors);
        let revenue = self.cents as f64 / 1e4;
        match metric {
            M::Visitors => Some(visitors),
            M::NewVisitors => Some(size(&self.new)),
            M::ReturningVisitors => Some(visitors - size(&self.new)),
            M::Sessions => Some(self.sessions),
            M::Pageviews => Some(self.pageviews),
            M::Events => Some(self.events),
            M::BounceRate => over(self.bounces * 100.0, self.sessions),
            M::SinglePageRate => over(self.single * 100.0, self.sessions),
            M::SessionDuration => over(self.duration, self.sessions),
            M::ViewsPerSession => over(self.pageviews, self.sessions),
            M::EngagementTime => over(self.engaged / 1e3, self.sessions),
            M::TimeOnPage => over(self.engaged / 1e3, self.pageviews),
            M::ScrollDepth => over(
                self.scrolls.values().sum::<i64>() as f64,
                self.scrolls.len() as f64,
            ),
            M::Conversions => Some(self.conversions),
            M::ConversionRate => over(size(&self.converted) * 100.0, visitors),
            M::BusinessVisitorRate => over(size(&self.business) * 100.0, visitors),
            M::Revenue => Some(revenue),
            M::Transactions => Some(self.transactions),
            M::AverageOrderValue => over(revenue, self.transactions),
            M::RevenuePerVisitor => over(revenue, visitors),
        }
    }
}

fn test(op: FilterOp, values: &[String], value: Option<&str>) -> bool {
    if let Some(positive) = op.negates() {
        return !test(positive, values, value);
    }
    let Some(text) = value else {
        return false;
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let compare = |limit: &str, wanted: std::cmp::Ordering| match number(limit) {
        Some(limit) => number(text).and_then(|n| n.partial_cmp(&limit)) == Some(wanted),
        None => text.cmp(limit) == wanted,
    };
    values.is_empty()
        || values.iter().any(|v| match op {
            FilterOp::Is => text == v,
            FilterOp::Contains => text.contains(v.as_str()),
            FilterOp::StartsWith => text.starts_with(v.as_str()),
            FilterOp::EndsWith => text.ends_with(v.as_str()),
            FilterOp::Matches => regex::Regex::new(v).unwrap().is_match(text),
            FilterOp::Greater => compare(v, std::cmp::Ordering::Greater),
            FilterOp::Less => compare(v, std::cmp::Ordering::Less),
            _ => unreachable!("negative and set operators are handled above"),
        })
}
