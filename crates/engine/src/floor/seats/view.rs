//! Seats and waiting callees as others see them.

use outdial_domain::Timestamp;
use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::{CallId, CampaignId, SeatId};
use outdial_domain::seat::Standing;

/// A seat to which a callee may be put through now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadySeat {
    /// Which.
    pub seat_id: SeatId,
    /// Who sits there.
    pub user_id: String,
    /// Since when they wait.
    pub since: Timestamp,
}

/// A seat, for pacing and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatView {
    /// Which.
    pub seat_id: SeatId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Who sits there.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// How it stands.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
    /// Why it is paused or offline.
    pub reason: Option<String>,
    /// The call that is promised, here, or being noted down.
    pub call: Option<CallId>,
    /// The agent's browser is in.
    pub browser_here: bool,
    /// When the time for the work after a call is over, if the campaign sets one.
    pub wrap_up_until: Option<Timestamp>,
}

/// A callee who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCall {
    /// Whose call.
    pub call: CallId,
    /// When it was answered, by our clock.
    pub answered_at: Timestamp,
    /// Who answered, as far as our own ear can tell.
    pub own_verdict: Option<AmdVerdict>,
    /// The same as the carrier says it.
    pub carrier_verdict: Option<AmdVerdict>,
}

/// A callee was put through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutThrough {
    /// From the answer until agent and callee heard each other.
    pub answer_to_audio_ms: i64,
}
