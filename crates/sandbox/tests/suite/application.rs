//! A stand-in for the application that the sandbox calls back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use outdial_sandbox::{WebhookClient, WebhookFailure, WebhookReply, WebhookRequest};
use tokio::time::Instant;

/// One request that the application received.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub at_ms: u128,
    pub method: String,
    pub url: String,
    pub params: BTreeMap<String, String>,
    pub signature: String,
    pub token: String,
}

impl Received {
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }
}

type Answers = Box<dyn Fn(&Received, usize) -> Result<(u16, String), WebhookFailure> + Send + Sync>;

/// Remembers what it was sent and answers by rule.
pub struct Application {
    began: Instant,
    received: Mutex<Vec<Received>>,
    answers: Answers,
    /// Sound files by their paths, which it serves whatever its rule says.
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Application {
    /// Answers everything with 204.
    pub fn quiet() -> Arc<Self> {
        Self::answering(|_, _| Ok((204, String::new())))
    }

    /// Answers by rule; the rule is told how many requests came before.
    pub fn answering(
        rule: impl Fn(&Received, usize) -> Result<(u16, String), WebhookFailure> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            began: Instant::now(),
            received: Mutex::default(),
            answers: Box::new(rule),
            files: Mutex::default(),
        })
    }

    pub fn keep_file(&self, path: &str, file: Vec<u8>) {
        self.files.lock().unwrap().insert(path.to_owned(), file);
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What was received at URLs that contain `part`.
    pub fn at(&self, part: &str) -> Vec<Received> {
        self.received()
            .into_iter()
            .filter(|request| request.url.contains(part))
            .collect()
    }

    /// The call statuses received, in order of arrival.
    pub fn statuses(&self) -> Vec<String> {
        self.at("/status")
            .iter()
            .map(|request| request.param("CallStatus").to_owned())
            .collect()
    }
}

#[async_trait]
impl WebhookClient for Application {
    async fn send(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        let header = |name: &str| {
            let found = request.headers.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut params: BTreeMap<String, String> =
            url::form_urlencoded::parse(&request.body).into_owned().collect();
        if request.method == "GET" {
            params.extend(url::Url::parse(&request.url).unwrap().query_pairs().into_owned());
        }
        let received = Received {
            at_ms: self.began.elapsed().as_millis(),
            method: request.method.clone(),
            signature: header("x-twilio-signature"),
            token: header("i-twilio-idempotency-token"),
            url: request.url.clone(),
            params,
        };
        let before = {
            let mut all = self.received.lock().unwrap();
            all.push(received.clone());
            all.len() - 1
        };
        let path = url::Url::parse(&request.url).unwrap().path().to_owned();
        if let Some(file) = self.files.lock().unwrap().get(&path) {
            return Ok(WebhookReply {
                status: 200,
                headers: vec![("content-type".into(), "audio/wav".into())],
                body: Bytes::from(file.clone()),
            });
        }
        let (status, body) = (self.answers)(&received, before)?;
        Ok(WebhookReply {
            status,
            headers: vec![("content-type".into(), "text/xml".into())],
            body: Bytes::from(body),
        })
    }
}
