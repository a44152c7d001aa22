//! Small numbers for the texts of a dimension while one question is answered: groups are told apart by numbers, and only
//! those that are left in the end become texts again. Columns of cells come as dictionaries, of which each value that
//! occurs in a batch is looked up once and not for each row.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    AnyDictionaryArray, Array, ArrayRef, AsArray, Int32Array, StringArray, StringBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int32Type};
use datafusion::common::{HashMap, Result, internal_datafusion_err};
use datafusion::execution::memory_pool::MemoryReservation;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use parking_lot::Mutex;

use crate::functions::only_array;

/// What a text takes beside its bytes: two pointers, its counts, and its place in the table.
const TEXT_BYTES: usize = 80;

/// A value that is the same where it is the same in memory.
#[derive(Debug)]
pub(crate) struct Shared<T>(pub Arc<T>);

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
impl<T> Eq for Shared<T> {}
impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The texts that a dimension has had, by number.
#[derive(Debug)]
pub(crate) struct Codes {
    known: Mutex<Known>,
    /// What stands for a missing text.
    missing: Option<String>,
}

#[derive(Debug)]
struct Known {
    codes: HashMap<Arc<str>, i32>,
    texts: Vec<Arc<str>>,
    memory: MemoryReservation,
}

impl Known {
    fn code(&mut self, text: &str) -> Result<i32> {
        if let Some(code) = self.codes.get(text) {
            return Ok(*code);
        }
        self.memory.try_grow(text.len() + TEXT_BYTES)?;
        let code = i32::try_from(self.texts.len())
            .map_err(|_| internal_datafusion_err!("more texts than numbers"))?;
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.codes.insert(text, code);
        Ok(code)
    }

    fn codes<'a>(&mut self, texts: impl Iterator<Item = Option<&'a str>>) -> Result<Int32Array> {
        texts
            .map(|text| text.map(|text| self.code(text)).transpose())
            .collect()
    }

    fn codes_of_dictionary(&mut self, dictionary: &dyn AnyDictionaryArray) -> Result<Int32Array> {
        let keys = cast(dictionary.keys(), &DataType::Int32)?;
        let values = dictionary.values().as_string::<i32>();
        let mut found: Vec<Option<i32>> = vec![None; values.len()];
        let codes = keys.as_primitive::<Int32Type>().iter().map(|key| {
            let Some(at) = key.and_then(|key| usize::try_from(key).ok()) else {
                return Ok(None);
            };
            if found[at].is_none() && values.is_valid(at) {
                found[at] = Some(self.code(values.value(at))?);
            }
            Ok(found[at])
        });
        codes.collect()
    }
}

impl Codes {
    /// Takes its memory from the reservation's pool. A missing text counts as `missing`, where that is said.
    pub(crate) fn new(memory: MemoryReservation, missing: Option<&str>) -> Self {
        Self {
            known: Mutex::new(Known {
                codes: HashMap::default(),
                texts: Vec::new(),
                memory,
            }),
            missing: missing.map(str::to_owned),
        }
    }

    /// The numbers of texts, which may be a dictionary.
    fn of(&self, texts: &ArrayRef) -> Result<Int32Array> {
        let mut known = self.known.lock();
        let codes = match texts.as_any_dictionary_opt() {
            Some(dictionary) => known.codes_of_dictionary(dictionary)?,
            None => {
                let texts = cast(texts, &DataType::Utf8View)?;
                known.codes(texts.as_string_view().iter())?
            }
        };
        Ok(match &self.missing {
            Some(missing) if codes.null_count() > 0 => {
                let missing = known.code(missing)?;
                codes.iter().map(|code| code.or(Some(missing))).collect()
            }
            _ => codes,
        })
    }

    /// The texts of numbers.
    fn texts(&self, codes: &Int32Array) -> Result<StringArray> {
        let known = self.known.lock();
        let mut texts = StringBuilder::new();
        for code in codes {
            let text = |code: i32| {
                let text = usize::try_from(code)
                    .ok()
                    .and_then(|at| known.texts.get(at));
                text.ok_or_else(|| internal_datafusion_err!("a number that stands for no text"))
            };
            texts.append_option(code.map(text).transpose()?);
        }
        Ok(texts.finish())
    }
}

/// Text → its number (int32).
pub(crate) fn code(codes: Arc<Codes>) -> ScalarUDF {
    ScalarUDF::new_from_impl(Coding {
        signature: Signature::any(1, Volatility::Immutable),
        codes: Shared(codes),
        way: Way::ToCode,
    })
}

/// Number (int32) → its text.
pub(crate) fn text(codes: Arc<Codes>) -> ScalarUDF {
    ScalarUDF::new_from_impl(Coding {
        signature: Signature::any(1, Volatility::Immutable),
        codes: Shared(codes),
        way: Way::ToText,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    ToCode,
    ToText,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Coding {
    signature: Signature,
    codes: Shared<Codes>,
    way: Way,
}

impl ScalarUDFImpl for Coding {
    fn name(&self) -> &str {
        match self.way {
            Way::ToCode => "code",
            Way::ToText => "text",
        }
    }
    fn signature(&self) -> &Signature {
        &self.signature
    }
    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.way {
            Way::ToCode => DataType::Int32,
            Way::ToText => DataType::Utf8,
        })
    }
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let values = only_array(&args)?;
        let codes = &self.codes.0;
        Ok(ColumnarValue::Array(match self.way {
            Way::ToCode => Arc::new(codes.of(&values)?),
            Way::ToText => Arc::new(codes.texts(values.as_primitive())?),
        }))
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::DictionaryArray;
    use datafusion::arrow::datatypes::Int8Type;
    use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryConsumer, MemoryPool};

    use super::*;

    fn codes(bytes: usize, missing: Option<&str>) -> Codes {
        let pool: Arc<dyn MemoryPool> = Arc::new(GreedyMemoryPool::new(bytes));
        Codes::new(MemoryConsumer::new("texts").register(&pool), missing)
    }

    #[test]
    fn a_text_has_one_number_however_it_comes() -> Result<()> {
        let codes = codes(1 << 20, None);
        let plain: ArrayRef = Arc::new(StringArray::from(vec![Some("b"), None, Some("a")]));
        let dictionary: DictionaryArray<Int8Type> = [Some("a"), Some("c"), None, Some("b")]
            .into_iter()
            .collect();
        let dictionary: ArrayRef = Arc::new(dictionary);
        for texts in [&plain, &dictionary, &plain] {
            let back = codes.texts(&codes.of(texts)?)?;
            assert_eq!(back, *cast(texts, &DataType::Utf8)?.as_string());
        }
        assert_eq!(codes.known.lock().texts.len(), 3);
        // What a batch leaves out of a dictionary gets no number.
        let other: DictionaryArray<Int8Type> = [Some("x"), Some("a")].into_iter().collect();
        let other: ArrayRef = Arc::new(other.slice(1, 1));
        assert_eq!(codes.of(&other)?, codes.of(&plain)?.slice(2, 1));
        assert_eq!(codes.known.lock().texts.len(), 3);
        Ok(())
    }

    #[test]
    fn a_missing_text_may_stand_for_another() -> Result<()> {
        let codes = codes(1 << 20, Some("a"));
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None]));
        assert_eq!(codes.of(&texts)?, Int32Array::from(vec![0, 0]));
        Ok(())
    }

    #[test]
    fn texts_are_held_against_the_pool() {
        let codes = codes(2 * TEXT_BYTES, None);
        let texts = |count: usize| -> ArrayRef {
            let texts = (0..count).map(|at| Some(at.to_string()));
            Arc::new(texts.collect::<StringArray>())
        };
        assert!(codes.of(&texts(1)).is_ok());
        let refused = codes
            .of(&texts(9))
            .map_err(|error| error.find_root().to_string());
        assert!(refused.is_err_and(|error| error.contains("Resources exhausted")));
    }
}
