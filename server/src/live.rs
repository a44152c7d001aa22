//! The live feed: rows of the hub as the API shows events, and filters applied to them in memory.

use engine::{Column, EventRow};
use graphql_api::{ApiError, ApiResult, Dimension, EventData, FilterInput, FilterOp};

use crate::realtime::date_time;

/// A row as the API shows it.
pub fn event(row: &EventRow) -> EventData {
    let session = row.session.as_ref();
    let of_session = |column| {
        session
            .and_then(|s| s.attributes.text(column))
            .or_else(|| row.fields.text(column))
            .map(str::to_owned)
    };
    let own = |column| row.fields.text(column).map(str::to_owned);
    let place = row.place;
    EventData {
        id: row.id.to_string(),
        site_id: row.site.to_string(),
        name: row.name.to_string(),
        timestamp: date_time(row.timestamp),
        server_timestamp: date_time(row.server_timestamp),
        visitor_id: session.map(|s| s.visitor.to_string()),
        session_id: session.map(|s| s.session.text().to_string()),
        user_id: row.user.as_ref().map(ToString::to_string),
        page_url: own(Column::PageUrl),
        page_path: own(Column::PagePath),
        page_title: own(Column::PageTitle),
        referrer: own(Column::PageReferrer),
        source: of_session(Column::Source),
        medium: of_session(Column::Medium),
        channel: of_session(Column::Channel),
        campaign: of_session(Column::UtmCampaign),
        country: of_session(Column::Country),
        region: of_session(Column::Region),
        city: of_session(Column::City),
        device: of_session(Column::DeviceCategory),
        browser: of_session(Column::Browser),
        os: of_session(Column::OperatingSystem),
        language: of_session(Column::Language),
        company: of_session(Column::CompanyName),
        visitor_type: of_session(Column::VisitorType),
        value: row
            .fields
            .decimal(Column::Value)
            .map(|value| value.as_f64()),
        currency: own(Column::Currency),
        transaction_id: own(Column::TransactionId),
        is_bot: row.is_bot,
        origin: own(Column::Origin),
        properties: row
            .fields
            .text(Column::Properties)
            .and_then(|text| serde_json::from_str(text).ok()),
        cursor: format!(
            "{}.{}.{}.{}",
            row.timestamp.0, place.partition, place.offset, place.index
        ),
    }
}

/// A filter over live events, checked when the subscription starts.
pub struct LiveFilter(Vec<FilterInput>);

impl LiveFilter {
    /// Checks that every condition can be decided on an event alone.
    pub fn new(filters: &[FilterInput]) -> ApiResult<Self> {
        filters.iter().try_for_each(check)?;
        Ok(Self(filters.to_vec()))
    }

    /// Whether an event passes all of them.
    pub fn passes(&self, event: &EventData) -> bool {
        self.0.iter().all(|filter| holds(filter, event))
    }
}

fn check(filter: &FilterInput) -> ApiResult<()> {
    let below = filter.and.iter().chain(&filter.or).flatten();
    below.into_iter().try_for_each(check)?;
    if let Some(not) = &filter.not {
        check(not)?;
    }
    match filter.dimension {
        Some(dimension) => {
            let decidable =
                value_of(dimension, filter.key.as_deref(), &EventData::default()).is_some();
            if !decidable {
                let name = dimension.name();
                return Err(ApiError::Unsupported(format!(
                    "live events cannot be filtered by {name}"
                )));
            }
            match filter.op {
                None => Err(ApiError::BadInput {
                    field: "filters".into(),
                    message: "a comparison needs an op".into(),
                }),
                Some(FilterOp::Matches | FilterOp::NotMatches | FilterOp::Greater | FilterOp::Less) => {
                    Err(ApiError::Unsupported("live events are filtered by IS, CONTAINS, STARTS_WITH, ENDS_WITH, IS_SET and their opposites".into()))
                }
                Some(_) => Ok(()),
            }
        }
        None => Ok(()),
    }
}

fn holds(filter: &FilterInput, event: &EventData) -> bool {
    if let Some(all) = &filter.and {
        return all.iter().all(|filter| holds(filter, event));
    }
    if let Some(any) = &filter.or {
        return any.iter().any(|filter| holds(filter, event));
    }
    if let Some(not) = &filter.not {
        return !holds(not, event);
    }
    let Some(dimension) = filter.dimension else {
        return true;
    };
    let value = value_of(dimension, filter.key.as_deref(), event).flatten();
    let any = |test: fn(&str, &str) -> bool| {
        let values = filter.values.iter().flatten();
        value
            .as_deref()
            .is_some_and(|value| values.into_iter().any(|wanted| test(value, wanted)))
    };
    match filter.op {
        Some(FilterOp::Is) => any(|value, wanted| value == wanted),
        Some(FilterOp::IsNot) => !any(|value, wanted| value == wanted),
        Some(FilterOp::Contains) => any(|value, wanted| value.contains(wanted)),
        Some(FilterOp::NotContains) => !any(|value, wanted| value.contains(wanted)),
        Some(FilterOp::StartsWith) => any(|value, wanted| value.starts_with(wanted)),
        Some(FilterOp::EndsWith) => any(|value, wanted| value.ends_with(wanted)),
        Some(FilterOp::IsSet) => value.is_some(),
        Some(FilterOp::IsNotSet) => value.is_none(),
        _ => false,
    }
}

/// The event's value of a dimension; None where it cannot be told from the event alone.
fn value_of(dimension: Dimension, key: Option<&str>, event: &EventData) -> Option<Option<String>> {
    use Dimension as D;
    let value = match dimension {
        D::Event => Some(event.name.clone()),
        D::Page => event.page_path.clone(),
        D::Title => event.page_title.clone(),
        D::Source => event.source.clone(),
        D::Medium => event.medium.clone(),
        D::Channel => event.channel.clone(),
        D::Campaign | D::UtmCampaign => event.campaign.clone(),
        D::Country => event.country.clone(),
        D::Region => event.region.clone(),
        D::City => event.city.clone(),
        D::Device => event.device.clone(),
        D::Browser => event.browser.clone(),
        D::Os => event.os.clone(),
        D::Language => event.language.clone(),
        D::Company => event.company.clone(),
        D::VisitorType => event.visitor_type.clone(),
        D::Origin => event.origin.clone(),
        D::Site => Some(event.site_id.clone()),
        D::Property => {
            let value = event.properties.as_ref().and_then(|all| all.get(key?));
            value.map(|value| match value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            })
        }
        _ => return None,
    };
    Some(value)
}
