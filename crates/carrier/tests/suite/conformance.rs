//! Carriers of this crate against the conformance suite.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use outdial_carrier::http::HttpTransport;
use outdial_carrier::testing::conformance::{self, FakeNetwork, Fault, Person, Proof};
use outdial_carrier::testing::{FakeCarrier, PlaceAnswer};
use outdial_carrier::{
    AccountHealth, Capabilities, Carrier, CarrierEvent, CommandError, DialOrder, HostsAgents, HostsRooms,
    KeepsRecordings, LegRef, LegSnapshot, PlaceError, Placed, Rendered, TakesLegs, WebhookError,
    WebhookRequest,
};
use outdial_domain::Timestamp;
use outdial_domain::call::{Blame, CallFailure, LegStatus, Retry};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;

use crate::bench::{CALLER_ID, carrier, number};
use crate::fake_twilio::FakeTwilio;

/// How many checks there are.
pub const CHECKS: usize = 16;

#[tokio::test]
async fn the_twilio_adapter_conforms() {
    let network = Arc::new(FakeTwilio::new());
    let transport: Arc<dyn HttpTransport> = network.clone();
    let report = conformance::run(&*carrier(transport), &*network).await;
    assert!(
        report.failed.is_empty() && report.skipped.is_empty(),
        "\n{report}"
    );
    assert_eq!(report.passed.len(), CHECKS, "\n{report}");
}

#[tokio::test]
async fn the_scripted_carrier_conforms() {
    let network = ScriptedNetwork::new();
    let report = conformance::run(&network, &network).await;
    assert!(
        report.failed.is_empty() && report.skipped.is_empty(),
        "\n{report}"
    );
    assert_eq!(report.passed.len(), CHECKS, "\n{report}");
}

#[tokio::test]
async fn a_carrier_that_rings_twice_does_not_conform() {
    let network = ScriptedNetwork {
        rings_twice: true,
        ..ScriptedNetwork::new()
    };
    let report = conformance::run(&network, &network).await;
    assert!(
        report.failed.iter().any(|(_, why)| why.contains("rung 2 times")),
        "\n{report}"
    );
}

/// The scripted carrier with people on it.
struct ScriptedNetwork {
    fake: FakeCarrier,
    now: Arc<AtomicI64>,
    webhooks: Mutex<VecDeque<WebhookRequest>>,
    rings_twice: bool,
}

impl ScriptedNetwork {
    fn new() -> Self {
        let now = Arc::new(AtomicI64::new(0));
        let clock = now.clone();
        Self {
            fake: FakeCarrier::new(Arc::new(move || Timestamp(clock.fetch_add(1, Ordering::SeqCst)))),
            now,
            webhooks: Mutex::default(),
            rings_twice: false,
        }
    }

    fn live(&self, leg: &LegRef, statuses: &[LegStatus]) {
        for status in statuses {
            let talk_ms = (*status == LegStatus::Completed).then_some(3_000);
            let webhook = self.fake.advance(leg, status.clone(), talk_ms);
            self.webhooks.lock().unwrap().push_back(webhook);
        }
    }
}

#[async_trait]
impl Carrier for ScriptedNetwork {
    fn capabilities(&self) -> Capabilities {
        self.fake.capabilities()
    }

    fn rooms(&self) -> Option<&dyn HostsRooms> {
        self.fake.rooms()
    }

    fn agents(&self) -> Option<&dyn HostsAgents> {
        None
    }

    fn takes_legs(&self) -> Option<&dyn TakesLegs> {
        None
    }

    fn recordings(&self) -> Option<&dyn KeepsRecordings> {
        self.fake.recordings()
    }

    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError> {
        use LegStatus::{Answered, Busy, Completed, NoAnswer, Ringing};
        if order.to.e164().starts_with("+1415999") {
            let failure = CallFailure {
                blame: Blame::Callee,
                cause: "carrier.number_invalid".to_owned(),
                code: None,
                retry: Retry::Never,
                message: "invalid".to_owned(),
            };
            self.fake
                .script_place(PlaceAnswer::Fail(PlaceError::Refused(failure)));
        }
        if self.rings_twice {
            self.fake.place(order).await?;
        }
        let placed = self.fake.place(order).await?;
        match &order.to.e164()[5..8] {
            "551" => self.live(&placed.leg, &[Ringing, Answered, Completed]),
            "552" => self.live(&placed.leg, &[Ringing, Answered]),
            "553" => self.live(&placed.leg, &[Busy]),
            _ => self.live(&placed.leg, &[Ringing, NoAnswer]),
        }
        Ok(placed)
    }

    async fn direct(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        self.fake.direct(call_id, leg, instructions).await
    }

    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError> {
        let before = self.fake.look_up(leg).await?;
        self.fake.hang_up(leg).await?;
        if before.is_some_and(|before| before.status == Some(LegStatus::Answered)) {
            self.live(leg, &[LegStatus::Completed]);
        }
        Ok(())
    }

    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.fake.call_off(leg).await
    }

    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError> {
        self.fake.look_up(leg).await
    }

    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError> {
        self.fake.list_since(since, to).await
    }

    async fn health(&self) -> Result<AccountHealth, CommandError> {
        self.fake.health().await
    }

    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        self.fake.parse_webhook(request)
    }

    fn render(&self, instructions: &[Instruction]) -> Rendered {
        self.fake.render(instructions)
    }
}

#[async_trait]
impl FakeNetwork for ScriptedNetwork {
    fn number(&self, person: Person, index: u32) -> PhoneNumber {
        FakeTwilio::new().number(person, index)
    }

    fn caller_id(&self) -> PhoneNumber {
        number(CALLER_ID)
    }

    fn unknown_leg(&self) -> LegRef {
        LegRef("leg-none".to_owned())
    }

    fn proof(&self) -> Proof {
        Proof::WholeRequest
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    async fn spoil_next(&self, fault: Fault) -> bool {
        self.fake.script_place(match fault {
            Fault::AnswerLost | Fault::ServerErrorAfter => PlaceAnswer::TakeAndLoseAnswer,
            Fault::ServerErrorBefore => PlaceAnswer::LoseRequest,
            Fault::TooFast => PlaceAnswer::Fail(PlaceError::RateLimited { retry_after_ms: None }),
            Fault::Unreachable => PlaceAnswer::Fail(PlaceError::NotSent {
                why: "no route".to_owned(),
            }),
        });
        true
    }

    async fn times_rung(&self, number: &PhoneNumber) -> usize {
        self.fake.times_rung(number)
    }

    async fn next_webhook(&self) -> Option<WebhookRequest> {
        self.webhooks.lock().unwrap().pop_front()
    }
}
