//! Errors in Twilio's form.

use axum::Json;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error as the API answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RestError {
    pub status: u16,
    pub code: u32,
    pub message: String,
}

impl RestError {
    /// 400 with one of Twilio's codes.
    pub(crate) fn bad(code: u32, message: impl Into<String>) -> Self {
        Self {
            status: 400,
            code,
            message: message.into(),
        }
    }

    /// 404 / 20404.
    pub(crate) fn no_such(what: &str) -> Self {
        Self {
            status: 404,
            code: 20_404,
            message: format!("The requested resource {what} was not found"),
        }
    }

    /// 401 / 20003.
    pub(crate) fn unauthorised() -> Self {
        Self {
            status: 401,
            code: 20_003,
            message: "Authenticate".to_owned(),
        }
    }

    /// 429 / 20429.
    pub(crate) fn too_many() -> Self {
        Self {
            status: 429,
            code: 20_429,
            message: "Too Many Requests".to_owned(),
        }
    }

    /// 500 / 20500.
    pub(crate) fn internal() -> Self {
        Self {
            status: 500,
            code: 20_500,
            message: "An internal server error has occurred".to_owned(),
        }
    }
}

impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        let body = Json(json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        }));
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status == StatusCode::UNAUTHORIZED {
            let challenge = [(header::WWW_AUTHENTICATE, "Basic realm=\"Twilio API\"")];
            return (status, challenge, body).into_response();
        }
        (status, body).into_response()
    }
}

/// The answer to paths that mean nothing.
pub(crate) async fn not_found(uri: Uri) -> RestError {
    RestError::no_such(uri.path())
}

/// The answer to methods that a resource does not take.
pub(crate) async fn method_not_allowed() -> RestError {
    RestError {
        status: 405,
        code: 20_004,
        message: "Method not allowed".to_owned(),
    }
}
