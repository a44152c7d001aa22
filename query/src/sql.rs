//! SQL for analysts: `events` and `sessions` as views, reading only, and only the sites that the caller may see.

use std::sync::Arc;

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::datasource::{ViewTable, provider_as_source};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::{LogicalPlanBuilder, col, lit};
use datafusion::prelude::SessionContext;
use engine::{SiteId, Table};
use futures::stream::{BoxStream, StreamExt, TryStreamExt};

use crate::error::QueryError;
use crate::service::Engine;
use crate::view::Needs;

const FIELD: &str = "sql";

/// Which rows SQL reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// Committed and hot rows at one instant.
    #[default]
    Now,
    /// What is committed.
    Committed,
}

/// A question in SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlQuery {
    /// One statement that reads. Tables, settings and files cannot be touched.
    pub text: String,
    /// The sites whose rows are there; None for all.
    pub sites: Option<Vec<SiteId>>,
    /// Which rows.
    pub freshness: Freshness,
}

/// The rows of a statement, as they come.
pub struct SqlAnswer {
    /// Columns; texts are string views.
    pub schema: SchemaRef,
    /// Versions of `events` and `sessions` that are read; None before the first commit.
    pub versions: [Option<u64>; 2],
    /// The rows; ends with an error where the statement fails or takes too long. Dropping it stops the work.
    pub batches: BoxStream<'static, Result<RecordBatch, QueryError>>,
}

impl Engine {
    /// Runs a statement. Errors of the statement are `BadInput`.
    pub async fn sql(&self, query: &SqlQuery) -> Result<SqlAnswer, QueryError> {
        let deadline = tokio::time::Instant::now() + self.runner.timeout;
        self.runner.in_time(self.statement(query, deadline)).await
    }

    async fn statement(
        &self,
        query: &SqlQuery,
        deadline: tokio::time::Instant,
    ) -> Result<SqlAnswer, QueryError> {
        let view = match (query.freshness, &query.sites) {
            (Freshness::Committed, _) => self.views.committed(Needs::both()).await?,
            // No sites means all to the hot store, and none here.
            (Freshness::Now, Some(sites)) if sites.is_empty() => {
                self.views.committed(Needs::both()).await?
            }
            (Freshness::Now, sites) => {
                self.views
                    .now(sites.as_deref().unwrap_or_default(), Needs::both())
                    .await?
            }
        };
        let context = SessionContext::new_with_state(self.fresh_state());
        for table in Table::ALL {
            let provider = view.table(table)?;
            match &query.sites {
                None => context.register_table(table.name(), provider)?,
                Some(sites) => {
                    let ids = sites.iter().map(|site| lit(site.as_str())).collect();
                    let plan =
                        LogicalPlanBuilder::scan(table.name(), provider_as_source(provider), None)?
                            .filter(col("site_id").in_list(ids, false))?
                            .build()?;
                    context.register_table(table.name(), Arc::new(ViewTable::new(plan, None)))?
                }
            };
        }
        let reading = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        let frame = context
            .sql_with_options(&query.text, reading)
            .await
            .map_err(of_statement)?;
        let schema = Arc::new(frame.schema().as_arrow().clone());
        let rows = frame.execute_stream().await.map_err(of_statement)?;
        let timely =
            futures::stream::unfold(Some(rows.map_err(of_statement)), move |rows| async move {
                let mut rows = rows?;
                match tokio::time::timeout_at(deadline, rows.next()).await {
                    Ok(next) => next.map(|next| (next, Some(rows))),
                    Err(_) => Some((Err(QueryError::Timeout), None)),
                }
            });
        Ok(SqlAnswer {
            schema,
            versions: [view.mark.events, view.mark.sessions],
            batches: timely.boxed(),
        })
    }
}

/// Errors that the statement's author can mend.
fn of_statement(error: DataFusionError) -> QueryError {
    match error.find_root() {
        DataFusionError::SQL(..)
        | DataFusionError::Plan(_)
        | DataFusionError::SchemaError(..)
        | DataFusionError::NotImplemented(_)
        | DataFusionError::Execution(_)
        | DataFusionError::ArrowError(..)
        | DataFusionError::Configuration(_)
        | DataFusionError::Diagnostic(..)
        | DataFusionError::Collection(_) => QueryError::bad(FIELD, error.strip_backtrace()),
        _ => error.into(),
    }
}
