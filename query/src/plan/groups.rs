//! A part's groups and the sums over them.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::datasource::TableProvider;
use datafusion::execution::memory_pool::MemoryConsumer;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, first_value, max, sum};
use datafusion::logical_expr::{
    Expr, JoinType, LogicalPlan, LogicalPlanBuilder, SortExpr, cast, col, ident, lit, when,
};
use engine::Table;

use super::{Asked, Ground, Part, Source};
use crate::coded::dictionary_of;
use crate::codes::{Codes, code, text};
use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::measure::{Measure, Tally};

/// A part, and the numbers of its dimensions' texts.
pub(super) struct Coding<'a> {
    pub part: &'a Part,
    codes: Vec<Option<Arc<Codes>>>,
}

impl Ground<'_> {
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
        if part.measures.iter().all(|measure| measure.is_of_visitors()) {
            // What is only asked of people has no rows for what nobody did.
            rows = rows.filter(col("visitor_key").is_not_null())?;
        }
        self.tallied(part, rows, groups, &tallies)
    }

    /// Tallies over groups: at once, unless there are people among them and they have no numbers.
    pub(super) fn tallied(
        &self,
        part: &Part,
        rows: LogicalPlanBuilder,
        groups: Vec<Expr>,
        tallies: &[Tally],
    ) -> Result<LogicalPlan, QueryError> {
        let counts_people = part.measures.iter().any(|measure| measure.is_of_visitors());
        if counts_people && self.coding.is_none() {
            return by_visitor(part, rows, groups, tallies);
        }
        let sums = tallies
            .iter()
            .enumerate()
            .map(|(at, tally)| Ok(tally.at_once()?.alias(format!("m{at}"))))
            .collect::<Result<Vec<_>, QueryError>>()?;
        Ok(rows.aggregate(groups, sums)?.build()?)
    }

    /// The dimensions' values over rows of a table, named `d0`, `d1`, ….
    pub(super) fn dimensions(
        &self,
        coding: &Coding<'_>,
        table: Table,
    ) -> Result<Vec<Expr>, QueryError> {
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

pub(super) fn named_dimensions(part: &Part) -> Vec<Expr> {
    (0..part.dimensions.len())
        .map(|at| col(format!("d{at}")))
        .collect()
}

pub(super) fn unheard_of() -> QueryError {
    QueryError::unsupported("sessions do not hold what this metric needs")
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
