//! An order to ring somebody, and what can come of it.

use outdial_domain::call::{CallFailure, Policy};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::Instruction;
use outdial_domain::phone::PhoneNumber;

use crate::LegRef;

/// An order to ring one number.
#[derive(Debug, Clone, PartialEq)]
pub struct DialOrder {
    /// Our id; comes back with every event.
    pub call_id: CallId,
    /// Whom to ring.
    pub to: PhoneNumber,
    /// Number presented; the account's own when absent.
    pub caller_id: Option<PhoneNumber>,
    /// What the leg does once answered.
    pub instructions: Vec<Instruction>,
    /// Limits, machine detection, recording.
    pub policy: Policy,
    /// How often this call was claimed, this time included.
    pub attempt: u32,
}

/// The carrier took an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The carrier's id of the leg.
    pub leg: LegRef,
    /// How long the leg will wait in the carrier's queue, if it says.
    pub queue_ms: Option<i64>,
}

/// Why an order did not lead to a leg, by what may be done next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// The carrier understood and refused: nobody was rung.
    #[error("{}", .0.message)]
    Refused(CallFailure),
    /// Too fast: nobody was rung, and the same order may be tried after a wait.
    #[error("the carrier asks to slow down")]
    RateLimited {
        /// How long to wait, if the carrier says.
        retry_after_ms: Option<i64>,
    },
    /// The request never left: nobody was rung.
    #[error("the carrier could not be reached: {why}")]
    NotSent {
        /// What went wrong.
        why: String,
    },
    /// The request may have been carried out. Ask the carrier before doing anything else.
    #[error("it is not known whether the carrier took the call: {why}")]
    Uncertain {
        /// What went wrong.
        why: String,
    },
}
