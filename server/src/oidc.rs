//! Sign-in through an identity provider by OpenID Connect: the authorization code flow with PKCE and a nonce. What must come back unchanged
//! travels in a sealed cookie, so that any process of the installation can finish what another began.

use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::{Actor, IdentityClaims, Moment};
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::get;
use graphql_api::{Backend, ClientAddress, refresh_cookie};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::backend::ServerBackend;
use crate::config::ServeOptions;

const COOKIE: &str = "footfall_oidc";
const PURPOSE: &str = "sign-in in progress";
/// How long somebody may take at the provider's.
const LASTS_SEC: i64 = 600;
/// How long what the provider says of itself, its keys included, is believed.
const METADATA_LASTS: Duration = Duration::from_secs(3_600);

/// An identity provider.
pub struct Oidc {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    http: openidconnect::reqwest::Client,
    metadata: Mutex<Option<(Instant, CoreProviderMetadata)>>,
    is_https: bool,
}

/// What must come back unchanged.
#[derive(Serialize, Deserialize)]
struct Began {
    state: String,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    at: i64,
}

impl Oidc {
    /// The provider of the options, if there is one. It is asked at the first sign-in, not now.
    pub fn of(options: &ServeOptions, public_url: &str) -> Result<Option<Self>> {
        let (Some(issuer), Some(client_id)) = (&options.oidc_issuer, &options.oidc_client_id)
        else {
            return Ok(None);
        };
        // A redirect could lead to addresses that only this machine reaches.
        let http = openidconnect::reqwest::ClientBuilder::new()
            .redirect(openidconnect::reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(15))
            .build()?;
        Ok(Some(Self {
            issuer: IssuerUrl::new(issuer.clone()).context("--oidc-issuer is no address")?,
            client_id: ClientId::new(client_id.clone()),
            client_secret: options.oidc_client_secret.clone().map(ClientSecret::new),
            redirect: RedirectUrl::new(format!("{public_url}/auth/oidc/callback"))?,
            http,
            metadata: Mutex::new(None),
            is_https: public_url.starts_with("https://"),
        }))
    }

    async fn metadata(&self) -> Result<CoreProviderMetadata> {
        let mut known = self.metadata.lock().await;
        if let Some((at, metadata)) = &*known
            && at.elapsed() < METADATA_LASTS
        {
            return Ok(metadata.clone());
        }
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http)
            .await
            .context("the identity provider does not say how to sign in")?;
        *known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    /// Where the browser goes, and what it keeps meanwhile.
    async fn begin(&self, now: i64) -> Result<(String, Began)> {
        let client = CoreClient::from_provider_metadata(
            self.metadata().await?,
            self.client_id.clone(),
            self.client_secret.clone(),
        )
        .set_redirect_uri(self.redirect.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(challenge)
            .url();
        let began = Began {
            state: state.into_secret(),
            nonce,
            verifier,
            at: now,
        };
        Ok((url.into(), began))
    }

    /// Whom the provider has identified.
    async fn finish(&self, code: String, began: Began) -> Result<IdentityClaims> {
        let client = CoreClient::from_provider_metadata(
            self.metadata().await?,
            self.client_id.clone(),
            self.client_secret.clone(),
        )
        .set_redirect_uri(self.redirect.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(began.verifier)
            .request_async(&self.http)
            .await
            .context("the identity provider does not take the code")?;
        let token = answer
            .id_token()
            .context("the identity provider sent no id token")?;
        let claims = token
            .claims(&client.id_token_verifier(), &began.nonce)
            .context("the id token is not good")?;
        let is_verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| is_verified);
        let name = claims.name().and_then(|name| name.get(None));
        Ok(IdentityClaims {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            verified_email: email.map(|email| email.to_string()),
            name: name.map(|name| name.to_string()),
        })
    }

    fn cookie(&self, value: &str, lasts_sec: i64) -> String {
        // Lax, because the provider's redirect comes from another site.
        let secure = if self.is_https { "; Secure" } else { "" };
        format!(
            "{COOKIE}={value}; Path=/auth/oidc; HttpOnly; SameSite=Lax; Max-Age={lasts_sec}{secure}"
        )
    }
}

#[derive(Clone)]
struct Parts {
    oidc: Arc<Oidc>,
    backend: Arc<ServerBackend>,
}

/// The routes of sign-in through a provider.
pub fn router(oidc: Arc<Oidc>, backend: Arc<ServerBackend>) -> Router {
    Router::new()
        .route("/auth/oidc", get(begin))
        .route("/auth/oidc/callback", get(come_back))
        .with_state(Parts { oidc, backend })
}

fn go(to: &str, cookies: Vec<String>) -> Response {
    let cookies = cookies
        .into_iter()
        .map(|cookie| (header::SET_COOKIE, cookie));
    let headers = [
        (header::LOCATION, to.to_owned()),
        (header::CACHE_CONTROL, "no-store".into()),
    ];
    (
        StatusCode::SEE_OTHER,
        headers,
        AppendHeaders(cookies.collect::<Vec<_>>()),
    )
        .into_response()
}

fn failed(oidc: &Oidc, error: &anyhow::Error) -> Response {
    tracing::warn!(
        error = format!("{error:#}"),
        "sign-in by the identity provider failed"
    );
    go("/sign-in#error=oidc", vec![oidc.cookie("", 0)])
}

async fn begin(State(parts): State<Parts>) -> Response {
    let now = parts.backend.now();
    let begun = async {
        let (url, began) = parts.oidc.begin(now.timestamp()).await?;
        let text = serde_json::to_vec(&began)?;
        let sealed = parts
            .backend
            .accounts()
            .seal(PURPOSE, &text, Moment::at(now))?;
        anyhow::Ok((url, sealed))
    };
    match begun.await {
        Ok((url, sealed)) => go(&url, vec![parts.oidc.cookie(&sealed, LASTS_SEC)]),
        Err(error) => failed(&parts.oidc, &error),
    }
}

#[derive(Deserialize)]
struct CameBack {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

async fn come_back(
    State(parts): State<Parts>,
    address: Option<Extension<ClientAddress>>,
    Query(answer): Query<CameBack>,
    headers: HeaderMap,
) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let actor = Actor {
        address: address.map(|Extension(ClientAddress(address))| address.to_string()),
        user_agent: text(header::USER_AGENT).map(Into::into),
        ..Actor::default()
    };
    let cookie = text(header::COOKIE).unwrap_or_default();
    match sign_in(&parts, answer, cookie, &actor).await {
        Ok(own) => go("/", vec![own, parts.oidc.cookie("", 0)]),
        Err(error) => failed(&parts.oidc, &error),
    }
}

async fn sign_in(parts: &Parts, answer: CameBack, cookies: &str, actor: &Actor) -> Result<String> {
    if let Some(error) = answer.error {
        bail!("the identity provider says {error:?}");
    }
    let (Some(code), Some(state)) = (answer.code, answer.state) else {
        bail!("code or state is missing");
    };
    let sealed = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
        .context("the browser does not know of this sign-in")?;
    let backend = &parts.backend;
    let began: Began = serde_json::from_slice(&backend.accounts().open_sealed(PURPOSE, sealed)?)?;
    let now = backend.now();
    if began.state != state || now.timestamp() - began.at > LASTS_SEC {
        bail!("this is the answer to another sign-in, or too late");
    }
    let claims = parts.oidc.finish(code, began).await?;
    let mode = backend.installation.sign_up;
    let accounts = backend.accounts();
    let signed_in = accounts
        .sign_in_identity(&claims, mode, actor, Moment::at(now))
        .await?;
    backend.node.directory.reload().await?;
    Ok(refresh_cookie(&signed_in, &backend.installation, now))
}
