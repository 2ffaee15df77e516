//! A panic costs one answer, not the process.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::response::{IntoResponse, Response};

use futures_util::FutureExt as _;

use crate::http::problem::{Problem, ProblemCode};

/// Answers a request whose handler panicked as well.
pub(super) async fn despite_panics(answer: impl Future<Output = Response>) -> Response {
    // What a handler shares is behind locks that hold no invariant over an await.
    match AssertUnwindSafe(answer).catch_unwind().await {
        Ok(response) => response,
        Err(payload) => answer_panic(payload.as_ref()),
    }
}

/// The message stays in the log.
fn answer_panic(payload: &(dyn Any + Send)) -> Response {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(panic = message, "a request handler panicked");
    Problem::from(ProblemCode::InternalError).into_response()
}
