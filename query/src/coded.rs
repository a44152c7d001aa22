//! What a table offers to questions about one site, beside its columns: each text column but the site's own once more as a
//! dictionary, and visitors by number. Cells have both at hand; from other rows they are made.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{Result, internal_datafusion_err};
use datafusion::logical_expr::{Expr, cast, col};

use crate::numbering::{Numbering, number};

/// The column of visitors' numbers (int32), made from [`KEY`].
pub(crate) const NUMBER: &str = "visitor_number";
const KEY: &str = "visitor_key";
/// What follows a text column's name in that of its dictionary.
const MARK: char = '#';

/// The name of a text column's dictionary.
pub(crate) fn dictionary_of(column: &str) -> String {
    format!("{column}{MARK}")
}

fn dictionary() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The columns of a table as plans of one site see them, after those that the table has.
#[derive(Clone, Debug)]
pub(crate) struct Coded {
    pub schema: SchemaRef,
    pub numbering: Arc<Numbering>,
}

/// A table's schema with what is offered beside it.
pub(crate) fn coded_schema(table: &Schema) -> SchemaRef {
    let is_text =
        |field: &&Arc<Field>| *field.data_type() == DataType::Utf8View && field.name() != "site_id";
    let dictionaries = table.fields().iter().filter(is_text);
    let dictionaries = dictionaries
        .map(|field| Field::new(dictionary_of(field.name()), dictionary(), true).into());
    let number = Field::new(NUMBER, DataType::Int32, true).into();
    let fields = table.fields().iter().cloned();
    Arc::new(Schema::new(
        fields
            .chain(dictionaries)
            .chain([number])
            .collect::<Vec<_>>(),
    ))
}

/// The name of the column that a column is made from; its own where the table has it.
pub(crate) fn made_from(name: &str) -> &str {
    match name {
        NUMBER => KEY,
        _ => name.strip_suffix(MARK).unwrap_or(name),
    }
}

impl Coded {
    /// A column as made from those of the table.
    pub(crate) fn expression(&self, at: usize) -> Result<Expr> {
        let Some(field) = self.schema.fields().get(at) else {
            return Err(internal_datafusion_err!("there is no column {at}"));
        };
        let name = field.name();
        let made = match name.as_str() {
            NUMBER => number(self.numbering.clone()).call(vec![col(KEY)]),
            _ if name.ends_with(MARK) => cast(col(made_from(name)), dictionary()),
            _ => return Ok(col(name)),
        };
        Ok(made.alias(name))
    }
}
