//! How people sound: the `[audio]` table of a population file, and a person's own keys.

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

use super::measures::Probability;
use crate::audio::{is_clip, voice};

/// How people sound, and how much of it is kept.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Audio {
    /// One is drawn for each number.
    pub voices: Vec<VoiceName>,
    /// What people say, line by line, each when the other side has made a pause.
    pub lines: Vec<LineName>,
    /// How many numbers belong to a business, which greets as one and has an office's mailbox.
    pub business: Probability,
    /// Whether conferences and bridges carry sound even though no stream listens.
    pub in_rooms: bool,
    /// How many seconds of each direction of a call are kept; 0 keeps none.
    pub tape_s: u64,
}

/// A person's own sound: a voice, `tone:<hertz>` or `silence`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AudioSource {
    Voice(String),
    Tone { hz: u32 },
    Silence,
}

/// A voice that can take a call.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct VoiceName(pub String);

/// A recorded line.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct LineName(pub String);

impl Default for Audio {
    fn default() -> Self {
        let lines = [
            "who-is-this",
            "what-about",
            "tell-me-more",
            "how-much",
            "think-about-it",
            "send-mail",
            "yes",
        ];
        Self {
            voices: ["anna", "brian", "carol", "david"]
                .map(|name| VoiceName(name.to_owned()))
                .to_vec(),
            lines: lines.map(|name| LineName(name.to_owned())).to_vec(),
            business: Probability::NEVER,
            in_rooms: false,
            tape_s: 300,
        }
    }
}

impl<'de> Deserialize<'de> for VoiceName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match voice(&name) {
            Some(found) if found.talks() => Ok(Self(name)),
            Some(_) | None => Err(D::Error::custom(format!(
                "\"{name}\" is not a voice that takes calls"
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for LineName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if is_clip(&name) {
            Ok(Self(name))
        } else {
            Err(D::Error::custom(format!("\"{name}\" is not a recorded line")))
        }
    }
}

impl<'de> Deserialize<'de> for AudioSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "silence" {
            return Ok(Self::Silence);
        }
        if let Some(hz) = text.strip_prefix("tone:") {
            return match hz.parse() {
                Ok(hz) if (50..=3_900).contains(&hz) => Ok(Self::Tone { hz }),
                Ok(_) | Err(_) => Err(D::Error::custom(format!(
                    "\"{text}\" is not a tone of 50 to 3900 Hz"
                ))),
            };
        }
        if voice(&text).is_some() {
            Ok(Self::Voice(text))
        } else {
            let why = format!("\"{text}\" is neither a voice nor tone:<hertz> nor silence");
            Err(D::Error::custom(why))
        }
    }
}
