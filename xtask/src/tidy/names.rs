//! Names that say nothing: what such a file holds belongs to a concept, and is named after it.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Finding;
use crate::repo::Repo;

/// Files and folders with a name that could hold anything.
pub fn find(_repo: &Repo, files: &[PathBuf]) -> Result<Vec<Finding>> {
    Ok(files.iter().filter_map(|file| judge(file)).collect())
}

fn judge(file: &Path) -> Option<Finding> {
    let word = file.iter().find_map(|part| {
        let part = part.to_str()?;
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        BANNED.contains(&stem.as_str()).then_some(stem)
    })?;
    let what = format!("\"{word}\" could hold anything; name it after its one concept");
    Some(Finding::new(file.display().to_string(), what))
}

const BANNED: &[&str] = &[
    "base", "common", "helper", "helpers", "manager", "misc", "shared", "types", "util", "utils", "v2",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_word_is_found_as_file_and_as_folder() {
        assert!(judge(Path::new("crates/store/src/utils.rs")).is_some());
        assert!(judge(Path::new("web/src/common/button.tsx")).is_some());
        assert!(judge(Path::new("web/src/api/types.d.ts")).is_some());
    }

    #[test]
    fn a_word_inside_a_name_is_fine() {
        assert!(judge(Path::new("crates/domain/src/baseline.rs")).is_none());
        assert!(judge(Path::new("web/src/api/content_types.ts")).is_none());
    }
}
