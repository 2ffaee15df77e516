//! `cargo xtask with-postgres COMMAND...`: runs a command beside a private PostgreSQL.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::Ended;
use crate::args::Args;
use crate::install::Installing;
use crate::postgres::PrivatePostgres;
use crate::repo::Repo;

/// Starts the database, runs the command with its address in `OUTDIAL_TEST_POSTGRES`, and removes everything again.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    let words = args.all();
    let Some((program, rest)) = words.split_first() else {
        bail!("say what to run, for example `cargo xtask with-postgres cargo test -p outdial-store`");
    };
    let postgres = PrivatePostgres::start(repo, Installing::Allowed)?;
    let status = Command::new(program)
        .args(rest)
        .current_dir(repo.root())
        .env("OUTDIAL_TEST_POSTGRES", postgres.url())
        .env("OUTDIAL_SKIP_UI", "1")
        .status()
        .with_context(|| format!("start {program}"))?;
    Ok(if status.success() {
        Ended::Well
    } else {
        Ended::Badly
    })
}
