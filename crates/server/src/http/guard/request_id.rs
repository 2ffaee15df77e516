//! A name for every request, in the answer and in the log.

use axum::http::HeaderValue;
use axum::response::Response;

/// The request's name.
#[derive(Debug)]
pub(super) struct RequestId(pub(super) String);

impl RequestId {
    /// The name made of bits that no other request has.
    pub(super) fn of(bits: u128) -> Self {
        Self(format!("req_{bits:032x}"))
    }

    /// Puts the name into the answer, as `X-Request-Id`.
    pub(super) fn stamp(&self, response: &mut Response) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            response.headers_mut().insert("x-request-id", value);
        }
    }
}
