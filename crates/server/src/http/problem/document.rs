//! The problem document itself.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use outdial_domain::settings::FieldError;
use serde::Serialize;
use utoipa::ToSchema;

use super::code::ProblemCode;

/// What is wrong with one field or line of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineError {
    /// The field, when the request is an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The line, counted from 1, when the request is a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// A stable code.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// An error answer; turns into an `application/problem+json` response.
#[derive(Debug, Clone)]
pub struct Problem {
    code: ProblemCode,
    detail: Option<String>,
    errors: Vec<LineError>,
    retry_after_s: Option<u64>,
}

/// The wire form of a problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Address of the code's description.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the code means, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// What happened this time.
    pub detail: String,
    /// What is wrong with single fields or lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<LineError>,
}

impl Problem {
    /// A problem with the code's own title as its detail.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            retry_after_s: None,
        }
    }

    /// Says what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds what is wrong with a field.
    #[must_use]
    pub fn field(mut self, field: &str, code: &str, message: impl Into<String>) -> Self {
        self.errors.push(LineError {
            field: Some(field.to_owned()),
            line: None,
            code: code.to_owned(),
            message: message.into(),
        });
        self
    }

    /// Names every field that is wrong, with its sentence.
    #[must_use]
    pub fn of_fields(code: ProblemCode, wrong: &[FieldError]) -> Self {
        let sentences: Vec<_> = wrong.iter().map(|error| error.message.as_str()).collect();
        let problem = Self::new(code).detail(sentences.join(" "));
        wrong.iter().fold(problem, |problem, error| {
            problem.field(error.field, error.code, error.message.as_str())
        })
    }

    /// Adds what is wrong with a line.
    #[must_use]
    pub fn line(mut self, line: u32, code: &str, message: impl Into<String>) -> Self {
        self.errors.push(LineError {
            field: None,
            line: Some(line),
            code: code.to_owned(),
            message: message.into(),
        });
        self
    }

    /// Tells the client when to come back.
    #[must_use]
    pub fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }

    /// An invalid field of an otherwise readable request.
    #[must_use]
    pub fn invalid_field(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(ProblemCode::RequestInvalid)
            .detail(format!("`{field}`: {message}"))
            .field(field, "invalid", message)
    }

    /// An error whose cause stays in the log.
    #[must_use]
    pub fn internal(why: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %why, "a request failed for a reason of our own");
        Self::new(ProblemCode::InternalError)
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// What happened, in words.
    #[must_use]
    pub fn message(&self) -> &str {
        self.detail.as_deref().unwrap_or_else(|| self.code.title())
    }

    /// The wire form.
    #[must_use]
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("{ERROR_PAGE}#{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.code.status().as_u16(),
            code: self.code.as_str().to_owned(),
            detail: self.message().to_owned(),
            errors: self.errors.clone(),
        }
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.code.status(), Json(self.body())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code.status() == axum::http::StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Where the codes are described.
const ERROR_PAGE: &str = "/api/v1/docs/errors";
const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_as_documented() {
        let problem = Problem::new(ProblemCode::RateLimited)
            .detail("Too many requests.")
            .line(3, "number_invalid", "`12` is not a phone number")
            .retry_after_s(0);
        let expected = serde_json::json!({
            "type": "/api/v1/docs/errors#request.rate_limited",
            "title": "Too many requests; wait as long as Retry-After says.",
            "status": 429,
            "code": "request.rate_limited",
            "detail": "Too many requests.",
            "errors": [{"line": 3, "code": "number_invalid", "message": "`12` is not a phone number"}],
        });
        assert_eq!(serde_json::to_value(problem.body()).unwrap(), expected);
        let response = problem.into_response();
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["retry-after"], "1");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}
