//! Which path is served by what.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;

use super::{arrivals, ledger, people, sound, switches};
use crate::sandbox::Sandbox;

/// Everything under `/sandbox`.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/health", get(switches::health))
        .route("/ledger", get(ledger::all))
        .route("/ledger/{number}", get(ledger::of_number))
        .route("/legs/{sid}/{file}", get(sound::sound))
        .route("/people", get(people::population))
        .route("/people/{number}", get(people::person))
        .route("/vapi/calls", get(arrivals::vapi_calls))
        .route("/realtime/sessions", get(arrivals::realtime_sessions))
        .route("/realtime/waits", get(arrivals::realtime_waits))
        .route("/bookings", get(arrivals::bookings))
        .route("/mails", get(arrivals::mails))
        .route("/faults", get(switches::faults).put(switches::set_faults))
        .route("/reset", post(switches::reset))
        .layer(middleware::from_fn(no_foreign_pages))
        .with_state(Arc::clone(sandbox))
}

/// These endpoints have no password, as they belong to tests on one machine; a web page that somebody happens to
/// have open must not use them all the same.
async fn no_foreign_pages(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let from_a_page = headers.contains_key(header::ORIGIN)
        || headers
            .get("sec-fetch-site")
            .is_some_and(|site| site != "none" && site != "same-origin");
    if from_a_page {
        return (
            StatusCode::FORBIDDEN,
            Json(json!({"message": "not for web pages"})),
        )
            .into_response();
    }
    next.run(request).await
}
