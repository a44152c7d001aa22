//! Organisations, members, invitations, ownership, identities.

use accounts::{
    Accepting, AccountsError, Actor, DEFAULT_ORGANISATION, IdentityClaims, LoggedIn, Login, Mail,
    OrganisationChange, Role, SignUpMode, SignedIn, SignedUp,
};
use chrono::TimeDelta;
use serde_json::json;

use crate::backends::{PASSWORD, Place, from, sign_up};
use crate::on_both;

on_both!(
    sign_up_is_open_as_said,
    an_address_is_proven_before_the_first_sign_in,
    the_set_up_link_is_good_once,
    two_who_set_up_at_once_are_one,
    an_invitation_makes_a_member,
    an_invitation_is_for_one_address,
    there_is_always_one_owner,
    an_agency_works_in_its_clients,
    what_is_assigned_must_be_there,
    a_second_factor_can_be_demanded,
    a_deleted_organisation_is_out_of_reach,
    a_provider_signs_in,
    a_provider_takes_over_no_proven_address_without_proof,
    the_command_line_makes_users,
    what_is_typed_is_checked,
);

fn actor(signed_in: &SignedIn) -> Actor {
    Actor {
        user: Some(signed_in.user.id.clone()),
        name: signed_in.user.email.clone(),
        ..from("10.0.0.1")
    }
}

/// A member who accepted an invitation to the default organisation.
async fn join(
    place: &Place,
    owner: &SignedIn,
    email: &str,
    role: Role,
    sites: Option<Vec<String>>,
) -> SignedIn {
    let invite = place
        .accounts
        .invite(
            DEFAULT_ORGANISATION,
            email,
            role,
            sites,
            &actor(owner),
            place.moment(),
        )
        .await;
    let (_, Mail::Invitation { token, .. }) = invite.unwrap() else {
        panic!("an invitation is mailed");
    };
    let who = Accepting::New {
        name: "New".into(),
        password: PASSWORD.into(),
    };
    let accepted = place
        .accounts
        .accept_invitation(&token, &who, &from("10.0.0.3"), place.moment())
        .await;
    accepted.unwrap().unwrap()
}

async fn role_of(place: &Place, signed_in: &SignedIn, organisation: &str) -> Option<Role> {
    let rights = place.accounts.rights(place.now()).await.unwrap();
    let standing = rights.bearer(&signed_in.access_token, place.now())?;
    standing.grant(organisation).map(|grant| grant.role)
}

async fn sign_up_is_open_as_said(place: Place) {
    let new = sign_up("eve@example.com");
    let at = from("10.0.0.1");
    let off = place
        .accounts
        .sign_up(&new, SignUpMode::Off, &at, place.moment())
        .await;
    assert!(matches!(off, Err(AccountsError::Forbidden(_))));
    let first = place.first().await;
    assert!(first.user.super_admin && first.user.is_verified);
    assert_eq!(
        role_of(&place, &first, DEFAULT_ORGANISATION).await,
        Some(Role::Owner)
    );
    let closed = place
        .accounts
        .sign_up(&new, SignUpMode::First, &at, place.moment())
        .await;
    assert!(matches!(closed, Err(AccountsError::Forbidden(_))));
    let open = place
        .accounts
        .sign_up(&new, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    assert!(matches!(open, SignedUp::Mailed(Mail::VerifyEmail { .. })));
    let again = place
        .accounts
        .sign_up(&new, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    assert!(matches!(
        again,
        SignedUp::Mailed(Mail::AlreadyRegistered { .. })
    ));
    assert_eq!(place.accounts.organisations().await.unwrap().len(), 2);
}

async fn an_address_is_proven_before_the_first_sign_in(place: Place) {
    place.first().await;
    let at = from("10.0.0.1");
    let new = sign_up("eve@example.com");
    place
        .accounts
        .sign_up(&new, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    let login = Login {
        email: new.email,
        password: new.password,
        totp: None,
    };
    let LoggedIn::Unverified(Mail::VerifyEmail { token, .. }) = place
        .accounts
        .login(&login, &at, place.moment())
        .await
        .unwrap()
    else {
        panic!("her address has not been proven");
    };
    place
        .accounts
        .verify_email(&token, &at, place.moment())
        .await
        .unwrap();
    assert!(
        place
            .accounts
            .verify_email(&token, &at, place.moment())
            .await
            .is_err()
    );
    let LoggedIn::In(signed_in) = place
        .accounts
        .login(&login, &at, place.moment())
        .await
        .unwrap()
    else {
        panic!("it has now");
    };
    assert!(!signed_in.user.super_admin);
    assert_eq!(
        role_of(&place, &signed_in, DEFAULT_ORGANISATION).await,
        None
    );
}

async fn the_set_up_link_is_good_once(place: Place) {
    let at = from("10.0.0.1");
    let old = place
        .accounts
        .set_up_token(place.moment())
        .await
        .unwrap()
        .unwrap();
    let late = place
        .accounts
        .set_up_token(place.moment())
        .await
        .unwrap()
        .unwrap();
    let new = sign_up("ada@example.com");
    let replaced = place.accounts.set_up(&old, &new, &at, place.moment()).await;
    assert!(matches!(replaced, Err(AccountsError::Unauthenticated(_))));
    place.wait(TimeDelta::hours(1));
    let over = place
        .accounts
        .set_up(&late, &new, &at, place.moment())
        .await;
    assert!(matches!(over, Err(AccountsError::Unauthenticated(_))));
    let token = place
        .accounts
        .set_up_token(place.moment())
        .await
        .unwrap()
        .unwrap();
    let signed_in = place
        .accounts
        .set_up(&token, &new, &at, place.moment())
        .await
        .unwrap();
    assert!(signed_in.user.super_admin);
    assert!(
        place
            .accounts
            .set_up(&token, &sign_up("b@example.com"), &at, place.moment())
            .await
            .is_err()
    );
    assert!(
        place
            .accounts
            .set_up_token(place.moment())
            .await
            .unwrap()
            .is_none()
    );
}

async fn two_who_set_up_at_once_are_one(place: Place) {
    let at = from("10.0.0.1");
    let news: Vec<_> = (0..4)
        .map(|number| sign_up(&format!("user{number}@example.com")))
        .collect();
    let tries = news.iter().map(|new| {
        place
            .accounts
            .sign_up(new, SignUpMode::First, &at, place.moment())
    });
    let made = futures::future::join_all(tries).await;
    assert_eq!(
        made.iter().filter(|made| made.is_ok()).count(),
        1,
        "{made:?}"
    );
    assert!(
        made.iter()
            .filter_map(|made| made.as_ref().err())
            .all(|e| matches!(e, AccountsError::Forbidden(_)))
    );
    assert_eq!(place.accounts.users().await.unwrap().len(), 1);
}

async fn an_invitation_makes_a_member(place: Place) {
    let owner = place.first().await;
    let member = join(
        &place,
        &owner,
        "bob@example.com",
        Role::Manager,
        Some(vec![]),
    )
    .await;
    assert_eq!(
        role_of(&place, &member, DEFAULT_ORGANISATION).await,
        Some(Role::Manager)
    );
    let members = place.accounts.members(DEFAULT_ORGANISATION).await.unwrap();
    assert_eq!(members.len(), 2);
    assert_eq!(
        members[1].invited_by.as_deref(),
        Some(owner.user.id.as_str())
    );
    let twice = place
        .accounts
        .invite(
            DEFAULT_ORGANISATION,
            "bob@example.com",
            Role::Admin,
            None,
            &actor(&owner),
            place.moment(),
        )
        .await;
    assert!(matches!(
        twice,
        Err(AccountsError::Invalid { field: "email", .. })
    ));
    place
        .accounts
        .remove_member(
            DEFAULT_ORGANISATION,
            &member.user.id,
            &actor(&owner),
            place.moment(),
        )
        .await
        .unwrap();
    assert_eq!(role_of(&place, &member, DEFAULT_ORGANISATION).await, None);
    let log = place
        .accounts
        .audit_log(DEFAULT_ORGANISATION, None, 10)
        .await
        .unwrap();
    let actions: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "member.remove",
            "member.accept",
            "member.invite",
            "installation.set_up"
        ]
    );
    let older = place
        .accounts
        .audit_log(DEFAULT_ORGANISATION, Some(log[1].id), 10)
        .await
        .unwrap();
    assert_eq!(older.len(), 2);
}

async fn an_invitation_is_for_one_address(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    let invite = |email: &'static str| {
        place.accounts.invite(
            DEFAULT_ORGANISATION,
            email,
            Role::Viewer,
            None,
            &by,
            place.moment(),
        )
    };
    let (invitation, Mail::Invitation { token, .. }) = invite("bob@example.com").await.unwrap()
    else {
        panic!("an invitation is mailed");
    };
    let invited = place.accounts.invited(&token, place.now()).await.unwrap();
    assert_eq!(
        (invited.email.as_str(), invited.has_account),
        ("bob@example.com", false)
    );
    let wrong = Accepting::User(owner.user.id.clone());
    let refused = place
        .accounts
        .accept_invitation(&token, &wrong, &by, place.moment())
        .await;
    assert!(matches!(refused, Err(AccountsError::Forbidden(_))));
    place
        .accounts
        .revoke_invitation(DEFAULT_ORGANISATION, &invitation.id, &by, place.moment())
        .await
        .unwrap();
    let who = Accepting::New {
        name: "Bob".into(),
        password: PASSWORD.into(),
    };
    let gone = place
        .accounts
        .accept_invitation(&token, &who, &by, place.moment())
        .await;
    assert!(matches!(gone, Err(AccountsError::Unauthenticated(_))));
    let (_, Mail::Invitation { token: old, .. }) = invite("bob@example.com").await.unwrap() else {
        panic!()
    };
    let (_, Mail::Invitation { token, .. }) = invite("bob@example.com").await.unwrap() else {
        panic!()
    };
    assert!(
        place.accounts.invited(&old, place.now()).await.is_err(),
        "a later one replaces it"
    );
    assert_eq!(
        place
            .accounts
            .invitations(DEFAULT_ORGANISATION, place.now())
            .await
            .unwrap()
            .len(),
        1
    );
    place.wait(TimeDelta::days(7));
    assert!(
        place
            .accounts
            .accept_invitation(&token, &who, &by, place.moment())
            .await
            .is_err()
    );
    // Somebody with an account accepts by signing in, not by choosing another password.
    place
        .accounts
        .sign_up(
            &sign_up("bob@example.com"),
            SignUpMode::On,
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    let (_, Mail::Invitation { token, .. }) = invite("bob@example.com").await.unwrap() else {
        panic!()
    };
    let refused = place
        .accounts
        .accept_invitation(&token, &who, &by, place.moment())
        .await;
    assert!(matches!(refused, Err(AccountsError::Forbidden(_))));
    let users = place.accounts.users().await.unwrap();
    let bob = users
        .iter()
        .find(|user| user.email == "bob@example.com")
        .unwrap();
    let himself = Accepting::User(bob.id.clone());
    let accepted = place
        .accounts
        .accept_invitation(&token, &himself, &by, place.moment())
        .await
        .unwrap();
    assert!(accepted.is_none(), "he is signed in already");
}

async fn there_is_always_one_owner(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    let bob = join(&place, &owner, "bob@example.com", Role::Viewer, None).await;
    let org = DEFAULT_ORGANISATION;
    let (ada, bob_id) = (&owner.user.id, &bob.user.id);
    let refused = [
        place
            .accounts
            .remove_member(org, ada, &by, place.moment())
            .await,
        place
            .accounts
            .update_member(org, ada, Role::Viewer, None, &by, place.moment())
            .await,
        place
            .accounts
            .update_member(org, bob_id, Role::Owner, None, &by, place.moment())
            .await,
    ];
    assert!(
        refused
            .iter()
            .all(|done| matches!(done, Err(AccountsError::Forbidden(_)))),
        "{refused:?}"
    );
    let stranger = place
        .accounts
        .transfer_ownership(org, "nobody", &by, place.moment())
        .await;
    assert!(matches!(stranger, Err(AccountsError::NotFound(_))));
    place
        .accounts
        .transfer_ownership(org, bob_id, &by, place.moment())
        .await
        .unwrap();
    assert_eq!(role_of(&place, &bob, org).await, Some(Role::Owner));
    assert_eq!(role_of(&place, &owner, org).await, Some(Role::Admin));
    // Back and forth at once: one of them has it in the end.
    let both = [ada, bob_id].map(|to| {
        place
            .accounts
            .transfer_ownership(org, to, &by, place.moment())
    });
    let [a, b] = both;
    let _ = tokio::join!(a, b);
    let members = place.accounts.members(org).await.unwrap();
    assert_eq!(
        members
            .iter()
            .filter(|member| member.role == Role::Owner)
            .count(),
        1
    );
}

async fn an_agency_works_in_its_clients(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    let client = place
        .accounts
        .create_organisation(
            "Client",
            Some(DEFAULT_ORGANISATION),
            None,
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    let deeper = place
        .accounts
        .create_organisation("Deeper", Some(&client.id), None, &by, place.moment())
        .await;
    assert!(matches!(
        deeper,
        Err(AccountsError::Invalid {
            field: "parentId",
            ..
        })
    ));
    let site = place
        .accounts
        .create_site(&client.id, "Site", json!({}), &by, place.moment())
        .await
        .unwrap();
    let admin = join(&place, &owner, "admin@example.com", Role::Admin, None).await;
    let manager = join(
        &place,
        &owner,
        "bob@example.com",
        Role::Manager,
        Some(vec![site.id.clone()]),
    )
    .await;
    assert_eq!(role_of(&place, &admin, &client.id).await, Some(Role::Admin));
    assert_eq!(
        role_of(&place, &manager, &client.id).await,
        Some(Role::Manager)
    );
    assert_eq!(role_of(&place, &owner, &client.id).await, Some(Role::Admin));
    let full = place
        .accounts
        .delete_organisation(DEFAULT_ORGANISATION, &by, place.moment())
        .await;
    assert!(matches!(full, Err(AccountsError::Forbidden(_))));
}

async fn what_is_assigned_must_be_there(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    place
        .accounts
        .sign_up(
            &sign_up("eve@example.com"),
            SignUpMode::On,
            &by,
            place.moment(),
        )
        .await
        .unwrap();
    let organisations = place.accounts.organisations().await.unwrap();
    let hers = organisations
        .iter()
        .find(|o| o.id != DEFAULT_ORGANISATION)
        .unwrap();
    let foreign = place
        .accounts
        .create_site(&hers.id, "Foreign", json!({}), &by, place.moment())
        .await
        .unwrap();
    let bob = join(
        &place,
        &owner,
        "bob@example.com",
        Role::Viewer,
        Some(vec![]),
    )
    .await;
    let sites = Some(vec![foreign.id]);
    let assigned = place.accounts.update_member(
        DEFAULT_ORGANISATION,
        &bob.user.id,
        Role::Viewer,
        sites,
        &by,
        place.moment(),
    );
    assert!(matches!(assigned.await, Err(AccountsError::NotFound(_))));
}

async fn a_second_factor_can_be_demanded(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    let bob = join(&place, &owner, "bob@example.com", Role::Viewer, None).await;
    let change = OrganisationChange {
        require_totp: Some(true),
        ..OrganisationChange::default()
    };
    place
        .accounts
        .update_organisation(DEFAULT_ORGANISATION, change, &by, place.moment())
        .await
        .unwrap();
    let rights = place.accounts.rights(place.now()).await.unwrap();
    let standing = rights.bearer(&owner.access_token, place.now()).unwrap();
    assert!(standing.grants.is_empty());
    assert_eq!(standing.totp_missing, [DEFAULT_ORGANISATION]);
    assert_eq!(
        role_of(&place, &bob, DEFAULT_ORGANISATION).await,
        Some(Role::Viewer)
    );
}

async fn a_deleted_organisation_is_out_of_reach(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    let made = place
        .accounts
        .create_organisation("Second", None, Some(&owner.user.id), &by, place.moment())
        .await
        .unwrap();
    let site = place
        .accounts
        .create_site(&made.id, "Site", json!({}), &by, place.moment())
        .await
        .unwrap();
    place
        .accounts
        .delete_organisation(&made.id, &by, place.moment())
        .await
        .unwrap();
    assert_eq!(role_of(&place, &owner, &made.id).await, None);
    assert!(
        !place
            .accounts
            .sites()
            .await
            .unwrap()
            .iter()
            .any(|there| there.id == site.id)
    );
    let again = place
        .accounts
        .create_site(&made.id, "Site", json!({}), &by, place.moment())
        .await;
    assert!(matches!(again, Err(AccountsError::NotFound(_))));
}

fn claims(subject: &str, email: Option<&str>) -> IdentityClaims {
    IdentityClaims {
        issuer: "https://id.example.com".into(),
        subject: subject.into(),
        verified_email: email.map(Into::into),
        name: Some("Somebody".into()),
    }
}

async fn a_provider_signs_in(place: Place) {
    let at = from("10.0.0.1");
    let first = place.first().await;
    let hers = claims("1", Some("Ada@example.com"));
    let signed_in = place
        .accounts
        .sign_in_identity(&hers, SignUpMode::Off, &at, place.moment())
        .await
        .unwrap();
    assert_eq!(signed_in.user.id, first.user.id);
    // From then on the subject counts, whatever the address.
    let moved = claims("1", None);
    let signed_in = place
        .accounts
        .sign_in_identity(&moved, SignUpMode::Off, &at, place.moment())
        .await
        .unwrap();
    assert_eq!(signed_in.user.id, first.user.id);
    let unknown = claims("2", Some("eve@example.com"));
    let closed = place
        .accounts
        .sign_in_identity(&unknown, SignUpMode::Off, &at, place.moment())
        .await;
    assert!(matches!(closed, Err(AccountsError::Forbidden(_))));
    let open = place
        .accounts
        .sign_in_identity(&unknown, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    assert!(!open.user.has_password && !open.user.super_admin);
}

async fn a_provider_takes_over_no_proven_address_without_proof(place: Place) {
    let at = from("10.0.0.1");
    place.first().await;
    let unproven = place
        .accounts
        .sign_in_identity(&claims("1", None), SignUpMode::On, &at, place.moment())
        .await;
    assert!(matches!(unproven, Err(AccountsError::Unauthenticated(_))));
    // Somebody has signed up with an address that is not his. Its owner comes by the provider: that password is worth nothing.
    let squatter = sign_up("eve@example.com");
    place
        .accounts
        .sign_up(&squatter, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    let owner = claims("3", Some("eve@example.com"));
    let signed_in = place
        .accounts
        .sign_in_identity(&owner, SignUpMode::On, &at, place.moment())
        .await
        .unwrap();
    assert!(!signed_in.user.has_password);
    let login = Login {
        email: squatter.email,
        password: squatter.password,
        totp: None,
    };
    assert!(
        place
            .accounts
            .login(&login, &at, place.moment())
            .await
            .is_err()
    );
}

async fn the_command_line_makes_users(place: Place) {
    let by = Actor::command_line();
    let make = |email: &'static str, role| {
        place.accounts.create_user(
            email,
            "longer than eight",
            role,
            false,
            DEFAULT_ORGANISATION,
            &by,
            place.moment(),
        )
    };
    let viewer = make("b@example.com", Some(Role::Viewer)).await;
    assert!(
        matches!(viewer, Err(AccountsError::Invalid { field: "role", .. })),
        "an owner comes first"
    );
    assert_eq!(make("a@example.com", None).await.unwrap().1, Role::Owner);
    assert_eq!(make("b@example.com", None).await.unwrap().1, Role::Admin);
    assert!(make("a@example.com", None).await.is_err());
    place
        .accounts
        .set_password("a@example.com", "another one of mine", &by, place.moment())
        .await
        .unwrap();
    let login = Login {
        email: "a@example.com".into(),
        password: "another one of mine".into(),
        totp: None,
    };
    assert!(
        place
            .accounts
            .login(&login, &from("10.0.0.1"), place.moment())
            .await
            .is_ok()
    );
}

async fn what_is_typed_is_checked(place: Place) {
    let owner = place.first().await;
    let by = actor(&owner);
    for email in [
        "", "a", "a@", "@b", "a b@c.d", "a@b@c", "<a@b>", "a@b\n.c", "a@.b",
    ] {
        let new = sign_up(email);
        let made = place
            .accounts
            .sign_up(&new, SignUpMode::On, &by, place.moment())
            .await;
        assert!(
            matches!(made, Err(AccountsError::Invalid { field: "email", .. })),
            "{email:?}"
        );
    }
    for password in [
        "",
        "short",
        "password",
        "12345678",
        "qwertyuiop",
        &"x".repeat(300),
        "eve@example.com",
    ] {
        let mut new = sign_up("eve@example.com");
        new.password = password.into();
        let made = place
            .accounts
            .sign_up(&new, SignUpMode::On, &by, place.moment())
            .await;
        assert!(
            matches!(
                made,
                Err(AccountsError::Invalid {
                    field: "password",
                    ..
                })
            ),
            "{password:?}"
        );
    }
    for avatar in [
        "https://example.com/a.png",
        "data:image/svg+xml;base64,AAAA",
        "data:image/png;base64,<script>",
    ] {
        let change = OrganisationChange {
            avatar: Some(avatar.into()),
            ..OrganisationChange::default()
        };
        let made = place
            .accounts
            .update_organisation(DEFAULT_ORGANISATION, change, &by, place.moment())
            .await;
        assert!(
            matches!(
                made,
                Err(AccountsError::Invalid {
                    field: "avatar",
                    ..
                })
            ),
            "{avatar:?}"
        );
    }
    // What would be SQL stays text.
    for name in ["'; DROP TABLE users; --", "\" OR 1=1", "$1 ? ?1 :a", "%_\\"] {
        let change = OrganisationChange {
            name: Some(name.into()),
            ..OrganisationChange::default()
        };
        let made = place
            .accounts
            .update_organisation(DEFAULT_ORGANISATION, change, &by, place.moment())
            .await
            .unwrap();
        assert_eq!(made.name, name);
    }
}
