//! The browser of the journeys.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt::{Installing, install};
use crate::command::find_on_path;
use crate::repo::Repo;

/// Finds Chromium, installing it if need be; `CHROMIUM` names another one.
pub fn chromium(repo: &Repo, installing: Installing) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    install(repo, installing, &["chromium"])?;
    find().context("chromium was installed, yet there is no such program on the path")
}

fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .filter(|path| path.is_file());
    named.or_else(|| NAMES.iter().find_map(|name| find_on_path(name)))
}

const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
