//! Sparse rows: most of the hundred-odd columns are empty on any one event, so an event carries only those it has.

use compact_str::CompactString;
use serde::{Deserialize, Deserializer, Serialize};

use crate::columns::{Column, Kind};

/// Money and the like: ten-thousandths, the unscaled value of a decimal(18,4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(pub i64);

impl Decimal {
    /// The largest unscaled value that eighteen digits hold.
    pub const MAX: i64 = 999_999_999_999_999_999;

    /// Reads a number, rounding to four places; None where it is not finite or does not fit.
    pub fn from_f64(number: f64) -> Option<Self> {
        let scaled = (number * 10_000.0).round();
        (scaled.is_finite() && scaled.abs() <= Self::MAX as f64).then_some(Self(scaled as i64))
    }
    /// Reads decimal text such as `12.34`, rounding beyond the fourth place.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty()
            || !text
                .bytes()
                .all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b))
        {
            return None;
        }
        Self::from_f64(text.parse().ok()?)
    }
    /// As a float, for answers that are floats.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 10_000.0
    }
}

/// One e-commerce item of an event (GA4's names).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// SKU.
    pub item_id: Option<CompactString>,
    /// Product name.
    pub item_name: Option<CompactString>,
    /// Brand.
    pub item_brand: Option<CompactString>,
    /// Category, first level.
    pub item_category: Option<CompactString>,
    /// Category, second level.
    pub item_category2: Option<CompactString>,
    /// Category, third level.
    pub item_category3: Option<CompactString>,
    /// Variant.
    pub item_variant: Option<CompactString>,
    /// Price of one, in `currency`.
    pub price: Option<Decimal>,
    /// How many.
    pub quantity: Option<i32>,
    /// ISO 4217.
    pub currency: Option<CompactString>,
    /// Name of the list it stood in.
    pub item_list_name: Option<CompactString>,
    /// Id of the list it stood in.
    pub item_list_id: Option<CompactString>,
    /// Position in the list, from 0.
    pub index: Option<i32>,
}

/// A value of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// For [`Kind::Text`].
    Text(CompactString),
    /// For the integer kinds.
    Int(i64),
    /// For the float kinds.
    Float(f64),
    /// For [`Kind::Bool`].
    Bool(bool),
    /// For [`Kind::Decimal`].
    Decimal(Decimal),
    /// For [`Kind::Items`].
    Items(Box<[Item]>),
}

impl Value {
    /// Whether the value is of a column's kind and within its range.
    pub fn fits(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Value::Text(_), Kind::Text)
            | (Value::Int(_), Kind::Int64)
            | (Value::Float(_), Kind::Float32 | Kind::Float64)
            | (Value::Bool(_), Kind::Bool)
            | (Value::Decimal(_), Kind::Decimal)
            | (Value::Items(_), Kind::Items) => true,
            (Value::Int(n), Kind::Int32) => i32::try_from(*n).is_ok(),
            (Value::Int(n), Kind::Int16) => i16::try_from(*n).is_ok(),
            _ => false,
        }
    }
}

/// The columns that have a value, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Fields(Vec<(Column, Value)>);

impl<'de> Deserialize<'de> for Fields {
    /// Refuses a value that is not of its column's type: nothing behind the decoder has to expect one.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let columns = Vec::<(Column, Value)>::deserialize(deserializer)?;
        match columns
            .iter()
            .find(|(column, value)| !value.fits(column.kind()))
        {
            Some((column, value)) => Err(serde::de::Error::custom(format!(
                "column {column:?} takes no {value:?}"
            ))),
            None => Ok(Self(columns)),
        }
    }
}

impl Fields {
    /// No columns.
    pub const fn new() -> Self {
        Self(Vec::new())
    }
    /// Sets a column, replacing what it held.
    pub fn set(&mut self, column: Column, value: Value) {
        debug_assert!(value.fits(column.kind()), "{column:?} takes no {value:?}");
        match self.0.iter_mut().find(|(have, _)| *have == column) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((column, value)),
        }
    }
    /// Sets a text column if there is a text.
    pub fn set_text(&mut self, column: Column, text: Option<impl AsRef<str>>) {
        if let Some(text) = text {
            self.set(column, Value::Text(CompactString::new(text)));
        }
    }
    /// Sets a truth column if it is known.
    pub fn set_bool(&mut self, column: Column, truth: Option<bool>) {
        if let Some(truth) = truth {
            self.set(column, Value::Bool(truth));
        }
    }
    /// What a column holds.
    pub fn get(&self, column: Column) -> Option<&Value> {
        self.0
            .iter()
            .find_map(|(have, value)| (*have == column).then_some(value))
    }
    /// What a text column holds.
    pub fn text(&self, column: Column) -> Option<&str> {
        match self.get(column) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
    /// What an integer column holds.
    pub fn int(&self, column: Column) -> Option<i64> {
        match self.get(column) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }
    /// What a decimal column holds.
    pub fn decimal(&self, column: Column) -> Option<Decimal> {
        match self.get(column) {
            Some(Value::Decimal(number)) => Some(*number),
            _ => None,
        }
    }
    /// What a truth column holds.
    pub fn truth(&self, column: Column) -> Option<bool> {
        match self.get(column) {
            Some(Value::Bool(truth)) => Some(*truth),
            _ => None,
        }
    }
    /// Takes a column out.
    pub fn remove(&mut self, column: Column) -> Option<Value> {
        let at = self.0.iter().position(|(have, _)| *have == column)?;
        Some(self.0.swap_remove(at).1)
    }
    /// Keeps only the columns that `keep` names.
    pub fn retain(&mut self, mut keep: impl FnMut(Column) -> bool) {
        self.0.retain(|(column, _)| keep(*column));
    }
    /// The columns and their values, in no stated order.
    pub fn iter(&self) -> impl Iterator<Item = (Column, &Value)> {
        self.0.iter().map(|(column, value)| (*column, value))
    }
    /// Whether no column has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// How many columns have a value.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_round_to_four_places_and_refuse_what_does_not_fit() {
        assert_eq!(Decimal::parse("12.34"), Some(Decimal(123_400)));
        assert_eq!(Decimal::parse("-0.00005"), Some(Decimal(-1)));
        assert_eq!(Decimal::parse("1e3"), Some(Decimal(10_000_000)));
        for bad in ["", "NaN", "inf", "1e300", "12,3", "€5"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
        assert_eq!(Decimal::from_f64(f64::NAN), None);
    }

    #[test]
    fn a_column_is_held_once() {
        let mut fields = Fields::new();
        fields.set_text(Column::PageUrl, Some("a"));
        fields.set_text(Column::PageUrl, Some("b"));
        assert_eq!(fields.len(), 1);
        assert_eq!(fields.text(Column::PageUrl), Some("b"));
    }
}
