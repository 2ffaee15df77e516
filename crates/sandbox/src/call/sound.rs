//! Driving the sound of a call.

use std::sync::Arc;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::leg::{Leg, Order};
use super::status::EndedBy;
use crate::audio::{FRAME, Frame, Line, SILENCE, Said};
use crate::ledger::Sound;
use crate::sandbox::Sandbox;

/// Drives a call's line until dropped.
#[derive(Debug)]
pub(crate) struct LineDriver(Arc<Leg>);

impl LineDriver {
    pub(crate) fn new(leg: &Arc<Leg>) -> Self {
        leg.line.take_up();
        Self(Arc::clone(leg))
    }
}

impl Drop for LineDriver {
    fn drop(&mut self) {
        self.0.line.give_up();
    }
}

impl Sandbox {
    /// The callee hears one frame and says one; `None` when nobody is there.
    pub(crate) fn exchange(&self, leg: &Leg, heard: &Frame) -> Option<Said> {
        let kept = self.population.audio.tape_s;
        let kept = kept.max(leg.terms.record.as_ref().map_or(0, |_| RECORDED_S));
        let recorder = Line::recorder(&self.tapes, &leg.sid, kept);
        let ticked = leg.line.tick(heard, recorder)?;
        if let Some(figures) = ticked.figures {
            self.note_sound(leg, figures);
        }
        Some(ticked.said)
    }

    /// Lets two calls hear each other for as long as it is awaited, if anybody could notice.
    pub(crate) async fn let_talk(&self, one: &Arc<Leg>, other: &Arc<Leg>) {
        if !(self.population.audio.in_rooms || one.line.is_listened_to() || other.line.is_listened_to()) {
            return std::future::pending().await;
        }
        let _drivers = (LineDriver::new(one), LineDriver::new(other));
        let mut ticks = every_frame();
        let mut hears = SILENCE;
        loop {
            ticks.tick().await;
            let replied = self.exchange(other, &hears);
            let reply = replied.as_ref().map_or(SILENCE, |said| said.frame);
            let said = self.exchange(one, &reply);
            hears = said.as_ref().map_or(SILENCE, |said| said.frame);
            for (leg, said) in [(one, said), (other, replied)] {
                if said.is_some_and(|said| said.leaves) {
                    leg.order(Order::HangUp(EndedBy::Callee));
                }
            }
        }
    }

    /// Keeps the line going for streams that only listen, while nothing else does.
    pub(crate) fn keep_line_going(self: &Arc<Self>, leg: &Arc<Leg>) {
        let (sandbox, leg) = (Arc::clone(self), Arc::clone(leg));
        self.spawn(async move {
            let mut ticks = every_frame();
            loop {
                ticks.tick().await;
                match leg.line.idle() {
                    None => return,
                    Some(None) => {}
                    // Patience on a line without conversation is kept by the instructions.
                    Some(Some(heard)) => drop(sandbox.exchange(&leg, &heard)),
                }
            }
        });
    }

    pub(super) fn note_sound(&self, leg: &Leg, sound: Sound) {
        self.ledger
            .change(leg.entry, |attempt| attempt.sound = Some(sound));
    }
}

/// Recordings hold half an hour, whatever is kept of other calls.
const RECORDED_S: u64 = 1_800;

/// Ticks at the pace of sound; late ones are made up for, as the line would.
pub(crate) fn every_frame() -> tokio::time::Interval {
    let mut ticks = interval_at(Instant::now() + FRAME, FRAME);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    ticks
}
