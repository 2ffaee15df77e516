//! In which order a campaign goes through its leads. Leads that are due again come before all of them.

use serde::{Deserialize, Serialize};

/// In which order a campaign goes through its leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadOrder {
    /// As they stand in their lists, one list after the other.
    #[default]
    ListOrder,
    /// The lines of a list from its end.
    NewestFirst,
    /// Those called least often first.
    FewestAttempts,
    /// Those whose last call is longest ago first.
    LongestAgo,
}

impl LeadOrder {
    /// Every order.
    pub const ALL: [Self; 4] = [
        Self::ListOrder,
        Self::NewestFirst,
        Self::FewestAttempts,
        Self::LongestAgo,
    ];
}
