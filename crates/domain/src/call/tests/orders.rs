//! Reports of one leg, doubled, shuffled and partly lost, always tell the same story.

use proptest::prelude::*;
use proptest::sample::select;

use super::cases::{LEG, START, agent, ctx, failure, leave_message, message, placed};
use crate::call::{
    Action, AmdVerdict, Blame, Call, CallFailure, Effect, Event, LegStatus, Policy, Progress, Retry, State,
    step,
};

fn policies() -> impl Strategy<Value = Policy> {
    select(vec![message(), leave_message(), agent()])
}

fn failures() -> impl Strategy<Value = CallFailure> {
    let blames = select(vec![Blame::Callee, Blame::Carrier, Blame::Config]);
    let codes = select(vec![None, Some("13225"), Some("sip 404")]);
    (
        blames,
        codes,
        select(vec!["carrier.unavailable", "callee.unreachable"]),
    )
        .prop_map(|(blame, code, cause)| CallFailure {
            blame,
            code: code.map(str::to_owned),
            cause: cause.to_owned(),
            ..failure(Retry::Never)
        })
}

fn statuses() -> impl Strategy<Value = LegStatus> {
    prop_oneof![
        select(vec![
            LegStatus::Queued,
            LegStatus::Initiated,
            LegStatus::Ringing,
            LegStatus::Answered
        ]),
        select(vec![
            LegStatus::Completed,
            LegStatus::Busy,
            LegStatus::NoAnswer,
            LegStatus::Canceled
        ]),
        failures().prop_map(|failure| LegStatus::Failed { failure }),
    ]
}

/// Anything a carrier may say of a leg, contradictions included; few values, so that they collide.
fn reports() -> impl Strategy<Value = Event> {
    let progress = (
        statuses(),
        0..4_i64,
        prop::option::of(0..3_u32),
        prop::option::of(0..3_i64),
    )
        .prop_map(|(status, second, sequence, talk_s)| {
            let at = START.plus_seconds(second);
            Event::Progress(Progress {
                status,
                at,
                sequence,
                talk_ms: talk_s.map(|s| s * 1_000),
            })
        });
    prop_oneof![
        3 => progress,
        1 => select(AmdVerdict::ALL.to_vec()).prop_map(|verdict| Event::Verdict { verdict }),
    ]
}

/// The same reports in two orders, with some of them doubled in the second.
fn two_tellings() -> impl Strategy<Value = (Vec<Event>, Vec<Event>)> {
    prop::collection::vec((reports(), any::<bool>()), 1..10).prop_flat_map(|told| {
        let once: Vec<Event> = told.iter().map(|(event, _)| event.clone()).collect();
        let doubled: Vec<Event> = told
            .into_iter()
            .flat_map(|(event, twice)| vec![event; if twice { 2 } else { 1 }])
            .collect();
        (Just(once), Just(doubled).prop_shuffle())
    })
}

fn claimed(policy: &Policy) -> Call {
    step(Call::planned(START), Event::Claimed, &ctx(policy, START)).call
}

/// Feeds events a second apart; answers the call and everything that was asked for.
fn tell(mut call: Call, policy: &Policy, events: &[Event]) -> (Call, Vec<Action>) {
    let mut asked = Vec::new();
    let mut now = START;
    for event in events {
        now = now.plus_seconds(1);
        let before = call.clone();
        let answer = step(call, event.clone(), &ctx(policy, now));
        assert!(
            answer.call.state.rank() >= before.state.rank(),
            "{before:?} fell by {event:?}"
        );
        if answer.effect != Effect::Applied {
            assert_eq!(answer.call, before, "an event without effect changed the call");
        }
        call = answer.call;
        asked.extend(answer.actions);
    }
    (call, asked)
}

fn with(mut events: Vec<Event>, position: usize, event: Event) -> Vec<Event> {
    events.insert(position % (events.len() + 1), event);
    events
}

fn how_often(asked: &[Action], wanted: impl Fn(&Action) -> bool) -> usize {
    asked.iter().filter(|action| wanted(action)).count()
}

fn is_terminal(event: &Event) -> bool {
    let Event::Progress(progress) = event else {
        return false;
    };
    !matches!(
        progress.status,
        LegStatus::Queued | LegStatus::Initiated | LegStatus::Ringing | LegStatus::Answered
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_reports_does_not_matter(
        policy in policies(), (once, shuffled) in two_tellings(), first in 0..10_usize, second in 0..20_usize,
    ) {
        // The leg's name comes in at any point too: reports can overtake the answer to the dial request.
        let (one, asked_one) = tell(claimed(&policy), &policy, &with(once, first, placed(LEG)));
        let (other, asked_other) = tell(claimed(&policy), &policy, &with(shuffled, second, placed(LEG)));
        prop_assert_eq!(&one, &other);
        for asked in [asked_one, asked_other] {
            let prices = how_often(&asked, |action| matches!(action, Action::FetchCost { .. }));
            prop_assert_eq!(prices, usize::from(one.facts.terminal.is_some()), "the price is asked for once");
        }
    }

    #[test]
    fn a_request_to_hang_up_counts_the_same_wherever_it_comes_before_the_end(
        policy in policies(), (once, shuffled) in two_tellings(), first in 0..10_usize, second in 0..20_usize,
    ) {
        let ask = |events: Vec<Event>, position: usize| {
            let open = events.iter().take_while(|event| !is_terminal(event)).count();
            let position = position % (open + 1);
            with(events, position, Event::HangUpRequested)
        };
        let named = step(claimed(&policy), placed(LEG), &ctx(&policy, START)).call;
        let (mut one, _) = tell(named.clone(), &policy, &ask(once, first));
        let (mut other, _) = tell(named, &policy, &ask(shuffled, second));
        one.facts.hang_up_requested_at = None;
        other.facts.hang_up_requested_at = None;
        prop_assert_eq!(one, other);
    }

    #[test]
    fn calling_off_counts_the_same_wherever_it_comes_before_the_end_and_nothing_to_who_answered(
        policy in policies(), (once, shuffled) in two_tellings(), first in 0..10_usize, second in 0..20_usize,
    ) {
        let called_off = |events: Vec<Event>, position: usize| {
            let open = events.iter().take_while(|event| !is_terminal(event)).count();
            with(events, position % (open + 1), Event::CalledOff)
        };
        let named = step(claimed(&policy), placed(LEG), &ctx(&policy, START)).call;
        let (untouched, _) = tell(named.clone(), &policy, &once);
        let (mut one, _) = tell(named.clone(), &policy, &called_off(once, first));
        let (mut other, _) = tell(named, &policy, &called_off(shuffled, second));
        one.facts.called_off_at = None;
        other.facts.called_off_at = None;
        if untouched.facts.was_answered() {
            prop_assert_eq!(&one, &untouched);
        }
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_machine_is_dealt_with_whether_its_verdict_or_the_legs_name_comes_first(
        ready in any::<bool>(), policy in policies(), name_first in any::<bool>(),
    ) {
        let verdict = Event::Verdict { verdict: if ready { AmdVerdict::MachineReady } else { AmdVerdict::Fax } };
        let events = if name_first { [placed(LEG), verdict] } else { [verdict, placed(LEG)] };
        let (call, asked) = tell(claimed(&policy), &policy, &events);
        prop_assert_eq!(call.state, State::Voicemail);
        let orders = how_often(&asked, |action| {
            matches!(action, Action::HangUp { .. } | Action::SpeakMessage { .. })
        });
        prop_assert_eq!(orders, 1);
    }

    #[test]
    fn a_lost_report_never_hides_the_end(policy in policies(), (told, _) in two_tellings(), lost in any::<u16>()) {
        let kept: Vec<Event> = told
            .iter()
            .enumerate()
            .filter(|(index, event)| is_terminal(event) || lost & (1 << index) == 0)
            .map(|(_, event)| event.clone())
            .collect();
        let named = step(claimed(&policy), placed(LEG), &ctx(&policy, START)).call;
        let (all, _) = tell(named.clone(), &policy, &told);
        let (some, _) = tell(named, &policy, &kept);
        prop_assert_eq!(all.facts.terminal, some.facts.terminal);
        prop_assert_eq!(all.state.rank() == 6, some.state.rank() == 6);
    }
}
