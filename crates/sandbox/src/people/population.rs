//! A population file: who answers, how often, and how they behave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::attitude::{Attitude, Attitudes};
use super::habits::{Failed, Fax, Human, Network, NoAnswer, Odds, Screening, Speech, Voicemail};
use super::kind::PersonKind;
use super::person::{Person, PersonEntry};
use super::sound::Audio;

/// Who can be called, and how they behave.
#[derive(Debug, Clone, Serialize)]
pub struct Population {
    pub(crate) name: String,
    pub(crate) network: Network,
    pub(crate) speech: Speech,
    pub(crate) odds: Odds,
    pub(crate) last_digit: BTreeMap<u8, PersonKind>,
    /// What people want of voice agents, by the last digit but one.
    pub(crate) next_to_last_digit: BTreeMap<u8, Attitude>,
    pub(crate) attitudes: Attitudes,
    pub(crate) human: Human,
    pub(crate) voicemail: Voicemail,
    pub(crate) no_answer: NoAnswer,
    pub(crate) failed: Failed,
    pub(crate) screening: Screening,
    pub(crate) fax: Fax,
    pub(crate) audio: Audio,
    pub(crate) people: BTreeMap<String, Person>,
}

/// Why a population file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("population file, line {line}: {message}")]
pub struct PopulationError {
    /// Line, counted from 1.
    pub line: usize,
    /// The key, and what is wrong with it.
    pub message: String,
}

impl Population {
    /// People as one meets them when calling at random.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test reads it.
    #[must_use]
    pub fn realistic() -> Self {
        Self::from_toml(REALISTIC).expect("the file shipped with the program is valid")
    }

    /// People whose behaviour follows from the last digit of their number, all of them quick.
    ///
    /// # Panics
    /// Never: the file is part of the program and a test reads it.
    #[must_use]
    pub fn deterministic() -> Self {
        Self::from_toml(DETERMINISTIC).expect("the file shipped with the program is valid")
    }

    /// One of the populations shipped with the program, by name: `default` or `deterministic`.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::realistic()),
            "deterministic" => Some(Self::deterministic()),
            _ => None,
        }
    }

    /// Reads a population file.
    ///
    /// # Errors
    /// Names the line and key of the first thing that makes no sense.
    pub fn from_toml(text: &str) -> Result<Self, PopulationError> {
        let file: PopulationFile = toml::from_str(text).map_err(|error| PopulationError {
            line: line_of(text, error.span().map_or(0, |span| span.start)),
            message: error.to_string().trim_end().to_owned(),
        })?;
        file.check().map_err(|(at, message)| PopulationError {
            line: line_of(text, at),
            message,
        })
    }

    /// The population's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PopulationFile {
    name: String,
    #[serde(default)]
    network: Network,
    #[serde(default)]
    speech: Speech,
    odds: Option<Spanned<Odds>>,
    #[serde(default)]
    last_digit: BTreeMap<Spanned<String>, PersonKind>,
    #[serde(default)]
    next_to_last_digit: BTreeMap<Spanned<String>, Attitude>,
    #[serde(default)]
    attitudes: Attitudes,
    #[serde(default)]
    human: Human,
    #[serde(default)]
    voicemail: Voicemail,
    #[serde(default)]
    no_answer: NoAnswer,
    failed: Option<Spanned<Failed>>,
    #[serde(default)]
    screening: Screening,
    #[serde(default)]
    fax: Fax,
    #[serde(default)]
    audio: Audio,
    #[serde(default)]
    person: Vec<PersonEntry>,
}

impl PopulationFile {
    fn check(self) -> Result<Population, (usize, String)> {
        let odds = check_odds(self.odds)?;
        let failed = check_failed(self.failed)?;
        let last_digit = by_digit("last_digit", self.last_digit)?;
        let next_to_last_digit = by_digit("next_to_last_digit", self.next_to_last_digit)?;
        let mut people = BTreeMap::new();
        for entry in self.person {
            let at = entry.number.span().start;
            let (number, person) = entry.check()?;
            if people.insert(number.clone(), person).is_some() {
                return Err((at, format!("number: {number} is described twice")));
            }
        }
        Ok(Population {
            name: self.name,
            network: self.network,
            speech: self.speech,
            odds,
            last_digit,
            next_to_last_digit,
            attitudes: self.attitudes,
            human: self.human,
            voicemail: self.voicemail,
            no_answer: self.no_answer,
            failed,
            screening: self.screening,
            fax: self.fax,
            audio: self.audio,
            people,
        })
    }
}

/// A table whose keys are digits.
fn by_digit<T>(
    table: &str,
    entries: BTreeMap<Spanned<String>, T>,
) -> Result<BTreeMap<u8, T>, (usize, String)> {
    let mut found = BTreeMap::new();
    for (digit, meaning) in entries {
        match digit.get_ref().parse::<u8>() {
            Ok(value) if value <= 9 => found.insert(value, meaning),
            Ok(_) | Err(_) => {
                let why = format!("{table}: \"{}\" is not a digit 0-9", digit.get_ref());
                return Err((digit.span().start, why));
            }
        };
    }
    Ok(found)
}

/// Without odds everybody is human; with odds, somebody must have a chance.
fn check_odds(odds: Option<Spanned<Odds>>) -> Result<Odds, (usize, String)> {
    let Some(spanned) = odds else {
        return Ok(Odds {
            human: super::measures::Weight(1.0),
            ..Odds::default()
        });
    };
    let at = spanned.span().start;
    let odds = spanned.into_inner();
    if super::cast::weights(&odds)
        .iter()
        .all(|(_, weight)| *weight == 0.0)
    {
        return Err((at, "odds: at least one kind needs a weight above zero".into()));
    }
    Ok(odds)
}

fn check_failed(failed: Option<Spanned<Failed>>) -> Result<Failed, (usize, String)> {
    let Some(spanned) = failed else {
        return Ok(Failed::default());
    };
    let at = spanned.span().start;
    let failed = spanned.into_inner();
    match failed.sip_codes.iter().find(|code| !(400..700).contains(*code)) {
        Some(code) => Err((
            at,
            format!("failed.sip_codes: {code} is not a SIP error code (400-699)"),
        )),
        None if failed.sip_codes.is_empty() => Err((at, "failed.sip_codes: needs at least one code".into())),
        None => Ok(failed),
    }
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

const REALISTIC: &str = include_str!("../../populations/default.toml");
const DETERMINISTIC: &str = include_str!("../../populations/deterministic.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_valid() {
        assert_eq!(Population::realistic().name(), "default");
        assert_eq!(Population::deterministic().name(), "deterministic");
        assert_eq!(Population::deterministic().last_digit.len(), 10);
    }

    #[test]
    fn errors_name_line_and_key() {
        let table = [
            ("name = \"x\"\n[odds]\nhuman = -1\n", 3, "weight"),
            ("name = \"x\"\n[odds]\nhumans = 1\n", 3, "humans"),
            ("name = \"x\"\n[odds]\nhuman = 0\n", 2, "odds"),
            ("name = \"x\"\n[human]\nring_ms = [9, 3]\n", 3, "least (9 ms)"),
            ("name = \"x\"\n[human]\nleaves_early = 1.5\n", 3, "probability"),
            ("name = \"x\"\n[last_digit]\n10 = \"busy\"\n", 3, "last_digit"),
            ("name = \"x\"\n[failed]\nsip_codes = [200]\n", 2, "sip_codes"),
            (
                "name = \"x\"\n\n[[person]]\nnumber = \"0171\"\nkind = \"busy\"\n",
                4,
                "number",
            ),
            (
                "name = \"x\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"busy\"\ndigits = \"1\"\n",
                5,
                "digits: has no meaning",
            ),
            ("name = \"x\"\n[audio]\nvoices = [\"nobody\"]\n", 3, "not a voice"),
            (
                "name = \"x\"\n[audio]\nlines = [\"hullo\"]\n",
                3,
                "not a recorded line",
            ),
            (
                "name = \"x\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"human\"\naudio = \"tone:9\"\n",
                5,
                "50 to 3900 Hz",
            ),
            (
                "name = \"x\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"human\"\naudio = \"office\"\n",
                5,
                "a mailbox",
            ),
            (
                "name = \"x\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"busy\"\naudio = \"anna\"\n",
                5,
                "audio: has no meaning",
            ),
            (
                "name = \"x\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"busy\"\n[[person]]\nnumber = \"+14155550100\"\nkind = \"fax\"\n",
                6,
                "described twice",
            ),
        ];
        for (text, line, part) in table {
            let error = Population::from_toml(text).expect_err(text);
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.to_string().contains(part), "{error} should mention {part}");
        }
    }
}
