//! The production transport.

use std::error::Error as _;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};

use super::{BodySink, HttpRequest, HttpResponse, HttpTransport, TransportError};

/// Whether the proxies named in the environment are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxies {
    /// As `HTTPS_PROXY` and its kin say.
    FromEnvironment,
    /// Never: the other side is on this machine.
    None,
}

/// Sends requests over real sockets, keeping connections open between them.
#[derive(Debug, Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport; the process-wide TLS provider must have been installed.
    pub fn new(proxies: Proxies) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .user_agent(concat!("outdial/", env!("CARGO_PKG_VERSION")));
        if proxies == Proxies::None {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| TransportError::NotSent(describe(&error)))?;
        Ok(Self { client })
    }
}

#[async_trait]
impl HttpTransport for ReqwestTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let response = self.begin(request).await?;
        whole(response).await
    }

    async fn download(
        &self,
        request: HttpRequest,
        into: &mut dyn BodySink,
    ) -> Result<HttpResponse, TransportError> {
        let mut response = self.begin(request).await?;
        if !response.status().is_success() {
            return whole(response).await;
        }
        while let Some(piece) = response.chunk().await.map_err(classify)? {
            into.take(piece).await.map_err(TransportError::Uncertain)?;
        }
        Ok(HttpResponse {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Bytes::new(),
        })
    }
}

impl ReqwestTransport {
    async fn begin(&self, request: HttpRequest) -> Result<reqwest::Response, TransportError> {
        self.client
            .request(request.method, request.url)
            .headers(request.headers)
            .body(request.body)
            .timeout(request.timeout)
            .send()
            .await
            .map_err(classify)
    }
}

async fn whole(mut response: reqwest::Response) -> Result<HttpResponse, TransportError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > RESPONSE_BODY_MAX {
            return Err(TransportError::Uncertain("the answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: body.freeze(),
    })
}

/// Only a failure to connect, or to form the request at all, proves that nothing was sent.
#[expect(clippy::needless_pass_by_value, reason = "used as a function of map_err")]
fn classify(error: reqwest::Error) -> TransportError {
    let text = describe(&error);
    if error.is_connect() || error.is_builder() {
        TransportError::NotSent(text)
    } else {
        TransportError::Uncertain(text)
    }
}

/// The error and its causes without the URL, which may name an account.
fn describe(error: &reqwest::Error) -> String {
    let mut text = if error.is_timeout() {
        "timed out".to_owned()
    } else if error.is_connect() {
        "could not connect".to_owned()
    } else {
        "the exchange failed".to_owned()
    };
    let mut cause = error.source();
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = inner.source();
    }
    text
}

/// A carrier that takes longer than this to accept a connection is down for our purposes.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Shorter than the idle limits of usual load balancers, so that we rarely write to a closed connection.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// The longest page of calls is well below this; more is not an answer to our questions.
const RESPONSE_BODY_MAX: usize = 8 * 1024 * 1024;
