//! Paths that exist on one machine only.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::Finding;
use crate::repo::Repo;

/// Text files that name somebody's home folder or the place of this very checkout.
pub fn find(repo: &Repo, files: &[PathBuf]) -> Result<Vec<Finding>> {
    let mut wanted: Vec<String> = HOMES.iter().map(|&home| home.to_owned()).collect();
    wanted.push(format!("{}/", repo.root().display()));
    let mut findings = Vec::new();
    for file in files {
        let bytes =
            std::fs::read(repo.root().join(file)).with_context(|| format!("read {}", file.display()))?;
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            if let Some(path) = wanted.iter().find(|path| line.contains(path.as_str())) {
                let place = format!("{}:{}", file.display(), number + 1);
                findings.push(Finding::new(place, format!("{path} exists on one machine only")));
            }
        }
    }
    Ok(findings)
}

/// Put together from halves, so that this file does not find itself.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
];
