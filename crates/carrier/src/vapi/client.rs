//! Requests to Vapi's REST API: signing in, time limits, repetition where it is harmless.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::Value;
use url::Url;

use super::config::VapiConfig;
use super::failures::Refusal;
use crate::http::{BodySink, HttpRequest, HttpResponse, HttpTransport, TransportError};
use crate::requests::{self, Repeat, retry_after_ms, unavailable, was_done};
use crate::{CommandError, PlaceError, Secret};

/// Talks to one account.
pub(super) struct Client {
    transport: Arc<dyn HttpTransport>,
    config: VapiConfig,
    headers: HeaderMap,
}

/// An answer that tells what came of a request: done, or refused by Vapi itself.
pub(super) enum Reply {
    /// 2xx, with its body.
    Done(Bytes),
    /// 4xx, with Vapi's own words.
    Refused(Refusal),
}

impl Client {
    pub(super) fn new(config: VapiConfig, transport: Arc<dyn HttpTransport>) -> Self {
        let headers = headers(&config.api_key);
        Self {
            transport,
            config,
            headers,
        }
    }

    pub(super) fn config(&self) -> &VapiConfig {
        &self.config
    }

    /// Creates a call. One request, whatever happens to it.
    pub(super) async fn create_call(&self, order: &Value) -> Result<Value, PlaceError> {
        let request = self.request(Method::POST, self.url("/call"), Some(order), PLACE_TIMEOUT);
        let response = self.transport.send(request).await.map_err(|error| match error {
            TransportError::NotSent(why) => PlaceError::NotSent {
                why: self.config.redact(&why),
            },
            TransportError::Uncertain(why) => PlaceError::Uncertain {
                why: self.config.redact(&why),
            },
        })?;
        let status = response.status;
        match status.as_u16() {
            200..=299 => serde_json::from_slice(&response.body).map_err(|_| PlaceError::Uncertain {
                why: format!("the answer with status {status} could not be read"),
            }),
            // The server gave up waiting for the rest of a request that it may have had in full.
            400..=407 | 409..=499 => {
                let refusal = self.refusal(&response);
                Err(match refusal.is_for_now() {
                    true => PlaceError::RateLimited {
                        retry_after_ms: retry_after_ms(&response),
                    },
                    false => PlaceError::Refused(refusal.failure()),
                })
            }
            _ => Err(PlaceError::Uncertain {
                why: format!("the carrier answered with status {status}"),
            }),
        }
    }

    /// Reads a resource; `None` when there is no such thing.
    pub(super) async fn fetch(&self, path: &str) -> Result<Option<Value>, CommandError> {
        match self.send(Method::GET, path, None, Repeat::Freely).await? {
            Reply::Done(body) => read(&body).map(Some),
            Reply::Refused(refusal) if refusal.is_not_found() => Ok(None),
            Reply::Refused(refusal) => Err(CommandError::Rejected(refusal.failure())),
        }
    }

    /// Creates or changes something, and reads it.
    pub(super) async fn change(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        repeat: Repeat,
    ) -> Result<Value, CommandError> {
        match self.send(method, path, Some(body), repeat).await? {
            Reply::Done(body) => read(&body),
            Reply::Refused(refusal) => Err(CommandError::Rejected(refusal.failure())),
        }
    }

    /// Sends a request to the API, and again a few times if need be.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        repeat: Repeat,
    ) -> Result<Reply, CommandError> {
        let request = self.request(method, self.url(path), body, COMMAND_TIMEOUT);
        self.send_request(request, repeat).await
    }

    /// Tells a live call what to do, at the address that Vapi gave for it. Our key does not go there.
    pub(super) async fn control(&self, control_url: &str, body: &Value) -> Result<Reply, CommandError> {
        let url = self.foreign(control_url)?;
        let mut request = self.request(Method::POST, url, Some(body), COMMAND_TIMEOUT);
        request.headers.remove(AUTHORIZATION);
        self.send_request(request, Repeat::Freely).await
    }

    /// Hands on a file, piece by piece; `false` when there is none. One try: whoever asked begins anew when it breaks off.
    pub(super) async fn download(&self, path: &str, into: &mut dyn BodySink) -> Result<bool, CommandError> {
        let mut request = self.request(Method::GET, self.url(path), None, DOWNLOAD_TIMEOUT);
        request.headers.remove(ACCEPT);
        let mut answer = self.transport.download(request.clone(), into).await;
        if let Some(elsewhere) = answer.as_ref().ok().and_then(redirection) {
            request.url = self.foreign(elsewhere)?;
            request.headers.remove(AUTHORIZATION);
            answer = self.transport.download(request, into).await;
        }
        let answer = answer.map_err(|error| self.unanswered(&error))?;
        match self.judge(&answer)? {
            Reply::Done(_) => Ok(true),
            Reply::Refused(refusal) if refusal.is_not_found() => Ok(false),
            Reply::Refused(refusal) => Err(CommandError::Rejected(refusal.failure())),
        }
    }

    /// An address that Vapi gave us: encrypted, unless the API itself is not.
    fn foreign(&self, address: &str) -> Result<String, CommandError> {
        let is_safe = Url::parse(address).is_ok_and(|url| {
            url.scheme() == "https" || url.origin().ascii_serialization() == self.config.api_base
        });
        match is_safe {
            true => Ok(address.to_owned()),
            false => Err(unavailable("it named an unexpected address")),
        }
    }

    async fn send_request(&self, request: HttpRequest, repeat: Repeat) -> Result<Reply, CommandError> {
        requests::send(
            self.transport.as_ref(),
            request,
            repeat,
            |response| self.judge(response),
            |error| self.unanswered(error),
        )
        .await
    }

    /// Whether an answer settles a request; the error says why it does not.
    fn judge(&self, response: &HttpResponse) -> Result<Reply, CommandError> {
        Ok(if was_done(response)? {
            Reply::Done(response.body.clone())
        } else {
            Reply::Refused(self.refusal(response))
        })
    }

    fn refusal(&self, response: &HttpResponse) -> Refusal {
        Refusal::read(response.status, &response.body, |said| self.config.redact(said))
    }

    fn unanswered(&self, error: &TransportError) -> CommandError {
        let (TransportError::NotSent(why) | TransportError::Uncertain(why)) = error;
        unavailable(&self.config.redact(why))
    }

    fn request(&self, method: Method, url: String, body: Option<&Value>, timeout: Duration) -> HttpRequest {
        let mut headers = self.headers.clone();
        if body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        HttpRequest {
            method,
            url,
            headers,
            body: body.map_or_else(Bytes::new, |body| body.to_string().into()),
            timeout,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.api_base)
    }
}

fn headers(key: &Secret) -> HeaderMap {
    let mut authorization = HeaderValue::from_str(&format!("Bearer {}", key.reveal()))
        .expect("the settings let visible characters through only");
    authorization.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers
}

fn read(body: &[u8]) -> Result<Value, CommandError> {
    serde_json::from_slice(body).map_err(|_| unavailable("the answer could not be read"))
}

fn redirection(response: &HttpResponse) -> Option<&str> {
    let moved = matches!(
        response.status,
        StatusCode::FOUND | StatusCode::TEMPORARY_REDIRECT
    );
    moved
        .then(|| response.headers.get(LOCATION)?.to_str().ok())
        .flatten()
}

/// The call machine doubts a dial after 20 s; by then we must have said what became of the request.
const PLACE_TIMEOUT: Duration = Duration::from_secs(15);
/// Commands and questions can be repeated, so they need not wait as long.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(8);
/// A long talk over a slow line.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(5 * 60);
