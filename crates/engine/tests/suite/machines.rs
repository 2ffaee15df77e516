//! What a mailbox gets is the workspace's choice.

use outdial_carrier::CommandError;
use outdial_carrier::testing::FakeCarrier;
use outdial_domain::call::{
    AmdVerdict, Blame, CallFailure, Event, LegStatus, OnMachine, Outcome, Retry, State,
};
use outdial_domain::settings::Settings;

use crate::stand::Stand;
use crate::world::{MESSAGE, Setup, World, person, request};

/// Said for longer than the detector needs.
const LONG: &str = "This is a message that takes its time: it is longer than any greeting of a mailbox.";

async fn call_mailbox(on_machine: OnMachine) -> (State, Vec<String>) {
    let mut setup = Setup::default();
    setup.settings = Settings {
        detect_machines: true,
        on_machine,
        ..setup.settings
    };
    let world = World::new(setup).await;
    let mailbox = person(6);
    let mut list = request(&mailbox);
    list.message = Some(LONG.to_owned());
    world.engine.plan(&world.workspace, list).await.unwrap();
    let rows = world.until_all_ended(300).await;
    (rows[0].call.state, world.only_attempt(&mailbox[0]).said)
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_is_hung_up_on() {
    let (state, _) = call_mailbox(OnMachine::HangUp).await;
    assert_eq!(state, State::Ended(Outcome::Machine));
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_gets_the_whole_message_after_its_beep() {
    let (state, said) = call_mailbox(OnMachine::LeaveMessage).await;
    assert_eq!(state, State::Ended(Outcome::VoicemailLeft));
    assert_eq!(
        said,
        [LONG, LONG],
        "begun into the greeting, and again after the beep"
    );
}

#[tokio::test(start_paused = true)]
async fn a_person_is_not_taken_for_a_machine() {
    for on_machine in [OnMachine::HangUp, OnMachine::LeaveMessage] {
        let mut setup = Setup::default();
        setup.settings = Settings {
            detect_machines: true,
            on_machine,
            ..setup.settings
        };
        let world = World::new(setup).await;
        let somebody = person(1);
        world.dial(&somebody).await;
        let rows = world.until_all_ended(300).await;
        assert_eq!(rows[0].call.state, State::Ended(Outcome::Completed));
        assert_eq!(world.only_attempt(&somebody[0]).said, [MESSAGE]);
    }
}

/// A mailbox whose detector reports when the test says so.
async fn leaving_messages() -> Stand {
    let stand = Stand::new().await;
    let settings = Settings {
        detect_machines: true,
        on_machine: OnMachine::LeaveMessage,
        ..Setup::default().settings
    };
    stand.choose(0, settings).await;
    stand
}

async fn ready_to_record(stand: &Stand, leg: &outdial_carrier::LegRef) {
    let verdict = Event::Verdict {
        verdict: AmdVerdict::MachineReady,
    };
    let events = stand.parse(&stand.carrier().notify(leg, &verdict));
    let taken = stand.engine.take_in(&stand.lines[0].workspace, events);
    taken.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn no_message_was_left_when_the_beep_is_reported_after_the_end() {
    let stand = leaving_messages().await;
    let call = stand.dial("+12122000006").await;
    let leg = stand.until_rung(&call).await;
    let over = stand.finish(&call, &leg).await;
    assert_eq!(over.call.state, State::Ended(Outcome::Completed));
    ready_to_record(&stand, &leg).await;
    let known = stand.until_ended(&call).await;
    assert_eq!(known.call.state, State::Ended(Outcome::Machine));
    assert!(stand.carrier().directions().is_empty());
}

#[tokio::test(start_paused = true)]
async fn no_message_was_left_when_the_carrier_refuses_to_speak_it() {
    for refused in [false, true] {
        let stand = leaving_messages().await;
        let call = stand.dial("+12122000006").await;
        let leg = stand.until_rung(&call).await;
        stand.tell(&leg, LegStatus::Answered).await;
        if refused {
            refuse_next(stand.carrier());
        }
        ready_to_record(&stand, &leg).await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        stand.tell(&leg, LegStatus::Completed).await;
        let row = stand.until_ended(&call).await;
        let outcome = if refused {
            Outcome::Machine
        } else {
            Outcome::VoicemailLeft
        };
        assert_eq!(row.call.state, State::Ended(outcome));
    }
}

fn refuse_next(carrier: &FakeCarrier) {
    carrier.script_command_error(CommandError::Rejected(CallFailure {
        blame: Blame::Carrier,
        cause: "carrier.rejected".to_owned(),
        code: None,
        retry: Retry::Never,
        message: "Not now.".to_owned(),
    }));
}
