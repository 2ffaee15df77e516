//! What most tests need: an account, a carrier on it, an order.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use outdial_carrier::http::{HttpResponse, HttpTransport, TransportError};
use outdial_carrier::registry::{self, CarrierSetup};
use outdial_carrier::testing::conformance::{Fault, Person};
use outdial_carrier::twilio::Signer;
use outdial_carrier::{Carrier, DialOrder, Secret, WebhookRequest};
use outdial_domain::Timestamp;
use outdial_domain::call::Policy;
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;
use serde_json::{Map, Value, json};

pub const ACCOUNT_SID: &str = "AC00000000000000000000000000000001";
pub const AUTH_TOKEN: &str = "12345";
pub const BASE_URL: &str = "https://outdial.example";
pub const CALLER_ID: &str = "+14155550100";
pub const NOW: Timestamp = Timestamp(1_795_000_000_000_000);

pub fn config() -> Map<String, Value> {
    let config = json!({
        "account_sid": ACCOUNT_SID,
        "auth_token": AUTH_TOKEN,
        "phone_number": CALLER_ID,
    });
    config.as_object().unwrap().clone()
}

pub fn account_id() -> CarrierAccountId {
    CarrierAccountId::from_bits(1)
}

pub fn call_id() -> CallId {
    CallId::from_bits(0x77)
}

pub fn number(e164: &str) -> PhoneNumber {
    PhoneNumber::from_stored(e164).unwrap()
}

pub fn carrier(transport: Arc<dyn HttpTransport>) -> Arc<dyn Carrier> {
    carrier_with(&config(), transport)
}

pub fn carrier_with(config: &Map<String, Value>, transport: Arc<dyn HttpTransport>) -> Arc<dyn Carrier> {
    let setup = CarrierSetup {
        account_id: &account_id(),
        config,
        base_url: BASE_URL,
        transport,
    };
    registry::build("twilio", setup).unwrap()
}

pub fn say(text: &str) -> Instruction {
    Instruction::Say {
        text: text.to_owned(),
        voice: None,
        language: None,
    }
}

pub fn order() -> DialOrder {
    DialOrder {
        call_id: call_id(),
        to: number("+14155552671"),
        caller_id: None,
        instructions: vec![say("Hello"), Instruction::HangUp],
        policy: Policy::default(),
        attempt: 1,
    }
}

/// A form webhook, signed as Twilio does.
pub fn webhook(topic: &str, fields: &[(&str, &str)]) -> WebhookRequest {
    let url = format!(
        "{BASE_URL}/webhooks/twilio/{}/{topic}?call={}",
        account_id(),
        call_id()
    );
    signed_form(&url, &form(fields))
}

/// A POST of a form body to `url`, signed as Twilio does.
pub fn signed_form(url: &str, body: &str) -> WebhookRequest {
    let signature = Signer::new(&Secret::new(AUTH_TOKEN)).sign(url, body.as_bytes());
    form_request(url, body, &signature)
}

/// A POST of a form body to `url`, with any signature.
pub fn form_request(url: &str, body: &str, signature: &str) -> WebhookRequest {
    let mut headers = HeaderMap::new();
    headers.insert(
        "content-type",
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    headers.insert("x-twilio-signature", HeaderValue::from_str(signature).unwrap());
    WebhookRequest {
        method: Method::POST,
        url: url.to_owned(),
        headers,
        body: Bytes::from(body.to_owned()),
        received_at: NOW,
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Where the people of a fake network live, by what they do.
pub fn number_of(person: Person, index: u32) -> PhoneNumber {
    let exchange = match person {
        Person::Listens => "551",
        Person::StaysOn => "552",
        Person::Busy => "553",
        Person::Absent => "554",
        Person::Invalid => "999",
    };
    number(&format!("+1415{exchange}{index:04}"))
}

/// What a fake network answers under a fault; `too_fast` is how it asks for fewer requests.
pub fn answer_under(
    fault: Option<Fault>,
    too_fast: (u16, Value),
    answer: impl FnOnce() -> (u16, Value),
) -> Result<HttpResponse, TransportError> {
    let (status, body) = match fault {
        None => answer(),
        Some(Fault::AnswerLost) => {
            answer();
            return Err(TransportError::Uncertain("timed out".to_owned()));
        }
        Some(Fault::ServerErrorAfter) => {
            answer();
            (500, Value::Null)
        }
        Some(Fault::ServerErrorBefore) => (503, Value::Null),
        Some(Fault::TooFast) => too_fast,
        Some(Fault::Unreachable) => return Err(TransportError::NotSent("connection refused".to_owned())),
    };
    Ok(HttpResponse {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: body.to_string().into(),
    })
}
