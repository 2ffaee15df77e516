//! What is decided about a lead: everything that its machine reads and writes.

use super::{LeadResult, LeadStatus, Resolution};
use crate::Timestamp;
use crate::call::Outcome;
use crate::ids::CallId;

/// Where a lead stands, and how it came there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: LeadStatus,
    /// How often it was dialled.
    pub call_attempts: u32,
    /// When it was last dialled.
    pub last_called_at: Option<Timestamp>,
    /// The call that dialled it last.
    pub last_call_id: Option<CallId>,
    /// How that call ended; absent while it has not.
    pub last_outcome: Option<Outcome>,
    /// What an agent said last.
    pub disposed: Option<Disposed>,
    /// When it should be called again, if a time was agreed.
    pub callback_at: Option<Timestamp>,
    /// What came of the last call that no agent disposed of.
    pub result: Option<LeadResult>,
}

/// What an agent said, and what that means for the lead; kept together so that a changed set of dispositions does
/// not change what was decided before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disposed {
    /// The disposition's code.
    pub code: String,
    /// What it means.
    pub resolution: Resolution,
}

impl Standing {
    /// A lead that nobody has called.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            status: LeadStatus::New,
            call_attempts: 0,
            last_called_at: None,
            last_call_id: None,
            last_outcome: None,
            disposed: None,
            callback_at: None,
            result: None,
        }
    }

    /// Where a lead stands while no call to it is under way.
    pub(super) fn at_rest(&self) -> LeadStatus {
        let resolution = self
            .disposed
            .as_ref()
            .map_or(Resolution::Open, |disposed| disposed.resolution);
        match resolution {
            Resolution::Closed => LeadStatus::Closed,
            Resolution::Callback => LeadStatus::Callback,
            Resolution::Open if self.callback_at.is_some() => LeadStatus::Callback,
            Resolution::Open if self.call_attempts == 0 => LeadStatus::New,
            Resolution::Open => LeadStatus::Called,
        }
    }
}

impl Default for Standing {
    fn default() -> Self {
        Self::new()
    }
}
