//! What the machine asks its shell to do. All actions are repeatable without harm except `Place`,
//! which the shell performs once per claim.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What the machine asks its shell to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Action {
    /// Ask the carrier to dial; report `Placed`, `PlaceRefused` or `PlaceUncertain`.
    Place,
    /// End the leg at the carrier.
    HangUp {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// End the leg at the carrier unless somebody has answered it: then it goes on.
    CallOff {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// Speak the message from its beginning (the machine is ready to record).
    SpeakMessage {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// Tell a person for whom nobody is free who called and where to call back, then end the leg.
    SpeakSafeHarbour {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// Ask the carrier how this leg stands; report `Progress` or `NotAtCarrier`.
    LookUp {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// Search the carrier's recent calls for this one; report `Placed` and `Progress`, or `NotAtCarrier`.
    Search,
    /// Wake this call with `DeadlinePassed` at a time (replaces the earlier deadline).
    SetDeadline {
        /// When.
        at: Timestamp,
    },
    /// Forget the deadline.
    ClearDeadline,
    /// Ask for the price once the carrier has one.
    FetchCost {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
}
