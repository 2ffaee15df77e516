//! Entering and leaving a room.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::room::{Participant, Phase, Room, RoomEnd};
use super::tell::RoomEvent;
use crate::call::{Hook, Leg};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// How a call enters a room.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    /// Its name, or the identifier of a living one.
    pub room: String,
    pub muted: bool,
    pub start_on_enter: bool,
    pub end_on_exit: bool,
    /// Waiting music; `Some("")` is silence.
    pub wait_url: Option<String>,
    pub wait_method: String,
    pub most_participants: usize,
    pub record: bool,
    pub recording_callback: Option<Hook>,
    pub label: Option<String>,
    pub coach: Option<String>,
    pub notify: Option<RoomNotify>,
}

/// Where a room's events are reported.
#[derive(Debug, Clone)]
pub(crate) struct RoomNotify {
    pub hook: Hook,
    /// Twilio's words: start, end, join, leave, mute, hold, modify, announcement.
    pub events: Vec<String>,
}

/// Why a room does not take a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RoomRefusal {
    #[error("the participant label \"{0}\" is already used in this conference")]
    LabelTaken(String),
    #[error("the conference is full ({0} participants)")]
    Full(usize),
    #[error("the call to coach, {0}, is not in this conference")]
    NobodyToCoach(String),
}

/// A place in a room, given up when dropped.
pub(crate) struct Seat {
    pub phase: watch::Receiver<Phase>,
    pub out: CancellationToken,
    sandbox: Arc<Sandbox>,
    room_sid: String,
    call_sid: String,
}

impl RoomRefusal {
    /// Twilio's error code; 0 where none is known.
    pub(crate) fn code(&self) -> u32 {
        match self {
            Self::LabelTaken(_) => 16_025,
            Self::Full(_) => 0,
            Self::NobodyToCoach(_) => 13_240,
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.sandbox.leave_room(&self.room_sid, &self.call_sid);
    }
}

impl Sandbox {
    /// Whether a room (which need not exist yet) would take one more call.
    pub(crate) fn may_enter(&self, admission: &Admission) -> Result<(), RoomRefusal> {
        lock(&self.rooms)
            .find(&admission.room)
            .map_or(Ok(()), |room| check(room, None, admission))
    }

    /// Puts a call on the list of a room before it is there (a participant made through the API).
    pub(crate) fn invite(&self, leg: &Arc<Leg>, admission: &Admission) -> String {
        let now = self.now();
        let mint = self.mint();
        let mut rooms = lock(&self.rooms);
        let room = rooms.find_or_open(&admission.room, mint, now);
        // A very quick callee may have come in already.
        if room.participant(&leg.sid).is_none() {
            room.participants.push(self.participant(leg, admission, false));
        }
        room.sid.clone()
    }

    /// Lets a call into a room, which may start it.
    pub(crate) fn enter_room(
        self: &Arc<Self>,
        leg: &Arc<Leg>,
        admission: Admission,
    ) -> Result<Seat, RoomRefusal> {
        let now = self.now();
        let mint = self.mint();
        let mut rooms = lock(&self.rooms);
        let room = rooms.find_or_open(&admission.room, mint, now);
        check(room, Some(leg), &admission)?;
        match room.participant_mut(&leg.sid) {
            Some(invited) => invited.joined = true,
            None => room.participants.push(self.participant(leg, &admission, true)),
        }
        room.updated_at = now;
        room.first.get_or_insert_with(|| Arc::clone(leg));
        if room.notify.is_none() {
            room.notify = admission.notify;
        }
        room.record |= admission.record;
        if room.recording_callback.is_none() {
            room.recording_callback = admission.recording_callback;
        }
        self.sound_room(room, leg);
        let mut notices = Vec::new();
        notices.extend(self.room_notice(room, RoomEvent::Join, Some(&leg.sid)));
        if room.should_start() {
            room.started_at = Some(now);
            room.phase.send_replace(Phase::InProgress);
            notices.extend(self.room_notice(room, RoomEvent::Start, Some(&leg.sid)));
        }
        let out = room
            .participant(&leg.sid)
            .map(|p| p.out.clone())
            .unwrap_or_default();
        let seat = Seat {
            phase: room.phase.subscribe(),
            out,
            sandbox: Arc::clone(self),
            room_sid: room.sid.clone(),
            call_sid: leg.sid.clone(),
        };
        drop(rooms);
        self.tell_room(notices);
        Ok(seat)
    }

    fn leave_room(self: &Arc<Self>, room_sid: &str, call_sid: &str) {
        let mut rooms = lock(&self.rooms);
        let Some(room) = rooms.find_mut(room_sid) else {
            return;
        };
        let Some(index) = room.participants.iter().position(|p| p.leg.sid == call_sid) else {
            return;
        };
        let mut notices = Vec::new();
        notices.extend(self.room_notice(room, RoomEvent::Leave, Some(call_sid)));
        let gone = room.participants.remove(index);
        room.updated_at = self.now();
        if room.phase() != Phase::Completed {
            let end = match (gone.end_on_exit, gone.kicked) {
                (true, true) => Some(RoomEnd::EndOnExitKicked),
                (true, false) => Some(RoomEnd::EndOnExitLeft),
                (false, true) if room.participants.is_empty() => Some(RoomEnd::LastKicked),
                (false, false) if room.participants.is_empty() => Some(RoomEnd::LastLeft),
                (false, _) => None,
            };
            if let Some(end) = end {
                notices.extend(self.end_room(room, end, Some(&gone)));
            }
        }
        drop(rooms);
        self.tell_room(notices);
    }

    /// Strikes an ended call off the lists of rooms that it never reached.
    pub(crate) fn forget_invitation(self: &Arc<Self>, leg: &Leg) {
        let invited = lock(&self.rooms).rooms_of(&leg.sid);
        for room_sid in invited {
            let mut rooms = lock(&self.rooms);
            let Some(room) = rooms.find_mut(&room_sid) else {
                continue;
            };
            room.participants.retain(|p| p.joined || p.leg.sid != leg.sid);
            let notices = if room.participants.is_empty() {
                self.end_room(room, RoomEnd::LastLeft, None)
            } else {
                Vec::new()
            };
            drop(rooms);
            self.tell_room(notices);
        }
    }

    fn participant(&self, leg: &Arc<Leg>, admission: &Admission, joined: bool) -> Participant {
        let now = self.now();
        Participant {
            leg: Arc::clone(leg),
            label: admission.label.clone(),
            muted: admission.muted,
            hold: false,
            hold_music: None,
            coach: admission.coach.clone(),
            waits_with_music: admission.wait_url.as_deref() != Some(""),
            start_on_enter: admission.start_on_enter,
            end_on_exit: admission.end_on_exit,
            created_at: now,
            updated_at: now,
            joined,
            kicked: false,
            out: CancellationToken::new(),
        }
    }
}

fn check(room: &Room, leg: Option<&Arc<Leg>>, admission: &Admission) -> Result<(), RoomRefusal> {
    let mut others = room
        .participants
        .iter()
        .filter(|p| leg.is_none_or(|leg| p.leg.sid != leg.sid));
    if others.clone().count() >= admission.most_participants {
        return Err(RoomRefusal::Full(admission.most_participants));
    }
    if let Some(label) = &admission.label
        && others.clone().any(|p| p.label.as_ref() == Some(label))
    {
        return Err(RoomRefusal::LabelTaken(label.clone()));
    }
    match &admission.coach {
        Some(coach) if !others.any(|p| p.joined && p.leg.sid == *coach) => {
            Err(RoomRefusal::NobodyToCoach(coach.clone()))
        }
        Some(_) | None => Ok(()),
    }
}
