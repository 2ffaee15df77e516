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
            if let Some(path) = wanted.iter().find(|path| names_absolutely(line, path)) {
                let place = format!("{}:{}", file.display(), number + 1);
                findings.push(Finding::new(place, format!("{path} exists on one machine only")));
            }
        }
    }
    Ok(findings)
}

/// Whether the path begins there, rather than going on from something before it.
fn names_absolutely(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '}' | '*'))
    })
}

/// Put together from halves, so that this file does not find itself.
const HOMES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absolute_path_is_told_from_a_folder_of_the_same_name() {
        let home = HOMES[0];
        assert!(names_absolutely(&format!("open(\"{home}ann/x\")"), home));
        assert!(!names_absolutely(
            &format!("import \"./features{home}page\""),
            home
        ));
    }
}
