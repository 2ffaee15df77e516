//! What the analyser noticed on its way, for people who want to know why.

use std::fmt;

/// The tones that a telephone line carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ToneKind {
    /// It rings at the other end.
    RingBack,
    /// Busy, or no line free.
    Busy,
    /// A line that waits for a number.
    Dial,
    /// A key of a telephone.
    Key,
    /// One of the three tones before an announcement of the network.
    Network,
    /// A fax machine that calls: 1100 Hz.
    FaxCalling,
    /// A fax machine or modem that answers: 2100 Hz.
    FaxAnswering,
    /// One pitch that is none of these.
    Single,
}

impl ToneKind {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RingBack => "ring_back",
            Self::Busy => "busy",
            Self::Dial => "dial",
            Self::Key => "key",
            Self::Network => "network",
            Self::FaxCalling => "fax_calling",
            Self::FaxAnswering => "fax_answering",
            Self::Single => "single",
        }
    }
}

/// Something that was noticed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Observation {
    /// Somebody or something began to speak.
    SpeechBegan {
        /// When.
        at_ms: u32,
    },
    /// A word, or words without a pause, ended.
    SpeechEnded {
        /// When.
        at_ms: u32,
        /// How long it was.
        ms: u32,
    },
    /// What sounded like speech was the line's noise.
    NoiseLearned {
        /// How loud it is, in dB of full scale.
        level_db: f32,
    },
    /// A tone ended.
    Tone {
        /// Which.
        kind: ToneKind,
        /// Its pitch, or the lower of its two.
        hz: f32,
        /// How long it was.
        ms: u32,
    },
    /// A tone was the one after which machines record.
    Beep {
        /// Its pitch.
        hz: f32,
        /// How long it was.
        ms: u32,
        /// When it ended.
        ended_ms: u32,
    },
}

impl fmt::Display for Observation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SpeechBegan { at_ms } => write!(out, "speech since {at_ms} ms"),
            Self::SpeechEnded { at_ms, ms } => write!(out, "speech of {ms} ms, until {at_ms} ms"),
            Self::NoiseLearned { level_db } => write!(out, "noise of the line at {level_db:.0} dB"),
            Self::Tone { kind, hz, ms } => write!(out, "{} tone, {hz:.0} Hz, {ms} ms", kind.as_str()),
            Self::Beep { hz, ms, ended_ms } => {
                write!(out, "beep, {hz:.0} Hz, {ms} ms, until {ended_ms} ms")
            }
        }
    }
}
