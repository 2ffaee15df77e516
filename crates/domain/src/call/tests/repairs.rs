//! Cases that once went wrong, or would be easy to get wrong, each as a short story.

use super::cases::{
    BENEATH, GRACE_MS, LEG, START, after, agent, ctx, failed, failure, feed, leave_message, message, placed,
    progress, released, taken_over, uncertain, verdict,
};
use crate::call::{
    Action, AmdVerdict, Ctx, Effect, Event, LegStatus, Outcome, Progress, Retry, State, Why, step,
};

fn leg() -> String {
    LEG.to_owned()
}

#[test]
fn the_grace_runs_from_the_doubt_because_the_request_may_have_arrived_at_the_last_moment() {
    let policy = message();
    let claimed = after(&policy, &[Event::Claimed]);
    let doubted_at = START.plus_ms(15_000);
    let doubted = step(claimed, uncertain(), &ctx(&policy, doubted_at)).call;

    let early = step(
        doubted,
        Event::NotAtCarrier,
        &ctx(&policy, doubted_at.plus_ms(GRACE_MS - 1)),
    );
    assert_eq!(early.call.state, State::Unknown);

    let late = step(
        early.call,
        Event::NotAtCarrier,
        &ctx(&policy, doubted_at.plus_ms(GRACE_MS)),
    );
    assert_eq!(late.call.state, State::Planned);
    assert_eq!(late.call.due_at, doubted_at.plus_ms(GRACE_MS));
}

#[test]
fn a_late_report_on_a_released_call_is_adopted_and_the_call_is_not_dialled_again() {
    let policy = message();
    for report in [
        placed(LEG),
        progress(LegStatus::Queued),
        progress(LegStatus::Ringing),
        verdict(AmdVerdict::Human),
    ] {
        let adopted = step(released(), report.clone(), &ctx(&policy, START));
        assert_eq!(adopted.effect, Effect::Applied, "{report:?}");
        assert!(adopted.call.state.is_live(), "{report:?}");
        let again = step(adopted.call, Event::Claimed, &ctx(&policy, START));
        assert_eq!(again.effect, Effect::Refused(Why::TooLate), "{report:?}");
        assert!(again.actions.is_empty());
    }
}

#[test]
fn a_leg_that_reported_once_is_never_dialled_again_even_if_the_carrier_then_denies_it() {
    let policy = message();
    let doubted = after(
        &policy,
        &[Event::Claimed, progress(LegStatus::Initiated), uncertain()],
    );
    assert_eq!(doubted.state, State::Unknown);
    let answer = step(
        doubted.clone(),
        Event::NotAtCarrier,
        &ctx(&policy, START.plus_ms(GRACE_MS)),
    );
    assert_eq!(answer.call.state, State::Ended(Outcome::Unknown));

    let refusal = Event::PlaceRefused {
        failure: failure(Retry::Later),
    };
    let answer = step(doubted, refusal, &ctx(&policy, START));
    assert_eq!(answer.effect, Effect::Ignored(Why::TooLate));
}

#[test]
fn a_ringing_leg_without_a_name_that_is_not_found_ends_as_unknown() {
    let policy = message();
    let ringing = after(&policy, &[Event::Claimed, progress(LegStatus::Ringing)]);
    let searched = step(ringing, Event::DeadlinePassed, &ctx(&policy, START));
    assert!(searched.actions.contains(&Action::Search));
    let answer = step(
        searched.call,
        Event::NotAtCarrier,
        &ctx(&policy, START.plus_ms(GRACE_MS)),
    );
    assert_eq!(answer.call.state, State::Ended(Outcome::Unknown));
}

#[test]
fn a_machine_heard_before_the_leg_has_a_name_is_still_hung_up_on() {
    let policy = message();
    let heard = after(&policy, &[Event::Claimed, verdict(AmdVerdict::Machine)]);
    let named = step(heard, placed(LEG), &ctx(&policy, START));
    assert!(named.actions.contains(&Action::HangUp {
        carrier_call_id: leg()
    }));
}

#[test]
fn a_ready_machine_heard_before_the_leg_has_a_name_still_gets_the_message() {
    let policy = leave_message();
    let heard = after(&policy, &[Event::Claimed, verdict(AmdVerdict::MachineReady)]);
    let named = step(heard, placed(LEG), &ctx(&policy, START));
    assert!(named.actions.contains(&Action::SpeakMessage {
        carrier_call_id: leg()
    }));
}

#[test]
fn a_message_is_left_once_the_carrier_spoke_it_whichever_report_comes_first() {
    let policy = leave_message();
    let ready = after(
        &policy,
        &[Event::Claimed, placed(LEG), verdict(AmdVerdict::MachineReady)],
    );
    let end = progress(LegStatus::Completed);
    for told in [[Event::MessageSpoken, end.clone()], [end, Event::MessageSpoken]] {
        let call = feed(ready.clone(), &policy, &told);
        assert_eq!(call.state, State::Ended(Outcome::VoicemailLeft), "{told:?}");
    }
}

#[test]
fn a_carrier_is_searched_less_often_as_the_doubt_ages_and_at_the_end_of_the_grace() {
    let policy = message();
    let grace_ms = 12_000;
    let mut call = after(&policy, &[Event::Claimed]);
    let mut now = START;
    let mut event = uncertain();
    let mut searched_s = Vec::new();
    while now < START.plus_seconds(25) {
        let ctx = Ctx {
            reconcile_grace_ms: grace_ms,
            ..ctx(&policy, now)
        };
        let answer = step(call, event, &ctx);
        assert!(answer.actions.contains(&Action::Search), "{:?}", answer.actions);
        searched_s.push(now.ms_since(START) / 1_000);
        let set = answer.actions.iter().find_map(|action| {
            let Action::SetDeadline { at } = action else {
                return None;
            };
            Some(*at)
        });
        now = set.expect("an unanswered search is repeated");
        call = answer.call;
        event = Event::DeadlinePassed;
    }
    assert_eq!(searched_s, [0, 1, 3, 8, 12, 17, 22]);
}

#[test]
fn nothing_is_spoken_on_a_leg_that_is_being_taken_down() {
    let policy = leave_message();
    let leaving = after(&policy, &[Event::Claimed, placed(LEG), Event::HangUpRequested]);
    let ready = step(leaving, verdict(AmdVerdict::MachineReady), &ctx(&policy, START));
    assert!(
        !ready
            .actions
            .iter()
            .any(|action| matches!(action, Action::SpeakMessage { .. }))
    );
}

#[test]
fn an_end_reported_before_the_leg_has_a_name_is_priced_once_it_has_one() {
    let policy = message();
    let over = after(&policy, &[Event::Claimed, progress(LegStatus::Completed)]);
    let named = step(over, placed(LEG), &ctx(&policy, START));
    assert_eq!(
        named.actions,
        vec![Action::FetchCost {
            carrier_call_id: leg()
        }]
    );
}

#[test]
fn a_leg_that_turns_up_after_the_call_was_called_off_is_taken_down() {
    let policy = message();
    let called_off = step(released(), Event::HangUpRequested, &ctx(&policy, START)).call;
    assert_eq!(called_off.state, State::Ended(Outcome::Canceled));
    let found = step(called_off, placed(LEG), &ctx(&policy, START));
    assert_eq!(
        found.actions,
        vec![Action::HangUp {
            carrier_call_id: leg()
        }]
    );
    assert_eq!(found.call.state, State::Ended(Outcome::Canceled));
}

#[test]
fn a_blocked_call_whose_earlier_dial_turns_out_to_have_rung_tells_the_truth() {
    let policy = message();
    let blocked = step(
        released(),
        Event::Blocked {
            rule: "do_not_call".to_owned(),
        },
        &ctx(&policy, START),
    )
    .call;
    let told = step(blocked, progress(LegStatus::NoAnswer), &ctx(&policy, START)).call;
    assert_eq!(told.state, State::Ended(Outcome::NoAnswer));
}

#[test]
fn a_call_that_was_never_dialled_takes_no_reports() {
    let policy = message();
    let called_off = after(&policy, &[Event::HangUpRequested]);
    for report in [progress(LegStatus::Completed), verdict(AmdVerdict::Human)] {
        let answer = step(called_off.clone(), report, &ctx(&policy, START));
        assert_eq!(answer.effect, Effect::Refused(Why::OtherLeg));
    }
}

#[test]
fn the_length_of_a_call_survives_a_final_report_that_lacks_it() {
    let policy = message();
    let over = |sequence, talk_ms| {
        Event::Progress(Progress {
            status: LegStatus::Completed,
            at: START,
            sequence,
            talk_ms,
        })
    };
    let call = after(
        &policy,
        &[
            Event::Claimed,
            placed(LEG),
            over(None, Some(9_000)),
            over(Some(3), None),
        ],
    );
    assert_eq!(call.facts.talk_ms(), Some(9_000));
}

#[test]
fn a_carriers_count_decides_between_contradicting_ends() {
    let policy = message();
    let end = |status, sequence| {
        Event::Progress(Progress {
            status,
            at: START,
            sequence,
            talk_ms: None,
        })
    };
    let call = after(
        &policy,
        &[
            Event::Claimed,
            placed(LEG),
            end(LegStatus::Completed, Some(2)),
            end(failed(), Some(3)),
            end(LegStatus::Busy, None),
        ],
    );
    assert_eq!(call.state, State::Ended(Outcome::Failed));
    assert!(call.facts.failure.is_some());
}

#[test]
fn a_verdict_that_arrives_after_the_end_corrects_the_outcome() {
    let over = [
        Event::Claimed,
        placed(LEG),
        progress(LegStatus::Answered),
        progress(LegStatus::Completed),
    ];
    let late = |policy, told| step(after(&policy, &over), verdict(told), &ctx(&policy, START));

    let machine = late(message(), AmdVerdict::Machine);
    assert_eq!(machine.call.state, State::Ended(Outcome::Machine));
    assert!(machine.actions.is_empty(), "an ended leg needs no order");
    assert_eq!(
        late(leave_message(), AmdVerdict::MachineReady).call.state,
        State::Ended(Outcome::Machine),
        "nothing was spoken after the beep"
    );
    assert_eq!(
        late(agent(), AmdVerdict::Human).call.state,
        State::Ended(Outcome::Abandoned)
    );
}

#[test]
fn a_phone_that_rings_for_longer_than_the_carrier_was_told_is_hung_up() {
    let policy = message();
    let ringing = after(
        &policy,
        &[Event::Claimed, placed(LEG), progress(LegStatus::Ringing)],
    );
    let answer = step(
        ringing,
        Event::DeadlinePassed,
        &ctx(&policy, START.plus_ms(38_000)),
    );
    assert_eq!(
        answer.actions[0],
        Action::HangUp {
            carrier_call_id: leg()
        }
    );
}

#[test]
fn an_empty_report_lets_the_next_look_wait_its_full_time() {
    let policy = message();
    let talking = after(
        &policy,
        &[Event::Claimed, placed(LEG), progress(LegStatus::Answered)],
    );
    let looked_at = START.plus_ms(60_000);
    let looked = step(talking, Event::DeadlinePassed, &ctx(&policy, looked_at)).call;
    let answer = step(looked, progress(LegStatus::Answered), &ctx(&policy, looked_at));
    assert_eq!(answer.effect, Effect::Ignored(Why::Repeated));
    assert_eq!(
        answer.actions,
        vec![Action::SetDeadline {
            at: looked_at.plus_ms(60_000)
        }]
    );
}

#[test]
fn a_call_that_waits_again_after_refusals_is_given_up_at_last() {
    let policy = message();
    let mut call = after(&policy, &[]);
    let mut now = START;
    let mut claims = 0;
    while call.state == State::Planned {
        now = now.max(call.due_at);
        call = step(call, Event::Claimed, &ctx(&policy, now)).call;
        claims += 1;
        let refusal = Event::PlaceRefused {
            failure: failure(Retry::Later),
        };
        call = step(call, refusal, &ctx(&policy, now)).call;
        assert!(claims <= 100, "it is never given up");
    }
    assert_eq!(call.state, State::Ended(Outcome::Failed));
    assert!(
        now.ms_since(START) > 60_000,
        "refusals that pass within a minute are survived"
    );
}

#[test]
fn ringing_that_ends_at_its_limit_was_not_answered_and_before_it_was_called_off() {
    let policy = message();
    let limit_ms = i64::from(policy.ring_timeout_s) * 1_000;
    let ended_after = |rang_ms, asked: &[Event]| {
        let ringing = after(
            &policy,
            &[Event::Claimed, placed(LEG), progress(LegStatus::Ringing)],
        );
        let ringing = feed(ringing, &policy, asked);
        let ended = Event::Progress(Progress {
            status: LegStatus::Canceled,
            at: START.plus_ms(rang_ms),
            sequence: None,
            talk_ms: None,
        });
        step(ringing, ended, &ctx(&policy, START.plus_ms(rang_ms)))
            .call
            .state
    };
    assert_eq!(ended_after(limit_ms, &[]), State::Ended(Outcome::NoAnswer));
    assert_eq!(ended_after(limit_ms - 1, &[]), State::Ended(Outcome::Canceled));
    let asked = [Event::HangUpRequested];
    assert_eq!(ended_after(limit_ms, &asked), State::Ended(Outcome::Canceled));
}

#[test]
fn a_leg_that_was_taken_off_its_host_keeps_one_name_at_a_time_and_is_hung_up_under_no_other() {
    let policy = message();
    let talking = [Event::Claimed, placed(LEG), progress(LegStatus::Answered)];
    let taken = step(after(&policy, &talking), taken_over(), &ctx(&policy, START));
    assert_eq!(taken.effect, Effect::Applied);
    let facts = &taken.call.facts;
    assert_eq!(
        (facts.carrier_call_id.as_deref(), facts.hosted_leg()),
        (Some(BENEATH), Some(LEG))
    );
    // The host names the leg as it always did; no second leg is taken down for that.
    let told = step(taken.call.clone(), placed(LEG), &ctx(&policy, START));
    assert_eq!(told.effect, Effect::Ignored(Why::OtherLeg));
    assert!(told.actions.is_empty());
    let again = step(taken.call.clone(), taken_over(), &ctx(&policy, START));
    assert_eq!(again.effect, Effect::Ignored(Why::Repeated));

    let back = step(taken.call, Event::GivenBack, &ctx(&policy, START));
    assert_eq!(back.call.facts.carrier_call_id.as_deref(), Some(LEG));
    assert_eq!(back.call.facts.host, None);
    assert!(
        back.actions.contains(&Action::LookUp {
            carrier_call_id: leg()
        }),
        "what the host said meanwhile was not believed"
    );
}

#[test]
fn a_call_that_is_to_end_is_not_taken_over_and_one_that_has_ended_is_not_given_back() {
    let policy = message();
    let talking = [Event::Claimed, placed(LEG), progress(LegStatus::Answered)];
    let leaving = feed(after(&policy, &talking), &policy, &[Event::HangUpRequested]);
    let taken = step(leaving, taken_over(), &ctx(&policy, START));
    assert_eq!(taken.effect, Effect::Refused(Why::TooLate));

    let gone = feed(
        after(&policy, &talking),
        &policy,
        &[taken_over(), progress(LegStatus::Completed)],
    );
    let back = step(gone, Event::GivenBack, &ctx(&policy, START));
    assert_eq!(back.effect, Effect::Ignored(Why::TooLate));
    assert_eq!(
        back.call.facts.hosted_leg(),
        Some(LEG),
        "its report is asked for there"
    );
}
