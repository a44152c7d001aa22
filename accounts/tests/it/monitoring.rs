//! Errors of seven days, minutes of thirty.

use accounts::{ErrorsWanted, PipelineError};
use chrono::TimeDelta;

use crate::backends::{Place, start};
use crate::on_both;

on_both!(
    equal_errors_of_an_hour_are_one,
    errors_are_kept_for_seven_days,
    uptime_is_of_minutes,
);

fn error(message: &str, count: i64, minutes: i64) -> PipelineError {
    let at = start() + TimeDelta::minutes(minutes);
    PipelineError {
        site: Some("s".into()),
        kind: "collector".into(),
        code: "unknown_site".into(),
        message: message.into(),
        count,
        first: at,
        last: at,
    }
}

fn all() -> ErrorsWanted {
    ErrorsWanted {
        first: 100,
        ..ErrorsWanted::default()
    }
}

async fn equal_errors_of_an_hour_are_one(place: Place) {
    let accounts = &place.accounts;
    accounts
        .note_errors(vec![error("a", 2, 0), error("b", 1, 1)])
        .await
        .unwrap();
    accounts.note_errors(vec![error("a", 3, 2)]).await.unwrap();
    accounts.note_errors(vec![error("a", 5, 90)]).await.unwrap();
    let errors = accounts.errors(&all()).await.unwrap();
    let told: Vec<_> = errors
        .iter()
        .map(|error| (&error.message[..], error.count))
        .collect();
    assert_eq!(told, [("a", 5), ("a", 5), ("b", 1)]);
    let earlier = &errors[1];
    assert_eq!(
        (earlier.first, earlier.last),
        (start(), start() + TimeDelta::minutes(2))
    );
    let found = ErrorsWanted {
        search: Some("B".into()),
        ..all()
    };
    assert_eq!(accounts.errors(&found).await.unwrap().len(), 1);
    let others = ErrorsWanted {
        sites: Some(vec!["t".into()]),
        ..all()
    };
    assert!(accounts.errors(&others).await.unwrap().is_empty());
}

async fn errors_are_kept_for_seven_days(place: Place) {
    let accounts = &place.accounts;
    accounts
        .note_errors(vec![error("old", 1, 0), error("new", 1, 60)])
        .await
        .unwrap();
    let later = start() + TimeDelta::days(7) + TimeDelta::minutes(30);
    accounts.tidy(later).await.unwrap();
    let errors = accounts.errors(&all()).await.unwrap();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].message, "new");
}

async fn uptime_is_of_minutes(place: Place) {
    let accounts = &place.accounts;
    let minute = |count: i64| start() + TimeDelta::minutes(count);
    assert_eq!(accounts.uptime_percent(minute(0)).await.unwrap(), 100.0);
    for ready in (0..90).chain(180..200) {
        accounts.note_ready(minute(ready)).await.unwrap();
        accounts.note_ready(minute(ready)).await.unwrap();
    }
    assert_eq!(accounts.uptime_percent(minute(199)).await.unwrap(), 55.0);
    assert_eq!(
        accounts.uptime_percent(minute(219)).await.unwrap(),
        110.0 * 100.0 / 219.0
    );
    let month = minute(199) + TimeDelta::days(32);
    accounts.tidy(month).await.unwrap();
    assert_eq!(accounts.uptime_percent(month).await.unwrap(), 100.0);
}
