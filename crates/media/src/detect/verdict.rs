//! What the analyser says.

use std::fmt;

/// What answered. The words are those of the rest of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing can be said; once it is final, the caller is treated as a person.
    Unknown,
    /// A person.
    Human,
    /// A fax machine or modem.
    Fax,
    /// A machine, or an announcement of the network; perhaps its greeting still runs.
    Machine,
    /// A machine that records now.
    MachineReady,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [
        Self::Unknown,
        Self::Human,
        Self::Fax,
        Self::Machine,
        Self::MachineReady,
    ];

    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Human => "human",
            Self::Fax => "fax",
            Self::Machine => "machine",
            Self::MachineReady => "machine_ready",
        }
    }

    /// Whether it is a machine that takes messages, or an announcement.
    #[must_use]
    pub const fn is_machine(self) -> bool {
        match self {
            Self::Machine | Self::MachineReady => true,
            Self::Unknown | Self::Human | Self::Fax => false,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Why a verdict was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It is still being listened to.
    Listening,
    /// A short greeting, and then somebody waits for an answer.
    ShortGreeting,
    /// A longer greeting that still ended as people end, waiting for an answer.
    GreetingThenSilence,
    /// More speech than people answer with.
    LongGreeting,
    /// More words than people answer with.
    MaxWords,
    /// Speech without a breath for longer than people answer with.
    UnbrokenSpeech,
    /// The tone after which a machine records.
    Beep,
    /// The machine has fallen silent and no tone came.
    GreetingOver,
    /// A machine was heard and the time for its tone has passed.
    NoBeep,
    /// The three rising tones before an announcement of the network.
    NetworkTones,
    /// The tone of a busy line.
    BusyTone,
    /// A tone of fax machines and modems.
    FaxTone,
    /// Nobody has said anything until the deadline.
    InitialSilence,
    /// What was heard until the deadline decides nothing.
    Deadline,
}

impl Reason {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listening => "listening",
            Self::ShortGreeting => "short_greeting",
            Self::GreetingThenSilence => "greeting_then_silence",
            Self::LongGreeting => "long_greeting",
            Self::MaxWords => "max_words",
            Self::UnbrokenSpeech => "unbroken_speech",
            Self::Beep => "beep",
            Self::GreetingOver => "greeting_over",
            Self::NoBeep => "no_beep",
            Self::NetworkTones => "network_tones",
            Self::BusyTone => "busy_tone",
            Self::FaxTone => "fax_tone",
            Self::InitialSilence => "initial_silence",
            Self::Deadline => "deadline",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// How things stand after a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assessment {
    /// What answered.
    pub verdict: Verdict,
    /// How sure that is, 0 to 1; a rank by the margins of the rules, not a probability. 0 while nothing is said.
    pub confidence: f32,
    /// Why.
    pub reason: Reason,
    /// Nothing will change any more, and further frames are not looked at.
    pub is_final: bool,
}

impl Assessment {
    /// Nothing was heard yet.
    pub(super) const LISTENING: Self = Self {
        verdict: Verdict::Unknown,
        confidence: 0.0,
        reason: Reason::Listening,
        is_final: false,
    };
}
