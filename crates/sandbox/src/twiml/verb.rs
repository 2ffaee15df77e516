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
    /// Talk to a stream until it is closed.
    Connect(Connect),
    /// Let a stream listen in.
    StartStream(StreamNoun),
    /// End a stream that listens in: by name, or all.
    StopStream {
        name: Option<String>,
    },
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

/// Talk to a stream.
#[derive(Debug, Clone)]
pub(crate) struct Connect {
    pub action: Option<String>,
    pub method: String,
    pub stream: StreamNoun,
}

/// A stream and what it is told at its start.
#[derive(Debug, Clone)]
pub(crate) struct StreamNoun {
    pub url: String,
    pub name: Option<String>,
    pub tracks: Tracks,
    pub status: Option<Hook>,
    pub parameters: Vec<(String, String)>,
}

/// Which directions a listening stream gets; a two-way one always gets the inbound one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tracks {
    Inbound,
    Outbound,
    Both,
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
