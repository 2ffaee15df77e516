//! Answers in Cal.com's envelope.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(super) fn success(status: StatusCode, data: &Value) -> Response {
    (status, Json(json!({ "status": "success", "data": data }))).into_response()
}

/// A refusal.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) StatusCode, pub(super) String);

impl Refusal {
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, message.into())
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self(StatusCode::NOT_FOUND, format!("{what} not found"))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let code = match self.0 {
            StatusCode::BAD_REQUEST => "BadRequestException",
            StatusCode::UNAUTHORIZED => "UnauthorizedException",
            StatusCode::NOT_FOUND => "NotFoundException",
            StatusCode::TOO_MANY_REQUESTS => "ThrottlerException",
            _ => "INTERNAL_SERVER_ERROR",
        };
        let body = json!({ "status": "error", "error": { "code": code, "message": self.1 } });
        (self.0, Json(body)).into_response()
    }
}
