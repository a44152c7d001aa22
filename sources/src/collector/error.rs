//! What the collector answers when it does not accept: a status, a machine-readable code and the field at fault.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

/// One event of a batch that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// Its place in `events`.
    pub index: usize,
    /// Machine-readable reason.
    pub code: &'static str,
    /// The field at fault.
    pub field: String,
    /// The reason in words.
    pub message: String,
}

/// Why a request was refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The body is not JSON.
    #[error("body is not valid JSON: {0}")]
    InvalidJson(String),
    /// The body is JSON of another shape, or no event of it was accepted.
    #[error("{message}")]
    InvalidBatch {
        /// What is wrong.
        message: String,
        /// The field at fault.
        field: Option<String>,
        /// The events, each with its reason.
        rejected: Vec<Rejection>,
    },
    /// The key is unknown, expired, or does not reach the site.
    #[error("the key is not valid for writing to this site")]
    Unauthorized,
    /// The browser's origin is none of the site's.
    #[error(
        "origin `{0}` may not send events to this site; add it to the site's domains or allowed hosts"
    )]
    OriginNotAllowed(String),
    /// The site does not accept events at present.
    #[error("the site is paused")]
    SitePaused,
    /// There is no such site.
    #[error("no site has the id `{0}`")]
    UnknownSite(String),
    /// More bytes or events than a request may hold.
    #[error("{0}")]
    TooLarge(String),
    /// The body is of a type that is not read.
    #[error("content type `{0}` is not application/json or text/plain")]
    UnsupportedMediaType(String),
    /// Too many requests; try again after some seconds.
    #[error("too many requests; try again in {0} s")]
    RateLimited(u64),
    /// The log does not take frames at present; nothing was accepted.
    #[error("events cannot be stored at present; try again in {0} s")]
    LogUnavailable(u64),
}

impl CollectError {
    /// An error of the batch's shape.
    pub fn batch(field: &str, message: impl Into<String>) -> Self {
        Self::InvalidBatch {
            message: message.into(),
            field: Some(field.to_owned()),
            rejected: Vec::new(),
        }
    }

    /// Its machine-readable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidJson(_) => "invalid_json",
            Self::InvalidBatch { .. } => "invalid_batch",
            Self::Unauthorized => "unauthorized",
            Self::OriginNotAllowed(_) => "origin_not_allowed",
            Self::SitePaused => "site_paused",
            Self::UnknownSite(_) => "unknown_site",
            Self::TooLarge(_) => "too_large",
            Self::UnsupportedMediaType(_) => "unsupported_media_type",
            Self::RateLimited(_) => "rate_limited",
            Self::LogUnavailable(_) => "log_unavailable",
        }
    }

    /// Its HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::InvalidJson(_) | Self::InvalidBatch { .. } => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::OriginNotAllowed(_) | Self::SitePaused => StatusCode::FORBIDDEN,
            Self::UnknownSite(_) => StatusCode::NOT_FOUND,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::LogUnavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::InvalidBatch { field, .. } => field.as_deref(),
            Self::UnknownSite(_) => Some("site_id"),
            _ => None,
        }
    }
}

impl IntoResponse for CollectError {
    fn into_response(self) -> Response {
        let mut body = json!({
            "error": { "code": self.code(), "message": self.to_string(), "field": self.field() }
        });
        if let Self::InvalidBatch { rejected, .. } = &self
            && !rejected.is_empty()
        {
            body["rejected"] = json!(rejected);
        }
        let mut response = (self.status(), Json(body)).into_response();
        if let Self::RateLimited(seconds) | Self::LogUnavailable(seconds) = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
