//! Sends requests.

use async_trait::async_trait;

use super::{HttpRequest, HttpResponse};

/// Sends one request and brings back the whole answer. Never repeats and never follows redirects.
#[async_trait]
pub trait HttpTransport: Send + Sync {
    /// Sends `request`.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}

/// Why there is no answer, by what the other side may have seen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection: the other side saw nothing.
    #[error("{0}")]
    NotSent(String),
    /// The other side may have seen and carried out the request.
    #[error("{0}")]
    Uncertain(String),
}
