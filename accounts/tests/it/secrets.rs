//! Secrets at rest, and the change of keys.

use accounts::{AccountsError, Actor, Moment, SecretKeys};
use std::os::unix::fs::PermissionsExt;

use crate::backends::{PASSWORD, Place, from, open, start};
use crate::on_both;

on_both!(keys_are_changed_without_loss, nothing_readable_is_stored);

#[test]
fn the_key_file_is_made_once_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.key");
    let made = SecretKeys::open(&path, Moment::at(start())).unwrap();
    let read = SecretKeys::open(&path, Moment::at(start())).unwrap();
    assert_eq!(made.text(), read.text());
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let changed = made.with_new(Moment::at(start()));
    changed.replace(&path).unwrap();
    assert_eq!(
        SecretKeys::open(&path, Moment::at(start())).unwrap().text(),
        changed.text()
    );
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
    std::fs::write(&path, "nonsense").unwrap();
    assert!(matches!(
        SecretKeys::open(&path, Moment::at(start())),
        Err(AccountsError::Secret(_))
    ));
}

#[test]
fn what_is_sealed_opens_for_its_purpose_only() {
    let moment = Moment::at(start());
    let keys = SecretKeys::generate(moment);
    let sealed = keys.seal("purpose", b"secret", moment).unwrap();
    assert_ne!(
        sealed,
        keys.seal("purpose", b"secret", moment).unwrap(),
        "never twice the same"
    );
    assert_eq!(keys.open_sealed("purpose", &sealed).unwrap(), b"secret");
    let others = SecretKeys::generate(moment);
    let mut damaged = sealed.clone();
    let place = damaged.len() - 3..damaged.len() - 2;
    let other = if &damaged[place.clone()] == "A" {
        "B"
    } else {
        "A"
    };
    damaged.replace_range(place, other);
    for refused in [
        keys.open_sealed("another", &sealed),
        others.open_sealed("purpose", &sealed),
        keys.open_sealed("purpose", &damaged),
        keys.open_sealed("purpose", ""),
        keys.open_sealed("purpose", "v1.x"),
        keys.open_sealed("purpose", "v2.a.b"),
    ] {
        assert!(matches!(refused, Err(AccountsError::Secret(_))));
    }
    let newer = keys.with_new(moment);
    assert_eq!(newer.open_sealed("purpose", &sealed).unwrap(), b"secret");
    assert!(newer.first().open_sealed("purpose", &sealed).is_err());
    assert!(!format!("{newer:?}").contains(newer.text().split_whitespace().nth(1).unwrap()));
}

async fn keys_are_changed_without_loss(place: Place) {
    let first = place.first().await;
    let by = from("10.0.0.1");
    place
        .accounts
        .enrol_totp(&first.user.id, PASSWORD, "Footfall", &by, place.moment())
        .await
        .unwrap();
    let both = place.secrets.with_new(place.moment());
    let count = place
        .accounts
        .reseal(&both, &Actor::command_line(), place.moment())
        .await
        .unwrap();
    assert_eq!(count, 2, "the signing key and one second factor");
    let after = open(&place.url, &both.first(), place.moment()).await;
    after
        .refresh(&first.refresh_token, &by, place.moment())
        .await
        .unwrap();
    let before = place
        .accounts
        .refresh(&first.refresh_token, &by, place.moment())
        .await;
    assert!(
        matches!(before, Err(AccountsError::Secret(_))),
        "the old key opens nothing"
    );
}

async fn nothing_readable_is_stored(place: Place) {
    let first = place.first().await;
    let by = from("10.0.0.1");
    let shown = place
        .accounts
        .enrol_totp(&first.user.id, PASSWORD, "Footfall", &by, place.moment())
        .await
        .unwrap();
    let Some(path) = place.url.strip_prefix("sqlite://") else {
        return;
    };
    let folder = std::path::Path::new(path).parent().unwrap();
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [PASSWORD, &first.refresh_token, &shown.secret] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} lies readable in the database");
        }
    }
}
