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
    let finished = run_logged(&mut command, &repo.logs()?.join("build.log"))?;
    if !finished.success {
        bail!("the binary does not build; its words are above and in target/xtask/build.log");
    }
    Ok(binary_path(&repo.target(), profile))
}

/// Cargo, in the top folder.
pub fn cargo(repo: &Repo) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(repo.root());
    command
}

fn binary_path(target: &Path, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    target.join(folder).join("outdial")
}
