//! Whatever is reported, in whatever order and however often, a call comes to one end.

use proptest::prelude::*;
use proptest::sample::select;

use super::super::*;
use super::{ctx, every_event, verdict};
use crate::call::AmdVerdict;
use crate::campaign::TakenFor;

/// Plays a story as the shell does: deadlines fire when their time has come, and a free seat takes whom it is asked for.
fn play(story: &[(i64, Event)], unknown: TakenFor, seat_is_free: bool) -> (Vec<Waiting>, Vec<Action>) {
    let mut state = Waiting::Unanswered;
    let (mut states, mut asked) = (vec![state], Vec::new());
    let mut meet = |event: Event, at_ms: i64, asked: &mut Vec<Action>, states: &mut Vec<Waiting>| {
        let ctx = Ctx {
            unknown,
            ..ctx(at_ms)
        };
        let answer = step(state, event, &ctx);
        state = answer.state;
        states.push(state);
        asked.extend(&answer.actions);
        if seat_is_free && answer.actions.contains(&Action::AskSeat) {
            state = step(state, Event::SeatTook, &ctx).state;
            states.push(state);
        }
        state.deadline()
    };
    let mut deadline: Option<crate::Timestamp> = None;
    let mut now_ms = 0;
    for (pause_ms, event) in story {
        now_ms += pause_ms;
        while let Some(at) = deadline.filter(|at| *at <= ctx(now_ms).now) {
            let at_ms = at.ms_since(ctx(0).now);
            deadline = meet(Event::DeadlinePassed, at_ms, &mut asked, &mut states);
        }
        deadline = meet(*event, now_ms, &mut asked, &mut states);
    }
    while let Some(at) = deadline {
        let at_ms = at.ms_since(ctx(0).now);
        deadline = meet(Event::DeadlinePassed, at_ms, &mut asked, &mut states);
    }
    (states, asked)
}

fn stories() -> impl Strategy<Value = Vec<(i64, Event)>> {
    let reports: Vec<Event> = every_event()
        .into_iter()
        .map(|(_, event)| event)
        .filter(|event| !matches!(event, Event::SeatTook))
        .collect();
    prop::collection::vec((0..3_000_i64, select(reports)), 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_call_comes_to_one_end_and_stays_there(
        story in stories(), unknown in select(vec![TakenFor::Human, TakenFor::Machine]), free in any::<bool>(),
    ) {
        let (states, asked) = play(&story, unknown, free);
        let ends: Vec<End> = states.iter().filter_map(|state| state.end()).collect();
        // What was taken for a talk may turn out to be none; nothing else is taken back.
        let changed = ends.windows(2).filter(|pair| pair[0] != pair[1]);
        prop_assert!(
            changed.clone().all(|pair| *pair == [End::Served, End::Machine]) && changed.count() <= 1,
            "{ends:?}"
        );
        let answered = story.iter().any(|(_, event)| matches!(event, Event::Answered | Event::AudioHere | Event::Verdict { .. }));
        prop_assert!(!answered || !ends.is_empty(), "it waits for ever: {story:?}");
        prop_assert!(asked.iter().filter(|action| **action == Action::Abandon).count() <= 1);
        let machine = Action::CallMachine { verdict: AmdVerdict::Machine };
        prop_assert!(asked.iter().filter(|action| **action == machine).count() <= 1);
    }

    #[test]
    fn the_order_and_number_of_reports_of_one_answer_change_nothing(
        order in Just(vec![0_usize, 1, 2, 0, 1, 2]).prop_shuffle(),
        kind in select(AmdVerdict::ALL.to_vec()), free in any::<bool>(),
    ) {
        let reports = [Event::Answered, Event::AudioHere, verdict(kind, By::Carrier)];
        let story: Vec<(i64, Event)> = order.into_iter().map(|place| (10, reports[place])).collect();
        let (states, _) = play(&story, TakenFor::Human, free);
        let expected = match (kind.is_machine(), free) {
            (true, _) => End::Machine,
            (false, true) => End::Served,
            (false, false) => End::Abandoned,
        };
        prop_assert_eq!(states.last().and_then(|state| state.end()), Some(expected));
    }

    #[test]
    fn a_machine_reaches_no_seat_however_its_reports_come(
        order in Just(vec![0_usize, 1, 2, 3, 3]).prop_shuffle(), by in select(vec![By::Own, By::Carrier]),
    ) {
        let reports = [
            Event::Answered, Event::AudioHere, Event::SeatReady, verdict(AmdVerdict::Machine, by),
        ];
        let story: Vec<(i64, Event)> = order.into_iter().map(|place| (10, reports[place])).collect();
        let (_, asked) = play(&story, TakenFor::Human, true);
        prop_assert!(!asked.contains(&Action::AskSeat), "{story:?}");
    }
}
