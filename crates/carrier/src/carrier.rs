//! The one seam to phone networks.

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;

use crate::{
    AccountHealth, Capabilities, CarrierEvent, CommandError, DialOrder, HostsAgents, HostsRooms,
    KeepsRecordings, LegRef, LegSnapshot, PlaceError, Placed, Rendered, TakesLegs, WebhookError,
    WebhookRequest,
};

/// One account at a phone network.
///
/// Implementations keep no state of calls and no clock: times come with requests and answers, and whoever
/// calls is responsible for pacing.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// What this account can do, and how fast.
    fn capabilities(&self) -> Capabilities;

    /// The rooms that the carrier hosts, when this account is set to let agents and callees meet there.
    fn rooms(&self) -> Option<&dyn HostsRooms>;

    /// The recordings that the carrier keeps, when it keeps any.
    fn recordings(&self) -> Option<&dyn KeepsRecordings>;

    /// The voice agents that the carrier hosts, when it hosts any.
    fn agents(&self) -> Option<&dyn HostsAgents>;

    /// Takes legs over that others placed on the account's lines, when the carrier lets whoever holds the account do so.
    fn takes_legs(&self) -> Option<&dyn TakesLegs>;

    /// Asks the network to ring one number: exactly one request, never repeated.
    async fn place(&self, order: &DialOrder) -> Result<Placed, PlaceError>;

    /// Replaces what a live leg is doing.
    async fn direct(
        &self,
        call_id: &CallId,
        leg: &LegRef,
        instructions: &[Instruction],
    ) -> Result<(), CommandError>;

    /// Ends a leg in any state; a leg that is over already is a success.
    async fn hang_up(&self, leg: &LegRef) -> Result<(), CommandError>;

    /// Ends a leg that nobody has answered; one that was answered meanwhile goes on, which is a success, as is one that is over.
    async fn call_off(&self, leg: &LegRef) -> Result<(), CommandError>;

    /// How a leg stands; `None` when the network does not have it.
    async fn look_up(&self, leg: &LegRef) -> Result<Option<LegSnapshot>, CommandError>;

    /// Every outgoing leg created since a time, complete or an error, in no particular order.
    ///
    /// Clocks differ, so legs from shortly before may be among them: whoever searches for a lost call must leave
    /// out the legs that are known to belong to other calls.
    async fn list_since(
        &self,
        since: Timestamp,
        to: Option<&PhoneNumber>,
    ) -> Result<Vec<LegSnapshot>, CommandError>;

    /// Whether the account works: credentials, standing, caller ID.
    async fn health(&self) -> Result<AccountHealth, CommandError>;

    /// Verifies a webhook's signature and only then reads it. Pure and quick: the hot path of the program.
    fn parse_webhook(&self, request: &WebhookRequest) -> Result<Vec<CarrierEvent>, WebhookError>;

    /// The answer to a webhook that asks what a leg should do.
    fn render(&self, instructions: &[Instruction]) -> Rendered;
}
