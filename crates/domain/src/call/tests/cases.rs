//! The situations a call can be in and the events that can meet it, shared by the tables.

use crate::call::{
    Action, AmdVerdict, Blame, Call, CallFailure, Cost, Ctx, Effect, Event, LegAt, LegStatus, OnMachine,
    Outcome, Policy, Progress, Retry, State, Step, Treatment, Why, step,
};
use crate::ids::CarrierAccountId;
use crate::time::Timestamp;

pub const START: Timestamp = Timestamp(1_700_000_000_000_000);
pub const GRACE_MS: i64 = 5_000;
pub const LEG: &str = "CA1";
/// What the leg is called on whose lines a host placed it.
pub const BENEATH: &str = "CA2";

pub fn ctx(policy: &Policy, now: Timestamp) -> Ctx<'_> {
    Ctx {
        now,
        policy,
        reconcile_grace_ms: GRACE_MS,
    }
}

pub fn message() -> Policy {
    Policy::default()
}

pub fn leave_message() -> Policy {
    Policy {
        detect_machines: true,
        on_machine: OnMachine::LeaveMessage,
        ..Policy::default()
    }
}

pub fn agent() -> Policy {
    Policy {
        treatment: Treatment::Agent,
        detect_machines: true,
        ..Policy::default()
    }
}

pub fn progress(status: LegStatus) -> Event {
    let talk_ms = (status == LegStatus::Completed).then_some(12_000);
    Event::Progress(Progress {
        status,
        at: START,
        sequence: None,
        talk_ms,
    })
}

pub fn verdict(verdict: AmdVerdict) -> Event {
    Event::Verdict { verdict }
}

pub fn placed(leg: &str) -> Event {
    Event::Placed {
        carrier_call_id: leg.to_owned(),
    }
}

/// The host of a voice agent loses the leg to the carrier on whose lines it is.
pub fn taken_over() -> Event {
    Event::TakenOver {
        to: LegAt {
            account: CarrierAccountId::from_bits(2),
            leg: BENEATH.to_owned(),
        },
        from: CarrierAccountId::from_bits(1),
    }
}

pub fn uncertain() -> Event {
    Event::PlaceUncertain {
        why: "timed out".to_owned(),
    }
}

pub fn failure(retry: Retry) -> CallFailure {
    CallFailure {
        blame: Blame::Carrier,
        cause: "carrier.unavailable".to_owned(),
        code: Some("500".to_owned()),
        retry,
        message: "The carrier could not take the call.".to_owned(),
    }
}

pub fn failed() -> LegStatus {
    LegStatus::Failed {
        failure: failure(Retry::Never),
    }
}

/// A call after some events, all at `START` (a release needs the grace to pass, see `released`).
pub fn after(policy: &Policy, events: &[Event]) -> Call {
    feed(Call::planned(START), policy, events)
}

pub fn feed(call: Call, policy: &Policy, events: &[Event]) -> Call {
    events.iter().fold(call, |call, event| {
        step(call, event.clone(), &ctx(policy, START)).call
    })
}

/// A call that was dialled, doubted, not found and released to be dialled again.
pub fn released() -> Call {
    let policy = message();
    let doubted = after(&policy, &[Event::Claimed, uncertain()]);
    let call = step(
        doubted,
        Event::NotAtCarrier,
        &ctx(&policy, START.plus_ms(GRACE_MS)),
    )
    .call;
    assert_eq!(call.state, State::Planned);
    call
}

/// Every situation worth telling apart, with the policy under which it is looked at.
pub fn situations() -> Vec<(&'static str, Policy, Call)> {
    let dialed = |policy: Policy, more: Vec<Event>| {
        let events: Vec<Event> = [Event::Claimed, placed(LEG)].into_iter().chain(more).collect();
        let call = after(&policy, &events);
        (policy, call)
    };
    let nameless = |policy: Policy, more: Vec<Event>| {
        let events: Vec<Event> = [Event::Claimed].into_iter().chain(more).collect();
        let call = after(&policy, &events);
        (policy, call)
    };
    let cases: Vec<(&'static str, (Policy, Call))> = vec![
        ("planned", (message(), Call::planned(START))),
        ("planned, released", (message(), released())),
        ("dialing", nameless(message(), vec![])),
        ("dialing, placed", dialed(message(), vec![])),
        (
            "dialing, hang-up asked",
            nameless(message(), vec![Event::HangUpRequested]),
        ),
        ("unknown", nameless(message(), vec![uncertain()])),
        (
            "unknown, reported",
            nameless(message(), vec![progress(LegStatus::Initiated), uncertain()]),
        ),
        (
            "unknown, hang-up asked",
            nameless(message(), vec![uncertain(), Event::HangUpRequested]),
        ),
        ("ringing", dialed(message(), vec![progress(LegStatus::Ringing)])),
        (
            "ringing, leg not named",
            nameless(message(), vec![progress(LegStatus::Ringing)]),
        ),
        (
            "ringing, hang-up asked",
            dialed(
                message(),
                vec![progress(LegStatus::Ringing), Event::HangUpRequested],
            ),
        ),
        ("dialing, called off", nameless(agent(), vec![Event::CalledOff])),
        (
            "ringing, called off",
            dialed(agent(), vec![progress(LegStatus::Ringing), Event::CalledOff]),
        ),
        ("waiting", dialed(agent(), vec![progress(LegStatus::Answered)])),
        (
            "waiting, called off before",
            dialed(agent(), vec![Event::CalledOff, progress(LegStatus::Answered)]),
        ),
        (
            "waiting, abandoned",
            dialed(agent(), vec![progress(LegStatus::Answered), Event::Abandoned]),
        ),
        (
            "connected, message",
            dialed(leave_message(), vec![progress(LegStatus::Answered)]),
        ),
        (
            "connected, agent",
            dialed(agent(), vec![progress(LegStatus::Answered), Event::Bridged]),
        ),
        (
            "voicemail",
            dialed(leave_message(), vec![verdict(AmdVerdict::Machine)]),
        ),
        (
            "voicemail, to go",
            dialed(message(), vec![verdict(AmdVerdict::Machine)]),
        ),
        (
            "voicemail, message spoken",
            dialed(
                leave_message(),
                vec![verdict(AmdVerdict::MachineReady), Event::MessageSpoken],
            ),
        ),
        (
            "ended(completed)",
            dialed(message(), vec![progress(LegStatus::Completed)]),
        ),
        (
            "ended(abandoned)",
            dialed(agent(), vec![progress(LegStatus::Completed)]),
        ),
        (
            "ended(no_answer)",
            dialed(message(), vec![progress(LegStatus::NoAnswer)]),
        ),
        ("ended(failed), never placed", {
            nameless(
                message(),
                vec![Event::PlaceRefused {
                    failure: failure(Retry::Never),
                }],
            )
        }),
        (
            "ended(unknown), leg forgotten",
            dialed(message(), vec![Event::NotAtCarrier]),
        ),
        (
            "ended(canceled), never claimed",
            (message(), after(&message(), &[Event::HangUpRequested])),
        ),
        (
            "ended(canceled), released",
            (message(), feed(released(), &message(), &[Event::HangUpRequested])),
        ),
        ("ended(blocked)", (message(), after(&message(), &[blocked()]))),
        (
            "ended(blocked), released",
            (message(), feed(released(), &message(), &[blocked()])),
        ),
    ];
    cases
        .into_iter()
        .map(|(name, (policy, call))| (name, policy, call))
        .collect()
}

fn blocked() -> Event {
    Event::Blocked {
        rule: "do_not_call".to_owned(),
    }
}

/// Every event, with the time after `START` at which it happens.
pub fn events() -> Vec<(&'static str, i64, Event)> {
    let soon = 1_000;
    let later = 30_000;
    let next_day = 25 * 3_600_000;
    vec![
        ("claimed", soon, Event::Claimed),
        ("blocked", soon, blocked()),
        (
            "postponed",
            soon,
            Event::Postponed {
                until: START.plus_ms(60_000),
                rule: "outside_window".to_owned(),
            },
        ),
        ("placed", soon, placed(LEG)),
        ("placed, another leg", soon, placed("CA2")),
        (
            "place refused, retry later",
            soon,
            Event::PlaceRefused {
                failure: failure(Retry::Later),
            },
        ),
        (
            "place refused, for good",
            soon,
            Event::PlaceRefused {
                failure: failure(Retry::Never),
            },
        ),
        ("place uncertain", soon, uncertain()),
        ("recovered", soon, Event::Recovered),
        ("not at carrier, within grace", soon, Event::NotAtCarrier),
        ("not at carrier", later, Event::NotAtCarrier),
        ("queued", soon, progress(LegStatus::Queued)),
        ("initiated", soon, progress(LegStatus::Initiated)),
        ("ringing", soon, progress(LegStatus::Ringing)),
        ("answered", soon, progress(LegStatus::Answered)),
        ("completed", soon, progress(LegStatus::Completed)),
        ("busy", soon, progress(LegStatus::Busy)),
        ("no answer", soon, progress(LegStatus::NoAnswer)),
        ("failed", soon, progress(failed())),
        ("canceled", soon, progress(LegStatus::Canceled)),
        ("verdict unknown", soon, verdict(AmdVerdict::Unknown)),
        ("verdict human", soon, verdict(AmdVerdict::Human)),
        ("verdict screening", soon, verdict(AmdVerdict::Screening)),
        ("verdict fax", soon, verdict(AmdVerdict::Fax)),
        ("verdict machine", soon, verdict(AmdVerdict::Machine)),
        ("verdict machine_ready", soon, verdict(AmdVerdict::MachineReady)),
        ("message spoken", soon, Event::MessageSpoken),
        ("bridged", soon, Event::Bridged),
        (
            "taken back",
            soon,
            Event::TakenBack {
                verdict: AmdVerdict::MachineReady,
            },
        ),
        ("abandoned", soon, Event::Abandoned),
        ("taken over", soon, taken_over()),
        ("given back", soon, Event::GivenBack),
        (
            "billed",
            soon,
            Event::Billed {
                cost: Cost {
                    micros: 14_000,
                    currency: "USD".to_owned(),
                },
            },
        ),
        ("hang-up requested", soon, Event::HangUpRequested),
        ("called off", soon, Event::CalledOff),
        ("deadline passed", later, Event::DeadlinePassed),
        ("deadline passed, next day", next_day, Event::DeadlinePassed),
    ]
}

pub fn show_state(state: State) -> String {
    match state.outcome() {
        Some(outcome) => format!("ended({})", Outcome::as_str(outcome)),
        None => state.word().to_owned(),
    }
}

/// An answer on one line: what the event did, the next state, the actions (times as seconds from `now`).
pub fn show(answer: &Step, now: Timestamp) -> String {
    let effect = match answer.effect {
        Effect::Applied => "applied".to_owned(),
        Effect::Ignored(why) => format!("ignored: {}", show_why(why)),
        Effect::Refused(why) => format!("refused: {}", show_why(why)),
    };
    let actions: Vec<String> = answer
        .actions
        .iter()
        .map(|action| show_action(action, now))
        .collect();
    let line = format!(
        "{effect:<19} | {:<20} | {}",
        show_state(answer.call.state),
        actions.join(", ")
    );
    line.trim_end().to_owned()
}

fn show_why(why: Why) -> &'static str {
    match why {
        Why::Repeated => "repeated",
        Why::TooLate => "too late",
        Why::NotYet => "not yet",
        Why::OtherLeg => "other leg",
    }
}

fn show_action(action: &Action, now: Timestamp) -> String {
    match action {
        Action::Place => "place".to_owned(),
        Action::HangUp { carrier_call_id } => format!("hang up {carrier_call_id}"),
        Action::CallOff { carrier_call_id } => format!("call off {carrier_call_id}"),
        Action::SpeakMessage { carrier_call_id } => format!("speak to {carrier_call_id}"),
        Action::SpeakSafeHarbour { carrier_call_id } => format!("speak safe harbour to {carrier_call_id}"),
        Action::LookUp { carrier_call_id } => format!("look up {carrier_call_id}"),
        Action::Search => "search".to_owned(),
        Action::SetDeadline { at } => format!("deadline in {} s", at.ms_since(now) / 1_000),
        Action::ClearDeadline => "no deadline".to_owned(),
        Action::FetchCost { carrier_call_id } => format!("fetch cost of {carrier_call_id}"),
    }
}
