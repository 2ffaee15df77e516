//! Folders that disappear with their owner.

use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};

/// A private folder in the system's temporary place, removed when dropped.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    kept: bool,
}

impl Scratch {
    /// Creates a folder that only its owner can enter.
    pub fn create(purpose: &str) -> Result<Self> {
        let number = CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("outdial-{purpose}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("create {}", path.display()))?;
        Ok(Self { path, kept: false })
    }

    /// Hands the folder to another user.
    pub fn give_to(&self, uid: u32, gid: u32) -> Result<()> {
        chown(&self.path, Some(uid), Some(gid)).with_context(|| format!("hand over {}", self.path.display()))
    }

    /// Leaves the folder where it is, for somebody to look into.
    pub fn keep(&mut self) {
        self.kept = true;
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            eprintln!("could not remove {}: {error}", self.path.display());
        }
    }
}

static CREATED: AtomicU32 = AtomicU32::new(0);
