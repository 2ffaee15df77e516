//! Files that have become the home of one more case too many.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Finding;
use crate::repo::Repo;

/// Code files longer than the limit; tests and generated files may be as long as their data.
pub fn find(repo: &Repo, files: &[PathBuf]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| is_code(file) && !is_test(file) && !is_generated(file))
    {
        let text = std::fs::read_to_string(repo.root().join(file))
            .with_context(|| format!("read {}", file.display()))?;
        let lines = code_lines(&text);
        if lines > LIMIT {
            let what = format!("{lines} lines; {LIMIT} is the limit, so it holds more than one concept");
            findings.push(Finding::new(file.display().to_string(), what));
        }
    }
    Ok(findings)
}

/// The lines above the tests at the end of a Rust file; all lines elsewhere.
fn code_lines(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests_begin = lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{'));
    tests_begin.unwrap_or(lines.len())
}

fn is_code(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| CODE.contains(&extension))
}

fn is_test(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let in_tests = file.components().any(|part| part.as_os_str() == "tests");
    in_tests || name == "tests.rs" || name.contains(".test.")
}

fn is_generated(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name == "schema.ts" || file.components().any(|part| part.as_os_str() == "generated")
}

const LIMIT: usize = 800;
const CODE: &[&str] = &["rs", "ts", "tsx", "js", "mjs", "py", "css"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_at_the_end_do_not_count() {
        assert_eq!(
            code_lines("fn a() {}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n}\n"),
            2
        );
        assert_eq!(code_lines("fn a() {}\n#[cfg(test)]\nfn only_for_tests() {}\n"), 3);
    }

    #[test]
    fn tests_and_generated_files_are_known_by_their_place() {
        assert!(is_test(Path::new("crates/store/tests/suite/main.rs")));
        assert!(is_test(Path::new("web/src/live/live.test.ts")));
        assert!(is_generated(Path::new("web/src/api/schema.ts")));
        assert!(!is_test(Path::new("crates/store/src/calls.rs")));
    }
}
