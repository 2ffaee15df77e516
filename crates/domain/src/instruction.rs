//! Carrier-neutral orders for a live leg; each carrier renders them in its own words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a leg should do next. A list of instructions is performed in order; the end of the list hangs up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Instruction {
    /// Speak text with a synthetic voice.
    Say {
        /// The words to speak.
        text: String,
        /// The carrier's voice name; the carrier's default when absent.
        voice: Option<String>,
        /// BCP 47 language tag.
        language: Option<String>,
    },
    /// Play an audio file fetched from an absolute URL.
    Play {
        /// Where the audio is.
        url: String,
        /// How often; 1 when absent.
        times: Option<u32>,
    },
    /// Send key presses (`w` waits half a second).
    SendDigits {
        /// The keys.
        digits: String,
    },
    /// Silence.
    Pause {
        /// How long, in seconds.
        seconds: u32,
    },
    /// Collect key presses and post them to `action`; the prompt is spoken meanwhile.
    Gather {
        /// What to say while listening.
        prompt: Vec<Instruction>,
        /// Absolute URL that receives the keys.
        action: String,
        /// Stop after this many keys.
        max_digits: Option<u32>,
        /// Give up after this many seconds of silence.
        timeout_seconds: u32,
    },
    /// Wait with music (or silence) until directed elsewhere.
    Wait {
        /// Absolute URL of the music; silence when absent.
        music_url: Option<String>,
        /// Name of the carrier-side waiting queue.
        queue: String,
    },
    /// Enter a room hosted by the carrier.
    JoinRoom(JoinRoom),
    /// Copy the audio one way to a WebSocket and go on with the next instruction.
    Fork {
        /// `wss://` URL.
        url: String,
        /// Name by which the copy can be stopped.
        name: String,
        /// Parameters sent with the start message.
        parameters: Vec<(String, String)>,
    },
    /// Connect the leg both ways to a WebSocket until that closes.
    Stream {
        /// `wss://` URL.
        url: String,
        /// Parameters sent with the start message.
        parameters: Vec<(String, String)>,
    },
    /// Talk with a voice agent that the carrier hosts, until one of the two hangs up.
    Converse(Box<Converse>),
    /// Fetch further instructions from an absolute URL.
    Continue {
        /// Where from.
        url: String,
    },
    /// Bridge to another number, or to a browser identity, and go on when that ends.
    Dial(Dial),
    /// End the leg.
    HangUp,
    /// Refuse an incoming leg without answering it.
    Reject {
        /// Busy tone when true, "not in service" otherwise.
        busy: bool,
    },
}

/// How a leg enters a carrier-hosted room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRoom {
    /// Name of the room.
    pub room: String,
    /// Hears without being heard.
    pub muted: bool,
    /// The room starts when this leg enters.
    pub starts_room: bool,
    /// The room ends when this leg leaves.
    pub ends_room: bool,
    /// Absolute URL told of joins and leaves.
    pub status_callback: Option<String>,
    /// Absolute URL of waiting music; silence when absent.
    pub wait_url: Option<String>,
    /// Label for addressing this leg in the room.
    pub label: Option<String>,
    /// Heard only by this leg (the carrier's id of it).
    pub coach: Option<String>,
    /// Record the room from its start.
    pub record: bool,
}

/// How a voice agent that the carrier hosts talks with a callee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converse {
    /// The carrier's id of the agent; the account's own when absent.
    pub agent: Option<String>,
    /// What the agent's text may name, and the values for this callee. Values are data, never instructions.
    pub variables: BTreeMap<String, String>,
    /// What the agent says first; its own first words when absent.
    pub first_message: Option<String>,
    /// What is left on a machine; nothing when absent.
    pub voicemail: Option<String>,
    /// The callee's name as the carrier shows it.
    pub callee_name: Option<String>,
    /// Longest conversation, in seconds.
    pub time_limit_s: u32,
    /// Whether the conversation is recorded.
    pub record: bool,
}

/// A second leg bridged to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dial {
    /// Whom to bridge to.
    pub target: DialTarget,
    /// Number presented.
    pub caller_id: Option<String>,
    /// Ring time limit in seconds.
    pub timeout_seconds: u32,
    /// Absolute URL told how it ended.
    pub action: Option<String>,
    /// Record from answer.
    pub record: bool,
}

/// The other side of a bridge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialTarget {
    /// A phone number in E.164.
    Number(String),
    /// A browser by its identity.
    Client(String),
    /// A SIP address.
    Sip(String),
}
