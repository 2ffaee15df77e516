//! Building the `outdial` binary that journeys, crash tests and measurements run.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::run_logged;
use crate::repo::Repo;

/// How the compiler is asked to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Debug,
    /// What people run.
    Release,
}

/// Whether the pages are built into the binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// Built with npm and embedded.
    Built,
    /// Left out; needs no Node.
    LeftOut,
}

/// Builds the binary and says where it is; `OUTDIAL_BINARY` names one that is built already.
pub fn build(repo: &Repo, profile: Profile, pages: Pages) -> Result<PathBuf> {
    if let Some(built) = std::env::var_os("OUTDIAL_BINARY") {
        return Ok(built.into());
    }
    let mut command = cargo(repo);
    command.args(["build", "--package", "outdial"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    if pages == Pages::LeftOut {
        command.env("OUTDIAL_SKIP_UI", "1");
    }
    finished(repo, &mut command)?;
    Ok(path_of(&repo.target(), profile, "outdial"))
}

/// The debug binary that the crates' tests are built beside, which stops at a broken invariant: after the tests it is there
/// already, while [`build`] would compile most of the workspace once more, with other features. It reads its pages from
/// the folder in which they are built.
pub fn beside_tests(repo: &Repo) -> Result<PathBuf> {
    match std::env::var_os("OUTDIAL_BINARY") {
        Some(built) => Ok(built.into()),
        None => program_beside_tests(repo, "outdial"),
    }
}

/// A program of the workspace that has tests of its own, as [`beside_tests`] says.
pub fn program_beside_tests(repo: &Repo, name: &str) -> Result<PathBuf> {
    let mut command = cargo(repo);
    command
        .args(["test", "--workspace", "--no-run"])
        .env("OUTDIAL_SKIP_UI", "1");
    finished(repo, &mut command)?;
    Ok(path_of(&repo.target(), Profile::Debug, name))
}

fn finished(repo: &Repo, command: &mut Command) -> Result<()> {
    let finished = run_logged(command, &repo.logs()?.join("build.log"))?;
    if !finished.success {
        bail!("the binary does not build; its words are above and in target/xtask/build.log");
    }
    Ok(())
}

/// Cargo, in the top folder.
pub fn cargo(repo: &Repo) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(repo.root());
    command
}

/// Where cargo puts a program.
pub fn path_of(target: &Path, profile: Profile, name: &str) -> PathBuf {
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    target.join(folder).join(name)
}
