//! Which properties fill columns (`interfaces.md`), and how long what they hold may be. A value that does not fit its
//! column stays in `properties`; a property with the name of one of the server's columns stays there too.

use std::collections::HashMap;
use std::sync::LazyLock;

use compact_str::CompactString;
use engine::{Column, Decimal, Fields, Item, Kind, Value};
use serde_json::{Map, Value as Json};

/// Characters that an address may have.
pub const URL_CHARS_MAX: usize = 4_096;
/// Characters that any other text may have.
pub const TEXT_CHARS_MAX: usize = 1_024;
/// Characters that an id may have.
pub const ID_CHARS_MAX: usize = 64;
/// How deep an event may nest.
pub const NESTING_MAX: usize = 32;

/// Property names and their columns.
static COLUMNS_BY_PROPERTY: LazyLock<HashMap<&'static str, Column>> = LazyLock::new(|| {
    use Column as C;
    let same_name = [
        C::PageViewNumber,
        C::UtmSource,
        C::UtmMedium,
        C::UtmCampaign,
        C::UtmTerm,
        C::UtmContent,
        C::Gclid,
        C::Gbraid,
        C::Wbraid,
        C::Dclid,
        C::Fbclid,
        C::Ttclid,
        C::Msclkid,
        C::LiFatId,
        C::Twclid,
        C::Sccid,
        C::Epik,
        C::Fbp,
        C::Fbc,
        C::EngagementTimeMsec,
        C::TimeOnPageSec,
        C::ScrollDepthPercent,
        C::ScrollDepthPixels,
        C::LinkUrl,
        C::LinkText,
        C::LinkDomain,
        C::Element,
        C::FileName,
        C::FileExtension,
        C::FormId,
        C::FormName,
        C::FormDestination,
        C::LeadType,
        C::LeadValue,
        C::VideoId,
        C::VideoProvider,
        C::VideoPercent,
        C::SearchTerm,
        C::TransactionId,
        C::Value,
        C::Tax,
        C::Shipping,
        C::Currency,
        C::Coupon,
        C::PaymentMethod,
        C::ShippingTier,
        C::Items,
        C::EmailSha256,
        C::PhoneSha256,
        C::FirstNameSha256,
        C::LastNameSha256,
        C::StreetSha256,
        C::CitySha256,
        C::RegionSha256,
        C::PostalCodeSha256,
        C::CountrySha256,
    ];
    let other_name = [
        ("url", C::PageUrl),
        ("path", C::PagePath),
        ("title", C::PageTitle),
        ("referrer", C::PageReferrer),
        ("depth", C::ScrollDepthPercent),
        ("depth_percentage", C::ScrollDepthPercent),
        ("text", C::LinkText),
        ("filename", C::FileName),
        ("extension", C::FileExtension),
        ("provider", C::VideoProvider),
        ("amount", C::Value),
    ];
    same_name
        .into_iter()
        .map(|column| (column.name(), column))
        .chain(other_name)
        .collect()
});

/// Properties under which people send what must be hashed first.
const RAW_PII: [&str; 6] = [
    "email",
    "phone",
    "phone_number",
    "first_name",
    "last_name",
    "street",
];

/// The property at fault, where a personal datum comes unhashed.
pub fn unhashed_pii(properties: &Map<String, Json>) -> Option<&str> {
    properties.iter().find_map(|(name, value)| {
        let text = value.as_str()?;
        let raw = if name.ends_with("_sha256") {
            let known = COLUMNS_BY_PROPERTY.contains_key(name.as_str());
            known && !(text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()))
        } else {
            RAW_PII.contains(&name.as_str()) && !text.trim().is_empty()
        };
        raw.then_some(name.as_str())
    })
}

/// Splits properties into columns and the JSON text of the rest.
pub fn split(properties: Map<String, Json>) -> (Fields, Option<CompactString>) {
    let mut fields = Fields::new();
    let mut rest = Map::new();
    for (name, value) in properties {
        let column = COLUMNS_BY_PROPERTY.get(name.as_str()).copied();
        // Under two names for one column the first that fits wins; the other stays where it is.
        let fitting = column
            .filter(|column| fields.get(*column).is_none())
            .and_then(|column| Some((column, fit(column, &value)?)));
        match fitting {
            Some((column, value)) => fields.set(column, value),
            None if value.is_null() && column.is_some() => {}
            None => {
                rest.insert(name, cut_deep(value));
            }
        }
    }
    let rest = (!rest.is_empty()).then(|| Json::Object(rest).to_string().into());
    (fields, rest)
}

fn fit(column: Column, value: &Json) -> Option<Value> {
    let value = match (column.kind(), value) {
        (Kind::Text, Json::String(text)) => {
            let max = match column {
                Column::PageUrl
                | Column::PageReferrer
                | Column::LinkUrl
                | Column::FormDestination => URL_CHARS_MAX,
                _ => TEXT_CHARS_MAX,
            };
            let text = match column {
                Column::PageTitle => text.as_str(),
                _ => text.trim(),
            };
            if text.is_empty() {
                return None;
            }
            Value::Text(clean(cut(text, max)))
        }
        (Kind::Int16 | Kind::Int32 | Kind::Int64, Json::Number(number)) => {
            Value::Int(whole(number)?)
        }
        (Kind::Decimal, Json::Number(number)) => {
            Value::Decimal(Decimal::from_f64(number.as_f64()?)?)
        }
        (Kind::Items, Json::Array(items)) => Value::Items(
            items
                .iter()
                .map(item)
                .collect::<Option<Vec<_>>>()?
                .into_boxed_slice(),
        ),
        _ => return None,
    };
    value.fits(column.kind()).then_some(value)
}

/// A JSON number that is whole, `25.0` included.
pub fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0 && float.abs() < 9.0e15).then_some(float as i64)
    })
}

fn item(value: &Json) -> Option<Item> {
    let object = value.as_object()?;
    let text = |name: &str| match object.get(name)? {
        Json::String(text) => Some(clean(cut(text, TEXT_CHARS_MAX))),
        Json::Number(number) => Some(number.to_string().into()),
        _ => None,
    };
    let number = |name: &str| match object.get(name)? {
        Json::Number(number) => i32::try_from(whole(number)?).ok(),
        _ => None,
    };
    Some(Item {
        item_id: text("item_id"),
        item_name: text("item_name"),
        item_brand: text("item_brand"),
        item_category: text("item_category"),
        item_category2: text("item_category2"),
        item_category3: text("item_category3"),
        item_variant: text("item_variant"),
        price: object
            .get("price")
            .and_then(Json::as_f64)
            .and_then(Decimal::from_f64),
        quantity: number("quantity"),
        currency: text("currency"),
        item_list_name: text("item_list_name"),
        item_list_id: text("item_list_id"),
        index: number("index"),
    })
}

/// At most `max` characters of a text.
pub fn cut(text: &str, max: usize) -> &str {
    if text.len() <= max {
        return text;
    }
    match text.char_indices().nth(max) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

/// A text without NUL, which many readers of the tables stumble over.
fn clean(text: &str) -> CompactString {
    if text.contains('\0') {
        text.replace('\0', "\u{fffd}").into()
    } else {
        text.into()
    }
}

fn cut_deep(value: Json) -> Json {
    match value {
        Json::String(text) if text.len() > TEXT_CHARS_MAX => cut(&text, TEXT_CHARS_MAX).into(),
        Json::Array(values) => values.into_iter().map(cut_deep).collect(),
        Json::Object(map) => map
            .into_iter()
            .map(|(name, value)| (name, cut_deep(value)))
            .collect(),
        other => other,
    }
}

/// Whether a value nests deeper than an event may.
pub fn nests_too_deep(value: &Json, left: usize) -> bool {
    match value {
        Json::Array(values) => left == 0 || values.iter().any(|v| nests_too_deep(v, left - 1)),
        Json::Object(map) => left == 0 || map.values().any(|v| nests_too_deep(v, left - 1)),
        _ => false,
    }
}
