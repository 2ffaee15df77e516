//! `cargo xtask sim`: the engine on virtual time, for as many seeds as wanted.

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::command::run_logged;
use crate::repo::Repo;

/// Runs the simulation tests with more seeds or calls than the everyday run has.
pub fn run(repo: &Repo, mut args: Args) -> Result<Ended> {
    let seeds: Option<u32> = args.value("--seeds")?;
    let calls: Option<u32> = args.value("--calls")?;
    args.finish()?;
    let mut command = cargo(repo);
    command
        .args(["test", "--package", "outdial-engine", "--test", "suite"])
        .args(["--", "--nocapture", "simulation::"])
        .env("OUTDIAL_SKIP_UI", "1");
    if let Some(seeds) = seeds {
        command.env("OUTDIAL_SIM_SEEDS", seeds.to_string());
    }
    if let Some(calls) = calls {
        command.env("OUTDIAL_SIM_CALLS", calls.to_string());
    }
    let finished = run_logged(&mut command, &repo.logs()?.join("sim.log"))?;
    Ok(if finished.success {
        Ended::Well
    } else {
        Ended::Badly
    })
}
