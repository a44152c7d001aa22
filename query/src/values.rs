//! Suggestions for filters: the commonest values of a dimension.

use engine::Micros;

use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::metric::Metric;
use crate::question::{Condition, Filter, FilterOp, Limit, Question, Range, Site};
use crate::service::Engine;

/// Which values are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValuesQuery {
    /// The sites, at least one.
    pub sites: Vec<Site>,
    /// Whose values.
    pub dimension: Dimension,
    /// The property's name, for PROPERTY.
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

impl Engine {
    /// The commonest values first, then by name; missing values left out.
    pub async fn dimension_values(
        &self,
        query: &ValuesQuery,
        now: Micros,
    ) -> Result<Vec<NamedCount>, QueryError> {
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
        let filter = match query.search.as_deref().filter(|search| !search.is_empty()) {
            Some(search) => condition(
                FilterOp::Matches,
                vec![format!("(?i){}", regex::escape(search))],
            ),
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
}
