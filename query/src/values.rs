//! Suggestions for filters: the commonest values of a dimension.

use datafusion::arrow::array::AsArray;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, UInt64Type};
use engine::Micros;

use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::filter::Filters;
use crate::functions::{Pattern, TextTest};
use crate::metric::Metric;
use crate::period::Period;
use crate::plan::{Ground, Subject, When};
use crate::question::{Condition, Filter, FilterOp, Limit, Question, Range, Site};
use crate::service::Engine;
use crate::view::Needs;

/// Names of properties that may be asked for.
const NAMES_MAX: usize = 10_000;

/// Which values are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValuesQuery {
    /// The sites, at least one.
    pub sites: Vec<Site>,
    /// Whose values.
    pub dimension: Dimension,
    /// The property's name, for PROPERTY. Without it the names of properties themselves are wanted.
    pub key: Option<String>,
    /// Only values that hold this text, in whatever case.
    pub search: Option<String>,
    /// The time.
    pub range: Range,
    /// IANA zone; the first site's where not said.
    pub timezone: Option<String>,
    /// Whether programs count.
    pub include_bots: bool,
    /// How many at most, up to 10,000.
    pub first: usize,
}

/// A value and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCount {
    /// The value.
    pub name: String,
    /// Events with it, or sessions for dimensions of sessions and visitors.
    pub count: u64,
}

impl ValuesQuery {
    /// What values must match, where anything is looked for.
    fn pattern(&self) -> Option<String> {
        let search = self.search.as_deref().filter(|search| !search.is_empty())?;
        Some(format!("(?i){}", regex::escape(search)))
    }
}

impl Engine {
    /// The commonest values first, then by name; missing values left out.
    pub async fn dimension_values(
        &self,
        query: &ValuesQuery,
        now: Micros,
    ) -> Result<Vec<NamedCount>, QueryError> {
        if query.dimension == Dimension::Property && query.key.is_none() {
            return self.runner.in_time(self.property_names(query, now)).await;
        }
        let metric = match query.dimension.scope() {
            Scope::Event | Scope::Time => Metric::Events,
            Scope::Session | Scope::SessionOnly | Scope::Visitor => Metric::Sessions,
        };
        let condition = |op, values| {
            Filter::Where(Condition {
                dimension: query.dimension,
                key: query.key.clone(),
                op,
                values,
                scope: None,
            })
        };
        let filter = match query.pattern() {
            Some(pattern) => condition(FilterOp::Matches, vec![pattern]),
            None => condition(FilterOp::IsSet, Vec::new()),
        };
        let mut question = Question::new(query.sites.clone(), query.range, vec![metric]);
        question.dimensions = vec![query.dimension];
        question.property_keys = query.key.iter().cloned().collect();
        question.filters = vec![filter];
        question.timezone.clone_from(&query.timezone);
        question.include_bots = query.include_bots;
        question.limit = Limit::Rows(query.first);
        let answer = self.stats(&question, now).await?;
        let named = answer.rows.into_iter().filter_map(|row| {
            let name = row.dimensions.into_iter().next().flatten()?;
            let count = row.metrics.first().copied().flatten().unwrap_or_default();
            (count > 0.0).then_some(NamedCount {
                name,
                count: count as u64,
            })
        });
        Ok(named.collect())
    }

    /// The names of properties that events carry.
    async fn property_names(
        &self,
        query: &ValuesQuery,
        now: Micros,
    ) -> Result<Vec<NamedCount>, QueryError> {
        let Some(first) = query.sites.first() else {
            return Err(QueryError::bad("siteIds", "at least one site"));
        };
        match query.first {
            0 => return Ok(Vec::new()),
            1..=NAMES_MAX => {}
            _ => return Err(QueryError::bad("first", format!("at most {NAMES_MAX}"))),
        }
        let zone = query.timezone.as_deref().unwrap_or(&first.timezone);
        let subject = Subject {
            sites: query.sites.clone(),
            filters: Filters::default(),
            include_bots: query.include_bots,
            zone: zone
                .parse()
                .map_err(|_| QueryError::bad("timezone", "not an IANA time zone"))?,
        };
        let needs = Needs {
            events: true,
            sessions: false,
        };
        let view = self.views.now(&subject.site_ids(), needs).await?;
        let period = Period::resolve(
            query.range,
            subject.zone,
            first.week_start,
            now.0,
            // No event is older: such times are not accepted.
            Some(0),
            "range",
        )?;
        let when = When::whole(&subject, period.from, period.to);
        let pattern = query.pattern().map(|text| Pattern::new(&text)).transpose();
        let pattern = pattern.map_err(|message| QueryError::bad("search", message))?;
        let search = pattern.map(|pattern| TextTest::Matches(vec![pattern]));
        let plan = Ground::of_events(&view, &subject, &when).property_names(search, query.first)?;
        let (batch, _, _memory) = self.runner.collect(&plan).await?;
        let names = cast(batch.column(0), &DataType::Utf8)?;
        let counts = cast(batch.column(1), &DataType::UInt64)?;
        let counts = counts.as_primitive::<UInt64Type>();
        let named = names.as_string::<i32>().iter().zip(counts);
        Ok(named
            .filter_map(|(name, count)| {
                Some(NamedCount {
                    name: name?.to_owned(),
                    count: count?,
                })
            })
            .collect())
    }
}
