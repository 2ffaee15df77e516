//! A list is dialled and comes to the outcomes that its people are known for.

use outdial_domain::call::State;
use outdial_domain::settings::Settings;
use outdial_store::RunState;

use crate::world::{Setup, World, numbers, outcomes};

#[tokio::test(start_paused = true)]
async fn a_list_is_dialled_to_its_end() {
    let world = World::new(Setup::default()).await;
    world.dial(&numbers(100)).await;
    let rows = world.until_all_ended(1_800).await;
    let counts = outcomes(&rows);
    assert!(counts["completed"] >= 40, "{counts:?}");
    assert!(counts.len() >= 4, "{counts:?}");
    assert_eq!(counts.values().sum::<usize>(), 100);
    for row in &rows {
        assert_eq!(world.times_dialled(row.phone.e164()), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_number_twice_rings_one_after_the_other() {
    let world = World::new(Setup::default()).await;
    let number = vec!["+12122000000".to_owned()];
    world.dial(&number).await;
    world.dial(&number).await;
    world.until_all_ended(1_800).await;
    assert_eq!(world.times_dialled(&number[0]), 2);
    assert!(
        world.sandbox.ledger().violations().is_empty(),
        "never two legs at once"
    );
}

#[tokio::test(start_paused = true)]
async fn a_paused_run_dials_nothing_and_goes_on_when_resumed() {
    let setup = Setup {
        calls_per_second: 1,
        ..Setup::default()
    };
    let world = World::new(setup).await;
    let planned = world.dial(&numbers(30)).await;
    let run = planned.run.unwrap().id;
    let by = outdial_store::Actor::system;
    world
        .engine
        .set_run_state(&world.workspace, &run, RunState::Paused, by())
        .await
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(600)).await;
    let waiting = world
        .calls()
        .await
        .iter()
        .filter(|row| row.call.state == State::Planned)
        .count();
    assert!(waiting >= 28, "{waiting} wait");
    world
        .engine
        .set_run_state(&world.workspace, &run, RunState::Running, by())
        .await
        .unwrap();
    world.until_all_ended(3_600).await;
}

#[tokio::test(start_paused = true)]
async fn canceling_a_run_calls_off_what_waits() {
    let setup = Setup {
        calls_per_second: 1,
        ..Setup::default()
    };
    let world = World::new(setup).await;
    let run = world.dial(&numbers(30)).await.run.unwrap().id;
    let by = outdial_store::Actor::system();
    world
        .engine
        .set_run_state(&world.workspace, &run, RunState::Canceled, by)
        .await
        .unwrap();
    let rows = world.until_all_ended(600).await;
    assert!(outcomes(&rows)["canceled"] >= 28, "{:?}", outcomes(&rows));
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_live_than_the_workspace_allows() {
    let mut setup = Setup::default();
    setup.settings = Settings {
        max_live_calls: 3,
        ..setup.settings
    };
    let world = World::new(setup).await;
    world.dial(&numbers(40)).await;
    loop {
        let rows = world.calls().await;
        let live = rows.iter().filter(|row| row.call.state.is_live()).count();
        assert!(live <= 3, "{live} are live");
        if rows.iter().all(|row| matches!(row.call.state, State::Ended(_))) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn hanging_up_ends_a_live_call_at_the_carrier() {
    let world = World::new(Setup::default()).await;
    let planned = world.dial(&numbers(1)).await;
    let id = planned.calls[0].id.clone();
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
    world
        .engine
        .hang_up(&world.workspace, &id, outdial_store::Actor::system())
        .await
        .unwrap();
    let rows = world.until_all_ended(300).await;
    assert!(
        outcomes(&rows)
            .keys()
            .all(|outcome| ["canceled", "completed"].contains(outcome)),
        "{rows:?}"
    );
}
