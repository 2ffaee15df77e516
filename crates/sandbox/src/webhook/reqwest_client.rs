//! The way out over real sockets.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};

use crate::lock::lock;

use super::client::{WebhookClient, WebhookFailure, WebhookReply, WebhookRequest};

/// Sends webhooks over HTTP and HTTPS.
#[derive(Debug)]
pub struct ReqwestWebhooks {
    usual: reqwest::Client,
    /// A client has one connect timeout, so each override in use needs a client of its own.
    hurried: Mutex<BTreeMap<Duration, reqwest::Client>>,
}

impl ReqwestWebhooks {
    /// A client with a small pool; the process must have chosen its TLS provider before.
    ///
    /// # Errors
    /// When the TLS set-up of this machine is unusable.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self {
            usual: build(USUAL_CONNECT)?,
            hurried: Mutex::default(),
        })
    }

    fn client(&self, connect_timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
        if connect_timeout == USUAL_CONNECT {
            return Ok(self.usual.clone());
        }
        let mut hurried = lock(&self.hurried);
        if let Some(client) = hurried.get(&connect_timeout) {
            return Ok(client.clone());
        }
        let client = build(connect_timeout)?;
        if hurried.len() < CLIENTS_KEPT {
            hurried.insert(connect_timeout, client.clone());
        }
        Ok(client)
    }

    async fn exchange(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| WebhookFailure::BadUrl(error.to_string()))?;
        let client = self.client(request.connect_timeout).map_err(classify)?;
        let mut builder = client.request(method, &request.url).body(request.body);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let mut answer = builder.send().await.map_err(classify)?;
        let status = answer.status().as_u16();
        let headers = answer.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        let headers = headers.collect();
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(classify)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(WebhookFailure::Broken(format!(
                    "answer above {LARGEST_ANSWER} bytes"
                )));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(WebhookReply {
            status,
            headers,
            body: Bytes::from(body),
        })
    }
}

#[async_trait]
impl WebhookClient for ReqwestWebhooks {
    async fn send(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        self.exchange(request).await
    }
}

fn build(connect_timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .no_proxy()
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .pool_idle_timeout(Duration::from_secs(20))
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::limited(REDIRECTS))
        .build()
}

fn classify(error: reqwest::Error) -> WebhookFailure {
    let error = error.without_url();
    if error.is_connect() {
        WebhookFailure::Connect(error.to_string())
    } else if error.is_builder() {
        WebhookFailure::BadUrl(error.to_string())
    } else {
        WebhookFailure::Broken(error.to_string())
    }
}

/// What Twilio calls itself.
const USER_AGENT: &str = "TwilioProxy/1.1";
/// Kept small: an idle sandbox should hold next to nothing.
const IDLE_CONNECTIONS: usize = 16;
const REDIRECTS: usize = 5;
/// Twilio's default.
const USUAL_CONNECT: Duration = Duration::from_secs(5);
const CLIENTS_KEPT: usize = 8;
/// TwiML is small; an endless answer must not eat the memory.
const LARGEST_ANSWER: usize = 1_048_576;
