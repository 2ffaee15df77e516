//! Node and npm, for the pages and for the browser journeys.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{capture, run_logged};
use crate::repo::Repo;

/// Makes sure of a Node that is new enough; it is not installed for anybody, since versions are a matter of taste.
fn has_node() -> Result<()> {
    let version = capture(Command::new("node").arg("--version"))
        .context("Node is missing; install Node 20 or later with npm (https://nodejs.org)")?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    if major.parse::<u32>().unwrap_or(0) < OLDEST_NODE {
        bail!(
            "Node {} is too old; install Node {OLDEST_NODE} or later",
            version.trim()
        );
    }
    Ok(())
}

/// An npm command in a folder.
pub fn npm(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(args).current_dir(folder).env("NO_COLOR", "1");
    command
}

/// Installs exactly the modules of the lock file, unless that was done for this very lock file already.
pub fn npm_ci(repo: &Repo, folder: &Path) -> Result<()> {
    has_node()?;
    let lock = std::fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let mark = folder.join("node_modules").join(".outdial-lock");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let finished = run_logged(
        &mut npm(folder, &["ci", "--no-audit", "--no-fund"]),
        &repo.logs()?.join("npm.log"),
    )?;
    if !finished.success {
        bail!("npm could not install the modules of {}", folder.display());
    }
    std::fs::write(&mark, lock).with_context(|| format!("write {}", mark.display()))
}

const OLDEST_NODE: u32 = 20;
