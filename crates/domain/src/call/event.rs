//! What can happen to a call.

use serde::{Deserialize, Serialize};

use super::facts::{Cost, LegAt};
use super::{AmdVerdict, CallFailure};
use crate::ids::CarrierAccountId;
use crate::time::Timestamp;

/// What a carrier says of a leg, in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum LegStatus {
    /// In the carrier's queue.
    Queued,
    /// Left the queue; being dialled.
    Initiated,
    /// Ringing.
    Ringing,
    /// Picked up.
    Answered,
    /// Was picked up and is over.
    Completed,
    /// Engaged.
    Busy,
    /// Rang out.
    NoAnswer,
    /// Could not be put through.
    Failed {
        /// Why.
        failure: CallFailure,
    },
    /// Called off before an answer.
    Canceled,
}

impl LegStatus {
    /// Whether nothing more can happen to the leg.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Queued | Self::Initiated | Self::Ringing | Self::Answered => false,
            Self::Completed | Self::Busy | Self::NoAnswer | Self::Failed { .. } | Self::Canceled => true,
        }
    }
}

/// One report of a carrier about a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it says.
    pub status: LegStatus,
    /// When it happened, by the carrier's clock if it gave a time, else when it reached us.
    pub at: Timestamp,
    /// The carrier's count of events of this leg, if it counts.
    pub sequence: Option<u32>,
    /// Time from answer to end, for an ended leg.
    pub talk_ms: Option<i64>,
}

/// What can happen to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The dialler took it: the rules allow it, the number is free, the row is ours.
    Claimed,
    /// A rule forbids it.
    Blocked {
        /// Stable code of the rule.
        rule: String,
    },
    /// Not now: try again at `until` (outside the calling window, number busy with another call).
    Postponed {
        /// When to try again.
        until: Timestamp,
        /// Stable code of the rule that postponed it.
        rule: String,
    },
    /// The carrier took it under this id.
    Placed {
        /// The carrier's id of the leg.
        carrier_call_id: String,
    },
    /// The carrier surely did not take it.
    PlaceRefused {
        /// Why.
        failure: CallFailure,
    },
    /// The request may or may not have reached the carrier.
    PlaceUncertain {
        /// What went wrong.
        why: String,
    },
    /// This process started and found the call claimed by an earlier life of it.
    Recovered,
    /// The carrier was asked and does not have it.
    NotAtCarrier,
    /// A carrier's report.
    Progress(Progress),
    /// A detector's verdict.
    Verdict {
        /// What answered.
        verdict: AmdVerdict,
    },
    /// The carrier took the order to speak the message from its beginning, to a machine that was ready for it.
    MessageSpoken,
    /// An agent or voice agent is with the callee.
    Bridged,
    /// Whoever was with the callee says that no person is there: the agent, or the ear of a campaign that puts people
    /// through before it is known who answered. The talk was none.
    TakenBack {
        /// What answered.
        verdict: AmdVerdict,
    },
    /// Nobody will come for the person who waits: they are told, and let go.
    Abandoned,
    /// The leg is about to be taken off the host of a voice agent: whoever placed it for the host is asked from here on.
    TakenOver {
        /// The leg at the carrier on whose lines it is.
        to: LegAt,
        /// The host's account.
        from: CarrierAccountId,
    },
    /// It stays with the host after all.
    GivenBack,
    /// What it cost is known.
    Billed {
        /// The price.
        cost: Cost,
    },
    /// Somebody wants it over (before or after the answer).
    HangUpRequested,
    /// It is not needed any more: its ringing is to end. Whoever answers all the same is served like anybody.
    CalledOff,
    /// The deadline set earlier has passed.
    DeadlinePassed,
}
