//! A working day: a floor of agents goes through a large list on virtual time, with every fault and crashes. What must
//! hold is looked at with every event.
//!
//! `OUTDIAL_DAY_LEADS`, `OUTDIAL_DAY_SEATS`, `OUTDIAL_DAY_HOURS` and `OUTDIAL_SIM_SEEDS` ask for a day of another size;
//! `cargo xtask sim --day` for the one that is promised.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::campaign::{Audience, CampaignSettings, CampaignState, Event, Mode};
use outdial_domain::settings::{CallingWindow, Countries, Settings};
use outdial_engine::{Clock as _, TokioClock};
use outdial_sandbox::{Faults, Population, Probability};
use outdial_store::CallRow;

use super::agents::Agents;
use super::judge::{AREAS, Judge, WINDOW};
use super::stage::{campaign, id, order, seat, settings, until};
use crate::simulation::{live_through_seeds, number_from_environment};
use crate::world::{START, Setup, World};

struct Workday {
    leads: u32,
    seats: u32,
    hours: u32,
    crashes: u32,
}

async fn sleep_until(clock: &TokioClock, at: Timestamp) {
    let wait_ms = at.ms_since(clock.now());
    tokio::time::sleep(Duration::from_millis(u64::try_from(wait_ms).unwrap())).await;
}

async fn live_through(day: &Workday, seed: u64) {
    let settings = CampaignSettings {
        mode: Mode::Parallel,
        lines_per_seat: 3,
        audience: if seed.is_multiple_of(2) {
            Audience::Business
        } else {
            Audience::Consumer
        },
        ..settings()
    };
    let mut world = World::new(setup(seed)).await;
    let agents = Agents::new(world.clock.clone(), day.seats, Duration::from_secs(15));
    let judge = Arc::new(Judge::new(day.seats, &settings));
    let (watch, clock) = (judge.clone(), world.clock.clone());
    world.on_dial(move |number| watch.dialled(number, clock.now()));
    let watch = judge.clone();
    agents.watch(move |row, idle_s| watch.call_moved(row, idle_s));
    seat(&world, &agents);
    #[expect(clippy::disallowed_methods, reason = "a test owns its one task")]
    let work = tokio::spawn(agents.clone().work());
    let numbers = numbers(day.leads);
    campaign(&world, &numbers, settings).await;

    let length_ms = i64::from(day.hours) * 3_600_000;
    sleep_until(world.clock.as_ref(), EVENING.plus_ms(-length_ms)).await;
    order(&world, Event::Start).await;
    let part = Duration::from_secs(u64::from(day.hours) * 3_600) / (day.crashes + 1);
    for crash in 0..day.crashes {
        tokio::time::sleep(part).await;
        judge.crashed(world.clock.now());
        world.crash_seating(&agents).await;
        if crash == 0 {
            // The first of them ends in the middle of a break.
            agents.pause_all();
            tokio::time::sleep(Duration::from_secs(300)).await;
            agents.ready_all();
        }
    }
    tokio::time::sleep(part).await;
    order(&world, Event::Drain).await;
    until(&world, CampaignState::Stopped, 3_600).await;
    let rows = world.until_all_ended(48 * 3_600).await;
    work.abort();

    let figures = judge.figures();
    println!(
        "seed {seed}: {} calls, {} talks, {figures}",
        rows.len(),
        agents.talks().len()
    );
    let broken = judge.broken();
    if let Some(first) = broken.first() {
        tell_story(&world, &rows, first).await;
    }
    assert_eq!(broken, Vec::<String>::new(), "seed {seed}");
    assert!(judge.is_within_budget(), "seed {seed}: {figures}");
    assert_eq!(agents.surprises(), Vec::<String>::new(), "seed {seed}");
    assert_eq!(agents.busy(), 0, "seed {seed}: a seat is stuck");
    let violations = world.sandbox.ledger().violations();
    assert!(violations.is_empty(), "seed {seed}: {:?}", violations.first());
    for row in &rows {
        let State::Ended(outcome) = row.call.state else {
            unreachable!("all calls ended")
        };
        assert_ne!(outcome, Outcome::Unknown, "seed {seed}: {row:?}");
    }
    no_lead_is_lost(&world, &rows, day.leads, seed).await;
}

/// Prints what happened to the call that a complaint is about.
async fn tell_story(world: &World, rows: &[CallRow], complaint: &str) {
    let Some(row) = rows.iter().find(|row| complaint.contains(row.id.as_str())) else {
        return;
    };
    println!("{complaint}: {:#?}", row.call.facts);
    let (rows, id) = (world.store.workspace(world.workspace.clone()), row.id.clone());
    for event in rows.read(move |tx| tx.events().of_call(&id)).await.unwrap() {
        println!("{event:?}");
    }
}

/// Each lead is done with, or due, or not looked at: nobody is forgotten between the hopper and a line.
async fn no_lead_is_lost(world: &World, rows: &[CallRow], leads: u32, seed: u64) {
    let campaign = id();
    let rows_of = world.store.workspace(world.workspace.clone());
    let (stand_where, depth) = rows_of
        .read(move |tx| {
            Ok((
                tx.campaign_leads().stand_where(&campaign)?,
                tx.hopper().depth(&campaign)?,
            ))
        })
        .await
        .unwrap();
    let mut places: BTreeMap<&str, u64> = BTreeMap::new();
    for stand in &stand_where {
        *places.entry(&stand.place).or_default() += stand.leads;
    }
    println!("seed {seed}: {places:?} of {leads} leads");
    assert_eq!(places.get("taken"), None, "seed {seed}: {places:?}");
    assert_eq!(depth, 0, "seed {seed}");
    let called: std::collections::BTreeSet<_> = rows.iter().filter_map(|row| row.lead_id.as_ref()).collect();
    let looked_at: u64 = places.values().sum();
    assert!(looked_at <= u64::from(leads), "seed {seed}: {places:?}");
    assert!(
        looked_at >= u64::try_from(called.len()).unwrap(),
        "seed {seed}: {} leads were called: {places:?}",
        called.len()
    );
}

fn setup(seed: u64) -> Setup {
    let minute = |minute: i64| u16::try_from(minute).unwrap();
    Setup {
        seed,
        faults: Faults::all(Probability::new(0.01).expect("between 0 and 1")),
        population: Population::from_toml(PEOPLE).unwrap(),
        calls_per_second: 30,
        settings: Settings {
            calling_window: CallingWindow {
                start_minute: minute(WINDOW.start),
                end_minute: minute(WINDOW.end),
            },
            countries: Countries::All,
            max_live_calls: 500,
            ..Settings::default()
        },
        ..Setup::default()
    }
}

/// Numbers of four zones by turns.
fn numbers(count: u32) -> Vec<String> {
    (0..count)
        .map(|index| {
            let (area, _) = AREAS[index as usize % AREAS.len()];
            format!("+1{area}{:07}", 2_000_000 + index * 7 % 7_999_999)
        })
        .collect()
}

#[test]
fn a_working_day_calls_nobody_twice_or_at_night_and_loses_no_lead() {
    let asked = |name: &str, otherwise| number_from_environment(name).unwrap_or(otherwise);
    let day = Workday {
        leads: asked("OUTDIAL_DAY_LEADS", 2_000),
        seats: asked("OUTDIAL_DAY_SEATS", 8),
        hours: asked("OUTDIAL_DAY_HOURS", 1),
        crashes: 3,
    };
    let seeds = asked("OUTDIAL_SIM_SEEDS", 2);
    live_through_seeds(1..=u64::from(seeds), |seed| live_through(&day, seed));
}

/// The day ends at 17:30 in New York, where the window has closed for half an hour; a long one begins before it opens in
/// the west.
const EVENING: Timestamp =
    Timestamp(START.0 - START.0.rem_euclid(86_400_000_000) + (22 * 60 + 30) * 60_000_000);

/// As one meets them in the daytime; whoever is put through talks on.
const PEOPLE: &str = r#"
name = "working day"

[odds]
human = 30
voicemail = 38
no_answer = 18
busy = 3
failed = 5
screening = 5
fax = 1

[human]
ring_ms = [3000, 18000]
silence_ms = [100, 700]
greeting_ms = [350, 1800]
dead_air_ms = [300000, 400000]
stays_ms = [20000, 240000]
leaves_early = 0.1
leaves_early_ms = [1500, 8000]

[voicemail]
ring_ms = [17000, 26000]
greeting_ms = [3500, 16000]
beep = 0.88
records_ms = [60000, 180000]

[screening]
passes = 0.25

[failed]
sip_codes = [404, 404, 480, 484, 503]
"#;
