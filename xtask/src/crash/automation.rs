//! `cargo xtask crash --automation`: the server is killed while automation calls leads for a voice agent, whose host takes
//! its time to answer, and while a schedule from outside and an impatient person ask for batches as well. The ledger of the
//! sandbox says whether anybody was called twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::killer::Killer;
use super::ledger::Ledger;
use super::numbers;
use super::posting::{self, Call};
use super::programs::{CRON_SECRET, Programs, Server};
use super::verdict::{Answers, Restarts, pronounce_all};
use crate::clock::wait_for;
use crate::count::Tally;
use crate::dice::Dice;
use crate::http::Peer;
use crate::repo::Repo;

/// What is tried.
#[derive(Debug)]
pub struct AutomationPlan {
    kills: u32,
    seed: u64,
    numbers: Vec<String>,
}

impl AutomationPlan {
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
pub fn judge(repo: &Repo, outdial: &std::path::Path, plan: &AutomationPlan) -> Result<Tally> {
    println!(
        "automation over {} leads, {} kills, seed {} (repeat with --seed {})",
        plan.numbers.len(),
        plan.kills,
        plan.seed,
        plan.seed
    );
    let mut programs = Programs::prepare(repo, outdial, plan.seed)?.with_agents();
    let sandbox = programs.start_sandbox()?;
    let mut restarts = Restarts::default();
    let mut server = programs.start_server(&mut restarts)?;
    begin(&server.peer(), &plan.numbers)?;
    sandbox.answer_slowly()?;
    let askers = Askers::start(&server);
    let mut killer = Killer::patient(Dice::new(plan.seed), plan.kills);
    while killer.wait_and_kill(&mut server)? {
        server = programs.start_server(&mut restarts)?;
    }
    println!("{} kills survived; waiting for the last leads", plan.kills);
    let over = wait_until_over(&server.peer());
    askers.stop();
    let evidence = Evidence {
        numbers: &plan.numbers,
        calls: &posting::calls(&server.peer())?,
        leads: &standing(&server.peer())?,
        ledger: &Ledger::fetch(&sandbox.peer())?,
        restarts: &restarts,
        over,
    };
    let tally = pronounce(&evidence);
    if tally.failed > 0 {
        println!("{}", programs.keep());
    }
    Ok(tally)
}

/// Imports leads who have agreed, publishes an agent, and switches automation on.
fn begin(server: &Peer, numbers: &[String]) -> Result<()> {
    let rows = numbers.iter().zip(1..);
    let rows: Vec<String> = rows
        .map(|(number, line)| format!("Lead {line},Acme,{number},ai_voice"))
        .collect();
    let text = format!("Name,Company,Phone,Consents\n{}", rows.join("\n"));
    let list = ask(
        server,
        "POST",
        "/api/v1/lists?name=Crash",
        &json!({ "text": text }),
    )?;
    let agent = json!({"name": "Sam", "company": "Northwind"});
    let agent = ask(server, "POST", "/api/v1/voice-agents", &agent)?;
    let id = agent["id"].as_str().context("an agent has an id")?;
    ask(
        server,
        "POST",
        &format!("/api/v1/voice-agents/{id}/publish"),
        &json!({}),
    )?;
    // Nobody is called a second time, so that a second call is always wrong; and nothing counts as going wrong.
    let wish = json!({
        "voice_agent_id": id, "list_ids": [list["list"]["id"]], "every_minutes": 1, "batch": BATCH, "max_attempts": 1,
        "consent_needed": false, "enabled": true,
        "limits": {"failures_permille": null, "short_permille": null, "cost_micros_per_hour": null},
    });
    ask(server, "PUT", "/api/v1/automation", &wish)?;
    Ok(())
}

fn ask(server: &Peer, method: &str, path: &str, wish: &Value) -> Result<Value> {
    let answer = server.send_json(method, path, wish)?;
    ensure!(
        matches!(answer.status, 200 | 201),
        "{method} {path} answered {}: {}",
        answer.status,
        answer.body
    );
    serde_json::from_str(&answer.body).with_context(|| format!("{method} {path} answered broken JSON"))
}

/// Two who ask for batches all the time, whether the server is there or not.
struct Askers {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Askers {
    fn start(server: &Server) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let schedule =
            Peer::at(server.address()).with_header("Authorization", &format!("Bearer {CRON_SECRET}"));
        let asked = [(schedule, "/api/cron"), (server.peer(), "/api/v1/automation/run")];
        let threads = asked.map(|(peer, path)| {
            let over = Arc::clone(&over);
            std::thread::spawn(move || {
                while !over.load(Ordering::Acquire) {
                    // Whoever finds nobody there asks again.
                    let _ = peer.send_json("POST", path, &json!({}));
                    std::thread::sleep(ASK_EACH);
                }
            })
        });
        Self {
            over,
            threads: threads.into(),
        }
    }

    fn stop(self) {
        self.over.store(true, Ordering::Release);
        for thread in self.threads {
            // It has nothing to tell.
            let _ = thread.join();
        }
    }
}

/// How each lead stands, in the words of the earlier dialler.
fn standing(server: &Peer) -> Result<BTreeMap<String, String>> {
    let leads = server.get_json("/api/leads")?;
    let leads = leads.as_array().context("leads are a list")?.iter();
    let word = |lead: &Value, field: &str| lead[field].as_str().unwrap_or_default().to_owned();
    Ok(leads
        .map(|lead| (word(lead, "phone"), word(lead, "status")))
        .collect())
}

/// Waits until nobody is due, or being called.
fn wait_until_over(server: &Peer) -> bool {
    let over = wait_for(END_LIMIT, || {
        std::thread::sleep(LOOK_EACH);
        let leads = standing(server).ok()?;
        let is_open = |status: &String| matches!(status.as_str(), "pending" | "calling");
        (!leads.values().any(is_open)).then_some(())
    });
    over.is_some()
}

/// All that is known when the last lead was dealt with.
struct Evidence<'a> {
    numbers: &'a [String],
    calls: &'a [Call],
    leads: &'a BTreeMap<String, String>,
    ledger: &'a Ledger,
    restarts: &'a Restarts,
    over: bool,
}

fn pronounce(evidence: &Evidence<'_>) -> Tally {
    let tally = pronounce_all(&answers(evidence));
    let mut by_status: BTreeMap<&str, u32> = BTreeMap::new();
    for status in evidence.leads.values() {
        *by_status.entry(status).or_default() += 1;
    }
    println!(
        "leads: {by_status:?}; slowest start: {} ms",
        evidence.restarts.slowest().as_millis()
    );
    tally
}

fn answers(evidence: &Evidence<'_>) -> Answers {
    vec![
        ("nobody was called twice", called_twice(evidence)),
        (
            "nobody else was called",
            evidence.ledger.strangers(evidence.numbers),
        ),
        (
            "the phone network saw no violation",
            evidence.ledger.violations.clone(),
        ),
        ("no lead was lost, and none is being called", open(evidence)),
        ("every call ended with an outcome", without_outcome(evidence)),
        ("people talked with the agent", nobody_talked(evidence)),
        ("every start was ready within 3 s", evidence.restarts.slow()),
    ]
}

fn called_twice(evidence: &Evidence<'_>) -> Vec<String> {
    let phones = evidence.ledger.dialled.iter();
    phones
        .filter(|(_, dialled)| dialled.attempts > 1 || dialled.rings > 1)
        .map(|(number, dialled)| {
            format!(
                "{number} was called {} times and rang {}",
                dialled.attempts, dialled.rings
            )
        })
        .collect()
}

fn open(evidence: &Evidence<'_>) -> Vec<String> {
    let mut against: Vec<String> = evidence
        .numbers
        .iter()
        .filter_map(|number| match evidence.leads.get(number).map(String::as_str) {
            None => Some(format!("{number} is no lead any more")),
            Some(status @ ("pending" | "calling")) => Some(format!("{number} is {status}")),
            Some(_) => None,
        })
        .collect();
    if !evidence.over {
        against.push("automation did not come to its end in time".to_owned());
    }
    against
}

fn without_outcome(evidence: &Evidence<'_>) -> Vec<String> {
    let calls = evidence.calls.iter();
    calls
        .filter(|call| call.state != "ended" || call.outcome.is_none())
        .map(|call| format!("{} to {} is {}", call.id, call.phone, call.state))
        .collect()
}

fn nobody_talked(evidence: &Evidence<'_>) -> Vec<String> {
    let talked = evidence.leads.values().any(|status| status == "not_interested");
    (!talked)
        .then(|| "nobody said no, which some always do".to_owned())
        .into_iter()
        .collect()
}

/// Kills of an everyday run.
pub const DEFAULT_KILLS: u32 = 5;
const FEWEST_NUMBERS: u32 = 40;
/// Enough that each life has people to call.
const NUMBERS_PER_KILL: u32 = 12;
/// Leads that are called at once.
const BATCH: u32 = 20;
const ASK_EACH: Duration = Duration::from_millis(200);
const LOOK_EACH: Duration = Duration::from_millis(300);
/// A talk whose report was lost is asked for after a minute and a half.
const END_LIMIT: Duration = Duration::from_secs(300);

#[cfg(test)]
mod tests {
    use super::super::ledger::Dialled;
    use super::*;

    const NUMBER: &str = "+14152310001";

    fn failed(dialled: Dialled, status: &str, outcome: Option<&str>) -> u64 {
        let calls = [Call {
            id: "call_1".to_owned(),
            phone: NUMBER.to_owned(),
            state: "ended".to_owned(),
            outcome: outcome.map(str::to_owned),
        }];
        let evidence = Evidence {
            numbers: &[NUMBER.to_owned()],
            calls: &calls,
            leads: &[(NUMBER.to_owned(), status.to_owned())].into(),
            ledger: &Ledger {
                dialled: [(NUMBER.to_owned(), dialled)].into(),
                violations: Vec::new(),
            },
            restarts: &Restarts::default(),
            over: true,
        };
        pronounce(&evidence).failed
    }

    #[test]
    fn each_question_is_answered_by_what_speaks_against_it() {
        let once = Dialled {
            attempts: 1,
            rings: 1,
        };
        let twice = Dialled { attempts: 2, ..once };
        assert_eq!(failed(once, "not_interested", Some("completed")), 0);
        assert_eq!(failed(twice, "not_interested", Some("completed")), 1);
        assert_eq!(
            failed(once, "calling", Some("completed")),
            2,
            "and nobody said no"
        );
        assert_eq!(failed(once, "not_interested", None), 1);
    }
}
