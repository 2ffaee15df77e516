//! Errors in the shape that the cold-call dialler's clients read.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::http::problem::{Problem, ProblemCode};

/// `{"error": {"code", "message", "details"}}`
#[derive(Debug)]
pub struct ColdCallFailure {
    status: StatusCode,
    code: &'static str,
    message: String,
    details: Value,
    retry_after_s: Option<u64>,
}

impl ColdCallFailure {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            details: json!({}),
            retry_after_s: None,
        }
    }

    pub(super) fn details(mut self, details: Value) -> Self {
        self.details = details;
        self
    }

    pub(super) fn retry_after_s(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds.max(1));
        self
    }

    pub(super) fn phone(text: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "INVALID_PHONE_FORMAT",
            "Phone number must be in E.164 format (e.g., +15551234567)",
        )
        .details(json!({ "phone_number": text }))
    }

    pub(super) fn conference(name: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "CONFERENCE_NOT_FOUND",
            "Conference not found",
        )
        .details(json!({ "conference_sid": name }))
    }

    pub(super) fn participant(name: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "PARTICIPANT_NOT_FOUND",
            "Participant not found",
        )
        .details(json!({ "participant_sid": name }))
    }

    pub(super) fn not_supported(provider: &str) -> Self {
        Self::new(
            StatusCode::NOT_IMPLEMENTED,
            "PROVIDER_NOT_SUPPORTED",
            format!("Provider '{provider}' is not supported"),
        )
        .details(json!({ "provider": provider }))
    }

    pub(super) fn not_implemented(provider: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "PROVIDER_NOT_IMPLEMENTED", message)
            .details(json!({ "provider": provider }))
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "VALIDATION_ERROR", message)
    }
}

impl From<Problem> for ColdCallFailure {
    fn from(problem: Problem) -> Self {
        let own = OWN_WORDS.iter().find(|(code, _)| *code == problem.code());
        let code = own.map_or_else(|| word_of(problem.code().status()), |(_, word)| word);
        let status = match code {
            "PARTICIPANT_NOT_FOUND" => StatusCode::NOT_FOUND,
            "PROVIDER_NOT_IMPLEMENTED" => StatusCode::NOT_IMPLEMENTED,
            "VALIDATION_ERROR" | "WEBRTC_ERROR" => StatusCode::UNPROCESSABLE_ENTITY,
            "INTERNAL_ERROR" | "PROVIDER_ERROR" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => problem.code().status(),
        };
        let body = problem.body();
        Self::new(status, code, problem.message())
            .details(json!({ "code": body.code, "errors": body.errors }))
    }
}

fn word_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "UNAUTHORIZED",
        StatusCode::FORBIDDEN => "FORBIDDEN",
        StatusCode::TOO_MANY_REQUESTS => "RATE_LIMITED",
        StatusCode::SERVICE_UNAVAILABLE => "SERVICE_UNAVAILABLE",
        StatusCode::NOT_FOUND | StatusCode::CONFLICT => "CONTROL_ERROR",
        status if status.is_client_error() => "VALIDATION_ERROR",
        _ => "INTERNAL_ERROR",
    }
}

/// Problems for which clients know a word; the others go by their status.
const OWN_WORDS: [(ProblemCode, &str); 6] = [
    (ProblemCode::RoomNotFound, "CONFERENCE_NOT_FOUND"),
    (ProblemCode::RoomNotReady, "PARTICIPANT_NOT_FOUND"),
    (ProblemCode::RoomNoAudio, "PROVIDER_NOT_IMPLEMENTED"),
    (ProblemCode::RoomOffer, "WEBRTC_ERROR"),
    (ProblemCode::RoomOfferMissing, "VALIDATION_ERROR"),
    (ProblemCode::RoomCarrier, "PROVIDER_ERROR"),
];

impl From<outdial_store::StoreError> for ColdCallFailure {
    fn from(why: outdial_store::StoreError) -> Self {
        Problem::from(why).into()
    }
}

impl IntoResponse for ColdCallFailure {
    fn into_response(self) -> Response {
        let body = json!({
            "error": { "code": self.code, "message": self.message, "details": self.details }
        });
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_become_the_errors_that_clients_know() {
        for (code, status, word) in [
            (ProblemCode::RoomNotFound, 404, "CONFERENCE_NOT_FOUND"),
            (ProblemCode::RoomNotReady, 404, "PARTICIPANT_NOT_FOUND"),
            (ProblemCode::RoomNoAudio, 501, "PROVIDER_NOT_IMPLEMENTED"),
            (ProblemCode::RoomOffer, 422, "WEBRTC_ERROR"),
            (ProblemCode::RoomOfferMissing, 422, "VALIDATION_ERROR"),
            (ProblemCode::RoomCarrier, 500, "PROVIDER_ERROR"),
            (ProblemCode::RoomControlAbsent, 409, "CONTROL_ERROR"),
            (ProblemCode::RoomEnded, 409, "CONTROL_ERROR"),
            (ProblemCode::RequestMalformed, 422, "VALIDATION_ERROR"),
            (ProblemCode::AuthRequired, 401, "UNAUTHORIZED"),
            (ProblemCode::StorageUnavailable, 503, "SERVICE_UNAVAILABLE"),
            (ProblemCode::InternalError, 500, "INTERNAL_ERROR"),
        ] {
            let failure = ColdCallFailure::from(Problem::from(code));
            assert_eq!(
                (failure.status.as_u16(), failure.code),
                (status, word),
                "{code:?}"
            );
        }
    }
}
