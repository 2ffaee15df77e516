//! The words by which the API says how a seat stands, each made of the domain's own.

use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::SeatId;
use outdial_domain::seat::{Next, Standing};
use outdial_domain::transfer::{Kind, Side};
use outdial_engine::{Engine, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a seat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatStanding)]
pub enum StandingWord {
    /// Signed out.
    Offline,
    /// The browser's audio is awaited.
    Joining,
    /// A callee may be put through.
    Ready,
    /// The seat's own call rings.
    Dialing,
    /// A callee is promised or here.
    OnCall,
    /// The agent notes what came of the call.
    WrapUp,
    /// No callee is put through.
    Paused,
}

/// Through what an agent hears and speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatAudio)]
pub enum AudioWord {
    /// The browser; the audio passes through this server.
    Browser,
    /// The browser; the audio stays with the carrier.
    Carrier,
    /// The agent's own phone.
    Phone,
}

impl AudioWord {
    /// How a seat's agent hears and speaks.
    #[must_use]
    pub fn of(engine: &Engine, seat: &SeatId, by_phone: bool) -> Self {
        let seats = engine.seats();
        let at_carrier = seats.is_some_and(|seats| seats.is_at_carrier(seat));
        match () {
            () if at_carrier => Self::Carrier,
            () if by_phone => Self::Phone,
            () => Self::Browser,
        }
    }
}

/// What an agent wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatNext)]
pub enum NextWord {
    /// The next callee.
    Ready,
    /// A pause.
    Paused,
}

/// Who is there, as an agent says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatSaid)]
pub enum SaidWord {
    /// A person.
    Human,
    /// A machine or an announcement.
    Machine,
}

/// How a callee is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatTransferKind)]
pub enum TransferKindWord {
    /// As soon as whoever takes them is there.
    Blind,
    /// After the agent has talked to whoever takes them.
    Warm,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatTransferPhase)]
pub enum TransferPhaseWord {
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

/// One of the two to whom an agent may talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SeatSide)]
pub enum SideWord {
    /// The one who was called by the campaign.
    Callee,
    /// The one who is to take them.
    Third,
}

impl From<TransferKindWord> for Kind {
    fn from(word: TransferKindWord) -> Self {
        match word {
            TransferKindWord::Blind => Self::Blind,
            TransferKindWord::Warm => Self::Warm,
        }
    }
}

impl From<Kind> for TransferKindWord {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Blind => Self::Blind,
            Kind::Warm => Self::Warm,
        }
    }
}

impl From<Stage> for TransferPhaseWord {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Calling => Self::Calling,
            Stage::Ringing => Self::Ringing,
            Stage::Consulting => Self::Consulting,
            Stage::Joined => Self::Joined,
            Stage::Failed => Self::Failed,
        }
    }
}

impl From<Side> for SideWord {
    fn from(side: Side) -> Self {
        match side {
            Side::Callee => Self::Callee,
            Side::Third => Self::Third,
        }
    }
}

impl From<Standing> for StandingWord {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Offline => Self::Offline,
            Standing::Joining => Self::Joining,
            Standing::Ready => Self::Ready,
            Standing::Dialing => Self::Dialing,
            Standing::OnCall => Self::OnCall,
            Standing::WrapUp => Self::WrapUp,
            Standing::Paused => Self::Paused,
        }
    }
}

impl From<NextWord> for Next {
    fn from(word: NextWord) -> Self {
        match word {
            NextWord::Ready => Self::Ready,
            NextWord::Paused => Self::Paused,
        }
    }
}

impl From<SaidWord> for AmdVerdict {
    fn from(word: SaidWord) -> Self {
        match word {
            SaidWord::Human => Self::Human,
            SaidWord::Machine => Self::Machine,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_spelt_as_in_the_store() {
        for standing in Standing::ALL {
            let spelt = serde_json::to_value(StandingWord::from(standing)).unwrap();
            assert_eq!(spelt, standing.word());
        }
    }
}
