//! No request takes for ever.

use std::time::Duration;

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use crate::http::problem::{Problem, ProblemCode};

/// Ends requests that take longer than any honest one; an upgraded connection is answered at once and lives on.
pub(super) async fn within_deadline(longest: Duration, answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(longest, answer).await {
        Ok(response) => response,
        Err(_) => Problem::from(ProblemCode::RequestTimeout).into_response(),
    }
}

/// How long a request may take: files of leads are large, and streamed to disk as they come.
pub(super) fn longest(request: &Request) -> Duration {
    let path = request.uri().path();
    if request.method() != Method::POST {
        LONGEST_REQUEST
    } else if path == UPLOAD {
        LONGEST_UPLOAD
    } else if path.starts_with(VOICE_AGENTS) && path.ends_with(RUN_EVALS) {
        LONGEST_EVALS
    } else {
        LONGEST_REQUEST
    }
}

const UPLOAD: &str = "/api/v1/imports";
const VOICE_AGENTS: &str = "/api/v1/voice-agents/";
const RUN_EVALS: &str = "/evals/run";
/// 256 MB over a line of 2 Mbit/s take half of this.
const LONGEST_UPLOAD: Duration = Duration::from_secs(40 * 60);
/// Twenty talks of twelve turns, a few at a time, with a model that thinks first.
const LONGEST_EVALS: Duration = Duration::from_secs(10 * 60);
/// A 12 MB list over a slow line takes half of this.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);
