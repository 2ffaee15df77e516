//! A name for every request, in the answer and in the log.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use crate::http::AppState;

/// The request's name.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Names the request; the answer carries the name as `X-Request-Id`.
pub async fn give_request_id(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = format!("req_{:032x}", app.new_bits());
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
