//! Why a call could not be made, classified once where it is learnt.

use serde::{Deserialize, Serialize};

/// Who can do something about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// The called number or person.
    Callee,
    /// This program.
    Us,
    /// The carrier.
    Carrier,
    /// The account's or workspace's settings.
    Config,
    /// Nobody knows.
    Unknown,
}

/// Whether trying again makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Never with the same number and settings.
    Never,
    /// After a wait, by itself.
    Later,
    /// Once somebody has repaired the settings.
    AfterRepair,
}

/// A classified failure: data, not an error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CallFailure {
    /// Who can do something about it.
    pub blame: Blame,
    /// Stable dotted code, e.g. `carrier.auth_rejected`; each has a page in `docs/errors/`.
    pub cause: String,
    /// The carrier's own code (`21211`, `sip 486`), if it gave one.
    pub code: Option<String>,
    /// Whether trying again makes sense.
    pub retry: Retry,
    /// One sentence for people: what happened and what to do.
    pub message: String,
}
