//! The answer to "test connection".

use serde::{Deserialize, Serialize};

/// How good a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// As it should be.
    Good,
    /// Calls may work, but somebody should look.
    Warning,
    /// Calls will fail.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthCheck {
    /// What, in one or two words.
    pub name: String,
    /// How good it is.
    pub state: HealthState,
    /// One sentence for people.
    pub message: String,
}

/// Whether an account works.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AccountHealth {
    /// Everything that was looked at, in order of importance.
    pub checks: Vec<HealthCheck>,
}

impl AccountHealth {
    /// Whether nothing found will make calls fail.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.checks.iter().all(|check| check.state < HealthState::Bad)
    }

    /// One sentence for people: the worst finding, or that all is well.
    #[must_use]
    pub fn message(&self) -> &str {
        self.checks
            .iter()
            .rev()
            .max_by_key(|check| check.state)
            .map_or("Nothing was checked.", |worst| worst.message.as_str())
    }

    /// Adds a finding.
    pub fn add(&mut self, name: &str, state: HealthState, message: impl Into<String>) {
        self.checks.push(HealthCheck {
            name: name.to_owned(),
            state,
            message: message.into(),
        });
    }
}
