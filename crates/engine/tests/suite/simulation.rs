//! Thousands of calls on virtual time with every fault, and what must hold whatever happens.

use std::sync::Mutex;

use outdial_domain::call::{Outcome, State};
use outdial_sandbox::{Faults, Probability};
use outdial_store::Target;

use crate::world::{Setup, World, numbers};

/// What one simulated day is made of; `OUTDIAL_SIM_CALLS` and `OUTDIAL_SIM_SEEDS` ask for more of it.
struct Day {
    calls: u32,
    seeds: Vec<u64>,
    fault: f64,
    crashes: u32,
}

pub fn number_from_environment(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

fn faults(probability: f64) -> Faults {
    Faults::all(Probability::new(probability).expect("between 0 and 1"))
}

async fn live_through(day: &Day, seed: u64, target: Target) {
    println!("seed {seed}, {} calls, faults {}", day.calls, day.fault);
    let setup = Setup {
        seed,
        target,
        faults: faults(day.fault),
        calls_per_second: 50,
        ..Setup::default()
    };
    let mut world = World::new(setup).await;
    let numbers = numbers(day.calls);
    let planned = world.dial(&numbers).await;
    assert_eq!(planned.calls.len(), numbers.len());

    for crash in 0..day.crashes {
        tokio::time::sleep(std::time::Duration::from_millis(1_700 + u64::from(crash) * 911)).await;
        world.crash().await;
    }
    let rows = world.until_all_ended(6 * 3_600).await;

    let ledger = world.sandbox.ledger();
    assert_eq!(
        ledger.violations().len(),
        0,
        "seed {seed}: {:?}",
        ledger.violations().first()
    );
    for row in &rows {
        let rung = world.times_dialled(row.phone.e164());
        assert!(
            rung <= 1,
            "seed {seed}: {} was dialled {rung} times",
            row.phone.e164()
        );
        let State::Ended(outcome) = row.call.state else {
            unreachable!("all calls ended")
        };
        assert_ne!(outcome, Outcome::Unknown, "seed {seed}: {row:?}");
        let reached = matches!(
            outcome,
            Outcome::Completed
                | Outcome::Machine
                | Outcome::VoicemailLeft
                | Outcome::NoAnswer
                | Outcome::Busy
        );
        if reached {
            assert_eq!(
                rung,
                1,
                "seed {seed}: {outcome:?} of {} without a dial",
                row.phone.e164()
            );
        }
    }
}

fn day(calls: u32, seeds: u32, fault: f64, crashes: u32) -> Day {
    let calls = number_from_environment("OUTDIAL_SIM_CALLS").unwrap_or(calls);
    let seeds = number_from_environment("OUTDIAL_SIM_SEEDS").unwrap_or(seeds);
    Day {
        calls,
        seeds: (1..=u64::from(seeds)).collect(),
        fault,
        crashes,
    }
}

fn live_through_all(day: &Day, target: impl Fn(u64) -> Option<Target> + Sync) {
    live_through_seeds(day.seeds.iter().copied(), async |seed| match target(seed) {
        Some(target) => live_through(day, seed, target).await,
        None => println!("skipped: OUTDIAL_TEST_POSTGRES is not set"),
    });
}

/// Seeds run side by side, each in a time of its own.
pub fn live_through_seeds(seeds: impl Iterator<Item = u64> + Send, day: impl AsyncFn(u64) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let seeds = Mutex::new(seeds);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(seed) = next_seed(&seeds) {
                    own_time().block_on(day(seed));
                }
            });
        }
    });
}

fn next_seed(seeds: &Mutex<impl Iterator<Item = u64>>) -> Option<u64> {
    seeds.lock().unwrap().next()
}

fn own_time() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
}

#[test]
fn ten_thousand_calls_with_every_fault_ring_nobody_twice() {
    live_through_all(&day(10_000, 2, 0.03, 0), |_| Some(Target::SqliteMemory));
}

#[test]
fn crashes_amid_faults_lose_no_call_and_repeat_none() {
    live_through_all(&day(1_000, 3, 0.05, 12), |_| Some(Target::SqliteMemory));
}

#[test]
fn the_same_holds_on_postgresql() {
    live_through_all(&day(10_000, 1, 0.03, 3), |seed| {
        let server = std::env::var("OUTDIAL_TEST_POSTGRES").ok()?;
        Some(Target::Postgres(fresh_database(&server, seed)))
    });
}

/// A database of its own for one simulation.
fn fresh_database(server: &str, seed: u64) -> String {
    let name = format!("outdial_sim_{}_{seed}", std::process::id());
    let server = server.to_owned();
    let created = name.clone();
    let url = server.clone();
    // The client runs a runtime of its own, which must not be nested in this test's.
    std::thread::spawn(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the test server answers");
        client
            .batch_execute(&format!("CREATE DATABASE {created}"))
            .expect("the role may create databases");
    })
    .join()
    .expect("the database is created");
    let mut url = url::Url::parse(&server).expect("OUTDIAL_TEST_POSTGRES is a URL");
    url.set_path(&name);
    url.to_string()
}
