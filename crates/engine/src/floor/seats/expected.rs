//! What is known of a campaign's call before its audio comes.

use outdial_domain::ids::{CallId, CampaignId, SeatId};

/// A campaign's call that is about to be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Whose it is.
    pub campaign: CampaignId,
    /// The call; its treatment is an agent.
    pub call: CallId,
    /// What the callee hears while nobody is there.
    pub sound: WaitingSound,
    /// Whether we listen who answered.
    pub detect: bool,
    /// Whether a talk is recorded.
    pub record: bool,
    /// A machine that is heard while an agent is with the callee is taken away again by itself: the campaign puts
    /// callees through before it is known who answered.
    pub at_once: bool,
    /// The seat for which alone it is made.
    pub seat: Option<SeatId>,
}

/// What a callee hears while nobody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WaitingSound {
    /// A line that is alive, and nothing else.
    #[default]
    Silence,
    /// Music.
    Music,
}
