//! A campaign's line as its runner knows it; all of it can be read again from the call.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, State, Treatment};
use outdial_domain::campaign::waiting::Waiting;
use outdial_domain::ids::SeatId;
use outdial_domain::pace::{Line as Paced, LinePhase};
use outdial_store::CallRow;

use crate::campaigns::CampaignLine;

/// A line of a campaign.
pub(super) struct Line {
    pub row: Arc<CallRow>,
    pub waiting: Waiting,
    /// When it came into the phase in which it is.
    pub since: Timestamp,
    /// What the carrier said last of who answered.
    pub told: Option<AmdVerdict>,
    /// The seat for which alone it is made.
    pub own: Option<SeatId>,
}

impl Line {
    pub fn new(row: Arc<CallRow>, own: Option<SeatId>, now: Timestamp) -> Self {
        Self {
            row,
            waiting: Waiting::Unanswered,
            since: now,
            told: None,
            own,
        }
    }

    /// Whether it is being taken down, so that nothing more is to be done about it. Whoever answers a line whose ringing
    /// was called off is there like anybody.
    pub fn is_going(&self) -> bool {
        let facts = &self.row.call.facts;
        facts.is_to_end() || facts.abandoned_at.is_some() || facts.is_with_machine()
    }

    /// How far it has come, as the pacer counts it; nothing once it is with an agent, or going.
    pub fn phase(&self) -> Option<LinePhase> {
        if self.is_going() {
            return None;
        }
        match self.waiting {
            Waiting::Judging { .. } => return Some(LinePhase::Judging),
            Waiting::Wanting { .. } => return Some(LinePhase::Wanting),
            Waiting::Ended(_) => return None,
            Waiting::Unanswered => {}
        }
        match self.row.call.state {
            State::Planned => Some(LinePhase::Planned),
            State::Dialing | State::Unknown => Some(LinePhase::Dialing),
            State::Ringing => Some(LinePhase::Ringing),
            State::Waiting => Some(LinePhase::Judging),
            // A message that is being spoken, or a voice agent that talks, takes a line; an agent's talk has left it.
            State::Connected if self.is_served() => Some(LinePhase::Judging),
            State::Connected | State::Voicemail | State::Ended(_) => None,
        }
    }

    /// Whether a message is being spoken, or a voice agent talks: nobody's seat has this callee.
    fn is_served(&self) -> bool {
        self.row.call.state == State::Connected && self.row.policy.treatment != Treatment::Agent
    }

    /// As the pacer counts it: what is made for one agent alone is not its to count or to call off.
    pub fn paced(&self) -> Option<Paced> {
        if self.own.is_some() {
            return None;
        }
        Some(Paced {
            phase: self.phase()?,
            since: self.since,
        })
    }

    pub fn shown(&self) -> Option<CampaignLine> {
        Some(CampaignLine {
            call_id: self.row.id.clone(),
            lead_id: self.row.lead_id.clone(),
            name: self.row.name.clone(),
            phase: match self.phase()? {
                // Counted as a line by the pacer; people see that it talks.
                LinePhase::Judging if self.is_served() => "connected",
                LinePhase::Planned => "planned",
                LinePhase::Dialing => "dialing",
                LinePhase::Ringing => "ringing",
                LinePhase::Judging => "judging",
                LinePhase::Wanting => "wanting",
            },
            since: self.since,
        })
    }
}
