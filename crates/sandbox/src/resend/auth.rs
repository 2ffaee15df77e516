//! The API key, the user agent and the rate.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::answer::Refusal;
use crate::lock::lock;
use crate::rest::{Faces, meet_fate};
use crate::sandbox::Sandbox;

/// Lets only the account's own requests through, and only as fast as it may.
pub(super) async fn require(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    match check(&sandbox, &request) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn check(sandbox: &Sandbox, request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    if headers.get(header::USER_AGENT).is_none() {
        return Err(Refusal::new(
            403,
            "validation_error",
            "A User-Agent header is required.",
        ));
    }
    let given = headers.get(header::AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let Some(given) = given else {
        return Err(Refusal::new(401, "missing_api_key", "Missing API Key"));
    };
    let Some(account) = &sandbox.resend_account else {
        return Err(Refusal::new(403, "invalid_api_key", "API key is invalid"));
    };
    if !bool::from(given.as_bytes().ct_eq(account.api_key.as_bytes())) {
        return Err(Refusal::new(403, "invalid_api_key", "API key is invalid"));
    }
    let now = sandbox.now();
    match lock(&sandbox.resend).may_ask(now, account.requests_per_second) {
        true => Ok(()),
        false => Err(Refusal::too_many()),
    }
}

/// Lets a request meet its fate.
pub(super) async fn misbehave(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    const FACES: Faces = Faces {
        too_large: || Refusal::new(413, "validation_error", "Payload too large").into_response(),
        too_many: || Refusal::too_many().into_response(),
        internal: || Refusal::internal().into_response(),
        largest_body: LARGEST_BODY,
    };
    meet_fate(&sandbox, request, next, &FACES).await
}

/// Far below Resend's 40 MB, far above what a dialler sends.
pub(super) const LARGEST_BODY: usize = 4_194_304;
