//! Requests to Twilio's REST API: signing in, time limits, repetition where it is harmless.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;

use super::config::TwilioConfig;
use super::order_form::Form;
use super::wire::ErrorResource;
use super::{failures, form};
use crate::http::{BodySink, HttpRequest, HttpResponse, HttpTransport, TransportError};
use crate::requests::{self, Repeat, unavailable, was_done};
use crate::{CommandError, PlaceError, Secret, causes};

/// Talks to one account.
pub(super) struct Client {
    transport: Arc<dyn HttpTransport>,
    config: TwilioConfig,
    headers: HeaderMap,
    /// Signs in as the account itself, also where requests are signed with an API key.
    account_headers: HeaderMap,
}

/// An answer that tells what came of a request: done, or refused by Twilio itself.
pub(super) enum Reply {
    /// 2xx, with its body.
    Done(Bytes),
    /// 4xx, with Twilio's own error if the body has one.
    Refused(StatusCode, ErrorResource),
}

impl Client {
    pub(super) fn new(config: TwilioConfig, transport: Arc<dyn HttpTransport>) -> Self {
        let own = (config.account_sid.as_str(), &config.auth_token);
        let (key, secret) = config.api_key.as_ref().map_or(own, |(key, secret)| (key, secret));
        let (headers, account_headers) = (headers(key, secret), headers(own.0, own.1));
        Self {
            transport,
            config,
            headers,
            account_headers,
        }
    }

    pub(super) fn config(&self) -> &TwilioConfig {
        &self.config
    }

    /// Creates something. One request, whatever happens to it.
    pub(super) async fn create<T: DeserializeOwned>(
        &self,
        resource: &str,
        body: &Form<'_>,
    ) -> Result<T, PlaceError> {
        let request = self.request(
            Method::POST,
            self.account_url(resource),
            form::encode(body),
            PLACE_TIMEOUT,
        );
        let response = self.transport.send(request).await.map_err(|error| match error {
            TransportError::NotSent(why) => PlaceError::NotSent {
                why: self.config.redact(&why),
            },
            TransportError::Uncertain(why) => PlaceError::Uncertain {
                why: self.config.redact(&why),
            },
        })?;
        let status = response.status;
        let retry_after_ms = requests::retry_after_ms(&response);
        match status.as_u16() {
            200..=299 => read(&response.body).map_err(|_| PlaceError::Uncertain {
                why: format!("the answer with status {status} could not be read"),
            }),
            429 => Err(PlaceError::RateLimited { retry_after_ms }),
            // The server gave up waiting for the rest of a request that it may have had in full.
            408 => Err(uncertain(status)),
            400..=499 => {
                let error = self.error(&response);
                if error.code == Some(failures::TOO_MANY_REQUESTS) {
                    return Err(PlaceError::RateLimited { retry_after_ms });
                }
                Err(PlaceError::Refused(self.refusal(status, error)))
            }
            _ => Err(uncertain(status)),
        }
    }

    /// Changes something that exists.
    pub(super) async fn update(
        &self,
        resource: &str,
        body: &Form<'_>,
        repeat: Repeat,
    ) -> Result<Reply, CommandError> {
        self.send(
            Method::POST,
            self.account_url(resource),
            form::encode(body),
            repeat,
        )
        .await
    }

    /// Removes something that exists.
    pub(super) async fn delete(&self, resource: &str) -> Result<Reply, CommandError> {
        self.send(
            Method::DELETE,
            self.account_url(resource),
            Bytes::new(),
            Repeat::Freely,
        )
        .await
    }

    /// Hands on a file, piece by piece. One request: whoever asked begins anew when it breaks off.
    pub(super) async fn download(&self, resource: &str, into: &mut dyn BodySink) -> Result<(), CommandError> {
        let mut request = self.request(
            Method::GET,
            self.account_url(resource),
            Bytes::new(),
            DOWNLOAD_TIMEOUT,
        );
        request.headers.remove(ACCEPT);
        let answer = self.transport.download(request, into).await;
        let answer = answer.map_err(|error| self.unanswered(&error))?;
        match self.judge(&answer)? {
            Reply::Done(_) => Ok(()),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.refusal(status, error))),
        }
    }

    /// Reads a resource of the account; `None` when there is no such thing.
    pub(super) async fn fetch<T: DeserializeOwned>(&self, resource: &str) -> Result<Option<T>, CommandError> {
        self.fetch_url(self.account_url(resource)).await
    }

    /// Reads what an earlier answer pointed at. Our credentials go to no other host.
    pub(super) async fn follow<T: DeserializeOwned>(&self, uri: &str) -> Result<Option<T>, CommandError> {
        if !uri.starts_with("/2010-04-01/") {
            return Err(unavailable("the next page is at an unexpected address"));
        }
        self.fetch_url(format!("{}{uri}", self.config.api_base)).await
    }

    /// Reads the account itself. Usual API keys may not, and the token that verifies webhooks is tried by it as well.
    pub(super) async fn fetch_account<T: DeserializeOwned>(&self) -> Result<Option<T>, CommandError> {
        let request = HttpRequest {
            headers: self.account_headers.clone(),
            ..self.request(
                Method::GET,
                self.account_url(".json"),
                Bytes::new(),
                COMMAND_TIMEOUT,
            )
        };
        self.found(self.send_request(request, Repeat::Freely).await?)
    }

    /// The classified failure for an answer that refuses, with Twilio's own words where ours are vague.
    pub(super) fn refusal(
        &self,
        status: StatusCode,
        error: ErrorResource,
    ) -> outdial_domain::call::CallFailure {
        let mut failure = failures::of_refusal(status.as_u16(), error.code);
        if failure.cause == causes::REQUEST_REFUSED.cause
            && let Some(said) = error.message
        {
            let said: String = said.chars().take(SAID_MAX).collect();
            failure.message = format!("The carrier refused the request: {said}");
        }
        failure
    }

    async fn fetch_url<T: DeserializeOwned>(&self, url: String) -> Result<Option<T>, CommandError> {
        self.found(self.send(Method::GET, url, Bytes::new(), Repeat::Freely).await?)
    }

    fn found<T: DeserializeOwned>(&self, reply: Reply) -> Result<Option<T>, CommandError> {
        match reply {
            Reply::Done(body) => read(&body)
                .map(Some)
                .map_err(|_| unavailable("the answer could not be read")),
            Reply::Refused(StatusCode::NOT_FOUND, _) => Ok(None),
            Reply::Refused(status, error) => Err(CommandError::Rejected(self.refusal(status, error))),
        }
    }

    /// Sends a request, and again a few times if need be.
    async fn send(
        &self,
        method: Method,
        url: String,
        body: Bytes,
        repeat: Repeat,
    ) -> Result<Reply, CommandError> {
        let request = self.request(method, url, body, COMMAND_TIMEOUT);
        self.send_request(request, repeat).await
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

    fn unanswered(&self, error: &TransportError) -> CommandError {
        let (TransportError::NotSent(why) | TransportError::Uncertain(why)) = error;
        unavailable(&self.config.redact(why))
    }

    /// Whether an answer settles a request; the error says why it does not.
    fn judge(&self, response: &HttpResponse) -> Result<Reply, CommandError> {
        Ok(if was_done(response)? {
            Reply::Done(response.body.clone())
        } else {
            Reply::Refused(response.status, self.error(response))
        })
    }

    fn error(&self, response: &HttpResponse) -> ErrorResource {
        let mut error: ErrorResource = read(&response.body).unwrap_or_default();
        error.message = error.message.map(|said| self.config.redact(&said));
        error
    }

    fn request(&self, method: Method, url: String, body: Bytes, timeout: Duration) -> HttpRequest {
        let mut headers = self.headers.clone();
        if method == Method::POST {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static("application/x-www-form-urlencoded"),
            );
        }
        HttpRequest {
            method,
            url,
            headers,
            body,
            timeout,
        }
    }

    fn account_url(&self, resource: &str) -> String {
        let TwilioConfig {
            api_base,
            account_sid,
            ..
        } = &self.config;
        format!("{api_base}/2010-04-01/Accounts/{account_sid}{resource}")
    }
}

fn headers(user: &str, password: &Secret) -> HeaderMap {
    let credentials = STANDARD.encode(format!("{user}:{}", password.reveal()));
    let mut authorization =
        HeaderValue::from_str(&format!("Basic {credentials}")).expect("base 64 is legal in a header");
    authorization.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(body)
}

fn uncertain(status: StatusCode) -> PlaceError {
    PlaceError::Uncertain {
        why: format!("the carrier answered with status {status}"),
    }
}

/// The call machine doubts a dial after 20 s; by then we must have said what became of the request.
const PLACE_TIMEOUT: Duration = Duration::from_secs(15);
/// Commands and questions can be repeated, so they need not wait as long.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(8);
/// A long talk over a slow line.
const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(5 * 60);
/// Enough of a foreign sentence to be useful.
const SAID_MAX: usize = 200;
