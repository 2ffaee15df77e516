//! Refusals in Vapi's words.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal.
#[derive(Debug)]
pub(super) struct VapiError {
    status: StatusCode,
    message: Value,
}

impl VapiError {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: Value::from(message.into()),
        }
    }

    /// What validation complains about, one sentence per field.
    pub(super) fn invalid(messages: &[String]) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            message: json!(messages),
        }
    }

    pub(super) fn unauthorised() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            message: "Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa."
                .into(),
        }
    }

    pub(super) fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            message: "Not Found".into(),
        }
    }

    pub(super) fn too_many() -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            message: "ThrottlerException: Too Many Requests".into(),
        }
    }

    pub(super) fn internal() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            message: "Internal server error".into(),
        }
    }

    pub(super) fn too_large() -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            message: "request entity too large".into(),
        }
    }
}

impl IntoResponse for VapiError {
    fn into_response(self) -> Response {
        let body = json!({
            "message": self.message,
            "error": self.status.canonical_reason(),
            "statusCode": self.status.as_u16(),
        });
        (self.status, Json(body)).into_response()
    }
}
