//! What an operator can meet is described: error codes in `docs/errors/`, variables in the README.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Finding;
use crate::repo::Repo;

/// A file of the code that names things, and where they are described.
struct Registry {
    code: &'static str,
    is_name: fn(&str) -> bool,
    pages: Pages,
}

enum Pages {
    /// A page per family: `carrier.unreachable` is a heading in `carrier.md`.
    Families,
    /// One page that mentions each name in code type.
    One(&'static str),
}

const REGISTRIES: &[Registry] = &[
    Registry {
        code: "crates/server/src/http/problem/code.rs",
        is_name: is_dotted_code,
        pages: Pages::Families,
    },
    Registry {
        code: "crates/carrier/src/causes.rs",
        is_name: is_dotted_code,
        pages: Pages::Families,
    },
    Registry {
        code: "crates/engine/src/placing.rs",
        is_name: is_dotted_code,
        pages: Pages::Families,
    },
    Registry {
        code: "crates/domain/src/rules/code.rs",
        is_name: is_word,
        pages: Pages::One("docs/errors/rules.md"),
    },
    Registry {
        code: "crates/domain/src/phone/error.rs",
        is_name: is_word,
        pages: Pages::One("docs/errors/lines.md"),
    },
    Registry {
        code: "crates/server/src/config/variables.rs",
        is_name: is_variable,
        pages: Pages::One("README.md"),
    },
];

/// Names in the code without a description, and described codes that the code does not know.
pub fn find(repo: &Repo, files: &[PathBuf]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let mut codes = BTreeSet::new();
    for registry in REGISTRIES {
        let source = read(&repo.path(registry.code))?;
        for name in names(&source, registry.is_name) {
            let (page, mark) = match registry.pages {
                Pages::Families => {
                    codes.insert(name.to_owned());
                    let family = name.split('.').next().unwrap_or_default();
                    (format!("{ERRORS}/{family}.md"), format!("## `{name}`\n"))
                }
                Pages::One(page) => (page.to_owned(), format!("`{name}`")),
            };
            let described = std::fs::read_to_string(repo.path(&page)).is_ok_and(|text| text.contains(&mark));
            if !described {
                findings.push(Finding::new(
                    registry.code,
                    format!("{name} is not described in {page}"),
                ));
            }
        }
    }
    for page in files.iter().filter(|file| file.starts_with(ERRORS)) {
        for heading in headings(&read(&repo.root().join(page))?) {
            if !codes.contains(&heading) {
                let what = format!("{heading} is described and unknown to the code");
                findings.push(Finding::new(page.display().to_string(), what));
            }
        }
    }
    Ok(findings)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

/// The string literals above the tests that look like names.
fn names(source: &str, is_name: fn(&str) -> bool) -> BTreeSet<&str> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#["))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|literal| is_name(literal))
        .collect()
}

fn headings(page: &str) -> Vec<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`'))
        .map(str::to_owned)
        .collect()
}

fn is_dotted_code(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(family, rest)| is_word(family) && is_word(rest))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn is_variable(text: &str) -> bool {
    text.contains('_') && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

const ERRORS: &str = "docs/errors";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_code_and_not_from_comments_or_tests() {
        let source = "// \"a.comment\"\nX = \"auth.required\", \"Sign in first.\";\n#[cfg(test)]\nmod tests { \"b.test\" }";
        assert_eq!(names(source, is_dotted_code), BTreeSet::from(["auth.required"]));
    }

    #[test]
    fn headings_of_codes_are_told_from_other_headings() {
        assert_eq!(
            headings("# `auth.*`\n\n## `auth.required`\n\n## Notes\n"),
            ["auth.required"]
        );
    }
}
