//! A colleague asks about a callee, and gives them.

use std::sync::Arc;

use outdial_domain::ids::CallId;
use outdial_domain::seat::{self, Action, Effect};
use outdial_domain::transfer::{Event, Failure};

use super::run::{Talk, Task};
use crate::floor::seats::desk::SeatDesk;
use crate::floor::seats::guest::Place;
use crate::floor::seats::guests::leg_of;
use crate::floor::seats::passing::{ConsultView, Gift, PassId, Word, tell, tie, tied};
use crate::floor::seats::refusal::SeatRefusal;

/// A colleague who talks to this agent about a callee.
pub(super) struct Consult {
    pub pass: PassId,
    pub from: Arc<SeatDesk>,
}

impl Task {
    /// Another seat's task says something.
    pub(super) async fn hear_word(&mut self, word: Word) {
        match word {
            Word::Consult { pass, from, of } => self.consult(pass, from, of).await,
            Word::Give(gift) => self.given(gift).await,
            Word::Withdraw { pass } => {
                if self.consult.as_ref().is_some_and(|consult| consult.pass == pass) {
                    self.end_consult();
                    self.feed(seat::Event::ConsultOver).await;
                }
            }
            Word::Answer { pass, event } => {
                if self.passing.as_ref().is_some_and(|passing| passing.id == pass) {
                    self.pass(event).await;
                }
            }
        }
    }

    async fn consult(&mut self, pass: PassId, from: Arc<SeatDesk>, of: CallId) {
        if self.feed(seat::Event::ConsultAsked).await != Effect::Applied {
            return self.answer(&from, pass, gone(Failure::NotFree));
        }
        if let Err(why) = tie(&self.inner, &from, &self.desk, pass) {
            tracing::warn!(seat.id = %self.row.id, error = %why, "two agents could not be put together");
            self.feed(seat::Event::ConsultOver).await;
            return self.answer(&from, pass, gone(Failure::NotTaken));
        }
        let row = self.floor.seats.guest(&of).and_then(|guest| guest.row());
        self.desk.shown().consult = Some(ConsultView {
            from_seat_id: from.id.clone(),
            from_name: from.name.clone(),
            lead: row.and_then(|row| row.lead_id.clone()),
            call: of,
            since: self.inner.clock.now(),
        });
        self.beep();
        self.changed();
        self.answer(&from, pass, Event::ThirdHere);
        self.consult = Some(Consult { pass, from });
    }

    /// The agent would rather not take the callee.
    pub(super) async fn decline(&mut self) -> Result<(), SeatRefusal> {
        let Some(consult) = self.end_consult() else {
            return Err(SeatRefusal::NotAsked);
        };
        self.feed(seat::Event::ConsultOver).await;
        self.answer(&consult.from, consult.pass, gone(Failure::Declined));
        Ok(())
    }

    /// Tells a colleague who talks to this agent how this agent's audio stands.
    pub(super) fn tell_consult(&self, event: Event) {
        if let Some(consult) = &self.consult {
            self.answer(&consult.from, consult.pass, event);
        }
    }

    /// A seat that was given up has no part in anything.
    pub(super) fn leave_consult(&mut self) {
        if !self.row.seat.consulted
            && let Some(consult) = self.end_consult()
        {
            self.answer(&consult.from, consult.pass, gone(Failure::HungUp));
        }
    }

    fn end_consult(&mut self) -> Option<Consult> {
        let consult = self.consult.take()?;
        self.desk.shown().consult = None;
        // The line's other end goes with it.
        let _ = self.desk.room.remove(&tied(&consult.from.id, consult.pass));
        self.changed();
        Some(consult)
    }

    /// Takes a callee from a colleague, and says so before anything is written down.
    async fn given(&mut self, gift: Gift) {
        let before = self.row.seat.clone();
        let mut actions = Vec::new();
        let event = match self.take_gift(&gift, &mut actions) {
            Ok(()) => Event::HandedOver,
            Err(why) => gone(why),
        };
        self.answer(&gift.from, gift.pass, event);
        self.settle(&before, actions).await;
    }

    fn take_gift(&mut self, gift: &Gift, actions: &mut Vec<Action>) -> Result<(), Failure> {
        let call = gift.guest.id().clone();
        if self
            .consult
            .as_ref()
            .is_some_and(|consult| consult.pass != gift.pass)
        {
            return Err(Failure::NotFree);
        }
        let reserved = self.step(seat::Event::CallGiven { call: call.clone() });
        if reserved.effect != Effect::Applied {
            return Err(Failure::NotFree);
        }
        actions.extend(reserved.actions);
        if let Err(why) = self.bring_over(gift) {
            let missed = self.step(seat::Event::LegMissed { call });
            actions.extend(missed.actions);
            return Err(why);
        }
        let begun = self.step(seat::Event::LegHere { call: call.clone() });
        actions.extend(begun.actions);
        self.end_consult();
        self.desk.shown().came_from = Some((call, gift.from.name.clone()));
        self.talk = Some(Talk {
            rows: gift.guest.rows(),
            guest: gift.guest.clone(),
            answer_to_audio_ms: gift.answer_to_audio_ms,
            bridge_due: false,
            under_way: false,
            from: None,
            apologised: false,
            said: None,
            recording: None,
            comfort: None,
        });
        self.of = gift.guest.wish.campaign.clone();
        Ok(())
    }

    /// Moves the callee's leg from the colleague's room to this one.
    fn bring_over(&self, gift: &Gift) -> Result<(), Failure> {
        let (call, from) = (gift.guest.id(), &gift.from);
        if !gift.guest.hand(&from.id, Place::With(self.row.id.clone())) {
            return Err(Failure::CalleeLeft);
        }
        from.room
            .move_stream(&leg_of(call), &self.desk.room)
            .map_err(|why| {
                tracing::info!(call.id = %call, error = %why, "a callee could not be passed on");
                gift.guest.hand(&self.row.id, Place::With(from.id.clone()));
                Failure::NotTaken
            })
    }

    fn answer(&self, to: &Arc<SeatDesk>, pass: PassId, event: Event) {
        tell(&self.inner, to, Word::Answer { pass, event });
    }
}

fn gone(why: Failure) -> Event {
    Event::ThirdGone { why }
}
