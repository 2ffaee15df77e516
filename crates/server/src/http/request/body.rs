//! JSON bodies.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::http::problem::{Problem, ProblemCode};

/// A JSON body of type `T`.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(rejection) => Err(describe(&rejection)),
        }
    }
}

fn describe(rejection: &JsonRejection) -> Problem {
    let said = |code| Problem::new(code).detail(rejection.body_text());
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::RequestTooLarge.into(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::RequestMediaType.into(),
        StatusCode::UNPROCESSABLE_ENTITY => said(ProblemCode::RequestInvalid),
        _ => said(ProblemCode::RequestMalformed),
    }
}
