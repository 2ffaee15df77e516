//! The sound of a room: everybody hears everybody else, twenty milliseconds later.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::room::{Phase, Room};
use crate::audio::{Frame, Place, SILENCE, Tape, hold_music, mix};
use crate::call::{EndedBy, Leg, LineDriver, Order, every_frame};
use crate::lock::lock;
use crate::sandbox::Sandbox;

/// A participant as the mix sees it.
struct Member {
    leg: Arc<Leg>,
    muted: bool,
    hold: bool,
    coach: Option<String>,
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

    /// Who is in a room that has started; nobody in one that has not; `None` when it is over.
    fn members(&self, room_sid: &str) -> Option<Vec<Member>> {
        let rooms = lock(&self.rooms);
        let room = rooms.find(room_sid)?;
        match room.phase() {
            Phase::Init => Some(Vec::new()),
            Phase::Completed => None,
            Phase::InProgress => {
                let joined = room.participants.iter().filter(|p| p.joined);
                let member = joined.map(|p| Member {
                    leg: Arc::clone(&p.leg),
                    muted: p.muted,
                    hold: p.hold,
                    coach: p.coach.clone(),
                });
                Some(member.collect())
            }
        }
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
            let coached = member.coach.as_ref();
            places.push(Place {
                said: said.map_or(SILENCE, |said| said.frame),
                muted: member.muted,
                hold: member.hold,
                // Whoever coaches somebody who has left is heard by nobody.
                coaches: coached.map(|sid| {
                    let at = members.iter().position(|other| other.leg.sid == *sid);
                    at.unwrap_or(usize::MAX)
                }),
            });
        }
        if let Some(tape) = &self.tape {
            // A listener that nobody hears hears what the recording hears.
            places.push(Place {
                said: SILENCE,
                muted: true,
                hold: false,
                coaches: None,
            });
            let heard = mix(&places, &SILENCE).pop().unwrap_or(SILENCE);
            lock(tape).add(&heard, &SILENCE);
            places.pop();
        }
        let heard = mix(&places, &hold_music(self.nth));
        let sids = members.iter().map(|member| member.leg.sid.clone());
        self.hears = sids.zip(heard).collect();
        self.nth += 1;
    }
}
