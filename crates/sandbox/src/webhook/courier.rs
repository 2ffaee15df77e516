//! Bringing one request to the application: signed, limited in time, retried as its URL asks.

use bytes::Bytes;
use tokio::time::{Instant, timeout, timeout_at};
use url::{Url, form_urlencoded};

use super::client::{WebhookFailure, WebhookReply, WebhookRequest};
use super::overrides::Overrides;
use super::signature::signature;
use crate::sandbox::Sandbox;

/// One request to be brought to the application.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub method: String,
    pub url: String,
    pub params: Vec<(String, String)>,
    /// The same on every retry, so that the application can tell a repeat from news.
    pub idempotency_token: String,
}

/// What became of it.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub tries: u32,
    pub outcome: Result<WebhookReply, WebhookFailure>,
}

impl Sandbox {
    /// Sends, and sends again where the URL's overrides (or their defaults) say so.
    pub(crate) async fn bring(&self, letter: &Letter) -> Delivery {
        let terms = Overrides::of(&letter.url);
        let deadline = Instant::now() + terms.total;
        let mut tries = 0;
        loop {
            tries += 1;
            let outcome = self.bring_once(letter, &terms, deadline).await;
            let again = match &outcome {
                Ok(reply) => terms.retries_status(reply.status),
                Err(failure) => terms.retries_failure(failure),
            };
            if !again || tries > terms.retries || Instant::now() >= deadline {
                return Delivery { tries, outcome };
            }
        }
    }

    async fn bring_once(
        &self,
        letter: &Letter,
        terms: &Overrides,
        deadline: Instant,
    ) -> Result<WebhookReply, WebhookFailure> {
        let request = self.address(letter, terms)?;
        let limit = u64::try_from(terms.read.as_millis()).unwrap_or(u64::MAX);
        let sent = timeout(terms.read, self.callbacks.send(request));
        match timeout_at(deadline, sent).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Err(WebhookFailure::ReadTimeout(limit)),
        }
    }

    fn address(&self, letter: &Letter, terms: &Overrides) -> Result<WebhookRequest, WebhookFailure> {
        let mut url = Url::parse(&letter.url).map_err(|error| WebhookFailure::BadUrl(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WebhookFailure::BadUrl(format!("scheme {}", url.scheme())));
        }
        let mut headers = vec![
            (
                "i-twilio-idempotency-token".to_owned(),
                letter.idempotency_token.clone(),
            ),
            ("accept".to_owned(), "*/*".to_owned()),
        ];
        if let Some(password) = url.password() {
            headers.push(("authorization".to_owned(), basic(url.username(), password)));
        }
        let get = letter.method.eq_ignore_ascii_case("GET");
        let (target, signed_params): (String, &[(String, String)]) = if get {
            url.query_pairs_mut().extend_pairs(&letter.params);
            (url.to_string(), &[])
        } else {
            (letter.url.clone(), &letter.params)
        };
        let signed = signature(&self.account.auth_token, &target, signed_params);
        headers.push(("x-twilio-signature".to_owned(), signed));
        let body = if get {
            Bytes::new()
        } else {
            headers.push(("content-type".to_owned(), FORM.to_owned()));
            let mut form = form_urlencoded::Serializer::new(String::new());
            Bytes::from(form.extend_pairs(&letter.params).finish())
        };
        url.set_fragment(None);
        // Both setters fail only for URLs without a host, which the scheme check has ruled out.
        let _ = (url.set_username(""), url.set_password(None));
        Ok(WebhookRequest {
            method: if get { "GET" } else { "POST" }.to_owned(),
            url: url.to_string(),
            headers,
            body,
            connect_timeout: terms.connect,
        })
    }
}

fn basic(user: &str, password: &str) -> String {
    use base64::Engine;
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {pair}")
}

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
