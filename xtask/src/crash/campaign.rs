//! `cargo xtask crash --campaign`: the server is killed while a campaign dials several lines for each agent and people
//! talk. Their audio dies with it; the ledger of the sandbox says whether anybody was rung twice or left on the line.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::agents::Agents;
use super::campaign_verdict::{Evidence, pronounce};
use super::killer::Killer;
use super::ledger::{Ledger, Leg};
use super::numbers;
use super::posting;
use super::programs::{API_KEY, Programs, Server};
use super::verdict::Restarts;
use crate::clock::wait_for;
use crate::count::Tally;
use crate::dice::Dice;
use crate::http::Peer;
use crate::repo::Repo;

/// What is tried.
#[derive(Debug)]
pub struct CampaignPlan {
    kills: u32,
    seed: u64,
    numbers: Vec<String>,
}

impl CampaignPlan {
    /// So many kills.
    pub fn new(kills: u32, seed: u64) -> Self {
        Self {
            kills,
            seed,
            numbers: numbers::distinct(FEWEST_NUMBERS + kills * NUMBERS_PER_KILL),
        }
    }
}

/// Carries out a plan and asks the ledger: one result per question.
pub fn judge(repo: &Repo, outdial: &Path, agents: &Path, plan: &CampaignPlan) -> Result<Tally> {
    println!(
        "a campaign over {} leads, {} kills, seed {} (repeat with --seed {})",
        plan.numbers.len(),
        plan.kills,
        plan.seed,
        plan.seed
    );
    let mut programs = Programs::prepare(repo, outdial, plan.seed)?;
    let sandbox = programs.start_sandbox()?;
    let mut restarts = Restarts::default();
    let mut server = programs.start_server(&mut restarts)?;
    let campaign = begin(&server.peer(), &plan.numbers)?;
    let words = programs.folder().join("agents.log");
    let agents = Agents::start(agents, words, &server.address().to_string(), API_KEY, &campaign)?;
    let mut killer = Killer::patient(Dice::new(plan.seed), plan.kills);
    while killer.wait_and_kill(&mut server)? {
        server = programs.start_server(&mut restarts)?;
    }
    println!("{} kills survived; waiting for the last leads", plan.kills);
    let all_dealt_with = wait_until_over(&server, &campaign, plan.numbers.len());
    stop(&server.peer(), &campaign)?;
    let quiet = wait_until_quiet(&server);
    let evidence = Evidence {
        numbers: &plan.numbers,
        calls: &posting::calls(&server.peer())?,
        ledger: &Ledger::fetch(&sandbox.peer())?,
        legs: &Leg::fetch_all(&sandbox.peer())?,
        talks: &agents.talks()?,
        seats: &seats(&server.peer())?,
        restarts: &restarts,
        all_dealt_with,
        quiet,
    };
    let tally = pronounce(&evidence);
    if tally.failed > 0 {
        println!("{}", programs.keep());
    }
    Ok(tally)
}

/// Imports the leads and starts a campaign over them; answers with its id.
fn begin(server: &Peer, numbers: &[String]) -> Result<String> {
    let rows = numbers.iter().zip(1..);
    let rows: Vec<String> = rows
        .map(|(number, line)| format!("Lead {line},Acme,{number}"))
        .collect();
    let text = format!("Name,Company,Phone\n{}", rows.join("\n"));
    let list = create(server, "/api/v1/lists?name=Crash", &json!({ "text": text }))?;
    // Nobody is called a second time, so that a second ring is always wrong.
    let once = json!({"attempts_max": 1, "delay_minutes": 60, "next_number": false, "other_hour": false});
    let wish = json!({"name": "Crash", "list_ids": [list["list"]["id"]], "settings": {
        "mode": "parallel", "audience": "business", "lines_per_seat": 3, "abandon_budget_permille": 1000,
        "safe_harbour": {"company": "Northwind", "phone": "+1 415 555 0100", "opt_out_key": "9", "words": null},
        "retry": {"no_answer": once, "busy": once, "failed": once, "machine": once, "voicemail_left": once,
            "abandoned": once, "disposition": once},
    }});
    let made = create(server, "/api/v1/campaigns", &wish)?;
    let id = made["id"].as_str().context("a campaign has an id")?.to_owned();
    order(server, &id, "start")?;
    Ok(id)
}

fn create(server: &Peer, path: &str, wish: &Value) -> Result<Value> {
    let answer = server.send_json("POST", path, wish)?;
    ensure!(
        answer.status == 201,
        "POST {path} answered {}: {}",
        answer.status,
        answer.body
    );
    serde_json::from_str(&answer.body).with_context(|| format!("POST {path} answered broken JSON"))
}

fn order(server: &Peer, campaign: &str, what: &str) -> Result<()> {
    let path = format!("/api/v1/campaigns/{campaign}/{what}");
    let answer = server.send_json("POST", &path, &json!({}))?;
    ensure!(
        answer.status == 200,
        "{what} was answered {}: {}",
        answer.status,
        answer.body
    );
    Ok(())
}

/// A campaign that was not over by itself is stopped: a lead whose line was cancelled waits for some minutes.
fn stop(server: &Peer, campaign: &str) -> Result<()> {
    let state = server.get_json(&format!("/api/v1/campaigns/{campaign}"))?["state"].clone();
    if state == "finished" {
        return Ok(());
    }
    order(server, campaign, "stop")
}

/// Waits until each lead is done with, or its line was cancelled while it rang, so that its phone is left alone.
fn wait_until_over(server: &Server, campaign: &str, leads: usize) -> bool {
    let peer = server.peer();
    let over = wait_for(END_LIMIT, || {
        std::thread::sleep(LOOK_EACH);
        let shown = peer.get_json(&format!("/api/v1/campaigns/{campaign}")).ok()?;
        let live = peer
            .get_json(&format!("/api/v1/campaigns/{campaign}/live"))
            .ok()?;
        let cancelled = live["blocked"].as_array()?.iter();
        let cancelled = cancelled.filter(|blocked| blocked["code"] == "canceled");
        let cancelled: u64 = cancelled.filter_map(|blocked| blocked["leads"].as_u64()).sum();
        let done = shown["counts"]["done"].as_u64()?;
        (usize::try_from(done + cancelled).ok()? == leads).then_some(())
    });
    over.is_some()
}

/// Waits until no call is under way.
fn wait_until_quiet(server: &Server) -> bool {
    let peer = server.peer();
    let quiet = wait_for(END_LIMIT, || {
        std::thread::sleep(LOOK_EACH);
        let calls = posting::calls(&peer).ok()?;
        calls.iter().all(|call| call.state == "ended").then_some(())
    });
    quiet.is_some()
}

/// Every seat on which somebody sits: its id, whose it is, and how it stands.
fn seats(server: &Peer) -> Result<Vec<[String; 3]>> {
    let taken = server.get_json("/api/v1/seats")?;
    let items = taken["items"].as_array().context("taken seats have items")?;
    let words = items.iter().map(|seat| {
        ["id", "user_id", "state"].map(|field| seat[field].as_str().unwrap_or_default().to_owned())
    });
    Ok(words.collect())
}

/// Kills of an everyday run.
pub const DEFAULT_KILLS: u32 = 5;
const FEWEST_NUMBERS: u32 = 60;
/// Enough that each life has people to call.
const NUMBERS_PER_KILL: u32 = 20;
const LOOK_EACH: Duration = Duration::from_millis(300);
/// A call whose last report was lost is looked up only after a minute of silence.
const END_LIMIT: Duration = Duration::from_secs(240);
