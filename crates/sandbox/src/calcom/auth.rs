//! The API key, and the versions of the API.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::answer::Refusal;
use crate::rest::{Faces, meet_fate};
use crate::sandbox::Sandbox;

/// Lets only the account's own requests through.
pub(super) async fn require(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let is_ours = given
        .zip(sandbox.calcom_account.as_ref())
        .is_some_and(|(given, account)| given.as_bytes().ct_eq(account.api_key.as_bytes()).into());
    match is_ours {
        true => next.run(request).await,
        false => Refusal(StatusCode::UNAUTHORIZED, "Your api key is not valid".to_owned()).into_response(),
    }
}

/// Lets a request meet its fate.
pub(super) async fn misbehave(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    const FACES: Faces = Faces {
        too_large: || {
            Refusal(
                StatusCode::PAYLOAD_TOO_LARGE,
                "request entity too large".to_owned(),
            )
            .into_response()
        },
        too_many: || Refusal(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests".to_owned()).into_response(),
        internal: || {
            Refusal(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal server error".to_owned(),
            )
            .into_response()
        },
        largest_body: LARGEST_BODY,
    };
    meet_fate(&sandbox, request, next, &FACES).await
}

/// Refuses a request without the version of its family.
pub(super) fn version(headers: &HeaderMap, wanted: &str) -> Result<(), Refusal> {
    let given = headers.get(VERSION).and_then(|value| value.to_str().ok());
    match given == Some(wanted) {
        true => Ok(()),
        false => Err(Refusal::bad(format!(
            "{VERSION} must be {wanted}; the sandbox has no older behaviour to fall back to"
        ))),
    }
}

const VERSION: &str = "cal-api-version";
pub(super) const BOOKINGS: &str = "2024-08-13";
pub(super) const SLOTS: &str = "2024-09-04";
pub(super) const LARGEST_BODY: usize = 262_144;
