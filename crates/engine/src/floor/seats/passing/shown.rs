//! What a seat shows of transfers, and of its agent's own phone.

use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CampaignId, LeadId, SeatId};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat::Standing;
use outdial_domain::transfer::{End, Kind, Phase, Side, Transfer};

use crate::floor::seats::own_phone::PhoneView;
use crate::floor::seats::receive::Briefing;

/// What a seat's task shows beside how the seat stands.
#[derive(Debug, Clone, Default)]
pub(in crate::floor::seats) struct Shown {
    pub transfer: Option<TransferView>,
    pub consult: Option<ConsultView>,
    /// Which call came from which colleague.
    pub came_from: Option<(CallId, String)>,
    /// What a voice agent says of a callee whom it puts through.
    pub briefing: Option<(CallId, Briefing)>,
    /// The agent's own phone, where that is the audio.
    pub phone: Option<PhoneView>,
}

/// To whom a callee is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThirdView {
    /// A colleague.
    Colleague {
        /// Where they sit.
        seat_id: SeatId,
        /// Their name.
        name: String,
    },
    /// Somebody at a number.
    Number(PhoneNumber),
}

/// How far a transfer is, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The colleague is asked, or the number is about to be rung.
    Calling,
    /// The number rings.
    Ringing,
    /// The agent talks to one of the two, and the other waits.
    Consulting,
    /// All three talk, or the two are being left to themselves.
    Joined,
    /// It came to nothing.
    Failed,
}

/// A callee who is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferView {
    /// How.
    pub kind: Kind,
    /// To whom.
    pub to: ThirdView,
    /// How far it is.
    pub phase: Stage,
    /// To whom the agent talks meanwhile, while one of the two waits.
    pub talking_to: Option<Side>,
    /// Since when.
    pub since: Timestamp,
    /// What failed, in a sentence.
    pub problem: Option<String>,
}

/// A colleague who talks to this agent about a callee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultView {
    /// Where they sit.
    pub from_seat_id: SeatId,
    /// Their name.
    pub from_name: String,
    /// The callee's call.
    pub call: CallId,
    /// Whom that call is made to.
    pub lead: Option<LeadId>,
    /// Since when.
    pub since: Timestamp,
}

/// A colleague who might take a callee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Where they sit.
    pub seat_id: SeatId,
    /// Who they are.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Their campaign.
    pub campaign: CampaignId,
    /// Its name, while it is open.
    pub campaign_name: Option<String>,
    /// How their seat stands.
    pub standing: Standing,
}

impl TransferView {
    /// Whether it is still to be decided who has the callee.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.problem.is_none()
    }

    /// What is shown of a transfer; nothing of one that went well or was called off.
    pub(in crate::floor::seats) fn of(transfer: &Transfer, to: ThirdView) -> Option<Self> {
        let (phase, talking_to, problem) = match &transfer.phase {
            Phase::Calling => (Stage::Calling, None, None),
            Phase::Ringing => (Stage::Ringing, None, None),
            Phase::Consulting { with } => (Stage::Consulting, Some(*with), None),
            Phase::Joined => (Stage::Joined, None, None),
            Phase::Handing => match transfer.kind {
                Kind::Blind => (Stage::Calling, None, None),
                Kind::Warm => (Stage::Joined, None, None),
            },
            Phase::Over(End::Failed(why)) => (Stage::Failed, None, Some(why.sentence())),
            Phase::Over(End::Completed | End::Cancelled) => return None,
        };
        Some(Self {
            kind: transfer.kind,
            to,
            phase,
            talking_to,
            since: transfer.since,
            problem,
        })
    }
}
