//! Refusals in Resend's words.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    name: &'static str,
    message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, name: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            name,
            message: message.into(),
        }
    }

    pub(super) fn missing(field: &str) -> Self {
        Self::new(422, "missing_required_field", format!("Missing `{field}` field."))
    }

    pub(super) fn too_many() -> Self {
        Self::new(
            429,
            "rate_limit_exceeded",
            "Too many requests. You can only make 2 requests per second.",
        )
    }

    pub(super) fn internal() -> Self {
        Self::new(500, "internal_server_error", "An unexpected error occurred.")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({ "statusCode": self.status, "name": self.name, "message": self.message });
        let mut response = (status, Json(body)).into_response();
        if self.status == 429 {
            let headers = response.headers_mut();
            for (name, value) in [
                ("retry-after", "1"),
                ("ratelimit-remaining", "0"),
                ("ratelimit-reset", "1"),
            ] {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
        }
        response
    }
}
