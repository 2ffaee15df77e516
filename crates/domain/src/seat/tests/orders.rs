use proptest::prelude::*;

use super::super::*;
use super::cases::{BRISK, LIMITS, START, STRICT, UNHURRIED, events, first, lead, second};
use crate::ids::CallId;

fn of_second(event: Event) -> Event {
    let call = second();
    match event {
        Event::OwnCallBegun { until, .. } => Event::OwnCallBegun { call, until },
        Event::CallReserved { .. } => Event::CallReserved { call },
        Event::LegHere { .. } => Event::LegHere { call },
        Event::LegMissed { .. } => Event::LegMissed { call },
        Event::LegLost { .. } => Event::LegLost { call },
        Event::CallOver { .. } => Event::CallOver { call },
        Event::MachineThere { .. } => Event::MachineThere { call },
        Event::HandedOver { .. } => Event::HandedOver { call },
        Event::CallGiven { .. } => Event::CallGiven { call },
        Event::WrappedUp { next, .. } => Event::WrappedUp { call, next },
        other @ (Event::BrowserHere
        | Event::BrowserLost
        | Event::ReadyAsked
        | Event::PauseAsked { .. }
        | Event::LeadOffered { .. }
        | Event::OfferWithdrawn { .. }
        | Event::ConsultAsked
        | Event::ConsultOver
        | Event::EndCallAsked
        | Event::SignOutAsked { .. }
        | Event::DeadlinePassed
        | Event::Recovered) => other,
    }
}

/// Events of two calls; the end of the shift is rare, so that stories are long.
fn event() -> impl Strategy<Value = Event> {
    let all: Vec<Event> = events().into_iter().map(|(_, event)| event).collect();
    let (ends, goes_on): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|event| matches!(event, Event::SignOutAsked { .. } | Event::Recovered));
    let goes_on = (prop::sample::select(goes_on), any::<bool>())
        .prop_map(|(event, other)| if other { of_second(event) } else { event });
    prop_oneof![40 => goes_on, 1 => prop::sample::select(ends)]
}

/// What has been asked of the shell about one callee.
#[derive(Default)]
struct Asked {
    begun: usize,
    ended: usize,
    returned: usize,
}

impl Asked {
    fn take(&mut self, actions: &[Action], of: &CallId) {
        let count = |asked: &dyn Fn(CallId) -> Action| {
            let asked = asked(of.clone());
            actions.iter().filter(|action| **action == asked).count()
        };
        self.begun += count(&|call| Action::BeginTalk { call });
        self.ended += count(&|call| Action::EndTalk { call });
        self.ended += count(&|call| Action::LeaveTalk { call });
        self.returned += count(&|call| Action::ReturnLeg { call });
    }

    fn is_here(&self) -> bool {
        self.begun > self.ended + self.returned
    }
}

proptest! {
    /// Whatever happens in whatever order: nobody is in the room whom the seat does not know, one callee at a time, and
    /// every wait ends by itself.
    #[test]
    fn any_order_keeps_one_callee_at_a_time_and_no_seat_stays_stuck(
        policy in prop::sample::select(vec![UNHURRIED, BRISK, STRICT]),
        story in prop::collection::vec((0i64..40, event()), 0..80),
    ) {
        let mut now = START;
        let mut seat = Seat::signed_in(now);
        let (mut one, mut other) = (Asked::default(), Asked::default());
        let (mut comfort, mut closed) = (0usize, 0usize);
        for (seconds, event) in story {
            now = now.plus_seconds(seconds);
            let was_live = seat.is_live();
            let before = seat.clone();
            let ended_itself = matches!(
                event,
                Event::CallOver { .. } | Event::LegMissed { .. } | Event::MachineThere { .. }
            );
            let is_taken_along = matches!(event, Event::OfferWithdrawn { .. } | Event::OwnCallBegun { .. });
            let ctx = Ctx { now, limits: &LIMITS, policy: &policy };
            let answer = step(seat, event, &ctx);
            prop_assert!(was_live || answer.actions.is_empty(), "a seat that is offline asks for nothing");
            match answer.effect {
                Effect::Applied => {}
                Effect::Ignored(_) | Effect::Refused(_) => {
                    prop_assert_eq!(&before.state, &answer.seat.state);
                    prop_assert!(answer.actions.is_empty());
                }
            }
            seat = answer.seat;
            prop_assert!(
                seat.offer.is_none() || seat.state == State::Ready,
                "a lead is shown to an agent who is ready, and to nobody else"
            );
            if before.offer.is_some() && seat.offer.is_none() {
                let back = Action::GiveBack { lead: lead() };
                prop_assert!(is_taken_along || answer.actions.contains(&back), "a lead that was shown is lost");
            }
            if let (Some(call), None) = (before.own_call(), seat.own_call()) {
                let hung_up = answer.actions.contains(&Action::HangUp { call: call.clone() });
                let goes_on = seat.call() == Some(call);
                prop_assert!(hung_up || goes_on || ended_itself, "a call rings for nobody");
            }
            one.take(&answer.actions, &first());
            other.take(&answer.actions, &second());
            closed += answer.actions.iter().filter(|action| **action == Action::CloseAudio).count();
            comfort += answer.actions.iter().filter(|action| **action == Action::Comfort).count();
            prop_assert!(!(one.is_here() && other.is_here()), "one callee at a time");
            prop_assert_eq!(one.is_here(), seat.callee() == Some(&first()));
            prop_assert_eq!(other.is_here(), seat.callee() == Some(&second()));
            let waits = matches!(seat.state, State::Joining | State::Dialing { .. } | State::Reserved { .. })
                || (seat.is_live() && seat.browser.lost_since().is_some());
            prop_assert!(!waits || seat.deadline(&LIMITS).is_some(), "each wait has an end: {:?}", seat);
        }
        prop_assert_eq!(closed, usize::from(!seat.is_live()));
        prop_assert!(comfort <= 80);
        // Left alone, with its browser lost, every seat comes to its end.
        if seat.is_live() {
            let ctx = Ctx { now, limits: &LIMITS, policy: &policy };
            seat = step(seat, Event::BrowserLost, &ctx).seat;
            for _ in 0..12 {
                let Some(at) = seat.deadline(&LIMITS) else { break };
                now = now.max(at);
                let ctx = Ctx { now, limits: &LIMITS, policy: &policy };
                seat = step(seat, Event::DeadlinePassed, &ctx).seat;
            }
            prop_assert!(!seat.is_live(), "{:?}", seat);
        }
    }
}
