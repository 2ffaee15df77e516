//! The way out to the application: one trait, so that a simulation needs no sockets.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

/// Carries one request to the application.
#[async_trait]
pub trait WebhookClient: Send + Sync {
    /// Sends the request and reads the whole answer; the caller limits the time.
    ///
    /// # Errors
    /// Says whether the connection failed or the answer did: only the first is retried by default.
    async fn send(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure>;
}

/// One request to the application.
#[derive(Debug, Clone)]
pub struct WebhookRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// Absolute URL without fragment and credentials.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// Form-encoded parameters; empty for `GET`.
    pub body: Bytes,
    /// How long connecting may take.
    pub connect_timeout: Duration,
}

/// What the application answered.
#[derive(Debug, Clone)]
pub struct WebhookReply {
    /// HTTP status.
    pub status: u16,
    /// Header names (lower case) and values.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookFailure {
    /// No connection came about, so nothing was received.
    #[error("cannot connect: {0}")]
    Connect(String),
    /// The answer did not come in time.
    #[error("no answer within {0} ms")]
    ReadTimeout(u64),
    /// The connection broke, or the answer was no HTTP.
    #[error("the answer broke off: {0}")]
    Broken(String),
    /// The URL cannot be used.
    #[error("not a usable URL: {0}")]
    BadUrl(String),
}

impl WebhookReply {
    /// The first header of this (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
