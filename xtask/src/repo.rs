//! Where things are in a checkout.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// A checkout of this project.
#[derive(Debug, Clone)]
pub struct Repo {
    root: PathBuf,
}

impl Repo {
    /// The checkout that this program was started from.
    pub fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .context("run this as `cargo xtask`, so that cargo says where the checkout is")?;
        let root = Path::new(&manifest)
            .parent()
            .context("the xtask folder stands in the checkout")?
            .to_path_buf();
        Ok(Self { root })
    }

    /// The top folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the top folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's folder for what is built.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// Where this tool writes its logs; created when missing.
    pub fn logs(&self) -> Result<PathBuf> {
        let logs = self.target().join("xtask");
        std::fs::create_dir_all(&logs).with_context(|| format!("create {}", logs.display()))?;
        Ok(logs)
    }

    /// The official API documents that requests are checked against, where a copy lies beside the checkout.
    pub fn specs(&self) -> Option<PathBuf> {
        let beside = || {
            self.root
                .parent()
                .map(|parent| parent.join("shared").join("specs"))
        };
        std::env::var_os("OUTDIAL_SPECS_DIR")
            .map(PathBuf::from)
            .or_else(beside)
            .filter(|dir| dir.is_dir())
    }

    /// Every file of the project, relative to the top: what git tracks or would track.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&self.root)
            .output()
            .context("ask git for the files of the project")?;
        let listed = String::from_utf8(output.stdout).context("file names are UTF-8")?;
        let mut files: Vec<PathBuf> = listed
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .filter(|file| self.root.join(file).is_file())
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }
}
