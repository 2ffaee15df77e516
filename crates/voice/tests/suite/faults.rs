//! What becomes of talks when something goes wrong.

use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use outdial_domain::voice_agent::Finding;
use outdial_sandbox::{Attitude, Faults};
use outdial_voice::realtime::Ending;
use outdial_voice::realtime::live::{Reach, Wire};
use tokio::io::{DuplexStream, duplex};
use tokio::sync::Mutex;
use url::Url;

use super::phone::Habits;
use super::stage::Stage;

fn faults(toml: &str) -> Faults {
    Faults::from_toml(toml).unwrap()
}

fn answering() -> Habits {
    Habits {
        answers: Some(40),
        ..Habits::default()
    }
}

fn lost(why: &str) -> Ending {
    Ending::ModelLost { why: why.to_owned() }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_cut_ends_the_talk_with_its_reason() {
    let stage = Stage::with(
        Attitude::Accepts,
        faults("cut_realtime = { probability = 1, ms = [500, 500] }"),
    );
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, lost("closed"));
    assert_eq!(talked.held.report.finding, Finding::BrokenOff);
    assert_eq!(
        talked.held.report.cost, None,
        "what the response used was never told"
    );
    let (_, frame) = talked.tape.hung_up.unwrap();
    assert!((23..=28).contains(&frame), "{frame}");
}

#[tokio::test(start_paused = true)]
async fn messages_that_are_no_events_are_counted_and_do_no_harm() {
    let stage = Stage::with(Attitude::Accepts, faults("halve_realtime = 1"));
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, Ending::AgentLeft);
    assert!(talked.held.unreadable > 20);
    assert_eq!(
        talked.tools(),
        ["check_availability", "book_appointment", "end_call"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_model_is_seen_in_what_callees_waited_for() {
    let stage = Stage::with(
        Attitude::Accepts,
        faults("slow_realtime = { probability = 1, ms = [2000, 2000] }"),
    );
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, Ending::AgentLeft);
    let turn = talked.held.report.turns.last().unwrap();
    assert!(turn.model_ms >= 4_000 && turn.transport_ms <= 20, "{turn:?}");
}

#[tokio::test(start_paused = true)]
async fn a_model_that_never_answers_is_given_up() {
    let stage = Stage::with(
        Attitude::Accepts,
        faults("slow_realtime = { probability = 1, ms = [3600000, 3600000] }"),
    );
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, lost("stopped answering"));
    assert_eq!(talked.held.report.finding, Finding::NotConnected);
    let (_, frame) = talked.tape.hung_up.unwrap();
    assert!(frame <= 11_000 / 20, "nobody waits longer in silence: {frame}");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_is_told_without_the_key() {
    let stage = Stage::new(Attitude::Accepts);
    let talked = stage.talk_with(answering(), "sk-wrong", |_| {}).await;
    assert_eq!(talked.held.ending, lost("refused with 401"));
    assert!(!format!("{:?}", talked.held).contains("sk-"));
    let spaced = stage.talk_with(answering(), "sk\nwrong", |_| {}).await;
    assert_eq!(spaced.held.ending, lost("no address, or no key"));
}

/// A host that takes connections and never says a word.
#[derive(Default)]
struct Mute(Mutex<Vec<DuplexStream>>);

#[async_trait]
impl Reach for Mute {
    async fn connect(&self, _: &Url) -> io::Result<Box<dyn Wire>> {
        let (ours, theirs) = duplex(1 << 10);
        self.0.lock().await.push(theirs);
        Ok(Box::new(ours))
    }
}

/// A host that is not there.
struct Nobody;

#[async_trait]
impl Reach for Nobody {
    async fn connect(&self, _: &Url) -> io::Result<Box<dyn Wire>> {
        Err(io::ErrorKind::ConnectionRefused.into())
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_cannot_be_reached_is_not_waited_for() {
    let mut stage = Stage::new(Attitude::Accepts);
    stage.reach = Arc::new(Nobody);
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, lost("unreachable, ConnectionRefused"));
    stage.reach = Arc::new(Mute::default());
    let talked = stage.talk(answering()).await;
    assert_eq!(talked.held.ending, lost("no connection in time"));
    let (_, frame) = talked.tape.hung_up.unwrap();
    assert!((240..=255).contains(&frame), "five seconds: {frame}");
    let gone = Habits {
        leaves: Some(20),
        ..Habits::default()
    };
    let talked = stage.talk(gone).await;
    assert_eq!(talked.held.ending, Ending::CalleeLeft);
}
