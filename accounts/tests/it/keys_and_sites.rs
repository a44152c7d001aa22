//! Keys and sites.

use std::time::Duration;

use accounts::{
    AccountsError, Actor, DEFAULT_ORGANISATION, Identity, KeyUse, NewKey, Role, Scope, SiteEdit,
    UNDO_DELETION,
};
use chrono::TimeDelta;
use serde_json::json;

use crate::backends::{Place, from};
use crate::on_both;

on_both!(
    keys_end_with_time_and_by_hand,
    a_key_is_bounded_by_its_user,
    uses_of_keys_add_up,
    settings_are_versions,
    a_deletion_can_be_undone_for_a_week,
    a_reset_is_due_at_once,
    two_revisions_tell_sites_from_people,
    sites_come_with_the_settings_in_force,
);

fn new_key(scope: Scope) -> NewKey {
    NewKey {
        organisation: DEFAULT_ORGANISATION.into(),
        name: "test".into(),
        scope,
        sites: None,
        expires_in: None,
        requests_per_minute_max: None,
        user: None,
    }
}

async fn keys_end_with_time_and_by_hand(place: Place) {
    let by = Actor::command_line();
    let lasting = NewKey {
        expires_in: Some(Duration::from_secs(3_600)),
        ..new_key(Scope::Read)
    };
    let (key, secret) = place
        .accounts
        .create_key(lasting, &by, place.moment())
        .await
        .unwrap();
    assert_eq!(secret.len(), "ff_".len() + 8 + 1 + 64);
    assert!(secret.starts_with(&format!("ff_{}_", key.prefix)));
    let (other, kept) = place
        .accounts
        .create_key(new_key(Scope::Write), &by, place.moment())
        .await
        .unwrap();
    let rights = place.accounts.rights(place.now()).await.unwrap();
    let standing = rights.bearer(&secret, place.now()).unwrap();
    assert_eq!(standing.scope, Some(Scope::Read));
    assert_eq!(
        standing.grant(DEFAULT_ORGANISATION).unwrap().role,
        Role::Admin
    );
    assert!(
        rights
            .bearer(&secret.replace("ff_", "ff_x"), place.now())
            .is_none()
    );
    place.wait(TimeDelta::hours(1));
    assert!(
        rights.bearer(&secret, place.now()).is_none(),
        "expired, though nothing was read again"
    );
    assert!(rights.again(&standing.identity, place.now()).is_none());
    assert!(rights.bearer(&kept, place.now()).is_some());
    let foreign = place
        .accounts
        .revoke_key("another", &other.id, &by, place.moment())
        .await;
    assert!(matches!(foreign, Err(AccountsError::NotFound(_))));
    place
        .accounts
        .revoke_key(DEFAULT_ORGANISATION, &other.id, &by, place.moment())
        .await
        .unwrap();
    let rights = place.accounts.rights(place.now()).await.unwrap();
    assert!(rights.bearer(&kept, place.now()).is_none());
    let missing = NewKey {
        sites: Some(vec!["nowhere".into()]),
        ..new_key(Scope::Read)
    };
    let missing = place
        .accounts
        .create_key(missing, &by, place.moment())
        .await;
    assert!(matches!(missing, Err(AccountsError::NotFound(_))));
}

async fn a_key_is_bounded_by_its_user(place: Place) {
    let owner = place.first().await;
    let by = Actor::command_line();
    let (bob, _) = place
        .accounts
        .create_user(
            "bob@example.com",
            "longer than eight",
            Some(Role::Admin),
            false,
            DEFAULT_ORGANISATION,
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    let one = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "One", json!({}), &by, place.moment())
        .await
        .unwrap();
    let two = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "Two", json!({}), &by, place.moment())
        .await
        .unwrap();
    let own = NewKey {
        user: Some(bob.id.clone()),
        sites: Some(vec![one.id.clone(), two.id.clone()]),
        ..new_key(Scope::Admin)
    };
    let (_, secret) = place
        .accounts
        .create_key(own, &by, place.moment())
        .await
        .unwrap();
    let role = async || {
        let rights = place.accounts.rights(place.now()).await.unwrap();
        let standing = rights.bearer(&secret, place.now())?;
        assert!(matches!(standing.identity, Identity::Key { .. }));
        standing
            .grant(DEFAULT_ORGANISATION)
            .map(|grant| (grant.role, grant.sites.as_ref().map(|s| s.len())))
    };
    assert_eq!(role().await, Some((Role::Admin, Some(2))));
    let sites = Some(vec![one.id]);
    place
        .accounts
        .update_member(
            DEFAULT_ORGANISATION,
            &bob.id,
            Role::Viewer,
            sites,
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    assert_eq!(role().await, Some((Role::Viewer, Some(1))));
    place
        .accounts
        .remove_member(DEFAULT_ORGANISATION, &bob.id, &by, place.moment())
        .await
        .unwrap();
    assert_eq!(role().await, None);
    drop(owner);
}

async fn uses_of_keys_add_up(place: Place) {
    let by = Actor::command_line();
    let (key, _) = place
        .accounts
        .create_key(new_key(Scope::Read), &by, place.moment())
        .await
        .unwrap();
    let before = place.accounts.revisions().await.unwrap();
    for requests in [3, 4] {
        let used = KeyUse {
            key: key.id.clone(),
            requests,
            last: place.now(),
        };
        place.accounts.note_key_use(&[used]).await.unwrap();
    }
    let keys = place.accounts.keys_of(DEFAULT_ORGANISATION).await.unwrap();
    assert_eq!(
        (keys[0].requests, keys[0].last_used_at),
        (7, Some(place.now()))
    );
    assert_eq!(place.accounts.revisions().await.unwrap(), before);
}

async fn settings_are_versions(place: Place) {
    let by = Actor::command_line();
    let site = place
        .accounts
        .create_site(
            DEFAULT_ORGANISATION,
            "Site",
            json!({"a": 1}),
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    let same = place
        .accounts
        .update_site(
            &site.id,
            SiteEdit {
                name: Some("New".into()),
                settings: Some(json!({"a": 1})),
                ..SiteEdit::default()
            },
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    assert_eq!((same.version, same.name.as_str()), (1, "New"));
    let next = place
        .accounts
        .update_site(&site.id, settings(json!({"a": 2})), &by, place.moment())
        .await
        .unwrap();
    assert_eq!(next.version, 2);
    assert_eq!(
        place.accounts.settings(&site.id, 1).await.unwrap(),
        Some(json!({"a": 1}))
    );
    let sites = place.accounts.sites().await.unwrap();
    assert_eq!((sites.len(), &sites[0].settings), (1, &json!({"a": 2})));
}

async fn a_deletion_can_be_undone_for_a_week(place: Place) {
    let by = Actor::command_line();
    let site = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "Site", json!({}), &by, place.moment())
        .await
        .unwrap();
    place
        .accounts
        .delete_site(&site.id, false, &by, place.moment())
        .await
        .unwrap();
    assert!(place.accounts.sites().await.unwrap().is_empty());
    assert!(
        place
            .accounts
            .due_erasures(place.now())
            .await
            .unwrap()
            .is_empty()
    );
    place.wait(UNDO_DELETION - TimeDelta::seconds(1));
    assert_eq!(
        place
            .accounts
            .deleted_sites(DEFAULT_ORGANISATION, place.now())
            .await
            .unwrap()
            .len(),
        1
    );
    let back = place
        .accounts
        .undo_delete_site(&site.id, &by, place.moment())
        .await
        .unwrap();
    assert_eq!(back.name, "Site");
    assert!(
        place
            .accounts
            .undo_delete_site(&site.id, &by, place.moment())
            .await
            .is_err(),
        "it is there"
    );
    place
        .accounts
        .delete_site(&site.id, false, &by, place.moment())
        .await
        .unwrap();
    place.wait(UNDO_DELETION);
    let late = place
        .accounts
        .undo_delete_site(&site.id, &by, place.moment())
        .await;
    assert!(matches!(late, Err(AccountsError::NotFound(_))));
    let due = place.accounts.due_erasures(place.now()).await.unwrap();
    assert_eq!((due.len(), due[0].is_reset), (1, false));
    place
        .accounts
        .erased(&due[0].id, place.now())
        .await
        .unwrap();
    assert!(
        place
            .accounts
            .due_erasures(place.now())
            .await
            .unwrap()
            .is_empty()
    );
    let gone = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "Gone", json!({}), &by, place.moment())
        .await
        .unwrap();
    place
        .accounts
        .delete_site(&gone.id, true, &by, place.moment())
        .await
        .unwrap();
    assert!(
        place
            .accounts
            .undo_delete_site(&gone.id, &by, place.moment())
            .await
            .is_err(),
        "for good"
    );
    assert_eq!(
        place
            .accounts
            .due_erasures(place.now())
            .await
            .unwrap()
            .len(),
        1
    );
}

async fn a_reset_is_due_at_once(place: Place) {
    let by = Actor::command_line();
    let site = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "Site", json!({}), &by, place.moment())
        .await
        .unwrap();
    place
        .accounts
        .reset_site(&site.id, &by, place.moment())
        .await
        .unwrap();
    let due = place.accounts.due_erasures(place.now()).await.unwrap();
    assert_eq!(
        (due.len(), due[0].is_reset, due[0].site.as_str()),
        (1, true, site.id.as_str())
    );
    assert_eq!(place.accounts.sites().await.unwrap().len(), 1);
}

async fn two_revisions_tell_sites_from_people(place: Place) {
    let by = from("10.0.0.1");
    let (sites, people) = place.accounts.revisions().await.unwrap();
    let site = place
        .accounts
        .create_site(DEFAULT_ORGANISATION, "Site", json!({}), &by, place.moment())
        .await
        .unwrap();
    let after = place.accounts.revisions().await.unwrap();
    assert!(after.0 > sites && after.1 == people);
    place.first().await;
    let later = place.reopen().await.revisions().await.unwrap();
    assert!(later.0 == after.0 && later.1 > people);
    drop(site);
}

async fn sites_come_with_the_settings_in_force(place: Place) {
    let by = Actor::command_line();
    for number in 0..20 {
        let site = place
            .accounts
            .create_site(
                DEFAULT_ORGANISATION,
                &format!("{number:02}"),
                json!({"n": 0}),
                &by,
                place.moment(),
            )
            .await
            .unwrap();
        for version in 1..4 {
            place
                .accounts
                .update_site(
                    &site.id,
                    settings(json!({"n": version})),
                    &by,
                    place.moment(),
                )
                .await
                .unwrap();
        }
    }
    let sites = place.accounts.sites().await.unwrap();
    assert_eq!(sites.len(), 20);
    assert!(
        sites
            .iter()
            .all(|site| site.settings == json!({"n": 3}) && site.version == 4)
    );
    assert!(sites.is_sorted_by_key(|site| site.name.clone()));
}

fn settings(settings: serde_json::Value) -> SiteEdit {
    SiteEdit {
        settings: Some(settings),
        ..SiteEdit::default()
    }
}
