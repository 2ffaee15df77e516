//! Licences of everything we link. `cargo deny` judges where it is installed; otherwise this reads the same
//! `deny.toml` and judges by what cargo knows offline.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::Ended;
use crate::args::Args;
use crate::binary::cargo;
use crate::command::{capture, exists, run_logged};
use crate::count::Tally;
use crate::repo::Repo;

/// `cargo xtask licences`.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    args.finish()?;
    let tally = check(repo)?;
    Ok(if tally.failed == 0 {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// Judges every dependency by `deny.toml`. Known vulnerabilities need a database from the network: that part is
/// counted as skipped unless `cargo deny` is there.
pub fn check(repo: &Repo) -> Result<Tally> {
    if exists("cargo-deny") {
        let mut command = cargo(repo);
        command.args(["deny", "check", "licenses", "bans", "sources"]);
        let finished = run_logged(&mut command, &repo.logs()?.join("licences.log"))?;
        println!("advisories: skipped; `cargo deny check advisories` fetches its database from the network");
        return Ok(Tally::of(finished.success) + Tally::SKIPPED);
    }
    println!("cargo-deny is not installed: licences and sources are judged here, by the same deny.toml");
    println!("advisories: skipped; they need cargo-deny and its database");
    Ok(check_offline(repo)? + Tally::SKIPPED)
}

fn check_offline(repo: &Repo) -> Result<Tally> {
    let rules = Rules::read(&repo.path("deny.toml"))?;
    let mut command = cargo(repo);
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let metadata: Value = serde_json::from_str(&capture(&mut command)?)?;
    let packages = metadata["packages"].as_array().context("cargo lists packages")?;
    let refused: Vec<String> = packages
        .iter()
        .filter_map(|package| judge(package, &rules))
        .collect();
    for line in &refused {
        eprintln!("licences: {line}");
    }
    println!("licences: {} packages, {} refused", packages.len(), refused.len());
    Ok(Tally::of(refused.is_empty()))
}

/// The part of `deny.toml` that says which licences are allowed.
#[derive(Debug, Default)]
struct Rules {
    allowed: BTreeSet<String>,
    exceptions: BTreeMap<String, BTreeSet<String>>,
}

impl Rules {
    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("understand {}", path.display()))
    }

    fn parse(text: &str) -> Result<Self> {
        let rules: toml::Table = text.parse()?;
        let licences = rules.get("licenses").context("there is no table licenses")?;
        let mut exceptions = BTreeMap::new();
        let listed = licences.get("exceptions").and_then(toml::Value::as_array);
        for exception in listed.into_iter().flatten() {
            let name = exception.get("crate").and_then(toml::Value::as_str);
            let name = name.context("an exception names its crate")?;
            exceptions.insert(name.to_owned(), names(exception)?);
        }
        Ok(Self {
            allowed: names(licences)?,
            exceptions,
        })
    }

    fn allow(&self, name: &str, expression: &str) -> bool {
        is_allowed(expression, &self.allowed)
            || self
                .exceptions
                .get(name)
                .is_some_and(|also| is_allowed(expression, also))
    }
}

fn names(table: &toml::Value) -> Result<BTreeSet<String>> {
    let list = table.get("allow").and_then(toml::Value::as_array);
    let list = list.context("there is no list of allowed licences")?;
    Ok(list
        .iter()
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect())
}

fn judge(package: &Value, rules: &Rules) -> Option<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let source = package["source"].as_str();
    if let Some(source) = source
        && !source.starts_with("registry+")
    {
        return Some(format!(
            "{name} comes from {source}; only released packages are used"
        ));
    }
    match package["license"].as_str() {
        Some(expression) if rules.allow(name, expression) => None,
        Some(expression) => Some(format!(
            "{name} is under {expression}, which deny.toml does not allow"
        )),
        None => Some(format!("{name} does not say its licence")),
    }
}

/// Whether a licence expression can be satisfied by allowed licences: `OR` binds weaker than `AND`, a slash is an
/// old way to write `OR`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words, allowed)
}

type Words<'a, 'b> = &'a mut std::iter::Peekable<std::str::SplitWhitespace<'b>>;

fn any_of(words: Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    let mut holds = all_of(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        holds |= all_of(words, allowed);
    }
    holds
}

fn all_of(words: Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    let mut holds = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        holds &= one(words, allowed);
    }
    holds
}

fn one(words: Words<'_, '_>, allowed: &BTreeSet<String>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let holds = any_of(words, allowed);
        return words.next_if_eq(&")").is_some() && holds;
    }
    let Some(name) = words.next() else { return false };
    match words.next_if_eq(&"WITH") {
        Some(_) => {
            let exception = words.next().unwrap_or_default();
            allowed.contains(name) || allowed.contains(&format!("{name} WITH {exception}"))
        }
        None => allowed.contains(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(expression: &str) -> bool {
        let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
        is_allowed(expression, &allowed)
    }

    #[test]
    fn one_allowed_choice_is_enough_and_every_part_of_a_sum_is_needed() {
        assert!(holds("MIT"));
        assert!(holds("GPL-3.0 OR MIT"));
        assert!(holds("MIT/GPL-2.0"));
        assert!(holds("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(holds("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(!holds("GPL-3.0"));
        assert!(!holds("MIT AND OpenSSL"));
        assert!(!holds(""));
    }

    #[test]
    fn a_package_from_elsewhere_than_a_registry_is_refused() {
        let package =
            serde_json::json!({"name": "x", "license": "MIT", "source": "git+https://example.com/x"});
        assert!(judge(&package, &Rules::parse("[licenses]\nallow = [\"MIT\"]").unwrap()).is_some());
    }

    #[test]
    fn an_exception_holds_for_its_package_alone() {
        let rules =
            "[licenses]\nallow = [\"MIT\"]\n[[licenses.exceptions]]\ncrate = \"a\"\nallow = [\"MPL-2.0\"]";
        let rules = Rules::parse(rules).unwrap();
        assert!(rules.allow("a", "MPL-2.0"));
        assert!(!rules.allow("b", "MPL-2.0"));
    }
}
