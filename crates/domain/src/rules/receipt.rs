//! The receipt: what every rule said, and the facts it used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::time::Timestamp;

use super::{RuleCode, rfc_3339};

/// What a rule says of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing against it.
    Pass,
    /// Against it, but lifted by a person.
    Overridden,
    /// Not yet.
    Postpone,
    /// No.
    Refuse,
}

/// The answer of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleCode,
    /// What it says.
    pub verdict: Verdict,
    /// The same as a sentence for people.
    pub message: String,
    /// For a postponement: when to ask again.
    #[serde(default, with = "rfc_3339::option", skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What the rule looked at.
    pub facts: BTreeMap<String, Value>,
}

/// What every rule said at the moment of the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The moment of the decision.
    #[serde(with = "rfc_3339")]
    pub decided_at: Timestamp,
    /// The answers, in the order of [`RuleCode::ALL`].
    pub rules: Vec<Finding>,
}

impl Finding {
    pub(super) fn pass(rule: RuleCode, message: impl Into<String>) -> Self {
        Self::new(rule, Verdict::Pass, message, None)
    }

    pub(super) fn refuse(rule: RuleCode, message: impl Into<String>) -> Self {
        Self::new(rule, Verdict::Refuse, message, None)
    }

    pub(super) fn postpone(rule: RuleCode, until: Timestamp, message: impl Into<String>) -> Self {
        Self::new(rule, Verdict::Postpone, message, Some(until))
    }

    fn new(rule: RuleCode, verdict: Verdict, message: impl Into<String>, until: Option<Timestamp>) -> Self {
        Self {
            rule,
            verdict,
            message: message.into(),
            until,
            facts: BTreeMap::new(),
        }
    }

    pub(super) fn with(mut self, fact: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(fact.to_owned(), value.into());
        self
    }

    /// Whether the rule stands in the way of the call.
    #[must_use]
    pub fn objects(&self) -> bool {
        match self.verdict {
            Verdict::Pass | Verdict::Overridden => false,
            Verdict::Postpone | Verdict::Refuse => true,
        }
    }
}
