//! Engine and phone network joined in one process, without sockets.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{OnceLock, RwLock};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_engine::Engine;
use outdial_sandbox::{WebhookClient, WebhookFailure, WebhookReply, WebhookRequest};
use tower::ServiceExt;

/// The way between the adapter and the network, in both directions.
#[derive(Default)]
pub struct Exchange {
    network: OnceLock<Router>,
    engine: RwLock<Option<(Engine, WorkspaceId, CarrierAccountId)>>,
    is_cut: AtomicBool,
    on_dial: OnceLock<OnDial>,
}

/// Is told each number that is asked for.
type OnDial = Box<dyn Fn(&str) + Send + Sync>;

impl Exchange {
    pub fn connect_network(&self, network: Router) {
        assert!(self.network.set(network).is_ok(), "there is one network");
    }

    pub fn connect_engine(&self, engine: &Engine, workspace: &WorkspaceId, account: &CarrierAccountId) {
        *self.engine.write().unwrap() = Some((engine.clone(), workspace.clone(), account.clone()));
    }

    pub fn disconnect_engine(&self) {
        *self.engine.write().unwrap() = None;
    }

    /// Tells somebody of each request to dial, as it leaves.
    pub fn on_dial(&self, tell: impl Fn(&str) + Send + Sync + 'static) {
        assert!(self.on_dial.set(Box::new(tell)).is_ok(), "one is told");
    }

    /// Cuts the line in both directions, or mends it.
    pub fn cut(&self, is_cut: bool) {
        self.is_cut.store(is_cut, Ordering::Relaxed);
    }

    fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl HttpTransport for Exchange {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if self.is_cut() {
            return Err(TransportError::NotSent("the line is cut".to_owned()));
        }
        if let Some(tell) = self.on_dial.get()
            && request.method == Method::POST
            && request.url.ends_with("/Calls.json")
        {
            let form = url::form_urlencoded::parse(&request.body);
            let to = form.into_owned().find(|(name, _)| name == "To");
            tell(&to.expect("somebody is called").1);
        }
        let network = self
            .network
            .get()
            .expect("the network is built before anybody calls it");
        ask(network, request).await
    }
}

#[async_trait]
impl WebhookClient for Exchange {
    async fn send(&self, request: WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        let listening = self.engine.read().unwrap().clone();
        let Some((engine, workspace, account)) = listening.filter(|_| !self.is_cut()) else {
            return Err(WebhookFailure::Connect("the server cannot be reached".to_owned()));
        };
        let webhook = as_received(request, engine.now());
        let account = engine
            .accounts()
            .find(&workspace, &account)
            .expect("the account is in use");
        let events = account
            .carrier
            .parse_webhook(&webhook)
            .expect("the network signs what it sends");
        match engine.take_in(&workspace, events).await {
            Ok(_) => Ok(thanks()),
            Err(why) => panic!("the store failed: {why}"),
        }
    }
}

/// Sends a request of an adapter to the network.
pub async fn ask(network: &Router, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let mut wire = http::Request::builder().method(request.method).uri(request.url);
    *wire.headers_mut().expect("adapters build usable URLs") = request.headers;
    let wire = wire
        .body(Body::from(request.body))
        .expect("adapters build usable requests");
    let answer = tokio::time::timeout(request.timeout, network.clone().oneshot(wire)).await;
    let Ok(Ok(answer)) = answer else {
        return Err(TransportError::Uncertain("no answer in time".to_owned()));
    };
    let (parts, body) = answer.into_parts();
    let body = body
        .collect()
        .await
        .expect("bodies in memory do not break")
        .to_bytes();
    Ok(HttpResponse {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// A callback of the network, as our server would hand it to an adapter.
pub fn as_received(request: WebhookRequest, now: Timestamp) -> outdial_carrier::WebhookRequest {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name.as_str()).unwrap();
        headers.append(name, HeaderValue::try_from(value.as_str()).unwrap());
    }
    outdial_carrier::WebhookRequest {
        method: Method::try_from(request.method.as_str()).unwrap(),
        url: request.url,
        headers,
        body: request.body,
        received_at: now,
    }
}

/// What our server answers when a report is stored.
pub fn thanks() -> WebhookReply {
    WebhookReply {
        status: StatusCode::NO_CONTENT.as_u16(),
        headers: Vec::new(),
        body: bytes::Bytes::new(),
    }
}
