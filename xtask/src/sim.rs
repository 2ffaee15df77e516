//! `cargo xtask sim`: the engine on virtual time, for as many seeds as wanted.

use std::process::Command;

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::clock::Stopwatch;
use crate::command::run_logged;
use crate::repo::Repo;

/// Runs the simulation tests with more seeds or calls than the everyday run has, or the working day at its full size.
pub fn run(repo: &Repo, mut args: Args) -> Result<Ended> {
    let seeds: Option<u32> = args.value("--seeds")?;
    let calls: Option<u32> = args.value("--calls")?;
    let leads: Option<u32> = args.value("--leads")?;
    let day = args.switch("--day");
    args.finish()?;
    let mut command = simulation(repo, day);
    if let Some(seeds) = seeds {
        command.env("OUTDIAL_SIM_SEEDS", seeds.to_string());
    }
    if let Some(calls) = calls {
        command.env("OUTDIAL_SIM_CALLS", calls.to_string());
    }
    let log = repo.logs()?.join("sim.log");
    if day {
        // Built first, so that the time is the day's own.
        if !run_logged(simulation(repo, day).arg("--no-run"), &log)?.success {
            return Ok(Ended::Badly);
        }
        command
            .env("OUTDIAL_DAY_LEADS", leads.unwrap_or(LEADS).to_string())
            .env("OUTDIAL_DAY_SEATS", SEATS.to_string())
            .env("OUTDIAL_DAY_HOURS", HOURS.to_string());
    }
    command.args([
        "--",
        "--nocapture",
        if day { "workday::" } else { "simulation::" },
    ]);
    let watch = Stopwatch::start();
    let finished = run_logged(&mut command, &log)?;
    if day {
        println!(
            "{} seed(s) of a day of {HOURS} hours and {SEATS} agents took {:.1} s",
            seeds.unwrap_or(SEEDS),
            watch.elapsed().as_secs_f64()
        );
    }
    Ok(if finished.success {
        Ended::Well
    } else {
        Ended::Badly
    })
}

fn simulation(repo: &Repo, day: bool) -> Command {
    let mut command = cargo(repo);
    command
        .args(["test", "--package", "outdial-engine", "--test", "suite"])
        .env("OUTDIAL_SKIP_UI", "1");
    if day {
        command.arg("--release");
    }
    command
}

/// The day that is promised.
const LEADS: u32 = 60_000;
const SEATS: u32 = 50;
const HOURS: u32 = 8;
/// As many as the test lives through when nobody says how many.
const SEEDS: u32 = 2;
