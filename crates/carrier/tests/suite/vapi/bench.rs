//! What most tests of the adapter need: an account, a carrier on it, an order, a message.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_carrier::registry::{self, CarrierSetup};
use outdial_carrier::{Carrier, CarrierEvent, DialOrder, WebhookRequest};
use outdial_domain::call::Policy;
use outdial_domain::instruction::{Converse, Instruction};
use serde_json::{Map, Value, json};

use super::description;
use crate::bench::{BASE_URL, NOW, account_id, call_id, number};

pub const API_KEY: &str = "private-key-0123456789";
pub const SECRET: &str = "sesame-sesame-sesame";
pub const PHONE_NUMBER_ID: &str = "11111111-2222-4333-8444-555555555555";
pub const ASSISTANT_ID: &str = "aaaaaaaa-2222-4333-8444-555555555555";
pub const LEG: &str = "cccccccc-2222-4333-8444-555555555555";

pub fn config() -> Map<String, Value> {
    let config = json!({
        "api_key": API_KEY,
        "phone_number_id": PHONE_NUMBER_ID,
        "phone_number": "+14155550100",
        "assistant_id": ASSISTANT_ID,
        "secret": SECRET,
    });
    config.as_object().unwrap().clone()
}

pub fn carrier(transport: Arc<dyn HttpTransport>) -> Arc<dyn Carrier> {
    let setup = CarrierSetup {
        account_id: &account_id(),
        config: &config(),
        base_url: BASE_URL,
        transport,
    };
    registry::build("vapi", setup).unwrap()
}

pub fn converse() -> Converse {
    Converse {
        agent: None,
        variables: [("name".to_owned(), "Ann".to_owned())].into(),
        first_message: None,
        voicemail: None,
        callee_name: None,
        time_limit_s: 300,
        record: false,
    }
}

pub fn order(converse: Converse) -> DialOrder {
    DialOrder {
        call_id: call_id(),
        to: number("+14155552671"),
        caller_id: Some(number("+14155550100")),
        instructions: vec![Instruction::Converse(Box::new(converse))],
        policy: Policy::default(),
        attempt: 1,
    }
}

/// A message as Vapi sends it about our call.
pub fn message(message: &Value) -> WebhookRequest {
    let url = format!(
        "{BASE_URL}/webhooks/vapi/{}/message?call={}",
        account_id(),
        call_id()
    );
    let mut message = message.clone();
    if message["call"].is_null() {
        message["call"] = json!({ "id": LEG });
    }
    let body = json!({ "message": message }).to_string();
    request(&url, body.into(), &[SECRET])
}

pub fn request(url: &str, body: Bytes, secrets: &[&str]) -> WebhookRequest {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    for secret in secrets {
        headers.append("x-vapi-secret", HeaderValue::from_str(secret).unwrap());
    }
    WebhookRequest {
        method: Method::POST,
        url: url.to_owned(),
        headers,
        body,
        received_at: NOW,
    }
}

/// What a message of Vapi's reports.
pub fn read(document: &Value) -> Vec<CarrierEvent> {
    carrier(Scripted::new([]))
        .parse_webhook(&message(document))
        .unwrap()
}

/// A transport that answers from a script and checks every request against Vapi's own description.
#[derive(Default)]
pub struct Scripted {
    answers: Mutex<VecDeque<Result<HttpResponse, TransportError>>>,
    requests: Mutex<Vec<HttpRequest>>,
    /// Files live outside of the API and are described nowhere.
    has_files: bool,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Result<HttpResponse, TransportError>>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            ..Self::default()
        })
    }

    pub fn with_files(answers: impl IntoIterator<Item = Result<HttpResponse, TransportError>>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            has_files: true,
            ..Self::default()
        })
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests.lock().unwrap().clone()
    }

    /// The body of the only request.
    pub fn only_body(&self) -> Value {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        serde_json::from_slice(&requests[0].body).unwrap()
    }
}

pub fn answer(status: u16, body: &Value) -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: body.to_string().into(),
    })
}

#[async_trait]
impl HttpTransport for Scripted {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if !self.has_files {
            description::check(&request);
        }
        self.requests.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        answer.expect("an unexpected request was sent")
    }
}
