//! Which codec a leg speaks.

/// A codec that a leg may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Codec {
    /// What browsers prefer.
    Opus,
    /// G.711 by mu-law.
    Pcmu,
    /// G.711 by A-law.
    Pcma,
}

/// How high the sounds go that somebody is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Band {
    /// Up to 4 kHz: voices that came by telephone.
    Telephone,
    /// Up to 8 kHz, all that is mixed.
    Wide,
}

impl Codec {
    /// Ticks of an RTP timestamp in a second (48000 for Opus, whatever rate it carries: RFC 7587).
    #[must_use]
    pub const fn clock_rate(self) -> u32 {
        match self {
            Self::Opus => 48_000,
            Self::Pcmu | Self::Pcma => 8_000,
        }
    }

    /// Ticks of an RTP timestamp in one frame.
    #[must_use]
    pub const fn ticks_per_frame(self) -> u32 {
        self.clock_rate() / 50
    }
}
