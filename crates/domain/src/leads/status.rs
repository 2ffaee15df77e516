//! Where a lead stands.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a lead stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadStatus {
    /// Never dialled.
    New,
    /// A call to it is under way.
    Calling,
    /// Dialled at least once, and nothing is agreed.
    Called,
    /// To be called again, perhaps at a certain time.
    Callback,
    /// Done with.
    Closed,
}

impl LeadStatus {
    /// Every status, in the order of a lead's life.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Calling,
        Self::Called,
        Self::Callback,
        Self::Closed,
    ];

    /// The word used on the wire and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Calling => "calling",
            Self::Called => "called",
            Self::Callback => "callback",
            Self::Closed => "closed",
        }
    }

    /// Whether somebody should still call it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::New | Self::Callback => true,
            Self::Calling | Self::Called | Self::Closed => false,
        }
    }
}

/// A word that names no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a status of a lead; use new, calling, called, callback or closed")]
pub struct UnknownStatus(String);

impl FromStr for LeadStatus {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| UnknownStatus(word.to_owned()))
    }
}

impl fmt::Display for LeadStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
