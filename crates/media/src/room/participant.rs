//! Somebody in a room.

use crate::codec::Band;
use crate::dtmf::{DigitDetector, DigitSpeaker};
use crate::ids::ParticipantId;
use crate::pcm::Frame;

/// What kind of leg a participant has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A person at a browser.
    Browser,
    /// A person at a telephone.
    Phone,
    /// A program that talks in a person's place.
    Program,
    /// A source of sound that hears nothing.
    Player,
    /// A recorder, which hears and says nothing.
    Recorder,
    /// A person or program that hears and says nothing, whatever its role.
    Listener,
}

impl Kind {
    pub(super) const fn can_speak(self) -> bool {
        matches!(self, Self::Browser | Self::Phone | Self::Program | Self::Player)
    }

    /// How high the sounds go that come from there.
    pub(super) const fn band(self) -> Band {
        match self {
            Self::Phone | Self::Program => Band::Telephone,
            Self::Browser | Self::Player | Self::Recorder | Self::Listener => Band::Wide,
        }
    }

    pub(super) const fn can_hear(self) -> bool {
        !matches!(self, Self::Player)
    }
}

/// What a participant does in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Is heard by everybody else.
    Talk,
    /// Is heard by nobody.
    Listen,
    /// Is heard by one participant.
    Coach {
        /// That participant.
        only: ParticipantId,
    },
}

/// A seat in a room and how it stands.
#[derive(Debug)]
pub struct Participant {
    pub(super) id: ParticipantId,
    pub(super) kind: Kind,
    pub(super) role: Role,
    pub(super) muted: bool,
    pub(super) held: bool,
    pub(super) lost: bool,
    pub(super) offered: Option<Frame>,
    pub(super) voice: Frame,
    pub(super) heard: Frame,
    pub(super) heard_band: Band,
    pub(super) loudest: f32,
    pub(super) keys: Option<Box<DigitDetector>>,
    pub(super) digits: DigitSpeaker,
}

impl Participant {
    pub(super) fn new(id: ParticipantId, kind: Kind, role: Role, detect_digits: bool) -> Self {
        Self {
            id,
            kind,
            role,
            muted: false,
            held: false,
            lost: false,
            offered: None,
            voice: Frame::SILENCE,
            heard: Frame::SILENCE,
            heard_band: Band::Telephone,
            loudest: 0.0,
            keys: (detect_digits && kind == Kind::Phone).then(Box::default),
            digits: DigitSpeaker::default(),
        }
    }

    /// Who it is.
    #[must_use]
    pub fn id(&self) -> &ParticipantId {
        &self.id
    }

    /// What kind of leg it has.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What it does here.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// Whether it is heard by nobody.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.muted
    }

    /// Whether it waits with music.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// Whether its leg is gone for the moment.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Whether the whole room hears it.
    pub(super) fn talks(&self) -> bool {
        self.role == Role::Talk
    }

    /// Whether it may be heard by somebody at this moment.
    pub(super) fn has_voice(&self) -> bool {
        self.kind.can_speak() && !self.muted && !self.held && !self.lost
    }

    pub(super) fn hears(&self) -> bool {
        self.kind.can_hear() && !self.lost
    }

    pub(super) fn coaches(&self, id: &ParticipantId) -> bool {
        matches!(&self.role, Role::Coach { only } if only == id)
    }
}
