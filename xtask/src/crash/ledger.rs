//! What the sandbox wrote down: who was dialled, whose phone rang, how often.

use std::collections::BTreeMap;

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

impl Ledger {
    /// Reads the record.
    pub fn fetch(sandbox: &Peer) -> Result<Self> {
        Self::read(&sandbox.get_json("/sandbox/ledger")?)
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
