//! The words by which the API says how a seat stands, each made of the domain's own.

use outdial_domain::call::AmdVerdict;
use outdial_domain::ids::SeatId;
use outdial_domain::seat::{Next, Standing};
use outdial_engine::Engine;
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
}

impl AudioWord {
    /// How a seat's agent hears and speaks.
    #[must_use]
    pub fn of(engine: &Engine, seat: &SeatId) -> Self {
        let seats = engine.seats();
        if seats.is_some_and(|seats| seats.is_at_carrier(seat)) {
            Self::Carrier
        } else {
            Self::Browser
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

impl From<Standing> for StandingWord {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Offline => Self::Offline,
            Standing::Joining => Self::Joining,
            Standing::Ready => Self::Ready,
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
