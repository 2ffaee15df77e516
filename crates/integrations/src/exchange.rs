//! One question to a service, with one time limit over all of it; nothing is repeated here.

use std::error::Error as _;
use std::time::Duration;

use http::HeaderMap;

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Why there is no answer, by what the other side may have seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// No connection: the other side saw nothing.
    NotSent(String),
    /// The other side may have seen and carried out the request.
    Uncertain(String),
}

impl Answer {
    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// How long the service asks us to wait, if it says.
    pub fn retry_after(&self) -> Option<Duration> {
        let text = self.headers.get(http::header::RETRY_AFTER)?.to_str().ok()?;
        let seconds: u64 = text.trim().parse().ok()?;
        Some(Duration::from_secs(seconds.min(RETRY_AFTER_MAX_SECONDS)))
    }
}

/// Asks, and reads the whole answer.
pub(crate) async fn exchange(request: reqwest::RequestBuilder, limit: Duration) -> Result<Answer, NoAnswer> {
    match tokio::time::timeout(limit, ask(request)).await {
        Ok(answer) => answer,
        Err(_) => Err(NoAnswer::Uncertain(format!(
            "no answer within {} s",
            limit.as_secs()
        ))),
    }
}

async fn ask(request: reqwest::RequestBuilder) -> Result<Answer, NoAnswer> {
    let mut response = request.send().await.map_err(|error| classify(&error))?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        if body.len() + chunk.len() > BODY_MAX {
            return Err(NoAnswer::Uncertain("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: response.status().as_u16(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}

/// Only a failure to connect, or to form the request at all, proves that nothing was sent. The innermost cause says
/// what happened; the outer ones repeat the address.
fn classify(error: &reqwest::Error) -> NoAnswer {
    let mut cause = error.source();
    let mut text = "the exchange failed".to_owned();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    if error.is_connect() || error.is_builder() {
        NoAnswer::NotSent(text)
    } else {
        NoAnswer::Uncertain(text)
    }
}

/// A month of free times is far below this.
const BODY_MAX: usize = 4 * 1024 * 1024;
/// A service that asks for more is asked again sooner.
const RETRY_AFTER_MAX_SECONDS: u64 = 3_600;
