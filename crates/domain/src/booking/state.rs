//! How an appointment stands.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// The calendar was asked, and nobody knows yet whether it took it.
    Doubtful,
    /// It stands.
    Confirmed,
    /// It stands at another time than it was first made for.
    Rescheduled,
    /// It is called off, or never came about.
    Cancelled,
}

impl BookingState {
    /// The word under which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Confirmed => "confirmed",
            Self::Rescheduled => "rescheduled",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether it stands for certain.
    #[must_use]
    pub const fn stands(self) -> bool {
        match self {
            Self::Confirmed | Self::Rescheduled => true,
            Self::Doubtful | Self::Cancelled => false,
        }
    }
}

impl fmt::Display for BookingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for BookingState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [
            Self::Doubtful,
            Self::Confirmed,
            Self::Rescheduled,
            Self::Cancelled,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
        .ok_or_else(|| format!("{word:?} is no state of an appointment"))
    }
}
