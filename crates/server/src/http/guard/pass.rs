//! The one layer that every request passes. Its parts are functions, because each layer of its own would cost every
//! request some allocations and copies, and carriers send thousands of requests a second.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::deadline::{longest, within_deadline};
use super::headers::add_security_headers;
use super::panic::despite_panics;
use super::request_id::RequestId;
use super::size::has_huge_head;
use super::trace::Trace;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// Names and traces the request, bounds it, and answers it whatever happens, with the security headers.
pub async fn pass(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let id = RequestId::of(app.new_bits());
    let trace = Trace::of(&request);
    let is_api = request.uri().path().starts_with("/api/");
    let is_huge = has_huge_head(&request);
    let longest = longest(&request);
    let answer = async {
        if is_huge {
            return Problem::from(ProblemCode::RequestHeadersTooLarge).into_response();
        }
        despite_panics(within_deadline(longest, next.run(request))).await
    };
    let mut response = trace.follow(&id, answer).await;
    add_security_headers(&app, &mut response, is_api);
    id.stamp(&mut response);
    response
}
