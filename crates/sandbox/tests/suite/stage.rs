//! A sandbox on virtual time and a client in process.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use http_body_util::BodyExt;
use outdial_domain::Timestamp;
use outdial_sandbox::{Clock, Population, Sandbox, SandboxConfig, WebhookClient};
use serde_json::Value;
use tokio::time::{Instant, sleep};
use tower::ServiceExt;

pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const TOKEN: &str = "12345";
pub const FROM: &str = "+14155550000";

/// A clock that follows tokio's (paused) one, starting on 21 November 2026.
pub fn clock() -> Clock {
    let began = Instant::now();
    Arc::new(move || {
        let ms = i64::try_from(began.elapsed().as_millis()).unwrap();
        Timestamp(1_795_219_200_000_000).plus_ms(ms)
    })
}

pub fn config() -> SandboxConfig {
    SandboxConfig {
        numbers: vec![FROM.to_owned()],
        cps: 1_000.0,
        ..SandboxConfig::new(ACCOUNT, TOKEN, clock())
    }
}

/// The deterministic population with some more people.
pub fn people(toml: &str) -> Population {
    let base = include_str!("../../populations/deterministic.toml");
    Population::from_toml(&format!("{base}\n{toml}")).unwrap()
}

pub struct Stage {
    pub sandbox: Arc<Sandbox>,
    router: Router,
}

pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Stage {
    pub fn new(config: SandboxConfig, callbacks: Arc<dyn WebhookClient>) -> Self {
        let sandbox = Sandbox::new(config, callbacks);
        let router = sandbox.router();
        Self { sandbox, router }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, body, bytes }
    }

    /// A request to the account's own resources.
    pub async fn rest(&self, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(form).finish();
        let request = Request::builder()
            .method(method)
            .uri(format!("/2010-04-01/Accounts/{ACCOUNT}{path}"))
            .header("authorization", basic(ACCOUNT, TOKEN))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.rest("GET", path, &[]).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.rest("POST", path, form).await
    }

    /// Places a call with all status events on; panics unless it is accepted.
    pub async fn call(&self, to: &str, form: &[(&str, &str)]) -> String {
        let mut full = vec![
            ("To", to),
            ("From", FROM),
            ("StatusCallback", "http://app.test/status"),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
        ];
        full.extend_from_slice(form);
        let answer = self.post("/Calls.json", &full).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["sid"].as_str().unwrap().to_owned()
    }

    pub async fn status(&self, sid: &str) -> String {
        let answer = self.get(&format!("/Calls/{sid}.json")).await;
        answer.body["status"].as_str().unwrap_or_default().to_owned()
    }

    /// Lets virtual time pass.
    pub async fn pass(&self, ms: u64) {
        sleep(Duration::from_millis(ms)).await;
    }
}

pub fn basic(user: &str, password: &str) -> String {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {pair}")
}

pub const SAY: (&str, &str) = ("Twiml", "<Response><Say>Hello there</Say></Response>");
