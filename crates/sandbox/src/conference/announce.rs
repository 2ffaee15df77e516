//! Announcing something to everybody in a room, or to one participant.

use std::sync::Arc;

use tokio::time::sleep;

use super::programme::Programme;
use super::room::Room;
use super::tell::{RoomEvent, RoomNotice};
use crate::audio::{Frame, Mouth, SILENCE, add};
use crate::call::{Hook, Leg};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// Something being announced.
#[derive(Debug)]
pub(super) struct Announcement {
    nth: u64,
    /// One call, or everybody.
    to: Option<String>,
    sound: Mouth,
}

/// Announcements under way in one room.
#[derive(Debug, Default)]
pub(crate) struct Announcements {
    under_way: Vec<Announcement>,
    begun: u64,
}

/// What is heard of all announcements in one frame, and by whom.
pub(super) struct Announced(Vec<(Option<String>, Frame)>);

impl Announcements {
    pub(super) fn next_frame(&mut self) -> Announced {
        let frame = |announcement: &mut Announcement| (announcement.to.clone(), announcement.sound.frame().0);
        Announced(self.under_way.iter_mut().map(frame).collect())
    }

    fn begin(&mut self, to: Option<String>, sound: Mouth) -> u64 {
        self.begun += 1;
        let nth = self.begun;
        self.under_way.push(Announcement { nth, to, sound });
        nth
    }

    fn end(&mut self, nth: u64) {
        self.under_way.retain(|announcement| announcement.nth != nth);
    }
}

impl Announced {
    /// What one call hears of them; `None` when nothing is announced to it.
    pub(super) fn to(&self, call: &str) -> Option<Frame> {
        let mut sum: Option<Frame> = None;
        for (to, frame) in &self.0 {
            if to.as_deref().is_none_or(|to| to == call) {
                add(sum.get_or_insert(SILENCE), frame);
            }
        }
        sum
    }
}

impl Sandbox {
    /// Announces what is at an address to everybody in a room or to one participant; `None` when they are not there.
    pub(crate) fn announce(
        self: &Arc<Self>,
        room: &str,
        participant: Option<&str>,
        hook: Hook,
    ) -> Option<()> {
        let (room_sid, speaks_for, to) = {
            let rooms = lock(&self.rooms);
            let room = rooms.find(room)?;
            let (leg, to) = match participant {
                Some(name) => {
                    let leg = Arc::clone(&room.participant(name)?.leg);
                    let sid = leg.sid.clone();
                    (leg, Some(sid))
                }
                // The first call's page takes the room's callbacks; a room without any has nobody to hear.
                None => (Arc::clone(room.first.as_ref()?), None),
            };
            (room.sid.clone(), leg, to)
        };
        let sandbox = Arc::clone(self);
        self.spawn(async move {
            sandbox
                .perform_announcement(&room_sid, &speaks_for, to, &hook)
                .await;
        });
        Some(())
    }

    async fn perform_announcement(
        self: &Arc<Self>,
        room_sid: &str,
        leg: &Arc<Leg>,
        to: Option<String>,
        hook: &Hook,
    ) {
        let call = to.clone();
        let programme = match self.programme(leg, hook).await {
            Ok(programme) => programme,
            Err(why) => {
                let failed = [("ReasonAnnouncementFailed", why.as_str())];
                return self.tell_announcement(
                    room_sid,
                    RoomEvent::AnnouncementFail,
                    call.as_deref(),
                    hook,
                    &failed,
                );
            }
        };
        let length = programme.sound.lasts();
        let nth = {
            let mut rooms = lock(&self.rooms);
            let Some(room) = rooms.find_mut(room_sid) else {
                return;
            };
            self.note_heard(room, to.as_deref(), &programme);
            room.announcements.begin(to, programme.sound)
        };
        sleep(length).await;
        if let Some(room) = lock(&self.rooms).find_mut(room_sid) {
            room.announcements.end(nth);
        }
        self.tell_announcement(room_sid, RoomEvent::AnnouncementEnd, call.as_deref(), hook, &[]);
    }

    /// Writes into the ledger what those who are addressed get to hear.
    fn note_heard(&self, room: &Room, to: Option<&str>, programme: &Programme) {
        let addressed = room
            .participants
            .iter()
            .filter(|p| p.joined && to.is_none_or(|to| p.leg.sid == to));
        for participant in addressed {
            self.ledger.change(participant.leg.entry, |attempt| {
                for text in &programme.said {
                    attempt.say(text);
                }
                for what in &programme.played {
                    attempt.play(what);
                }
            });
        }
    }

    fn tell_announcement(
        self: &Arc<Self>,
        room_sid: &str,
        event: RoomEvent,
        call: Option<&str>,
        hook: &Hook,
        more: &[(&str, &str)],
    ) {
        let notice: Option<RoomNotice> = {
            let mut rooms = lock(&self.rooms);
            rooms
                .find_mut(room_sid)
                .and_then(|room| self.room_notice(room, event, call))
        };
        let told = notice.map(|(leg, mut notice)| {
            let about = [("AnnounceUrl", hook.url.as_str())];
            let params = about.iter().chain(more);
            notice
                .params
                .extend(params.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            (leg, notice)
        });
        self.tell_room(told.into_iter().collect());
    }
}
