//! The clip that a room is hearing.

use super::clip::Clip;
use crate::ids::ParticipantId;
use crate::pcm::{FRAME_SAMPLES, Frame};

/// Who hears a clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everybody who hears.
    Everybody,
    /// One participant, such as the machine that a message is left on.
    Only(ParticipantId),
}

impl Audience {
    pub(super) fn includes(&self, id: &ParticipantId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Only(one) => one == id,
        }
    }
}

/// A clip on its way.
#[derive(Debug)]
pub(super) struct Playback {
    pub(super) clip: Clip,
    pub(super) audience: Audience,
    place: usize,
}

impl Playback {
    pub(super) fn new(clip: Clip, audience: Audience) -> Self {
        Self {
            clip,
            audience,
            place: 0,
        }
    }

    /// The next 20 ms, or nothing when it is over.
    pub(super) fn frame(&mut self) -> Option<Frame> {
        let rest = self
            .clip
            .samples()
            .get(self.place..)
            .filter(|rest| !rest.is_empty())?;
        self.place += FRAME_SAMPLES;
        Some(Frame::from_slice(rest))
    }
}
