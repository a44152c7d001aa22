//! Between the API's inputs and the query engine's questions. Names are the same on both sides, so enums map by name.

use std::sync::Arc;

use accounts::Site;
use engine::SiteSettings;
use graphql_api::{
    ApiError, ApiResult, DefinitionData, FilterInput, OrderInput, QueryInfoData, RangeInput,
    StatsData, StatsInput, StatsRowData,
};
use query::{
    Answer, Comparison, Condition, Dimension, Direction, Filter, FilterOp, FilterScope, Interval,
    Limit, Metric, OrderBy, OrderKey, Preset, QueryError, Question, Range, Row, WeekStart,
};

fn bad(field: &str, message: impl Into<String>) -> ApiError {
    ApiError::BadInput {
        field: field.into(),
        message: message.into(),
    }
}

/// The site as questions see it.
pub fn site(site: &Site, settings: &Arc<SiteSettings>) -> query::Site {
    query::Site {
        id: engine::SiteId::new(&site.id),
        timezone: settings.timezone.to_string(),
        currency: settings.currency.to_string(),
        key_events: settings
            .key_events
            .iter()
            .map(ToString::to_string)
            .collect(),
        week_start: match settings.week_start {
            engine::WeekStart::Monday => WeekStart::Monday,
            engine::WeekStart::Sunday => WeekStart::Sunday,
        },
    }
}

fn metric(metric: graphql_api::Metric) -> ApiResult<Metric> {
    let name = metric.name();
    Metric::ALL
        .iter()
        .copied()
        .find(|known| known.name() == name)
        .ok_or_else(|| ApiError::Unsupported(format!("{name} cannot be measured")))
}

/// The dimension of the same name.
pub fn dimension(dimension: graphql_api::Dimension) -> ApiResult<Dimension> {
    let name = dimension.name();
    Dimension::ALL
        .iter()
        .copied()
        .find(|known| known.name() == name)
        .ok_or_else(|| ApiError::Unsupported(format!("{name} cannot be told apart")))
}

/// The range, given as a preset or as both days.
pub fn range(input: RangeInput, field: &'static str) -> ApiResult<Range> {
    use graphql_api::RangePreset as P;
    match (input.preset, input.from, input.to) {
        (None, Some(from), Some(to)) => Ok(Range::Days {
            from: from.0,
            to: to.0,
        }),
        (Some(preset), None, None) => Ok(Range::Preset(match preset {
            P::Today => Preset::Today,
            P::Yesterday => Preset::Yesterday,
            P::Last30Minutes => Preset::Last30Minutes,
            P::Last24Hours => Preset::Last24Hours,
            P::Last7Days => Preset::Last7Days,
            P::Last28Days => Preset::Last28Days,
            P::Last30Days => Preset::Last30Days,
            P::Last90Days => Preset::Last90Days,
            P::ThisWeek => Preset::ThisWeek,
            P::LastWeek => Preset::LastWeek,
            P::ThisMonth => Preset::ThisMonth,
            P::LastMonth => Preset::LastMonth,
            P::ThisQuarter => Preset::ThisQuarter,
            P::ThisYear => Preset::ThisYear,
            P::LastYear => Preset::LastYear,
            P::Last12Months => Preset::Last12Months,
            P::AllTime => Preset::AllTime,
        })),
        _ => Err(bad(field, "give a preset, or both days")),
    }
}

/// A tree of conditions.
pub fn filter(input: &FilterInput) -> ApiResult<Filter> {
    let one = |field: &str| {
        bad(
            field,
            "a filter is one comparison, or exactly one of and, or, not",
        )
    };
    let given = [
        input.dimension.is_some(),
        input.and.is_some(),
        input.or.is_some(),
        input.not.is_some(),
    ];
    if given.iter().filter(|given| **given).count() != 1 {
        return Err(one("filters"));
    }
    if let Some(all) = &input.and {
        return Ok(Filter::And(
            all.iter().map(filter).collect::<ApiResult<_>>()?,
        ));
    }
    if let Some(any) = &input.or {
        return Ok(Filter::Or(
            any.iter().map(filter).collect::<ApiResult<_>>()?,
        ));
    }
    if let Some(not) = &input.not {
        return Ok(Filter::Not(Box::new(filter(not)?)));
    }
    let chosen = input.dimension.ok_or_else(|| one("filters"))?;
    let op = input
        .op
        .ok_or_else(|| bad("filters", "a comparison needs an op"))?;
    use graphql_api::FilterOp as O;
    Ok(Filter::Where(Condition {
        dimension: dimension(chosen)?,
        key: input.key.clone(),
        op: match op {
            O::Is => FilterOp::Is,
            O::IsNot => FilterOp::IsNot,
            O::Contains => FilterOp::Contains,
            O::NotContains => FilterOp::NotContains,
            O::StartsWith => FilterOp::StartsWith,
            O::EndsWith => FilterOp::EndsWith,
            O::Matches => FilterOp::Matches,
            O::NotMatches => FilterOp::NotMatches,
            O::IsSet => FilterOp::IsSet,
            O::IsNotSet => FilterOp::IsNotSet,
            O::Greater => FilterOp::Greater,
            O::Less => FilterOp::Less,
        },
        values: input.values.clone().unwrap_or_default(),
        scope: input.scope.map(|scope| match scope {
            graphql_api::FilterScope::Event => FilterScope::Event,
            graphql_api::FilterScope::Session => FilterScope::Session,
        }),
    }))
}

fn order(input: &OrderInput) -> ApiResult<OrderBy> {
    let key = match (input.metric, input.dimension) {
        (Some(by), None) => OrderKey::Metric(metric(by)?),
        (None, Some(by)) => OrderKey::Dimension(dimension(by)?),
        _ => return Err(bad("orderBy", "order by a metric or by a dimension")),
    };
    Ok(OrderBy {
        key,
        direction: match input.direction {
            graphql_api::Direction::Asc => Direction::Ascending,
            graphql_api::Direction::Desc => Direction::Descending,
        },
    })
}

fn unit(unit: query::Unit) -> &'static str {
    match unit {
        query::Unit::Count => "count",
        query::Unit::Percent => "percent",
        query::Unit::Seconds => "seconds",
        query::Unit::Money => "money",
        query::Unit::Number => "number",
    }
}

/// What metrics and dimensions mean.
pub fn definitions() -> (Vec<DefinitionData>, Vec<DefinitionData>) {
    let metrics = Metric::ALL.iter().map(|metric| DefinitionData {
        name: metric.name(),
        description: metric.description(),
        unit: Some(unit(metric.unit())),
    });
    let dimensions = Dimension::ALL.iter().map(|dimension| DefinitionData {
        name: dimension.name(),
        description: dimension.description(),
        unit: None,
    });
    (metrics.collect(), dimensions.collect())
}

/// The question of an input about these sites.
pub fn question(input: &StatsInput, sites: Vec<query::Site>) -> ApiResult<Question> {
    use graphql_api::{Comparison as C, Interval as I};
    let metrics = input
        .metrics
        .iter()
        .copied()
        .map(metric)
        .collect::<ApiResult<_>>()?;
    let mut question = Question::new(sites, range(input.range, "range")?, metrics);
    let dimensions = input.dimensions.iter().flatten().copied();
    question.dimensions = dimensions.map(dimension).collect::<ApiResult<_>>()?;
    question.property_keys = input.property_keys.clone().unwrap_or_default();
    question.interval = input.interval.map(|interval| match interval {
        I::Minute => Interval::Minute,
        I::Hour => Interval::Hour,
        I::Day => Interval::Day,
        I::Week => Interval::Week,
        I::Month => Interval::Month,
        I::Quarter => Interval::Quarter,
        I::Year => Interval::Year,
    });
    question.filters = input
        .filters
        .iter()
        .flatten()
        .map(filter)
        .collect::<ApiResult<_>>()?;
    question.include_bots = input.include_bots;
    question.compare = match (input.compare, input.compare_range) {
        (None, None) => None,
        (Some(C::PreviousPeriod), None) => Some(Comparison::PreviousPeriod),
        (Some(C::PreviousYear), None) => Some(Comparison::PreviousYear),
        (Some(C::SameWeekdays), None) => Some(Comparison::SameWeekdays),
        (Some(C::Custom), Some(with)) => Some(Comparison::Custom(range(with, "compareRange")?)),
        _ => {
            return Err(bad(
                "compareRange",
                "goes with compare: CUSTOM, and CUSTOM needs it",
            ));
        }
    };
    question.timezone.clone_from(&input.timezone);
    question.order_by = input
        .order_by
        .iter()
        .flatten()
        .map(order)
        .collect::<ApiResult<_>>()?;
    question.limit = match input.limit {
        None => Limit::Default,
        Some(limit) => Limit::Rows(
            usize::try_from(limit).map_err(|_| bad("limit", "a limit is not negative"))?,
        ),
    };
    question.offset = usize::try_from(input.offset.unwrap_or_default())
        .map_err(|_| bad("offset", "an offset is not negative"))?;
    Ok(question)
}

/// What the columns of an exported answer are called: dimensions, properties by their names, then metrics.
pub fn columns(question: &Question) -> Vec<String> {
    let mut keys = question.property_keys.iter();
    let dimensions = question.dimensions.iter().map(|dimension| {
        let key = (*dimension == Dimension::Property).then(|| keys.next());
        let name = key.flatten().cloned();
        name.unwrap_or_else(|| dimension.name().to_lowercase())
    });
    let metrics = question
        .metrics
        .iter()
        .map(|metric| metric.name().to_lowercase());
    dimensions.chain(metrics).collect()
}

/// The error as the API tells it.
pub fn error(error: QueryError) -> ApiError {
    match error {
        QueryError::BadInput { field, message } => bad(field, message),
        QueryError::Unsupported { reason } => ApiError::Unsupported(reason),
        QueryError::LimitExceeded => ApiError::LimitExceeded(error.to_string()),
        QueryError::Timeout => ApiError::Timeout,
        QueryError::CatchingUp | QueryError::Unavailable(_) | QueryError::Internal(_) => {
            tracing::error!(%error, "question failed");
            ApiError::Internal(error.to_string())
        }
    }
}

fn row(row: Row) -> StatsRowData {
    StatsRowData {
        dimensions: row.dimensions,
        metrics: row.metrics,
        comparison: row.comparison,
        change: row.change,
        partial: row.partial,
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The answer as the API tells it.
pub fn answer(answer: Answer) -> StatsData {
    let info = answer.info;
    let at = |micros: engine::Micros| {
        chrono::DateTime::from_timestamp_micros(micros.0).unwrap_or_default()
    };
    StatsData {
        rows: answer.rows.into_iter().map(row).collect(),
        totals: row(answer.totals),
        row_count: signed(answer.row_count),
        query: QueryInfoData {
            elapsed_ms: info.elapsed_ms,
            rows_scanned: signed(info.rows_scanned),
            bytes_scanned: signed(info.bytes_scanned),
            files_scanned: signed(info.files_scanned),
            hot_rows: signed(info.hot_rows),
            table_version: signed(info.table_version),
            approximate: info.approximate,
            max_error: info.max_error,
            from: at(info.from),
            to: at(info.to),
            timezone: info.timezone,
        },
    }
}
