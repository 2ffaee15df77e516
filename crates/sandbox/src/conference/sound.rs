//! The sound of a room: everybody hears everybody else, twenty milliseconds later.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::hold_music::HoldMusic;
use super::room::{Participant, Phase, Room};
use crate::audio::{Frame, HeardBy, Hears, Place, SILENCE, Tape, add, hold_music, mix};
use crate::call::{EndedBy, Leg, LineDriver, Order, every_frame};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// A participant as the mix sees it.
struct Member {
    leg: Arc<Leg>,
    heard_by: HeardBy,
    hears: Hears,
    /// Its own music on hold.
    music: Option<Frame>,
    /// What is announced to it.
    announced: Option<Frame>,
}

/// What goes on from one frame to the next.
#[derive(Default)]
struct Mixer {
    /// What each call hears in this frame.
    hears: BTreeMap<String, Frame>,
    drivers: BTreeMap<String, LineDriver>,
    tape: Option<Arc<Mutex<Tape>>>,
    nth: u64,
}

impl Sandbox {
    /// Lets a room carry sound from now on, if anybody could notice.
    pub(super) fn sound_room(self: &Arc<Self>, room: &mut Room, joined: &Leg) {
        if room.sounds || !(self.population.audio.in_rooms || joined.line.is_listened_to()) {
            return;
        }
        room.sounds = true;
        let (sandbox, sid) = (Arc::clone(self), room.sid.clone());
        self.spawn(async move {
            let mut mixer = Mixer::default();
            let mut ticks = every_frame();
            loop {
                ticks.tick().await;
                let Some(members) = sandbox.members(&sid) else {
                    return;
                };
                mixer.tick(&sandbox, &sid, &members);
            }
        });
    }

    /// Who is in a room, and who hears whom; `None` when it is over.
    fn members(&self, room_sid: &str) -> Option<Vec<Member>> {
        let mut rooms = lock(&self.rooms);
        let room = rooms.find_mut(room_sid)?;
        let announced = room.announcements.next_frame();
        let music: Vec<Option<Frame>> = room
            .participants
            .iter_mut()
            .filter(|p| p.joined)
            .map(|p| {
                p.hold_music
                    .as_mut()
                    .filter(|_| p.hold)
                    .map(HoldMusic::next_frame)
            })
            .collect();
        let joined: Vec<&Participant> = room.participants.iter().filter(|p| p.joined).collect();
        let begun = match room.phase() {
            Phase::Init => false,
            Phase::InProgress => true,
            Phase::Completed => return None,
        };
        let member = |(p, music): (&&Participant, Option<Frame>)| Member {
            leg: Arc::clone(&p.leg),
            heard_by: match &p.coach {
                _ if p.muted || p.hold || !begun => HeardBy::Nobody,
                None => HeardBy::Everybody,
                Some(coached) => {
                    let at = joined.iter().position(|other| other.leg.sid == *coached);
                    at.map_or(HeardBy::Nobody, HeardBy::One)
                }
            },
            hears: match (begun, p.hold) {
                (true, false) => Hears::Others,
                (true, true) => Hears::Music,
                (false, _) if p.waits_with_music => Hears::Music,
                (false, _) => Hears::Nothing,
            },
            music,
            announced: announced.to(&p.leg.sid),
        };
        Some(joined.iter().zip(music).map(member).collect())
    }

    /// The tape of a room that is recorded.
    fn room_tape(&self, room_sid: &str) -> Option<Arc<Mutex<Tape>>> {
        let recorded = lock(&self.rooms).find(room_sid).is_some_and(|room| room.record);
        let seconds = self.population.audio.tape_s;
        (recorded && seconds > 0).then(|| lock(&self.tapes).open(room_sid, 0, seconds))
    }
}

impl Mixer {
    fn tick(&mut self, sandbox: &Arc<Sandbox>, room_sid: &str, members: &[Member]) {
        self.drivers
            .retain(|sid, _| members.iter().any(|member| member.leg.sid == *sid));
        if members.is_empty() {
            self.hears.clear();
            return;
        }
        if self.nth == 0 {
            self.tape = sandbox.room_tape(room_sid);
        }
        let mut places = Vec::with_capacity(members.len());
        for member in members {
            let sid = &member.leg.sid;
            if !self.drivers.contains_key(sid) {
                self.drivers.insert(sid.clone(), LineDriver::new(&member.leg));
            }
            let hears = self.hears.get(sid).unwrap_or(&SILENCE);
            let said = sandbox.exchange(&member.leg, hears);
            if said.as_ref().is_some_and(|said| said.leaves) {
                member.leg.order(Order::HangUp(EndedBy::Callee));
            }
            places.push(Place {
                said: said.map_or(SILENCE, |said| said.frame),
                heard_by: member.heard_by,
                hears: member.hears,
            });
        }
        if let Some(tape) = &self.tape {
            // A listener that nobody hears hears what the recording hears.
            places.push(Place {
                said: SILENCE,
                heard_by: HeardBy::Nobody,
                hears: Hears::Others,
            });
            let heard = mix(&places, &SILENCE).pop().unwrap_or(SILENCE);
            lock(tape).add(&heard, &SILENCE);
            places.pop();
        }
        let mut heard = mix(&places, &hold_music(self.nth));
        for (member, frame) in members.iter().zip(&mut heard) {
            if let Some(music) = member.music {
                *frame = music;
            }
            if let Some(announced) = &member.announced {
                add(frame, announced);
            }
        }
        let sids = members.iter().map(|member| member.leg.sid.clone());
        self.hears = sids.zip(heard).collect();
        self.nth += 1;
    }
}
