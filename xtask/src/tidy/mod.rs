//! The rules of the house that no compiler checks.

mod documented;
mod edges;
mod lengths;
mod links;
mod names;
mod paths;

use std::path::PathBuf;

use anyhow::Result;

use crate::Ended;
use crate::args::Args;
use crate::count::Tally;
use crate::repo::Repo;

/// One thing that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    place: String,
    what: String,
}

/// One rule: its name, and what breaks it.
struct Rule {
    name: &'static str,
    find: fn(&Repo, &[PathBuf]) -> Result<Vec<Finding>>,
}

const RULES: &[Rule] = &[
    Rule {
        name: "crate edges",
        find: edges::find,
    },
    Rule {
        name: "file lengths",
        find: lengths::find,
    },
    Rule {
        name: "file names",
        find: names::find,
    },
    Rule {
        name: "links",
        find: links::find,
    },
    Rule {
        name: "documents",
        find: documented::find,
    },
    Rule {
        name: "paths",
        find: paths::find,
    },
];

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }
}

/// `cargo xtask tidy`.
pub fn run(repo: &Repo, args: Args) -> Result<Ended> {
    args.finish()?;
    let tally = check(repo)?;
    Ok(if tally.failed == 0 {
        Ended::Well
    } else {
        Ended::Badly
    })
}

/// Checks every rule, prints what breaks it, and counts rules.
pub fn check(repo: &Repo) -> Result<Tally> {
    let files = repo.files()?;
    let mut tally = Tally::default();
    for rule in RULES {
        let findings = (rule.find)(repo, &files)?;
        for finding in &findings {
            eprintln!("{}: {}: {}", rule.name, finding.place, finding.what);
        }
        tally += Tally::of(findings.is_empty());
    }
    println!("tidy: {} of {} rules hold", tally.passed, RULES.len());
    Ok(tally)
}
