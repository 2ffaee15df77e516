//! Answers a repeated request with the first answer.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::answer::{keep, recall};
use super::bits::RequestBits;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::guard::LIST_BODY_LIMIT;
use crate::http::problem::{Problem, ProblemCode};

/// Gives unsafe requests that carry an `Idempotency-Key` one effect and one answer.
pub async fn idempotency(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match answer(&app, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

/// One request that may be repeated.
pub(super) struct Repeatable {
    pub actor: Actor,
    pub operation: String,
    pub key: String,
    pub request_hash: String,
}

async fn answer(app: &AppState, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(key) = key_of(&request)? else {
        return Ok(next.run(request).await);
    };
    let Some(actor) = Actor::of_request(request.extensions()).cloned() else {
        return Ok(next.run(request).await);
    };
    let operation = format!("{} {}", request.method(), request.uri().path());
    let scope = format!("{}\n{}\n{operation}\n{key}", actor.workspace, actor.id);
    let Some(_turn) = app.in_flight.enter(&scope) else {
        return Err(Problem::new(ProblemCode::IdempotencyInProgress).retry_after_s(1));
    };
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LIST_BODY_LIMIT)
        .await
        .map_err(|_| Problem::from(ProblemCode::RequestTooLarge))?;
    let query = parts.uri.query().unwrap_or_default();
    let request_hash = hash_request(query, &body);
    let bits = RequestBits::of(&scope, &request_hash);
    let repeatable = Repeatable {
        actor,
        operation,
        key,
        request_hash,
    };
    if let Some(answer) = recall(app, &repeatable).await? {
        return Ok(answer);
    }
    let mut request = Request::from_parts(parts, Body::from(body));
    request.extensions_mut().insert(bits);
    let response = next.run(request).await;
    keep(app, &repeatable, response).await
}

fn key_of(request: &Request) -> Result<Option<String>, Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(None);
    }
    let Some(value) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    match value.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= KEY_LENGTH_MAX => Ok(Some(key.to_owned())),
        _ => Err(ProblemCode::IdempotencyKeyInvalid.into()),
    }
}

fn hash_request(query: &str, body: &Bytes) -> String {
    let mut hash = Sha256::new();
    hash.update(query.as_bytes());
    hash.update([0]);
    hash.update(body);
    hex::encode(hash.finalize())
}

const KEY_LENGTH_MAX: usize = 255;
