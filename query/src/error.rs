//! Why a question got no answer, by what the caller can do about it.

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;

/// Why a question got no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The question is malformed; asking it again changes nothing.
    #[error("{field}: {message}")]
    BadInput {
        /// The input field at fault, as the API spells it (`range`, `filters`, `propertyKeys`, …).
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The question is well formed and has no defined answer, such as a bounce rate by event name.
    #[error("{reason}")]
    Unsupported {
        /// Why there is no answer.
        reason: String,
    },
    /// The answer needs more memory than a question may have; a shorter range or fewer dimensions may fit.
    #[error("the question needs more memory than it may have")]
    LimitExceeded,
    /// The time limit passed.
    #[error("the question took longer than it may")]
    Timeout,
    /// The process has not yet read the log up to where it ended at the start; trying again soon helps.
    #[error("rows that were accepted before the start are still being read")]
    CatchingUp,
    /// The store did not answer; trying again can help.
    #[error("the tables cannot be read: {0}")]
    Unavailable(String),
    /// A defect, or a damaged table.
    #[error("internal error: {0}")]
    Internal(String),
}

impl QueryError {
    pub(crate) fn bad(field: &'static str, message: impl Into<String>) -> Self {
        Self::BadInput {
            field,
            message: message.into(),
        }
    }
    pub(crate) fn unsupported(reason: impl Into<String>) -> Self {
        Self::Unsupported {
            reason: reason.into(),
        }
    }
    pub(crate) fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl From<DataFusionError> for QueryError {
    fn from(error: DataFusionError) -> Self {
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => Self::LimitExceeded,
            DataFusionError::ObjectStore(error) => Self::Unavailable(error.to_string()),
            DataFusionError::IoError(error) if has_spilled_too_much(error) => Self::LimitExceeded,
            DataFusionError::IoError(error) => Self::Unavailable(error.to_string()),
            DataFusionError::ArrowError(inner, _) => match inner.as_ref() {
                ArrowError::IoError(_, error) if has_spilled_too_much(error) => Self::LimitExceeded,
                _ => Self::Internal(error.strip_backtrace()),
            },
            DataFusionError::External(inner) => match inner.downcast_ref::<object_store::Error>() {
                Some(error) => Self::Unavailable(error.to_string()),
                None => Self::Internal(error.strip_backtrace()),
            },
            _ => Self::Internal(error.strip_backtrace()),
        }
    }
}

/// Whether temporary files have become as large as they may be together, which DataFusion says in words alone: it names
/// its own option.
fn has_spilled_too_much(error: &std::io::Error) -> bool {
    error.to_string().contains("max_temp_directory_size")
}

impl From<ArrowError> for QueryError {
    fn from(error: ArrowError) -> Self {
        Self::internal(error)
    }
}

impl From<engine::HotError> for QueryError {
    fn from(error: engine::HotError) -> Self {
        match error {
            engine::HotError::CatchingUp(_) => Self::CatchingUp,
        }
    }
}
