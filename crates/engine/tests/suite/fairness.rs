//! Workspaces do not disturb each other, nor do the carrier accounts of one.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::testing::FakeCarrier;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::CarrierAccountId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::Settings;
use outdial_engine::{AccountSpec, Clock as _};
use outdial_store::Target;

use crate::stand::Stand;
use crate::world::{Setup, numbers, request};

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

/// An account of the first workspace.
fn account(stand: &Stand, bits: u128, carrier: &Arc<FakeCarrier>, calls_per_1000_s: u32) -> CarrierAccountId {
    let id = CarrierAccountId::from_bits(bits);
    let spec = AccountSpec {
        id: id.clone(),
        workspace: stand.lines[0].workspace.clone(),
        kind: "fake".to_owned(),
        name: "Scripted".to_owned(),
        carrier: carrier.clone(),
        caller_id: Some(PhoneNumber::from_e164("+14155550100").unwrap()),
        is_default: bits == DEFAULT,
        calls_per_1000_s,
    };
    stand.engine.accounts().put(spec, stand.clock_now());
    id
}

#[tokio::test(start_paused = true)]
async fn an_account_that_waits_does_not_hide_the_calls_of_another_account() {
    let stand = Stand::new().await;
    account(&stand, DEFAULT, &stand.lines[0].carrier, SLOW);
    let time = stand.clock.clone();
    let quick_carrier = Arc::new(FakeCarrier::new(Arc::new(move || time.now())));
    let quick = account(&stand, 2, &quick_carrier, 20_000);
    let due_at = stand.clock_now().plus_seconds(10);
    let later = async |numbers: &[String]| {
        let mut list = request(numbers);
        list.at = Some(due_at);
        stand.engine.plan(&stand.lines[0].workspace, list).await.unwrap()
    };
    later(&numbers(500)).await;
    let mut hidden = later(&["+13122000001".to_owned()]).await.calls.remove(0);
    hidden.account_id = Some(quick);
    let rows = stand.store.workspace(stand.lines[0].workspace.clone());
    rows.write(move |tx| tx.calls().update(&mut hidden))
        .await
        .unwrap();

    quick_carrier.orders_received(1).await;
    let waited_ms = stand.clock_now().ms_since(due_at);
    assert!(waited_ms <= 2_000, "{waited_ms} ms");
    assert_eq!(stand.carrier().orders().len(), 1, "the slow account has one turn");
}

const DEFAULT: u128 = 1;
/// One call, and the next after a quarter of an hour.
const SLOW: u32 = 1;
