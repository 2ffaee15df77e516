//! What is asked of the rules, and the facts that the engine gathers for them.

use serde::{Deserialize, Serialize};

use crate::call::Cost;
use crate::leads::ConsentScope;
use crate::phone::PhoneNumber;
use crate::time::Timestamp;

/// A call that somebody wants made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialRequest {
    /// Whom to call.
    pub phone: PhoneNumber,
    /// The number that would be presented; absent when none is configured.
    pub caller_id: Option<PhoneNumber>,
    /// A person's confirmation that calling hours do not matter for this call.
    pub window_override: Option<WindowOverride>,
    /// The consent that this call needs; absent when it needs none.
    pub consent: Option<NeededConsent>,
}

/// A consent that a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeededConsent {
    /// To what the callee must have agreed.
    pub scope: ConsentScope,
    /// Whether they have; absent when it could not be found out.
    pub given: Option<bool>,
}

/// A person's explicit, recorded confirmation to call outside calling hours or sooner than the minimum gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowOverride {
    /// Who confirmed.
    pub by: String,
    /// When.
    pub confirmed_at: Timestamp,
}

/// When a number was last called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastDialed {
    /// It could not be found out.
    #[default]
    Unknown,
    /// It was never called.
    Never,
    /// The later of the last dial and the end of the last call.
    At(Timestamp),
}

impl From<Option<Timestamp>> for LastDialed {
    /// For a look-up that succeeded: nothing found is a number never called.
    fn from(found: Option<Timestamp>) -> Self {
        found.map_or(Self::Never, Self::At)
    }
}

/// What has happened to a number, and in its workspace. The default knows nothing, and so allows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NumberHistory {
    /// Whether the do-not-call list has the number; absent when it could not be read.
    pub on_dnc: Option<bool>,
    /// Whether another call to the number is live; absent when that could not be read.
    pub live: Option<bool>,
    /// When the number was last called.
    pub last_dialed: LastDialed,
    /// Calls that the workspace claimed in the last 24 hours; needed when calls are capped.
    pub calls_24h: Option<u32>,
    /// Known costs of those calls, one for each currency; needed when spending is capped.
    pub spend_24h: Option<Vec<Cost>>,
    /// When the oldest of those calls was claimed: 24 hours later a cap has room again.
    pub oldest_call_24h_at: Option<Timestamp>,
}
