//! `cargo xtask bench`: figures, each against a freshly built release binary.

use anyhow::{Result, bail};

use crate::Ended;
use crate::args::Args;
use crate::binary::{self, Pages, Profile, cargo};
use crate::command::run_logged;
use crate::repo::Repo;

/// Builds server and measuring program as people would run them, and measures.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    let names = args.rest()?;
    if names.is_empty() {
        bail!("name what is measured: callbacks, memory, start, call-log, paste or all");
    }
    let outdial = binary::build(repo, Profile::Release, Pages::Built)?;
    let mut command = cargo(repo);
    command
        .args(["run", "--quiet", "--release", "--package", "outdial-bench", "--"])
        .args(&names)
        .env("OUTDIAL_BINARY", outdial);
    let finished = run_logged(&mut command, &repo.logs()?.join("bench.log"))?;
    Ok(if finished.success {
        Ended::Well
    } else {
        Ended::Badly
    })
}
