//! A body of `POST /api/collect` becomes a batch: each event parsed on its own, so that one bad event costs itself and
//! nothing beside it.

use compact_str::CompactString;
use engine::{Event, EventId, Micros};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::error::{CollectError, Rejection};
use super::properties::{
    ID_CHARS_MAX, NESTING_MAX, cut, nests_too_deep, split, unhashed_pii, whole,
};

/// Events that a request may hold.
pub const EVENTS_MAX: usize = 500;
/// Bytes that an event may have.
pub const EVENT_BYTES_MAX: usize = 64 * 1024;
/// Characters that an event's name may have.
pub const NAME_CHARS_MAX: usize = 120;

#[derive(Deserialize)]
struct RawBatch<'a> {
    #[serde(borrow, default)]
    site_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    sent_at: Option<&'a RawValue>,
    #[serde(borrow, default)]
    visitor: Option<&'a RawValue>,
    #[serde(borrow, default)]
    session: Option<&'a RawValue>,
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
    #[serde(borrow, default)]
    events: Option<&'a RawValue>,
}

/// Who sends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sender {
    /// `visitor.id`.
    pub visitor: Option<CompactString>,
    /// `visitor.is_new`.
    pub is_new: Option<bool>,
    /// `visitor.user_id`.
    pub user: Option<CompactString>,
    /// `session.id`.
    pub session: Option<CompactString>,
    /// `session.number`.
    pub session_number: Option<i32>,
}

/// An event with the context that differs from its batch's.
#[derive(Clone, Debug)]
pub struct BatchEvent {
    /// The event.
    pub event: Event,
    /// Its own context, laid over the batch's.
    pub context: Option<Map<String, Json>>,
}

/// A parsed body.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// `site_id`.
    pub site: Option<CompactString>,
    /// `sent_at`.
    pub sent_at: Option<Micros>,
    /// Who sends.
    pub sender: Sender,
    /// `context`.
    pub context: Map<String, Json>,
    /// The good events.
    pub events: Vec<BatchEvent>,
    /// The others.
    pub rejected: Vec<Rejection>,
    /// `session_start` and `first_visit` events, which are flags and never rows.
    pub dropped: usize,
}

/// Reads a body: the batch, or (where `single` is allowed) one event.
pub fn parse(body: &[u8], single: bool) -> Result<Batch, CollectError> {
    let text = String::from_utf8_lossy(body);
    let text = repair_surrogates(&text);
    let raw: RawBatch<'_> = match serde_json::from_str(&text) {
        Ok(raw) => raw,
        Err(error) if error.is_data() => {
            return Err(CollectError::batch(
                "",
                format!("body is no batch: {error}"),
            ));
        }
        Err(error) => return Err(CollectError::InvalidJson(error.to_string())),
    };
    let mut batch = Batch {
        site: optional_id(raw.site_id, "site_id")?,
        sent_at: raw.sent_at.and_then(millis),
        context: object(raw.context, "context")?,
        ..Batch::default()
    };
    batch.sender = sender(raw.visitor, raw.session)?;
    match raw.events {
        Some(events) => {
            let events: Vec<&RawValue> = serde_json::from_str(events.get())
                .map_err(|_| CollectError::batch("events", "`events` is not a list"))?;
            if events.len() > EVENTS_MAX {
                let count = events.len();
                return Err(CollectError::TooLarge(format!(
                    "{count} events; a request may hold {EVENTS_MAX}"
                )));
            }
            for (index, raw) in events.into_iter().enumerate() {
                batch.add(index, raw.get());
            }
        }
        None if single => batch.add(0, &text),
        None => return Err(CollectError::batch("events", "`events` is missing")),
    }
    Ok(batch)
}

impl Batch {
    fn add(&mut self, index: usize, raw: &str) {
        match parse_event(index, raw) {
            Ok(Some(event)) => self.events.push(event),
            Ok(None) => self.dropped += 1,
            Err(rejection) => self.rejected.push(rejection),
        }
    }
}

fn parse_event(index: usize, raw: &str) -> Result<Option<BatchEvent>, Rejection> {
    let reject = |code: &'static str, field: &str, message: &str| Rejection {
        index,
        code,
        field: match field {
            "" => format!("events[{index}]"),
            field => format!("events[{index}].{field}"),
        },
        message: message.to_owned(),
    };
    if raw.len() > EVENT_BYTES_MAX {
        return Err(reject("event_too_large", "", "an event may have 64 KiB"));
    }
    let Ok(Json::Object(mut event)) = serde_json::from_str::<Json>(raw) else {
        return Err(reject("invalid_event", "", "an event is an object"));
    };
    if event
        .values()
        .any(|value| nests_too_deep(value, NESTING_MAX - 1))
    {
        return Err(reject("invalid_event", "", "an event may nest 32 levels"));
    }
    let name = match event.remove("name") {
        None | Some(Json::Null) => {
            return Err(reject("missing_name", "name", "an event needs a name"));
        }
        Some(Json::String(name)) => name,
        Some(_) => return Err(reject("invalid_name", "name", "a name is text")),
    };
    let length = name.chars().count();
    if length == 0 || length > NAME_CHARS_MAX || name.chars().any(char::is_control) {
        let message = "a name has 1 to 120 characters and no control characters";
        return Err(reject("invalid_name", "name", message));
    }
    let name = canonical_name(&name);
    if matches!(name, "session_start" | "first_visit") {
        return Ok(None);
    }
    let client_time = match event.remove("timestamp") {
        None | Some(Json::Null) => None,
        Some(Json::Number(number)) => match number.as_f64() {
            Some(millis) if millis.abs() < 9.0e15 => Some(Micros((millis * 1_000.0) as i64)),
            _ => return Err(reject("invalid_timestamp", "timestamp", "out of range")),
        },
        Some(_) => {
            let message = "a timestamp is a number of milliseconds since 1970";
            return Err(reject("invalid_timestamp", "timestamp", message));
        }
    };
    let id = match event.remove("id") {
        None | Some(Json::Null) => EventId::new(uuid::Uuid::new_v4().to_string()),
        Some(Json::String(id)) if !id.is_empty() && id.chars().count() <= ID_CHARS_MAX => {
            EventId::new(id)
        }
        Some(_) => {
            return Err(reject(
                "invalid_event",
                "id",
                "an id is 1 to 64 characters of text",
            ));
        }
    };
    let properties = match event.remove("properties") {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(properties)) => properties,
        Some(_) => {
            return Err(reject(
                "invalid_event",
                "properties",
                "properties are an object",
            ));
        }
    };
    if let Some(property) = unhashed_pii(&properties) {
        let message = "personal data must be hashed with SHA-256 before they are sent";
        return Err(reject(
            "unhashed_pii",
            &format!("properties.{property}"),
            message,
        ));
    }
    let context = match event.remove("context") {
        None | Some(Json::Null) => None,
        Some(Json::Object(context)) => (!context.is_empty()).then_some(context),
        Some(_) => return Err(reject("invalid_event", "context", "a context is an object")),
    };
    let (fields, properties) = split(properties);
    Ok(Some(BatchEvent {
        event: Event {
            id,
            name: name.into(),
            client_time,
            fields,
            properties,
        },
        context,
    }))
}

/// The names that other tools use for GA4's events.
pub fn canonical_name(name: &str) -> &str {
    match name {
        "pageview" => "page_view",
        "scroll_depth" => "scroll",
        "video_play" => "video_start",
        "lead" => "generate_lead",
        other => other,
    }
}

fn sender(visitor: Option<&RawValue>, session: Option<&RawValue>) -> Result<Sender, CollectError> {
    let mut visitor = object(visitor, "visitor")?;
    let mut session = object(session, "session")?;
    Ok(Sender {
        visitor: take_id(&mut visitor, "id", "visitor.id")?,
        is_new: visitor.get("is_new").and_then(Json::as_bool),
        user: take_text(&mut visitor, "user_id"),
        session: take_id(&mut session, "id", "session.id")?,
        session_number: session
            .get("number")
            .and_then(Json::as_i64)
            .and_then(|number| i32::try_from(number).ok()),
    })
}

fn object(raw: Option<&RawValue>, field: &str) -> Result<Map<String, Json>, CollectError> {
    match raw.map(|raw| serde_json::from_str(raw.get())) {
        None | Some(Ok(Json::Null)) => Ok(Map::new()),
        Some(Ok(Json::Object(map))) => Ok(map),
        Some(_) => Err(CollectError::batch(
            field,
            format!("`{field}` is not an object"),
        )),
    }
}

fn optional_id(raw: Option<&RawValue>, field: &str) -> Result<Option<CompactString>, CollectError> {
    let value: Option<Json> = raw.and_then(|raw| serde_json::from_str(raw.get()).ok());
    check_id(value, field)
}

fn take_id(
    map: &mut Map<String, Json>,
    name: &str,
    field: &str,
) -> Result<Option<CompactString>, CollectError> {
    check_id(map.remove(name), field)
}

fn check_id(value: Option<Json>, field: &str) -> Result<Option<CompactString>, CollectError> {
    match value {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(id)) if id.is_empty() => Ok(None),
        Some(Json::String(id))
            if id.chars().count() <= ID_CHARS_MAX && !id.chars().any(char::is_control) =>
        {
            Ok(Some(id.into()))
        }
        Some(_) => Err(CollectError::batch(
            field,
            format!("`{field}` is not text of at most 64 characters"),
        )),
    }
}

fn take_text(map: &mut Map<String, Json>, name: &str) -> Option<CompactString> {
    match map.remove(name)? {
        Json::String(text) if !text.is_empty() => {
            Some(cut(&text, super::properties::TEXT_CHARS_MAX).into())
        }
        Json::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

fn millis(raw: &RawValue) -> Option<Micros> {
    let number: serde_json::Number = serde_json::from_str(raw.get()).ok()?;
    whole(&number)
        .or_else(|| number.as_f64().map(|millis| millis as i64))
        .map(Micros::from_millis)
}

/// Lone surrogates (`\ud83d` without its other half) are legal in JavaScript's strings and illegal in JSON's readers;
/// they become U+FFFD, so that a cut emoji does not cost a batch.
fn repair_surrogates(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return text.into();
    }
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let Some(unit) = escaped_unit(bytes, at) else {
            at += 2;
            continue;
        };
        let low = escaped_unit(bytes, at + 6);
        match unit {
            0xd800..=0xdbff if low.is_some_and(|low| (0xdc00..=0xdfff).contains(&low)) => at += 12,
            0xd800..=0xdfff => {
                out.push_str(&text[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            _ => at += 6,
        }
    }
    out.push_str(&text[copied..]);
    out.into()
}

fn escaped_unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    if &escape[..2] != b"\\u" {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(&escape[2..]).ok()?, 16).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_kept() {
        for (given, expected) in [
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00x""#, "\u{fffd}x"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\\ud83d""#, r"\ud83d"),
        ] {
            let repaired = repair_surrogates(given);
            let read: String = serde_json::from_str(&repaired).unwrap();
            assert_eq!(read, expected, "{given}");
        }
    }

    #[test]
    fn one_bad_event_costs_itself() {
        let body = br#"{"site_id":"s","events":[{"name":"a"},{},{"name":7},{"name":"b","timestamp":"x"},
            {"name":"c","properties":[]},5,{"name":"d","id":""},{"name":"pageview"},{"name":"session_start"}]}"#;
        let batch = parse(body, false).unwrap();
        let names: Vec<_> = batch.events.iter().map(|e| e.event.name.as_str()).collect();
        assert_eq!(names, ["a", "page_view"]);
        assert_eq!(batch.dropped, 1);
        let codes: Vec<_> = batch.rejected.iter().map(|r| (r.index, r.code)).collect();
        assert_eq!(
            codes,
            [
                (1, "missing_name"),
                (2, "invalid_name"),
                (3, "invalid_timestamp"),
                (4, "invalid_event"),
                (5, "invalid_event"),
                (6, "invalid_event"),
            ]
        );
    }

    #[test]
    fn server_columns_stay_in_properties() {
        let body = br#"{"events":[{"name":"a","properties":{"url":"https://e.com/","country":"DE","is_bot":true,
            "scroll_depth_percent":"x","value":12.5,"currency":"EUR","engagement_time_msec":5.0}}]}"#;
        let batch = parse(body, false).unwrap();
        let event = &batch.events[0].event;
        assert_eq!(
            event.fields.text(engine::Column::PageUrl),
            Some("https://e.com/")
        );
        assert_eq!(
            event.fields.int(engine::Column::EngagementTimeMsec),
            Some(5)
        );
        assert!(event.fields.get(engine::Column::Country).is_none());
        let rest: Json = serde_json::from_str(event.properties.as_ref().unwrap()).unwrap();
        assert_eq!(rest["country"], "DE");
        assert_eq!(rest["is_bot"], true);
        assert_eq!(rest["scroll_depth_percent"], "x");
    }
}
