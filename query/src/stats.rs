//! Answers a [`Question`]: checks it, finds its time, runs its parts over one view, and puts the answer together.

mod assembly;
mod checked;

use std::sync::Arc;
use std::time::Instant;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::Int64Type;
use engine::Micros;
use futures::future::try_join_all;

use self::assembly::Assembly;
use self::checked::Checked;
use crate::answer::{Answer, QueryInfo};
use crate::dimension::Dimension;
use crate::error::QueryError;
use crate::filter::Filters;
use crate::measure::Measure;
use crate::merge::Merged;
use crate::period::Period;
use crate::plan::{Asked, FromSessions, Ground, Part, Source, Subject, When};
use crate::question::{Comparison, Interval, Preset, Question, Range};
use crate::run::{PartKey, PartRows, Runner};
use crate::scanned::Scanned;
use crate::service::Engine;
use crate::view::{Needs, PointInTime, View};

/// Whether the rows of a part say what the measure is of all of them together.
fn adds_up(source: Source, measure: Measure) -> bool {
    matches!(source, Source::Events | Source::Sessions) && measure.adds_up()
}

/// Whether a total need not be asked for, because rows that are asked for add up to it.
fn found_by_adding(rows: &[Part], source: Source, measure: Measure) -> bool {
    let has = |part: &Part| part.source == source && part.measures.contains(&measure);
    adds_up(source, measure) && rows.iter().any(has)
}

/// The rows and totals of one stretch of time.
struct Answered {
    rows: Merged,
    totals: Merged,
}

impl Engine {
    /// Answers a question as of `now`. Dropping the future stops the work.
    pub async fn stats(&self, question: &Question, now: Micros) -> Result<Answer, QueryError> {
        let answer = self.answer(question, now, None);
        self.runner.in_time(answer).await
    }

    /// The same beside other questions of one point in time, which share what they have in common.
    pub async fn stats_at(
        &self,
        point: &PointInTime,
        question: &Question,
        now: Micros,
    ) -> Result<Answer, QueryError> {
        let answer = self.answer(question, now, Some(point));
        self.runner.in_time(answer).await
    }

    async fn answer(
        &self,
        question: &Question,
        now: Micros,
        point: Option<&PointInTime>,
    ) -> Result<Answer, QueryError> {
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
        let view = self.views.of_sites(&sites, needs, point).await?;
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
                if added.clone().next().is_none() {
                    continue;
                }
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
