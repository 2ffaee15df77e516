//! A carrier's request as it arrived, whole and unread: the signature covers every byte of it.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use bytes::Bytes;
use outdial_carrier::WebhookRequest;

use crate::config::BaseUrl;
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// A carrier's request as it arrived.
pub struct Delivery {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Delivery {
    /// The request as the carrier sent and signed it: with the address in front that we gave to the carrier.
    pub fn sent_to(self, app: &AppState, base: &BaseUrl) -> WebhookRequest {
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        WebhookRequest {
            method: self.method,
            url: base.join(path),
            headers: self.headers,
            body: self.body,
            received_at: app.now(),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Delivery {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (method, uri, headers) = (
            request.method().clone(),
            request.uri().clone(),
            request.headers().clone(),
        );
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::from(ProblemCode::RequestTooLarge)
            } else {
                Problem::new(ProblemCode::RequestMalformed).detail("The body broke off.")
            }
        })?;
        Ok(Self {
            method,
            uri,
            headers,
            body,
        })
    }
}
