//! The second factor: time-based one-time passwords (RFC 6238, SHA-1, six digits, thirty seconds: what every authenticator app speaks),
//! and recovery codes for when the phone is lost. No code is accepted twice.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, Set,
};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use url::Url;

use crate::Accounts;
use crate::audit::{Actor, Deed, note};
use crate::entity::{recovery_code, user};
use crate::error::{AccountsError, Result};
use crate::mail::Mail;
use crate::moment::{Moment, hash_secret};
use crate::store::OF_RIGHTS;

const RECOVERY_CODES: usize = 10;
const STEP_SEC: u64 = 30;

/// What an authenticator app is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpEnrolment {
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same as an `otpauth:` address, to be shown as a QR code.
    pub url: String,
}

/// What has become of confirming a second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpConfirmed {
    /// Codes for when the phone is lost, each good once; shown once.
    pub recovery_codes: Vec<String>,
    /// Tells the user.
    pub mail: Mail,
}

/// The sealed secret, where the second factor is asked for.
pub(crate) fn in_force(row: &user::Model) -> Option<&str> {
    row.totp_confirmed_at?;
    row.totp_secret.as_deref()
}

/// What a user's secret is sealed for: another user's cannot be put in its place.
pub(crate) fn purpose(user: &str) -> String {
    format!("second factor of {user}")
}

fn needed(message: &str) -> AccountsError {
    AccountsError::invalid("totp", message)
}

fn machine(secret: &[u8]) -> Result<Totp> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SEC)
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| AccountsError::Secret(format!("second factor: {error}")))
}

impl Accounts {
    /// Begins enrolment: the secret counts once a code of it has been confirmed. `installation` is what the app calls it.
    pub async fn enrol_totp(
        &self,
        user: &str,
        password: &str,
        installation: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<TotpEnrolment> {
        let row = self.user_row(user).await?;
        self.prove(&row, password, actor, moment).await?;
        if in_force(&row).is_some() {
            let message = "a second factor is in force; disable it first";
            return Err(AccountsError::Forbidden(message.into()));
        }
        let secret: [u8; 20] = moment.bytes();
        let shown = Secret::from(secret.to_vec()).to_base32();
        let sealed = self.secrets.seal(&purpose(user), &secret, moment)?;
        let email = row.email.clone();
        let mut row: user::ActiveModel = row.into();
        row.totp_secret = Set(Some(sealed));
        row.totp_confirmed_at = Set(None);
        row.totp_step = Set(None);
        row.update(&self.db).await?;
        let mut url = Url::parse("otpauth://totp/")
            .map_err(|error| AccountsError::Secret(error.to_string()))?;
        url.set_path(&format!("{}:{email}", installation.replace(':', " ")));
        url.query_pairs_mut()
            .append_pair("secret", &shown)
            .append_pair("issuer", installation);
        Ok(TotpEnrolment {
            secret: shown,
            url: url.into(),
        })
    }

    /// Puts the second factor in force with a code of the enrolled secret.
    pub async fn confirm_totp(
        &self,
        user: &str,
        code: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<TotpConfirmed> {
        let row = self.user_row(user).await?;
        self.count_attempt(&row.email, actor, moment).await?;
        let sealed = row
            .totp_secret
            .clone()
            .filter(|_| row.totp_confirmed_at.is_none());
        let sealed =
            sealed.ok_or_else(|| AccountsError::Forbidden("nothing is to be confirmed".into()))?;
        let step = self.step_of(user, &sealed, code, moment)?;
        let step = step.ok_or_else(|| needed("this is not the present code"))?;
        let email = row.email.clone();
        let transaction = self.begin().await?;
        let mut row: user::ActiveModel = row.into();
        row.totp_confirmed_at = Set(Some(moment.now));
        row.totp_step = Set(Some(step));
        row.update(&transaction).await?;
        let codes = new_recovery_codes(&transaction, user, moment).await?;
        note(
            &transaction,
            actor,
            Deed::new("totp.confirm").to(&email),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(TotpConfirmed {
            recovery_codes: codes,
            mail: Mail::SecurityChanged {
                to: email,
                what: "a second factor is now asked for at sign-in",
            },
        })
    }

    /// Takes the second factor away, with the password and a code (or a recovery code).
    pub async fn disable_totp(
        &self,
        user: &str,
        password: &str,
        code: &str,
        actor: &Actor,
        moment: Moment<'_>,
    ) -> Result<Mail> {
        let row = self.user_row(user).await?;
        self.prove(&row, password, actor, moment).await?;
        let transaction = self.begin().await?;
        if let Some(secret) = in_force(&row) {
            self.pass_totp(&transaction, &row, secret, Some(code), moment)
                .await?;
        }
        let email = row.email.clone();
        let mut row: user::ActiveModel = row.into();
        row.totp_secret = Set(None);
        row.totp_confirmed_at = Set(None);
        row.totp_step = Set(None);
        row.update(&transaction).await?;
        recovery_code::Entity::delete_many()
            .filter(recovery_code::Column::UserId.eq(user))
            .exec(&transaction)
            .await?;
        note(
            &transaction,
            actor,
            Deed::new("totp.disable").to(&email),
            moment,
        )
        .await?;
        Self::bump(&transaction, OF_RIGHTS).await?;
        transaction.commit().await?;
        Ok(Mail::SecurityChanged {
            to: email,
            what: "no second factor is asked for at sign-in any more",
        })
    }

    /// Passes a present code or an unused recovery code, which is used up with it.
    pub(crate) async fn pass_totp<C: ConnectionTrait>(
        &self,
        db: &C,
        row: &user::Model,
        sealed: &str,
        code: Option<&str>,
        moment: Moment<'_>,
    ) -> Result<()> {
        let code = code.map(str::trim).filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| needed("the code of your authenticator app is needed"))?;
        if let Some(step) = self.step_of(&row.id, sealed, code, moment)? {
            let later = Condition::any()
                .add(user::Column::TotpStep.is_null())
                .add(Expr::col(user::Column::TotpStep).lt(step));
            let taken = user::Entity::update_many()
                .col_expr(user::Column::TotpStep, Expr::value(step))
                .filter(user::Column::Id.eq(&row.id))
                .filter(later)
                .exec(db)
                .await?;
            if taken.rows_affected > 0 {
                return Ok(());
            }
        }
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(moment.now))
            .filter(recovery_code::Column::UserId.eq(&row.id))
            .filter(recovery_code::Column::Hash.eq(hash_secret(&code.to_lowercase())))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(db)
            .await?;
        if used.rows_affected > 0 {
            return Ok(());
        }
        Err(needed(
            "this is neither the present code nor an unused recovery code",
        ))
    }

    /// The time step whose code this is: the present one, the one before or the one after.
    fn step_of(
        &self,
        user: &str,
        sealed: &str,
        code: &str,
        moment: Moment<'_>,
    ) -> Result<Option<i64>> {
        let secret = self.secrets.open_sealed(&purpose(user), sealed)?;
        let now = u64::try_from(moment.now.timestamp()).unwrap_or_default();
        let step = machine(&secret)?.check(code, now);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}

async fn new_recovery_codes<C: ConnectionTrait>(
    db: &C,
    user: &str,
    moment: Moment<'_>,
) -> Result<Vec<String>> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::UserId.eq(user))
        .exec(db)
        .await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        // 80 random bits: long enough for a fast hash.
        let code = moment.letters(16);
        let row = recovery_code::ActiveModel {
            user_id: Set(user.into()),
            hash: Set(hash_secret(&code)),
            used_at: Set(None),
        };
        recovery_code::Entity::insert(row)
            .exec_without_returning(db)
            .await?;
        codes.push(code);
    }
    Ok(codes)
}
