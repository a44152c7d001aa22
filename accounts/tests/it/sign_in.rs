//! Signing in, staying in, getting out.

use base64::Engine;

use accounts::{
    AccountsError, Identity, LoggedIn, Login, Mail, Rights, SignUpMode, SignedIn, SignedUp,
    Standing,
};
use chrono::TimeDelta;
use totp_rs::{Builder, Secret};

use crate::backends::{PASSWORD, Place, from, sign_up, sqlite_of};
use crate::on_both;

on_both!(
    a_password_signs_in,
    an_unknown_address_costs_the_same_and_is_told_the_same,
    guessing_is_stopped_without_hashing,
    a_stranger_does_not_lock_somebody_out,
    many_guesses_at_once_do_not_slip_through,
    refresh_tokens_rotate,
    a_stolen_refresh_token_ends_the_family,
    tokens_end_with_time,
    logging_out,
    a_forgotten_password_is_reset_once,
    a_second_factor_is_asked_for,
    no_code_is_accepted_twice,
    access_tokens_of_others_are_refused,
);

fn login(email: &str, password: &str) -> Login {
    Login {
        email: email.into(),
        password: password.into(),
        totp: None,
    }
}

async fn try_login(place: &Place, login: &Login, address: &str) -> Result<SignedIn, AccountsError> {
    match place
        .accounts
        .login(login, &from(address), place.moment())
        .await?
    {
        LoggedIn::In(signed_in) => Ok(*signed_in),
        LoggedIn::Unverified(_) => panic!("the address has been proven"),
    }
}

async fn rights(place: &Place) -> Rights {
    place.accounts.rights(place.now()).await.unwrap()
}

async fn bearer(place: &Place, signed_in: &SignedIn) -> Option<Standing> {
    rights(place)
        .await
        .bearer(&signed_in.access_token, place.now())
}

async fn a_password_signs_in(place: Place) {
    let first = place.first().await;
    let signed_in = try_login(&place, &login(" Ada@Example.com ", PASSWORD), "10.0.0.1")
        .await
        .unwrap();
    assert_eq!(signed_in.user.id, first.user.id);
    let standing = bearer(&place, &signed_in).await.unwrap();
    assert!(standing.super_admin);
    assert_eq!(
        standing.identity,
        Identity::User {
            id: first.user.id,
            family: signed_in.family
        }
    );
    let log = place
        .accounts
        .activity(&signed_in.user.id, 10)
        .await
        .unwrap();
    assert_eq!(log[0].action, "login");
    assert_eq!(log[0].address.as_deref(), Some("10.0.0.1"));
}

async fn an_unknown_address_costs_the_same_and_is_told_the_same(place: Place) {
    place.first().await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("ada@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
    ] {
        let before = place.accounts.password_hashes();
        let refused = try_login(&place, &login(email, password), "10.0.0.9")
            .await
            .unwrap_err();
        assert!(
            matches!(refused, AccountsError::Unauthenticated(_)),
            "{email}: {refused:?}"
        );
        answers.push((
            refused.to_string(),
            place.accounts.password_hashes() - before,
        ));
    }
    assert_eq!(answers[0].1, 1);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mut hashes = Vec::new();
    for email in ["ada@example.com", "new@example.com"] {
        let before = place.accounts.password_hashes();
        let new = sign_up(email);
        let made = place
            .accounts
            .sign_up(&new, SignUpMode::On, &from("10.0.0.9"), place.moment())
            .await;
        assert!(matches!(made.unwrap(), SignedUp::Mailed(_)));
        hashes.push(place.accounts.password_hashes() - before);
    }
    assert_eq!(hashes, [1, 1]);
    for email in ["ada@example.com", "nobody@example.com"] {
        let asked = place
            .accounts
            .request_password_reset(email, &from("10.0.0.9"), place.moment())
            .await;
        assert_eq!(asked.unwrap().is_some(), email.starts_with("ada"));
    }
}

async fn guessing_is_stopped_without_hashing(place: Place) {
    place.first().await;
    for _ in 0..10 {
        let refused = try_login(&place, &login("ada@example.com", "guess"), "10.0.0.2").await;
        assert!(matches!(refused, Err(AccountsError::Unauthenticated(_))));
    }
    let before = place.accounts.password_hashes();
    // The right password is refused too: else the answer would tell that it was found.
    let stopped = try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.2").await;
    let Err(AccountsError::TooManyAttempts { retry_after }) = stopped else {
        panic!("{stopped:?}");
    };
    assert!(retry_after.as_secs() > 0 && retry_after.as_secs() <= 900);
    assert_eq!(place.accounts.password_hashes(), before);
    place.wait(TimeDelta::minutes(15));
    try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.2")
        .await
        .unwrap();
}

async fn a_stranger_does_not_lock_somebody_out(place: Place) {
    place.first().await;
    for _ in 0..20 {
        let _ = try_login(&place, &login("ada@example.com", "guess"), "10.0.0.2").await;
    }
    try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.1")
        .await
        .unwrap();
}

async fn many_guesses_at_once_do_not_slip_through(place: Place) {
    place.first().await;
    let before = place.accounts.password_hashes();
    let guess = login("ada@example.com", "guess");
    let tries = (0..30).map(|_| try_login(&place, &guess, "10.0.0.2"));
    futures::future::join_all(tries).await;
    assert_eq!(place.accounts.password_hashes() - before, 10);
}

async fn refresh_tokens_rotate(place: Place) {
    let first = place.first().await;
    place.wait(TimeDelta::minutes(11));
    assert!(
        bearer(&place, &first).await.is_none(),
        "ten minutes are over"
    );
    let second = place
        .accounts
        .refresh(&first.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    assert_ne!(second.refresh_token, first.refresh_token);
    assert_eq!(second.family, first.family);
    assert!(bearer(&place, &second).await.is_some());
    // Two tabs at once, or an answer that was lost.
    place.wait(TimeDelta::seconds(10));
    let twin = place
        .accounts
        .refresh(&first.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    place
        .accounts
        .refresh(&second.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    place
        .accounts
        .refresh(&twin.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
}

async fn a_stolen_refresh_token_ends_the_family(place: Place) {
    let first = place.first().await;
    let own = place
        .accounts
        .refresh(&first.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    place.wait(TimeDelta::seconds(11));
    let (_, before) = place.accounts.revisions().await.unwrap();
    let thief = place
        .accounts
        .refresh(&first.refresh_token, &from("203.0.113.5"), place.moment())
        .await;
    assert!(matches!(thief, Err(AccountsError::Unauthenticated(_))));
    let (_, after) = place.accounts.revisions().await.unwrap();
    assert!(after > before, "others learn of it by the revision");
    let owner = place
        .accounts
        .refresh(&own.refresh_token, &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(owner, Err(AccountsError::Unauthenticated(_))));
    assert!(
        bearer(&place, &own).await.is_none(),
        "access ends with the family"
    );
    let log = place.accounts.activity(&own.user.id, 1).await.unwrap();
    assert_eq!(
        (log[0].action.as_str(), log[0].address.as_deref()),
        ("session.reuse", Some("203.0.113.5"))
    );
    try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.1")
        .await
        .unwrap();
}

async fn tokens_end_with_time(place: Place) {
    let first = place.first().await;
    place.wait(TimeDelta::days(30));
    let late = place
        .accounts
        .refresh(&first.refresh_token, &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(late, Err(AccountsError::Unauthenticated(_))));
    place.accounts.tidy(place.now()).await.unwrap();
    assert!(
        place
            .accounts
            .sessions(&first.user.id, place.now())
            .await
            .unwrap()
            .is_empty()
    );
    let unknown = place
        .accounts
        .refresh("nonsense", &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(unknown, Err(AccountsError::Unauthenticated(_))));
    // However often a sign-in is refreshed, it ends.
    let mut signed_in = try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.1")
        .await
        .unwrap();
    let mut days = 0;
    while let Ok(next) = place
        .accounts
        .refresh(&signed_in.refresh_token, &from("10.0.0.1"), place.moment())
        .await
    {
        signed_in = next;
        place.wait(TimeDelta::days(20));
        days += 20;
    }
    assert_eq!(days, 180);
}

async fn logging_out(place: Place) {
    let here = place.first().await;
    let there = try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.7")
        .await
        .unwrap();
    let third = try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.8")
        .await
        .unwrap();
    assert_eq!(
        place
            .accounts
            .sessions(&here.user.id, place.now())
            .await
            .unwrap()
            .len(),
        3
    );
    place
        .accounts
        .logout(&here.refresh_token, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    assert!(bearer(&place, &here).await.is_none());
    assert!(bearer(&place, &there).await.is_some());
    let other = place
        .accounts
        .end_session("another", &there.family, &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(other, Err(AccountsError::NotFound(_))));
    place
        .accounts
        .logout_everywhere(&here.user.id, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    for signed_in in [&there, &third] {
        assert!(bearer(&place, signed_in).await.is_none());
        let refreshed = place
            .accounts
            .refresh(&signed_in.refresh_token, &from("10.0.0.1"), place.moment())
            .await;
        assert!(refreshed.is_err());
    }
    place
        .accounts
        .logout("nonsense", &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
}

async fn a_forgotten_password_is_reset_once(place: Place) {
    let first = place.first().await;
    let mail = place
        .accounts
        .request_password_reset("ADA@example.com", &from("10.0.0.1"), place.moment())
        .await;
    let Some(Mail::ResetPassword { to, token }) = mail.unwrap() else {
        panic!("she has an account");
    };
    assert_eq!(to, "ada@example.com");
    let weak = place
        .accounts
        .reset_password(&token, "password1", &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(
        weak,
        Err(AccountsError::Invalid {
            field: "password",
            ..
        })
    ));
    let new = "quarry violin pepper 9";
    place
        .accounts
        .reset_password(&token, new, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    let again = place
        .accounts
        .reset_password(&token, PASSWORD, &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(again, Err(AccountsError::Unauthenticated(_))));
    assert!(
        bearer(&place, &first).await.is_none(),
        "every sign-in has ended"
    );
    assert!(
        try_login(&place, &login("ada@example.com", PASSWORD), "10.0.0.1")
            .await
            .is_err()
    );
    try_login(&place, &login("ada@example.com", new), "10.0.0.1")
        .await
        .unwrap();
    let mail = place
        .accounts
        .request_password_reset("ada@example.com", &from("10.0.0.1"), place.moment())
        .await;
    let Some(Mail::ResetPassword { token, .. }) = mail.unwrap() else {
        panic!("she has an account");
    };
    place.wait(TimeDelta::hours(1));
    let late = place
        .accounts
        .reset_password(&token, PASSWORD, &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(late, Err(AccountsError::Unauthenticated(_))));
}

fn code_at(secret: &str, place: &Place) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let machine = Builder::new().with_secret(secret).build().unwrap();
    machine
        .generate(u64::try_from(place.now().timestamp()).unwrap())
        .to_string()
}

async fn enrol(place: &Place) -> (SignedIn, String, Vec<String>) {
    let first = place.first().await;
    let user = &first.user.id;
    let shown = place
        .accounts
        .enrol_totp(
            user,
            PASSWORD,
            "Footfall",
            &from("10.0.0.1"),
            place.moment(),
        )
        .await
        .unwrap();
    assert!(
        shown
            .url
            .starts_with("otpauth://totp/Footfall:ada@example.com?secret="),
        "{}",
        shown.url
    );
    let wrong = place
        .accounts
        .confirm_totp(user, "000000", &from("10.0.0.1"), place.moment())
        .await;
    assert!(matches!(
        wrong,
        Err(AccountsError::Invalid { field: "totp", .. })
    ));
    let code = code_at(&shown.secret, place);
    let done = place
        .accounts
        .confirm_totp(user, &code, &from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    (first, shown.secret, done.recovery_codes)
}

async fn a_second_factor_is_asked_for(place: Place) {
    let (first, secret, recovery) = enrol(&place).await;
    place.wait(TimeDelta::seconds(60));
    let mut with = login("ada@example.com", PASSWORD);
    for code in [None, Some("123".to_owned()), Some("999999".to_owned())] {
        with.totp = code;
        let refused = try_login(&place, &with, "10.0.0.1").await;
        assert!(
            matches!(refused, Err(AccountsError::Invalid { field: "totp", .. })),
            "{refused:?}"
        );
    }
    with.totp = Some(code_at(&secret, &place));
    let mut wrong = with.clone();
    wrong.password = "wrong".into();
    let refused = try_login(&place, &wrong, "10.0.0.1").await;
    assert!(
        matches!(refused, Err(AccountsError::Unauthenticated(_))),
        "the password comes first"
    );
    try_login(&place, &with, "10.0.0.1").await.unwrap();
    with.totp = Some(recovery[3].to_uppercase());
    try_login(&place, &with, "10.0.0.1").await.unwrap();
    assert!(
        try_login(&place, &with, "10.0.0.1").await.is_err(),
        "a recovery code is good once"
    );
    place.wait(TimeDelta::seconds(60));
    let code = code_at(&secret, &place);
    let actor = from("10.0.0.1");
    let wrong = place
        .accounts
        .disable_totp(&first.user.id, "wrong", &code, &actor, place.moment())
        .await;
    assert!(wrong.is_err());
    place
        .accounts
        .disable_totp(&first.user.id, PASSWORD, &code, &actor, place.moment())
        .await
        .unwrap();
    with.totp = None;
    try_login(&place, &with, "10.0.0.1").await.unwrap();
}

async fn no_code_is_accepted_twice(place: Place) {
    let (_, secret, _) = enrol(&place).await;
    place.wait(TimeDelta::seconds(60));
    let with = Login {
        totp: Some(code_at(&secret, &place)),
        ..login("ada@example.com", PASSWORD)
    };
    try_login(&place, &with, "10.0.0.1").await.unwrap();
    let again = try_login(&place, &with, "10.0.0.1").await;
    assert!(matches!(
        again,
        Err(AccountsError::Invalid { field: "totp", .. })
    ));
}

async fn access_tokens_of_others_are_refused(place: Place) {
    let first = place.first().await;
    let rights = rights(&place).await;
    let token = &first.access_token;
    let [head, body, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let none = encode(r#"{"alg":"none","typ":"JWT"}"#);
    let hmac = encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let other = sqlite_of(8).await;
    let stranger = other.first().await;
    for forged in [
        format!("{none}.{body}."),
        format!("{hmac}.{body}.{signature}"),
        format!(
            "{head}.{}.{signature}",
            encode(r#"{"aud":"footfall","sub":"x","fam":"y","iat":0,"exp":99999999999}"#)
        ),
        format!("{head}.{body}"),
        stranger.access_token,
        String::new(),
        "ff_aaaaaaaa_00".into(),
    ] {
        assert!(rights.bearer(&forged, place.now()).is_none(), "{forged}");
    }
    assert!(rights.bearer(token, place.now()).is_some());
    place
        .accounts
        .rotate_signing_key(&from("10.0.0.1"), place.moment())
        .await
        .unwrap();
    let rights = place.accounts.rights(place.now()).await.unwrap();
    assert!(
        rights.bearer(token, place.now()).is_some(),
        "a token outlives the key's change"
    );
}
