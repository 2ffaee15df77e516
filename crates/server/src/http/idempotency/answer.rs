//! Keeps and recalls answers. They are sealed: the answer to "create a key" holds the key.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use outdial_store::{IdempotencyRow, StoredAnswer};
use serde_json::{Value, json};

use super::layer::Repeatable;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// The answer to an earlier request with this key, if there was one.
pub async fn recall(app: &AppState, request: &Repeatable) -> Result<Option<Response>, Problem> {
    let now = app.now();
    let row = IdempotencyRow {
        actor: request.actor.id.clone(),
        operation: request.operation.clone(),
        key: request.key.clone(),
        request_hash: request.request_hash.clone(),
        answer: None,
        created_at: now,
        expires_at: now.plus_seconds(KEPT_S),
    };
    let earlier = app
        .workspace(&request.actor.workspace)
        .write(move |tx| tx.idempotency().begin(&row))
        .await?;
    let Some(earlier) = earlier else { return Ok(None) };
    if earlier.request_hash != request.request_hash {
        return Err(ProblemCode::IdempotencyMismatch.into());
    }
    // No answer, and nobody here is working on one: the process that did died. The request is carried out again,
    // and what it made before it died is found by its `RequestBits`.
    let Some(answer) = earlier.answer else {
        return Ok(None);
    };
    let body = app.secrets.open(&place(request), &answer.body)?;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    let content_type = answer
        .headers
        .as_ref()
        .and_then(|headers| headers["content-type"].as_str());
    if let Some(value) = content_type.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(header::CONTENT_TYPE, value);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(Some(response))
}

/// Keeps an answer, unless the same request could be answered better next time.
pub async fn keep(app: &AppState, request: &Repeatable, response: Response) -> Result<Response, Problem> {
    let status = response.status();
    let (actor, operation, key) = (
        request.actor.id.clone(),
        request.operation.clone(),
        request.key.clone(),
    );
    let rows = app.workspace(&request.actor.workspace);
    if status.is_server_error() || PASSING.contains(&status) {
        rows.write(move |tx| tx.idempotency().release(&actor, &operation, &key))
            .await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|why| Problem::internal(&why))?;
    let Ok(text) = std::str::from_utf8(&body) else {
        rows.write(move |tx| tx.idempotency().release(&actor, &operation, &key))
            .await?;
        return Ok((parts, body).into_response());
    };
    let content_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let answer = StoredAnswer {
        status: status.as_u16(),
        headers: content_type
            .map(|text| json!({ "content-type": text }))
            .or(Some(Value::Null)),
        body: app.secrets.seal(&place(request), text)?,
    };
    rows.write(move |tx| tx.idempotency().finish(&actor, &operation, &key, &answer))
        .await?;
    Ok((parts, body).into_response())
}

fn place(request: &Repeatable) -> String {
    format!(
        "idempotency/{}/{}/{}",
        request.actor.id, request.operation, request.key
    )
}

/// Long enough for any client to repeat, short enough to keep the table small.
const KEPT_S: i64 = 24 * 60 * 60;
const REPLAYED: &str = "idempotency-replayed";
/// Statuses that say nothing about the request itself.
const PASSING: [StatusCode; 4] = [
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_MANY_REQUESTS,
];
