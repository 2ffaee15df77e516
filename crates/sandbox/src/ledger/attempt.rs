//! One attempt at one number.

use outdial_domain::Timestamp;
use serde::Serialize;

use crate::call::Ending;
use crate::people::PersonKind;
use crate::webhook::CallbackKind;

/// Where an attempt stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttemptId(pub(crate) u64);

/// One attempt at one number, as the network saw it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attempt {
    /// Who was called, E.164 (or `client:`, `sip:`).
    pub number: String,
    /// The caller ID shown.
    pub from: String,
    /// The call's identifier.
    pub sid: String,
    /// The how-manieth call to this number it is, from 1.
    pub attempt: u32,
    /// Who is at the other end.
    pub person: PersonKind,
    /// Accepted by the API.
    pub created_at: Timestamp,
    /// Left the queue.
    pub dialled_at: Option<Timestamp>,
    /// Began to ring.
    pub rang_at: Option<Timestamp>,
    /// Picked up.
    pub answered_at: Option<Timestamp>,
    /// Over.
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub ending: Option<Ending>,
    /// What machine detection said.
    pub answered_by: Option<String>,
    /// What was spoken to the callee, in order.
    pub said: Vec<String>,
    /// Files played to the callee, in order.
    pub played: Vec<String>,
    /// Keys that the callee pressed.
    pub digits: String,
    /// Rooms that the callee was in, in order.
    pub rooms: Vec<String>,
    /// Callbacks about it, with what became of each.
    pub callbacks: Vec<CallbackEntry>,
    /// What went wrong with its instructions.
    pub problems: Vec<Problem>,
    /// What the callee heard and said, if a stream or a room carried sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound: Option<Sound>,
}

/// What the callee heard and said while the line carried sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sound {
    /// How long the line carried sound.
    pub listened_ms: u64,
    /// How much of it the callee heard something.
    pub heard_ms: u64,
    /// How much of it the callee said something.
    pub spoke_ms: u64,
}

/// A callback, with what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallbackEntry {
    /// When its fate was known.
    pub at: Timestamp,
    /// What it is about.
    pub kind: CallbackKind,
    /// What happened, in Twilio's word.
    pub event: String,
    /// The call's count of events.
    pub sequence: Option<u32>,
    /// How often it was sent; 0 when a fault swallowed it.
    pub tries: u32,
    /// The HTTP status answered, or why there was none.
    pub result: String,
}

/// Something wrong with a call's instructions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Twilio's error code; 0 where Twilio would have none.
    pub code: u32,
    /// One sentence.
    pub message: String,
}

impl Attempt {
    /// An attempt that the API has just accepted.
    pub(crate) fn created(
        number: &str,
        from: &str,
        sid: &str,
        attempt: u32,
        person: PersonKind,
        now: Timestamp,
    ) -> Self {
        Self {
            number: number.to_owned(),
            from: from.to_owned(),
            sid: sid.to_owned(),
            attempt,
            person,
            created_at: now,
            dialled_at: None,
            rang_at: None,
            answered_at: None,
            ended_at: None,
            ending: None,
            answered_by: None,
            said: Vec::new(),
            played: Vec::new(),
            digits: String::new(),
            rooms: Vec::new(),
            callbacks: Vec::new(),
            problems: Vec::new(),
            sound: None,
        }
    }

    pub(crate) fn say(&mut self, text: &str) {
        if self.said.len() < UTTERANCES {
            self.said.push(text.to_owned());
        }
    }

    pub(crate) fn play(&mut self, url: &str) {
        if self.played.len() < UTTERANCES {
            self.played.push(url.to_owned());
        }
    }

    pub(crate) fn problem(&mut self, code: u32, message: String) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(Problem { code, message });
        }
    }
}

/// A looping announcement must not fill the memory.
const UTTERANCES: usize = 200;
const PROBLEMS: usize = 50;
