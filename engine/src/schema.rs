//! The Arrow schemas of the two tables, derived from [`COLUMNS`].

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Fields as ArrowFields, Schema, SchemaRef, TimeUnit};

use crate::columns::{COLUMNS, ColumnDef, Kind};

/// Which of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// One row per event.
    Events,
    /// One row per session.
    Sessions,
}

impl Table {
    /// Both tables.
    pub const ALL: [Table; 2] = [Table::Events, Table::Sessions];

    /// Its name, also its folder under `tables/`.
    pub fn name(self) -> &'static str {
        match self {
            Table::Events => "events",
            Table::Sessions => "sessions",
        }
    }
    /// Its columns in order.
    pub fn columns(self) -> impl Iterator<Item = &'static ColumnDef> {
        COLUMNS.iter().filter(move |def| match self {
            Table::Events => def.in_events,
            Table::Sessions => def.in_sessions,
        })
    }
    /// Its Arrow schema, `date` included.
    pub fn schema(self) -> SchemaRef {
        static EVENTS: LazyLock<SchemaRef> = LazyLock::new(|| build(Table::Events));
        static SESSIONS: LazyLock<SchemaRef> = LazyLock::new(|| build(Table::Sessions));
        match self {
            Table::Events => EVENTS.clone(),
            Table::Sessions => SESSIONS.clone(),
        }
    }
    /// The column that rows are sorted by after `site_id`, and that ranges apply to.
    pub fn time_column(self) -> &'static str {
        match self {
            Table::Events => "timestamp",
            Table::Sessions => "session_start",
        }
    }
    /// The column that holds the offset which a commit's `txn` covers: an event's frame, or the frame at which the
    /// clock reached a session's deadline.
    pub fn offset_column(self) -> &'static str {
        match self {
            Table::Events => "log_offset",
            Table::Sessions => "closed_offset",
        }
    }
}

fn build(table: Table) -> SchemaRef {
    Arc::new(Schema::new(
        table
            .columns()
            .map(|def| Field::new(def.name, data_type(def.kind), def.nullable))
            .collect::<Vec<_>>(),
    ))
}

/// The fields of one element of `items`.
pub fn item_fields() -> ArrowFields {
    let text = |name| Field::new(name, DataType::Utf8, true);
    vec![
        text("item_id"),
        text("item_name"),
        text("item_brand"),
        text("item_category"),
        text("item_category2"),
        text("item_category3"),
        text("item_variant"),
        Field::new("price", DataType::Decimal128(18, 4), true),
        Field::new("quantity", DataType::Int32, true),
        text("currency"),
        text("item_list_name"),
        text("item_list_id"),
        Field::new("index", DataType::Int32, true),
    ]
    .into()
}

/// The Arrow type of a kind.
pub fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Int16 => DataType::Int16,
        Kind::Int32 => DataType::Int32,
        Kind::Int64 => DataType::Int64,
        Kind::Float32 => DataType::Float32,
        Kind::Float64 => DataType::Float64,
        Kind::Bool => DataType::Boolean,
        Kind::Date => DataType::Date32,
        Kind::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Kind::Decimal => DataType::Decimal128(18, 4),
        Kind::Items => DataType::List(Arc::new(Field::new(
            "element",
            DataType::Struct(item_fields()),
            true,
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_have_the_columns_that_analysts_rely_on() {
        let events = Table::Events.schema();
        assert!(events.field_with_name("date").is_ok());
        assert!(
            !events
                .field_with_name("site_id")
                .expect("site_id")
                .is_nullable()
        );
        assert_eq!(
            events
                .field_with_name("timestamp")
                .expect("timestamp")
                .data_type(),
            &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
        );
        let sessions = Table::Sessions.schema();
        for name in [
            "session_start",
            "closed_offset",
            "entry_page",
            "is_bounce",
            "revenue",
        ] {
            assert!(sessions.field_with_name(name).is_ok(), "{name}");
        }
        assert!(sessions.field_with_name("page_url").is_err());
    }
}
