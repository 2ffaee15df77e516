//! Twilio's words for where a call stands.

use outdial_domain::call::{CallFailure, LegStatus};

/// Our status for Twilio's word; `None` for a word that we do not know ("still unknown").
pub(super) fn read(word: &str, failure: impl FnOnce() -> CallFailure) -> Option<LegStatus> {
    match word {
        "queued" => Some(LegStatus::Queued),
        "initiated" => Some(LegStatus::Initiated),
        "ringing" => Some(LegStatus::Ringing),
        "in-progress" => Some(LegStatus::Answered),
        "completed" => Some(LegStatus::Completed),
        "busy" => Some(LegStatus::Busy),
        "no-answer" => Some(LegStatus::NoAnswer),
        "canceled" => Some(LegStatus::Canceled),
        "failed" => Some(LegStatus::Failed { failure: failure() }),
        _ => None,
    }
}

/// Whether somebody spoke on a leg with this final status, so that its duration is talk time.
pub(super) fn has_talk(status: &LegStatus) -> bool {
    *status == LegStatus::Completed
}
