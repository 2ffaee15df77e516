use super::super::*;
use super::cases::{BRISK, LIMITS, START, STRICT, UNHURRIED, at, first, lead, second};
use crate::time::Timestamp;

/// The seat after a story of (second, event), with what the last event did and everything that was asked for.
fn told(policy: &Policy, story: &[(i64, Event)]) -> (Seat, Effect, Vec<Action>) {
    let mut seat = Seat::signed_in(START);
    let mut effect = Effect::Applied;
    let mut asked = Vec::new();
    for (second, event) in story {
        let ctx = Ctx {
            now: at(*second),
            limits: &LIMITS,
            policy,
        };
        let answer = step(seat, event.clone(), &ctx);
        (seat, effect) = (answer.seat, answer.effect);
        asked.extend(answer.actions);
    }
    (seat, effect, asked)
}

fn story(more: &[(i64, Event)]) -> Vec<(i64, Event)> {
    let mut all = vec![(1, Event::BrowserHere), (2, Event::ReadyAsked)];
    all.extend_from_slice(more);
    all
}

/// A callee was put through at second 11.
fn talking(more: &[(i64, Event)]) -> Vec<(i64, Event)> {
    let mut all = story(&[(10, reserved()), (11, Event::LegHere { call: first() })]);
    all.extend_from_slice(more);
    all
}

fn reserved() -> Event {
    Event::CallReserved { call: first() }
}

fn over() -> Event {
    Event::CallOver { call: first() }
}

fn wrapped(next: Next) -> Event {
    Event::WrappedUp { call: first(), next }
}

fn lunch() -> PauseReason {
    PauseReason::Chosen(Some("lunch".to_owned()))
}

fn pause() -> Event {
    Event::PauseAsked { reason: lunch() }
}

#[track_caller]
fn check(policy: &Policy, events: &[(i64, Event)], state: &State, since: Timestamp, actions: &[Action]) {
    let (seat, _, asked) = told(policy, events);
    assert_eq!(seat.state, *state);
    assert_eq!(seat.since, since);
    assert_eq!(asked, actions);
}

fn begun() -> Vec<Action> {
    vec![Action::Beep, Action::BeginTalk { call: first() }]
}

fn begun_and(more: &[Action]) -> Vec<Action> {
    [&begun(), more].concat()
}

fn wrap_up(until: Option<i64>) -> State {
    State::WrapUp {
        call: first(),
        until: until.map(at),
    }
}

fn ended() -> Action {
    Action::EndTalk { call: first() }
}

fn hung_up() -> Action {
    Action::HangUp { call: first() }
}

#[test]
fn an_agent_who_came_in_is_paused_until_they_ask_for_callees() {
    let paused = State::Paused {
        reason: PauseReason::NotYetReady,
    };
    check(&UNHURRIED, &[(1, Event::BrowserHere)], &paused, at(1), &[]);
    check(&UNHURRIED, &story(&[]), &State::Ready, at(2), &[]);
    let (_, effect, _) = told(&UNHURRIED, &[(1, Event::ReadyAsked)]);
    assert_eq!(effect, Effect::Refused(Why::NotYet));
}

#[test]
fn a_browser_that_never_comes_gives_the_seat_up() {
    let events = [(59, Event::DeadlinePassed)];
    check(&UNHURRIED, &events, &State::Joining, START, &[]);
    let offline = State::Offline {
        why: End::NeverJoined,
    };
    let events = [(60, Event::DeadlinePassed)];
    check(&UNHURRIED, &events, &offline, at(60), &[Action::CloseAudio]);
}

#[test]
fn of_two_callees_for_one_seat_the_first_has_it() {
    let events = story(&[(10, reserved()), (10, Event::CallReserved { call: second() })]);
    let (seat, effect, asked) = told(&UNHURRIED, &events);
    assert_eq!(effect, Effect::Refused(Why::Taken));
    assert_eq!(seat.call(), Some(&first()));
    assert!(asked.is_empty());
    let (_, effect, _) = told(
        &UNHURRIED,
        &talking(&[(12, Event::CallReserved { call: second() })]),
    );
    assert_eq!(effect, Effect::Refused(Why::Taken));
}

#[test]
fn a_callee_who_comes_is_announced_and_the_talk_begins_once() {
    let events = talking(&[(12, Event::LegHere { call: first() })]);
    let (seat, effect, asked) = told(&UNHURRIED, &events);
    assert_eq!(effect, Effect::Ignored(Why::Repeated));
    assert_eq!(asked, begun());
    assert_eq!(seat.callee(), Some(&first()));
    assert_eq!(seat.since, at(11), "the talk is timed from here");
}

#[test]
fn a_promised_callee_who_never_comes_costs_the_agent_no_turn() {
    for event in [
        Event::DeadlinePassed,
        Event::LegMissed { call: first() },
        over(),
        Event::MachineThere { call: first() },
    ] {
        check(
            &UNHURRIED,
            &story(&[(10, reserved()), (15, event)]),
            &State::Ready,
            at(2),
            &[],
        );
    }
    let (seat, _, _) = told(&UNHURRIED, &story(&[(10, reserved())]));
    assert_eq!(seat.deadline(&LIMITS), Some(at(15)));
}

#[test]
fn a_callee_who_hangs_up_leaves_the_agent_with_the_work_after_the_call() {
    let events = talking(&[(60, over()), (61, over())]);
    check(
        &UNHURRIED,
        &events,
        &wrap_up(None),
        at(60),
        &begun_and(&[ended()]),
    );
}

#[test]
fn an_agent_who_ends_the_call_hangs_the_callee_up() {
    let events = talking(&[(60, Event::EndCallAsked), (61, over())]);
    let actions = begun_and(&[hung_up(), ended()]);
    check(&UNHURRIED, &events, &wrap_up(None), at(60), &actions);
}

#[test]
fn what_came_of_the_call_frees_the_agent_for_the_next_or_for_a_pause() {
    let ready = talking(&[(60, over()), (70, wrapped(Next::Ready))]);
    check(&UNHURRIED, &ready, &State::Ready, at(70), &begun_and(&[ended()]));
    let paused = talking(&[(60, over()), (70, wrapped(Next::Paused))]);
    let chosen = State::Paused {
        reason: PauseReason::Chosen(None),
    };
    check(&UNHURRIED, &paused, &chosen, at(70), &begun_and(&[ended()]));
    let (_, effect, _) = told(&UNHURRIED, &talking(&[(20, wrapped(Next::Ready))]));
    assert_eq!(effect, Effect::Refused(Why::NotYet), "they still talk");
}

#[test]
fn the_time_for_the_work_after_a_call_ends_it_unless_the_agent_must_say_what_came_of_it() {
    let events = talking(&[(60, over()), (80, Event::DeadlinePassed)]);
    check(&BRISK, &events, &State::Ready, at(80), &begun_and(&[ended()]));
    let early = talking(&[(60, over()), (79, Event::DeadlinePassed)]);
    check(&BRISK, &early, &wrap_up(Some(80)), at(60), &begun_and(&[ended()]));
    check(&STRICT, &events, &wrap_up(None), at(60), &begun_and(&[ended()]));
    let (_, effect, _) = told(&STRICT, &talking(&[(60, over()), (61, Event::ReadyAsked)]));
    assert_eq!(effect, Effect::Refused(Why::DispositionMissing));
}

#[test]
fn a_pause_that_is_asked_for_during_a_talk_begins_after_it() {
    let paused = State::Paused { reason: lunch() };
    let asked = talking(&[(20, pause()), (60, over())]);
    check(&BRISK, &asked, &wrap_up(Some(80)), at(60), &begun_and(&[ended()]));
    for end in [(70, wrapped(Next::Ready)), (80, Event::DeadlinePassed)] {
        let since = at(end.0);
        let events = talking(&[(20, pause()), (60, over()), end]);
        check(&BRISK, &events, &paused, since, &begun_and(&[ended()]));
    }
    let undone = talking(&[
        (20, pause()),
        (30, Event::ReadyAsked),
        (60, over()),
        (70, wrapped(Next::Ready)),
    ]);
    check(&BRISK, &undone, &State::Ready, at(70), &begun_and(&[ended()]));
}

#[test]
fn a_machine_that_is_heard_frees_the_seat_at_once() {
    let machine = Event::MachineThere { call: first() };
    let returned = begun_and(&[Action::ReturnLeg { call: first() }]);
    let events = talking(&[(13, machine.clone()), (14, over())]);
    check(&STRICT, &events, &State::Ready, at(13), &returned);
    let paused = talking(&[(12, pause()), (13, machine)]);
    check(
        &STRICT,
        &paused,
        &State::Paused { reason: lunch() },
        at(13),
        &returned,
    );
}

#[test]
fn a_browser_that_stays_away_while_nobody_is_there_pauses_the_seat_and_then_gives_it_up() {
    let away = story(&[(10, Event::BrowserLost)]);
    let (seat, _, _) = told(&UNHURRIED, &away);
    assert!(!seat.is_free(), "nobody is put through to an empty chair");
    let (_, effect, _) = told(&UNHURRIED, &story(&[(10, Event::BrowserLost), (11, reserved())]));
    assert_eq!(effect, Effect::Refused(Why::BrowserAway));
    let back = story(&[
        (10, Event::BrowserLost),
        (12, Event::BrowserHere),
        (40, Event::DeadlinePassed),
    ]);
    check(&UNHURRIED, &back, &State::Ready, at(2), &[]);
    let paused = story(&[(10, Event::BrowserLost), (40, Event::DeadlinePassed)]);
    let reason = PauseReason::BrowserLost;
    check(&UNHURRIED, &paused, &State::Paused { reason }, at(40), &[]);
    let (_, effect, _) = told(&UNHURRIED, &[&paused[..], &[(50, Event::ReadyAsked)]].concat());
    assert_eq!(effect, Effect::Refused(Why::BrowserAway));
    let gone = [&paused[..], &[(1_810, Event::DeadlinePassed)]].concat();
    let offline = State::Offline { why: End::Absent };
    check(&UNHURRIED, &gone, &offline, at(1_810), &[Action::CloseAudio]);
}

#[test]
fn a_reloaded_page_finds_the_callee_still_there() {
    let events = talking(&[(20, Event::BrowserLost), (21, Event::BrowserHere)]);
    let (seat, _, asked) = told(&UNHURRIED, &events);
    assert_eq!(seat.callee(), Some(&first()));
    assert_eq!(seat.deadline(&LIMITS), None);
    assert_eq!(asked, begun());
}

#[test]
fn a_callee_whose_agent_stays_away_hears_something_then_an_apology() {
    let away = talking(&[
        (20, Event::BrowserLost),
        (22, Event::DeadlinePassed),
        (23, Event::DeadlinePassed),
    ]);
    let (seat, _, asked) = told(&UNHURRIED, &away);
    assert_eq!(asked, begun_and(&[Action::Comfort]));
    assert_eq!(seat.deadline(&LIMITS), Some(at(50)));
    let back = [&away[..], &[(25, Event::BrowserHere)]].concat();
    assert_eq!(
        told(&UNHURRIED, &back).2,
        begun_and(&[Action::Comfort, Action::StopComfort])
    );
    let gone = [&away[..], &[(50, Event::DeadlinePassed)]].concat();
    let apologise = Action::Apologise { call: first() };
    let actions = begun_and(&[Action::Comfort, apologise, hung_up(), ended()]);
    check(&UNHURRIED, &gone, &wrap_up(None), at(50), &actions);
}

#[test]
fn a_callee_whose_audio_stops_is_given_time_and_then_hung_up() {
    let lost = talking(&[(20, Event::LegLost { call: first() })]);
    let back = [
        &lost[..],
        &[
            (25, Event::LegHere { call: first() }),
            (40, Event::DeadlinePassed),
        ],
    ]
    .concat();
    assert_eq!(told(&UNHURRIED, &back).0.callee(), Some(&first()));
    let gone = [&lost[..], &[(30, Event::DeadlinePassed)]].concat();
    let actions = begun_and(&[hung_up(), ended()]);
    check(&UNHURRIED, &gone, &wrap_up(None), at(30), &actions);
}

#[test]
fn signing_out_lets_the_callee_go_who_is_there_and_nobody_else() {
    let why = End::Forced;
    let out = Event::SignOutAsked { why };
    let offline = State::Offline { why };
    let actions = begun_and(&[hung_up(), ended(), Action::CloseAudio]);
    check(
        &UNHURRIED,
        &talking(&[(20, out.clone())]),
        &offline,
        at(20),
        &actions,
    );
    let promised = story(&[(10, reserved()), (11, out.clone())]);
    check(&UNHURRIED, &promised, &offline, at(11), &[Action::CloseAudio]);
    let (_, effect, _) = told(&UNHURRIED, &story(&[(11, out.clone()), (12, out)]));
    assert_eq!(effect, Effect::Ignored(Why::TooLate));
}

#[test]
fn a_seat_of_an_earlier_life_is_given_up_with_its_callee() {
    let offline = State::Offline { why: End::Restarted };
    let events = talking(&[(20, Event::Recovered)]);
    let actions = begun_and(&[hung_up(), ended(), Action::CloseAudio]);
    check(&UNHURRIED, &events, &offline, at(20), &actions);
}

fn offered(dial_at: Option<i64>) -> Event {
    Event::LeadOffered {
        lead: lead(),
        dial_at: dial_at.map(at),
    }
}

fn begun_own() -> Event {
    Event::OwnCallBegun {
        call: first(),
        until: at(90),
    }
}

fn given_back() -> Action {
    Action::GiveBack { lead: lead() }
}

#[test]
fn a_lead_is_shown_to_an_agent_who_is_ready_and_goes_back_when_they_are_not() {
    let shown = story(&[(10, offered(None))]);
    let (seat, effect, asked) = told(&UNHURRIED, &shown);
    assert_eq!(
        (effect, seat.state, asked),
        (Effect::Applied, State::Ready, Vec::new())
    );
    assert_eq!(seat.offer.map(|offer| offer.at), Some(at(10)));
    let (_, effect, _) = told(&UNHURRIED, &[(1, Event::BrowserHere), (2, offered(None))]);
    assert_eq!(
        effect,
        Effect::Refused(Why::Taken),
        "an agent who pauses is shown nobody"
    );
    let paused = [&shown[..], &[(20, pause())]].concat();
    check(
        &UNHURRIED,
        &paused,
        &State::Paused { reason: lunch() },
        at(20),
        &[given_back()],
    );
    let why = End::SignedOut;
    let out = [&shown[..], &[(20, Event::SignOutAsked { why })]].concat();
    check(
        &UNHURRIED,
        &out,
        &State::Offline { why },
        at(20),
        &[given_back(), Action::CloseAudio],
    );
    let skipped = [&shown[..], &[(20, Event::OfferWithdrawn { lead: lead() })]].concat();
    let (seat, _, asked) = told(&UNHURRIED, &skipped);
    assert_eq!((seat.offer, asked), (None, Vec::new()));
}

#[test]
fn a_countdown_dials_once_and_only_for_somebody_who_sees_it() {
    let dial = Action::DialOffer { lead: lead() };
    let counted = story(&[
        (10, offered(Some(20))),
        (20, Event::DeadlinePassed),
        (21, Event::DeadlinePassed),
    ]);
    check(&UNHURRIED, &counted, &State::Ready, at(2), &[dial]);
    let away = story(&[
        (10, offered(Some(20))),
        (15, Event::BrowserLost),
        (20, Event::DeadlinePassed),
    ]);
    check(&UNHURRIED, &away, &State::Ready, at(2), &[]);
}

#[test]
fn the_seats_own_call_rings_and_whoever_answers_is_there() {
    let dialing = story(&[(10, offered(None)), (12, begun_own())]);
    let (seat, _, asked) = told(&STRICT, &dialing);
    assert_eq!(
        (seat.standing(), seat.own_call(), &seat.offer),
        (Standing::Dialing, Some(&first()), &None)
    );
    assert!(asked.is_empty());
    let (_, effect, _) = told(
        &STRICT,
        &[&dialing[..], &[(13, Event::CallReserved { call: second() })]].concat(),
    );
    assert_eq!(
        effect,
        Effect::Refused(Why::Taken),
        "others' callees wait for others"
    );
    let answered = [
        &dialing[..],
        &[(20, reserved()), (20, Event::LegHere { call: first() })],
    ]
    .concat();
    let (seat, _, asked) = told(&STRICT, &answered);
    assert_eq!((seat.callee(), asked), (Some(&first()), begun()));
}

#[test]
fn an_own_call_that_nobody_answers_leaves_the_agent_where_they_were() {
    let dialing = story(&[(12, begun_own())]);
    for end in [
        over(),
        Event::LegMissed { call: first() },
        Event::MachineThere { call: first() },
    ] {
        check(
            &STRICT,
            &[&dialing[..], &[(40, end)]].concat(),
            &State::Ready,
            at(2),
            &[],
        );
    }
    for end in [(30, Event::EndCallAsked), (90, Event::DeadlinePassed)] {
        check(
            &STRICT,
            &[&dialing[..], &[end]].concat(),
            &State::Ready,
            at(2),
            &[hung_up()],
        );
    }
    let from_pause = [(1, Event::BrowserHere), (12, begun_own()), (40, over())];
    let reason = PauseReason::NotYetReady;
    check(&STRICT, &from_pause, &State::Paused { reason }, at(40), &[]);
    let why = End::Restarted;
    let recovered = [&dialing[..], &[(20, Event::Recovered)]].concat();
    check(
        &STRICT,
        &recovered,
        &State::Offline { why },
        at(20),
        &[hung_up(), Action::CloseAudio],
    );
}

fn given() -> Event {
    Event::CallGiven { call: first() }
}

#[test]
fn an_agent_who_passed_the_callee_on_notes_what_came_of_their_part() {
    let over = Event::HandedOver { call: first() };
    let left = Action::LeaveTalk { call: first() };
    let events = talking(&[(60, over.clone()), (61, over)]);
    check(&UNHURRIED, &events, &wrap_up(None), at(60), &begun_and(&[left]));
    let other = Event::HandedOver { call: second() };
    let (seat, effect, _) = told(&UNHURRIED, &talking(&[(60, other)]));
    assert_eq!(effect, Effect::Ignored(Why::OtherCall));
    assert_eq!(seat.callee(), Some(&first()));
}

#[test]
fn an_agent_who_is_asked_by_a_colleague_gets_no_other_callee_meanwhile() {
    let (seat, _, _) = told(&UNHURRIED, &story(&[(5, Event::ConsultAsked)]));
    assert!(!seat.is_free());
    let asked = story(&[(5, Event::ConsultAsked), (6, reserved())]);
    assert_eq!(told(&UNHURRIED, &asked).1, Effect::Refused(Why::Taken));
    let twice = story(&[(5, Event::ConsultAsked), (6, Event::ConsultAsked)]);
    assert_eq!(told(&UNHURRIED, &twice).1, Effect::Refused(Why::Taken));
    let over = story(&[(5, Event::ConsultAsked), (6, Event::ConsultOver), (7, reserved())]);
    assert_eq!(told(&UNHURRIED, &over).1, Effect::Applied);
    let busy = talking(&[(20, Event::ConsultAsked)]);
    assert_eq!(told(&UNHURRIED, &busy).1, Effect::Refused(Why::Taken));
}

#[test]
fn a_callee_who_is_given_comes_to_a_ready_agent_or_to_one_who_was_asked_in_a_pause_that_goes_on_after_it() {
    let here = Event::LegHere { call: first() };
    let (seat, _, asked) = told(&UNHURRIED, &story(&[(5, given()), (5, here.clone())]));
    assert_eq!(seat.callee(), Some(&first()));
    assert_eq!(asked, begun());
    let unasked = [(1, Event::BrowserHere), (5, given())];
    assert_eq!(told(&UNHURRIED, &unasked).1, Effect::Refused(Why::Taken));
    let pausing = [
        (1, Event::BrowserHere),
        (2, pause()),
        (3, Event::ConsultAsked),
        (5, given()),
        (5, here),
        (60, over()),
        (70, wrapped(Next::Ready)),
    ];
    let (seat, _, _) = told(&UNHURRIED, &pausing);
    assert_eq!(seat.state, State::Paused { reason: lunch() });
    let away = story(&[(3, Event::BrowserLost), (4, given())]);
    assert_eq!(told(&UNHURRIED, &away).1, Effect::Refused(Why::BrowserAway));
}
