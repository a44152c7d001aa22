//! Filters: checked once, then compiled to expressions over events or sessions (`events.md`, rule 4).
//!
//! | a condition on … | over events | over sessions |
//! |---|---|---|
//! | an event's value | of the row | — (such trees are met by one event of the session) |
//! | an event's value, scope SESSION | the session has such an event | the same |
//! | a session's value | repeated on the row | of the row |
//! | ENTRY_PAGE, EXIT_PAGE | the session's row has it | of the row |
//!
//! A negative operator is the opposite of its positive one, so rows without the value are kept.

use datafusion::logical_expr::{Expr, LogicalPlan, col, in_subquery, lit, not_in_subquery};
use engine::Table;

use crate::dimension::{Dimension, Scope};
use crate::error::QueryError;
use crate::functions::{self, Limit, Pattern, TextTest};
use crate::plan::Ground;
use crate::question::{Condition, Filter, FilterOp, FilterScope};

const FIELD: &str = "filters";
/// Conditions in one question.
const CONDITIONS_MAX: usize = 100;
/// Nesting of and, or, not.
const DEPTH_MAX: usize = 16;
/// Values of one condition.
const VALUES_MAX: usize = 1_000;
/// Bytes of one value.
const VALUE_BYTES_MAX: usize = 4_096;

/// A checked tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tree {
    Leaf(Leaf),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
}

/// A checked condition: a positive test, perhaps negated.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Leaf {
    pub dimension: Dimension,
    pub key: Option<String>,
    /// None asks only whether there is a value.
    test: Option<TextTest>,
    negative: bool,
    reach: Reach,
}

/// What a leaf is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reach {
    /// A value of the event at hand.
    Event,
    /// Whether the session has an event with such a value.
    AnyEvent,
    /// A value of the session, or of its visitor.
    Session,
}

/// What a question filters by, ready to be compiled: all of it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Filters {
    /// Trees that speak of the session alone.
    session: Vec<Tree>,
    /// Trees that speak of an event too.
    event: Vec<Tree>,
}

/// Refuses filters that no question could have.
pub fn check_filters(filters: &[Filter]) -> Result<(), QueryError> {
    Filters::check(filters).map(|_| ())
}

impl Filters {
    /// Checks filters and sorts them by what they speak of.
    pub(crate) fn check(filters: &[Filter]) -> Result<Self, QueryError> {
        let mut count = 0;
        let mut found = Self::default();
        let mut trees = Vec::new();
        for filter in filters {
            flatten(check(filter, 0, &mut count)?, &mut trees);
        }
        for tree in trees {
            if tree.any(&|leaf| leaf.reach == Reach::Event) {
                found.event.push(tree);
            } else {
                found.session.push(tree);
            }
        }
        Ok(found)
    }

    fn trees(&self) -> impl Iterator<Item = &Tree> {
        self.session.iter().chain(&self.event)
    }

    /// Whether any condition satisfies a predicate.
    fn any(&self, predicate: &dyn Fn(&Leaf) -> bool) -> bool {
        self.trees().any(|tree| tree.any(predicate))
    }

    /// Whether the answer needs the first touch of visitors: over session rows, or over event rows.
    pub(crate) fn needs_first_touch(&self, table: Table) -> bool {
        let visitor = |tree: &Tree| tree.any(&|leaf| leaf.dimension.scope() == Scope::Visitor);
        match table {
            Table::Events => self.trees().any(visitor),
            Table::Sessions => self.session.iter().any(visitor),
        }
    }

    /// Whether any condition is about the event at hand.
    pub(crate) fn speak_of_events(&self) -> bool {
        !self.event.is_empty()
    }

    /// Whether session questions look at events.
    pub(crate) fn sessions_need_events(&self) -> bool {
        !self.event.is_empty() || self.reaches_beyond()
    }

    /// Whether event questions look at sessions.
    pub(crate) fn events_need_sessions(&self) -> bool {
        self.reaches_beyond()
            || self
                .any(&|leaf| matches!(leaf.dimension.scope(), Scope::SessionOnly | Scope::Visitor))
    }

    /// Whether any condition is about events of the session outside the range.
    pub(crate) fn reaches_beyond(&self) -> bool {
        self.any(&|leaf| leaf.reach == Reach::AnyEvent)
    }

    /// Whether TIME is filtered by.
    pub(crate) fn uses_time(&self) -> bool {
        self.any(&|leaf| leaf.dimension == Dimension::Time)
    }

    /// The condition on event rows; None where everything passes.
    pub(crate) fn over_events(&self, ground: &Ground<'_>) -> Result<Option<Expr>, QueryError> {
        all(self
            .trees()
            .map(|tree| tree.compile(ground, Table::Events, false)))
    }

    /// The condition on session rows that speaks of the session alone.
    pub(crate) fn over_sessions(&self, ground: &Ground<'_>) -> Result<Option<Expr>, QueryError> {
        all(self
            .session
            .iter()
            .map(|tree| tree.compile(ground, Table::Sessions, false)))
    }

    /// The condition that one event of the session must meet; None where there is none.
    pub(crate) fn of_some_event(&self, ground: &Ground<'_>) -> Result<Option<Expr>, QueryError> {
        all(self
            .event
            .iter()
            .map(|tree| tree.compile(ground, Table::Events, false)))
    }

    /// Whether the trees that speak of events speak of first touch too.
    pub(crate) fn event_trees_need_first_touch(&self) -> bool {
        self.event
            .iter()
            .any(|tree| tree.any(&|leaf| leaf.dimension.scope() == Scope::Visitor))
    }
}

fn flatten(tree: Tree, into: &mut Vec<Tree>) {
    match tree {
        Tree::And(trees) => trees.into_iter().for_each(|tree| flatten(tree, into)),
        tree => into.push(tree),
    }
}

fn all(parts: impl Iterator<Item = Result<Expr, QueryError>>) -> Result<Option<Expr>, QueryError> {
    let mut whole: Option<Expr> = None;
    for part in parts {
        let part = part?;
        whole = Some(match whole {
            Some(before) => before.and(part),
            None => part,
        });
    }
    Ok(whole)
}

impl Tree {
    fn any(&self, predicate: &dyn Fn(&Leaf) -> bool) -> bool {
        match self {
            Tree::Leaf(leaf) => predicate(leaf),
            Tree::And(trees) | Tree::Or(trees) => trees.iter().any(|tree| tree.any(predicate)),
            Tree::Not(tree) => tree.any(predicate),
        }
    }

    /// The condition, or its opposite. Opposites are pushed down to the leaves, so that each is either true or false
    /// and never null where that matters.
    fn compile(
        &self,
        ground: &Ground<'_>,
        table: Table,
        opposite: bool,
    ) -> Result<Expr, QueryError> {
        match (self, opposite) {
            (Tree::Leaf(leaf), _) => leaf.compile(ground, table, opposite),
            (Tree::Not(tree), _) => tree.compile(ground, table, !opposite),
            (Tree::And(trees), false) | (Tree::Or(trees), true) => {
                let parts = trees
                    .iter()
                    .map(|tree| tree.compile(ground, table, opposite));
                Ok(all(parts)?.unwrap_or_else(|| lit(true)))
            }
            (Tree::Or(trees), false) | (Tree::And(trees), true) => {
                let mut whole: Option<Expr> = None;
                for tree in trees {
                    let part = tree.compile(ground, table, opposite)?;
                    whole = Some(match whole {
                        Some(before) => before.or(part),
                        None => part,
                    });
                }
                Ok(whole.unwrap_or_else(|| lit(false)))
            }
        }
    }
}

impl Leaf {
    fn compile(
        &self,
        ground: &Ground<'_>,
        table: Table,
        opposite: bool,
    ) -> Result<Expr, QueryError> {
        let negative = self.negative != opposite;
        match (self.reach, table) {
            (Reach::AnyEvent, _) => {
                let met = self.positive(ground, Table::Events)?;
                Ok(of_session(ground.sessions_with_event(met)?, negative))
            }
            (Reach::Session, Table::Events) if self.dimension.scope() == Scope::SessionOnly => {
                let met = self.positive(ground, Table::Sessions)?;
                Ok(of_session(ground.sessions_that(met)?, negative))
            }
            _ => {
                let met = self.positive(ground, table)?;
                Ok(match negative {
                    true => met.is_not_true(),
                    false => met,
                })
            }
        }
    }

    /// The positive test over rows of a table; null counts as false.
    fn positive(&self, ground: &Ground<'_>, table: Table) -> Result<Expr, QueryError> {
        let time = ground.time();
        let key = self.key.as_deref();
        if self.dimension.scope() == Scope::Time {
            let value = self.dimension.value(table, key, time)?;
            let Some(test) = &self.test else {
                return Ok(value.is_not_null());
            };
            let met = ground.moments_that(self.dimension, &|text| test.holds(text));
            return Ok(value.in_list(met.into_iter().map(lit).collect(), false));
        }
        let value = self.dimension.text(table, key, time)?;
        Ok(match &self.test {
            None => value.is_not_null(),
            Some(TextTest::Is(values)) => match values.as_slice() {
                [only] => value.eq(lit(only.as_str())),
                several => value.in_list(several.iter().map(|v| lit(v.as_str())).collect(), false),
            },
            Some(test) => functions::text_test(test.clone()).call(vec![value]),
        })
    }
}

/// Whether the row's session is among those of a plan with one column, `session_key`. A row without a session is in
/// none.
fn of_session(sessions: LogicalPlan, negative: bool) -> Expr {
    let sessions = sessions.into();
    let key = col("session_key");
    match negative {
        false => in_subquery(key, sessions),
        true => key.clone().is_null().or(not_in_subquery(key, sessions)),
    }
}

fn check(filter: &Filter, depth: usize, count: &mut usize) -> Result<Tree, QueryError> {
    if depth > DEPTH_MAX {
        return Err(QueryError::bad(
            FIELD,
            format!("nested deeper than {DEPTH_MAX}"),
        ));
    }
    *count += 1;
    if *count > CONDITIONS_MAX {
        return Err(QueryError::bad(
            FIELD,
            format!("more than {CONDITIONS_MAX} conditions"),
        ));
    }
    let mut several = |filters: &[Filter]| {
        filters
            .iter()
            .map(|filter| check(filter, depth + 1, count))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match filter {
        Filter::Where(condition) => Tree::Leaf(check_condition(condition)?),
        Filter::And(filters) => Tree::And(several(filters)?),
        Filter::Or(filters) => Tree::Or(several(filters)?),
        Filter::Not(filter) => Tree::Not(Box::new(check(filter, depth + 1, count)?)),
    })
}

fn check_condition(condition: &Condition) -> Result<Leaf, QueryError> {
    let Condition {
        dimension,
        key,
        op,
        values,
        scope,
    } = condition;
    match (dimension, key) {
        (Dimension::Property, None) => return Err(QueryError::bad(FIELD, "PROPERTY needs a key")),
        (Dimension::Property, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(QueryError::bad(FIELD, "only PROPERTY has a key")),
    }
    let positive = op.negates().unwrap_or(*op);
    if values.len() > VALUES_MAX || values.iter().any(|value| value.len() > VALUE_BYTES_MAX) {
        let message = format!("at most {VALUES_MAX} values of {VALUE_BYTES_MAX} bytes");
        return Err(QueryError::bad(FIELD, message));
    }
    if (positive == FilterOp::IsSet) != values.is_empty() {
        let message = match values.is_empty() {
            true => "the operator needs values",
            false => "the operator takes no values",
        };
        return Err(QueryError::bad(FIELD, message));
    }
    let limits = || values.iter().map(|value| Limit::new(value)).collect();
    let test = match positive {
        FilterOp::Is => Some(TextTest::Is(values.clone())),
        FilterOp::Contains => Some(TextTest::Contains(values.clone())),
        FilterOp::StartsWith => Some(TextTest::StartsWith(values.clone())),
        FilterOp::EndsWith => Some(TextTest::EndsWith(values.clone())),
        FilterOp::Greater => Some(TextTest::Greater(limits())),
        FilterOp::Less => Some(TextTest::Less(limits())),
        FilterOp::Matches => {
            let patterns = values.iter().map(|value| Pattern::new(value));
            let patterns = patterns.collect::<Result<_, _>>();
            Some(TextTest::Matches(
                patterns.map_err(|message| QueryError::bad(FIELD, message))?,
            ))
        }
        _ => None,
    };
    let reach = match (dimension.scope(), scope) {
        (Scope::Event | Scope::Time, Some(FilterScope::Session)) => Reach::AnyEvent,
        (Scope::Event | Scope::Time, _) => Reach::Event,
        _ => Reach::Session,
    };
    Ok(Leaf {
        dimension: *dimension,
        key: key.clone(),
        test,
        negative: op.negates().is_some(),
        reach,
    })
}
