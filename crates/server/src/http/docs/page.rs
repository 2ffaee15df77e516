//! A page that shows the OpenAPI document, without a line from anybody else's server.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::errors;
use crate::http::AppState;

/// Serves the page and its parts.
pub fn page_routes() -> Router<AppState> {
    Router::new()
        .route(
            "/api/v1/docs",
            get(async || file("text/html; charset=utf-8", include_str!("docs.html"))),
        )
        .route(
            "/api/v1/docs/docs.css",
            get(async || file("text/css; charset=utf-8", include_str!("docs.css"))),
        )
        .route(
            "/api/v1/docs/docs.js",
            get(async || file("text/javascript; charset=utf-8", include_str!("docs.js"))),
        )
        .route("/api/v1/docs/errors", get(errors::page))
        .route("/api/v1/docs/errors.json", get(errors::codes))
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    (
        [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))],
        text,
    )
        .into_response()
}
