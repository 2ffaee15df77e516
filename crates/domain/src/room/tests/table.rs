use super::super::*;
use crate::call::{Outcome, State};
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_000_000_000);

fn at(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

/// The room after a story of (second, event), with everything it asked for.
fn told(story: &[(i64, Event)]) -> (Room, Vec<Action>) {
    let mut room = Room::opened(Bridge::Media, START);
    let mut asked = Vec::new();
    for (second, event) in story {
        let answer = step(room, *event, at(*second), &Limits::default());
        room = answer.room;
        asked.extend(answer.actions);
    }
    (room, asked)
}

fn moved(state: State) -> Event {
    Event::CallMoved { state }
}

const TALKING: [(i64, Event); 4] = [
    (1, Event::BrowserHere),
    (
        3,
        Event::CallMoved {
            state: State::Ringing,
        },
    ),
    (8, Event::PhoneHere),
    (
        9,
        Event::CallMoved {
            state: State::Connected,
        },
    ),
];

#[test]
fn nobody_is_rung_before_the_browser_is_in() {
    assert_eq!(told(&[]).0.phase, Phase::Opening);
    let (room, asked) = told(&[(1, Event::BrowserHere)]);
    assert_eq!(room.phase, Phase::Dialing);
    assert_eq!(asked, [Action::PlanCall]);
}

#[test]
fn a_callee_who_answers_is_bridged_once() {
    let (room, asked) = told(&TALKING);
    assert_eq!(room.phase, Phase::Connected);
    assert_eq!(room.connected_at, Some(at(8)));
    assert_eq!(asked, [Action::PlanCall, Action::Bridge]);
}

#[test]
fn a_reloaded_page_finds_the_callee_still_there() {
    let story = [
        &TALKING[..],
        &[(20, Event::BrowserLost), (22, Event::BrowserHere)],
    ]
    .concat();
    let (room, asked) = told(&story);
    assert_eq!(room.phase, Phase::Connected);
    assert_eq!(room.connected_at, Some(at(8)));
    assert_eq!(room.deadline(&Limits::default()), None);
    assert_eq!(asked, [Action::PlanCall, Action::Bridge]);
}

#[test]
fn a_browser_that_stays_away_ends_the_call_with_an_apology() {
    let lost = [&TALKING[..], &[(20, Event::BrowserLost)]].concat();
    let early = [&lost[..], &[(49, Event::DeadlinePassed)]].concat();
    let (room, asked) = told(&early);
    assert_eq!(room.phase, Phase::Connected);
    assert_eq!(asked[2..], [Action::Comfort]);
    assert_eq!(room.deadline(&Limits::default()), Some(at(50)));
    let (room, asked) = told(&[&early[..], &[(50, Event::DeadlinePassed)]].concat());
    assert_eq!(room.phase, Phase::Ended(End::BrowserGone));
    assert_eq!(
        asked[3..],
        [Action::Apologise, Action::HangUp, Action::CloseAudio]
    );
}

#[test]
fn a_callee_whose_agent_is_away_for_longer_than_a_reload_hears_something_until_the_return() {
    let lost = [&TALKING[..], &[(20, Event::BrowserLost)]].concat();
    assert_eq!(told(&lost).0.deadline(&Limits::default()), Some(at(22)));
    let away = [
        &lost[..],
        &[(21, Event::DeadlinePassed), (22, Event::DeadlinePassed)],
    ]
    .concat();
    let (room, asked) = told(&away);
    assert_eq!(asked[2..], [Action::Comfort]);
    assert_eq!(
        room.deadline(&Limits::default()),
        Some(at(50)),
        "it is asked for once"
    );
    let back = [&away[..], &[(25, Event::BrowserHere), (26, Event::BrowserHere)]].concat();
    let (room, asked) = told(&back);
    assert_eq!(asked[2..], [Action::Comfort, Action::StopComfort]);
    assert_eq!(room.deadline(&Limits::default()), None);
    let again = [
        &back[..],
        &[(30, Event::BrowserLost), (32, Event::DeadlinePassed)],
    ]
    .concat();
    assert_eq!(
        told(&again).1[2..],
        [Action::Comfort, Action::StopComfort, Action::Comfort]
    );
}

#[test]
fn nobody_is_comforted_before_the_callee_is_there() {
    let away = [
        (1, Event::BrowserHere),
        (2, Event::BrowserLost),
        (4, Event::DeadlinePassed),
    ];
    assert_eq!(told(&away).1, [Action::PlanCall]);
    let answered = [&away[..], &[(6, Event::PhoneHere), (6, Event::DeadlinePassed)]].concat();
    assert_eq!(told(&answered).1, [Action::PlanCall, Action::Comfort]);
    let back = [&answered[..], &[(8, Event::BrowserHere)]].concat();
    assert_eq!(
        told(&back).1[1..],
        [Action::Comfort, Action::StopComfort, Action::Bridge]
    );
}

#[test]
fn a_callee_who_answers_while_the_browser_is_away_is_bridged_on_its_return() {
    let (room, asked) = told(&[
        (1, Event::BrowserHere),
        (2, Event::BrowserLost),
        (4, Event::PhoneHere),
        (5, Event::BrowserHere),
    ]);
    assert_eq!(room.phase, Phase::Connected);
    assert_eq!(asked, [Action::PlanCall, Action::Bridge]);
}

#[test]
fn a_browser_that_never_comes_frees_the_lead() {
    let (room, asked) = told(&[(60, Event::DeadlinePassed)]);
    assert_eq!(room.phase, Phase::Ended(End::NeverJoined));
    assert_eq!(asked, [Action::CloseAudio, Action::ReleaseLead]);
}

#[test]
fn a_call_that_ends_closes_the_room_without_another_order_to_hang_up() {
    let story = [&TALKING[..], &[(60, moved(State::Ended(Outcome::Completed)))]].concat();
    let (room, asked) = told(&story);
    assert_eq!(room.phase, Phase::Ended(End::CallOver));
    assert_eq!(asked[2..], [Action::CloseAudio]);
}

#[test]
fn a_phone_whose_audio_returns_goes_on_and_one_that_does_not_is_hung_up() {
    let lost = [&TALKING[..], &[(20, Event::PhoneLost)]].concat();
    let back = [&lost[..], &[(25, Event::PhoneHere), (40, Event::DeadlinePassed)]].concat();
    assert_eq!(told(&back).0.phase, Phase::Connected);
    let (room, asked) = told(&[&lost[..], &[(30, Event::DeadlinePassed)]].concat());
    assert_eq!(room.phase, Phase::Ended(End::PhoneGone));
    assert_eq!(asked[2..], [Action::HangUp, Action::CloseAudio]);
}

#[test]
fn an_end_before_anybody_was_rung_hangs_nobody_up() {
    let (room, asked) = told(&[(2, Event::EndAsked)]);
    assert_eq!(room.phase, Phase::Ended(End::Asked));
    assert_eq!(asked, [Action::CloseAudio, Action::ReleaseLead]);
}

#[test]
fn a_refused_call_ends_the_room_and_frees_the_lead() {
    let (room, asked) = told(&[(1, Event::BrowserHere), (2, Event::NotPlanned)]);
    assert_eq!(room.phase, Phase::Ended(End::NotPlanned));
    assert_eq!(asked[1..], [Action::CloseAudio, Action::ReleaseLead]);
}

#[test]
fn a_room_of_an_earlier_life_is_ended_with_its_call() {
    let story = [&TALKING[..], &[(100, Event::Recovered)]].concat();
    let (room, asked) = told(&story);
    assert_eq!(room.phase, Phase::Ended(End::Restarted));
    assert_eq!(asked[2..], [Action::HangUp, Action::CloseAudio]);
}
