//! From the first schema that landed, with its rows, to the present one.

use accounts::{DEFAULT_ORGANISATION, Scope};
use sea_orm::{ConnectionTrait, Database};

use crate::backends::{PASSWORD, open, sqlite, start};
use accounts::{Moment, SecretKeys, hash_secret};

/// A database as the first version left it: `accounts/tests/fixtures/first.sql`.
#[tokio::test]
async fn the_first_schema_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("footfall.db").display());
    let db = Database::connect(format!("{url}?mode=rwc")).await.unwrap();
    db.execute_unprepared(include_str!("../fixtures/first.sql"))
        .await
        .unwrap();
    db.close().await.unwrap();
    let moment = Moment::at(start());
    let accounts = open(&url, &SecretKeys::generate(moment), moment).await;
    let sites = accounts.sites().await.unwrap();
    assert_eq!(sites.len(), 1);
    assert_eq!((sites[0].id.as_str(), sites[0].version), ("site-one", 2));
    assert_eq!(sites[0].organisation, DEFAULT_ORGANISATION);
    assert_eq!(sites[0].settings["timezone"], "Europe/Berlin");
    let secret = "ff_abcdefgh_0000000000000000000000000000000000000000000000000000000000000000";
    let rights = accounts.rights(moment.now).await.unwrap();
    let standing = rights.bearer(secret, moment.now).unwrap();
    assert_eq!(standing.scope, Some(Scope::Admin));
    assert!(
        standing
            .grant(DEFAULT_ORGANISATION)
            .unwrap()
            .sites
            .is_none()
    );
    let keys = accounts.keys().await.unwrap();
    assert_eq!((keys.len(), keys[0].hash.clone()), (1, hash_secret(secret)));
    let token = accounts.set_up_token(moment).await.unwrap().unwrap();
    let new = crate::backends::sign_up("ada@example.com");
    assert_eq!(new.password, PASSWORD);
    accounts
        .set_up(&token, &new, &crate::backends::from("10.0.0.1"), moment)
        .await
        .unwrap();
    // Opening again changes nothing.
    let place = sqlite().await;
    assert_eq!(
        place.reopen().await.revisions().await.unwrap(),
        place.accounts.revisions().await.unwrap()
    );
}

/// Commands on a new data directory, all at once: whichever comes first makes the tables.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_open_a_new_database_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("footfall.db").display());
    let keys = SecretKeys::generate(Moment::at(start()));
    let opened: Vec<_> = (0..8)
        .map(|_| {
            let (url, keys) = (url.clone(), keys.clone());
            tokio::spawn(async move { open(&url, &keys, Moment::at(start())).await })
        })
        .collect();
    for accounts in opened {
        assert!(accounts.await.unwrap().sites().await.unwrap().is_empty());
    }
}
