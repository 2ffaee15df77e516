//! A run of named steps: each goes on after the failure of another, and a table closes the run.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::Ended;
use crate::clock::Stopwatch;
use crate::count::Tally;

/// What one step came to.
#[derive(Debug)]
struct Row {
    name: String,
    tally: Tally,
    took: Duration,
    note: String,
    complaints: Vec<String>,
}

/// What a step came to, and what its failed tests said.
#[derive(Debug, Default)]
pub struct Judged {
    /// How many went well and did not.
    pub tally: Tally,
    /// What those said that did not.
    pub complaints: Vec<String>,
}

impl From<Tally> for Judged {
    fn from(tally: Tally) -> Self {
        Self {
            tally,
            complaints: Vec::new(),
        }
    }
}

/// Which steps are wanted.
#[derive(Debug, Default)]
pub struct Selection {
    only: Vec<String>,
    skip: Vec<String>,
}

/// The steps that ran, and which are wanted.
#[derive(Debug)]
pub struct Steps {
    selection: Selection,
    rows: Vec<Row>,
}

impl Selection {
    /// Wants the named steps; the names are checked so that a typing error does not run nothing in silence.
    pub fn new(only: Vec<String>, skip: Vec<String>, known: &[&str]) -> Result<Self> {
        if let Some(odd) = only
            .iter()
            .chain(&skip)
            .find(|name| !known.contains(&name.as_str()))
        {
            bail!("there is no step \"{odd}\"; the steps are {}", known.join(", "));
        }
        Ok(Self { only, skip })
    }

    fn wants(&self, name: &str) -> bool {
        let chosen = self.only.is_empty() || self.only.iter().any(|only| only == name);
        chosen && !self.skip.iter().any(|skip| skip == name)
    }
}

impl Steps {
    /// Nothing has run yet.
    pub fn new(selection: Selection) -> Self {
        Self {
            selection,
            rows: Vec::new(),
        }
    }

    /// Whether a step is wanted.
    pub fn wants(&self, name: &str) -> bool {
        self.selection.wants(name)
    }

    /// Runs one step if it is wanted; an error of its own counts as one failure.
    pub fn run<J: Into<Judged>>(&mut self, name: &str, step: impl FnOnce() -> Result<J>) {
        if !self.wants(name) {
            return;
        }
        println!("\n== {name}");
        let watch = Stopwatch::start();
        let (judged, note) = match step() {
            Ok(judged) => (judged.into(), String::new()),
            Err(error) => {
                eprintln!("{name}: {error:#}");
                (Tally::FAILED.into(), format!("{error:#}"))
            }
        };
        self.rows.push(Row {
            name: name.to_owned(),
            tally: judged.tally,
            took: watch.elapsed(),
            note,
            complaints: judged.complaints,
        });
    }

    /// Notes that something was not run, and why.
    pub fn skipped(&mut self, name: &str, why: &str) {
        println!("\n== {name}\nskipped: {why}");
        self.rows.push(Row {
            name: name.to_owned(),
            tally: Tally::SKIPPED,
            took: Duration::ZERO,
            note: why.to_owned(),
            complaints: Vec::new(),
        });
    }

    /// Prints what failed and the table; its last line is the sum of all steps.
    pub fn conclude(self) -> Ended {
        for row in &self.rows {
            for complaint in &row.complaints {
                println!("\n{} failed: {complaint}", row.name);
            }
        }
        let width = self
            .rows
            .iter()
            .map(|row| row.name.len())
            .max()
            .unwrap_or(0)
            .max(4);
        println!(
            "\n{:width$}  {:>7}  {:>6}  {:>7}  {:>8}",
            "step", "passed", "failed", "skipped", "time"
        );
        let mut total = Tally::default();
        for row in &self.rows {
            total += row.tally;
            let line = format!(
                "{:width$}  {:>7}  {:>6}  {:>7}  {:>6.1} s  {}",
                row.name,
                row.tally.passed,
                row.tally.failed,
                row.tally.skipped,
                row.took.as_secs_f64(),
                first_line(&row.note),
            );
            println!("{}", line.trim_end());
        }
        println!(
            "\n{} passed, {} failed, {} skipped",
            total.passed, total.failed, total.skipped
        );
        if total.failed == 0 {
            Ended::Well
        } else {
            Ended::Badly
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    fn chosen(only: &[&str], skip: &[&str]) -> Steps {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Steps::new(Selection::new(owned(only), owned(skip), &["a", "b", "c"]).unwrap())
    }

    #[test]
    fn a_failed_step_does_not_stop_the_next_one() {
        let mut steps = chosen(&[], &[]);
        steps.run("a", || Err::<Tally, _>(anyhow!("no")));
        steps.run("b", || Ok(Tally::PASSED));
        assert_eq!(steps.rows.len(), 2);
        assert_eq!(steps.conclude(), Ended::Badly);
    }

    #[test]
    fn only_the_wanted_steps_run() {
        let mut steps = chosen(&["a", "b"], &["b"]);
        for name in ["a", "b", "c"] {
            steps.run(name, || Ok(Tally::PASSED));
        }
        assert_eq!(steps.rows.len(), 1);
        assert_eq!(steps.conclude(), Ended::Well);
    }

    #[test]
    fn unknown_step_names_are_refused() {
        assert!(Selection::new(vec!["wbe".to_owned()], Vec::new(), &["web"]).is_err());
    }
}
