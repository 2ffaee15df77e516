//! The decision: call now, later, or never.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

use super::{Receipt, RuleCode, rfc_3339};

/// Why a call is not made now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The rule that speaks for the decision.
    pub code: RuleCode,
    /// A sentence for people.
    pub message: String,
    /// When to ask again; absent when asking again is useless.
    #[serde(with = "rfc_3339::option")]
    pub until: Option<Timestamp>,
}

/// Call now, later, or never; with what every rule said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Decision {
    /// No rule objects.
    Allow {
        /// What every rule said.
        receipt: Receipt,
    },
    /// Not yet.
    Postpone {
        /// When to ask again.
        #[serde(with = "rfc_3339")]
        until: Timestamp,
        /// Why.
        refusal: Refusal,
        /// What every rule said.
        receipt: Receipt,
    },
    /// No.
    Refuse {
        /// Why.
        refusal: Refusal,
        /// What every rule said.
        receipt: Receipt,
    },
}

impl Decision {
    /// What every rule said.
    #[must_use]
    pub fn receipt(&self) -> &Receipt {
        match self {
            Self::Allow { receipt } | Self::Postpone { receipt, .. } | Self::Refuse { receipt, .. } => {
                receipt
            }
        }
    }

    /// Why the call is not made now; absent when it may be.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Allow { .. } => None,
            Self::Postpone { refusal, .. } | Self::Refuse { refusal, .. } => Some(refusal),
        }
    }

    /// Whether the call may be made now.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.refusal().is_none()
    }

    /// The word of the API: `allow`, `postpone` or `refuse`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Allow { .. } => "allow",
            Self::Postpone { .. } => "postpone",
            Self::Refuse { .. } => "refuse",
        }
    }

    /// Whether a person's confirmation would let the call be made now: every rule that objects can be lifted.
    #[must_use]
    pub fn is_overridable(&self) -> bool {
        let mut objections = self
            .receipt()
            .rules
            .iter()
            .filter(|finding| finding.objects())
            .peekable();
        objections.peek().is_some() && objections.all(|finding| finding.rule.is_overridable())
    }
}
