//! Errors in the shape that the team dialler's clients read.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::http::problem::Problem;

/// `{"detail": …}`
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    detail: Value,
}

impl Refused {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: Value::from(detail.into()),
        }
    }

    pub(super) fn no_campaign() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Campaign not found")
    }

    pub(super) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// No account lets agents and callees meet at the carrier.
    pub(super) fn not_configured() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Twilio credentials not configured.",
        )
    }

    /// Fields of the body that make no sense: where, and why.
    pub(super) fn fields(wrong: &[(Vec<Value>, String)]) -> Self {
        let detail = wrong.iter().map(|(place, why)| {
            let mut path = vec![Value::from("body")];
            path.extend(place.iter().cloned());
            json!({ "loc": path, "msg": why, "type": "value_error" })
        });
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            detail: detail.collect(),
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let status = problem.code().status();
        let wrong = problem.body().errors;
        if status == StatusCode::UNPROCESSABLE_ENTITY && !wrong.is_empty() {
            let fields: Vec<_> = wrong
                .into_iter()
                .map(|error| (error.field.into_iter().map(Value::from).collect(), error.message))
                .collect();
            return Self::fields(&fields);
        }
        Self::new(status, problem.message())
    }
}

impl From<outdial_store::StoreError> for Refused {
    fn from(why: outdial_store::StoreError) -> Self {
        Problem::from(why).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(json!({ "detail": self.detail }))).into_response();
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
