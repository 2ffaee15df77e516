//! What an agent can do in a room, by where it is.

use outdial_domain::room::Bridge;

/// Something that an agent can do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomControl {
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

impl RoomControl {
    /// What a room offers.
    #[must_use]
    pub fn of(bridge: Bridge) -> &'static [Self] {
        match bridge {
            Bridge::Media => &[
                Self::Mute,
                Self::Hold,
                Self::Digits,
                Self::Clips,
                Self::StopClip,
                Self::PauseRecording,
            ],
            // What a carrier plays it plays to the end.
            Bridge::Carrier => &[
                Self::Mute,
                Self::Hold,
                Self::Digits,
                Self::Clips,
                Self::PauseRecording,
            ],
        }
    }

    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mute => "mute",
            Self::Hold => "hold",
            Self::Digits => "digits",
            Self::Clips => "clips",
            Self::StopClip => "stop_clip",
            Self::PauseRecording => "pause_recording",
        }
    }
}
