//! A hundred seats with three lines each, against the sandbox on the same machine: whether the floor keeps pace. Agents
//! join as browsers do, people answer as one meets them in the daytime, and all of them are heard.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::clock::Stopwatch;
use crate::figures::{Durations, report};
use crate::floor::{Agent, Microphones};
use crate::network::Network;
use crate::numbers;
use crate::server::{API_KEY, Server};

/// Lets a campaign run for some minutes.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let network = Network::start(folder.path(), "default", CALLS_PER_SECOND).await?;
    let variables = network.variables();
    let (server, _) = Server::start(folder.path(), &variables).await?;
    server.change_settings(&json!({"max_live_calls": 1_000})).await?;
    let campaign = begin(&server).await?;

    let microphones = Microphones::open();
    let waits = Arc::new(Mutex::new(Vec::new()));
    let mut working = JoinSet::new();
    for number in 1..=SEATS {
        let name = format!("Agent {number}");
        let agent = Agent::hire(server.address(), API_KEY, &name, &campaign, &microphones, TALK).await?;
        let waits = waits.clone();
        working.spawn(async move {
            let note = |_: &str, call: &Value| {
                let wait_ms = call["answer_to_audio_ms"].as_u64().unwrap_or(u64::MAX);
                let mut waits = waits.lock().unwrap_or_else(PoisonError::into_inner);
                waits.push(Duration::from_millis(wait_ms));
            };
            agent.shift(&note).await
        });
    }
    all_seated(&server, &mut working).await?;

    let live = format!("/api/v1/campaigns/{campaign}/live");
    let before = server.get(&live).await?["funnel"].clone();
    waits.lock().unwrap_or_else(PoisonError::into_inner).clear();
    let (busy_before, watch) = (server.processor_time()?, Stopwatch::start());
    let mut lines = Vec::new();
    while watch.elapsed() < LENGTH {
        tokio::time::sleep(LOOK_EACH).await;
        lines.push(open_lines(&server.get(&live).await?));
        if let Some(ended) = working.try_join_next() {
            ended?.context("an agent went home")?;
        }
    }
    let (took, busy) = (watch.elapsed(), server.processor_time()? - busy_before);
    let after = server.get(&live).await?["funnel"].clone();
    let grown = |what: &str| after[what].as_i64().unwrap_or(0) - before[what].as_i64().unwrap_or(0);
    println!(
        "{} dialled, {} people, {} talks, {} abandoned in {:.0} s; {:.1} lines open on average, {} at most; server used {:.2} processors",
        grown("dialed"),
        grown("live_answers"),
        grown("talks"),
        grown("abandoned"),
        took.as_secs_f64(),
        average(&lines),
        lines.iter().max().copied().unwrap_or(0),
        busy.as_secs_f64() / took.as_secs_f64(),
    );
    let waits = std::mem::take(&mut *waits.lock().unwrap_or_else(PoisonError::into_inner));
    ensure!(!waits.is_empty(), "nobody was put through");
    let what = format!("{SEATS} seats x 3 lines, answer to audio");
    report(&what, &Durations::new(waits).describe(), "sustained");
    seats_are_well(&server).await
}

/// Imports leads and starts a campaign that dials three lines for each agent; answers with its id.
async fn begin(server: &Server) -> Result<String> {
    let rows: Vec<String> = (0..LEADS)
        .map(|index| format!("Lead {index},Acme,{}", numbers::number(index)))
        .collect();
    let text = json!({"text": format!("Name,Company,Phone\n{}", rows.join("\n"))});
    let list = server
        .call("POST", "/api/v1/lists?name=Seats", &text, 201)
        .await?;
    let wish = json!({"name": "Seats", "list_ids": [list["list"]["id"]], "settings": {
        "mode": "parallel", "audience": "business", "lines_per_seat": 3, "abandon_budget_permille": 1000,
        "safe_harbour": {"company": "Northwind", "phone": "+1 415 555 0100", "opt_out_key": "9", "words": null},
    }});
    let made = server.call("POST", "/api/v1/campaigns", &wish, 201).await?;
    let id = made["id"].as_str().context("a campaign has an id")?.to_owned();
    let start = format!("/api/v1/campaigns/{id}/start");
    server.call("POST", &start, &json!({}), 200).await?;
    Ok(id)
}

/// Waits until every agent takes calls.
async fn all_seated(server: &Server, working: &mut JoinSet<Result<()>>) -> Result<()> {
    let watch = Stopwatch::start();
    loop {
        let taken = server.get("/api/v1/seats").await?;
        let seats = taken["items"].as_array().context("taken seats have items")?;
        let at_work = seats
            .iter()
            .filter(|seat| seat["state"] != "joining" && seat["state"] != "paused");
        let at_work = at_work.count();
        if at_work == SEATS {
            return Ok(());
        }
        if let Some(ended) = working.try_join_next() {
            ended?.context("an agent could not begin")?;
        }
        ensure!(
            watch.elapsed() < SEATING_LIMIT,
            "only {at_work} agents are at work"
        );
        tokio::time::sleep(LOOK_EACH).await;
    }
}

/// No agent was thrown out, and none sits with a callee who has gone.
async fn seats_are_well(server: &Server) -> Result<()> {
    let taken = server.get("/api/v1/seats").await?;
    let seats = taken["items"].as_array().context("taken seats have items")?;
    ensure!(seats.len() == SEATS, "{} of {SEATS} agents are left", seats.len());
    let away = seats
        .iter()
        .filter(|seat| seat["browser"]["connected"] != true)
        .count();
    ensure!(away == 0, "{away} agents have lost their audio");
    Ok(())
}

fn open_lines(live: &Value) -> u64 {
    let lines = live["lines"].as_object();
    let open = lines
        .into_iter()
        .flatten()
        .filter(|(phase, _)| *phase != "connected");
    open.filter_map(|(_, count)| count.as_u64()).sum()
}

#[expect(clippy::cast_precision_loss, reason = "some hundred lines")]
fn average(lines: &[u64]) -> f64 {
    lines.iter().sum::<u64>() as f64 / lines.len().max(1) as f64
}

const SEATS: usize = 100;
/// More than are dialled in the time.
const LEADS: usize = 5_000;
const TALK: Duration = Duration::from_secs(20);
const LENGTH: Duration = Duration::from_secs(120);
const LOOK_EACH: Duration = Duration::from_millis(250);
const SEATING_LIMIT: Duration = Duration::from_secs(60);
const CALLS_PER_SECOND: &str = "50";
