//! What the suite needs of a simulated network.

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::phone::PhoneNumber;

use crate::{LegRef, WebhookRequest};

/// How a person called by the suite behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Person {
    /// Answers, listens to the end and hangs up.
    Listens,
    /// Answers and stays on the line until hung up on.
    StaysOn,
    /// Is engaged.
    Busy,
    /// Lets it ring.
    Absent,
    /// Has a number that the carrier refuses to dial.
    Invalid,
}

/// What goes wrong with the next order to dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The carrier takes the order, its answer never arrives.
    AnswerLost,
    /// The carrier takes the order and answers with a server error.
    ServerErrorAfter,
    /// The carrier answers with a server error and takes nothing.
    ServerErrorBefore,
    /// The carrier asks to slow down and takes nothing.
    TooFast,
    /// No connection can be made.
    Unreachable,
}

/// What a webhook's proof of origin covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// All that is read of the request: nothing of it can be altered.
    WholeRequest,
    /// The sender alone, who shows a secret in this header.
    Sender {
        /// Its lower-case name.
        header: &'static str,
    },
}

/// A simulated network that speaks the carrier's protocol.
#[async_trait]
pub trait FakeNetwork: Send + Sync {
    /// The number of a person; different for every `index`, and never called before by anybody.
    fn number(&self, person: Person, index: u32) -> PhoneNumber;

    /// A number that may be presented.
    fn caller_id(&self) -> PhoneNumber;

    /// A well-formed id that no leg has.
    fn unknown_leg(&self) -> LegRef;

    /// What the proof in its webhooks covers.
    fn proof(&self) -> Proof;

    /// The present on the network's clock.
    fn now(&self) -> Timestamp;

    /// Spoils the next order to dial; false when this network cannot do that.
    async fn spoil_next(&self, fault: Fault) -> bool;

    /// How often a number was rung.
    async fn times_rung(&self, number: &PhoneNumber) -> usize;

    /// The next webhook; `None` when none will come any more, or none came in reasonable time.
    async fn next_webhook(&self) -> Option<WebhookRequest>;
}
