//! What of a request matters beside the question: from where it comes, and the refresh token's cookie.

use std::net::IpAddr;

use accounts::{Actor, SignedIn};
use async_graphql::Context;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};

use crate::port::{ApiError, ApiResult, Installation};

/// Shows that a request comes from a page that may set headers: a form of another site cannot.
pub const CSRF_HEADER: &str = "x-footfall";

/// The address that a request comes from, as the server found it; an extension of the request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// From where a request comes.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestInfo {
    address: Option<String>,
    user_agent: Option<String>,
    cookie: Option<String>,
    is_page: bool,
}

fn cookie_name(installation: &Installation) -> &'static str {
    // The prefix makes browsers insist on Secure, no Domain and the whole path.
    if installation.is_https() {
        "__Host-footfall_refresh"
    } else {
        "footfall_refresh"
    }
}

impl RequestInfo {
    pub(crate) fn new(
        headers: &HeaderMap,
        address: Option<IpAddr>,
        installation: &Installation,
    ) -> Self {
        let text =
            |name: &header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let name = cookie_name(installation);
        let cookie = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name);
        Self {
            address: address.map(|address| address.to_string()),
            user_agent: text(&header::USER_AGENT).map(|agent| agent.chars().take(300).collect()),
            cookie: cookie.map(|(_, value)| value.to_owned()),
            is_page: headers.contains_key(CSRF_HEADER),
        }
    }

    /// Somebody who is not known yet.
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            user: None,
            name: String::new(),
            address: self.address.clone(),
            user_agent: self.user_agent.clone(),
        }
    }

    /// The refresh token of the cookie, if the request may use it.
    pub(crate) fn cookie(&self) -> ApiResult<Option<&str>> {
        match &self.cookie {
            Some(_) if !self.is_page => {
                let message = format!("a request with a cookie needs the header {CSRF_HEADER}");
                Err(ApiError::Forbidden(message))
            }
            cookie => Ok(cookie.as_deref()),
        }
    }

    /// Hands the refresh token over: to a page as a cookie that no script reads, to others in the answer.
    pub(crate) fn hand_over(
        &self,
        context: &Context<'_>,
        signed_in: &SignedIn,
        installation: &Installation,
        now: DateTime<Utc>,
    ) -> Option<String> {
        if !self.is_page {
            return Some(signed_in.refresh_token.clone());
        }
        let cookie = refresh_cookie(signed_in, installation, now);
        context.append_http_header(header::SET_COOKIE, cookie);
        None
    }
}

fn cookie(installation: &Installation, value: &str, lasts_sec: i64) -> String {
    let name = cookie_name(installation);
    let secure = if installation.is_https() {
        "; Secure"
    } else {
        ""
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={lasts_sec}{secure}")
}

/// Takes the cookie away.
pub(crate) fn clear_cookie(context: &Context<'_>, installation: &Installation) {
    context.append_http_header(header::SET_COOKIE, cookie(installation, "", 0));
}

/// The refresh token's cookie, for a sign-in that does not go through GraphQL.
pub fn refresh_cookie(
    signed_in: &SignedIn,
    installation: &Installation,
    now: DateTime<Utc>,
) -> String {
    let lasts = (signed_in.refresh_expires_at - now).num_seconds();
    cookie(installation, &signed_in.refresh_token, lasts)
}
