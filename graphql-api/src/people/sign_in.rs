//! Signing up, in and out, and what somebody does with his own account.

use accounts::{
    ACCESS_LASTS, Accepting, AccountsError, Actor, Identity, LoggedIn, Login, Moment, SignedIn,
    SignedUp,
};
use async_graphql::{Context, Error, ID, Object};

use super::inputs::SignUpInput;
use super::outputs::{AuthTokens, SignUpResult, TotpEnrolment, User};
use crate::access::{Access, backend};
use crate::port::{ApiError, ApiResult, Backend};
use crate::request::{RequestInfo, clear_cookie};
use crate::schema::coded;

/// Signing up, in and out, and what somebody does with his own account.
#[derive(Default)]
pub(crate) struct SignInMutation;

fn failed(error: AccountsError) -> Error {
    coded(error.into())
}

/// A request of somebody who need not be signed in.
struct Open<'a> {
    backend: &'a dyn Backend,
    info: RequestInfo,
}

impl<'a> Open<'a> {
    fn of(context: &Context<'a>) -> Result<Self, Error> {
        Ok(Self {
            backend: backend(context).map_err(coded)?.as_ref(),
            info: context
                .data_opt::<RequestInfo>()
                .cloned()
                .unwrap_or_default(),
        })
    }

    fn actor(&self) -> Actor {
        self.info.actor()
    }

    fn moment(&self) -> Moment<'static> {
        Moment::at(self.backend.now())
    }

    /// Tokens for the client, and his rights known here at once.
    async fn tokens(
        &self,
        context: &Context<'_>,
        signed_in: SignedIn,
    ) -> Result<AuthTokens, Error> {
        self.backend.reload().await.map_err(coded)?;
        let installation = self.backend.installation();
        let refresh_token =
            self.info
                .hand_over(context, &signed_in, installation, self.backend.now());
        let rights = self.backend.rights();
        let identity = Identity::User {
            id: signed_in.user.id.clone(),
            family: signed_in.family.clone(),
        };
        let standing = rights.again(&identity, self.backend.now());
        Ok(AuthTokens {
            access_token: signed_in.access_token,
            expires_in: ACCESS_LASTS.as_secs().try_into().unwrap_or(i64::MAX),
            refresh_token,
            user: User::new(signed_in.user, standing.as_ref()),
        })
    }
}

#[Object]
impl SignInMutation {
    /// Makes an account, where that is open. Who is not the first gets a mail, and the same answer whether his address has an account or not.
    async fn sign_up(
        &self,
        context: &Context<'_>,
        input: SignUpInput,
    ) -> Result<SignUpResult, Error> {
        let open = Open::of(context)?;
        let mode = open.backend.installation().sign_up;
        let accounts = open.backend.accounts();
        let made = accounts
            .sign_up(&input.into(), mode, &open.actor(), open.moment())
            .await;
        match made.map_err(failed)? {
            SignedUp::First(signed_in) => Ok(SignUpResult {
                tokens: Some(open.tokens(context, *signed_in).await?),
            }),
            SignedUp::Mailed(mail) => {
                open.backend.mail(mail);
                Ok(SignUpResult { tokens: None })
            }
        }
    }

    /// Makes the first account by the set-up link.
    async fn set_up(
        &self,
        context: &Context<'_>,
        token: String,
        input: SignUpInput,
    ) -> Result<AuthTokens, Error> {
        let open = Open::of(context)?;
        let accounts = open.backend.accounts();
        let signed_in = accounts
            .set_up(&token, &input.into(), &open.actor(), open.moment())
            .await;
        open.tokens(context, signed_in.map_err(failed)?).await
    }

    /// Signs in. Where a second factor is asked for and `totp` is missing or wrong, the error is BAD_INPUT of `totp`.
    async fn login(
        &self,
        context: &Context<'_>,
        email: String,
        password: String,
        totp: Option<String>,
    ) -> Result<AuthTokens, Error> {
        let open = Open::of(context)?;
        let login = Login {
            email,
            password,
            totp,
        };
        let accounts = open.backend.accounts();
        match accounts
            .login(&login, &open.actor(), open.moment())
            .await
            .map_err(failed)?
        {
            LoggedIn::In(signed_in) => open.tokens(context, *signed_in).await,
            LoggedIn::Unverified(mail) => {
                open.backend.mail(mail);
                let message = "confirm your e-mail address first; the link is on its way to you";
                Err(coded(ApiError::Forbidden(message.into())))
            }
        }
    }

    /// New tokens for a refresh token; without one, for the cookie's.
    async fn refresh(
        &self,
        context: &Context<'_>,
        token: Option<String>,
    ) -> Result<AuthTokens, Error> {
        let open = Open::of(context)?;
        let token = match token {
            Some(token) => Some(token),
            None => open.info.cookie().map_err(coded)?.map(Into::into),
        };
        let token: String = token.ok_or_else(|| coded(ApiError::Unauthenticated))?;
        let accounts = open.backend.accounts();
        match accounts.refresh(&token, &open.actor(), open.moment()).await {
            Ok(signed_in) => open.tokens(context, signed_in).await,
            Err(error) => {
                if matches!(error, AccountsError::Unauthenticated(_)) {
                    clear_cookie(context, open.backend.installation());
                    open.backend.reload().await.map_err(coded)?;
                }
                Err(failed(error))
            }
        }
    }

    /// Ends this sign-in, or all of the caller's.
    async fn logout(
        &self,
        context: &Context<'_>,
        #[graphql(default = false)] everywhere: bool,
    ) -> Result<bool, Error> {
        let open = Open::of(context)?;
        let accounts = open.backend.accounts();
        let cookie = open.info.cookie().map_err(coded)?.map(ToOwned::to_owned);
        if let Ok(access) = Access::of(context)
            && let Identity::User { id, family } = &access.standing.identity
        {
            let done = if everywhere {
                accounts
                    .logout_everywhere(id, &access.actor(), open.moment())
                    .await
            } else {
                accounts
                    .end_session(id, family, &access.actor(), open.moment())
                    .await
            };
            match done {
                // Another tab was first.
                Ok(()) | Err(AccountsError::NotFound(_)) => {}
                Err(error) => return Err(failed(error)),
            }
        } else if everywhere {
            return Err(coded(ApiError::Unauthenticated));
        }
        if let Some(cookie) = cookie {
            accounts
                .logout(&cookie, &open.actor(), open.moment())
                .await
                .map_err(failed)?;
        }
        clear_cookie(context, open.backend.installation());
        open.backend.reload().await.map_err(coded)?;
        Ok(true)
    }

    /// Confirms an address by the mailed token.
    async fn verify_email(&self, context: &Context<'_>, token: String) -> Result<bool, Error> {
        let open = Open::of(context)?;
        let accounts = open.backend.accounts();
        accounts
            .verify_email(&token, &open.actor(), open.moment())
            .await
            .map_err(failed)?;
        Ok(true)
    }

    /// Mails a link to choose a new password. The answer is the same whether the address has an account or not.
    async fn request_password_reset(
        &self,
        context: &Context<'_>,
        email: String,
    ) -> Result<bool, Error> {
        let open = Open::of(context)?;
        let accounts = open.backend.accounts();
        let mail = accounts
            .request_password_reset(&email, &open.actor(), open.moment())
            .await;
        if let Some(mail) = mail.map_err(failed)? {
            open.backend.mail(mail);
        }
        Ok(true)
    }

    /// Sets a new password by the mailed token. Every sign-in ends.
    async fn reset_password(
        &self,
        context: &Context<'_>,
        token: String,
        password: String,
    ) -> Result<bool, Error> {
        let open = Open::of(context)?;
        let accounts = open.backend.accounts();
        let mail = accounts
            .reset_password(&token, &password, &open.actor(), open.moment())
            .await;
        open.backend.mail(mail.map_err(failed)?);
        open.backend.reload().await.map_err(coded)?;
        Ok(true)
    }

    /// Accepts an invitation. Who is new gives name and password, and is signed in; who has an account signs in first, and gets no tokens.
    async fn accept_invitation(
        &self,
        context: &Context<'_>,
        token: String,
        name: Option<String>,
        password: Option<String>,
    ) -> Result<Option<AuthTokens>, Error> {
        let open = Open::of(context)?;
        let who = accepting(context, name, password).map_err(coded)?;
        let accounts = open.backend.accounts();
        let accepted = accounts
            .accept_invitation(&token, &who, &open.actor(), open.moment())
            .await;
        match accepted.map_err(failed)? {
            Some(signed_in) => Ok(Some(open.tokens(context, signed_in).await?)),
            None => {
                open.backend.reload().await.map_err(coded)?;
                Ok(None)
            }
        }
    }

    /// Changes the caller's name.
    async fn update_me(&self, context: &Context<'_>, name: String) -> Result<User, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let user = own
            .backend
            .accounts()
            .rename(user, &name, &own.actor(), moment)
            .await;
        Ok(User::new(user.map_err(failed)?, Some(&own.standing)))
    }

    /// Changes the caller's password. Every sign-in ends, this one too.
    async fn change_password(
        &self,
        context: &Context<'_>,
        present: String,
        password: String,
    ) -> Result<bool, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let accounts = own.backend.accounts();
        let mail = accounts
            .change_password(user, &present, &password, &own.actor(), moment)
            .await;
        own.backend.mail(mail.map_err(failed)?);
        own.backend.reload().await.map_err(coded)?;
        Ok(true)
    }

    /// Begins to enrol a second factor.
    async fn enrol_totp(
        &self,
        context: &Context<'_>,
        password: String,
    ) -> Result<TotpEnrolment, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let accounts = own.backend.accounts();
        let shown = accounts
            .enrol_totp(user, &password, "Footfall", &own.actor(), moment)
            .await;
        let shown = shown.map_err(failed)?;
        Ok(TotpEnrolment {
            secret: shown.secret,
            url: shown.url,
        })
    }

    /// Puts the second factor in force; the answer is the recovery codes, shown this once.
    async fn confirm_totp(
        &self,
        context: &Context<'_>,
        code: String,
    ) -> Result<Vec<String>, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let done = own
            .backend
            .accounts()
            .confirm_totp(user, &code, &own.actor(), moment)
            .await;
        let done = done.map_err(failed)?;
        own.backend.mail(done.mail);
        own.backend.reload().await.map_err(coded)?;
        Ok(done.recovery_codes)
    }

    /// Takes the second factor away, with password and code.
    async fn disable_totp(
        &self,
        context: &Context<'_>,
        password: String,
        code: String,
    ) -> Result<bool, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let accounts = own.backend.accounts();
        let mail = accounts
            .disable_totp(user, &password, &code, &own.actor(), moment)
            .await;
        own.backend.mail(mail.map_err(failed)?);
        own.backend.reload().await.map_err(coded)?;
        Ok(true)
    }

    /// Ends one of the caller's sign-ins.
    async fn end_session(&self, context: &Context<'_>, id: ID) -> Result<bool, Error> {
        let own = Access::of(context).map_err(coded)?;
        let user = own.user().map_err(coded)?;
        let moment = Moment::at(own.backend.now());
        let ended = own
            .backend
            .accounts()
            .end_session(user, &id, &own.actor(), moment)
            .await;
        ended.map_err(failed)?;
        own.backend.reload().await.map_err(coded)?;
        Ok(true)
    }
}

/// Who accepts: somebody new says how he is called; else it is who is signed in.
fn accepting(
    context: &Context<'_>,
    name: Option<String>,
    password: Option<String>,
) -> ApiResult<Accepting> {
    match (name, password) {
        (Some(name), Some(password)) => Ok(Accepting::New { name, password }),
        (None, None) => Ok(Accepting::User(Access::of(context)?.user()?.to_owned())),
        (None, _) => Err(ApiError::bad("name", "a new account needs a name")),
        (_, None) => Err(ApiError::bad("password", "a new account needs a password")),
    }
}
