//! Steering a room through the API.

use std::sync::Arc;

use super::hold_music::HoldMusic;
use super::room::{Participant, Phase, Room, RoomEnd};
use super::tell::{RoomEvent, RoomNotice};
use crate::call::Hook;
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// Changes to a participant; what is absent stays.
#[derive(Debug, Default)]
pub(crate) struct ParticipantChange {
    pub muted: Option<bool>,
    pub hold: Option<bool>,
    /// What is heard on hold; without it the usual music.
    pub hold_music: Option<Hook>,
    pub end_on_exit: Option<bool>,
    /// The call to coach; an inner `None` ends coaching.
    pub coach: Option<Option<String>>,
    /// Something that is reported as modified and has no further effect here.
    pub other: bool,
}

impl Sandbox {
    /// Ends a room; false when there is none.
    pub(crate) fn end_room_via_api(self: &Arc<Self>, sid: &str) -> bool {
        let mut rooms = lock(&self.rooms);
        let Some(room) = rooms.find_mut(sid) else {
            return false;
        };
        let notices = if room.phase() == Phase::Completed {
            Vec::new()
        } else {
            self.end_room(room, RoomEnd::ViaApi, None)
        };
        drop(rooms);
        self.tell_room(notices);
        true
    }

    /// Changes a participant; `None` when it is not there.
    pub(crate) fn change_participant(
        self: &Arc<Self>,
        room_sid: &str,
        sid_or_label: &str,
        change: ParticipantChange,
    ) -> Option<()> {
        let now = self.now();
        let mut rooms = lock(&self.rooms);
        let room = rooms.find_mut(room_sid)?;
        let participant = room.participant_mut(sid_or_label)?;
        participant.updated_at = now;
        let call = participant.leg.sid.clone();
        let mut events = Vec::new();
        if let Some(muted) = change.muted
            && std::mem::replace(&mut participant.muted, muted) != muted
        {
            events.push(if muted { RoomEvent::Mute } else { RoomEvent::Unmute });
        }
        if let Some(hold) = change.hold {
            participant.hold_music = change
                .hold_music
                .as_ref()
                .filter(|_| hold)
                .map(|_| HoldMusic::Awaited);
            if std::mem::replace(&mut participant.hold, hold) != hold {
                events.push(if hold { RoomEvent::Hold } else { RoomEvent::Unhold });
            }
        }
        if change.end_on_exit.is_some() || change.coach.is_some() || change.other {
            events.push(RoomEvent::Modify);
        }
        participant.end_on_exit = change.end_on_exit.unwrap_or(participant.end_on_exit);
        if let Some(coach) = change.coach {
            participant.coach = coach;
        }
        let music = change.hold_music.filter(|_| change.hold == Some(true));
        let room_sid = room.sid.clone();
        let mut notices = Vec::new();
        for event in events {
            notices.extend(self.room_notice(room, event, Some(&call)));
        }
        drop(rooms);
        self.tell_room(notices);
        if let Some(hook) = music {
            self.fetch_hold_music(&room_sid, &call, hook);
        }
        Some(())
    }

    /// Puts a participant out of the room, which ends its call; false when it is not there.
    pub(crate) fn kick(&self, room_sid: &str, sid_or_label: &str) -> bool {
        let mut rooms = lock(&self.rooms);
        let participant = rooms
            .find_mut(room_sid)
            .and_then(|room| room.participant_mut(sid_or_label));
        let Some(participant) = participant else {
            return false;
        };
        participant.kicked = true;
        if participant.joined {
            participant.out.cancel();
        } else {
            participant
                .leg
                .order(crate::call::Order::HangUp(crate::call::EndedBy::Api));
        }
        true
    }

    /// Everybody leaves, then the room ends.
    pub(super) fn end_room(
        self: &Arc<Self>,
        room: &mut Room,
        end: RoomEnd,
        last: Option<&Participant>,
    ) -> Vec<RoomNotice> {
        let mut notices = Vec::new();
        let inside: Vec<String> = room
            .participants
            .iter()
            .filter(|p| p.joined)
            .map(|p| p.leg.sid.clone())
            .collect();
        for call in &inside {
            notices.extend(self.room_notice(room, RoomEvent::Leave, Some(call)));
        }
        room.participants.retain(|p| !p.joined);
        room.end = Some(end);
        room.ended_by_call = last.map(|participant| participant.leg.sid.clone());
        room.updated_at = self.now();
        room.phase.send_replace(Phase::Completed);
        if room.record {
            self.record_room(room);
        }
        notices.extend(self.room_notice(room, RoomEvent::End, None));
        notices
    }
}
