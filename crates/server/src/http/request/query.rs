//! Query strings.

use axum::extract::{FromRequestParts, Query as Raw};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::problem::{Problem, ProblemCode};

/// The query of type `T`.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Raw::<T>::try_from_uri(&parts.uri)
            .map(|Raw(value)| Self(value))
            .map_err(|rejection| Problem::new(ProblemCode::RequestMalformed).detail(rejection.body_text()))
    }
}
