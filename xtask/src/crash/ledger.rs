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
        let attempts = record["attempts"]
            .as_array()
            .context("the ledger lists attempts")?;
        for attempt in attempts {
            let number = attempt["number"]
                .as_str()
                .context("an attempt names its number")?;
            let phone = ledger.dialled.entry(number.to_owned()).or_default();
            phone.attempts += 1;
            phone.rings += u32::from(!attempt["rang_at"].is_null());
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
    fn attempts_are_counted_by_number_and_a_busy_line_does_not_ring() {
        let record = json!({
            "attempts": [
                {"number": "+14152310001", "rang_at": "2026-11-20T10:00:00Z"},
                {"number": "+14152310001", "rang_at": null},
                {"number": "+14152310008", "rang_at": null},
            ],
            "violations": [],
        });
        let ledger = Ledger::read(&record).unwrap();
        assert_eq!(
            ledger.dialled["+14152310001"],
            Dialled {
                attempts: 2,
                rings: 1
            }
        );
        assert_eq!(
            ledger.dialled["+14152310008"],
            Dialled {
                attempts: 1,
                rings: 0
            }
        );
    }

    #[test]
    fn a_record_of_another_shape_is_an_error_and_not_an_empty_ledger() {
        assert!(Ledger::read(&json!({"attempts": []})).is_err());
        assert!(Ledger::read(&json!({})).is_err());
    }
}
