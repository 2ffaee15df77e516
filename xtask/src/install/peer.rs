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

/// A folder whose `node_modules` have the Node packages of the services beside the network: `OUTDIAL_PEER_NODE` if set,
/// else target/peer-node.
pub fn node_with_services(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("OUTDIAL_PEER_NODE") {
        let named = PathBuf::from(named);
        has_services(&named).context("OUTDIAL_PEER_NODE has not the packages")?;
        return Ok(named);
    }
    let folder = repo.target().join("peer-node");
    if has_services(&folder).is_ok() {
        return Ok(folder);
    }
    if installing == Installing::Forbidden {
        bail!(
            "the Node packages of Vapi and Resend are missing; name a folder with them in OUTDIAL_PEER_NODE"
        );
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    std::fs::write(
        folder.join("package.json"),
        "{\"name\":\"peer\",\"private\":true}\n",
    )
    .with_context(|| format!("write {}", folder.display()))?;
    let mut install = super::npm(
        &folder,
        &["install", "--no-audit", "--no-fund", "--ignore-scripts"],
    );
    let installed = run_logged(install.args(SERVICES), &repo.logs()?.join("install.log"))
        .context("npm is missing; install Node")?;
    if !installed.success {
        bail!("npm could not install the packages of Vapi and Resend; see target/xtask/install.log");
    }
    has_services(&folder)?;
    Ok(folder)
}

fn has_services(folder: &std::path::Path) -> Result<()> {
    let modules = folder.join("node_modules");
    for package in ["@vapi-ai/server-sdk", "resend"] {
        if !modules.join(package).join("package.json").is_file() {
            bail!("{package} is not in {}", modules.display());
        }
    }
    Ok(())
}

/// Exact, so that a new release fails no build of ours.
const SERVICES: [&str; 2] = ["@vapi-ai/server-sdk@2.0.1", "resend@6.38.0"];
