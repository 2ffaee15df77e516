//! Reporting what happens in a room.

use std::sync::Arc;

use super::room::Room;
use crate::call::{Leg, pairs};
use crate::dates::rfc2822;
use crate::sandbox::Sandbox;
use crate::webhook::{CallbackKind, Notice};

/// What happens in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoomEvent {
    Start,
    End,
    Join,
    Leave,
    Mute,
    Unmute,
    Hold,
    Unhold,
    Modify,
    AnnouncementEnd,
    AnnouncementFail,
}

/// A notice, and the call in whose name it is sent.
pub(super) type RoomNotice = (Arc<Leg>, Notice);

impl RoomEvent {
    /// The word by which it is subscribed to.
    fn asked_for_as(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Mute | Self::Unmute => "mute",
            Self::Hold | Self::Unhold => "hold",
            Self::Modify => "modify",
            Self::AnnouncementEnd | Self::AnnouncementFail => "announcement",
        }
    }

    /// The word in the callback.
    fn as_str(self) -> &'static str {
        match self {
            Self::Start => "conference-start",
            Self::End => "conference-end",
            Self::Join => "participant-join",
            Self::Leave => "participant-leave",
            Self::Mute => "participant-mute",
            Self::Unmute => "participant-unmute",
            Self::Hold => "participant-hold",
            Self::Unhold => "participant-unhold",
            Self::Modify => "participant-modify",
            Self::AnnouncementEnd => "announcement-end",
            Self::AnnouncementFail => "announcement-fail",
        }
    }
}

impl Sandbox {
    /// Counts the event; the notice is for those who asked for it.
    pub(super) fn room_notice(
        &self,
        room: &mut Room,
        event: RoomEvent,
        call: Option<&str>,
    ) -> Option<RoomNotice> {
        let sequence = room.next_sequence;
        room.next_sequence += 1;
        let (notify, leg) = room.notify.as_ref().zip(room.first.as_ref())?;
        if !notify.events.iter().any(|asked| asked == event.asked_for_as()) {
            return None;
        }
        let mut params = pairs(&[
            ("ConferenceSid", &room.sid),
            ("FriendlyName", &room.name),
            ("AccountSid", &self.account.sid),
            ("SequenceNumber", &sequence.to_string()),
            ("Timestamp", &rfc2822(self.now())),
            ("StatusCallbackEvent", event.as_str()),
        ]);
        if let Some(end) = room.end {
            params.extend(pairs(&[
                ("Reason", end.as_str()),
                ("ReasonConferenceEnded", end.as_str()),
            ]));
            let by = room.ended_by_call.as_deref();
            params.extend(by.map(|sid| ("CallSidEndingConference".to_owned(), sid.to_owned())));
        }
        if event != RoomEvent::End
            && let Some(participant) = call.and_then(|sid| room.participant(sid))
        {
            params.extend(pairs(&[
                ("CallSid", &participant.leg.sid),
                ("Muted", &participant.muted.to_string()),
                ("Hold", &participant.hold.to_string()),
                ("Coaching", &participant.coach.is_some().to_string()),
                ("EndConferenceOnExit", &participant.end_on_exit.to_string()),
                ("StartConferenceOnEnter", &participant.start_on_enter.to_string()),
            ]));
            let label = participant.label.clone();
            params.extend(label.map(|label| ("ParticipantLabel".to_owned(), label)));
        }
        let notice = Notice {
            kind: CallbackKind::Conference,
            event: event.as_str().to_owned(),
            sequence: Some(sequence),
            method: notify.hook.method.clone(),
            url: notify.hook.url.clone(),
            params,
        };
        Some((Arc::clone(leg), notice))
    }

    pub(super) fn tell_room(self: &Arc<Self>, notices: Vec<RoomNotice>) {
        for (leg, notice) in notices {
            self.tell(&leg, notice);
        }
    }
}
