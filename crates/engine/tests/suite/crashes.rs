//! The process may die at any instant of a call's life.

use std::time::Duration;

use outdial_domain::call::{Outcome, State};
use outdial_sandbox::{Faults, Probability, TimedFault};

use crate::world::{Setup, World, person};

/// The life of a call on the deterministic network takes less than this.
const LIFE_MS: u64 = 1_500;

fn slow_network() -> Faults {
    let slow = TimedFault {
        probability: Probability::ALWAYS,
        ms: None,
    };
    Faults {
        slow_response: slow,
        delay_callback: slow,
        ..Faults::default()
    }
}

/// Crashes at these times after the call was asked for, each counted from the crash before.
async fn die_at(crashes_ms: &[u64], last_digit: u8, outcome: Outcome, faults: Faults) {
    let setup = Setup {
        seed: crashes_ms.iter().sum::<u64>() + 1,
        faults,
        ..Setup::default()
    };
    let mut world = World::new(setup).await;
    let somebody = person(last_digit);
    world.dial(&somebody).await;
    for crash_ms in crashes_ms {
        tokio::time::sleep(Duration::from_millis(*crash_ms)).await;
        world.crash().await;
    }
    world.until_all_ended(1_200).await;
    let row = world.only_call().await;
    assert_eq!(row.call.state, State::Ended(outcome), "{crashes_ms:?}: {row:#?}");
    assert_eq!(world.times_dialled(&somebody[0]), 1, "{crashes_ms:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_survives_a_crash_at_any_instant() {
    for crash_ms in (0..LIFE_MS).step_by(20) {
        die_at(&[crash_ms], 1, Outcome::Completed, Faults::default()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_survives_a_crash_at_any_instant_on_a_slow_network() {
    for crash_ms in (0..8 * LIFE_MS).step_by(150) {
        die_at(&[crash_ms], 1, Outcome::Completed, slow_network()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_answers_survives_a_crash_at_any_instant() {
    for (last_digit, outcome) in [(7, Outcome::NoAnswer), (8, Outcome::Busy), (9, Outcome::Failed)] {
        for crash_ms in (0..LIFE_MS).step_by(60) {
            die_at(&[crash_ms], last_digit, outcome, Faults::default()).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_survives_a_crash_in_the_recovery_from_a_crash() {
    for first_ms in (0..LIFE_MS).step_by(250) {
        for second_ms in (0..LIFE_MS).step_by(250) {
            let crashes_ms = [first_ms, second_ms, 40];
            die_at(&crashes_ms, 1, Outcome::Completed, slow_network()).await;
        }
    }
}
