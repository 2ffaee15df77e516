//! What a mailbox gets is the workspace's choice.

use outdial_domain::call::{OnMachine, Outcome, State};
use outdial_domain::settings::Settings;

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
