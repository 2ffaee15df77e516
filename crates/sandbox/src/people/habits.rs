//! How each kind of person behaves, and how the network between behaves: the tables of a population file.

use serde::{Deserialize, Serialize};

use super::measures::{MsRange, Probability, Weight};

/// How often each kind answers for a number, relative to each other.
#[derive(Debug, Clone, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Odds {
    pub human: Weight,
    pub voicemail: Weight,
    pub no_answer: Weight,
    pub busy: Weight,
    pub failed: Weight,
    pub screening: Weight,
    pub fax: Weight,
}

/// The network between caller and callee.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Network {
    /// From dialling to the first ring, the engaged tone or the refusal.
    pub post_dial_ms: MsRange,
    /// Price of a started minute in millionths of a dollar.
    pub price_per_minute_micros: i64,
    /// From the end of a call until its price is known.
    pub price_after_ms: MsRange,
    /// From the end of a recorded call until the recording is ready.
    pub recording_after_ms: MsRange,
    /// Factor on the time that answering machine detection takes.
    pub detection_scale: Scale,
}

/// How long spoken and played things last.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Speech {
    pub ms_per_character: u64,
    /// No single utterance lasts longer.
    pub longest_ms: u64,
    /// One round of a played file.
    pub play_ms: u64,
}

impl Speech {
    /// How long it takes to say something.
    pub(crate) fn lasts_ms(&self, text: &str) -> u64 {
        let characters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        characters
            .saturating_mul(self.ms_per_character)
            .min(self.longest_ms)
    }
}

/// A factor above zero, at most 100.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub(crate) struct Scale(f64);

/// Somebody who picks up.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Human {
    pub ring_ms: MsRange,
    /// The pause before "hello".
    pub silence_ms: MsRange,
    /// The length of "hello".
    pub greeting_ms: MsRange,
    /// How much dead air is borne before hanging up.
    pub dead_air_ms: MsRange,
    /// How long the person stays at most.
    pub stays_ms: MsRange,
    /// How many hang up early, and after how long.
    pub leaves_early: Probability,
    pub leaves_early_ms: MsRange,
    /// How many press a key when asked; what they press; how soon.
    pub presses: Probability,
    pub digits: Vec<String>,
    pub press_after_ms: MsRange,
}

/// A mailbox.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Voicemail {
    pub ring_ms: MsRange,
    pub greeting_ms: MsRange,
    /// How many greetings end in a beep.
    pub beep: Probability,
    /// How long it records before it hangs up.
    pub records_ms: MsRange,
}

/// Somebody who does not pick up.
#[derive(Debug, Clone, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NoAnswer {
    /// The network gives up after this time even when the caller would ring on.
    pub gives_up_ms: Option<MsRange>,
}

/// A number that cannot be reached.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Failed {
    pub sip_codes: Vec<u16>,
}

/// An assistant that asks who is calling.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Screening {
    pub ring_ms: MsRange,
    /// The length of its question.
    pub greeting_ms: MsRange,
    /// How many callers are put through.
    pub passes: Probability,
    /// How long it waits for an answer before it hangs up on the others.
    pub waits_ms: MsRange,
    /// How long the person stays once put through.
    pub stays_ms: MsRange,
}

/// A fax machine.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fax {
    pub ring_ms: MsRange,
    pub stays_ms: MsRange,
}

impl Scale {
    pub(crate) fn of(self, ms: u64) -> u64 {
        std::time::Duration::from_millis(ms)
            .mul_f64(self.0)
            .as_millis()
            .try_into()
            .unwrap_or(u64::MAX)
    }
}

impl<'de> Deserialize<'de> for Scale {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if value > 0.0 && value <= 100.0 {
            Ok(Self(value))
        } else {
            let why = format!("{value} is not a factor above 0 and at most 100");
            Err(serde::de::Error::custom(why))
        }
    }
}

impl Default for Network {
    fn default() -> Self {
        Self {
            post_dial_ms: MsRange::between(400, 1_800),
            price_per_minute_micros: 14_000,
            price_after_ms: MsRange::between(3_000, 12_000),
            recording_after_ms: MsRange::between(1_000, 4_000),
            detection_scale: Scale(1.0),
        }
    }
}

impl Default for Speech {
    fn default() -> Self {
        Self {
            ms_per_character: 65,
            longest_ms: 300_000,
            play_ms: 5_000,
        }
    }
}

impl Default for Human {
    fn default() -> Self {
        Self {
            ring_ms: MsRange::between(3_000, 18_000),
            silence_ms: MsRange::between(100, 600),
            greeting_ms: MsRange::between(400, 1_500),
            dead_air_ms: MsRange::between(3_500, 9_000),
            stays_ms: MsRange::between(20_000, 240_000),
            leaves_early: Probability::NEVER,
            leaves_early_ms: MsRange::between(1_500, 8_000),
            presses: Probability::NEVER,
            digits: Vec::new(),
            press_after_ms: MsRange::between(1_000, 5_000),
        }
    }
}

impl Default for Voicemail {
    fn default() -> Self {
        Self {
            ring_ms: MsRange::between(18_000, 27_000),
            greeting_ms: MsRange::between(4_000, 16_000),
            beep: Probability::ALWAYS,
            records_ms: MsRange::between(60_000, 120_000),
        }
    }
}

impl Default for Failed {
    fn default() -> Self {
        Self { sip_codes: vec![404] }
    }
}

impl Default for Screening {
    fn default() -> Self {
        Self {
            ring_ms: MsRange::between(1_000, 6_000),
            greeting_ms: MsRange::between(4_000, 7_000),
            passes: Probability::NEVER,
            waits_ms: MsRange::between(4_000, 15_000),
            stays_ms: MsRange::between(20_000, 120_000),
        }
    }
}

impl Default for Fax {
    fn default() -> Self {
        Self {
            ring_ms: MsRange::between(4_000, 9_000),
            stays_ms: MsRange::between(20_000, 45_000),
        }
    }
}
