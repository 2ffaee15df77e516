//! What the sandbox wrote down: who was dialled, whose phone rang, how often.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::http::Peer;

/// The sandbox's record.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// How often each number was dialled, by number.
    pub dialled: BTreeMap<String, Dialled>,
    /// What the sandbox saw go wrong by itself, such as two legs to one number at once.
    pub violations: Vec<String>,
}

/// What one phone lived through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dialled {
    /// Calls that the network accepted for it.
    pub attempts: u32,
    /// How often it rang.
    pub rings: u32,
}

/// One call of the phone network; times are microseconds since 1970.
#[derive(Debug, Clone)]
pub struct Leg {
    /// Who was called.
    pub number: String,
    /// When somebody picked up.
    pub answered_at: Option<i64>,
    /// When it was over.
    pub ended_at: Option<i64>,
}

impl Leg {
    /// Reads every call.
    pub fn fetch_all(sandbox: &Peer) -> Result<Vec<Self>> {
        let record = sandbox.get_json("/sandbox/ledger?attempts=true")?;
        let attempts = record["attempts"]
            .as_array()
            .context("the ledger lists attempts")?;
        let legs = attempts.iter().map(|attempt| {
            Ok(Self {
                number: attempt["number"]
                    .as_str()
                    .context("an attempt names its number")?
                    .to_owned(),
                answered_at: attempt["answered_at"].as_i64(),
                ended_at: attempt["ended_at"].as_i64(),
            })
        });
        legs.collect()
    }

    /// How long whoever picked up was on the line: nothing if nobody did, and no number while they are.
    pub fn on_the_line_s(&self) -> Option<Option<i64>> {
        let answered_at = self.answered_at?;
        Some(self.ended_at.map(|ended_at| (ended_at - answered_at) / 1_000_000))
    }
}

impl Ledger {
    /// Reads the record.
    pub fn fetch(sandbox: &Peer) -> Result<Self> {
        Self::read(&sandbox.get_json("/sandbox/ledger")?)
    }

    /// Everybody who was called and not meant.
    pub fn strangers(&self, meant: &[String]) -> Vec<String> {
        let meant: BTreeSet<&String> = meant.iter().collect();
        let phones = self.dialled.keys();
        phones.filter(|number| !meant.contains(number)).cloned().collect()
    }

    fn read(record: &Value) -> Result<Self> {
        let mut ledger = Self::default();
        let numbers = record["numbers"].as_array().context("the ledger lists numbers")?;
        for line in numbers {
            let number = line["number"]
                .as_str()
                .context("a line of the ledger names its number")?;
            let count = |name: &str| {
                let count = line[name].as_u64().and_then(|count| u32::try_from(count).ok());
                count.with_context(|| format!("a line of the ledger counts {name}"))
            };
            let dialled = Dialled {
                attempts: count("times_created")?,
                rings: count("times_rung")?,
            };
            ledger.dialled.insert(number.to_owned(), dialled);
        }
        let violations = record["violations"]
            .as_array()
            .context("the ledger lists violations")?;
        ledger.violations = violations.iter().map(Value::to_string).collect();
        Ok(ledger)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn calls_and_rings_are_read_by_number() {
        let record = json!({
            "numbers": [{"number": "+14152310008", "times_created": 2, "times_rung": 1}],
            "violations": [{"violation": "two_at_once"}],
        });
        let ledger = Ledger::read(&record).unwrap();
        assert_eq!(
            ledger.dialled["+14152310008"],
            Dialled {
                attempts: 2,
                rings: 1
            }
        );
        assert_eq!(ledger.violations.len(), 1);
    }

    #[test]
    fn a_record_of_another_shape_is_an_error_and_not_an_empty_ledger() {
        assert!(Ledger::read(&json!({"numbers": []})).is_err());
        assert!(Ledger::read(&json!({"numbers": [{"number": "+1"}], "violations": []})).is_err());
    }
}
