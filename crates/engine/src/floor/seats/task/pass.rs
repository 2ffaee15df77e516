//! Passes the callee on: asks the transfer's machine, and does what it answers.

use std::collections::VecDeque;
use std::sync::Arc;

use outdial_domain::ids::CallId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::WindowOverride;
use outdial_domain::seat;
use outdial_domain::transfer::{
    Action, Ctx, Effect, End, Event, Failure, Phase, Step, Transfer, Whom, begin, step,
};
use outdial_media::ParticipantId;
use outdial_media::room::RoomError;
use outdial_store::{Actor, LegPart};
use serde_json::json;

use super::leg::{Leg, Missed, News, Rows};
use super::run::Task;
use crate::floor::note::Happening;
use crate::floor::seats::desk::SeatDesk;
use crate::floor::seats::guests::leg_of;
use crate::floor::seats::passing::{
    Gift, Parlour, PassId, PassWish, Planned, Target, ThirdView, TransferView, Wish, Word, open_parlour,
    ring, tell, tied,
};
use crate::floor::seats::refusal::SeatRefusal;

/// A callee who is passed on.
pub(super) struct Passing {
    pub id: PassId,
    pub transfer: Transfer,
    pub call: CallId,
    pub third: Third,
    by: Actor,
    window_override: Option<WindowOverride>,
}

/// Whoever is to take them.
pub(super) enum Third {
    Colleague(Arc<SeatDesk>),
    Number { phone: PhoneNumber, leg: Option<Leg> },
}

impl Passing {
    /// Of the third's call, if they are at a number.
    pub(super) fn rows(&mut self) -> Option<&mut Rows> {
        match &mut self.third {
            Third::Number { leg, .. } => Some(&mut leg.as_mut()?.rows),
            Third::Colleague(_) => None,
        }
    }

    /// As the room of the shift knows the third.
    pub(super) fn third_in_room(&self) -> Option<ParticipantId> {
        match &self.third {
            Third::Colleague(desk) => Some(tied(&desk.id, self.id)),
            Third::Number { leg, .. } => Some(leg.as_ref()?.visitor.who.clone()),
        }
    }

    /// The phone of the third, as the room knows it: of a colleague their own task tells.
    pub(super) fn is_phone(&self, who: &ParticipantId) -> bool {
        matches!(&self.third, Third::Number { leg: Some(leg), .. } if leg.visitor.who == *who)
    }

    fn shown(&self) -> Option<TransferView> {
        let to = match &self.third {
            Third::Colleague(desk) => ThirdView::Colleague {
                seat_id: desk.id.clone(),
                name: desk.name.clone(),
            },
            Third::Number { phone, .. } => ThirdView::Number(phone.clone()),
        };
        TransferView::of(&self.transfer, to)
    }

    /// To whom, for the timeline, which more people read than may see numbers.
    fn to(&self) -> serde_json::Value {
        match &self.third {
            Third::Colleague(desk) => json!({ "seat": desk.id, "agent": desk.name }),
            Third::Number { phone, .. } => json!({ "number": phone.masked() }),
        }
    }
}

impl Task {
    /// Begins to pass the callee on.
    pub(super) async fn begin_pass(&mut self, wish: PassWish) -> Result<(), SeatRefusal> {
        let call = self.row.seat.callee().cloned().ok_or(SeatRefusal::OtherCall)?;
        if self.is_passing() {
            return Err(SeatRefusal::PassingOn);
        }
        let is_there = |desk: &SeatDesk| desk.hosted.is_some();
        if is_there(&self.desk) || matches!(&wish.to, Target::Colleague(desk) if is_there(desk)) {
            return Err(SeatRefusal::AtCarrier);
        }
        let now = self.inner.clock.now();
        let (whom, third) = match wish.to {
            Target::Colleague(desk) => (Whom::Colleague, Third::Colleague(desk)),
            Target::Number(phone) => (Whom::Number, Third::Number { phone, leg: None }),
        };
        let begun = begin(wish.kind, whom, now);
        let passing = Passing {
            id: PassId(self.inner.ids.next(now)),
            transfer: begun.transfer,
            call: call.clone(),
            third,
            by: wish.by.clone(),
            window_override: wish.window_override,
        };
        let detail = json!({ "kind": wish.kind, "to": passing.to() });
        self.passing = Some(passing);
        self.perform_pass(begun.actions).await;
        let happening = Happening::of("transfer_begun").by(&wish.by).detail(detail);
        self.note(&call, happening).await;
        Ok(())
    }

    /// Lets an event of the transfer happen, and everything that follows from it.
    pub(super) async fn pass(&mut self, event: Event) -> Effect {
        let Some(answer) = self.step_pass(event) else {
            return Effect::Refused(outdial_domain::transfer::Why::TooLate);
        };
        self.perform_pass(answer.actions).await;
        answer.effect
    }

    /// Whether it is still to be decided who has the callee.
    pub(super) fn is_passing(&self) -> bool {
        self.passing
            .as_ref()
            .is_some_and(|passing| passing.transfer.is_live())
    }

    /// Whether callee and third are being put together in this moment.
    pub(super) fn is_handing(&self) -> bool {
        self.passing
            .as_ref()
            .is_some_and(|passing| passing.transfer.is_handing())
    }

    /// The agent is about to go: the callee stays with the third, if there is one.
    pub(super) async fn leave_to_third(&mut self) {
        if self.is_passing() {
            self.pass(Event::AgentGone).await;
        }
    }

    fn step_pass(&mut self, event: Event) -> Option<Step> {
        let ctx = Ctx {
            now: self.inner.clock.now(),
            limits: &self.floor.seats.pass_limits,
        };
        let passing = self.passing.as_mut()?;
        let answer = step(passing.transfer.clone(), event, &ctx);
        passing.transfer.clone_from(&answer.transfer);
        Some(answer)
    }

    async fn perform_pass(&mut self, actions: Vec<Action>) {
        let mut due = VecDeque::from(actions);
        while let Some(action) = due.pop_front() {
            if let Some(event) = self.perform_one(action).await
                && let Some(answer) = self.step_pass(event)
            {
                due.extend(answer.actions);
            }
        }
        self.show_pass().await;
    }

    /// Shows how it stands, and keeps its failure in the timeline.
    async fn show_pass(&mut self) {
        let Some(passing) = &self.passing else { return };
        let (shown, call) = (passing.shown(), passing.call.clone());
        let before = std::mem::replace(&mut self.desk.shown().transfer, shown.clone());
        if before == shown {
            return;
        }
        self.changed();
        if let Phase::Over(End::Failed(why)) = &passing.transfer.phase {
            let detail = json!({ "why": why.word(), "sentence": why.sentence() });
            self.note(&call, Happening::of("transfer_failed").detail(detail))
                .await;
        }
    }

    async fn perform_one(&mut self, action: Action) -> Option<Event> {
        let passing = self.passing.as_ref()?;
        let callee = leg_of(&passing.call);
        let third = passing.third_in_room();
        let room = &self.desk.room;
        let held = match action {
            Action::HoldCallee => {
                // What the agent says to somebody else is no part of the callee's recording.
                room.pause_recording();
                room.hold(&callee)
            }
            Action::UnholdCallee => {
                if !self.desk.notes.open().silenced {
                    room.resume_recording();
                }
                room.unhold(&callee)
            }
            Action::HoldThird => third.map_or(Err(RoomError::NotHere), |third| room.hold(&third)),
            Action::UnholdThird => third.map_or(Err(RoomError::NotHere), |third| room.unhold(&third)),
            Action::CallThird => return self.call_third().await,
            Action::LetThirdGo => {
                self.let_third_go().await;
                return None;
            }
            Action::HandOver => return self.hand_over(),
            Action::FreeAgent => {
                self.free_agent().await;
                return None;
            }
        };
        if let Err(why) = held {
            tracing::debug!(seat.id = %self.row.id, error = %why, "somebody was not there to wait or to come back");
        }
        None
    }

    async fn call_third(&mut self) -> Option<Event> {
        let passing = self.passing.as_ref()?;
        let phone = match &passing.third {
            Third::Colleague(desk) => {
                let word = Word::Consult {
                    pass: passing.id,
                    from: self.desk.clone(),
                    of: passing.call.clone(),
                };
                tell(&self.inner, desk, word);
                return None;
            }
            Third::Number { phone, .. } => phone.clone(),
        };
        let row = self.talk.as_ref().and_then(|talk| talk.guest.row());
        let account = row.and_then(|row| {
            self.inner
                .accounts
                .find(&self.workspace, row.account_id.as_ref()?)
        });
        let Some(account) = account else {
            let why = Failure::Unreachable("The carrier account of this call is gone.".to_owned());
            return Some(Event::ThirdGone { why });
        };
        let wish = Wish {
            seat: self.row.id.clone(),
            part: LegPart::Third,
            phone: phone.clone(),
            name: format!("Transfer from {}", self.row.name),
            account,
            window_override: passing.window_override.clone(),
            by: passing.by.clone(),
            who: None,
            room: self.desk.room.clone(),
        };
        match ring(&self.inner, &self.floor, &self.workspace, wish).await {
            Ok(Planned::Ringing(visitor)) => {
                let leg = Some(Leg::of(visitor));
                self.passing.as_mut()?.third = Third::Number { phone, leg };
                None
            }
            Ok(Planned::Refused(refusal)) => {
                let why = Failure::Refused(refusal.message);
                Some(Event::ThirdGone { why })
            }
            Err(why) => {
                tracing::error!(seat.id = %self.row.id, error = %why, "a third's call could not be written down");
                let why = Failure::Unreachable("The call could not be written down.".to_owned());
                Some(Event::ThirdGone { why })
            }
        }
    }

    async fn let_third_go(&mut self) {
        let Some(passing) = &mut self.passing else { return };
        match &mut passing.third {
            Third::Colleague(desk) => {
                tell(&self.inner, desk, Word::Withdraw { pass: passing.id });
                // The line's other end goes with it.
                let _ = self.desk.room.remove(&tied(&desk.id, passing.id));
            }
            Third::Number { leg, .. } => {
                if let Some(leg) = leg.take() {
                    self.end_leg(&leg).await;
                }
            }
        }
    }

    fn hand_over(&self) -> Option<Event> {
        let passing = self.passing.as_ref()?;
        let Some(talk) = &self.talk else {
            let why = Failure::CalleeLeft;
            return Some(Event::ThirdGone { why });
        };
        let leg = match &passing.third {
            Third::Colleague(desk) => {
                let gift = Gift {
                    pass: passing.id,
                    from: self.desk.clone(),
                    guest: talk.guest.clone(),
                    answer_to_audio_ms: talk.answer_to_audio_ms,
                };
                tell(&self.inner, desk, Word::Give(gift));
                return None;
            }
            Third::Number { leg, .. } => leg.as_ref()?,
        };
        let who = Parlour {
            guest: talk.guest.clone(),
            third: leg.visitor.clone(),
            seat: self.row.id.clone(),
        };
        Some(
            match open_parlour(&self.inner, &self.floor, &self.desk.room, who) {
                Ok(()) => Event::HandedOver,
                Err(why) => {
                    tracing::warn!(seat.id = %self.row.id, error = %why, "a callee and a third could not be put together");
                    let why = Failure::NotTaken;
                    Event::ThirdGone { why }
                }
            },
        )
    }

    async fn free_agent(&mut self) {
        let Some(passing) = &self.passing else { return };
        let call = passing.call.clone();
        let detail = json!({ "kind": passing.transfer.kind, "to": passing.to() });
        if let Third::Colleague(desk) = &passing.third {
            // The line's other end goes with it.
            let _ = self.desk.room.remove(&tied(&desk.id, passing.id));
        }
        self.feed(seat::Event::HandedOver { call: call.clone() }).await;
        self.note(&call, Happening::of("transferred").detail(detail))
            .await;
    }

    /// The callee has left this seat for somebody else; the recording of the talk is complete.
    pub(super) async fn leave_talk(&mut self, call: &CallId) {
        let Some(mut talk) = self.talk.take() else { return };
        self.leave(call);
        self.end_recording(talk.recording.take());
        self.close_books(call).await;
    }

    /// The third's phone is in the room, or back.
    pub(super) async fn third_came(&mut self) {
        if let Some(Third::Number { leg: Some(leg), .. }) =
            self.passing.as_ref().map(|passing| &passing.third)
        {
            let visitor = leg.visitor.clone();
            visitor.bridge(&self.inner).await;
        }
        self.pass(Event::ThirdHere).await;
    }

    /// The third's call has moved.
    pub(super) async fn follow_third(&mut self) {
        let Some(passing) = &mut self.passing else { return };
        let Third::Number { leg: Some(leg), .. } = &mut passing.third else {
            return;
        };
        let news = leg.news(self.inner.clock.now());
        if passing.transfer.third.is_here() {
            let visitor = leg.visitor.clone();
            visitor.bridge(&self.inner).await;
        }
        match news {
            Some(News::Rings) => {
                self.pass(Event::ThirdRings).await;
            }
            Some(News::Missed(missed)) => {
                let why = failure(missed);
                self.pass(Event::ThirdGone { why }).await;
            }
            Some(News::Answered) | None => {}
        }
    }
}

/// Why a third's call is over.
fn failure(missed: Missed) -> Failure {
    match missed {
        Missed::HungUp => Failure::HungUp,
        Missed::Busy => Failure::Busy,
        Missed::NoAnswer => Failure::NoAnswer,
        Missed::Refused(rule) => {
            Failure::Refused(format!("{}; the callee is back with you.", rule.summary()))
        }
        Missed::Unreachable(said) => Failure::Unreachable(said.unwrap_or_else(|| UNREACHABLE.to_owned())),
    }
}

const UNREACHABLE: &str = "The number could not be reached; the callee is back with you.";
