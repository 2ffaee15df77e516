//! What came of the last call of a lead, decided by what happened.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What came of a call that no agent disposed of: a voice agent's conversation, or an attempt that reached nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadResult {
    /// An appointment is booked.
    Scheduled,
    /// The callee said no.
    NotInterested,
    /// The callee wants to be called at another time.
    Callback,
    /// The callee wants no more calls.
    DoNotCall,
    /// Nobody picked up.
    NoAnswer,
    /// A machine answered.
    Voicemail,
    /// The line was engaged.
    Busy,
    /// They talked, and nothing was agreed.
    Talked,
    /// Something failed.
    Failed,
    /// We called it off before anybody answered.
    Canceled,
}

/// A word that is no result of a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no result of a lead has that name")]
pub struct UnknownResult;

impl LeadResult {
    /// Every result, the best first.
    pub const ALL: [Self; 10] = [
        Self::Scheduled,
        Self::Callback,
        Self::Talked,
        Self::NotInterested,
        Self::DoNotCall,
        Self::NoAnswer,
        Self::Voicemail,
        Self::Busy,
        Self::Failed,
        Self::Canceled,
    ];

    /// The stable word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::NotInterested => "not_interested",
            Self::Callback => "callback",
            Self::DoNotCall => "do_not_call",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::Busy => "busy",
            Self::Talked => "talked",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// Whether nobody was reached, so that the lead is called again until its attempts are used up.
    #[must_use]
    pub fn is_tried_again(self) -> bool {
        match self {
            Self::NoAnswer | Self::Voicemail | Self::Busy | Self::Failed | Self::Canceled => true,
            Self::Scheduled | Self::NotInterested | Self::Callback | Self::DoNotCall | Self::Talked => false,
        }
    }
}

impl FromStr for LeadResult {
    type Err = UnknownResult;

    fn from_str(text: &str) -> Result<Self, UnknownResult> {
        Self::ALL
            .into_iter()
            .find(|result| result.as_str() == text)
            .ok_or(UnknownResult)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_is_read_back_from_its_word() {
        for result in LeadResult::ALL {
            assert_eq!(result.as_str().parse(), Ok(result));
        }
        assert_eq!("perhaps".parse::<LeadResult>(), Err(UnknownResult));
    }
}
