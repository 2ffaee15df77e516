//! What was asked for when a call was placed.

use std::time::Duration;

use super::detection::Detection;
use super::status::CallStatus;

/// A URL to call, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hook {
    pub url: String,
    pub method: String,
}

/// Which status changes are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct StatusEvents {
    pub initiated: bool,
    pub ringing: bool,
    pub answered: bool,
    pub completed: bool,
}

/// Where status changes are reported.
#[derive(Debug, Clone)]
pub(crate) struct StatusHook {
    pub hook: Hook,
    pub events: StatusEvents,
}

/// How a call is recorded.
#[derive(Debug, Clone)]
pub(crate) struct RecordTerms {
    pub channels: u8,
    pub callback: Option<Hook>,
    /// Twilio's word for what caused the recording.
    pub source: &'static str,
}

/// What was asked for when a call was placed, its instructions apart.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub status: Option<StatusHook>,
    /// Asked when instructions cannot be fetched.
    pub fallback: Option<Hook>,
    pub ring_timeout: Duration,
    pub time_limit: Duration,
    pub send_digits: Option<String>,
    pub record: Option<RecordTerms>,
    pub detection: Option<Detection>,
}

impl StatusEvents {
    /// What is reported when nothing was asked for.
    pub(crate) const COMPLETED_ONLY: Self = Self {
        initiated: false,
        ringing: false,
        answered: false,
        completed: true,
    };

    /// Reads event names; the first unknown one is the error.
    pub(crate) fn read<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, &'a str> {
        let mut events = Self::default();
        for name in names {
            match name {
                "initiated" => events.initiated = true,
                "ringing" => events.ringing = true,
                "answered" => events.answered = true,
                "completed" => events.completed = true,
                unknown => return Err(unknown),
            }
        }
        Ok(if events == Self::default() {
            Self::COMPLETED_ONLY
        } else {
            events
        })
    }

    pub(crate) fn include(self, status: CallStatus) -> bool {
        match status {
            CallStatus::Queued => false,
            CallStatus::Initiated => self.initiated,
            CallStatus::Ringing => self.ringing,
            CallStatus::InProgress => self.answered,
            CallStatus::Completed
            | CallStatus::Busy
            | CallStatus::NoAnswer
            | CallStatus::Failed
            | CallStatus::Canceled => self.completed,
        }
    }
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            status: None,
            fallback: None,
            ring_timeout: Duration::from_secs(60),
            time_limit: Duration::from_secs(14_400),
            send_digits: None,
            record: None,
            detection: None,
        }
    }
}
