//! Answers a [`Question`]: checks it, finds its time, runs its parts over one view, and puts the answer together.

use std::sync::Arc;
use std::time::Instant;

use chrono_tz::Tz;
use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::{Int32Type, Int64Type};
use engine::Micros;
use futures::future::try_join_all;

use crate::answer::{Answer, QueryInfo, Row};
use crate::calendar::Buckets;
use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::filter::Filters;
use crate::measure::Measure;
use crate::merge::{Merged, Order};
use crate::metric::{Metric, Over, Unit};
use crate::period::Period;
use crate::plan::{Asked, FromSessions, Ground, Part, Source, Subject, When, moment_text};
use crate::question::{
    Comparison, Direction, Interval, Limit, OrderKey, Preset, Question, Range, WeekStart,
};
use crate::run::{PartKey, PartRows, Runner};
use crate::scan::Scanned;
use crate::service::Engine;
use crate::view::{Needs, View};

/// Rows when nothing is said.
const ROWS_DEFAULT: usize = 100;
/// Rows that may be asked for, and that a series is given whole up to.
const ROWS_MAX: usize = 10_000;
/// Buckets of a TIME dimension.
const BUCKETS_MAX: i64 = 1_000_000;
/// Dimensions of one question.
const DIMENSIONS_MAX: usize = 8;
/// Metrics of one question.
const METRICS_MAX: usize = 50;
/// Bytes of a property's name.
const KEY_BYTES_MAX: usize = 1_024;

/// A question that has an answer.
struct Checked {
    subject: Arc<Subject>,
    week: WeekStart,
    dimensions: Vec<Asked>,
    /// Whether ENTRY_PAGE or EXIT_PAGE has everything answered from sessions.
    wholly_sessions: bool,
    order: Vec<Order>,
    limit: usize,
    /// Whether money of different currencies would be added up.
    mixed_money: bool,
}

impl Checked {
    fn of(question: &Question) -> Result<Self, QueryError> {
        let Some(first) = question.sites.first() else {
            return Err(QueryError::bad("siteIds", "at least one site"));
        };
        let zone_name = question.timezone.as_deref().unwrap_or(&first.timezone);
        let zone: Tz = zone_name
            .parse()
            .map_err(|_| QueryError::bad("timezone", "not an IANA time zone"))?;
        if question.metrics.is_empty() || question.metrics.len() > METRICS_MAX {
            let message = format!("between 1 and {METRICS_MAX} metrics");
            return Err(QueryError::bad("metrics", message));
        }
        let dimensions = asked(question)?;
        let wholly_sessions = supported(&question.metrics, &dimensions)?;
        let has = |dimension| dimensions.iter().any(|asked| asked.dimension == dimension);
        let is_money = |metric: &Metric| metric.unit() == Unit::Money;
        let differ = question
            .sites
            .iter()
            .any(|site| site.currency != first.currency);
        let mixed_money = differ && question.metrics.iter().any(is_money);
        if mixed_money && !has(Dimension::Site) {
            return Err(QueryError::unsupported(
                "the sites have different currencies",
            ));
        }
        let is_series = dimensions.len() == 1 && has(Dimension::Time);
        let limit = match question.limit {
            Limit::Default if is_series => ROWS_MAX,
            Limit::Default => ROWS_DEFAULT,
            Limit::Rows(rows) if rows <= ROWS_MAX => rows,
            Limit::Rows(_) => return Err(QueryError::bad("limit", format!("at most {ROWS_MAX}"))),
            Limit::Unlimited => usize::MAX,
        };
        Ok(Self {
            order: order(question, &dimensions)?,
            subject: Arc::new(Subject {
                sites: question.sites.clone(),
                filters: Filters::check(&question.filters)?,
                include_bots: question.include_bots,
                zone,
            }),
            week: first.week_start,
            dimensions,
            wholly_sessions,
            limit,
            mixed_money,
        })
    }

    /// The buckets of a period, where the question uses them; else one.
    fn buckets(&self, period: &Period, interval: Option<Interval>) -> Result<Buckets, QueryError> {
        if !self.uses_time() {
            return Ok(self.one_bucket(period));
        }
        let interval = interval.unwrap_or_else(|| period.default_interval());
        let shortest = match interval {
            Interval::Minute => 60_000_000,
            Interval::Hour => 1_800_000_000,
            _ => 79_200_000_000,
        };
        if (period.to - period.from) / shortest > BUCKETS_MAX {
            return Err(QueryError::bad("interval", "too short for the range"));
        }
        let zone = self.subject.zone;
        Ok(Buckets::of(
            zone,
            period.from,
            period.to,
            interval,
            self.week,
        ))
    }

    fn one_bucket(&self, period: &Period) -> Buckets {
        Buckets {
            edges: [period.from, period.to].into(),
            first_cut: false,
            last_cut: false,
        }
    }

    /// What comes from sessions, by these dimensions.
    fn sessions_answer(&self, dimensions: &[Asked]) -> FromSessions {
        let is_of_sessions = |asked: &Asked| {
            matches!(asked.dimension.scope(), Scope::Session | Scope::Visitor)
                || asked.dimension == Dimension::Time
        };
        if self.wholly_sessions {
            FromSessions::Everything
        } else if !self.subject.filters.speak_of_events() && dimensions.iter().all(is_of_sessions) {
            FromSessions::Visitors
        } else {
            FromSessions::Nothing
        }
    }

    fn asks_time(&self) -> bool {
        self.dimensions
            .iter()
            .any(|asked| asked.dimension == Dimension::Time)
    }

    fn uses_time(&self) -> bool {
        self.asks_time() || self.subject.filters.uses_time()
    }

    fn is_series(&self) -> bool {
        matches!(self.dimensions.as_slice(), [only] if only.dimension == Dimension::Time)
    }
}

fn asked(question: &Question) -> Result<Vec<Asked>, QueryError> {
    if question.dimensions.len() > DIMENSIONS_MAX {
        return Err(QueryError::bad(
            "dimensions",
            format!("at most {DIMENSIONS_MAX}"),
        ));
    }
    let mut keys = question.property_keys.iter();
    let mut found: Vec<Asked> = Vec::with_capacity(question.dimensions.len());
    for dimension in &question.dimensions {
        let key = match dimension {
            Dimension::Property => match keys.next() {
                Some(key) if key.len() <= KEY_BYTES_MAX => Some(key.clone()),
                Some(_) => {
                    return Err(QueryError::bad(
                        "propertyKeys",
                        format!("at most {KEY_BYTES_MAX} bytes"),
                    ));
                }
                None => return Err(QueryError::bad("propertyKeys", "one per PROPERTY")),
            },
            _ => None,
        };
        let next = Asked {
            dimension: *dimension,
            key,
        };
        if found.contains(&next) {
            return Err(QueryError::bad(
                "dimensions",
                format!("{} twice", dimension.name()),
            ));
        }
        found.push(next);
    }
    match keys.next() {
        Some(_) => Err(QueryError::bad("propertyKeys", "one per PROPERTY")),
        None => Ok(found),
    }
}

/// Whether the metrics have an answer by these dimensions (rule 3), and whether it comes from sessions alone.
fn supported(metrics: &[Metric], dimensions: &[Asked]) -> Result<bool, QueryError> {
    let of_scope = |scope| {
        dimensions
            .iter()
            .map(|a| a.dimension)
            .find(|d| d.scope() == scope)
    };
    let by_event = of_scope(Scope::Event);
    let Some(edge) = of_scope(Scope::SessionOnly) else {
        let other = dimensions
            .iter()
            .map(|asked| asked.dimension)
            .find(|dimension| {
                dimension.scope() == Scope::Event
                    && !matches!(dimension, Dimension::Page | Dimension::Hostname)
            });
        if let Some(dimension) = other {
            let refused = metrics
                .iter()
                .find(|metric| metric.over() == Over::Sessions && **metric != Metric::Sessions);
            if let Some(metric) = refused {
                let (metric, dimension) = (metric.name(), dimension.name());
                return Err(QueryError::unsupported(format!(
                    "{metric} has no meaning by {dimension}"
                )));
            }
        }
        return Ok(false);
    };
    if let Some(dimension) = by_event {
        let (edge, dimension) = (edge.name(), dimension.name());
        return Err(QueryError::unsupported(format!(
            "{edge} is of sessions, {dimension} of events"
        )));
    }
    for metric in metrics {
        for measure in metric.measures() {
            if measure.over_sessions()?.is_none() {
                let (metric, edge) = (metric.name(), edge.name());
                return Err(QueryError::unsupported(format!(
                    "{metric} has no meaning by {edge}"
                )));
            }
        }
    }
    Ok(true)
}

/// Whether the rows of a part say what the measure is of all of them together.
fn adds_up(source: Source, measure: Measure) -> bool {
    matches!(source, Source::Events | Source::Sessions) && measure.adds_up()
}

/// Whether a total need not be asked for, because rows that are asked for add up to it.
fn found_by_adding(rows: &[Part], source: Source, measure: Measure) -> bool {
    let has = |part: &Part| part.source == source && part.measures.contains(&measure);
    adds_up(source, measure) && rows.iter().any(has)
}

fn order(question: &Question, dimensions: &[Asked]) -> Result<Vec<Order>, QueryError> {
    const FIELD: &str = "orderBy";
    let place = |dimension| {
        dimensions
            .iter()
            .position(|asked| asked.dimension == dimension)
    };
    if !question.order_by.is_empty() {
        return question
            .order_by
            .iter()
            .map(|order| {
                let descending = order.direction == Direction::Descending;
                match order.key {
                    OrderKey::Metric(metric) if question.metrics.contains(&metric) => {
                        Ok(Order::Metric(metric, descending))
                    }
                    OrderKey::Dimension(dimension) => match place(dimension) {
                        Some(at) => Ok(Order::Dimension(at, descending)),
                        None => Err(QueryError::bad(
                            FIELD,
                            format!("{} is not asked for", dimension.name()),
                        )),
                    },
                    OrderKey::Metric(metric) => Err(QueryError::bad(
                        FIELD,
                        format!("{} is not asked for", metric.name()),
                    )),
                }
            })
            .collect();
    }
    Ok(match (place(Dimension::Time), question.metrics.first()) {
        (Some(at), _) => vec![Order::Dimension(at, false)],
        (None, Some(metric)) => vec![Order::Metric(*metric, true)],
        (None, None) => Vec::new(),
    })
}

/// The rows and totals of one stretch of time.
struct Answered {
    rows: Merged,
    totals: Merged,
}

impl Engine {
    /// Answers a question as of `now`. Dropping the future stops the work.
    pub async fn stats(&self, question: &Question, now: Micros) -> Result<Answer, QueryError> {
        self.runner.in_time(self.answer(question, now)).await
    }

    async fn answer(&self, question: &Question, now: Micros) -> Result<Answer, QueryError> {
        let began = Instant::now();
        let checked = Checked::of(question)?;
        let measures: Vec<Measure> = question
            .metrics
            .iter()
            .flat_map(|metric| metric.measures())
            .collect();
        let parts =
            |dimensions: &[Asked], answers| Part::of(dimensions, measures.iter().copied(), answers);
        let from_sessions = checked.sessions_answer(&checked.dimensions);
        let mut rows = parts(&checked.dimensions, from_sessions);
        let mut totals = parts(&[], checked.sessions_answer(&[]));
        let uses_all_time = |range: &Range| *range == Range::Preset(Preset::AllTime);
        let all_time = uses_all_time(&question.range)
            || matches!(&question.compare, Some(Comparison::Custom(range)) if uses_all_time(range));
        let mut needs = Needs {
            events: all_time,
            sessions: false,
        };
        let beyond = rows
            .iter()
            .any(|part| part.reaches_beyond(&checked.subject.filters));
        for part in rows.iter().chain(&totals) {
            let part = part.needs(&checked.subject.filters);
            needs.events |= part.events;
            needs.sessions |= part.sessions || beyond;
        }
        let sites = checked.subject.site_ids();
        let view = self.views.now(&sites, needs).await?;
        let view = match sites.as_slice() {
            [only] => self.views.of_site(view, only),
            _ => view,
        };
        let mut scanned = Scanned::default();
        let first = match all_time {
            true => self.first_moment(&view, &checked, &mut scanned).await?,
            false => None,
        };
        let zone = checked.subject.zone;
        let period = Period::resolve(question.range, zone, checked.week, now.0, first, "range")?;
        let buckets = checked.buckets(&period, question.interval)?;
        let interval = question
            .interval
            .unwrap_or_else(|| period.default_interval());
        let is_short = matches!(interval, Interval::Minute | Interval::Hour);
        if is_short && checked.asks_time() && from_sessions == FromSessions::Visitors {
            // Many sessions pass over a whole hour, so that their events would be read anyway.
            rows = parts(&checked.dimensions, FromSessions::Nothing);
        }
        if !checked.dimensions.is_empty() {
            totals.retain_mut(|total| {
                total
                    .measures
                    .retain(|measure| !found_by_adding(&rows, total.source, *measure));
                !total.measures.is_empty()
            });
        }
        let when = When::new(&checked.subject, &period, period.to, buckets);
        let compared = match question.compare {
            None => None,
            Some(comparison) => {
                let (other, cut) = period.compared(comparison, zone, checked.week, now.0, first)?;
                let buckets = checked.buckets(&other, Some(interval))?;
                Some(When::new(&checked.subject, &other, cut, buckets))
            }
        };
        let mut answers = try_join_all(
            std::iter::once(&when)
                .chain(&compared)
                .map(|when| self.answered(&view, &checked, when, &rows, &totals, beyond)),
        )
        .await?
        .into_iter();
        let mut found = || {
            answers.next().map(|(answered, read)| {
                scanned += read;
                answered
            })
        };
        let (Some(mut answered), other) = (found(), found()) else {
            return Err(QueryError::internal("no part was answered"));
        };
        if checked.is_series() {
            answered.rows.fill(when.buckets.len());
        }
        let compared = compared.as_ref().zip(other.as_ref());
        let assembled = Assembly {
            question,
            checked: &checked,
            when: &when,
            now: now.0,
            answered: &answered,
            compared,
        };
        let rows = assembled.rows()?;
        Ok(Answer {
            totals: assembled.totals(),
            row_count: answered.rows.count as u64,
            rows,
            info: QueryInfo {
                elapsed_ms: began.elapsed().as_secs_f64() * 1e3,
                rows_scanned: scanned.rows,
                bytes_scanned: scanned.bytes,
                files_scanned: scanned.files,
                bytes_spilled: scanned.spilled,
                hot_rows: view.hot_rows(),
                table_version: view.version(),
                approximate: false,
                max_error: None,
                from: Micros(period.from),
                to: Micros(period.to),
                timezone: zone.name().to_owned(),
            },
        })
    }

    async fn answered(
        &self,
        view: &View,
        checked: &Checked,
        when: &When,
        rows: &[Part],
        totals: &[Part],
        beyond: bool,
    ) -> Result<(Answered, Scanned), QueryError> {
        let mut ground = Ground {
            view,
            subject: &checked.subject,
            when,
            beyond: (when.from, when.to),
            passing: None,
            coding: None,
        };
        let mut scanned = Scanned::default();
        let is_of_visits = |part: &Part| part.source == Source::Visits;
        if rows.iter().chain(totals).any(is_of_visits) {
            let (passing, read) = self.passing(checked, &ground).await?;
            scanned += read;
            ground.passing = passing;
        }
        if beyond {
            let (extent, read) = numbers(&self.runner, &ground.extent()?).await?;
            scanned += read;
            if let [Some(from), Some(to)] = extent[..] {
                ground.beyond = (from.min(when.from), to.saturating_add(1).max(when.to));
            }
        }
        let run = |part: &Part| {
            let (ground, part) = (&ground, part.clone());
            async move {
                let uses_time = part
                    .dimensions
                    .iter()
                    .any(|asked| asked.dimension == Dimension::Time)
                    || ground.subject.filters.uses_time();
                let key = PartKey {
                    subject: checked.subject.clone(),
                    part: part.clone(),
                    from: when.from,
                    to: when.to,
                    edges: uses_time.then(|| when.buckets.edges.clone()),
                    mark: view.mark.of(part.needs(&ground.subject.filters)),
                };
                let of_one_site = checked.subject.sites.len() == 1;
                let pool = &self.runner.state.runtime_env().memory_pool;
                let plan = |is_coded: bool| {
                    let coding = is_coded.then_some(pool);
                    Ground { coding, ..*ground }.plan(&part)
                };
                let (rows, read) = self.runner.part(key, of_one_site, plan).await?;
                Ok::<_, QueryError>(((part, rows), read))
            }
        };
        let mut by_row = Vec::with_capacity(rows.len());
        let mut by_total = Vec::with_capacity(totals.len());
        // Without dimensions the row is the total, and asked once.
        let extra = if checked.dimensions.is_empty() {
            &[]
        } else {
            totals
        };
        let parts = try_join_all(rows.iter().chain(extra).map(run)).await?;
        for (at, (part, read)) in parts.into_iter().enumerate() {
            scanned += read;
            if at < rows.len() {
                by_row.push(part);
            } else {
                by_total.push(part);
            }
        }
        if !checked.dimensions.is_empty() {
            for (part, rows) in &by_row {
                let places = 0..part.measures.len();
                let added = places.filter(|at| adds_up(part.source, part.measures[*at]));
                let sums = Part {
                    source: part.source,
                    dimensions: Vec::new(),
                    measures: added.clone().map(|at| part.measures[at]).collect(),
                };
                by_total.push((sums, Arc::new(rows.added_up(added))));
            }
        }
        let totals: &[(Part, Arc<PartRows>)] = match checked.dimensions.is_empty() {
            true => &by_row,
            false => &by_total,
        };
        let answered = Answered {
            totals: Merged::of(totals)?,
            rows: Merged::of(&by_row)?,
        };
        Ok((answered, scanned))
    }

    /// First and last moment of the sessions that pass over a whole bucket; None where none does. The same for all
    /// filters, so that it is looked for once for a page.
    async fn passing(
        &self,
        checked: &Checked,
        ground: &Ground<'_>,
    ) -> Result<(Option<(i64, i64)>, Scanned), QueryError> {
        let subject = Arc::new(Subject {
            filters: Filters::default(),
            ..checked.subject.as_ref().clone()
        });
        let part = Part {
            source: Source::Visits,
            dimensions: Vec::new(),
            measures: Vec::new(),
        };
        let key = PartKey {
            mark: ground.view.mark.of(part.needs(&subject.filters)),
            subject,
            part,
            from: ground.when.from,
            to: ground.when.to,
            edges: checked
                .uses_time()
                .then(|| ground.when.buckets.edges.clone()),
        };
        let plan = |_| ground.passing_extent();
        let (rows, read) = self.runner.part(key, false, plan).await?;
        let moment = |at: usize| {
            let moments = rows.measures.get(at)?;
            (moments.len() == 1 && moments.is_valid(0)).then(|| moments.value(0) as i64)
        };
        Ok((moment(0).zip(moment(1)), read))
    }

    async fn first_moment(
        &self,
        view: &View,
        checked: &Checked,
        scanned: &mut Scanned,
    ) -> Result<Option<i64>, QueryError> {
        // The plan looks at all time; the ground's own time is not used.
        let never = Period {
            from: 0,
            to: 0,
            days: None,
        };
        let when = When::new(&checked.subject, &never, 0, checked.one_bucket(&never));
        let ground = Ground {
            view,
            subject: &checked.subject,
            when: &when,
            beyond: (0, 0),
            passing: None,
            coding: None,
        };
        let (first, read) = numbers(&self.runner, &ground.first_moment()?).await?;
        *scanned += read;
        Ok(first.first().copied().flatten())
    }
}

/// The only row of a plan whose columns are int64.
async fn numbers(
    runner: &Runner,
    plan: &datafusion::logical_expr::LogicalPlan,
) -> Result<(Vec<Option<i64>>, Scanned), QueryError> {
    let (batch, scanned, _memory) = runner.collect(plan).await?;
    let first = |column: &datafusion::arrow::array::ArrayRef| {
        let column = column.as_primitive_opt::<Int64Type>()?;
        (column.len() == 1 && column.is_valid(0)).then(|| column.value(0))
    };
    Ok((batch.columns().iter().map(first).collect(), scanned))
}

/// Puts rows together from what was found.
struct Assembly<'a> {
    question: &'a Question,
    checked: &'a Checked,
    when: &'a When,
    now: i64,
    answered: &'a Answered,
    compared: Option<(&'a When, &'a Answered)>,
}

impl Assembly<'_> {
    fn rows(&self) -> Result<Vec<Row>, QueryError> {
        let merged = &self.answered.rows;
        let page = merged.page(
            &self.checked.order,
            self.question.offset,
            self.checked.limit,
        )?;
        let places = match self.compared {
            Some((_, other)) => merged.found_in(&page, &other.rows)?,
            None => vec![None; page.len()],
        };
        let time = self
            .checked
            .dimensions
            .iter()
            .position(|asked| asked.dimension == Dimension::Time);
        let row = |(row, place): (&usize, &Option<usize>)| {
            let dimensions = self.checked.dimensions.iter().zip(&merged.dimensions);
            let dimensions =
                dimensions.map(|(asked, column)| self.text(asked.dimension, column, *row));
            let bucket = time.and_then(|at| bucket_at(&merged.dimensions[at], *row));
            let metrics = self.metrics(merged, *row);
            let comparison = self.compared.map(|(when, other)| match bucket {
                Some(bucket) if !began_before_cut(when, bucket) => vec![None; metrics.len()],
                _ => self.comparison(&other.rows, *place),
            });
            self.row(
                dimensions.collect(),
                metrics,
                comparison,
                bucket.is_some_and(|b| self.is_partial(b)),
            )
        };
        Ok(page.iter().zip(&places).map(row).collect())
    }

    fn totals(&self) -> Row {
        let metrics = self.metrics_of_totals(&self.answered.totals);
        let comparison = self
            .compared
            .map(|(_, other)| self.metrics_of_totals(&other.totals));
        let dimensions = vec![None; self.checked.dimensions.len()];
        self.row(dimensions, metrics, comparison, false)
    }

    fn row(
        &self,
        dimensions: Vec<Option<String>>,
        metrics: Vec<Option<f64>>,
        comparison: Option<Vec<Option<f64>>>,
        partial: bool,
    ) -> Row {
        let change = comparison.as_ref().map(|comparison| {
            let pairs = metrics.iter().zip(comparison);
            pairs.map(|(now, before)| change(*now, *before)).collect()
        });
        Row {
            dimensions,
            metrics,
            comparison,
            change,
            partial,
        }
    }

    fn metrics(&self, merged: &Merged, row: usize) -> Vec<Option<f64>> {
        let metrics = self.question.metrics.iter();
        metrics.map(|metric| merged.metric(*metric, row)).collect()
    }

    /// Totals, without those that would add up different currencies.
    fn metrics_of_totals(&self, merged: &Merged) -> Vec<Option<f64>> {
        let metrics = self.question.metrics.iter();
        metrics
            .map(
                |metric| match self.checked.mixed_money && metric.unit() == Unit::Money {
                    true => None,
                    false => merged.metric(*metric, 0),
                },
            )
            .collect()
    }

    /// Metrics of a row of the comparison; as of no rows where it has no such row.
    fn comparison(&self, other: &Merged, place: Option<usize>) -> Vec<Option<f64>> {
        match place {
            Some(row) => self.metrics(other, row),
            None => {
                let none = |_: Measure| 0.0;
                self.question
                    .metrics
                    .iter()
                    .map(|metric| metric.value(none))
                    .collect()
            }
        }
    }

    fn text(&self, dimension: Dimension, column: &dyn Array, row: usize) -> Option<String> {
        if column.is_null(row) {
            return None;
        }
        match column.as_primitive_opt::<Int32Type>() {
            Some(numbers) => Some(moment_text(
                dimension,
                numbers.value(row),
                &self.when.buckets,
                self.checked.subject.zone,
            )),
            None => column
                .as_string_opt::<i32>()
                .map(|texts| texts.value(row).to_owned()),
        }
    }

    fn is_partial(&self, bucket: usize) -> bool {
        let Buckets {
            edges,
            first_cut,
            last_cut,
        } = &self.when.buckets;
        let is_cut = (bucket == 0 && *first_cut) || (bucket + 2 == edges.len() && *last_cut);
        is_cut || edges.get(bucket + 1).is_some_and(|end| *end > self.now)
    }
}

fn bucket_at(column: &dyn Array, row: usize) -> Option<usize> {
    let numbers = column.as_primitive_opt::<Int32Type>()?;
    (numbers.is_valid(row)).then(|| usize::try_from(numbers.value(row)).ok())?
}

/// Whether a comparison has the bucket, and it begins before the cut.
fn began_before_cut(when: &When, bucket: usize) -> bool {
    bucket < when.buckets.len() && when.buckets.edges[bucket] < when.to
}

fn change(now: Option<f64>, before: Option<f64>) -> Option<f64> {
    let (now, before) = (now?, before?);
    (before != 0.0).then(|| (now - before) / before * 100.0)
}
