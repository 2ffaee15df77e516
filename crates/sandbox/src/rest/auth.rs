//! HTTP Basic authentication, and the account in the path.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use super::error::RestError;
use crate::config::Account;
use crate::sandbox::Sandbox;

/// Lets only the account's own requests through.
pub(super) async fn require(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let header = request.headers().get(header::AUTHORIZATION);
    let pair = header.and_then(|value| value.to_str().ok()).and_then(credentials);
    if !pair.is_some_and(|(user, password)| is_ours(&sandbox.account, &user, &password)) {
        return RestError::unauthorised().into_response();
    }
    let path = request.uri().path();
    let named = path.split('/').skip_while(|part| *part != "Accounts").nth(1);
    let account = named.map(|part| part.strip_suffix(".json").unwrap_or(part));
    if account != Some(sandbox.account.sid.as_str()) {
        return RestError::no_such(path).into_response();
    }
    next.run(request).await
}

fn credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = pair.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

fn is_ours(account: &Account, user: &str, password: &str) -> bool {
    let main = same(user, &account.sid) & same(password, &account.auth_token);
    let key = account
        .api_key
        .as_ref()
        .is_some_and(|(sid, secret)| same(user, sid) & same(password, secret));
    main || key
}

fn same(given: &str, expected: &str) -> bool {
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}
