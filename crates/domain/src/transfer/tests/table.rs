use super::super::*;
use super::cases::{KINDS, START, at, ctx};
use crate::room::Presence;

use Action::{CallThird, FreeAgent, HandOver, HoldCallee, HoldThird, LetThirdGo, UnholdCallee, UnholdThird};

/// The transfer after a story of (second, event), with what the last event did and everything that was asked for.
fn told(kind: Kind, whom: Whom, story: &[(i64, Event)]) -> (Transfer, Effect, Vec<Action>) {
    let begun = begin(kind, whom, START);
    let (mut transfer, mut effect, mut asked) = (begun.transfer, begun.effect, begun.actions);
    for (second, event) in story {
        let answer = step(transfer, event.clone(), &ctx(at(*second)));
        (transfer, effect) = (answer.transfer, answer.effect);
        asked.extend(answer.actions);
    }
    (transfer, effect, asked)
}

#[track_caller]
fn check(kind: Kind, whom: Whom, story: &[(i64, Event)], phase: &Phase, actions: &[Action]) {
    let (transfer, _, asked) = told(kind, whom, story);
    assert_eq!(transfer.phase, *phase);
    assert_eq!(asked, actions);
}

fn with(side: Side) -> Phase {
    Phase::Consulting { with: side }
}

fn failed(why: Failure) -> Phase {
    Phase::Over(End::Failed(why))
}

/// The agent talks to a third who answered at second 5.
fn consulting(more: &[(i64, Event)]) -> Vec<(i64, Event)> {
    let mut story = vec![(2, Event::ThirdRings), (5, Event::ThirdHere)];
    story.extend_from_slice(more);
    story
}

const ASKED: [Action; 2] = [HoldCallee, CallThird];

fn asked_and(more: &[Action]) -> Vec<Action> {
    [&ASKED, more].concat()
}

#[test]
fn a_blind_transfer_to_a_colleague_hands_the_callee_over_at_once() {
    let (kind, whom) = (Kind::Blind, Whom::Colleague);
    check(kind, whom, &[], &Phase::Handing, &[HandOver]);
    let taken = [(1, Event::HandedOver)];
    let done = Phase::Over(End::Completed);
    check(kind, whom, &taken, &done, &[HandOver, FreeAgent]);
    let refused = [(
        1,
        Event::ThirdGone {
            why: Failure::NotFree,
        },
    )];
    let back = [HandOver, LetThirdGo, UnholdCallee];
    check(kind, whom, &refused, &failed(Failure::NotFree), &back);
    let silent = [(5, Event::DeadlinePassed)];
    check(kind, whom, &silent, &failed(Failure::NotTaken), &back);
}

#[test]
fn a_blind_transfer_to_a_number_lets_the_callee_wait_until_somebody_answers() {
    let (kind, whom) = (Kind::Blind, Whom::Number);
    let rings = [(2, Event::ThirdRings)];
    check(kind, whom, &rings, &Phase::Ringing, &ASKED);
    let answered = consulting(&[]);
    check(kind, whom, &answered, &Phase::Handing, &asked_and(&[HandOver]));
    let done = consulting(&[(5, Event::HandedOver)]);
    let completed = Phase::Over(End::Completed);
    check(kind, whom, &done, &completed, &asked_and(&[HandOver, FreeAgent]));
}

#[test]
fn a_third_who_does_not_take_it_brings_the_callee_back() {
    for (kind, whom) in KINDS
        .into_iter()
        .filter(|way| *way != (Kind::Blind, Whom::Colleague))
    {
        for why in [
            Failure::Busy,
            Failure::NoAnswer,
            Failure::Declined,
            Failure::Refused("On the do-not-call list".to_owned()),
        ] {
            let story = [(2, Event::ThirdRings), (9, Event::ThirdGone { why: why.clone() })];
            let back = asked_and(&[LetThirdGo, UnholdCallee]);
            check(kind, whom, &story, &failed(why), &back);
        }
        let early = [(59, Event::DeadlinePassed)];
        check(kind, whom, &early, &Phase::Calling, &ASKED);
        let late = [(2, Event::ThirdRings), (60, Event::DeadlinePassed)];
        let back = asked_and(&[LetThirdGo, UnholdCallee]);
        check(kind, whom, &late, &failed(Failure::NoAnswer), &back);
    }
}

#[test]
fn a_warm_transfer_swaps_joins_and_completes() {
    for whom in [Whom::Colleague, Whom::Number] {
        let kind = Kind::Warm;
        check(kind, whom, &consulting(&[]), &with(Side::Third), &ASKED);
        let swapped = consulting(&[(6, Event::SwapAsked)]);
        let to_callee = asked_and(&[HoldThird, UnholdCallee]);
        check(kind, whom, &swapped, &with(Side::Callee), &to_callee);
        let twice = consulting(&[(6, Event::SwapAsked), (7, Event::SwapAsked)]);
        let back = asked_and(&[HoldThird, UnholdCallee, HoldCallee, UnholdThird]);
        check(kind, whom, &twice, &with(Side::Third), &back);
        let joined = consulting(&[(6, Event::JoinAsked), (7, Event::JoinAsked)]);
        check(kind, whom, &joined, &Phase::Joined, &asked_and(&[UnholdCallee]));
        let from_callee = consulting(&[(6, Event::SwapAsked), (7, Event::JoinAsked)]);
        let all = asked_and(&[HoldThird, UnholdCallee, UnholdThird]);
        check(kind, whom, &from_callee, &Phase::Joined, &all);
        let apart = consulting(&[(6, Event::JoinAsked), (7, Event::SwapAsked)]);
        let alone = asked_and(&[UnholdCallee, HoldCallee]);
        check(kind, whom, &apart, &with(Side::Third), &alone);
        let done = consulting(&[(6, Event::CompleteAsked), (6, Event::HandedOver)]);
        let over = asked_and(&[HandOver, FreeAgent]);
        check(kind, whom, &done, &Phase::Over(End::Completed), &over);
    }
}

#[test]
fn an_agent_who_will_not_wait_for_the_answer_makes_a_warm_transfer_a_blind_one() {
    let story = [
        (1, Event::CompleteAsked),
        (4, Event::ThirdRings),
        (6, Event::ThirdHere),
    ];
    check(
        Kind::Warm,
        Whom::Number,
        &story,
        &Phase::Handing,
        &asked_and(&[HandOver]),
    );
}

#[test]
fn what_is_asked_too_early_or_too_late_is_refused_and_changes_nothing() {
    let asked = [Event::JoinAsked, Event::SwapAsked];
    for event in asked {
        let (transfer, effect, _) = told(Kind::Warm, Whom::Number, &[(1, event.clone())]);
        assert_eq!(effect, Effect::Refused(Why::NotYet));
        assert_eq!(transfer.phase, Phase::Calling);
        let over = consulting(&[(6, Event::CancelAsked), (7, event)]);
        let (transfer, effect, _) = told(Kind::Warm, Whom::Number, &over);
        assert_eq!(effect, Effect::Refused(Why::TooLate));
        assert_eq!(transfer.phase, Phase::Over(End::Cancelled));
    }
    let away = consulting(&[(6, Event::ThirdLost), (7, Event::CompleteAsked)]);
    let (_, effect, _) = told(Kind::Warm, Whom::Number, &away);
    assert_eq!(
        effect,
        Effect::Refused(Why::NotYet),
        "nobody is there to take the callee"
    );
}

#[test]
fn a_cancelled_transfer_lets_the_third_go_and_the_agent_has_the_callee() {
    for story in [
        vec![(1, Event::CancelAsked)],
        consulting(&[(6, Event::CancelAsked)]),
    ] {
        let back = asked_and(&[LetThirdGo, UnholdCallee]);
        check(
            Kind::Warm,
            Whom::Number,
            &story,
            &Phase::Over(End::Cancelled),
            &back,
        );
    }
}

#[test]
fn a_third_whose_audio_comes_back_in_time_goes_on_and_one_that_stays_away_is_let_go() {
    let back = consulting(&[
        (6, Event::ThirdLost),
        (15, Event::ThirdHere),
        (16, Event::DeadlinePassed),
    ]);
    check(Kind::Warm, Whom::Number, &back, &with(Side::Third), &ASKED);
    let gone = consulting(&[(6, Event::ThirdLost), (16, Event::DeadlinePassed)]);
    let actions = asked_and(&[LetThirdGo, UnholdCallee]);
    check(Kind::Warm, Whom::Number, &gone, &failed(Failure::Lost), &actions);
}

#[test]
fn a_callee_who_hangs_up_meanwhile_lets_the_third_go_and_nobody_is_brought_back() {
    for story in [
        vec![(1, Event::CalleeGone)],
        consulting(&[(6, Event::CalleeGone)]),
        consulting(&[(6, Event::CompleteAsked), (7, Event::CalleeGone)]),
    ] {
        let (transfer, _, asked) = told(Kind::Warm, Whom::Colleague, &story);
        assert_eq!(transfer.phase, failed(Failure::CalleeLeft));
        assert_eq!(asked.last(), Some(&LetThirdGo));
    }
}

#[test]
fn an_agent_who_is_lost_leaves_the_callee_with_the_third_or_else_to_the_goodbye_of_the_seat() {
    for story in [
        consulting(&[(6, Event::AgentGone)]),
        consulting(&[(6, Event::JoinAsked), (7, Event::AgentGone)]),
    ] {
        let (transfer, _, asked) = told(Kind::Warm, Whom::Number, &story);
        assert_eq!(transfer.phase, Phase::Handing);
        assert_eq!(asked.last(), Some(&HandOver));
    }
    for story in [
        vec![(1, Event::AgentGone)],
        consulting(&[(6, Event::ThirdLost), (7, Event::AgentGone)]),
    ] {
        let (transfer, _, asked) = told(Kind::Warm, Whom::Number, &story);
        assert_eq!(transfer.phase, failed(Failure::AgentLeft));
        assert_eq!(asked.last(), Some(&LetThirdGo));
    }
}

#[test]
fn whoever_took_the_callee_late_has_them_all_the_same() {
    let story = [(5, Event::DeadlinePassed), (6, Event::HandedOver)];
    let actions = [HandOver, LetThirdGo, UnholdCallee, FreeAgent];
    check(
        Kind::Blind,
        Whom::Colleague,
        &story,
        &Phase::Over(End::Completed),
        &actions,
    );
}

#[test]
fn a_process_that_ends_lets_the_third_go() {
    let story = consulting(&[(6, Event::Recovered)]);
    let actions = asked_and(&[LetThirdGo]);
    check(
        Kind::Warm,
        Whom::Number,
        &story,
        &failed(Failure::Restarted),
        &actions,
    );
    let (transfer, _, _) = told(Kind::Warm, Whom::Number, &consulting(&[]));
    assert_eq!(transfer.third, Presence::Here);
}

#[test]
fn each_failure_is_said_in_a_sentence() {
    for why in [
        Failure::NoAnswer,
        Failure::Busy,
        Failure::CalleeLeft,
        Failure::Restarted,
    ] {
        assert!(why.sentence().ends_with('.'), "{why:?}");
    }
    let own = "The number is on the do-not-call list.".to_owned();
    assert_eq!(Failure::Refused(own.clone()).sentence(), own);
}
