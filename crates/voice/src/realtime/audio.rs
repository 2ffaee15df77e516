//! In what form audio goes to a model and comes from it.

use serde_json::{Value, json};

/// A form of audio that both sides know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AudioFormat {
    /// G.711 mu-law at 8 kHz, as telephone networks carry it: nothing is converted on the way.
    Mulaw,
    /// Linear, 16 bits, little endian, at 24 kHz: for models that know no mu-law. Whoever owns the line converts.
    Pcm24k,
}

impl AudioFormat {
    /// The form that people call `pcmu` or `pcm`, as the protocol does.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "pcmu" => Some(Self::Mulaw),
            "pcm" => Some(Self::Pcm24k),
            _ => None,
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mulaw => "pcmu",
            Self::Pcm24k => "pcm",
        }
    }

    /// How many bytes a millisecond has.
    #[must_use]
    pub const fn bytes_per_ms(self) -> usize {
        match self {
            Self::Mulaw => 8,
            Self::Pcm24k => 48,
        }
    }

    /// How many bytes 20 ms have.
    #[must_use]
    pub const fn frame_bytes(self) -> usize {
        self.bytes_per_ms() * FRAME_MS
    }

    /// The byte of which silence consists.
    #[must_use]
    pub const fn silence(self) -> u8 {
        match self {
            Self::Mulaw => 0xff,
            Self::Pcm24k => 0,
        }
    }

    /// How long so many bytes sound, in whole milliseconds.
    #[must_use]
    pub fn ms(self, bytes: usize) -> i64 {
        i64::try_from(bytes / self.bytes_per_ms()).unwrap_or(i64::MAX)
    }

    /// The form as the protocol names it.
    pub(super) fn document(self) -> Value {
        match self {
            Self::Mulaw => json!({"type": "audio/pcmu"}),
            Self::Pcm24k => json!({"type": "audio/pcm", "rate": 24_000}),
        }
    }
}

const FRAME_MS: usize = 20;
