//! The network, or the way to it, is gone for a while.

use std::time::Duration;

use outdial_domain::call::{Outcome, State};
use outdial_sandbox::{Faults, Probability};

use crate::world::{Setup, World, numbers, outcomes, person};

#[tokio::test(start_paused = true)]
async fn calls_wait_while_the_carrier_cannot_be_reached() {
    let world = World::new(Setup::default()).await;
    world.cut_line(true);
    let numbers = numbers(40);
    world.dial(&numbers).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    let claims: Vec<u32> = world
        .calls()
        .await
        .iter()
        .map(|row| row.call.facts.claims)
        .collect();
    assert!(
        claims.iter().all(|claims| *claims <= 3),
        "hardly an attempt is spent on a dead line: {claims:?}"
    );
    world.cut_line(false);
    let rows = world.until_all_ended(1_200).await;
    for number in &numbers {
        assert_eq!(world.times_dialled(number), 1);
    }
    for row in &rows {
        let unreachable = row.phone.e164().ends_with('9');
        let failed = row.call.state == State::Ended(Outcome::Failed);
        assert_eq!(failed, unreachable, "{row:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_in_progress_survive_a_cut_line() {
    let world = World::new(Setup::default()).await;
    let numbers = numbers(20);
    world.dial(&numbers).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.cut_line(true);
    tokio::time::sleep(Duration::from_secs(120)).await;
    world.cut_line(false);
    let rows = world.until_all_ended(1_200).await;
    for number in &numbers {
        assert_eq!(world.times_dialled(number), 1);
    }
    assert!(!outcomes(&rows).contains_key("unknown"), "{:?}", outcomes(&rows));
}

#[tokio::test(start_paused = true)]
async fn a_network_that_refuses_everything_for_minutes_costs_no_call() {
    let world = World::new(Setup {
        faults: Faults {
            answer_429: Probability::ALWAYS,
            ..Faults::default()
        },
        ..Setup::default()
    })
    .await;
    let numbers = numbers(30);
    world.dial(&numbers).await;
    tokio::time::sleep(Duration::from_secs(180)).await;
    assert_eq!(world.sandbox.ledger().summary().dialled, 0);
    world.sandbox.set_faults(Faults::default());
    world.until_all_ended(1_200).await;
    for number in &numbers {
        assert_eq!(world.times_dialled(number), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_whose_every_answer_is_lost_still_rings_once() {
    let world = World::new(Setup {
        faults: Faults {
            answer_500_after: Probability::ALWAYS,
            ..Faults::default()
        },
        ..Setup::default()
    })
    .await;
    let somebody = person(7);
    world.dial(&somebody).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    world.sandbox.set_faults(Faults::default());
    let rows = world.until_all_ended(1_200).await;
    assert_eq!(rows[0].call.state, State::Ended(Outcome::NoAnswer));
    assert_eq!(world.times_dialled(&somebody[0]), 1);
}
