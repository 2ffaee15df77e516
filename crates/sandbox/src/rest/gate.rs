//! The limit on concurrent requests, and requests that go wrong on purpose.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::sleep;

use super::error::RestError;
use crate::draw::digest;
use crate::faults::RequestFate;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// How often each request has been made, so that a repeat meets a fate of its own.
#[derive(Debug, Default)]
pub(crate) struct RequestCounts(HashMap<[u8; 20], u32>);

impl RequestCounts {
    fn count(&mut self, key: [u8; 20]) -> u32 {
        if self.0.len() >= REQUESTS_COUNTED {
            self.0.clear();
        }
        let count = self.0.entry(key).or_default();
        *count += 1;
        *count
    }
}

/// Refuses requests above the limit; they are never processed.
pub(super) async fn limit(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    match sandbox.requests_at_once.try_acquire() {
        Ok(_served) => next.run(request).await,
        Err(_) => RestError::too_many().into_response(),
    }
}

/// Lets a request meet its fate.
pub(super) async fn misbehave(State(sandbox): State<Arc<Sandbox>>, request: Request, next: Next) -> Response {
    const FACES: Faces = Faces {
        too_large: || {
            let too_large = RestError {
                status: 413,
                code: 20_001,
                message: "Request body too large".to_owned(),
            };
            too_large.into_response()
        },
        too_many: || RestError::too_many().into_response(),
        internal: || RestError::internal().into_response(),
        largest_body: LARGEST_BODY,
    };
    meet_fate(&sandbox, request, next, &FACES).await
}

/// How a face words what goes wrong on purpose.
pub(crate) struct Faces {
    pub too_large: fn() -> Response,
    pub too_many: fn() -> Response,
    pub internal: fn() -> Response,
    pub largest_body: usize,
}

/// Lets a request of any face meet its fate.
pub(crate) async fn meet_fate(sandbox: &Sandbox, request: Request, next: Next, faces: &Faces) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, faces.largest_body).await else {
        return (faces.too_large)();
    };
    let uri = parts.uri.to_string();
    let form = String::from_utf8_lossy(&bytes);
    let nth = {
        let key = digest(sandbox.seed, &[parts.method.as_str(), &uri, &form]);
        lock(&sandbox.requests).count(key).to_string()
    };
    let key = [parts.method.as_str(), &uri, &form, &nth];
    let fate = sandbox.faults().request_fate(sandbox.seed, &key);
    let changes_something = parts.method != Method::GET;
    let request = Request::from_parts(parts, Body::from(bytes));
    match fate {
        RequestFate::Served => next.run(request).await,
        RequestFate::Refused429 => (faces.too_many)(),
        RequestFate::Failed500 => (faces.internal)(),
        RequestFate::ServedThen500 if changes_something => {
            next.run(request).await;
            (faces.internal)()
        }
        RequestFate::ServedThen500 => (faces.internal)(),
        RequestFate::Unheard { ms } => silence(ms).await,
        RequestFate::ServedUnanswered { ms } => {
            next.run(request).await;
            silence(ms).await
        }
        RequestFate::Slow { ms } => {
            let response = next.run(request).await;
            sleep(Duration::from_millis(ms)).await;
            response
        }
    }
}

async fn silence(ms: u64) -> Response {
    sleep(Duration::from_millis(ms)).await;
    StatusCode::GATEWAY_TIMEOUT.into_response()
}

/// The API takes short forms only; inline TwiML is 4,000 characters at most.
pub(super) const LARGEST_BODY: usize = 262_144;
const REQUESTS_COUNTED: usize = 100_000;
