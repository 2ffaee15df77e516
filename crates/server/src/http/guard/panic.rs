//! A panic costs one answer, not the process.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::http::problem::{Problem, ProblemCode};

/// The answer to a request whose handler panicked; the message stays in the log.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands over the panic's payload"
)]
pub fn answer_panic(payload: Box<dyn Any + Send>) -> Response {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(panic = message, "a request handler panicked");
    Problem::from(ProblemCode::InternalError).into_response()
}
