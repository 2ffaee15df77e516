//! Whatever happens, in whatever order: what holds for every call at every step.

use proptest::prelude::*;
use proptest::sample::select;

use super::cases::{START, agent, ctx, events, leave_message, message};
use crate::call::{Action, Call, Effect, Event, State, Why, step};
use crate::time::Timestamp;

/// Events are drawn from the table's, so nothing that can happen is left out.
fn stories() -> impl Strategy<Value = Vec<(Event, i64)>> {
    let all: Vec<Event> = events().into_iter().map(|(_, _, event)| event).collect();
    prop::collection::vec((select(all), 0..20_000_i64), 0..40)
}

fn is_from_a_carrier(event: &Event) -> bool {
    matches!(
        event,
        Event::Placed { .. }
            | Event::PlaceRefused { .. }
            | Event::PlaceUncertain { .. }
            | Event::NotAtCarrier
            | Event::Progress(_)
            | Event::Verdict { .. }
            | Event::Billed { .. }
    )
}

fn is_a_report(event: &Event) -> bool {
    matches!(
        event,
        Event::Placed { .. } | Event::Progress(_) | Event::Verdict { .. } | Event::Billed { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_step_keeps_the_rules(
        policy in select(vec![message(), leave_message(), agent()]), story in stories(),
    ) {
        let mut call = Call::planned(START);
        let mut deadline: Option<Timestamp> = None;
        let mut now = START;
        let mut prices = 0;
        for (event, pause_ms) in story {
            now = now.plus_ms(pause_ms);
            let before = call.clone();
            let answer = step(call, event.clone(), &ctx(&policy, now));
            let after = &answer.call;

            // What an effect means.
            match answer.effect {
                Effect::Applied => prop_assert!(
                    *after != before || !answer.actions.is_empty() || event == Event::HangUpRequested,
                    "{event:?} did nothing to {before:?}"
                ),
                Effect::Ignored(_) => prop_assert_eq!(after, &before),
                Effect::Refused(_) => {
                    prop_assert_eq!(after, &before);
                    prop_assert!(answer.actions.is_empty());
                }
            }

            // Rank and end.
            if is_a_report(&event) {
                prop_assert!(after.state.rank() >= before.state.rank(), "{event:?} lowered {before:?}");
            }
            if after.state.rank() < before.state.rank() {
                let releases = matches!(event, Event::PlaceRefused { .. } | Event::NotAtCarrier);
                prop_assert!(releases);
                prop_assert!(!before.facts.reported && before.facts.carrier_call_id.is_none());
                prop_assert_eq!(after.state, State::Planned);
            }
            if matches!(before.state, State::Ended(_)) {
                prop_assert!(matches!(after.state, State::Ended(_)), "{event:?} revived {before:?}");
            }
            if before.facts.claims == 0 && is_from_a_carrier(&event) && before.state == State::Planned {
                prop_assert_eq!(answer.effect, Effect::Refused(Why::NotYet));
            }

            // A call that waits to be dialled, or whose fate is unknown, has no leg.
            if matches!(after.state, State::Planned | State::Unknown) {
                prop_assert!(after.facts.carrier_call_id.is_none());
            }

            for action in &answer.actions {
                match action {
                    Action::Place => {
                        prop_assert_eq!(&event, &Event::Claimed);
                        prop_assert_eq!(before.state, State::Planned);
                        prop_assert!(!before.facts.reported, "dialled although a leg had been reported");
                    }
                    Action::HangUp { carrier_call_id } => {
                        // After the end, only a leg that turns up late is taken down.
                        let is_new = event == Event::Placed { carrier_call_id: carrier_call_id.clone() };
                        let gives_up = event == Event::DeadlinePassed && before.state.is_live();
                        prop_assert!(after.state.is_live() || is_new || gives_up);
                        prop_assert!(is_new || after.facts.carrier_call_id.as_ref() == Some(carrier_call_id));
                    }
                    Action::CallOff { carrier_call_id } => {
                        prop_assert!(after.state.is_live() && !after.facts.was_answered());
                        prop_assert_eq!(after.facts.carrier_call_id.as_ref(), Some(carrier_call_id));
                    }
                    Action::SpeakMessage { carrier_call_id } => {
                        prop_assert_eq!(after.state, State::Voicemail);
                        prop_assert_eq!(after.facts.carrier_call_id.as_ref(), Some(carrier_call_id));
                        prop_assert!(after.facts.hang_up_requested_at.is_none());
                    }
                    Action::SpeakSafeHarbour { carrier_call_id } => {
                        prop_assert_eq!(after.state, State::Waiting);
                        prop_assert_eq!(after.facts.carrier_call_id.as_ref(), Some(carrier_call_id));
                    }
                    Action::LookUp { .. } => prop_assert!(after.facts.carrier_call_id.is_some()),
                    Action::Search => prop_assert!(after.facts.carrier_call_id.is_none()),
                    Action::FetchCost { .. } => prices += 1,
                    Action::SetDeadline { at } => {
                        prop_assert!(*at > now);
                        deadline = Some(*at);
                    }
                    Action::ClearDeadline => deadline = None,
                }
            }
            prop_assert!(prices <= 1, "the price was asked for twice");

            // Every wait has an end.
            prop_assert_eq!(deadline.is_some(), after.state.is_live(), "{:?} by {:?}", after, event);
            call = answer.call;
        }
    }

    #[test]
    fn a_stored_call_reads_back_as_itself(story in stories()) {
        let policy = message();
        let mut call = Call::planned(START);
        for (event, _) in story {
            let text = serde_json::to_string(&event).expect("events are plain data");
            let read: Event = serde_json::from_str(&text).expect("what was written can be read");
            prop_assert_eq!(&read, &event);
            call = step(call, read, &ctx(&policy, START)).call;
            let text = serde_json::to_string(&call).expect("calls are plain data");
            prop_assert_eq!(&serde_json::from_str::<Call>(&text).expect("what was written can be read"), &call);
        }
    }
}
