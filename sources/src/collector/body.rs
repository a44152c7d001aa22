//! Bodies are read with a bound before and after inflating. The rest of a refused body is read and dropped, up to a
//! bound, so that the sender gets the answer instead of a broken connection.

use std::io::Read;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use futures::StreamExt;

use super::error::CollectError;

/// Bytes that a body may have, inflated.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes that are read of a body that is refused.
const DRAINED_BYTES_MAX: usize = 16 << 20;

/// Reads a body of a collecting route.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, CollectError> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str().unwrap_or_default());
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    let supported = essence.is_none_or(|essence| {
        essence.is_empty()
            || essence.eq_ignore_ascii_case("application/json")
            || essence.eq_ignore_ascii_case("text/plain")
    });
    let raw = collect(body, supported).await?;
    if !supported {
        return Err(CollectError::UnsupportedMediaType(
            kind.unwrap_or_default().to_owned(),
        ));
    }
    match headers.get(header::CONTENT_ENCODING).map(|v| v.as_bytes()) {
        None | Some(b"identity" | b"") => Ok(raw),
        Some(encoding) if encoding.eq_ignore_ascii_case(b"gzip") => inflate(&raw),
        Some(encoding) => Err(CollectError::UnsupportedMediaType(format!(
            "content encoding {}",
            String::from_utf8_lossy(encoding)
        ))),
    }
}

async fn collect(body: Body, keep: bool) -> Result<Vec<u8>, CollectError> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut total = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk
            .map_err(|error| CollectError::InvalidJson(format!("body ended early: {error}")))?;
        total += chunk.len();
        if total > DRAINED_BYTES_MAX {
            break;
        }
        if keep && total <= BODY_BYTES_MAX {
            bytes.extend_from_slice(&chunk);
        }
    }
    if total > BODY_BYTES_MAX {
        return Err(CollectError::TooLarge("a body may have 1 MiB".into()));
    }
    Ok(bytes)
}

fn inflate(raw: &[u8]) -> Result<Vec<u8>, CollectError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX) + 1;
    flate2::read::MultiGzDecoder::new(raw)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| CollectError::InvalidJson(format!("body is not gzip: {error}")))?;
    if bytes.len() > BODY_BYTES_MAX {
        return Err(CollectError::TooLarge(
            "a body may have 1 MiB after inflating".into(),
        ));
    }
    Ok(bytes)
}
