//! One span and one line per request: method, route pattern, status and duration, never addresses or bodies.

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::request_id::RequestId;

/// What is told of a request.
pub(super) struct Trace {
    method: Method,
    route: String,
    started: Instant,
}

impl Trace {
    /// Of a request that has just arrived.
    pub(super) fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        Self {
            method: request.method().clone(),
            route: route.map_or("unmatched", MatchedPath::as_str).to_owned(),
            started: Instant::now(),
        }
    }

    /// Traces and counts the request while it is being answered.
    pub(super) async fn follow(self, id: &RequestId, answer: impl Future<Output = Response>) -> Response {
        let span = tracing::info_span!(
            "request",
            request.id = id.0,
            http.method = %self.method,
            http.route = self.route
        );
        let traced = async move {
            let response = answer.await;
            self.answered(&response);
            response
        };
        traced.instrument(span).await
    }

    fn answered(self, response: &Response) {
        let status = response.status();
        let elapsed = self.started.elapsed();
        let labels = [
            ("method", self.method.as_str().to_owned()),
            ("route", self.route),
            ("status", status.as_str().to_owned()),
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
    }
}
