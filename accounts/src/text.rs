//! Names and addresses as people type them, checked before they are stored.

use crate::error::{AccountsError, Result};

const NAME_MAX: usize = 120;

/// A name: 1 to 120 characters, without control characters and white space around it.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > NAME_MAX || text.chars().any(char::is_control) {
        let message =
            format!("a name has 1 to {NAME_MAX} characters, none of them control characters");
        return Err(AccountsError::invalid(field, message));
    }
    Ok(text.into())
}

/// An e-mail address in the one form under which it is stored and looked for: trimmed, in lower case. Whether it exists only a mail to it
/// can tell.
pub(crate) fn email(text: &str) -> Result<String> {
    let text = text.trim().to_lowercase();
    let wrong = || AccountsError::invalid("email", "this is no e-mail address");
    let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
    let plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || "<>()[],;:\\\"@".contains(c))
    };
    let fits = text.len() <= 254 && local.len() <= 64 && plain(local) && plain(domain);
    if fits && !domain.starts_with('.') && !domain.ends_with('.') {
        Ok(text)
    } else {
        Err(wrong())
    }
}

/// Free text up to a number of characters; nothing where it is blank.
pub(crate) fn optional(field: &'static str, text: &str, most: usize) -> Result<Option<String>> {
    let text = text.trim();
    if text.chars().count() > most {
        let message = format!("this has at most {most} characters");
        return Err(AccountsError::invalid(field, message));
    }
    Ok((!text.is_empty()).then(|| text.into()))
}

/// Bitmaps only: an SVG may hold a script.
const PICTURE_KINDS: [&str; 3] = [
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/webp;base64,",
];
const PICTURE_BYTES_MAX: usize = 100_000;

/// A small picture as a `data:` address; nothing where it is empty.
pub(crate) fn picture(field: &'static str, text: &str) -> Result<Option<String>> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |message: &str| Err(AccountsError::invalid(field, message));
    let Some(kind) = PICTURE_KINDS
        .into_iter()
        .find(|kind| text.starts_with(kind))
    else {
        return wrong("a picture is a data: address of a PNG, JPEG or WebP");
    };
    let is_base64 = text[kind.len()..]
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    if !is_base64 || text.len() > PICTURE_BYTES_MAX {
        return wrong("a picture is base64 of at most 100 kB");
    }
    Ok(Some(text.into()))
}
