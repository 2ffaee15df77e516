//! A Twilio account whose other end is in memory: orders are taken, and tests send its signed webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use outdial_carrier::Secret;
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_carrier::registry::{CarrierSetup, build};
use outdial_carrier::twilio::Signer;
use outdial_domain::ids::CarrierAccountId;
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{AccountSpec, Clock};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::floor::Floor;
use crate::app::ADDRESS;
use crate::client::{Answer, Client};

/// Takes every order and remembers it, and does what it is told about conferences.
#[derive(Default)]
struct Exchange {
    orders: Mutex<Vec<Fields>>,
    about_conferences: Mutex<Vec<(String, String)>>,
    about_calls: Mutex<Vec<(String, Fields)>>,
}

type Fields = Vec<(String, String)>;

#[async_trait]
impl HttpTransport for Exchange {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let creates = request.method == Method::POST && request.url.ends_with("/Calls.json");
        let (status, body) = if creates {
            let mut orders = self.orders.lock().unwrap();
            let form = form_urlencoded::parse(&request.body).into_owned();
            orders.push(form.collect());
            (201, json!({"sid": sid(orders.len()), "status": "queued"}))
        } else if request.method != Method::GET && request.url.contains("/Conferences/") {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let (_, what) = request.url.split_once("/Conferences/").unwrap();
            self.about_conferences
                .lock()
                .unwrap()
                .push((what.to_owned(), body));
            (200, json!({}))
        } else if request.method == Method::POST && request.url.contains("/Calls/") {
            let form = form_urlencoded::parse(&request.body).into_owned().collect();
            let (_, what) = request.url.split_once("/Calls/").unwrap();
            let leg = what.trim_end_matches(".json").to_owned();
            self.about_calls.lock().unwrap().push((leg.clone(), form));
            (200, json!({"sid": leg, "status": "in-progress"}))
        } else if request.url.contains("/Conferences.json") {
            (200, json!({"conferences": []}))
        } else {
            (404, json!({"code": 20404, "message": "not found", "status": 404}))
        };
        Ok(HttpResponse {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::from(body.to_string()),
        })
    }
}

/// A Twilio account of a floor.
pub struct Switchboard {
    exchange: Arc<Exchange>,
    signer: Signer,
    client: Client,
    pub account: CarrierAccountId,
}

impl Switchboard {
    /// Puts a Twilio account in the place of the carrier in memory.
    pub fn on(floor: &Floor) -> Self {
        Self::with(floor, &json!({}))
    }

    /// The same, where agents and callees meet in conferences.
    pub fn bridging(floor: &Floor, api_base: &str) -> Self {
        let more = json!({
            "bridge": "carrier", "api_key": format!("SK{}", "1".repeat(32)), "api_secret": "key-secret",
            "twiml_app_sid": format!("AP{}", "2".repeat(32)), "api_base": api_base,
        });
        Self::with(floor, &more)
    }

    fn with(floor: &Floor, more: &Value) -> Self {
        let exchange = Arc::new(Exchange::default());
        let account = CarrierAccountId::from_bits(1);
        let mut config = json!({
            "account_sid": format!("AC{}", "0".repeat(32)), "auth_token": TOKEN, "phone_number": "+14155550100",
        });
        let fields = config.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        let setup = CarrierSetup {
            account_id: &account,
            config: config.as_object().unwrap(),
            base_url: &format!("http://{ADDRESS}"),
            transport: exchange.clone(),
        };
        let spec = AccountSpec {
            id: account.clone(),
            workspace: floor.test.workspace.clone(),
            kind: "twilio".to_owned(),
            name: "Twilio".to_owned(),
            carrier: build("twilio", setup).unwrap(),
            caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
            is_default: true,
            calls_per_1000_s: 1_000_000,
        };
        floor.test.app.engine.accounts().put(spec, floor.test.clock.now());
        Self {
            exchange,
            signer: Signer::new(&Secret::new(TOKEN)),
            client: floor.test.stranger(),
            account,
        }
    }

    /// What was asked about conferences: resource and form.
    pub fn about_conferences(&self) -> Vec<(String, String)> {
        self.exchange.about_conferences.lock().unwrap().clone()
    }

    /// What a leg was told to do instead, every time: the form.
    pub fn told(&self, leg: &str) -> Vec<Fields> {
        let told = self.exchange.about_calls.lock().unwrap();
        let of_leg = told.iter().filter(|(of, _)| of == leg);
        of_leg.map(|(_, form)| form.clone()).collect()
    }

    /// How many requests about calls and conferences there were.
    pub fn requests(&self) -> usize {
        let calls = self.exchange.about_calls.lock().unwrap().len();
        calls + self.exchange.about_conferences.lock().unwrap().len()
    }

    /// How many legs were ordered.
    pub fn orders(&self) -> usize {
        self.exchange.orders.lock().unwrap().len()
    }

    /// A field of the order for a leg.
    pub fn ordered(&self, leg: &str, field: &str) -> String {
        let orders = self.exchange.orders.lock().unwrap();
        let order = (1..).zip(orders.iter()).find(|(number, _)| sid(*number) == leg);
        let (_, order) = order.unwrap();
        let found = order.iter().find(|(name, _)| name == field);
        found.unwrap_or_else(|| panic!("{field}: {order:?}")).1.clone()
    }

    /// Where Twilio was told to report on a leg: path and query.
    pub fn status_path(&self, leg: &str) -> String {
        self.path_in(leg, "StatusCallback")
    }

    /// The path and query of an address of ours in the order for a leg.
    fn path_in(&self, leg: &str, field: &str) -> String {
        let url = self.ordered(leg, field);
        // What follows a # is for Twilio itself and is never sent.
        let (sent, _) = url.split_once('#').unwrap_or((&url, ""));
        let path = sent.strip_prefix(&format!("http://{ADDRESS}"));
        path.unwrap_or_else(|| panic!("{url}")).to_owned()
    }

    /// Sends a webhook with Twilio's signature.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = encode(form);
        let signature = self
            .signer
            .sign(&format!("http://{ADDRESS}{path}"), body.as_bytes());
        self.send_signed(path, body, &signature).await
    }

    /// Sends a webhook with some signature.
    pub async fn send_signed(&self, path: &str, body: String, signature: &str) -> Answer {
        self.client
            .with_header("content-type", "application/x-www-form-urlencoded")
            .with_header("x-twilio-signature", signature)
            .send(Method::POST, path, Body::from(body))
            .await
    }

    /// Asks for instructions by GET, as an account may be set up to.
    pub async fn ask(&self, path: &str) -> Answer {
        let signature = self.signer.sign(&format!("http://{ADDRESS}{path}"), b"");
        let client = self.client.with_header("x-twilio-signature", &signature);
        client.get(path).await
    }

    /// A signature as Twilio makes it for a handshake.
    pub fn sign_url(&self, url: &str) -> String {
        self.signer.sign(url, b"")
    }

    /// A signature as Twilio makes it.
    pub fn sign(&self, path: &str, form: &[(&str, &str)]) -> String {
        self.signer
            .sign(&format!("http://{ADDRESS}{path}"), encode(form).as_bytes())
    }

    /// Reports on a leg where Twilio was told to.
    pub async fn report(&self, leg: &str, status: &str, sequence: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![
            ("CallSid", leg),
            ("CallStatus", status),
            ("SequenceNumber", sequence),
            ("CallbackSource", "call-progress-events"),
        ];
        form.extend(more);
        self.send(&self.status_path(leg), &form).await
    }

    /// The n-th leg, once it is ordered.
    pub async fn rung(&self, number: usize) -> String {
        until_so("somebody is rung", || self.orders() >= number).await;
        sid(number)
    }

    /// What tells a leg to go into a conference, once it is told.
    pub async fn brought(&self, leg: &str) -> String {
        let way = || self.twiml(leg).filter(|twiml| twiml.contains("<Conference"));
        until_so("the callee is brought", || way().is_some()).await;
        way().unwrap()
    }

    /// Whether a leg was ordered to end so: `completed` or `canceled`.
    pub fn is_told(&self, leg: &str, status: &str) -> bool {
        let end = ("Status".to_owned(), status.to_owned());
        self.told(leg).iter().any(|form| form.contains(&end))
    }

    /// Somebody picks up.
    pub async fn answer(&self, leg: &str) {
        for (status, sequence) in [("ringing", "1"), ("in-progress", "2")] {
            self.report(leg, status, sequence, &[]).await.expect_status(204);
        }
    }

    /// The carrier's detector says who answered.
    pub async fn detects(&self, leg: &str, answered_by: &str) {
        let path = self.path_in(leg, "AsyncAmdStatusCallback");
        let form = [("CallSid", leg), ("AnsweredBy", answered_by)];
        self.send(&path, &form).await.expect_status(204);
    }

    /// What a leg was told last.
    pub fn twiml(&self, leg: &str) -> Option<String> {
        let form = self.told(leg).pop()?;
        let (_, twiml) = form.into_iter().find(|(name, _)| name == "Twiml")?;
        Some(twiml)
    }

    /// The conference of a seat reports.
    pub async fn conference(&self, room: &str, sequence: &str, event: &str, leg: &str, label: &str) {
        let path = format!("/webhooks/twilio/{}/room", self.account);
        let sid = format!("CF{:0>32}", room.chars().rev().take(8).collect::<String>());
        let form = conference_form(&sid, room, sequence, event, leg, label);
        self.send(&path, &form).await.expect_status(204);
    }
}

/// What a conference says of somebody in it.
pub fn conference_form<'a>(
    conference: &'a str,
    room: &'a str,
    sequence: &'a str,
    event: &'a str,
    leg: &'a str,
    label: &'a str,
) -> [(&'static str, &'a str); 8] {
    [
        ("ConferenceSid", conference),
        ("FriendlyName", room),
        ("StatusCallbackEvent", event),
        ("SequenceNumber", sequence),
        ("CallSid", leg),
        ("ParticipantLabel", label),
        ("Muted", "false"),
        ("Hold", "false"),
    ]
}

/// Waits for what the account, or its other end, comes to.
pub async fn until_so(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what}: it never comes to that");
}

/// The conference into which a leg is told to go.
pub fn conference_in(twiml: &str) -> String {
    let element = between(twiml, "<Conference", "</Conference>");
    element.rsplit('>').next().unwrap().to_owned()
}

/// The name under which a leg is told to go there.
pub fn label_in(twiml: &str) -> String {
    between(twiml, "participantLabel=\"", "\"").to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before}: {text}"));
    rest.split_once(after)
        .unwrap_or_else(|| panic!("{after}: {text}"))
        .0
}

pub fn encode(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

/// The timeline of a call.
pub async fn timeline(client: &Client, id: &str) -> Vec<Value> {
    let detail = client.get(&format!("/api/v1/calls/{id}")).await.json();
    detail["timeline"].as_array().unwrap().clone()
}

pub fn sid(number: usize) -> String {
    format!("CA{number:032x}")
}

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
