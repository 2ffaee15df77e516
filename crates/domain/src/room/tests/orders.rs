use proptest::prelude::*;

use super::super::*;
use crate::call::{Outcome, State};
use crate::time::Timestamp;

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::BrowserHere),
        Just(Event::BrowserLost),
        Just(Event::PhoneHere),
        Just(Event::PhoneLost),
        Just(Event::CallMoved {
            state: State::Ringing
        }),
        Just(Event::CallMoved {
            state: State::Waiting
        }),
        Just(Event::CallMoved {
            state: State::Ended(Outcome::Completed)
        }),
        Just(Event::NotPlanned),
        Just(Event::EndAsked),
        Just(Event::DeadlinePassed),
        Just(Event::Recovered),
    ]
}

fn count(asked: &[Action], action: Action) -> usize {
    asked.iter().filter(|each| **each == action).count()
}

proptest! {
    /// Whatever happens in whatever order: one call, one bridge, one closing; whoever was rung is hung up or ended.
    #[test]
    fn any_order_rings_once_and_leaves_nobody_on_the_line(story in prop::collection::vec((0i64..20, events()), 0..60)) {
        let limits = Limits::default();
        let mut now = Timestamp(0);
        let mut room = Room::opened(Bridge::Media, now);
        let mut asked = Vec::new();
        for (seconds, event) in story {
            now = now.plus_seconds(seconds);
            let was_live = room.is_live();
            let answer = step(room, event, now, &limits);
            prop_assert!(was_live || answer.actions.is_empty(), "a room that is over asks for nothing");
            room = answer.room;
            asked.extend(answer.actions);
            prop_assert!(room.phase != Phase::Opening || room.deadline(&limits).is_some(), "each wait has an end");
            prop_assert!(room.browser.lost_since().is_none() || !room.is_live() || room.deadline(&limits).is_some());
        }
        prop_assert!(count(&asked, Action::PlanCall) <= 1);
        prop_assert!(count(&asked, Action::Bridge) <= 1);
        let (begun, undone) = (count(&asked, Action::Comfort), count(&asked, Action::StopComfort));
        prop_assert_eq!(begun, undone + usize::from(room.comforted));
        prop_assert_eq!(count(&asked, Action::CloseAudio), usize::from(!room.is_live()));
        let rung = count(&asked, Action::PlanCall) == 1;
        if let Some(end) = room.phase.end() {
            let by_itself = matches!(end, End::CallOver | End::NotPlanned);
            prop_assert_eq!(count(&asked, Action::HangUp), usize::from(rung && !by_itself));
        }
    }
}
