//! A carrier that takes its time before it answers an order to dial.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use outdial_carrier::testing::FakeCarrier;
use outdial_carrier::{
    AccountHealth, Capabilities, Carrier, CarrierEvent, CommandError, DialOrder, HostsAgents, HostsRooms,
    KeepsRecordings, LegRef, LegSnapshot, PlaceError, Placed, Rendered, TakesLegs, WebhookError,
    WebhookRequest,
};
use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;

pub struct Deliberate {
    pub carrier: Arc<FakeCarrier>,
    pub answers_after: Duration,
}

#[async_trait]
impl Carrier for Deliberate {
    fn capabilities(&self) -> Capabilities {
        self.carrier.capabilities()
    }

    fn rooms(&self) -> Option<&dyn HostsRooms> {
        self.carrier.rooms()
    }

    fn agents(&self) -> Option<&dyn HostsAgents> {
        self.carrier.agents()
    }

    fn takes_legs(&self) -> Option<&dyn TakesLegs> {
        self.carrier.takes_legs()
    }

    fn recordings(&self) -> Option<&dyn KeepsRecordings> {
        self.carrier.recordings()
    }

    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError> {
        let answer = self.carrier.place(order).await;
        tokio::time::sleep(self.answers_after).await;
        answer
    }

    async fn direct(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError> {
        self.carrier.direct(call_id, leg, instructions).await
    }

    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.carrier.hang_up(leg).await
    }

    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError> {
        self.carrier.call_off(leg).await
    }

    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError> {
        self.carrier.look_up(leg).await
    }

    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError> {
        self.carrier.list_since(since, to).await
    }

    async fn health(&self) -> Result<AccountHealth, CommandError> {
        self.carrier.health().await
    }

    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError> {
        self.carrier.parse_webhook(request)
    }

    fn render(&self, instructions: &[Instruction]) -> Rendered {
        self.carrier.render(instructions)
    }
}
