//! Where a call stands, and how it ended.

use serde::{Deserialize, Serialize};

/// Where a call stands, in the words of status callbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallStatus {
    /// Waits for its turn.
    Queued,
    /// Being dialled.
    Initiated,
    /// Rings.
    Ringing,
    /// Picked up.
    InProgress,
    /// Was picked up and is over.
    Completed,
    /// Engaged.
    Busy,
    /// Rang out.
    NoAnswer,
    /// Could not be put through.
    Failed,
    /// Called off before it was picked up.
    Canceled,
}

/// Who or what ended a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// Its instructions.
    Script,
    /// The far end.
    Callee,
    /// A request to the API.
    Api,
    /// The other side of a bridge.
    Partner,
    /// Its time limit.
    TimeLimit,
    /// Its ring time limit.
    RingTimeout,
    /// The network.
    Network,
    /// It waited too long in the queue.
    QueueTimeout,
    /// Instructions that could not be had or understood.
    ApplicationError,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ending {
    /// Its final status.
    pub status: CallStatus,
    /// Who or what ended it.
    pub by: EndedBy,
    /// The SIP response that says so.
    pub sip_code: u16,
}

impl CallStatus {
    /// The word of status callbacks.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Initiated => "initiated",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::NoAnswer => "no-answer",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// The word of call resources, which know no `initiated`.
    #[must_use]
    pub fn as_resource_str(self) -> &'static str {
        match self {
            Self::Initiated => "queued",
            Self::Queued
            | Self::Ringing
            | Self::InProgress
            | Self::Completed
            | Self::Busy
            | Self::NoAnswer
            | Self::Failed
            | Self::Canceled => self.as_str(),
        }
    }

    /// Whether nothing more can happen.
    #[must_use]
    pub fn is_over(self) -> bool {
        match self {
            Self::Queued | Self::Initiated | Self::Ringing | Self::InProgress => false,
            Self::Completed | Self::Busy | Self::NoAnswer | Self::Failed | Self::Canceled => true,
        }
    }
}

impl Ending {
    pub(crate) fn completed(by: EndedBy) -> Self {
        Self {
            status: CallStatus::Completed,
            by,
            sip_code: 200,
        }
    }

    pub(crate) fn canceled(by: EndedBy) -> Self {
        Self {
            status: CallStatus::Canceled,
            by,
            sip_code: SIP_REQUEST_TERMINATED,
        }
    }

    pub(crate) fn rang_out(by: EndedBy) -> Self {
        Self {
            status: CallStatus::NoAnswer,
            by,
            sip_code: SIP_REQUEST_TERMINATED,
        }
    }

    /// The network could not put it through.
    pub(crate) fn failed(by: EndedBy) -> Self {
        Self {
            status: CallStatus::Failed,
            by,
            sip_code: SIP_SERVER_ERROR,
        }
    }

    pub(crate) fn refused(sip_code: u16) -> Self {
        let status = match sip_code {
            SIP_BUSY_HERE | SIP_BUSY_EVERYWHERE => CallStatus::Busy,
            _ => CallStatus::Failed,
        };
        Self {
            status,
            by: EndedBy::Network,
            sip_code,
        }
    }
}

const SIP_BUSY_HERE: u16 = 486;
const SIP_SERVER_ERROR: u16 = 500;
const SIP_BUSY_EVERYWHERE: u16 = 600;
const SIP_REQUEST_TERMINATED: u16 = 487;
