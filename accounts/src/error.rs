//! Why the control plane did not do what it was asked, by what the caller can do about it.

use std::time::Duration;

use sea_orm::DbErr;

/// Why the control plane did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// The database did not answer or refused. Trying again may help.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// There is no such thing, or it is not there for the one who asks.
    #[error("there is no {0}")]
    NotFound(String),
    /// What was given cannot be stored.
    #[error("{message}")]
    Invalid {
        /// The input at fault, as the API names it.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// E-mail, password or token are not right; which of them is not said.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// It is not allowed as things stand.
    #[error("{0}")]
    Forbidden(String),
    /// It was tried too often.
    #[error("too many attempts; try again later")]
    TooManyAttempts {
        /// When the count begins anew.
        retry_after: Duration,
    },
    /// A stored secret cannot be opened, or a key not be used: the installation is at fault.
    #[error("{0}")]
    Secret(String),
}

impl AccountsError {
    /// An input that cannot be stored.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        AccountsError::Invalid {
            field,
            message: message.into(),
        }
    }
}

/// What was asked, or why not.
pub type Result<T> = std::result::Result<T, AccountsError>;
