//! Stopping loses nothing: what was begun is finished, what was not is left to the next start.

use std::time::Duration;

use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::phone::PhoneNumber;
use outdial_store::Target;

use crate::stand::Stand;
use crate::world::{Setup, World, numbers};

const NUMBER: &str = "+12122000001";

#[tokio::test(start_paused = true)]
async fn an_answer_that_comes_after_the_stop_is_stored() {
    let mut stand = Stand::deliberate(Duration::from_secs(5)).await;
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    let began = stand.clock_now();
    stand.shut_down().await;
    assert!(
        stand.clock_now().ms_since(began) >= 5_000,
        "it waits for the answer"
    );
    let leg = stand.carrier().legs_of(&call).remove(0);
    let row = stand.call(&call).await;
    assert_eq!(row.call.facts.carrier_call_id, Some(leg.0.clone()));

    // The carrier goes on reporting while connections are drained.
    stand.tell(&leg, LegStatus::Ringing).await;
    stand.replace_engine(None).await;
    let row = stand.finish(&call, &leg).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    assert_eq!(stand.carrier().orders().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_more_is_dialled_once_the_stop_has_begun() {
    let setup = Setup {
        calls_per_second: 5,
        ..Setup::default()
    };
    let mut world = World::new(setup).await;
    let numbers = numbers(60);
    world.dial(&numbers).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    world.shut_down().await;
    let dialled = world.sandbox.ledger().summary().created;
    assert!((10..30).contains(&dialled), "{dialled}");
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(world.sandbox.ledger().summary().created, dialled);

    world.crash().await;
    let rows = world.until_all_ended(1_200).await;
    assert_eq!(rows.len(), numbers.len());
    for number in &numbers {
        assert_eq!(world.times_dialled(number), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_while_an_earlier_life_is_recovered_ends_all_the_same() {
    let mut stand = Stand::new().await;
    let call = stand.dial(NUMBER).await;
    let leg = stand.until_rung(&call).await;
    stand.replace_engine(None).await;
    stand.shut_down().await;
    stand.replace_engine(None).await;
    let row = stand.finish(&call, &leg).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_could_not_be_stored_is_found_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = || Target::SqliteFile(folder.path().join("outdial.db"));
    let mut stand = Stand::with(1, Duration::from_secs(5), file()).await;
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    // The database goes away under the engine, and the carrier's answer with it.
    stand.store.close().await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    stand.replace_engine(Some(file())).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let row = stand.call(&call).await;
    let leg = stand.carrier().legs_of(&call).remove(0);
    assert_eq!(row.call.facts.carrier_call_id, Some(leg.0.clone()));
    let row = stand.finish(&call, &leg).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    let number = PhoneNumber::from_e164(NUMBER).unwrap();
    assert_eq!(stand.carrier().times_rung(&number), 1);
}
