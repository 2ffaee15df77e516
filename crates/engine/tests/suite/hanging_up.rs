//! A call can be ended at any moment of its life.

use std::time::Duration;

use outdial_carrier::testing::PlaceAnswer;
use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::ids::CallId;

use crate::stand::Stand;
use crate::world::{START, request};

const NUMBER: &str = "+12122000001";

#[tokio::test(start_paused = true)]
async fn before_it_is_placed() {
    let stand = Stand::new().await;
    let mut later = request(&[NUMBER.to_owned()]);
    later.at = Some(START.plus_seconds(60));
    let planned = stand.engine.plan(&stand.lines[0].workspace, later).await.unwrap();
    let row = stand.hang_up(&planned.calls[0].id).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Canceled));
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(stand.carrier().orders().is_empty());
}

#[tokio::test(start_paused = true)]
async fn while_the_carrier_thinks_about_it() {
    let stand = Stand::deliberate(Duration::from_secs(5)).await;
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    stand.hang_up(&call).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Canceled));
    check_hung_up(&stand, &call);
}

#[tokio::test(start_paused = true)]
async fn while_it_is_not_known_whether_it_was_placed() {
    let stand = Stand::new().await;
    stand.carrier().script_place(PlaceAnswer::TakeAndLoseAnswer);
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    stand.hang_up(&call).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Canceled));
    check_hung_up(&stand, &call);
    assert_eq!(stand.carrier().orders().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn when_the_order_was_lost_on_its_way() {
    let stand = Stand::new().await;
    stand.carrier().script_place(PlaceAnswer::LoseRequest);
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    stand.hang_up(&call).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Canceled));
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(
        stand.carrier().legs_of(&call).is_empty(),
        "nobody is rung for a canceled call"
    );
    assert_eq!(stand.carrier().orders().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn while_it_rings_and_while_they_talk() {
    for (statuses, outcome) in [
        (vec![LegStatus::Ringing], Outcome::Canceled),
        (vec![LegStatus::Ringing, LegStatus::Answered], Outcome::Completed),
    ] {
        let stand = Stand::new().await;
        let call = stand.dial(NUMBER).await;
        let leg = stand.until_rung(&call).await;
        for status in statuses {
            stand.tell(&leg, status).await;
        }
        stand.hang_up(&call).await;
        let row = stand.until_ended(&call).await;
        assert_eq!(row.call.state, State::Ended(outcome));
        check_hung_up(&stand, &call);
    }
}

#[tokio::test(start_paused = true)]
async fn after_its_end_nothing_happens() {
    let stand = Stand::new().await;
    let call = stand.dial(NUMBER).await;
    let leg = stand.until_rung(&call).await;
    let ended = stand.finish(&call, &leg).await;
    let row = stand.hang_up(&call).await;
    assert_eq!(row.call, ended.call);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(stand.carrier().hang_ups().is_empty());
}

/// The order to hang up may be repeated, since it may have been lost; there is one leg, and nobody else's is ended.
fn check_hung_up(stand: &Stand, call: &CallId) {
    let legs = stand.carrier().legs_of(call);
    assert_eq!(legs.len(), 1);
    let mut hung_up = stand.carrier().hang_ups();
    hung_up.dedup();
    assert_eq!(hung_up, legs);
}
