//! The agents of a campaign under test: a program of their own, so that the server's death is not theirs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::binary::{Profile, cargo, path_of, program_beside_tests};
use crate::command::run_logged;
use crate::repo::Repo;
use crate::service::Service;

/// Agents at work.
#[derive(Debug)]
pub struct Agents {
    words: PathBuf,
    _service: Service,
}

/// The program that agents are, as it was built beside the tests.
pub fn beside_tests(repo: &Repo) -> Result<PathBuf> {
    program_beside_tests(repo, PROGRAM)
}

/// Builds the program that agents are.
pub fn build(repo: &Repo, profile: Profile) -> Result<PathBuf> {
    let mut command = cargo(repo);
    command.args(["build", "--package", PROGRAM]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    if !run_logged(&mut command, &repo.logs()?.join("build.log"))?.success {
        bail!("the program of the agents does not build; its words are in target/xtask/build.log");
    }
    Ok(path_of(&repo.target(), profile, PROGRAM))
}

impl Agents {
    /// Lets so many agents work in a campaign, whatever befalls the server.
    pub fn start(program: &Path, words: PathBuf, server: &str, key: &str, campaign: &str) -> Result<Self> {
        let mut command = Command::new(program);
        command
            .args(["agents", server, key, campaign])
            .args([AGENTS.to_string(), TALK.as_millis().to_string()]);
        let service = Service::start(&mut command, &words)?;
        Ok(Self {
            words,
            _service: service,
        })
    }

    /// To whom each callee was put through: seats by call.
    pub fn talks(&self) -> Result<BTreeMap<String, Vec<String>>> {
        let words = std::fs::read_to_string(&self.words).context("read what the agents say")?;
        Ok(read(&words))
    }
}

fn read(words: &str) -> BTreeMap<String, Vec<String>> {
    let mut talks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in words.lines() {
        let mut parts = line.split(' ');
        if let (Some("talk"), Some(seat), Some(call)) = (parts.next(), parts.next(), parts.next()) {
            talks.entry(call.to_owned()).or_default().push(seat.to_owned());
        }
    }
    talks
}

const PROGRAM: &str = "outdial-bench";
/// Enough that several lines ring for several of them.
pub const AGENTS: u32 = 3;
/// Long enough that most kills cut somebody off.
const TALK: Duration = Duration::from_millis(900);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_are_found_among_other_words() {
        let talks = read(
            "talk seat_1 call_1\nAgent 1 signs in again: gone\ntalk seat_2 call_2\ntalk seat_3 call_1\n",
        );
        assert_eq!(talks["call_1"], ["seat_1", "seat_3"]);
        assert_eq!(talks["call_2"], ["seat_2"]);
    }
}
