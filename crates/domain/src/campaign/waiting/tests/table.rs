//! Given, event, expected.

use super::super::*;
use super::{START, ctx, verdict};
use crate::call::AmdVerdict::{Fax, Human, Machine, MachineReady, Screening, Unknown};
use crate::campaign::TakenFor;

/// What a story of (millisecond, event) comes to, with everything that was asked for but the deadlines.
fn told(story: &[(i64, Event)], unknown: TakenFor, detects: bool) -> (Waiting, Vec<Action>) {
    let (mut state, mut asked) = (Waiting::Unanswered, Vec::new());
    for (after_ms, event) in story {
        let ctx = Ctx {
            unknown,
            detects,
            ..ctx(*after_ms)
        };
        let answer = step(state, *event, &ctx);
        state = answer.state;
        asked.extend(answer.actions);
    }
    asked.retain(|action| !matches!(action, Action::SetDeadline { .. }));
    (state, asked)
}

fn check(story: &[(i64, Event)], end: End, asked: &[Action]) {
    let (state, actions) = told(story, TakenFor::Human, true);
    assert_eq!((state.end(), actions.as_slice()), (Some(end), asked), "{story:?}");
}

const ANSWER: [(i64, Event); 2] = [(0, Event::Answered), (50, Event::AudioHere)];

#[test]
fn a_human_is_put_through_to_the_seat_that_takes_the_call() {
    for (kind, by) in [(Human, By::Own), (Human, By::Carrier), (Screening, By::Own)] {
        let story = [&ANSWER[..], &[(900, verdict(kind, by)), (901, Event::SeatTook)]].concat();
        check(&story, End::Served, &[Action::AskSeat]);
    }
}

#[test]
fn a_machine_is_never_put_through() {
    for kind in [Machine, MachineReady, Fax] {
        let story = [&ANSWER[..], &[(900, verdict(kind, By::Carrier))]].concat();
        check(&story, End::Machine, &[]);
        let story = [&ANSWER[..], &[(900, verdict(kind, By::Own))]].concat();
        check(&story, End::Machine, &[Action::CallMachine { verdict: kind }]);
    }
}

#[test]
fn a_verdict_that_comes_before_the_answer_is_not_lost() {
    let human = [
        (0, verdict(Human, By::Carrier)),
        (10, Event::Answered),
        (20, Event::AudioHere),
        (25, Event::SeatTook),
    ];
    check(&human, End::Served, &[Action::AskSeat]);
    check(
        &[(0, verdict(Machine, By::Carrier)), (5, Event::Answered)],
        End::Machine,
        &[],
    );
}

#[test]
fn a_human_for_whom_nobody_is_free_is_abandoned_at_the_limit_and_not_before() {
    let story = [
        &ANSWER[..],
        &[
            (900, verdict(Human, By::Own)),
            (2_899, Event::DeadlinePassed),
            (2_900, Event::DeadlinePassed),
        ],
    ]
    .concat();
    check(&story, End::Abandoned, &[Action::AskSeat, Action::Abandon]);
}

#[test]
fn a_seat_that_becomes_ready_in_time_is_asked() {
    let story = [
        &ANSWER[..],
        &[
            (900, verdict(Human, By::Own)),
            (1_500, Event::SeatReady),
            (1_501, Event::SeatTook),
        ],
    ]
    .concat();
    check(&story, End::Served, &[Action::AskSeat, Action::AskSeat]);
}

#[test]
fn an_answer_that_nobody_judges_in_time_is_what_the_campaign_takes_it_for() {
    let story = [&ANSWER[..], &[(4_000, Event::DeadlinePassed)]].concat();
    assert_eq!(
        told(&story, TakenFor::Machine, true),
        (
            Waiting::Ended(End::Machine),
            vec![Action::CallMachine { verdict: Machine }]
        )
    );
    let (state, asked) = told(&story, TakenFor::Human, true);
    assert!(state.wants_seat());
    assert_eq!(asked, [Action::AskSeat]);
    assert_eq!(state.deadline(), Some(START.plus_ms(6_000)));
}

#[test]
fn the_carriers_unknown_decides_and_our_own_goes_on_listening() {
    let carrier = [&ANSWER[..], &[(900, verdict(Unknown, By::Carrier))]].concat();
    assert!(told(&carrier, TakenFor::Human, true).0.wants_seat());
    assert_eq!(
        told(&carrier, TakenFor::Machine, true).0,
        Waiting::Ended(End::Machine)
    );
    let own = [&ANSWER[..], &[(900, verdict(Unknown, By::Own))]].concat();
    assert!(matches!(
        told(&own, TakenFor::Machine, true).0,
        Waiting::Judging { .. }
    ));
}

#[test]
fn a_machine_that_passed_for_a_human_is_caught_until_an_agent_has_it() {
    let waiting = [&ANSWER[..], &[(900, verdict(Human, By::Own))]].concat();
    let caught = [&waiting[..], &[(1_200, verdict(Machine, By::Carrier))]].concat();
    check(&caught, End::Machine, &[Action::AskSeat]);
    let late = [
        &waiting[..],
        &[(950, Event::SeatTook), (1_200, verdict(Machine, By::Carrier))],
    ]
    .concat();
    check(&late, End::Served, &[Action::AskSeat]);
}

#[test]
fn without_detection_every_answer_is_a_human() {
    let (state, asked) = told(&ANSWER, TakenFor::Machine, false);
    assert!(state.wants_seat());
    assert_eq!(asked, [Action::AskSeat]);
}

#[test]
fn whoever_hangs_up_before_that_is_gone() {
    check(&[(0, Event::Ended)], End::Gone, &[]);
    let story = [
        &ANSWER[..],
        &[(300, Event::Ended), (400, verdict(Human, By::Carrier))],
    ]
    .concat();
    check(&story, End::Gone, &[]);
}

#[test]
fn nobody_is_put_through_before_their_audio_is_in() {
    let story = [
        (0, Event::Answered),
        (500, verdict(Human, By::Carrier)),
        (600, Event::SeatReady),
    ];
    let (state, asked) = told(&story, TakenFor::Human, true);
    assert!(state.wants_seat());
    assert!(asked.is_empty());
}

/// What a campaign that puts everybody through at once makes of a story.
fn at_once(story: &[(i64, Event)]) -> (Waiting, Vec<Action>) {
    let (mut state, mut asked) = (Waiting::Unanswered, Vec::new());
    for (after_ms, event) in story {
        let ctx = Ctx {
            at_once: true,
            ..ctx(*after_ms)
        };
        let answer = step(state, *event, &ctx);
        state = answer.state;
        asked.extend(answer.actions);
    }
    asked.retain(|action| !matches!(action, Action::SetDeadline { .. }));
    (state, asked)
}

#[test]
fn at_once_means_from_the_first_frame_and_a_machine_is_taken_away_again() {
    let served = [&ANSWER[..], &[(51, Event::SeatTook)]].concat();
    assert_eq!(
        at_once(&served),
        (Waiting::Ended(End::Served), vec![Action::AskSeat])
    );
    for by in [By::Own, By::Carrier] {
        let machine = [
            &served[..],
            &[(1_900, verdict(Machine, by)), (9_000, verdict(MachineReady, by))],
        ]
        .concat();
        let (state, asked) = at_once(&machine);
        assert_eq!(state, Waiting::Ended(End::Machine));
        assert_eq!(asked[1], Action::TakeBack { verdict: Machine }, "{by:?}");
        // The carrier tells the call itself when the machine is ready.
        assert_eq!(asked.len(), if by == By::Own { 3 } else { 2 });
    }
    let before = [
        &ANSWER[..1],
        &[(40, verdict(Machine, By::Own)), (50, Event::AudioHere)],
    ]
    .concat();
    let (state, asked) = at_once(&before);
    assert_eq!(state, Waiting::Ended(End::Machine));
    assert_eq!(asked, [Action::CallMachine { verdict: Machine }]);
}

#[test]
fn audio_that_is_on_its_way_is_waited_for_before_anybody_is_let_go() {
    let (state, _) = at_once(&ANSWER[..1]);
    assert_eq!(state.deadline(), Some(START.plus_ms(6_000)));
    let (state, _) = at_once(&[(0, Event::Answered), (3_000, Event::AudioHere)]);
    assert_eq!(state.deadline(), Some(START.plus_ms(5_000)));
}

#[test]
fn an_agent_who_hears_a_machine_is_believed_whatever_was_detected() {
    let served = [
        &ANSWER[..],
        &[(900, verdict(Human, By::Carrier)), (901, Event::SeatTook)],
    ]
    .concat();
    let said = [
        &served[..],
        &[
            (4_000, verdict(Machine, By::Agent)),
            (4_100, verdict(Machine, By::Agent)),
        ],
    ]
    .concat();
    let back = Action::TakeBack {
        verdict: MachineReady,
    };
    check(&said, End::Machine, &[Action::AskSeat, back]);
    let person = [&served[..], &[(4_000, verdict(Human, By::Agent))]].concat();
    check(&person, End::Served, &[Action::AskSeat]);
}
