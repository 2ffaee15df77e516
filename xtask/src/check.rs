//! `cargo xtask check`: what a person runs before each commit, in well under a minute when little has changed.

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::command::run_logged;
use crate::count::{Tally, cargo_test};
use crate::repo::Repo;
use crate::steps::{Selection, Steps};
use crate::tidy;

/// Format, clippy, unit tests, tidy.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    args.finish()?;
    let mut steps = Steps::new(Selection::default());
    steps.run("format", || format(repo));
    steps.run("clippy", || clippy(repo));
    steps.run("unit tests", || unit_tests(repo));
    steps.run("tidy", || tidy::check(repo));
    Ok(steps.conclude())
}

/// Whether the code looks as rustfmt would have it.
pub fn format(repo: &Repo) -> Result<Tally> {
    let mut command = cargo(repo);
    command.args(["fmt", "--all", "--check"]);
    Ok(Tally::of(
        run_logged(&mut command, &repo.logs()?.join("format.log"))?.success,
    ))
}

/// Whether clippy has nothing to say.
pub fn clippy(repo: &Repo) -> Result<Tally> {
    let mut command = cargo(repo);
    command
        .args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
        .env("OUTDIAL_SKIP_UI", "1");
    Ok(Tally::of(
        run_logged(&mut command, &repo.logs()?.join("clippy.log"))?.success,
    ))
}

fn unit_tests(repo: &Repo) -> Result<Tally> {
    let mut command = cargo(repo);
    command
        .args(["test", "--workspace", "--lib", "--bins", "--no-fail-fast"])
        .env("OUTDIAL_SKIP_UI", "1");
    let finished = run_logged(&mut command, &repo.logs()?.join("unit-tests.log"))?;
    Ok(Tally::counted(finished.success, cargo_test(&finished.output)))
}
