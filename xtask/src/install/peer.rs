//! The carrier's own client library, as an outside judge of our wire format.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt::Installing;
use crate::command::{capture, run_logged};
use crate::repo::Repo;

/// A Python that can import `twilio`: `OUTDIAL_PEER_PYTHON` if set, else one in target/peer-venv.
pub fn python_with_twilio(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("OUTDIAL_PEER_PYTHON") {
        let named = PathBuf::from(named);
        imports_twilio(&named).context("OUTDIAL_PEER_PYTHON cannot import twilio")?;
        return Ok(named);
    }
    let venv = repo.target().join("peer-venv");
    let python = venv.join("bin").join("python");
    if imports_twilio(&python).is_ok() {
        return Ok(python);
    }
    if installing == Installing::Forbidden {
        bail!("the Python package twilio is missing; name a Python that has it in OUTDIAL_PEER_PYTHON");
    }
    let log = repo.logs()?.join("install.log");
    let made = run_logged(Command::new("python3").args(["-m", "venv"]).arg(&venv), &log)
        .context("Python is missing; install python3 and python3-venv")?;
    if !made.success {
        bail!("python3 cannot make a virtual environment; install python3-venv");
    }
    let installed = run_logged(
        Command::new(&python).args(["-m", "pip", "install", "--quiet", "twilio"]),
        &log,
    )?;
    if !installed.success {
        bail!("pip could not install twilio; see target/xtask/install.log");
    }
    imports_twilio(&python)?;
    Ok(python)
}

fn imports_twilio(python: &std::path::Path) -> Result<()> {
    capture(Command::new(python).args(["-c", "import twilio"])).map(drop)
}
