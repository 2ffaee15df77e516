//! What people choose for each outcome.

use serde::{Deserialize, Serialize};

use crate::call::Outcome;
use crate::settings::{FieldError, Found};

/// What follows an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RetryRule {
    /// The lead is called again while it had fewer calls than this; 0 or 1 is never.
    pub attempts_max: u32,
    /// How long to wait.
    pub delay_minutes: u32,
    /// Whether the lead's next number is called, if it has one.
    #[serde(default)]
    pub next_number: bool,
    /// Whether it is called at another time of day.
    #[serde(default)]
    pub other_hour: bool,
}

/// When a lead is called again, by the outcome of the last call. A talk is followed by what the agent says came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct RetryRules {
    /// Nobody answered.
    pub no_answer: RetryRule,
    /// Engaged.
    pub busy: RetryRule,
    /// Could not be put through.
    pub failed: RetryRule,
    /// A machine answered.
    pub machine: RetryRule,
    /// A machine was left a message.
    pub voicemail_left: RetryRule,
    /// A person for whom nobody was free.
    pub abandoned: RetryRule,
    /// An agent chose a disposition that asks for another try.
    pub disposition: RetryRule,
}

impl Default for RetryRules {
    fn default() -> Self {
        let rule = |attempts_max, delay_minutes, next_number, other_hour| RetryRule {
            attempts_max,
            delay_minutes,
            next_number,
            other_hour,
        };
        Self {
            no_answer: rule(5, 4 * 60, true, true),
            busy: rule(5, 15, false, false),
            failed: rule(3, 60, true, false),
            machine: rule(5, 24 * 60, true, true),
            voicemail_left: rule(3, 3 * 24 * 60, false, true),
            abandoned: rule(5, 30, false, false),
            disposition: rule(5, 24 * 60, false, false),
        }
    }
}

impl RetryRules {
    /// The rule for an outcome; a call that nobody heard of, and a talk, have none.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> Option<RetryRule> {
        match outcome {
            Outcome::NoAnswer | Outcome::Unknown => Some(self.no_answer),
            Outcome::Busy => Some(self.busy),
            Outcome::Failed => Some(self.failed),
            Outcome::Machine => Some(self.machine),
            Outcome::VoicemailLeft => Some(self.voicemail_left),
            Outcome::Abandoned => Some(self.abandoned),
            Outcome::Completed | Outcome::Canceled | Outcome::Blocked => None,
        }
    }

    /// What keeps these rules from being used.
    #[must_use]
    pub fn validate(&self) -> Vec<FieldError> {
        let mut found = Found(Vec::new());
        for (field, rule) in [
            ("retry.no_answer", self.no_answer),
            ("retry.busy", self.busy),
            ("retry.failed", self.failed),
            ("retry.machine", self.machine),
            ("retry.voicemail_left", self.voicemail_left),
            ("retry.abandoned", self.abandoned),
            ("retry.disposition", self.disposition),
        ] {
            found.within(field, "calls", rule.attempts_max, 0, ATTEMPTS_MAX);
            found.within(field, "minutes", rule.delay_minutes, 0, DELAY_MAX_MINUTES);
        }
        found.0
    }
}

const ATTEMPTS_MAX: u32 = 100;
/// Three months.
const DELAY_MAX_MINUTES: u32 = 92 * 24 * 60;
