//! The dial rules speak at the instant of dialling, not only when a call is asked for.

use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::DncId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::settings::{CallingWindow, Settings};
use outdial_store::{Actor, DncRow};

use crate::world::{START, Setup, World, numbers, person, request};

/// 2026-11-18, 08:00 and 21:00 in New York.
const OPENING: Timestamp = Timestamp(1_795_006_800_000_000);
const CLOSING: Timestamp = Timestamp(1_795_053_600_000_000);
const DAY_S: i64 = 24 * 3_600;

fn setup(change: impl FnOnce(Settings) -> Settings) -> Setup {
    let setup = Setup::default();
    Setup {
        settings: change(setup.settings),
        ..setup
    }
}

fn office_hours() -> Setup {
    setup(|settings| Settings {
        calling_window: CallingWindow::default(),
        ..settings
    })
}

#[tokio::test(start_paused = true)]
async fn a_scheduled_call_waits_for_its_time() {
    let world = World::new(Setup::default()).await;
    let somebody = person(1);
    let mut later = request(&somebody);
    let at = START.plus_seconds(2 * 3_600);
    later.at = Some(at);
    let planned = world.engine.plan(&world.workspace, later).await.unwrap();
    assert_eq!(planned.lines[0].status, "scheduled");
    world.until_all_ended(3 * 3_600).await;
    let dialled_after_ms = world.only_attempt(&somebody[0]).created_at.ms_since(at);
    assert!((0..2_000).contains(&dialled_after_ms), "{dialled_after_ms} ms");
}

#[tokio::test(start_paused = true)]
async fn a_call_outside_its_window_is_made_when_the_window_opens() {
    let world = World::new(office_hours()).await;
    let somebody = person(1);
    let planned = world.dial(&somebody).await;
    assert_eq!(planned.lines[0].code.as_deref(), Some("outside_window"));
    assert_eq!(planned.lines[0].until, Some(OPENING));
    world.until_all_ended(DAY_S).await;
    let waited_ms = world.only_attempt(&somebody[0]).created_at.ms_since(OPENING);
    assert!((0..2_000).contains(&waited_ms), "{waited_ms} ms");
}

#[tokio::test(start_paused = true)]
async fn a_call_scheduled_into_the_night_is_made_next_morning() {
    let world = World::new(office_hours()).await;
    let somebody = person(1);
    let mut late = request(&somebody);
    late.at = Some(CLOSING.plus_seconds(60));
    world.engine.plan(&world.workspace, late).await.unwrap();
    let rows = world.until_all_ended(2 * DAY_S).await;
    assert_eq!(rows[0].call.state, State::Ended(Outcome::Completed));
    let next_morning = OPENING.plus_seconds(DAY_S);
    let waited_ms = world.only_attempt(&somebody[0]).created_at.ms_since(next_morning);
    assert!((0..2_000).contains(&waited_ms), "{waited_ms} ms");
}

#[tokio::test(start_paused = true)]
async fn a_number_put_on_the_list_after_planning_is_not_called() {
    let world = World::new(Setup::default()).await;
    let somebody = person(1);
    let mut later = request(&somebody);
    later.at = Some(START.plus_seconds(60));
    world.engine.plan(&world.workspace, later).await.unwrap();
    let entry = DncRow {
        id: DncId::from_bits(1),
        phone: PhoneNumber::from_e164(&somebody[0]).unwrap(),
        reason: None,
        source: "test".to_owned(),
        added_by: Actor::system(),
        created_at: START,
    };
    let rows = world.store.workspace(world.workspace.clone());
    rows.write(move |tx| tx.dnc().add(&entry)).await.unwrap();
    let rows = world.until_all_ended(600).await;
    assert_eq!(rows[0].call.state, State::Ended(Outcome::Blocked));
    assert_eq!(rows[0].call.facts.rule.as_deref(), Some("do_not_call"));
    assert_eq!(world.times_dialled(&somebody[0]), 0);
}

#[tokio::test(start_paused = true)]
async fn a_full_day_goes_on_when_it_has_room_again() {
    let world = World::new(setup(|settings| Settings {
        daily_call_cap: Some(3),
        ..settings
    }))
    .await;
    world.dial(&numbers(5)).await;
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    let held: Vec<_> = world
        .calls()
        .await
        .into_iter()
        .filter(|row| row.call.state == State::Planned)
        .collect();
    assert_eq!(held.len(), 2);
    for row in &held {
        assert_eq!(row.call.facts.rule.as_deref(), Some("daily_call_cap"));
        let wait_s = row.call.due_at.ms_since(START) / 1_000;
        assert!(
            (DAY_S..=DAY_S + 3_600).contains(&wait_s),
            "asked again after {wait_s} s, when the oldest call leaves the day"
        );
    }
    let rows = world.until_all_ended(2 * DAY_S).await;
    assert_eq!(world.sandbox.ledger().summary().dialled, 5);
    assert!(
        rows.iter()
            .all(|row| row.call.facts.rule.is_none() && row.call.facts.claims == 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_another_call_to_its_number() {
    let world = World::new(Setup::default()).await;
    let absent = person(7);
    world.dial(&absent).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    world.dial(&absent).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let rows = world.calls().await;
    assert!(rows[0].call.state.is_live(), "{:?}", rows[0].call.state);
    assert_eq!(rows[1].call.state, State::Planned);
    assert_eq!(rows[1].call.facts.rule.as_deref(), Some("number_busy"));
    world.until_all_ended(600).await;
    assert_eq!(world.times_dialled(&absent[0]), 2);
    assert!(world.sandbox.ledger().violations().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_least_gap_between_calls_to_a_number_is_kept() {
    let world = World::new(setup(|settings| Settings {
        min_gap_minutes: 30,
        ..settings
    }))
    .await;
    let somebody = person(1);
    world.dial(&somebody).await;
    world.until_all_ended(600).await;
    let planned = world.dial(&somebody).await;
    assert_eq!(planned.lines[0].code.as_deref(), Some("too_soon"));
    world.until_all_ended(3_600).await;
    let attempts = world.sandbox.ledger().attempts_at(&somebody[0]);
    let gap_ms = attempts[1]
        .created_at
        .ms_since(attempts[0].ended_at.expect("the first call is over"));
    assert!((29 * 60_000..32 * 60_000).contains(&gap_ms), "{gap_ms} ms");
}
