//! One event, one answer: the transition function of a room.

use super::event::{Action, Event};
use super::phase::{End, Phase};
use super::presence::Presence;
use super::state::{Limits, Room};
use crate::call;
use crate::time::Timestamp;

/// The answer of the machine to one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The room afterwards.
    pub room: Room,
    /// What to do, in order.
    pub actions: Vec<Action>,
}

/// Answers one event. What comes late or twice changes nothing and asks for nothing.
#[must_use]
pub fn step(room: Room, event: Event, now: Timestamp, limits: &Limits) -> Step {
    if !room.is_live() {
        return quiet(room);
    }
    match event {
        Event::BrowserHere => on_browser_here(room),
        Event::BrowserLost => on_browser_lost(room, now),
        Event::PhoneHere => on_phone_here(room, now),
        Event::PhoneLost => on_phone_lost(room, now),
        Event::CallMoved { state } => on_call_moved(room, state),
        Event::NotPlanned => end(room, End::NotPlanned),
        Event::EndAsked => end(room, End::Asked),
        Event::DeadlinePassed => on_deadline(room, now, limits),
        Event::Recovered => end(room, End::Restarted),
    }
}

fn on_browser_here(mut room: Room) -> Step {
    room.browser = Presence::Here;
    if room.phase == Phase::Opening {
        room.phase = Phase::Dialing;
        return Step {
            room,
            actions: vec![Action::PlanCall],
        };
    }
    let comforted = std::mem::take(&mut room.comforted);
    let mut answer = bridge(room);
    if comforted {
        answer.actions.insert(0, Action::StopComfort);
    }
    answer
}

fn on_browser_lost(mut room: Room, now: Timestamp) -> Step {
    room.browser = room.browser.after_loss(now);
    quiet(room)
}

fn on_phone_here(mut room: Room, now: Timestamp) -> Step {
    match room.phase {
        Phase::Dialing | Phase::Ringing | Phase::Connected => {
            room.phase = Phase::Connected;
            room.phone = Presence::Here;
            room.connected_at.get_or_insert(now);
            bridge(room)
        }
        // Nobody was rung for this room, so whoever is on that leg is let go with it.
        Phase::Opening | Phase::Ended(_) => quiet(room),
    }
}

fn on_phone_lost(mut room: Room, now: Timestamp) -> Step {
    room.phone = room.phone.after_loss(now);
    quiet(room)
}

fn on_call_moved(mut room: Room, state: call::State) -> Step {
    match state {
        call::State::Ended(_) => end(room, End::CallOver),
        call::State::Ringing if room.phase == Phase::Dialing => {
            room.phase = Phase::Ringing;
            quiet(room)
        }
        // An answer is seen by the callee's audio, not by the carrier's report of it.
        call::State::Planned
        | call::State::Dialing
        | call::State::Unknown
        | call::State::Ringing
        | call::State::Waiting
        | call::State::Connected
        | call::State::Voicemail => quiet(room),
    }
}

fn on_deadline(mut room: Room, now: Timestamp, limits: &Limits) -> Step {
    let passed = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    if passed(room.browser_deadline(limits)) {
        return end(room, End::BrowserGone);
    }
    if passed(room.phone_deadline(limits)) {
        return end(room, End::PhoneGone);
    }
    if passed(room.comfort_at(limits)) {
        room.comforted = true;
        return Step {
            room,
            actions: vec![Action::Comfort],
        };
    }
    if passed(room.deadline(limits)) {
        return end(room, End::NeverJoined);
    }
    quiet(room)
}

/// Two who are both here for the first time are told to be talking.
fn bridge(mut room: Room) -> Step {
    let both = room.browser.is_here() && room.phone.is_here();
    let actions = if both && !room.bridged {
        room.bridged = true;
        vec![Action::Bridge]
    } else {
        Vec::new()
    };
    Step { room, actions }
}

fn end(mut room: Room, why: End) -> Step {
    let rung = match room.phase {
        Phase::Dialing | Phase::Ringing | Phase::Connected => why != End::NotPlanned,
        Phase::Opening | Phase::Ended(_) => false,
    };
    let mut actions = Vec::new();
    if why == End::BrowserGone && room.phone.is_here() {
        actions.push(Action::Apologise);
    }
    if rung && why != End::CallOver {
        actions.push(Action::HangUp);
    }
    actions.push(Action::CloseAudio);
    if !rung {
        // A lead that was called stays with the agent, who has the outcome to note.
        actions.push(Action::ReleaseLead);
    }
    room.phase = Phase::Ended(why);
    Step { room, actions }
}

fn quiet(room: Room) -> Step {
    Step {
        room,
        actions: Vec::new(),
    }
}
