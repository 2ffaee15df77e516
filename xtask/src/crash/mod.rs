//! `cargo xtask crash`: a server that calls people is killed at random moments, again and again. The sandbox runs
//! beside it as a program of its own, and its ledger is the judge: it alone knows which phones rang how often.

mod agents;
mod automation;
mod campaign;
mod campaign_verdict;
mod killer;
mod ledger;
mod numbers;
mod posting;
mod programs;
mod verdict;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::Ended;
use crate::args::Args;
use crate::binary::{self, Pages, Profile};
use crate::clock::{fresh_seed, wait_for};
use crate::count::Tally;
use crate::dice::Dice;
use crate::repo::Repo;

use killer::Killer;
use ledger::Ledger;
use posting::Posting;
use programs::{Programs, Server};
use verdict::Restarts;

/// How the phone network behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// As documented.
    WellBehaved,
    /// Loses, doubles, delays and reorders callbacks, refuses and fails requests, answers too late.
    Faulty,
}

/// What is tried.
#[derive(Debug, Clone)]
pub struct Plan {
    kills: u32,
    carrier: Carrier,
    seed: u64,
    numbers: Vec<String>,
}

impl Plan {
    /// This many kills, with a fresh seed.
    pub fn new(kills: u32, carrier: Carrier) -> Self {
        Self::seeded(kills, carrier, fresh_seed())
    }

    /// A plan that was run before.
    fn seeded(kills: u32, carrier: Carrier, seed: u64) -> Self {
        // Enough calls that the last kills still meet a server at work.
        let numbers = numbers::distinct(FEWEST_NUMBERS.max(kills * NUMBERS_PER_KILL));
        Self {
            kills,
            carrier,
            seed,
            numbers,
        }
    }
}

/// `cargo xtask crash`.
pub fn run(repo: &Repo, mut args: Args) -> Result<Ended> {
    let of_campaign = args.switch("--campaign");
    let of_automation = args.switch("--automation");
    let kills = args
        .value("--kills")?
        .unwrap_or(match (of_campaign, of_automation) {
            (true, _) => campaign::DEFAULT_KILLS,
            (false, true) => automation::DEFAULT_KILLS,
            (false, false) => DEFAULT_KILLS,
        });
    let seed = args.value("--seed")?.unwrap_or_else(fresh_seed);
    let carrier = if args.switch("--faults") {
        Carrier::Faulty
    } else {
        Carrier::WellBehaved
    };
    let profile = if args.switch("--release") {
        Profile::Release
    } else {
        Profile::Debug
    };
    args.finish()?;
    let outdial = binary::build(repo, profile, Pages::LeftOut)?;
    let tally = if of_campaign {
        let agents = agents::build(repo, profile)?;
        campaign::judge(repo, &outdial, &agents, &campaign::CampaignPlan::new(kills, seed))?
    } else if of_automation {
        automation::judge(repo, &outdial, &automation::AutomationPlan::new(kills, seed))?
    } else {
        judge(repo, &outdial, &Plan::seeded(kills, carrier, seed))?
    };
    Ok(if tally.failed == 0 {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// Carries out a plan and asks the ledger: one result per question.
pub fn judge(repo: &Repo, outdial: &Path, plan: &Plan) -> Result<Tally> {
    println!(
        "{} numbers, {} kills, {:?} carrier, seed {} (repeat with --seed {})",
        plan.numbers.len(),
        plan.kills,
        plan.carrier,
        plan.seed,
        plan.seed
    );
    let mut programs = Programs::prepare(repo, outdial, plan.seed)?;
    let sandbox = programs.start_sandbox()?;
    if plan.carrier == Carrier::Faulty {
        sandbox.set_faults()?;
    }
    let mut restarts = Restarts::default();
    let mut server = programs.start_server(&mut restarts)?;
    let posting = Posting::start(server.peer(), &plan.numbers);
    let mut killer = Killer::new(Dice::new(plan.seed), plan.kills);
    while killer.wait_and_kill(&mut server)? {
        server = programs.start_server(&mut restarts)?;
    }
    let run = posting.wait().context("post the numbers")?;
    println!("{} kills survived; waiting for the last calls", plan.kills);
    let everything_ended = wait_until_ended(&mut server, &run);
    let calls = posting::calls(&server.peer())?;
    let ledger = Ledger::fetch(&sandbox.peer())?;
    let tally = verdict::pronounce(&verdict::Evidence {
        plan,
        run: &run,
        calls: &calls,
        ledger: &ledger,
        restarts: &restarts,
        everything_ended,
    });
    if tally.failed > 0 {
        println!("{}", programs.keep());
    }
    Ok(tally)
}

/// The everyday run with a campaign.
pub fn judge_campaign(repo: &Repo, outdial: &Path) -> Result<Tally> {
    let agents = agents::beside_tests(repo)?;
    let plan = campaign::CampaignPlan::new(campaign::DEFAULT_KILLS, fresh_seed());
    campaign::judge(repo, outdial, &agents, &plan)
}

/// The everyday run with automation.
pub fn judge_automation(repo: &Repo, outdial: &Path) -> Result<Tally> {
    let plan = automation::AutomationPlan::new(automation::DEFAULT_KILLS, fresh_seed());
    automation::judge(repo, outdial, &plan)
}

/// Waits until no call of the run is left to be made or going on.
fn wait_until_ended(server: &mut Server, run: &posting::Run) -> bool {
    wait_for(END_LIMIT, || {
        let left = run.calls_left(&server.peer()).ok()?;
        if left > 0 {
            // Asking more often would only keep the server from its work.
            std::thread::sleep(Duration::from_millis(200));
            return None;
        }
        Some(())
    })
    .is_some()
}

/// Kills of an everyday run.
pub const DEFAULT_KILLS: u32 = 20;
const FEWEST_NUMBERS: u32 = 300;
const NUMBERS_PER_KILL: u32 = 10;
/// A call whose last report was lost is looked up only after a minute of silence.
const END_LIMIT: Duration = Duration::from_secs(300);
