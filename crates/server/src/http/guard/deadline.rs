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
    if request.method() == Method::POST && request.uri().path() == UPLOAD {
        LONGEST_UPLOAD
    } else {
        LONGEST_REQUEST
    }
}

const UPLOAD: &str = "/api/v1/imports";
/// 256 MB over a line of 2 Mbit/s take half of this.
const LONGEST_UPLOAD: Duration = Duration::from_secs(40 * 60);
/// A 12 MB list over a slow line takes half of this.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);
