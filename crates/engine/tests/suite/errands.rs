//! Side effects are tried again, and given up at last.

use std::time::Duration;

use outdial_carrier::CommandError;
use outdial_domain::call::{Blame, CallFailure, LegStatus, Outcome, Retry, State};
use outdial_domain::ids::CallId;

use crate::figures::Watch;
use crate::stand::Stand;

async fn ringing(stand: &Stand) -> CallId {
    let call = stand.dial("+12122000001").await;
    let leg = stand.until_rung(&call).await;
    stand.tell(&leg, LegStatus::Ringing).await;
    call
}

#[tokio::test(start_paused = true)]
async fn a_hang_up_that_fails_is_tried_until_it_succeeds() {
    let stand = Stand::new().await;
    let call = ringing(&stand).await;
    for _ in 0..3 {
        stand.carrier().script_command_error(unavailable());
    }
    stand.carrier().script_command_error(CommandError::RateLimited {
        retry_after_ms: Some(1_000),
    });
    stand.hang_up(&call).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Canceled));
    assert!(!stand.carrier().hang_ups().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_price_that_never_comes_is_given_up() {
    let watch = Watch::begin();
    let stand = Stand::new().await;
    let call = ringing(&stand).await;
    let leg = stand.until_rung(&call).await;
    stand.finish(&call, &leg).await;
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    assert_eq!(
        watch.value("outdial_errands_given_up_total{errand=\"fetch_cost\"}"),
        Some(1.0)
    );
    let next = stand.store.system().read(|tx| tx.next_outbox()).await.unwrap();
    assert_eq!(next, None, "nothing is left to be done");
}

#[tokio::test(start_paused = true)]
async fn an_errand_that_the_carrier_refuses_for_good_is_not_repeated() {
    let watch = Watch::begin();
    let stand = Stand::new().await;
    let call = ringing(&stand).await;
    stand
        .carrier()
        .script_command_error(CommandError::Rejected(CallFailure {
            blame: Blame::Us,
            cause: "carrier.test".to_owned(),
            code: None,
            retry: Retry::Never,
            message: "The test refuses.".to_owned(),
        }));
    stand.hang_up(&call).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(stand.carrier().hang_ups().is_empty());
    assert_eq!(
        watch.value("outdial_errands_failed_total{errand=\"hang_up\"}"),
        Some(1.0)
    );
    let row = stand.until_ended(&call).await;
    assert_eq!(
        row.call.state,
        State::Ended(Outcome::Canceled),
        "the call's deadline asks again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_search_that_fails_is_no_proof_that_the_carrier_lacks_the_call() {
    let stand = Stand::new().await;
    stand
        .carrier()
        .script_place(outdial_carrier::testing::PlaceAnswer::TakeAndLoseAnswer);
    for _ in 0..60 {
        stand.carrier().script_command_error(unavailable());
    }
    let call = stand.dial("+12122000001").await;
    let leg = stand.until_rung(&call).await;
    tokio::time::sleep(Duration::from_secs(300)).await;
    stand.finish(&call, &leg).await;
    assert_eq!(stand.carrier().orders().len(), 1);
}

fn unavailable() -> CommandError {
    CommandError::Unavailable {
        why: "the test says so".to_owned(),
    }
}
