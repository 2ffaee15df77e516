//! What TwiML can ask for, as far as this network performs it.

use std::time::Duration;

use crate::call::{Detection, Hook, StatusHook};

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    Exactly(u32),
    UntilHangUp,
}

/// One verb.
#[derive(Debug, Clone)]
pub(crate) enum Verb {
    Say {
        text: String,
        times: Times,
    },
    Play {
        url: String,
        digits: Option<String>,
        times: Times,
    },
    Pause {
        length: Duration,
    },
    Gather(Gather),
    Dial(Dial),
    Enqueue(Enqueue),
    Redirect {
        url: String,
        method: String,
    },
    Hangup,
    Reject,
    Leave,
    /// Known to Twilio, not to this network.
    NotSimulated {
        name: String,
    },
    /// Unknown to Twilio too.
    Unknown {
        name: String,
    },
}

/// Ask for keys or words.
#[derive(Debug, Clone)]
pub(crate) struct Gather {
    pub action: Option<String>,
    pub method: String,
    pub keys: bool,
    pub speech: bool,
    pub timeout: Duration,
    pub finish_on_key: Option<char>,
    pub most_digits: Option<usize>,
    pub action_on_empty: bool,
    pub prompt: Vec<Verb>,
}

/// Connect to somebody else.
#[derive(Debug, Clone)]
pub(crate) struct Dial {
    pub action: Option<String>,
    pub method: String,
    pub ring_timeout: Duration,
    pub time_limit: Duration,
    pub caller_id: Option<String>,
    pub target: Target,
}

/// Whom to connect to.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// All at once; the first to pick up wins.
    Numbers(Vec<DialNumber>),
    Conference(Box<ConferenceNoun>),
    NotSimulated {
        name: String,
    },
}

/// One number (or browser, or SIP address) to ring.
#[derive(Debug, Clone)]
pub(crate) struct DialNumber {
    /// As written; `client:` and `sip:` are already in front where they belong.
    pub to: String,
    /// Instructions for the callee before the bridge.
    pub whisper: Option<Hook>,
    pub status: Option<StatusHook>,
    pub detection: Option<Detection>,
    pub send_digits: Option<String>,
}

/// A conference and how to enter it.
#[derive(Debug, Clone)]
pub(crate) struct ConferenceNoun {
    pub name: String,
    pub muted: bool,
    pub start_on_enter: bool,
    pub end_on_exit: bool,
    /// Waiting music; `Some("")` is silence.
    pub wait_url: Option<String>,
    pub wait_method: String,
    pub most_participants: usize,
    pub record: bool,
    pub recording_callback: Option<Hook>,
    pub label: Option<String>,
    pub coach: Option<String>,
    pub status: Option<Hook>,
    pub events: Vec<String>,
}

/// Wait in a queue.
#[derive(Debug, Clone)]
pub(crate) struct Enqueue {
    pub name: String,
    pub action: Option<String>,
    pub method: String,
    pub wait_url: Option<String>,
    pub wait_method: String,
}
