//! From a checked question to plans: which rows, which columns tell them apart, which sums. Each part of an answer is
//! one plan with the columns `d0`, `d1`, … (dimensions) and `m0`, `m1`, … (measures).

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{JoinType, ScalarValue};
use datafusion::datasource::{TableProvider, provider_as_source};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool};
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, first_value, max, min, sum};
use datafusion::logical_expr::{
    Expr, LogicalPlan, LogicalPlanBuilder, SortExpr, cast, col, ident, lit, when,
};
use engine::{SiteId, Table};

use crate::calendar::{self, Buckets};
use crate::coded::{NUMBER, dictionary_of};
use crate::codes::{Codes, code, text};
use crate::dimension::{Dimension, FIRST_TOUCH, Scope, TimeFunctions};
use crate::error::QueryError;
use crate::feed::Cursor;
use crate::filter::Filters;
use crate::functions::TextTest;
use crate::measure::{Base, Measure, Tally};
use crate::period::Period;
use crate::question::Site;
use crate::view::View;

/// A dimension that is asked for, with the property's name where it is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    pub dimension: Dimension,
    pub key: Option<String>,
}

/// What all parts of an answer share, apart from the time they are about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Subject {
    pub sites: Vec<Site>,
    pub filters: Filters,
    pub include_bots: bool,
    pub zone: chrono_tz::Tz,
}

impl Subject {
    pub(crate) fn site_ids(&self) -> Vec<SiteId> {
        self.sites.iter().map(|site| site.id.clone()).collect()
    }
}

/// The time that a part is about.
#[derive(Clone, Debug)]
pub(crate) struct When {
    /// First moment, inclusive.
    pub from: i64,
    /// End, exclusive: the range's, or the comparison's cut.
    pub to: i64,
    pub buckets: Buckets,
    pub time: TimeFunctions,
}

/// Moments that no event lies outside of.
pub(crate) const EVER: (i64, i64) = (-62_135_596_800_000_000, 253_402_300_800_000_000);

impl When {
    /// A stretch of time without buckets.
    pub(crate) fn whole(subject: &Subject, from: i64, to: i64) -> Self {
        let period = Period {
            from,
            to,
            days: None,
        };
        let buckets = Buckets {
            edges: Arc::new([from, to]),
            first_cut: false,
            last_cut: false,
        };
        Self::new(subject, &period, to, buckets)
    }

    pub(crate) fn new(subject: &Subject, period: &Period, cut: i64, buckets: Buckets) -> Self {
        Self {
            from: period.from,
            to: cut,
            time: TimeFunctions {
                bucket: crate::functions::bucket(buckets.edges.clone()),
                hour: crate::functions::hour(subject.zone),
                weekday: crate::functions::weekday(subject.zone),
            },
            buckets,
        }
    }
}

/// Which rows a part is taken from, and how dimensions apply to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// Events in the range.
    Events,
    /// Sessions with an event in the range, which say of their visitors what those events would.
    Visits,
    /// Page views that reported a scroll depth.
    Scrolls,
    /// Transactions, each once per kind.
    Transactions,
    /// Whole sessions; PAGE and HOSTNAME are those of entry.
    Sessions,
    /// Sessions by what their events hold; PAGE and HOSTNAME are those of page views.
    SessionsByEvent,
}

/// What a question has answered from sessions beside the metrics of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FromSessions {
    /// Nothing: some dimension or filter speaks of events.
    Nothing,
    /// How many people there were: all that is asked of their events is said by the sessions.
    Visitors,
    /// Everything: ENTRY_PAGE and EXIT_PAGE are known to sessions alone.
    Everything,
}

/// One pass over the tables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    pub source: Source,
    pub dimensions: Vec<Asked>,
    pub measures: Vec<Measure>,
}

impl Part {
    /// Sorts measures into parts.
    pub(crate) fn of(
        dimensions: &[Asked],
        measures: impl IntoIterator<Item = Measure> + Clone,
        answers: FromSessions,
    ) -> Vec<Part> {
        // Where some people can only be counted over events, the others are counted there in passing.
        let visits = answers == FromSessions::Visitors
            && !measures
                .clone()
                .into_iter()
                .any(|measure| measure.is_of_visitors() && !measure.is_of_visits());
        let by_event = dimensions
            .iter()
            .any(|asked| asked.dimension.scope() == Scope::Event);
        let mut parts: Vec<Part> = Vec::new();
        for measure in measures {
            let source = match measure.base() {
                _ if answers == FromSessions::Everything => Source::Sessions,
                Base::Events if visits && measure.is_of_visits() => Source::Visits,
                Base::Events => Source::Events,
                Base::Scrolls => Source::Scrolls,
                Base::Transactions => Source::Transactions,
                Base::Sessions if by_event && measure == Measure::Sessions => {
                    Source::SessionsByEvent
                }
                Base::Sessions => Source::Sessions,
            };
            match parts.iter_mut().find(|part| part.source == source) {
                Some(part) if part.measures.contains(&measure) => {}
                Some(part) => part.measures.push(measure),
                None => parts.push(Part {
                    source,
                    dimensions: dimensions.to_vec(),
                    measures: vec![measure],
                }),
            }
        }
        parts
    }

    /// Which tables the part reads.
    pub(crate) fn needs(&self, filters: &Filters) -> crate::view::Needs {
        let touch = self
            .dimensions
            .iter()
            .any(|asked| asked.dimension.scope() == Scope::Visitor);
        let mut needs = match self.source {
            Source::Events | Source::Scrolls | Source::Transactions => crate::view::Needs {
                events: true,
                sessions: filters.events_need_sessions(),
            },
            Source::Sessions => crate::view::Needs {
                events: filters.sessions_need_events(),
                sessions: true,
            },
            Source::Visits | Source::SessionsByEvent => crate::view::Needs::both(),
        };
        needs.sessions |= touch;
        needs
    }

    /// Whether the plan needs to know how far sessions reach beyond the range.
    pub(crate) fn reaches_beyond(&self, filters: &Filters) -> bool {
        self.source == Source::SessionsByEvent || filters.reaches_beyond()
    }
}

/// What plans stand on: one instant of the tables, the subject, and the time.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub view: &'a View,
    pub subject: &'a Subject,
    pub when: &'a When,
    /// First and last moment of events of sessions that touch the range; as found by [`Ground::extent`].
    pub beyond: (i64, i64),
    /// First and last moment of sessions that pass over a whole bucket; as found by [`Ground::passing_extent`]. None
    /// where there are none.
    pub passing: Option<(i64, i64)>,
    /// Where texts and visitors are to be told apart by numbers: what the texts' memory is taken from. Of one site alone,
    /// and nothing of it spills.
    pub coding: Option<&'a Arc<dyn MemoryPool>>,
}

/// A part, and the numbers of its dimensions' texts.
struct Coding<'a> {
    part: &'a Part,
    codes: Vec<Option<Arc<Codes>>>,
}

const TIMESTAMP_ZONE: &str = "UTC";

/// A moment as the tables have them.
pub(crate) fn moment(at: i64) -> Expr {
    Expr::Literal(
        ScalarValue::TimestampMicrosecond(Some(at), Some(TIMESTAMP_ZONE.into())),
        None,
    )
}

/// The UTC day of a moment.
pub(crate) fn day(at: i64) -> Expr {
    let day = i32::try_from(at.div_euclid(86_400_000_000)).unwrap_or(i32::MAX);
    Expr::Literal(ScalarValue::Date32(Some(day)), None)
}

impl<'a> Ground<'a> {
    /// The ground of raw events: of what lies beyond the range nothing is asked.
    pub(crate) fn of_events(view: &'a View, subject: &'a Subject, when: &'a When) -> Self {
        Self {
            view,
            subject,
            when,
            beyond: EVER,
            passing: None,
            coding: None,
        }
    }
}

impl Ground<'_> {
    /// The functions of time.
    pub(crate) fn time(&self) -> &TimeFunctions {
        &self.when.time
    }

    /// The values of a time dimension whose text meets a test.
    pub(crate) fn moments_that(
        &self,
        dimension: Dimension,
        met: &dyn Fn(&str) -> bool,
    ) -> Vec<i32> {
        let numbers: Box<dyn Iterator<Item = i32>> = match dimension {
            Dimension::HourOfDay => Box::new(0..24),
            Dimension::DayOfWeek => Box::new(1..8),
            _ => Box::new((0..self.when.buckets.len()).filter_map(|at| i32::try_from(at).ok())),
        };
        let text =
            |number: &i32| moment_text(dimension, *number, &self.when.buckets, self.subject.zone);
        numbers.filter(|number| met(&text(number))).collect()
    }

    /// Rows of a table whose time lies in `[from, to)`, of the sites, without bots unless asked for.
    fn rows(&self, table: Table, from: i64, to: i64) -> Result<LogicalPlanBuilder, QueryError> {
        let time = table.time_column();
        let within = col(time).gt_eq(moment(from)).and(col(time).lt(moment(to)));
        // The partition is the UTC day of that time: files outside are never opened.
        let days = col("date")
            .gt_eq(day(from))
            .and(col("date").lt_eq(day(to.saturating_sub(1))));
        let mut rows = self.site_rows(table)?.filter(days)?.filter(within)?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        Ok(rows)
    }

    /// Rows of a table, of the sites.
    fn site_rows(&self, table: Table) -> Result<LogicalPlanBuilder, QueryError> {
        let provider = provider_as_source(self.view.table(table)?);
        let rows = LogicalPlanBuilder::scan(table.name(), provider, None)?;
        let is_ours = match self.subject.sites.as_slice() {
            [only] => col("site_id").eq(lit(only.id.as_str())),
            sites => {
                let ids = sites.iter().map(|site| lit(site.id.as_str())).collect();
                col("site_id").in_list(ids, false)
            }
        };
        Ok(rows.filter(is_ours)?)
    }

    /// Whether an event is a key event of its site.
    fn is_key_event(&self) -> Expr {
        let named = |site: &Site| match site.key_events.as_slice() {
            [] => lit(false),
            names => {
                let names = names.iter().map(|name| lit(name.as_str())).collect();
                col("event_name").in_list(names, false)
            }
        };
        let sites = &self.subject.sites;
        match sites.split_first() {
            None => lit(false),
            Some((first, rest)) if rest.iter().all(|site| site.key_events == first.key_events) => {
                named(first)
            }
            Some((first, rest)) => {
                let of = |site: &Site| col("site_id").eq(lit(site.id.as_str())).and(named(site));
                rest.iter()
                    .fold(of(first), |before, site| before.or(of(site)))
            }
        }
    }

    /// The names of properties (`name`) that events in the range carry and that meet the test, with the number of those
    /// events (`count`): the commonest first, then by name.
    pub(crate) fn property_names(
        &self,
        search: Option<TextTest>,
        first: usize,
    ) -> Result<LogicalPlan, QueryError> {
        let names = crate::functions::property_names().call(vec![col("properties")]);
        let mut names = self
            .rows(Table::Events, self.when.from, self.when.to)?
            .filter(col("properties").is_not_null())?
            .project([names.alias("name")])?
            .unnest_column("name")?
            .filter(col("name").is_not_null())?;
        if let Some(test) = search {
            names = names.filter(crate::functions::text_test(test).call(vec![col("name")]))?;
        }
        Ok(names
            .aggregate([col("name")], [count(lit(1_i64)).alias("count")])?
            .sort_with_limit(
                [
                    col("count").sort(false, false),
                    col("name").sort(true, false),
                ],
                Some(first),
            )?
            .build()?)
    }

    /// Adds the columns of each visitor's earliest session.
    fn with_first_touch(&self, rows: LogicalPlanBuilder) -> Result<LogicalPlanBuilder, QueryError> {
        let order = ["session_start", "log_partition", "first_offset"];
        let order: Vec<SortExpr> = order
            .iter()
            .map(|name| col(*name).sort(true, false))
            .collect();
        let earliest = FIRST_TOUCH
            .iter()
            .map(|(_, column, name)| first_value(col(*column), order.clone()).alias(*name));
        let touches = self
            .site_rows(Table::Sessions)?
            .filter(col("visitor_key").is_not_null())?
            .aggregate(
                [
                    col("site_id").alias("touch_site"),
                    col("visitor_key").alias("touch_visitor"),
                ],
                earliest,
            )?
            .alias("first_touch")?
            .build()?;
        Ok(rows.join_on(
            touches,
            JoinType::Left,
            [
                col("site_id").eq(col("touch_site")),
                col("visitor_key").eq(col("touch_visitor")),
            ],
        )?)
    }

    /// Events in the range that meet the filters.
    fn events(&self, needs_touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.rows(Table::Events, self.when.from, self.when.to)?;
        if needs_touch || filters.needs_first_touch(Table::Events) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_events(self)? {
            rows = rows.filter(condition)?;
        }
        Ok(rows)
    }

    /// Sessions that start in the range and meet the filters.
    fn sessions(&self, needs_touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.rows(Table::Sessions, self.when.from, self.when.to)?;
        if needs_touch || filters.needs_first_touch(Table::Sessions) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_sessions(self)? {
            rows = rows.filter(condition)?;
        }
        if let Some(condition) = filters.of_some_event(self)? {
            let mut events = self.rows(Table::Events, self.when.from, self.when.to)?;
            if filters.event_trees_need_first_touch() {
                events = self.with_first_touch(events)?;
            }
            let keys = session_keys(events.filter(condition)?)?;
            rows = rows.filter(datafusion::logical_expr::in_subquery(
                col("session_key"),
                keys.into(),
            ))?;
        }
        Ok(rows)
    }

    /// Keys of sessions that have an event, in the range or beyond, that meets a condition.
    pub(crate) fn sessions_with_event(&self, condition: Expr) -> Result<LogicalPlan, QueryError> {
        let (from, to) = self.beyond;
        session_keys(self.rows(Table::Events, from, to)?.filter(condition)?)
    }

    /// Keys of sessions that meet a condition, of those that may have events in the range.
    pub(crate) fn sessions_that(&self, condition: Expr) -> Result<LogicalPlan, QueryError> {
        session_keys(self.touching()?.filter(condition)?)
    }

    /// Sessions with an event in the range, or one before and one after.
    fn touching(&self) -> Result<LogicalPlanBuilder, QueryError> {
        let rows = self.site_rows(Table::Sessions)?;
        let overlaps = col("session_start")
            .lt(moment(self.when.to))
            .and(col("session_end").gt_eq(moment(self.when.from)));
        Ok(rows
            .filter(col("date").lt_eq(day(self.when.to.saturating_sub(1))))?
            .filter(overlaps)?)
    }

    /// First and last moment (columns `m0`, `m1`, µs) of the events of all sessions that touch the range.
    pub(crate) fn extent(&self) -> Result<LogicalPlan, QueryError> {
        extent_of(self.touching()?)
    }

    /// The first moment (column `m0`, µs) of the sites' events.
    pub(crate) fn first_moment(&self) -> Result<LogicalPlan, QueryError> {
        let first = cast(min(col("timestamp")), DataType::Int64).alias("m0");
        Ok(self
            .site_rows(Table::Events)?
            .aggregate(Vec::<Expr>::new(), [first])?
            .build()?)
    }

    /// The newest events that meet the filters and stand after a cursor, in the order of pages.
    pub(crate) fn newest(
        &self,
        columns: &[&str],
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<LogicalPlan, QueryError> {
        let mut rows = self.events(false)?;
        if let Some(after) = after {
            let places = [
                (col("timestamp"), moment(after.timestamp.0)),
                (col("log_partition"), lit(after.partition)),
                (col("log_offset"), lit(after.offset)),
                (col("frame_index"), lit(after.index)),
            ];
            let mut comes_after = lit(false);
            for (column, value) in places.into_iter().rev() {
                let before = column.clone().lt(value.clone());
                comes_after = before.or(column.eq(value).and(comes_after));
            }
            rows = rows.filter(comes_after)?;
        }
        let order = ["timestamp", "log_partition", "log_offset", "frame_index"];
        let order = order.map(|name| col(name).sort(false, false));
        Ok(rows
            .project(columns.iter().map(|name| col(*name)))?
            .sort_with_limit(order, Some(limit))?
            .build()?)
    }

    /// All events that the question is about, in no order.
    pub(crate) fn all(&self, columns: &[&str]) -> Result<LogicalPlan, QueryError> {
        let columns = columns.iter().map(|name| col(*name));
        Ok(self.events(false)?.project(columns)?.build()?)
    }

    /// The plan of a part.
    pub(crate) fn plan(&self, part: &Part) -> Result<LogicalPlan, QueryError> {
        let touch = part
            .dimensions
            .iter()
            .any(|asked| asked.dimension.scope() == Scope::Visitor);
        let coding = self.coding_of(part);
        let plan = match part.source {
            Source::Events => {
                let key_event = self.is_key_event();
                let sums = |measure: Measure| Ok(measure.over_events(&key_event)?);
                self.grouped(&coding, self.events(touch)?, Table::Events, sums)
            }
            Source::Sessions => {
                let sums = |measure: Measure| Ok(measure.over_sessions()?);
                self.grouped(&coding, self.sessions(touch)?, Table::Sessions, sums)
            }
            Source::Visits => self.visits(&coding, touch),
            Source::Scrolls => self.scrolls(&coding, self.events(touch)?),
            Source::Transactions => self.transactions(&coding, self.events(touch)?),
            Source::SessionsByEvent => self.sessions_by_event(&coding, self.sessions(touch)?),
        }?;
        coding.decoded(plan)
    }

    fn coding_of<'p>(&self, part: &'p Part) -> Coding<'p> {
        let codes = |asked: &Asked| {
            let pool = self.coding.filter(|_| asked.dimension.is_text())?;
            let memory = MemoryConsumer::new("texts").register(pool);
            Some(Arc::new(Codes::new(memory, asked.dimension.missing())))
        };
        Coding {
            part,
            codes: part.dimensions.iter().map(codes).collect(),
        }
    }

    /// The value of a dimension of a part by its place, over rows of a table: texts as their numbers, where they have
    /// them.
    fn value(&self, coding: &Coding<'_>, at: usize, table: Table) -> Result<Expr, QueryError> {
        let asked = &coding.part.dimensions[at];
        let value = asked
            .dimension
            .value(table, asked.key.as_deref(), self.time())?;
        let Some(codes) = &coding.codes[at] else {
            return Ok(value);
        };
        let offered = self.view.table(table)?.schema();
        let value = asked
            .dimension
            .column(table)
            .map(dictionary_of)
            .filter(|name| offered.field_with_name(name).is_ok())
            .map_or(value, ident);
        Ok(code(codes.clone()).call(vec![value]))
    }

    fn grouped(
        &self,
        coding: &Coding<'_>,
        mut rows: LogicalPlanBuilder,
        table: Table,
        tallies: impl Fn(Measure) -> Result<Option<Tally>, QueryError>,
    ) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let tallies = part
            .measures
            .iter()
            .map(|measure| tallies(*measure)?.ok_or_else(unheard_of))
            .collect::<Result<Vec<_>, QueryError>>()?;
        let groups = self.dimensions(coding, table)?;
        if part.measures.iter().any(|measure| measure.is_of_visitors()) {
            if part.measures.iter().all(|measure| measure.is_of_visitors()) {
                // What is only asked of people has no rows for what nobody did.
                rows = rows.filter(col(self.visitor()).is_not_null())?;
            }
            return self.of_people(part, rows, groups, &tallies);
        }
        let mut aggregates = Vec::with_capacity(tallies.len());
        for (at, tally) in tallies.iter().enumerate() {
            aggregates.extend(tally.at_once()?.map(|sum| sum.alias(format!("m{at}"))));
        }
        Ok(rows.aggregate(groups, aggregates)?.build()?)
    }

    /// Visitors with an event in the range, from sessions. A session's first and last moment are those of events, so
    /// one that starts or ends in the range has an event there, and so it is with each bucket. Only of a session that
    /// passes over a whole bucket it is not known whether it has an event in it: the events of those few are read.
    ///
    /// ```text
    /// bucket   |   a   |   b   |   c   |
    /// session     s——————e                 counts in a and b
    /// session     s——————————————e         counts in a and c, and in b if an event says so
    /// ```
    fn visits(&self, coding: &Coding<'_>, touch: bool) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let by_time = part
            .dimensions
            .iter()
            .any(|asked| asked.dimension == Dimension::Time);
        let tallies = part
            .measures
            .iter()
            .map(|measure| measure.over_sessions()?.ok_or_else(unheard_of))
            .collect::<Result<Vec<_>, QueryError>>()?;
        let (from, to) = (moment(self.when.from), moment(self.when.to));
        let starts = col("session_start").gt_eq(from.clone());
        let ends = col("session_end").lt(to);
        let at_start = self.visitors_of(
            coding,
            Table::Sessions,
            self.touching_that_meet(touch)?.filter(match by_time {
                true => starts.clone(),
                false => starts.clone().or(ends.clone()),
            })?,
            "session_start",
            &tallies,
        )?;
        let mut visitors = at_start;
        if by_time {
            let bucket = |name: &str| self.time().bucket.call(vec![col(name)]);
            let elsewhere = bucket("session_start").not_eq(bucket("session_end"));
            let at_end = self.visitors_of(
                coding,
                Table::Sessions,
                self.touching_that_meet(touch)?
                    .filter(ends.and(starts.is_not_true().or(elsewhere)))?,
                "session_end",
                &tallies,
            )?;
            visitors = visitors.union(at_end.build()?)?;
        }
        if let Some((first, last)) = self.passing {
            let (from, to) = (
                first.max(self.when.from),
                last.saturating_add(1).min(self.when.to),
            );
            let passing = session_keys(self.passing_sessions()?)?;
            let mut events = self.rows(Table::Events, from, to)?.filter(
                datafusion::logical_expr::in_subquery(col("session_key"), passing.into()),
            )?;
            let filters = &self.subject.filters;
            if touch || filters.needs_first_touch(Table::Events) {
                events = self.with_first_touch(events)?;
            }
            if let Some(condition) = filters.over_events(self)? {
                events = events.filter(condition)?;
            }
            let events = self.visitors_of(coding, Table::Events, events, "timestamp", &tallies)?;
            visitors = visitors.union(events.build()?)?;
        }
        self.of_people(part, visitors, named_dimensions(part), &flags(&tallies))
    }

    /// The column that tells visitors apart.
    fn visitor(&self) -> &'static str {
        match self.coding {
            Some(_) => NUMBER,
            None => "visitor_key",
        }
    }

    /// Tallies over groups, people among them.
    fn of_people(
        &self,
        part: &Part,
        rows: LogicalPlanBuilder,
        groups: Vec<Expr>,
        tallies: &[Tally],
    ) -> Result<LogicalPlan, QueryError> {
        if self.coding.is_none() {
            return by_visitor(part, rows, groups, tallies);
        }
        let sums = tallies
            .iter()
            .enumerate()
            .map(|(at, tally)| Ok(tally.by_number()?.alias(format!("m{at}"))))
            .collect::<Result<Vec<_>, QueryError>>()?;
        Ok(rows.aggregate(groups, sums)?.build()?)
    }

    /// Dimensions, what tells visitors apart, and for each tally the condition it counts by (`f0`, `f1`, …), of rows whose TIME is
    /// that of a column.
    fn visitors_of(
        &self,
        coding: &Coding<'_>,
        table: Table,
        rows: LogicalPlanBuilder,
        time: &str,
        tallies: &[Tally],
    ) -> Result<LogicalPlanBuilder, QueryError> {
        let mut columns = self.dimensions(coding, table)?;
        for (at, asked) in coding.part.dimensions.iter().enumerate() {
            if asked.dimension == Dimension::Time {
                let bucket = self.time().bucket.call(vec![col(time)]);
                columns[at] = bucket.alias(format!("d{at}"));
            }
        }
        // Named anew, so that rows of both tables have it under one name.
        columns.push(col(self.visitor()).alias(self.visitor()));
        for (at, tally) in tallies.iter().enumerate() {
            if let Tally::VisitorsWhere(condition) = tally {
                columns.push(condition.clone().alias(format!("f{at}")));
            }
        }
        Ok(rows.project(columns)?)
    }

    /// Sessions that start before the range's end, end at its start or later, and meet the filters.
    fn touching_that_meet(&self, touch: bool) -> Result<LogicalPlanBuilder, QueryError> {
        let filters = &self.subject.filters;
        let mut rows = self.touching()?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        if touch || filters.needs_first_touch(Table::Sessions) {
            rows = self.with_first_touch(rows)?;
        }
        if let Some(condition) = filters.over_sessions(self)? {
            rows = rows.filter(condition)?;
        }
        Ok(rows)
    }

    /// Sessions that begin before a bucket of the range and end after it, whoever they are of.
    fn passing_sessions(&self) -> Result<LogicalPlanBuilder, QueryError> {
        let (from, to) = (self.when.from, self.when.to);
        let mut rows = self.touching()?;
        if !self.subject.include_bots {
            rows = rows.filter(col("is_bot").eq(lit(false)))?;
        }
        let last = self.when.buckets.number(to.saturating_sub(1));
        if last == 0 {
            let around = col("session_start")
                .lt(moment(from))
                .and(col("session_end").gt_eq(moment(to)));
            return Ok(rows.filter(around)?);
        }
        let bucket = |name: &str| self.time().bucket.call(vec![col(name)]);
        let first = when(col("session_start").lt(moment(from)), lit(-1))
            .otherwise(bucket("session_start"))?;
        let last = when(col("session_end").gt_eq(moment(to)), lit(last + 1))
            .otherwise(bucket("session_end"))?;
        Ok(rows.filter((last - first).gt(lit(1)))?)
    }

    /// First and last moment (columns `m0`, `m1`, µs) of the sessions that pass over a bucket of the range.
    pub(crate) fn passing_extent(&self) -> Result<LogicalPlan, QueryError> {
        extent_of(self.passing_sessions()?)
    }

    /// The dimensions' values over rows of a table, named `d0`, `d1`, ….
    fn dimensions(&self, coding: &Coding<'_>, table: Table) -> Result<Vec<Expr>, QueryError> {
        let places = 0..coding.part.dimensions.len();
        let named = |at| Ok(self.value(coding, at, table)?.alias(format!("d{at}")));
        places.map(named).collect()
    }

    /// A page view is told by session, its number and its path; what counts is the deepest it reported.
    fn scrolls(
        &self,
        coding: &Coding<'_>,
        events: LogicalPlanBuilder,
    ) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let mut groups = self.dimensions(coding, Table::Events)?;
        groups.extend(["session_key", "page_view_number", "page_path"].map(col));
        let deepest = max(col("scroll_depth_percent")).alias("deepest");
        let views = events
            .filter(col("scroll_depth_percent").is_not_null())?
            .aggregate(groups, [deepest])?;
        let sums = part.measures.iter().enumerate().map(|(at, measure)| {
            let sum = match measure {
                Measure::ScrollPercent => sum(cast(col("deepest"), DataType::Int64)),
                _ => count(lit(1_i64)),
            };
            sum.alias(format!("m{at}"))
        });
        Ok(views.aggregate(named_dimensions(part), sums)?.build()?)
    }

    /// A transaction that is sent again counts once: the first that names an amount. One without an id is its own.
    fn transactions(
        &self,
        coding: &Coding<'_>,
        events: LogicalPlanBuilder,
    ) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let is_refund = col("event_name").eq(lit("refund"));
        let kinds = ["purchase", "revenue", "refund"].map(lit).to_vec();
        let has_no_id = col("transaction_id").is_null();
        let place = |name: &str| when(has_no_id.clone(), col(name)).end();
        let mut columns = self.dimensions(coding, Table::Events)?;
        columns.extend([
            is_refund.alias("refund"),
            col("site_id"),
            col("transaction_id"),
            place("log_partition")?.alias("own_partition"),
            place("log_offset")?.alias("own_offset"),
            place("frame_index")?.alias("own_index"),
            col("value").alias("amount"),
            col("value").is_null().alias("no_amount"),
            col("server_timestamp").alias("at"),
            col("log_partition").alias("at_partition"),
            col("log_offset").alias("at_offset"),
            col("frame_index").alias("at_index"),
        ]);
        let order: Vec<SortExpr> = ["no_amount", "at", "at_partition", "at_offset", "at_index"]
            .iter()
            .map(|name| col(*name).sort(true, false))
            .collect();
        let one = [
            "site_id",
            "refund",
            "transaction_id",
            "own_partition",
            "own_offset",
            "own_index",
        ];
        let names = (0..part.dimensions.len()).map(|at| format!("d{at}"));
        let firsts = names.chain(["amount".to_owned()]).map(|name| {
            first_value(col(name.as_str()), order.clone()).alias(format!("first_{name}"))
        });
        let once = events
            .filter(col("event_name").in_list(kinds, false))?
            .project(columns)?
            .aggregate(one.map(col), firsts.collect::<Vec<_>>())?;
        let signed = when(col("refund"), lit(-1_i64) * col("first_amount"))
            .otherwise(col("first_amount"))?;
        let purchases = when(col("refund"), lit(0_i64)).otherwise(lit(1_i64))?;
        let sums = part.measures.iter().enumerate().map(|(at, measure)| {
            let sum = match measure {
                Measure::Revenue => sum(signed.clone()),
                _ => sum(purchases.clone()),
            };
            sum.alias(format!("m{at}"))
        });
        let groups = (0..part.dimensions.len())
            .map(|at| col(format!("first_d{at}")).alias(format!("d{at}")));
        Ok(once.aggregate(groups, sums)?.build()?)
    }

    /// Sessions by what their events hold, wherever in the session: page views for PAGE and HOSTNAME, any event
    /// otherwise. Dimensions of the session and of time are the session's own.
    fn sessions_by_event(
        &self,
        coding: &Coding<'_>,
        sessions: LogicalPlanBuilder,
    ) -> Result<LogicalPlan, QueryError> {
        let part = coding.part;
        let is_of_event = |asked: &Asked| asked.dimension.scope() == Scope::Event;
        let mut of_session = vec![col("session_key").alias("picked")];
        let mut of_event = vec![col("session_key").alias("held")];
        for (at, asked) in part.dimensions.iter().enumerate() {
            let (table, columns) = match is_of_event(asked) {
                true => (Table::Events, &mut of_event),
                false => (Table::Sessions, &mut of_session),
            };
            let value = self.value(coding, at, table)?;
            columns.push(value.alias(format!("d{at}")));
        }
        let only_pages = part
            .dimensions
            .iter()
            .filter(|asked| is_of_event(asked))
            .all(|asked| matches!(asked.dimension, Dimension::Page | Dimension::Hostname));
        let (_, to) = self.beyond;
        let mut events = self
            .rows(Table::Events, self.when.from, to)?
            .filter(col("session_key").is_not_null())?;
        if only_pages {
            events = events.filter(col("event_name").eq(lit("page_view")))?;
        }
        let events = events
            .project(of_event)?
            .distinct()?
            .alias("held_by")?
            .build()?;
        let joined = sessions
            .project(of_session)?
            .alias("picked_sessions")?
            .join_on(events, JoinType::Inner, [col("picked").eq(col("held"))])?;
        let sums = (0..part.measures.len())
            .map(|at| count_distinct(col("picked")).alias(format!("m{at}")));
        Ok(joined.aggregate(named_dimensions(part), sums)?.build()?)
    }
}

impl Coding<'_> {
    /// The plan's groups as texts again.
    fn decoded(&self, plan: LogicalPlan) -> Result<LogicalPlan, QueryError> {
        if self.codes.iter().all(Option::is_none) {
            return Ok(plan);
        }
        let dimension = |(at, codes): (usize, &Option<Arc<Codes>>)| {
            let name = format!("d{at}");
            match codes {
                Some(codes) => text(codes.clone()).call(vec![col(&name)]).alias(name),
                None => col(name),
            }
        };
        let dimensions = self.codes.iter().enumerate().map(dimension);
        let measures = (0..self.part.measures.len()).map(|at| col(format!("m{at}")));
        Ok(LogicalPlanBuilder::from(plan)
            .project(dimensions.chain(measures))?
            .build()?)
    }
}

fn named_dimensions(part: &Part) -> Vec<Expr> {
    (0..part.dimensions.len())
        .map(|at| col(format!("d{at}")))
        .collect()
}

fn unheard_of() -> QueryError {
    QueryError::unsupported("sessions do not hold what this metric needs")
}

/// First and last moment (columns `m0`, `m1`, µs) of sessions.
fn extent_of(sessions: LogicalPlanBuilder) -> Result<LogicalPlan, QueryError> {
    let micros = |expr: Expr| cast(expr, DataType::Int64);
    Ok(sessions
        .aggregate(
            Vec::<Expr>::new(),
            [
                micros(min(col("session_start"))).alias("m0"),
                micros(max(col("session_end"))).alias("m1"),
            ],
        )?
        .build()?)
}

/// Tallies over rows that hold the conditions as columns.
fn flags(tallies: &[Tally]) -> Vec<Tally> {
    let by_column = |(at, tally): (usize, &Tally)| match tally {
        Tally::VisitorsWhere(_) => Tally::VisitorsWhere(col(format!("f{at}"))),
        other => other.clone(),
    };
    tallies.iter().enumerate().map(by_column).collect()
}

/// Sums over groups in two steps: first each visitor's rows, then the visitors. So people are told apart by the groups'
/// hash table, which spills, and not by a set within every group, which does not.
fn by_visitor(
    part: &Part,
    rows: LogicalPlanBuilder,
    groups: Vec<Expr>,
    tallies: &[Tally],
) -> Result<LogicalPlan, QueryError> {
    let mut inner = Vec::with_capacity(tallies.len());
    for (at, tally) in tallies.iter().enumerate() {
        inner.extend(tally.of_visitor()?.map(|sum| sum.alias(format!("v{at}"))));
    }
    let mut keys = groups;
    keys.push(col("visitor_key"));
    let outer = tallies.iter().enumerate().map(|(at, tally)| {
        tally
            .over_visitors(&format!("v{at}"))
            .alias(format!("m{at}"))
    });
    Ok(rows
        .aggregate(keys, inner)?
        .aggregate(named_dimensions(part), outer)?
        .build()?)
}

fn session_keys(rows: LogicalPlanBuilder) -> Result<LogicalPlan, QueryError> {
    Ok(rows
        .filter(col("session_key").is_not_null())?
        .project([col("session_key")])?
        .build()?)
}

/// A time dimension's value as people and filters see it.
pub(crate) fn moment_text(
    dimension: Dimension,
    number: i32,
    buckets: &Buckets,
    zone: chrono_tz::Tz,
) -> String {
    match dimension {
        Dimension::HourOfDay => format!("{number:02}"),
        Dimension::DayOfWeek => number.to_string(),
        _ => {
            let at = usize::try_from(number).unwrap_or_default();
            let edge = buckets.edges.get(at).copied().unwrap_or_default();
            calendar::label(zone, edge)
        }
    }
}
