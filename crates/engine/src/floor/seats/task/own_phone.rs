//! Rings the agent's own phone, and listens whether it stays.

use std::sync::Arc;

use outdial_domain::call::{Outcome, State};
use outdial_domain::handset::{Action, Ctx, Event, Handset, Need, Problem, Step, begin, step};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::RuleCode;
use outdial_domain::seat;
use outdial_store::{Actor, CallRow, LegPart};

use super::pass::Leg;
use super::run::Task;
use crate::floor::desk::agent;
use crate::floor::seats::own_phone::{PhoneView, account_of, own_wish};
use crate::floor::seats::passing::{Planned, Wish, ring};

/// The agent's own phone.
pub(super) struct OwnPhone {
    handset: Handset,
    phone: PhoneNumber,
    by: Actor,
    leg: Option<Leg>,
}

impl OwnPhone {
    pub(super) fn deadline(&self) -> Option<outdial_domain::Timestamp> {
        self.handset.deadline()
    }
}

impl Task {
    /// The agent wants their phone rung.
    pub(super) async fn ring_phone(&mut self, phone: PhoneNumber, by: Actor) {
        let is_another = self.own_phone.as_ref().is_none_or(|own| own.phone != phone);
        if !is_another {
            return self.feed_phone(Event::RingAsked).await;
        }
        self.let_phone_go().await;
        let Step { handset, action } = begin();
        self.own_phone = Some(OwnPhone {
            handset,
            phone,
            by,
            leg: None,
        });
        self.perform_phone(action).await;
    }

    /// Lets something happen to the phone, and everything that follows from it.
    pub(super) async fn feed_phone(&mut self, event: Event) {
        let action = self.step_phone(event);
        self.perform_phone(action).await;
    }

    /// The phone's audio is in the room, or back.
    pub(super) async fn phone_came(&mut self) {
        if self.own_phone.is_none() {
            return;
        }
        self.bridge_phone().await;
        self.feed_phone(Event::Here).await;
    }

    /// The phone's call has moved.
    pub(super) async fn follow_phone(&mut self) {
        let Some(leg) = self.own_phone.as_mut().and_then(|own| own.leg.as_mut()) else {
            return;
        };
        let Some(row) = leg.rows.borrow_and_update().clone() else {
            return;
        };
        let late = self.inner.clock.now().plus_ms(PATIENCE_MS);
        let event = match row.call.state {
            // A rule or the carrier wants it much later, and the agent asks now.
            State::Planned if row.call.due_at > late => Event::Over { why: objection(&row) },
            State::Ringing => Event::Rings,
            State::Ended(outcome) => Event::Over {
                why: problem(&row, outcome),
            },
            State::Waiting | State::Connected | State::Voicemail => return self.bridge_phone().await,
            State::Planned | State::Dialing | State::Unknown => return,
        };
        if matches!(event, Event::Over { .. }) {
            self.drop_leg().await;
        }
        self.feed_phone(event).await;
    }

    /// The phone is the agent's audio no more.
    pub(super) async fn let_phone_go(&mut self) {
        self.drop_leg().await;
        self.own_phone = None;
        if self.desk.shown().phone.take().is_some() {
            self.changed();
        }
    }

    /// Tells the phone's call that it is talked on, once its audio is here.
    async fn bridge_phone(&self) {
        let leg = self.own_phone.as_ref().and_then(|own| own.leg.as_ref());
        let is_here = self.row.seat.browser.is_here();
        if let Some(leg) = leg.filter(|_| is_here) {
            leg.visitor.bridge(&self.inner).await;
        }
    }

    fn step_phone(&mut self, event: Event) -> Option<Action> {
        let need = match &self.row.seat.state {
            seat::State::Paused { .. } if !self.row.seat.consulted => Need::Idle,
            seat::State::Paused { .. }
            | seat::State::Joining
            | seat::State::Ready
            | seat::State::Dialing { .. }
            | seat::State::Reserved { .. }
            | seat::State::OnCall { .. }
            | seat::State::WrapUp { .. } => Need::Needed,
            seat::State::Offline { .. } => Need::Idle,
        };
        let ctx = Ctx {
            now: self.inner.clock.now(),
            need,
        };
        let own = self.own_phone.as_mut()?;
        let answer = step(own.handset.clone(), event, &ctx);
        own.handset = answer.handset;
        answer.action
    }

    async fn perform_phone(&mut self, action: Option<Action>) {
        if let Some(Action::Ring) = action {
            let failed = self.ring_now().await;
            if let Some(why) = failed {
                // A phone that cannot be rung is not rung again by itself in the same breath.
                self.step_phone(Event::Over { why });
            }
        }
        let Some(own) = &self.own_phone else { return };
        let view = Some(PhoneView::of(&own.handset, &own.phone));
        let before = std::mem::replace(&mut self.desk.shown().phone, view.clone());
        if before != view {
            self.changed();
        }
    }

    async fn ring_now(&mut self) -> Option<Problem> {
        let own = self.own_phone.as_ref()?;
        let Some(account) = account_of(&self.inner, &self.workspace) else {
            return Some(Problem::Refused(NO_ACCOUNT.to_owned()));
        };
        let wish = Wish {
            seat: self.row.id.clone(),
            part: LegPart::Phone,
            phone: own.phone.clone(),
            name: format!("{}'s phone", self.row.name),
            account,
            window_override: Some(own_wish(&self.inner, &own.by)),
            by: own.by.clone(),
            who: Some(agent()),
            room: self.desk.room.clone(),
        };
        match ring(&self.inner, &self.floor, &self.workspace, wish).await {
            Ok(Planned::Ringing(visitor)) => {
                let rows = visitor.rows();
                self.own_phone.as_mut()?.leg = Some(Leg { visitor, rows });
                None
            }
            Ok(Planned::Refused(refusal)) => Some(Problem::Refused(refusal.message)),
            Err(why) => {
                tracing::error!(seat.id = %self.row.id, error = %why, "an agent's phone could not be rung");
                Some(Problem::Refused("The call could not be written down.".to_owned()))
            }
        }
    }

    async fn drop_leg(&mut self) {
        let leg = self.own_phone.as_mut().and_then(|own| own.leg.take());
        let Some(Leg { visitor, .. }) = leg else { return };
        visitor.hang_up(&self.inner).await;
        self.floor.seats.let_out(&visitor.call);
        let (call, now) = (visitor.call.clone(), self.inner.clock.now());
        self.write("the end of a leg", move |tx| tx.seats().end_leg(&call, now))
            .await;
    }
}

/// The phone's call has moved.
pub(super) async fn phone_moved(own: &mut Option<OwnPhone>) {
    let Some(leg) = own.as_mut().and_then(|own| own.leg.as_mut()) else {
        return std::future::pending().await;
    };
    // The visitor, which the leg holds, owns the sender.
    if leg.rows.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Why a phone's call is over.
fn problem(row: &Arc<CallRow>, outcome: Outcome) -> Problem {
    if row.call.facts.was_answered() {
        return Problem::HungUp;
    }
    match outcome {
        Outcome::Busy => Problem::Busy,
        Outcome::NoAnswer | Outcome::Canceled => Problem::NoAnswer,
        Outcome::Blocked => objection(row),
        Outcome::Failed
        | Outcome::Unknown
        | Outcome::Completed
        | Outcome::Abandoned
        | Outcome::Machine
        | Outcome::VoicemailLeft => {
            let said = row.call.facts.failure.as_ref();
            let sentence = said.map(|failure| failure.message.clone());
            Problem::Refused(sentence.unwrap_or_else(|| UNREACHABLE.to_owned()))
        }
    }
}

/// What speaks against a phone's call.
fn objection(row: &CallRow) -> Problem {
    let rule = row.call.facts.rule.as_deref().and_then(RuleCode::from_word);
    Problem::Refused(match rule {
        Some(rule) => format!("{}.", rule.summary()),
        None => UNREACHABLE.to_owned(),
    })
}

const UNREACHABLE: &str = "Your phone could not be reached.";
const NO_ACCOUNT: &str = "No carrier account can carry your phone's audio.";
/// An agent who waits for their phone waits no longer than this for a call that was put off.
const PATIENCE_MS: i64 = 2_000;
