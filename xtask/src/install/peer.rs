//! The client libraries of the carrier and of the services beside it, as outside judges of our wire format.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::apt::Installing;
use crate::command::{capture, run_logged};
use crate::repo::Repo;

/// A Python that can import `twilio`: `OUTDIAL_PEER_PYTHON` if set, else one in target/peer-venv.
pub fn python_with_twilio(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    TWILIO.find(repo, installing)
}

/// A Python with the packages of the services beside the network: `OUTDIAL_PEER_SERVICES_PYTHON` if set, else one in
/// target/peer-services-venv.
pub fn python_with_services(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    PYTHON_SERVICES.find(repo, installing)
}

/// A Python of its own with some packages.
struct Peer {
    /// Names another Python.
    variable: &'static str,
    /// Where it is made, in the target folder.
    folder: &'static str,
    /// What pip installs.
    packages: &'static [&'static str],
    /// What then can be imported.
    imports: &'static str,
}

impl Peer {
    fn find(&self, repo: &Repo, installing: Installing) -> Result<PathBuf> {
        let names = self.packages.join(", ");
        if let Some(named) = std::env::var_os(self.variable) {
            let named = PathBuf::from(named);
            self.imports(&named)
                .with_context(|| format!("{} cannot import {}", self.variable, self.imports))?;
            return Ok(named);
        }
        let venv = repo.target().join(self.folder);
        let python = venv.join("bin").join("python");
        if self.imports(&python).is_ok() {
            return Ok(python);
        }
        if installing == Installing::Forbidden {
            bail!("no Python has {names}; name one that does in {}", self.variable);
        }
        let log = repo.logs()?.join("install.log");
        let made = run_logged(Command::new("python3").args(["-m", "venv"]).arg(&venv), &log)
            .context("Python is missing; install python3 and python3-venv")?;
        if !made.success {
            bail!("python3 cannot make a virtual environment; install python3-venv");
        }
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet"]).args(self.packages);
        if !run_logged(&mut pip, &log)?.success {
            bail!("pip could not install {names}; see target/xtask/install.log");
        }
        self.imports(&python)?;
        Ok(python)
    }

    fn imports(&self, python: &std::path::Path) -> Result<()> {
        let line = format!("import {}", self.imports);
        capture(Command::new(python).args(["-c", &line])).map(drop)
    }
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
const TWILIO: Peer = Peer {
    variable: "OUTDIAL_PEER_PYTHON",
    folder: "peer-venv",
    packages: &["twilio==9.13.0"],
    imports: "twilio",
};
const PYTHON_SERVICES: Peer = Peer {
    variable: "OUTDIAL_PEER_SERVICES_PYTHON",
    folder: "peer-services-venv",
    packages: &["openai==3.51.0", "resend==2.51.0", "vapi-server-sdk==3.0.0"],
    imports: "openai, resend, vapi",
};
