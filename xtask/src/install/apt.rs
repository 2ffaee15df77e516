//! Installing a Debian package, when this machine and its user permit it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{capture, exists, run_logged};
use crate::repo::Repo;

/// Whether missing programs may be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installing {
    /// Where the system permits it.
    Allowed,
    /// The user said no.
    Forbidden,
}

/// Installs packages; the error says what a person has to do instead.
pub fn install(repo: &Repo, installing: Installing, packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if installing == Installing::Forbidden {
        bail!("{wanted} is missing; install it, for example with `sudo apt-get install {wanted}`");
    }
    if !exists("apt-get") || !is_root() {
        bail!(
            "{wanted} is missing and cannot be installed without root and apt; run `sudo apt-get install {wanted}`"
        );
    }
    let log = repo.logs()?.join("install.log");
    let apt = |args: &[&str]| -> Result<bool> {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        Ok(run_logged(&mut command, &log)?.success)
    };
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    // The package lists of a fresh machine are empty or old.
    if apt(&install)? || (apt(&["update"])? && apt(&install)?) {
        return Ok(());
    }
    bail!("apt-get could not install {wanted}; see target/xtask/install.log");
}

/// Whether this process may do everything.
pub fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}
