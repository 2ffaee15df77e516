//! The Twilio adapter passes the carriers' conformance suite against the simulated network.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use outdial_carrier::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use outdial_carrier::registry::{self, CarrierSetup};
use outdial_carrier::testing::conformance::{self, FakeNetwork, Fault, Person, Proof};
use outdial_carrier::{LegRef, WebhookRequest};
use outdial_domain::Timestamp;
use outdial_domain::ids::CarrierAccountId;
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{Clock, TokioClock};
use outdial_sandbox::{
    Faults, MsRange, Probability, Sandbox, SandboxConfig, TimedFault, WebhookClient, WebhookFailure,
    WebhookReply,
};
use serde_json::json;
use tokio::sync::mpsc;

use crate::exchange::{as_received, ask, thanks};
use crate::world::START;

#[tokio::test(start_paused = true)]
async fn the_twilio_adapter_conforms_on_the_simulated_network() {
    let network = Arc::new(Network::new());
    let form = json!({
        "account_sid": SID, "auth_token": TOKEN, "phone_number": CALLER_ID, "api_base": "http://sandbox.test",
    });
    let carrier = registry::build(
        "twilio",
        CarrierSetup {
            account_id: &CarrierAccountId::from_bits(1),
            config: form.as_object().unwrap(),
            base_url: "http://outdial.test",
            transport: network.clone(),
        },
    )
    .unwrap();
    let report = conformance::run(carrier.as_ref(), network.as_ref()).await;
    assert!(
        report.failed.is_empty() && report.skipped.is_empty(),
        "\n{report}"
    );
    assert!(network.sandbox.ledger().violations().is_empty());
}

/// The simulated network with a way to spoil single orders.
struct Network {
    sandbox: Arc<Sandbox>,
    router: Router,
    clock: TokioClock,
    spoiled: Mutex<Option<Fault>>,
    mailbox: tokio::sync::Mutex<mpsc::Receiver<WebhookRequest>>,
}

/// Keeps callbacks until the suite asks for them.
struct Mailbox {
    clock: TokioClock,
    slot: mpsc::Sender<WebhookRequest>,
}

impl Network {
    fn new() -> Self {
        let clock = TokioClock::starting_at(START);
        let time = clock.clone();
        let mut config = SandboxConfig::new(SID, TOKEN, Arc::new(move || time.now()));
        config.numbers = vec![CALLER_ID.to_owned()];
        config.cps = 100.0;
        let (slot, mailbox) = mpsc::channel(1_000);
        let callbacks = Mailbox {
            clock: clock.clone(),
            slot,
        };
        let sandbox = Sandbox::new(config, Arc::new(callbacks));
        Self {
            router: sandbox.router(),
            sandbox,
            clock,
            spoiled: Mutex::default(),
            mailbox: tokio::sync::Mutex::new(mailbox),
        }
    }
}

#[async_trait]
impl HttpTransport for Network {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let is_order = request.url.ends_with("/Calls.json") && request.method == http::Method::POST;
        let fault = self.spoiled.lock().unwrap().take_if(|_| is_order);
        if fault == Some(Fault::Unreachable) {
            return Err(TransportError::NotSent("no route".to_owned()));
        }
        self.sandbox.set_faults(fault.map(faults).unwrap_or_default());
        let answer = ask(&self.router, request).await;
        self.sandbox.set_faults(Faults::default());
        answer
    }
}

fn faults(fault: Fault) -> Faults {
    let none = Faults::default();
    let always = Probability::ALWAYS;
    match fault {
        Fault::AnswerLost => Faults {
            timeout_after: TimedFault {
                probability: always,
                ms: Some(MsRange::exactly(90_000)),
            },
            ..none
        },
        Fault::ServerErrorAfter => Faults {
            answer_500_after: always,
            ..none
        },
        Fault::ServerErrorBefore => Faults {
            answer_500_before: always,
            ..none
        },
        Fault::TooFast => Faults {
            answer_429: always,
            ..none
        },
        Fault::Unreachable => none,
    }
}

#[async_trait]
impl WebhookClient for Mailbox {
    async fn send(&self, request: outdial_sandbox::WebhookRequest) -> Result<WebhookReply, WebhookFailure> {
        let webhook = as_received(request, self.clock.now());
        self.slot
            .send(webhook)
            .await
            .expect("the suite outlives its calls");
        Ok(thanks())
    }
}

#[async_trait]
impl FakeNetwork for Network {
    fn number(&self, person: Person, index: u32) -> PhoneNumber {
        let number = match person {
            Person::Listens | Person::StaysOn => format!("+1212{index:06}1"),
            Person::Busy => format!("+1212{index:06}8"),
            Person::Absent => format!("+1212{index:06}7"),
            // Twilio's own number for this; nobody is called there, so once is enough.
            Person::Invalid => "+15005550001".to_owned(),
        };
        PhoneNumber::from_e164(&number.replace("+12120", "+12122")).unwrap()
    }

    fn caller_id(&self) -> PhoneNumber {
        PhoneNumber::from_e164(CALLER_ID).unwrap()
    }

    fn unknown_leg(&self) -> LegRef {
        LegRef(format!("CA{:032x}", 0xdead))
    }

    fn proof(&self) -> Proof {
        Proof::WholeRequest
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn spoil_next(&self, fault: Fault) -> bool {
        *self.spoiled.lock().unwrap() = Some(fault);
        true
    }

    async fn times_rung(&self, number: &PhoneNumber) -> usize {
        let summary = self.sandbox.ledger().number(number.e164());
        // What the network has taken it will ring, if a moment later.
        summary.map_or(0, |summary| summary.times_created as usize)
    }

    async fn next_webhook(&self) -> Option<WebhookRequest> {
        let mut mailbox = self.mailbox.lock().await;
        let next = tokio::time::timeout(PATIENCE, mailbox.recv()).await;
        next.ok().flatten()
    }
}

const SID: &str = "AC0000000000000000000000000000000a";
const TOKEN: &str = "sandbox-token";
const CALLER_ID: &str = "+14155550100";
/// Longer than any call of the suite.
const PATIENCE: Duration = Duration::from_secs(300);
