//! No request takes for ever.

use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::http::problem::{Problem, ProblemCode};

/// Ends requests that take longer than any honest one; an upgraded connection is answered at once and lives on.
pub async fn deadline(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST_REQUEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(ProblemCode::RequestTimeout).into_response(),
    }
}

/// A 12 MB list over a slow line takes half of this.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);
