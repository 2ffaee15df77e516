//! What people do to a campaign while it runs.

use std::time::Duration;

use outdial_domain::call::{Outcome, State};
use outdial_domain::campaign::{CampaignSettings, CampaignState, Event, Mode};
use outdial_engine::OrderCampaign;
use outdial_store::Actor;

use super::agents::Agents;
use super::stage::{campaign, id, order, seat, settings, until};
use crate::world::{Setup, World, numbers};

async fn world_with(seats: u32, leads: u32, settings: CampaignSettings) -> (World, std::sync::Arc<Agents>) {
    let world = World::new(Setup::default()).await;
    let agents = Agents::new(world.clock.clone(), seats, Duration::from_secs(3_600));
    seat(&world, &agents);
    campaign(&world, &numbers(leads), settings).await;
    (world, agents)
}

#[tokio::test(start_paused = true)]
async fn a_campaign_that_lacks_something_is_not_started() {
    let (world, _agents) = world_with(1, 5, CampaignSettings::default()).await;
    let started = world
        .engine
        .order_campaign(&world.workspace, &id(), Event::Start, Actor::system())
        .await;
    assert!(matches!(started, Err(OrderCampaign::Incomplete(fields)) if fields[0].field == "safe_harbour"));
    assert!(world.calls().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn nobody_is_dialled_while_no_agent_is_ready() {
    let (world, agents) = world_with(2, 20, settings()).await;
    agents.pause_all();
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert!(world.calls().await.is_empty());
    agents.ready_all();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let calls = world.calls().await;
    let open = calls
        .iter()
        .filter(|row| !matches!(row.call.state, State::Ended(_)));
    // A line that is engaged or cannot be put through is over at once and another takes its place.
    assert!(calls.len() >= 2);
    assert_eq!(open.count(), 2, "one line for each");
}

#[tokio::test(start_paused = true)]
async fn a_pause_dials_nobody_more_and_a_stop_cancels_what_rings() {
    let settings = CampaignSettings {
        mode: Mode::Parallel,
        audience: outdial_domain::campaign::Audience::Business,
        ..settings()
    };
    let (world, _agents) = world_with(4, 100, settings).await;
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    order(&world, Event::Pause).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let paused = world.calls().await.len();
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(world.calls().await.len(), paused);
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    order(&world, Event::Stop).await;
    let rows = world.until_all_ended(3_600).await;
    assert!(rows.iter().all(|row| matches!(row.call.state, State::Ended(_))));
    until(&world, CampaignState::Stopped, 60).await;
    let count = rows.len();
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(world.calls().await.len(), count);
}

#[tokio::test(start_paused = true)]
async fn a_drained_campaign_stops_when_its_last_call_is_over() {
    let (world, _agents) = world_with(3, 50, settings()).await;
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    order(&world, Event::Drain).await;
    until(&world, CampaignState::Stopped, 600).await;
    let rows = world.calls().await;
    assert!(rows.len() <= 6, "{}", rows.len());
    assert!(rows.iter().all(|row| matches!(row.call.state, State::Ended(_))));
}

#[tokio::test(start_paused = true)]
async fn a_message_campaign_needs_no_agents() {
    let settings = CampaignSettings {
        mode: Mode::Agentless,
        message: "Hello from the test.".to_owned(),
        calls_at_once: 5,
        ..CampaignSettings::default()
    };
    let (world, agents) = world_with(0, 30, settings).await;
    order(&world, Event::Start).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    let rows = world.calls().await;
    assert!(rows.len() >= 30);
    let completed = rows
        .iter()
        .filter(|row| row.call.state == State::Ended(Outcome::Completed));
    assert!(completed.count() >= 15);
    assert!(agents.talks().is_empty());
}
