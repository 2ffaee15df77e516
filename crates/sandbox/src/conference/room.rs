//! One room and who is in it.

use std::sync::Arc;

use outdial_domain::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::announce::Announcements;
use super::enter::RoomNotify;
use super::hold_music::HoldMusic;
use crate::call::{CallStatus, Hook, Leg};

/// Where a room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Init,
    InProgress,
    Completed,
}

/// Why a room ended, in Twilio's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoomEnd {
    ViaApi,
    EndOnExitLeft,
    EndOnExitKicked,
    LastLeft,
    LastKicked,
}

/// One room.
#[derive(Debug)]
pub(crate) struct Room {
    pub sid: String,
    pub name: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub phase: watch::Sender<Phase>,
    pub end: Option<RoomEnd>,
    pub ended_by_call: Option<String>,
    pub participants: Vec<Participant>,
    /// Where events go: what the first to ask for them wanted.
    pub notify: Option<RoomNotify>,
    /// The first call to join; its ledger page takes the room's callbacks.
    pub first: Option<Arc<Leg>>,
    pub next_sequence: u32,
    pub record: bool,
    /// Whether it carries sound.
    pub sounds: bool,
    pub recording_callback: Option<Hook>,
    pub announcements: Announcements,
}

/// One call in a room, or on its way there.
#[derive(Debug, Clone)]
pub(crate) struct Participant {
    pub leg: Arc<Leg>,
    pub label: Option<String>,
    pub muted: bool,
    pub hold: bool,
    /// What it hears on hold, if not the usual music.
    pub hold_music: Option<HoldMusic>,
    pub coach: Option<String>,
    /// Hears music until the room starts.
    pub waits_with_music: bool,
    pub start_on_enter: bool,
    pub end_on_exit: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub joined: bool,
    /// Set when the API put it out.
    pub kicked: bool,
    pub out: CancellationToken,
}

impl Phase {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Init => "init",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
        }
    }
}

impl RoomEnd {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ViaApi => "conference-ended-via-api",
            Self::EndOnExitLeft => "participant-with-end-conference-on-exit-left",
            Self::EndOnExitKicked => "participant-with-end-conference-on-exit-kicked",
            Self::LastLeft => "last-participant-left",
            Self::LastKicked => "last-participant-kicked",
        }
    }
}

impl Participant {
    /// Where it stands, in Twilio's words.
    pub(crate) fn status(&self) -> &'static str {
        match self.leg.status() {
            _ if self.joined => "connected",
            CallStatus::Queued => "queued",
            CallStatus::Initiated | CallStatus::InProgress => "connecting",
            CallStatus::Ringing => "ringing",
            CallStatus::Completed => "complete",
            CallStatus::Busy | CallStatus::NoAnswer | CallStatus::Failed | CallStatus::Canceled => "failed",
        }
    }

    pub(crate) fn is(&self, sid_or_label: &str) -> bool {
        self.leg.sid == sid_or_label || self.label.as_deref() == Some(sid_or_label)
    }
}

impl Room {
    pub(crate) fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    pub(crate) fn participant(&self, sid_or_label: &str) -> Option<&Participant> {
        self.participants
            .iter()
            .find(|participant| participant.is(sid_or_label))
    }

    pub(crate) fn participant_mut(&mut self, sid_or_label: &str) -> Option<&mut Participant> {
        self.participants
            .iter_mut()
            .find(|participant| participant.is(sid_or_label))
    }

    /// Two are in it, and one of them starts it.
    pub(crate) fn should_start(&self) -> bool {
        let mut inside = self.participants.iter().filter(|p| p.joined).peekable();
        self.phase() == Phase::Init
            && self.participants.iter().filter(|p| p.joined).count() >= 2
            && inside.any(|p| p.start_on_enter)
    }
}
