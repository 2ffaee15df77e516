//! The private key.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use super::error::VapiError;
use crate::rest::{Faces, meet_fate};
use crate::sandbox::Sandbox;

/// Lets only the account's own requests through.
pub(super) async fn require(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let is_ours = given
        .zip(sandbox.vapi_account.as_ref())
        .is_some_and(|(given, account)| given.as_bytes().ct_eq(account.api_key.as_bytes()).into());
    match is_ours {
        true => next.run(request).await,
        false => VapiError::unauthorised().into_response(),
    }
}

/// Lets a request meet its fate.
pub(super) async fn misbehave(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    const FACES: Faces = Faces {
        too_large: || VapiError::too_large().into_response(),
        too_many: || VapiError::too_many().into_response(),
        internal: || VapiError::internal().into_response(),
        largest_body: LARGEST_BODY,
    };
    meet_fate(&sandbox, request, next, &FACES).await
}

/// An assistant with a long prompt and many tools.
pub(super) const LARGEST_BODY: usize = 1_048_576;
