//! What the README calls a measurement is one that the program knows.

#![expect(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn every_measurement_that_the_readme_names_exists() {
    let readme = include_str!("../../README.md");
    let named: BTreeSet<&str> = readme
        .split("bench ")
        .skip(1)
        .filter_map(|rest| rest.split('`').next())
        .filter(|name| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-')
        })
        .collect();
    let known = known();
    assert!(named.len() > 5, "the README names only {named:?}");
    let unknown: Vec<_> = named
        .iter()
        .filter(|name| **name != "all" && !known.contains(**name))
        .collect();
    assert!(unknown.is_empty(), "the program does not know {unknown:?}");
}

#[test]
fn a_name_that_nothing_has_is_refused_with_those_that_there_are() {
    let words = refusal(&["callback"]);
    assert!(words.contains("nothing is called \"callback\""), "{words}");
    assert!(words.contains("callbacks"), "{words}");
}

/// The names that the program gives when it is asked for none.
fn known() -> BTreeSet<String> {
    let words = refusal(&[]);
    let (_, list) = words.split_once("measured: ").unwrap();
    list.split([',', ' ', '\n'])
        .filter(|name| !name.is_empty() && *name != "or")
        .map(str::to_owned)
        .collect()
}

fn refusal(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_outdial-bench"))
        .args(words)
        .output()
        .unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}
