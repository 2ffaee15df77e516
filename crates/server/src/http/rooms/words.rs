//! The words by which the API says how a room stands, each made of the engine's own.

use outdial_domain::room::{Bridge, End, Phase};
use outdial_engine::{RoomControl, Taping};
use serde::Serialize;
use utoipa::ToSchema;

/// How far a conversation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomState)]
pub enum StateWord {
    /// The browser's audio is awaited; nobody is rung yet.
    Opening,
    /// The callee's call is planned or being placed.
    Dialing,
    /// The callee's phone rings.
    Ringing,
    /// The callee's audio is in.
    Connected,
    /// Over.
    Ended,
}

/// Why a room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomEndReason)]
pub enum EndWord {
    /// The agent ended it.
    Asked,
    /// The call ended: its outcome says how.
    CallOver,
    /// The browser never came.
    NeverJoined,
    /// The browser was lost and did not come back in time.
    BrowserGone,
    /// The callee's audio stopped and did not come back in time.
    PhoneGone,
    /// A rule objected to the call, or it could not be made now.
    NotPlanned,
    /// The server was started anew.
    Restarted,
}

/// Whether a talk is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomTaping)]
pub enum TapingWord {
    /// It is not.
    Off,
    /// It is.
    On,
    /// Not at the moment.
    Paused,
    /// The disk would not take it.
    Failed,
}

/// Where the two hear each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomBridge)]
pub enum BridgeWord {
    /// The audio passes through this server.
    Media,
    /// The audio stays with the carrier.
    Carrier,
}

/// Something that an agent can do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoomControl)]
pub enum ControlWord {
    /// Be silent, and heard again.
    Mute,
    /// Let the callee wait with music.
    Hold,
    /// Press keys on the callee's line.
    Digits,
    /// Play clips.
    Clips,
    /// Stop the clip that plays.
    StopClip,
    /// Pause the recording.
    PauseRecording,
}

impl From<Bridge> for BridgeWord {
    fn from(bridge: Bridge) -> Self {
        match bridge {
            Bridge::Media => Self::Media,
            Bridge::Carrier => Self::Carrier,
        }
    }
}

impl From<RoomControl> for ControlWord {
    fn from(control: RoomControl) -> Self {
        match control {
            RoomControl::Mute => Self::Mute,
            RoomControl::Hold => Self::Hold,
            RoomControl::Digits => Self::Digits,
            RoomControl::Clips => Self::Clips,
            RoomControl::StopClip => Self::StopClip,
            RoomControl::PauseRecording => Self::PauseRecording,
        }
    }
}

impl From<Phase> for StateWord {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Opening => Self::Opening,
            Phase::Dialing => Self::Dialing,
            Phase::Ringing => Self::Ringing,
            Phase::Connected => Self::Connected,
            Phase::Ended(_) => Self::Ended,
        }
    }
}

impl From<End> for EndWord {
    fn from(end: End) -> Self {
        match end {
            End::Asked => Self::Asked,
            End::CallOver => Self::CallOver,
            End::NeverJoined => Self::NeverJoined,
            End::BrowserGone => Self::BrowserGone,
            End::PhoneGone => Self::PhoneGone,
            End::NotPlanned => Self::NotPlanned,
            End::Restarted => Self::Restarted,
        }
    }
}

impl From<Taping> for TapingWord {
    fn from(taping: Taping) -> Self {
        match taping {
            Taping::Off => Self::Off,
            Taping::On => Self::On,
            Taping::Paused => Self::Paused,
            Taping::Failed => Self::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt(word: impl Serialize) -> serde_json::Value {
        serde_json::to_value(word).unwrap()
    }

    #[test]
    fn rooms_are_spelt_as_in_the_store() {
        let ends = [
            End::Asked,
            End::CallOver,
            End::NeverJoined,
            End::BrowserGone,
            End::PhoneGone,
            End::NotPlanned,
            End::Restarted,
        ];
        for end in ends {
            assert_eq!(spelt(EndWord::from(end)), end.word());
        }
        let open = [Phase::Opening, Phase::Dialing, Phase::Ringing, Phase::Connected];
        for phase in open.into_iter().chain([Phase::Ended(End::Asked)]) {
            assert_eq!(spelt(StateWord::from(phase)), phase.word());
        }
    }
}
