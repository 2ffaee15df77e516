//! Answer, verdict and ringing are told in every order, each once or several times: a person comes to one agent, a machine
//! to none, and the call ends as the same.

use std::time::Duration;

use outdial_carrier::Carrier as _;
use outdial_domain::call::{AmdVerdict, Event as CallEvent, LegStatus, Outcome, State};
use outdial_domain::campaign::Event;
use outdial_domain::ids::CallId;
use outdial_store::{Actor, CallFilter, PageRequest, Sort};

use super::agents::Agents;
use super::stage::{id, settings, write};
use crate::stand::Stand;
use crate::world::numbers;

/// How a story ended: the call's state, and how often somebody was put through.
async fn told(order: [usize; 3], times: usize, pause_ms: u64, verdict: AmdVerdict) -> (State, usize) {
    let stand = Stand::new().await;
    let agents = Agents::new(stand.clock.clone(), 2, Duration::from_secs(600));
    stand.engine.seat_agents_through(agents.clone());
    let workspace = stand.lines[0].workspace.clone();
    let rows = stand.store.workspace(workspace.clone());
    rows.write(|tx| write(tx, &numbers(1), &settings()))
        .await
        .unwrap();
    let campaign = id();
    let started = stand
        .engine
        .order_campaign(&workspace, &campaign, Event::Start, Actor::system());
    started.await.unwrap();
    let call = only_call(&stand).await;
    let leg = stand.until_rung(&call).await;

    let carrier = stand.carrier();
    let reports = [
        carrier.advance(&leg, LegStatus::Ringing, None),
        carrier.advance(&leg, LegStatus::Answered, None),
        carrier.notify(&leg, &CallEvent::Verdict { verdict }),
    ];
    for _ in 0..times {
        for place in order {
            let events = carrier.parse_webhook(&reports[place]).unwrap();
            stand.engine.take_in(&workspace, events).await.unwrap();
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    stand.tell(&leg, LegStatus::Completed).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(agents.surprises(), Vec::<String>::new());
    (row.call.state, agents.talks().len())
}

async fn only_call(stand: &Stand) -> CallId {
    loop {
        let rows = stand.store.workspace(stand.lines[0].workspace.clone());
        let page = PageRequest::first(2);
        let found = rows.read(move |tx| tx.calls().list(&CallFilter::default(), Sort::NEWEST, &page));
        if let Some(row) = found.await.unwrap().items.first() {
            return row.id.clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn in_whatever_order_and_however_often_it_is_told_a_person_comes_to_one_agent_and_a_machine_to_none() {
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        for times in [1, 2, 3] {
            for pause_ms in [0, 150, 700] {
                let story = format!("{order:?}, {times} times, {pause_ms} ms apart");
                let person = told(order, times, pause_ms, AmdVerdict::Human).await;
                assert_eq!(person, (State::Ended(Outcome::Completed), 1), "{story}");
                let machine = told(order, times, pause_ms, AmdVerdict::Machine).await;
                assert_eq!(machine, (State::Ended(Outcome::Machine), 0), "{story}");
            }
        }
    }
}
