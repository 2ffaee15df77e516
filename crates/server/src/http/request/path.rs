//! Ids in addresses.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::http::problem::{Problem, ProblemCode};

/// The `{id}` of the address; an id of another kind, or none at all, is something that does not exist.
#[derive(Debug, Clone)]
pub struct Id<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| missing())?;
        text.parse().map(Self).map_err(|_| missing())
    }
}

/// The two ids of the address of something that belongs to something else.
#[derive(Debug, Clone)]
pub struct TwoIds<A, B>(pub A, pub B);

impl<A: FromStr, B: FromStr, S: Send + Sync> FromRequestParts<S> for TwoIds<A, B> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path((owner, own)) = Path::<(String, String)>::from_request_parts(parts, state)
            .await
            .map_err(|_| missing())?;
        match (owner.parse(), own.parse()) {
            (Ok(owner), Ok(own)) => Ok(Self(owner, own)),
            (_, _) => Err(missing()),
        }
    }
}

fn missing() -> Problem {
    Problem::from(ProblemCode::NotFound)
}
