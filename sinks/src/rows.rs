//! Rows become Arrow batches. A batch holds only the columns that have a value on any of its rows, and always the
//! required ones: of a hundred and thirty columns an event fills about thirty.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float32Builder, Float64Builder,
    Int16Builder, Int32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, FieldRef, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use engine::{
    Column, Decimal, EventRow, Fields, Item, Kind, Micros, SessionRow, Table, Value, data_type,
    item_fields,
};

enum Builder {
    Text(StringBuilder),
    Int16(Int16Builder),
    Int32(Int32Builder),
    Int64(Int64Builder),
    Float32(Float32Builder),
    Float64(Float64Builder),
    Bool(BooleanBuilder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
    Decimal(Decimal128Builder),
    Items(Box<ListBuilder<StructBuilder>>),
}

impl Builder {
    fn new(kind: Kind, rows: usize) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::with_capacity(rows, rows * 16)),
            Kind::Int16 => Self::Int16(Int16Builder::with_capacity(rows)),
            Kind::Int32 => Self::Int32(Int32Builder::with_capacity(rows)),
            Kind::Int64 => Self::Int64(Int64Builder::with_capacity(rows)),
            Kind::Float32 => Self::Float32(Float32Builder::with_capacity(rows)),
            Kind::Float64 => Self::Float64(Float64Builder::with_capacity(rows)),
            Kind::Bool => Self::Bool(BooleanBuilder::with_capacity(rows)),
            Kind::Date => Self::Date(Date32Builder::with_capacity(rows)),
            Kind::Timestamp => Self::Timestamp(
                TimestampMicrosecondBuilder::with_capacity(rows)
                    .with_data_type(data_type(Kind::Timestamp)),
            ),
            Kind::Decimal => Self::Decimal(
                Decimal128Builder::with_capacity(rows).with_data_type(data_type(Kind::Decimal)),
            ),
            Kind::Items => Self::Items(Box::new(item_list_builder())),
        }
    }

    fn nulls(&mut self, count: usize) {
        match self {
            Self::Text(builder) => builder.append_nulls(count),
            Self::Int16(builder) => builder.append_nulls(count),
            Self::Int32(builder) => builder.append_nulls(count),
            Self::Int64(builder) => builder.append_nulls(count),
            Self::Float32(builder) => builder.append_nulls(count),
            Self::Float64(builder) => builder.append_nulls(count),
            Self::Bool(builder) => builder.append_nulls(count),
            Self::Date(builder) => builder.append_nulls(count),
            Self::Timestamp(builder) => builder.append_nulls(count),
            Self::Decimal(builder) => builder.append_nulls(count),
            Self::Items(builder) => (0..count).for_each(|_| builder.append(false)),
        }
    }

    /// Appends a value; one that is not of the column's kind counts as none.
    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(builder), Cell::Text(text)) => builder.append_value(text),
            (Self::Int64(builder), Cell::Int(number)) => builder.append_value(number),
            (Self::Int32(builder), Cell::Int(number)) => {
                builder.append_option(i32::try_from(number).ok());
            }
            (Self::Int16(builder), Cell::Int(number)) => {
                builder.append_option(i16::try_from(number).ok());
            }
            (Self::Float32(builder), Cell::Float(number)) => builder.append_value(number as f32),
            (Self::Float64(builder), Cell::Float(number)) => builder.append_value(number),
            (Self::Bool(builder), Cell::Bool(truth)) => builder.append_value(truth),
            (Self::Date(builder), Cell::Int(day)) => {
                builder.append_option(i32::try_from(day).ok());
            }
            (Self::Timestamp(builder), Cell::Time(at)) => builder.append_value(at.0),
            (Self::Decimal(builder), Cell::Decimal(amount)) => {
                builder.append_value(i128::from(amount.0));
            }
            (Self::Items(builder), Cell::Items(items)) => append_items(builder, items),
            (builder, _) => builder.nulls(1),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Int16(builder) => Arc::new(builder.finish()),
            Self::Int32(builder) => Arc::new(builder.finish()),
            Self::Int64(builder) => Arc::new(builder.finish()),
            Self::Float32(builder) => Arc::new(builder.finish()),
            Self::Float64(builder) => Arc::new(builder.finish()),
            Self::Bool(builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::Timestamp(builder) => Arc::new(builder.finish()),
            Self::Decimal(builder) => Arc::new(builder.finish()),
            Self::Items(builder) => Arc::new(builder.finish()),
        }
    }
}

fn item_list_builder() -> ListBuilder<StructBuilder> {
    let DataType::List(element) = data_type(Kind::Items) else {
        unreachable!("items are a list");
    };
    ListBuilder::new(StructBuilder::from_fields(item_fields(), 0)).with_field(element)
}

fn append_items(builder: &mut ListBuilder<StructBuilder>, items: &[Item]) {
    let values = builder.values();
    for item in items {
        let texts = [
            (0, &item.item_id),
            (1, &item.item_name),
            (2, &item.item_brand),
            (3, &item.item_category),
            (4, &item.item_category2),
            (5, &item.item_category3),
            (6, &item.item_variant),
            (9, &item.currency),
            (10, &item.item_list_name),
            (11, &item.item_list_id),
        ];
        for (at, text) in texts {
            if let Some(field) = values.field_builder::<StringBuilder>(at) {
                field.append_option(text.as_deref());
            }
        }
        if let Some(field) = values.field_builder::<Decimal128Builder>(7) {
            field.append_option(item.price.map(|price| i128::from(price.0)));
        }
        for (at, number) in [(8, item.quantity), (12, item.index)] {
            if let Some(field) = values.field_builder::<Int32Builder>(at) {
                field.append_option(number);
            }
        }
        values.append(true);
    }
    builder.append(true);
}

enum Cell<'a> {
    Text(&'a str),
    Int(i64),
    Float(f64),
    Bool(bool),
    Time(Micros),
    Decimal(Decimal),
    Items(&'a [Item]),
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Cell::Text(text),
            Value::Int(number) => Cell::Int(*number),
            Value::Float(number) => Cell::Float(*number),
            Value::Bool(truth) => Cell::Bool(*truth),
            Value::Decimal(amount) => Cell::Decimal(*amount),
            Value::Items(items) => Cell::Items(items),
        }
    }
}

/// Builds a batch row by row; columns come into being with their first value.
struct BatchBuilder {
    table: Table,
    capacity: usize,
    rows: usize,
    columns: Vec<Option<(Builder, usize)>>,
}

impl BatchBuilder {
    fn new(table: Table, capacity: usize) -> Self {
        Self {
            table,
            capacity,
            rows: 0,
            columns: (0..256).map(|_| None).collect(),
        }
    }

    fn set(&mut self, column: Column, cell: Cell<'_>) {
        let (builder, filled) = self.columns[usize::from(column.code())]
            .get_or_insert_with(|| (Builder::new(column.kind(), self.capacity), 0));
        // A row has one value of a column: the first that is given.
        if *filled > self.rows {
            return;
        }
        if *filled < self.rows {
            builder.nulls(self.rows - *filled);
        }
        builder.push(cell);
        *filled = self.rows + 1;
    }

    fn text(&mut self, column: Column, text: Option<impl AsRef<str>>) {
        if let Some(text) = text {
            self.set(column, Cell::Text(text.as_ref()));
        }
    }

    fn fields(&mut self, fields: &Fields) {
        for (column, value) in fields.iter() {
            let def = column.def();
            let belongs = match self.table {
                Table::Events => def.in_events,
                Table::Sessions => def.in_sessions,
            };
            if belongs {
                self.set(column, value.into());
            }
        }
    }

    fn end_row(&mut self) {
        self.rows += 1;
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        if self.rows == 0 {
            return Ok(RecordBatch::new_empty(self.table.schema()));
        }
        let mut fields: Vec<FieldRef> = Vec::new();
        let mut arrays = Vec::new();
        let schema = self.table.schema();
        for (def, field) in self.table.columns().zip(schema.fields()) {
            if let Some((builder, filled)) = &mut self.columns[usize::from(def.column.code())] {
                if *filled < self.rows {
                    builder.nulls(self.rows - *filled);
                }
                fields.push(field.clone());
                arrays.push(builder.finish());
            }
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }
}

/// Event rows as a batch of `events`, in the order given.
pub fn event_batch(rows: &[EventRow]) -> Result<RecordBatch, ArrowError> {
    let mut batch = BatchBuilder::new(Table::Events, rows.len());
    let mut session_text = None;
    for row in rows {
        batch.set(Column::Date, Cell::Int(row.timestamp.utc_day().into()));
        batch.set(Column::SiteId, Cell::Text(row.site.as_str()));
        batch.set(Column::EventId, Cell::Text(row.id.as_str()));
        batch.set(Column::EventName, Cell::Text(&row.name));
        batch.set(Column::Timestamp, Cell::Time(row.timestamp));
        if let Some(at) = row.client_timestamp {
            batch.set(Column::ClientTimestamp, Cell::Time(at));
        }
        batch.set(Column::ServerTimestamp, Cell::Time(row.server_timestamp));
        batch.set(
            Column::LogPartition,
            Cell::Int(row.place.partition.0.into()),
        );
        batch.set(Column::LogOffset, Cell::Int(signed(row.place.offset.0)));
        batch.set(Column::FrameIndex, Cell::Int(row.place.index.into()));
        batch.set(Column::IsSessionStart, Cell::Bool(row.is_session_start));
        batch.set(Column::IsBot, Cell::Bool(row.is_bot));
        batch.text(Column::ClientSessionId, row.client_session.as_deref());
        batch.text(Column::UserId, row.user.as_deref());
        if let Some(session) = &row.session {
            let text = match &session_text {
                Some((id, text)) if *id == session.session => text,
                _ => {
                    &session_text
                        .insert((session.session, session.session.text()))
                        .1
                }
            };
            batch.set(Column::SessionId, Cell::Text(text));
            session_columns(&mut batch, session);
        }
        batch.fields(&row.fields);
        batch.end_row();
    }
    batch.finish()
}

fn session_columns(batch: &mut BatchBuilder, session: &engine::SessionRef) {
    batch.set(Column::VisitorId, Cell::Text(session.visitor.as_str()));
    batch.set(Column::VisitorKey, Cell::Int(session.visitor_key.as_i64()));
    batch.set(Column::SessionKey, Cell::Int(session.session_key.as_i64()));
    if let Some(number) = session.session_number {
        batch.set(Column::SessionNumber, Cell::Int(number.into()));
    }
    if let Some(first) = session.is_first_visit {
        batch.set(Column::IsFirstVisit, Cell::Bool(first));
    }
    for group in session.attributes.groups() {
        batch.fields(group);
    }
}

/// Sessions as a batch of `sessions`, in the order given.
pub fn session_batch(rows: &[SessionRow]) -> Result<RecordBatch, ArrowError> {
    let mut batch = BatchBuilder::new(Table::Sessions, rows.len());
    for row in rows {
        let session = &row.session;
        batch.set(Column::Date, Cell::Int(session.start.utc_day().into()));
        batch.set(Column::SiteId, Cell::Text(row.site.as_str()));
        batch.set(
            Column::SessionId,
            Cell::Text(&session.identity.session.text()),
        );
        session_columns(&mut batch, &session.identity);
        batch.text(Column::ClientSessionId, session.client_session.as_deref());
        batch.text(Column::UserId, session.user.as_deref());
        batch.set(Column::SessionStart, Cell::Time(session.start));
        batch.set(Column::SessionEnd, Cell::Time(session.end));
        batch.set(Column::DurationSec, Cell::Float(session.duration_seconds()));
        if session.has_engagement {
            batch.set(
                Column::EngagementTimeMsec,
                Cell::Int(session.engagement_msec),
            );
        }
        batch.set(Column::Events, Cell::Int(session.events.into()));
        batch.set(Column::Pageviews, Cell::Int(session.pageviews.into()));
        batch.set(Column::IsBounce, Cell::Bool(session.is_bounce()));
        batch.set(Column::IsSinglePage, Cell::Bool(session.is_single_page()));
        if let Some(entry) = &session.entry {
            batch.text(Column::EntryPage, entry.path.as_deref());
            batch.text(Column::EntryUrl, entry.url.as_deref());
            batch.text(Column::EntryHostname, entry.hostname.as_deref());
        }
        batch.text(
            Column::ExitPage,
            session.exit.as_ref().and_then(|exit| exit.path.as_deref()),
        );
        if let Some(depth) = session.max_scroll {
            batch.set(Column::MaxScrollPercent, Cell::Int(depth.into()));
        }
        batch.set(Column::IsBot, Cell::Bool(session.is_bot));
        batch.set(Column::Conversions, Cell::Int(session.conversions.into()));
        if let Some(revenue) = session.revenue {
            batch.set(Column::Revenue, Cell::Decimal(revenue));
        }
        batch.text(Column::Currency, session.currency.as_deref());
        batch.set(Column::LogPartition, Cell::Int(row.partition.0.into()));
        batch.set(
            Column::FirstOffset,
            Cell::Int(signed(session.first_offset.0)),
        );
        batch.set(Column::LastOffset, Cell::Int(signed(session.last_offset.0)));
        if let Some(closed) = row.closed_offset {
            batch.set(Column::ClosedOffset, Cell::Int(signed(closed.0)));
        }
        batch.end_row();
    }
    batch.finish()
}

fn signed(offset: u64) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}

/// A run of rows of one of several batches: which batch, its first row, how many.
pub type Run = (usize, usize, usize);

/// Puts runs of rows of batches that hold different columns one after the other; the answer holds the columns of any.
pub fn join(
    batches: &[&RecordBatch],
    runs: &[Run],
    table: Table,
) -> Result<RecordBatch, ArrowError> {
    let schema = table.schema();
    let rows = runs.iter().map(|(_, _, rows)| rows).sum();
    let mut fields: Vec<FieldRef> = Vec::new();
    let mut arrays = Vec::new();
    // A batch's columns stand in the table's order, so that one walk finds all of them.
    let mut next = vec![0; batches.len()];
    for field in schema.fields() {
        let held: Vec<Option<&ArrayRef>> = batches
            .iter()
            .zip(&mut next)
            .map(|(batch, at)| {
                let is_held = batch
                    .schema_ref()
                    .fields()
                    .get(*at)
                    .is_some_and(|held| held.name() == field.name());
                is_held.then(|| {
                    *at += 1;
                    batch.column(*at - 1)
                })
            })
            .collect();
        if held.iter().all(Option::is_none) {
            continue;
        }
        let parts: Vec<ArrayRef> = runs
            .iter()
            .map(|(batch, start, rows)| match held[*batch] {
                Some(array) => array.slice(*start, *rows),
                None => arrow::array::new_null_array(field.data_type(), *rows),
            })
            .collect();
        let parts: Vec<&dyn arrow::array::Array> = parts.iter().map(AsRef::as_ref).collect();
        fields.push(field.clone());
        arrays.push(arrow::compute::concat(&parts)?);
    }
    let options = arrow::record_batch::RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
}
