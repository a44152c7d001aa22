//! Columns that many sessions have in common are held once. Three hundred user agents serve a million sessions; holding
//! a copy each would cost a gigabyte.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::frame::{EncodedFields, FrameError};
use crate::value::Fields;

/// Shares equal groups of columns. Safe to use from many threads; holds at most about `entries_max` groups that nobody
/// uses any more.
#[derive(Debug)]
pub struct Interner {
    entries_max: usize,
    groups: Mutex<HashMap<EncodedFields, Arc<Fields>>>,
}

impl Default for Interner {
    fn default() -> Self {
        Self::new(65_536)
    }
}

impl Interner {
    /// An interner that looks for unused groups when it holds more than `entries_max`.
    pub fn new(entries_max: usize) -> Self {
        Self {
            entries_max,
            groups: Mutex::new(HashMap::new()),
        }
    }

    /// The decoded columns, shared with everyone who asked for equal ones.
    pub fn decode(&self, encoded: &EncodedFields) -> Result<Arc<Fields>, FrameError> {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fields) = groups.get(encoded) {
            return Ok(fields.clone());
        }
        let fields = Arc::new(encoded.decode()?);
        if groups.len() >= self.entries_max {
            groups.retain(|_, fields| Arc::strong_count(fields) > 1);
            if groups.len() >= self.entries_max {
                groups.clear();
            }
        }
        groups.insert(encoded.clone(), fields.clone());
        Ok(fields)
    }

    /// Shares columns that were built here.
    pub fn share(&self, fields: Fields) -> Arc<Fields> {
        let encoded = EncodedFields::new(&fields);
        self.decode(&encoded).unwrap_or_else(|_| Arc::new(fields))
    }
}
