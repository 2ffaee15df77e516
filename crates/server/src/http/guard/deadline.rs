//! No request takes for ever.

use std::time::Duration;

use axum::response::{IntoResponse, Response};

use crate::http::problem::{Problem, ProblemCode};

/// Ends requests that take longer than any honest one; an upgraded connection is answered at once and lives on.
pub(super) async fn within_deadline(answer: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(LONGEST_REQUEST, answer).await {
        Ok(response) => response,
        Err(_) => Problem::from(ProblemCode::RequestTimeout).into_response(),
    }
}

/// A 12 MB list over a slow line takes half of this.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);
