//! Sends requests.

use async_trait::async_trait;
use bytes::Bytes;

use super::{HttpRequest, HttpResponse};

/// Sends one request and brings back the whole answer. Never repeats and never follows redirects.
#[async_trait]
pub trait HttpTransport: Send + Sync {
    /// Sends `request`.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;

    /// Sends `request` and hands the body of a good answer on as it arrives; what comes back then has none.
    async fn download(
        &self,
        request: HttpRequest,
        into: &mut dyn BodySink,
    ) -> Result<HttpResponse, TransportError> {
        let mut response = self.send(request).await?;
        if response.status.is_success() {
            into.take(std::mem::take(&mut response.body))
                .await
                .map_err(TransportError::Uncertain)?;
        }
        Ok(response)
    }
}

/// Takes a body in pieces.
#[async_trait]
pub trait BodySink: Send {
    /// Takes the next piece; the error says why no more is wanted.
    async fn take(&mut self, piece: Bytes) -> Result<(), String>;
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
