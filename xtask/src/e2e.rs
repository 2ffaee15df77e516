//! `cargo xtask e2e`: the browser journeys.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::binary::{self, Pages, Profile};
use crate::command::{Finished, run_logged};
use crate::install::{self, Installing};
use crate::repo::Repo;

/// Builds the binary with its pages and runs the journeys, all or the named files.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    let files = args.rest()?;
    let chromium = install::chromium(repo, Installing::Allowed)?;
    let outdial = binary::build(repo, Profile::Debug, Pages::Built)?;
    let finished = journeys(repo, &outdial, &chromium, &files)?;
    Ok(if finished.success {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// Runs the journeys against a built binary. One at a time: each starts a server and a browser of its own.
pub fn journeys(repo: &Repo, outdial: &Path, chromium: &Path, files: &[String]) -> Result<Finished> {
    let folder = repo.path("e2e");
    install::npm_ci(repo, &folder)?;
    let mut command = Command::new("node");
    command
        // A journey that cannot tidy up after itself must not be waited for.
        .args(["--test", "--test-force-exit", "--test-concurrency=1"])
        .current_dir(&folder)
        .env("NO_COLOR", "1")
        .env("OUTDIAL_BINARY", outdial)
        .env("CHROMIUM", chromium);
    if files.is_empty() {
        command.arg("journeys/");
    } else {
        command.args(files);
    }
    run_logged(&mut command, &repo.logs()?.join("e2e.log"))
}
