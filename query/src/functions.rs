//! Scalar functions that plans are built with. Each carries what the question fixed — bucket edges, zone offsets, a
//! property's name, a pattern — so that no user input ever becomes SQL text or a column.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono_tz::Tz;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int32Array, ListBuilder, StringBuilder,
    StringViewArray, StringViewBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimestampMicrosecondType};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use regex::{Regex, RegexBuilder};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::calendar::Stretch;

/// A compiled pattern may take this many bytes.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// Moment (timestamp µs) → number of the bucket (int32) that holds it, null outside. `edges` ascend; bucket `i` is
/// `[edges[i], edges[i + 1])`.
pub(crate) fn bucket(edges: Arc<[i64]>) -> ScalarUDF {
    ScalarUDF::new_from_impl(Moment {
        signature: Signature::any(1, Volatility::Immutable),
        part: Part::Bucket(edges),
    })
}

/// Moment → local hour, 0 to 23 (int32).
pub(crate) fn hour(zone: Tz) -> ScalarUDF {
    ScalarUDF::new_from_impl(Moment {
        signature: Signature::any(1, Volatility::Immutable),
        part: Part::Hour(zone),
    })
}

/// Moment → local day of the week, 1 (Monday) to 7 (int32).
pub(crate) fn weekday(zone: Tz) -> ScalarUDF {
    ScalarUDF::new_from_impl(Moment {
        signature: Signature::any(1, Volatility::Immutable),
        part: Part::Weekday(zone),
    })
}

/// JSON object text → the value of one of its keys as text: strings as they are, other values as JSON, null where
/// missing or null.
pub(crate) fn property(key: &str) -> ScalarUDF {
    ScalarUDF::new_from_impl(Property {
        signature: Signature::any(1, Volatility::Immutable),
        name: format!("property[{key:?}]"),
        key: key.to_owned(),
    })
}

/// JSON object text → the names of its keys (list of text), each once; null where it is no object.
pub(crate) fn property_names() -> ScalarUDF {
    ScalarUDF::new_from_impl(PropertyNames {
        signature: Signature::any(1, Volatility::Immutable),
    })
}

/// Text → whether it meets the test; null stays null.
pub(crate) fn text_test(test: TextTest) -> ScalarUDF {
    ScalarUDF::new_from_impl(Tested {
        signature: Signature::any(1, Volatility::Immutable),
        name: format!("test[{test:?}]"),
        test,
    })
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Bucket(Arc<[i64]>),
    Hour(Tz),
    Weekday(Tz),
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Moment {
    signature: Signature,
    part: Part,
}

impl ScalarUDFImpl for Moment {
    fn name(&self) -> &str {
        match self.part {
            Part::Bucket(_) => "time_bucket",
            Part::Hour(_) => "local_hour",
            Part::Weekday(_) => "local_weekday",
        }
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int32)
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let moments = only_array(&args)?;
        let moments = moments.as_primitive::<TimestampMicrosecondType>();
        // Rows come mostly in order of time, so what the last one found is tried first.
        let mut hint = 0;
        let mut stretch = Stretch::default();
        let mut local = |zone: Tz, moment: i64| {
            if !stretch.holds(moment) {
                stretch = Stretch::around(zone, moment);
            }
            moment + stretch.offset
        };
        let values: Int32Array = moments
            .iter()
            .map(|moment| {
                let moment = moment?;
                match &self.part {
                    Part::Bucket(edges) => bucket_of(edges, moment, &mut hint),
                    Part::Hour(zone) => {
                        i32::try_from(local(*zone, moment).rem_euclid(DAY) / HOUR).ok()
                    }
                    // 1970-01-01 was a Thursday.
                    Part::Weekday(zone) => {
                        i32::try_from((local(*zone, moment).div_euclid(DAY) + 3).rem_euclid(7) + 1)
                            .ok()
                    }
                }
            })
            .collect();
        Ok(ColumnarValue::Array(Arc::new(values)))
    }
}

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

fn bucket_of(edges: &[i64], moment: i64, hint: &mut usize) -> Option<i32> {
    let holds = |at: usize| {
        edges.get(at).is_some_and(|edge| *edge <= moment)
            && edges.get(at + 1).is_some_and(|edge| moment < *edge)
    };
    if !holds(*hint) {
        let after = edges.partition_point(|edge| *edge <= moment);
        if after == 0 || after == edges.len() {
            return None;
        }
        *hint = after - 1;
    }
    i32::try_from(*hint).ok()
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Property {
    signature: Signature,
    name: String,
    key: String,
}

impl ScalarUDFImpl for Property {
    fn name(&self) -> &str {
        &self.name
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let texts = text_array(&only_array(&args)?)?;
        let mut values = StringViewBuilder::with_capacity(texts.len());
        for text in &texts {
            values.append_option(text.and_then(|text| property_of(text, &self.key)));
        }
        Ok(ColumnarValue::Array(Arc::new(values.finish())))
    }
}

/// The text of one key of a JSON object.
fn property_of(json: &str, key: &str) -> Option<String> {
    // Most rows lack the key; only escapes could hide it.
    if !json.contains(key) && !json.contains('\\') {
        return None;
    }
    struct Pick<'a>(&'a str);
    impl<'de> Visitor<'de> for Pick<'_> {
        type Value = Option<serde_json::Value>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = None;
            while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                if key == self.0 {
                    found = Some(map.next_value()?);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(found)
        }
    }
    let mut reader = serde_json::Deserializer::from_str(json);
    match reader.deserialize_map(Pick(key)).ok().flatten()? {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A positive test of a text; several values are alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextTest {
    Is(Vec<String>),
    Contains(Vec<String>),
    StartsWith(Vec<String>),
    EndsWith(Vec<String>),
    Matches(Vec<Pattern>),
    Greater(Vec<Limit>),
    Less(Vec<Limit>),
}

impl TextTest {
    pub(crate) fn holds(&self, text: &str) -> bool {
        match self {
            Self::Is(values) => values.iter().any(|value| text == value),
            Self::Contains(values) => values.iter().any(|value| text.contains(value.as_str())),
            Self::StartsWith(values) => values.iter().any(|value| text.starts_with(value.as_str())),
            Self::EndsWith(values) => values.iter().any(|value| text.ends_with(value.as_str())),
            Self::Matches(patterns) => patterns.iter().any(|pattern| pattern.regex.is_match(text)),
            Self::Greater(limits) => limits.iter().any(|limit| limit.compare(text).is_gt_some()),
            Self::Less(limits) => limits.iter().any(|limit| limit.compare(text).is_lt_some()),
        }
    }
}

trait OrderingExt {
    fn is_gt_some(&self) -> bool;
    fn is_lt_some(&self) -> bool;
}

impl OrderingExt for Option<std::cmp::Ordering> {
    fn is_gt_some(&self) -> bool {
        *self == Some(std::cmp::Ordering::Greater)
    }
    fn is_lt_some(&self) -> bool {
        *self == Some(std::cmp::Ordering::Less)
    }
}

/// What Greater and Less compare with.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    text: String,
    number: Option<f64>,
}

impl Limit {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            number: number(text),
        }
    }
    /// How a row's text stands to the limit.
    fn compare(&self, text: &str) -> Option<std::cmp::Ordering> {
        match self.number {
            Some(limit) => number(text)?.partial_cmp(&limit),
            None => Some(text.cmp(&self.text)),
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|n: &f64| n.is_finite())
}

impl PartialEq for Limit {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Limit {}
impl Hash for Limit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// A compiled regular expression that compares by its text.
#[derive(Clone)]
pub(crate) struct Pattern {
    regex: Regex,
}

impl Pattern {
    /// Compiles; the message says what is wrong.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(text)
            .size_limit(PATTERN_BYTES_MAX)
            .dfa_size_limit(PATTERN_BYTES_MAX)
            .build()
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
                other => other.to_string(),
            })?;
        Ok(Self { regex })
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.regex.as_str().fmt(f)
    }
}
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.regex.as_str() == other.regex.as_str()
    }
}
impl Eq for Pattern {}
impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.regex.as_str().hash(state);
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Tested {
    signature: Signature,
    name: String,
    test: TextTest,
}

impl ScalarUDFImpl for Tested {
    fn name(&self) -> &str {
        &self.name
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let texts = text_array(&only_array(&args)?)?;
        let values: BooleanArray = texts
            .iter()
            .map(|text| text.map(|text| self.test.holds(text)))
            .collect();
        Ok(ColumnarValue::Array(Arc::new(values)))
    }
}

/// The only argument of a function, as an array.
pub(crate) fn only_array(args: &ScalarFunctionArgs) -> Result<ArrayRef> {
    match args.args.first() {
        Some(value) => value.to_array(args.number_rows),
        None => ScalarValue::Null.to_array_of_size(args.number_rows),
    }
}

fn text_array(array: &ArrayRef) -> Result<StringViewArray> {
    let array = match array.data_type() {
        DataType::Utf8View => array.clone(),
        _ => cast(array, &DataType::Utf8View)?,
    };
    Ok(array.as_string_view().clone())
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct PropertyNames {
    signature: Signature,
}

impl ScalarUDFImpl for PropertyNames {
    fn name(&self) -> &str {
        "property_names"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::new_list(DataType::Utf8, true))
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let texts = cast(&only_array(&args)?, &DataType::Utf8View)?;
        let mut names = ListBuilder::new(StringBuilder::new());
        for text in texts.as_string_view() {
            let keys: Option<BTreeMap<String, IgnoredAny>> =
                text.and_then(|text| serde_json::from_str(text).ok());
            names.append_option(keys.map(|keys| keys.into_keys().map(Some)));
        }
        Ok(ColumnarValue::Array(Arc::new(names.finish())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_whatever_their_type() {
        let json = r#"{"plan":"pro","n":1.5,"on":true,"no":null,"deep":{"plan":"x"},"a\"b":"q","plan2":[1]}"#;
        for (key, expected) in [
            ("plan", Some("pro")),
            ("n", Some("1.5")),
            ("on", Some("true")),
            ("no", None),
            ("deep", Some(r#"{"plan":"x"}"#)),
            ("a\"b", Some("q")),
            ("plan2", Some("[1]")),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(property_of(json, key).as_deref(), expected, "{key}");
        }
        assert_eq!(property_of("not json plan", "plan"), None);
        assert_eq!(property_of("[1]", "1"), None);
    }

    #[test]
    fn buckets_are_half_open_and_searched_both_ways() {
        let edges = [10, 20, 30];
        let mut hint = 0;
        for (moment, expected) in [
            (9, None),
            (10, Some(0)),
            (19, Some(0)),
            (20, Some(1)),
            (10, Some(0)),
            (29, Some(1)),
            (30, None),
        ] {
            assert_eq!(bucket_of(&edges, moment, &mut hint), expected, "{moment}");
        }
        assert_eq!(bucket_of(&[], 0, &mut hint), None);
    }

    #[test]
    fn limits_compare_numbers_as_numbers_and_texts_by_code_points() {
        let greater =
            |limit: &str, text: &str| TextTest::Greater(vec![Limit::new(limit)]).holds(text);
        assert!(greater("9", "10"));
        assert!(!greater("9", "abc"));
        assert!(greater("b", "c"));
        assert!(!greater("b", "B"));
    }
}
