//! `cargo xtask bench`: figures, each against a freshly built release binary.

use anyhow::{Result, bail};

use crate::Ended;
use crate::args::Args;
use crate::binary::{self, Pages, Profile, cargo};
use crate::command::run_logged;
use crate::install::{Installing, Voices, voices};
use crate::repo::Repo;

/// Builds server and measuring program as people would run them, and measures.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    let names = args.rest()?;
    if names.is_empty() {
        bail!(
            "name what is measured: start, memory, paste, call-log, callbacks, verdict, seats, import, leads-table, media-mix, media-hub, mouth-to-ear, talks, amd, amd-development or all"
        );
    }
    let mut command = cargo(repo);
    command
        .args(["run", "--quiet", "--release", "--package", "outdial-bench", "--"])
        .args(&names);
    if names.iter().any(|name| !WITHOUT_SERVER.contains(&name.as_str())) {
        let outdial = binary::build(repo, Profile::Release, Pages::Built)?;
        command.env("OUTDIAL_BINARY", outdial);
    }
    let any = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    if any(&["amd", "all"]) {
        command.env(
            "OUTDIAL_AMD_SOUNDS",
            voices(repo, Installing::Allowed, Voices::All)?,
        );
    } else if any(&["amd-development"]) {
        let folder = voices(repo, Installing::Allowed, Voices::Development)?;
        command.env("OUTDIAL_AMD_SOUNDS", folder);
    }
    let finished = run_logged(&mut command, &repo.logs()?.join("bench.log"))?;
    Ok(if finished.success {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// What is measured inside the measuring program.
const WITHOUT_SERVER: &[&str] = &["media-mix", "amd", "amd-development"];
