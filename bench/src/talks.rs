//! Two hundred callees who talk with our own voice agent at once, against the sandbox's phones and its speech model in
//! another process on the same machine: how much of each wait for an answer is ours.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::clock::Stopwatch;
use crate::figures::{Durations, report};
use crate::network::Network;
use crate::numbers;
use crate::server::Server;

/// Lets a campaign of a voice agent call, with so many lines that all of them talk, and asks phones and model, who are one
/// process, what lay between them.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let people = folder.path().join("people.toml");
    std::fs::write(&people, PEOPLE)?;
    let people = people.to_str().context("a folder with a name")?;
    let network = Network::start(folder.path(), people, CALLS_PER_SECOND).await?;
    let variables = [network.variables(), network.model_variables()].concat();
    let (server, _) = Server::start(folder.path(), &variables).await?;
    server.change_settings(&json!({"max_live_calls": 1_000})).await?;
    let campaign = begin(&server).await?;

    let live = format!("/api/v1/campaigns/{campaign}/live");
    let ready = Stopwatch::start();
    while talking(&server.get(&live).await?) < TALKS {
        ensure!(ready.elapsed() < START_LIMIT, "fewer than {TALKS} talk");
        tokio::time::sleep(LOOK_EACH).await;
    }
    let busy_before = (server.processor_time()?, network.processor_time()?);
    let (watch, mut at_once) = (Stopwatch::start(), Vec::new());
    while watch.elapsed() < LENGTH {
        tokio::time::sleep(LOOK_EACH).await;
        at_once.push(talking(&server.get(&live).await?));
    }
    let took = watch.elapsed().as_secs_f64();
    let share = |after: Duration, before: Duration| (after - before).as_secs_f64() / took;
    println!(
        "{} to {} talks at once for {took:.0} s; server used {:.2} processors and {} MB, phones and model {:.2} processors",
        at_once.iter().min().copied().unwrap_or(0),
        at_once.iter().max().copied().unwrap_or(0),
        share(server.processor_time()?, busy_before.0),
        server.memory()?.all / 1_000_000,
        share(network.processor_time()?, busy_before.1),
    );
    let waits = Waits::read(&network).await?;
    ensure!(!waits.ours.is_empty(), "nobody waited for an answer");
    let turns = waits.ours.len();
    report(
        &format!("{TALKS} talks at once, our share of {turns} waits"),
        &Durations::new(waits.ours).describe(),
        "p50 80 ms, p99 200 ms",
    );
    for (part, took) in [
        ("from phone to model", waits.there),
        ("from model to phone", waits.back),
        ("the whole wait, as the scripted model takes it", waits.whole),
    ] {
        println!("{part}: {}", Durations::new(took).describe());
    }
    Ok(())
}

/// Makes a voice agent and a campaign in which it calls; answers with the campaign's id.
async fn begin(server: &Server) -> Result<String> {
    let agent = json!({"name": "Sam", "company": "Northwind", "max_duration_s": 600});
    let agent = server.call("POST", "/api/v1/voice-agents", &agent, 201).await?;
    let rows: Vec<String> = (0..LEADS)
        .map(|index| format!("Lead {index},Acme,{}", numbers::number(index)))
        .collect();
    let text = json!({"text": format!("Name,Company,Phone\n{}", rows.join("\n"))});
    let list = server
        .call("POST", "/api/v1/lists?name=Talks", &text, 201)
        .await?;
    let wish = json!({"name": "Talks", "list_ids": [list["list"]["id"]], "settings": {
        "mode": "agentless", "calls_at_once": TALKS, "voice_agent_id": agent["id"], "consent_needed": false,
        "audience": "business", "amd": {"policy": "off", "unknown": "human", "verdict_limit_ms": 4_000},
    }});
    let made = server.call("POST", "/api/v1/campaigns", &wish, 201).await?;
    let id = made["id"].as_str().context("a campaign has an id")?.to_owned();
    let start = format!("/api/v1/campaigns/{id}/start");
    server.call("POST", &start, &json!({}), 200).await?;
    Ok(id)
}

fn talking(live: &Value) -> u64 {
    live["lines"]["connected"].as_u64().unwrap_or(0)
}

/// How long callees waited for answers: from the last of their words that left the phone until the first of the agent's
/// that reached it. Ours is what neither the model nor the callee spent: both ends are one process and share a clock, and
/// what that process itself is late counts as ours.
#[derive(Default)]
struct Waits {
    ours: Vec<Duration>,
    there: Vec<Duration>,
    back: Vec<Duration>,
    whole: Vec<Duration>,
}

impl Waits {
    async fn read(network: &Network) -> Result<Self> {
        let mut found = Self::default();
        let told = network.get("/sandbox/realtime/waits").await?;
        for wait in told.as_array().context("a list of waits")? {
            let part = |name: &str| {
                let micros = wait[name].as_u64().with_context(|| format!("a wait has {name}"));
                micros.map(Duration::from_micros)
            };
            let (there, back) = (part("there_us")?, part("back_us")?);
            found.ours.push(there + back);
            found.there.push(there);
            found.back.push(back);
            found.whole.push(part("whole_us")?);
        }
        Ok(found)
    }
}

const TALKS: u64 = 200;
/// More than are called in the time.
const LEADS: usize = 5_000;
const LENGTH: Duration = Duration::from_secs(120);
const LOOK_EACH: Duration = Duration::from_millis(250);
const START_LIMIT: Duration = Duration::from_secs(90);
const CALLS_PER_SECOND: &str = "20";
/// Everybody picks up, talks, and is choosy about the time.
const PEOPLE: &str = r#"
name = "talkers"
[last_digit]
0 = "human"
1 = "human"
2 = "human"
3 = "human"
4 = "human"
5 = "human"
6 = "human"
7 = "human"
8 = "human"
9 = "human"
[human]
ring_ms = 1000
stays_ms = 600000
dead_air_ms = 600000
[attitudes]
accepts = 0
refuses = 0
other_time = 1
calls_back = 0
opts_out = 0
hangs_up = 0
silent = 0
undecided = 0
"#;
