//! What a tick of a room gives.

use super::participant::Participant;
use crate::codec::Band;
use crate::ids::ParticipantId;
use crate::pcm::Frame;

/// What everybody hears in these 20 ms.
#[derive(Debug)]
pub struct Mix<'a> {
    pub(super) participants: &'a [Participant],
    pub(super) recorded: &'a Recorded,
}

impl<'a> Mix<'a> {
    /// What one participant hears; nothing for one who is not here, whose leg is lost, or who cannot hear.
    #[must_use]
    pub fn heard_by(&self, id: &ParticipantId) -> Option<&'a Frame> {
        self.iter()
            .find_map(|(hearer, frame)| (hearer == id).then_some(frame))
    }

    /// How high the sounds go that one participant may hear; wide for one who is not here.
    #[must_use]
    pub fn band_for(&self, id: &ParticipantId) -> Band {
        let hearer = self.participants.iter().find(|participant| participant.id == *id);
        hearer.map_or(Band::Wide, |hearer| hearer.heard_band)
    }

    /// Everybody who hears, and what.
    pub fn iter(&self) -> impl Iterator<Item = (&'a ParticipantId, &'a Frame)> + use<'a> {
        self.participants
            .iter()
            .filter(|participant| participant.hears())
            .map(|participant| (&participant.id, &participant.heard))
    }

    /// What belongs on a recording.
    #[must_use]
    pub fn recorded(&self) -> &'a Recorded {
        self.recorded
    }
}

/// Both sides of the conversation, before it is a file.
///
/// Coaches are not on it, nor digits that were sent, which may be somebody's card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Our side: agents and clips.
    pub left: Frame,
    /// The other side: phones.
    pub right: Frame,
}
