//! The sandbox as a server of its own, over real sockets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Uri};
use axum::routing::any;
use http_body_util::BodyExt;
use outdial_domain::Timestamp;
use outdial_sandbox::{
    ReqwestWebhooks, Sandbox, SandboxConfig, ServeConfig, WebhookClient, serve, signature,
};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::sound::data;
use crate::stage::{ACCOUNT, FROM, TOKEN, basic};

/// A sandbox that listens on loopback until dropped.
pub struct Served {
    pub address: SocketAddr,
    pub sandbox: Arc<Sandbox>,
    _stop: oneshot::Sender<()>,
    _tasks: TaskTracker,
}

impl Served {
    pub async fn start() -> Self {
        // Already chosen when another test of this process was quicker.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let callbacks = Arc::new(ReqwestWebhooks::new().unwrap());
        Self::with(callbacks, |_| {}).await
    }

    pub async fn with(callbacks: Arc<dyn WebhookClient>, change: impl FnOnce(&mut SandboxConfig)) -> Self {
        let began = tokio::time::Instant::now();
        let clock = Arc::new(move || {
            let ms = i64::try_from(began.elapsed().as_millis()).unwrap();
            Timestamp(1_795_219_200_000_000).plus_ms(ms)
        });
        let mut sandbox = SandboxConfig {
            numbers: vec![FROM.to_owned()],
            cps: 200.0,
            ..SandboxConfig::new(ACCOUNT, TOKEN, clock)
        };
        change(&mut sandbox);
        let config = ServeConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            sandbox,
            callbacks,
        };
        let (ready, up) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let tasks = TaskTracker::new();
        tasks.spawn(async move {
            let told = |address, sandbox: &Arc<Sandbox>| drop(ready.send((address, Arc::clone(sandbox))));
            serve(config, told, async { drop(stopped.await) }).await.unwrap();
        });
        let (address, sandbox) = up.await.unwrap();
        Self {
            address,
            sandbox,
            _stop: stop,
            _tasks: tasks,
        }
    }

    pub async fn call(&self, form: &[(&str, &str)]) -> u16 {
        self.rest("POST", "/Calls.json", form).await.0
    }

    /// A request to the account's own resources: the status and the body.
    pub async fn rest(&self, method: &str, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(form).finish();
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .no_proxy()
            .build()
            .unwrap();
        let url = format!("http://{}/2010-04-01/Accounts/{ACCOUNT}{path}", self.address);
        let request = client
            .request(method.parse().unwrap(), url)
            .header("authorization", basic(ACCOUNT, TOKEN))
            .body(body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.bytes().await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// What the far end of a call heard so far, mu-law.
    pub async fn heard(&self, call: &str) -> Vec<u8> {
        let request = Request::get(format!("/sandbox/legs/{call}/heard.wav"));
        let request = request.body(Body::empty()).unwrap();
        let response = self.sandbox.router().oneshot(request).await.unwrap();
        if response.status() != 200 {
            return Vec::new();
        }
        let wav = response.into_body().collect().await.unwrap().to_bytes();
        data(&wav).to_vec()
    }
}

type Told = (Uri, HeaderMap, BTreeMap<String, String>);

/// An application that passes on what it is told.
async fn application() -> (SocketAddr, mpsc::Receiver<Told>) {
    let (tell, told) = mpsc::channel(100);
    let hear = |State(tell): State<mpsc::Sender<Told>>, uri: Uri, headers: HeaderMap, body: Bytes| async move {
        let params = url::form_urlencoded::parse(&body).into_owned().collect();
        tell.send((uri, headers, params)).await.unwrap();
        (
            [("content-type", "text/xml")],
            "<Response><Say>Over the wire</Say></Response>",
        )
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().fallback(any(hear)).with_state(tell);
    TaskTracker::new().spawn(async move { axum::serve(listener, app).await.unwrap() });
    (address, told)
}

#[tokio::test]
async fn a_call_over_real_sockets_fetches_speaks_and_reports() {
    let served = Served::start().await;
    let (address, mut told) = application().await;
    let voice = format!("http://{address}/voice?call=1");
    let status = format!("http://{address}/status?call=1#rc=2&ct=900");
    let form = [
        ("To", "+14155550100"),
        ("From", FROM),
        ("Url", voice.as_str()),
        ("StatusCallback", status.as_str()),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "completed"),
    ];
    assert_eq!(served.call(&form).await, 201);
    for path in ["/status", "/voice", "/status"] {
        let (uri, headers, params) = timeout(PATIENCE, told.recv()).await.unwrap().unwrap();
        assert_eq!(uri.path(), path);
        let pairs: Vec<(String, String)> = params.into_iter().collect();
        let expected = signature(TOKEN, &format!("http://{address}{uri}"), &pairs);
        assert_eq!(headers["x-twilio-signature"], expected.as_str(), "{path}");
    }
    let attempt = served.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(attempt.said, ["Over the wire"]);
}

#[tokio::test]
async fn an_application_that_is_down_is_tried_twice_and_noted() {
    let served = Served::start().await;
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let status = format!("http://{closed}/status");
    let form = [
        ("To", "+14155550108"),
        ("From", FROM),
        ("Twiml", "<Response/>"),
        ("StatusCallback", status.as_str()),
    ];
    assert_eq!(served.call(&form).await, 201);
    let entry = timeout(PATIENCE, async {
        loop {
            let attempt = served.sandbox.ledger().attempts_at("+14155550108").pop().unwrap();
            if let Some(entry) = attempt.callbacks.first() {
                return entry.clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let entry = entry.await.unwrap();
    assert_eq!(entry.tries, 2);
    assert!(entry.result.starts_with("cannot connect"), "{}", entry.result);
}

const PATIENCE: Duration = Duration::from_secs(20);
