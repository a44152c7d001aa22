//! Small numbers for a site's visitors. A visitor's key is 64 bits at random; told apart by numbers that begin at 0 and
//! leave no gaps, people are counted in bit sets, which takes a tenth of the time of a hash table of keys.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, Int32Array, Int64Array};
use datafusion::arrow::datatypes::{DataType, Int64Type};
use datafusion::common::{HashMap, Result, resources_datafusion_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use parking_lot::RwLock;

use crate::codes::Shared;
use crate::functions::only_array;

/// What an entry of the table takes, its share of empty places among it.
pub(crate) const ENTRY_BYTES: usize = 24;

/// Keys that are remembered while a column is numbered.
const RECENT: usize = 1 << 10;

/// The numbers of one site's visitors. A number holds as long as the numbering lives.
#[derive(Debug)]
pub(crate) struct Numbering {
    numbers: RwLock<HashMap<i64, i32>>,
    entries_max: usize,
}

impl Numbering {
    /// Takes about `bytes_max` at most.
    pub(crate) fn new(bytes_max: usize) -> Arc<Self> {
        Arc::new(Self {
            numbers: RwLock::default(),
            entries_max: (bytes_max / ENTRY_BYTES).min(i32::MAX as usize),
        })
    }

    /// Whether there is no room for more.
    pub(crate) fn is_full(&self) -> bool {
        self.numbers.read().len() >= self.entries_max
    }

    /// The number of each key, new ones for new keys; null stays null. Fails where there is no room for more.
    pub(crate) fn of(&self, keys: &Int64Array) -> Result<Int32Array> {
        // A visitor's rows stand near each other, so most keys have just been looked up.
        let mut recent = [(0_i64, None); RECENT];
        let mut found: Vec<Option<i32>> = Vec::with_capacity(keys.len());
        let mut new = Vec::new();
        {
            let numbers = self.numbers.read();
            for (at, key) in keys.iter().enumerate() {
                let number = key.and_then(|key| {
                    let (known, number) = &mut recent[key as usize % RECENT];
                    if *known != key || number.is_none() {
                        (*known, *number) = (key, numbers.get(&key).copied());
                    }
                    *number
                });
                if number.is_none() && key.is_some() {
                    new.push(at);
                }
                found.push(number);
            }
        }
        if !new.is_empty() {
            let mut numbers = self.numbers.write();
            for at in new {
                let (key, next) = (keys.value(at), numbers.len());
                if next == self.entries_max && !numbers.contains_key(&key) {
                    return Err(resources_datafusion_err!("too many visitors to number"));
                }
                found[at] = Some(*numbers.entry(key).or_insert(next as i32));
            }
        }
        Ok(found.into())
    }
}

/// Visitor key (int64) → its number (int32).
pub(crate) fn number(numbering: Arc<Numbering>) -> ScalarUDF {
    ScalarUDF::new_from_impl(Number {
        signature: Signature::any(1, Volatility::Immutable),
        numbering: Shared(numbering),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Number {
    signature: Signature,
    numbering: Shared<Numbering>,
}

impl ScalarUDFImpl for Number {
    fn name(&self) -> &str {
        "visitor_number"
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int32)
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let keys: ArrayRef = only_array(&args)?;
        let numbers = self.numbering.0.of(keys.as_primitive::<Int64Type>())?;
        Ok(ColumnarValue::Array(Arc::new(numbers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_leave_no_gaps_and_hold() -> Result<()> {
        let numbering = Numbering::new(4 * ENTRY_BYTES);
        let keys = |keys: &[Option<i64>]| Int64Array::from(keys.to_vec());
        let first = numbering.of(&keys(&[Some(7), None, Some(-1), Some(7)]))?;
        assert_eq!(
            first,
            Int32Array::from(vec![Some(0), None, Some(1), Some(0)])
        );
        let second = numbering.of(&keys(&[Some(-1), Some(9)]))?;
        assert_eq!(second, Int32Array::from(vec![1, 2]));
        assert!(!numbering.is_full());
        // Two keys that are remembered in the same place.
        let (one, other) = (-1, -1 + RECENT as i64);
        let third = numbering.of(&keys(&[Some(one), Some(other), Some(one), Some(other)]))?;
        assert_eq!(third, Int32Array::from(vec![1, 3, 1, 3]));
        assert!(numbering.is_full());
        let refused = numbering.of(&keys(&[Some(10), Some(11)]));
        assert!(refused.is_err_and(|error| error.to_string().contains("visitors")));
        Ok(())
    }
}
