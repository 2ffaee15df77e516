//! Rings the agent's own phone, and listens whether it stays.

use outdial_domain::handset::{Action, Ctx, Event, Handset, Need, Problem, Step, begin, step};
use outdial_domain::phone::PhoneNumber;
use outdial_domain::seat;
use outdial_store::{Actor, LegPart};

use super::leg::{Leg, Missed, News, Rows};
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

    pub(super) fn rows(&mut self) -> Option<&mut Rows> {
        Some(&mut self.leg.as_mut()?.rows)
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
        let now = self.inner.clock.now();
        let leg = self.own_phone.as_mut().and_then(|own| own.leg.as_mut());
        match leg.and_then(|leg| leg.news(now)) {
            Some(News::Rings) => self.feed_phone(Event::Rings).await,
            Some(News::Answered) => self.bridge_phone().await,
            Some(News::Missed(missed)) => {
                self.drop_leg().await;
                let why = problem(missed);
                self.feed_phone(Event::Over { why }).await;
            }
            None => {}
        }
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
                self.own_phone.as_mut()?.leg = Some(Leg::of(visitor));
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
        if let Some(leg) = leg {
            self.end_leg(&leg).await;
        }
    }
}

/// Why a phone's call is over.
fn problem(missed: Missed) -> Problem {
    match missed {
        Missed::HungUp => Problem::HungUp,
        Missed::Busy => Problem::Busy,
        Missed::NoAnswer => Problem::NoAnswer,
        Missed::Refused(rule) => Problem::Refused(format!("{}.", rule.summary())),
        Missed::Unreachable(said) => Problem::Refused(said.unwrap_or_else(|| UNREACHABLE.to_owned())),
    }
}

const UNREACHABLE: &str = "Your phone could not be reached.";
const NO_ACCOUNT: &str = "No carrier account can carry your phone's audio.";
