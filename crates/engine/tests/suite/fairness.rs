//! Workspaces do not disturb each other.

use std::time::Duration;

use outdial_domain::call::{Outcome, State};
use outdial_domain::settings::Settings;
use outdial_store::Target;

use crate::stand::Stand;
use crate::world::{Setup, numbers};

#[tokio::test(start_paused = true)]
async fn two_workspaces_call_the_same_number_at_once() {
    let stand = Stand::with(2, Duration::ZERO, Target::SqliteMemory).await;
    let number = vec!["+12122000001".to_owned()];
    let mut calls = Vec::new();
    for line in [0, 1] {
        let planned = stand.dial_on(line, &number).await;
        calls.push(planned.calls[0].id.clone());
    }
    stand.lines[0].carrier.orders_received(1).await;
    stand.lines[1].carrier.orders_received(1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    for (line, call) in calls.iter().enumerate() {
        assert!(stand.call_on(line, call).await.call.state.is_live());
        assert_eq!(stand.lines[line].carrier.legs_of(call).len(), 1);
    }
    let leg = stand.lines[0].carrier.legs_of(&calls[0]).remove(0);
    let ended = stand.finish(&calls[0], &leg).await;
    assert_eq!(ended.call.state, State::Ended(Outcome::Completed));
    assert!(
        stand.call_on(1, &calls[1]).await.call.state.is_live(),
        "the other call goes on"
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_queue_of_one_workspace_does_not_hide_the_calls_of_another() {
    let stand = Stand::with(2, Duration::ZERO, Target::SqliteMemory).await;
    let settings = Settings {
        max_live_calls: 1,
        ..Setup::default().settings
    };
    stand.choose(0, settings).await;
    stand.dial_on(0, &numbers(500)).await;
    stand.lines[0].carrier.orders_received(1).await;
    let asked_at = stand.clock_now();
    stand.dial_on(1, &["+13122000001".to_owned()]).await;
    stand.lines[1].carrier.orders_received(1).await;
    let waited_ms = stand.clock_now().ms_since(asked_at);
    assert!(waited_ms <= 2_000, "{waited_ms} ms");
    assert_eq!(stand.lines[0].carrier.orders().len(), 1, "one line is one call");
}
