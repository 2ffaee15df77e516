//! One span and one line per request: method, route pattern, status and duration, never addresses or bodies.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::request_id::RequestId;

/// Traces and counts the request.
pub async fn trace(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let id = request
        .extensions()
        .get::<RequestId>()
        .map_or("", |id| id.0.as_str());
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = id, http.method = %method, http.route = route);
    let started = Instant::now();
    async move {
        let response = next.run(request).await;
        let status = response.status();
        let elapsed = started.elapsed();
        let labels = [
            ("method", method.as_str().to_owned()),
            ("route", route),
            ("status", status.as_u16().to_string()),
        ];
        metrics::counter!("outdial_http_requests_total", &labels).increment(1);
        metrics::histogram!("outdial_http_request_seconds").record(elapsed.as_secs_f64());
        let elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        if status.is_server_error() {
            tracing::warn!(http.status = status.as_u16(), elapsed_us, "a request failed");
        } else {
            tracing::debug!(
                http.status = status.as_u16(),
                elapsed_us,
                "a request was answered"
            );
        }
        response
    }
    .instrument(span)
    .await
}
