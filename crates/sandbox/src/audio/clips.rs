//! The recorded words that people speak with; see `assets/README.md` for their origin.

use std::fmt;

/// Somebody's recorded words.
#[derive(Debug)]
pub(crate) struct Voice {
    pub name: &'static str,
    clips: &'static [Clip],
}

/// One recorded utterance.
pub(crate) struct Clip {
    pub name: &'static str,
    wav: &'static [u8],
}

impl Voice {
    pub(crate) fn clip(&self, name: &str) -> Option<&'static Clip> {
        self.clips.iter().find(|clip| clip.name == name)
    }

    /// Whether it is a person's, who can take a call (a mailbox alone cannot).
    pub(crate) fn talks(&self) -> bool {
        self.clip("hello").is_some()
    }
}

impl Clip {
    /// Its mu-law samples.
    pub(crate) fn samples(&self) -> &'static [u8] {
        let mut rest = self.wav.get(12..).unwrap_or_default();
        while let Some((header, body)) = rest.split_at_checked(8) {
            let length = header[4..]
                .iter()
                .rev()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            if header.starts_with(b"data") {
                return body.get(..length).unwrap_or(body);
            }
            // Chunks begin on even places.
            rest = body.get(length + length % 2..).unwrap_or_default();
        }
        &[]
    }

    pub(crate) fn ms(&self) -> u64 {
        u64::try_from(self.samples().len()).unwrap_or(u64::MAX) / 8
    }
}

impl fmt::Debug for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A voice by name.
pub(crate) fn voice(name: &str) -> Option<&'static Voice> {
    VOICES.iter().find(|voice| voice.name == name)
}

/// Whether any voice has a clip of this name.
pub(crate) fn is_clip(name: &str) -> bool {
    VOICES.iter().any(|voice| voice.clip(name).is_some())
}

macro_rules! voice {
    ($name:literal: $($clip:literal),+) => {
        Voice {
            name: $name,
            clips: &[$(Clip {
                name: $clip,
                wav: include_bytes!(concat!("../../assets/audio/", $name, "/", $clip, ".wav")),
            }),+],
        }
    };
}

macro_rules! person {
    ($name:literal) => {
        voice!($name: "hello", "named", "business", "who-is-this", "what-about", "tell-me-more", "how-much",
            "think-about-it", "send-mail", "yes", "no-thanks", "still-there", "goodbye",
            "mailbox-reached", "mailbox-away", "mailbox-leave", "mailbox-later")
    };
}

static VOICES: [Voice; 6] = [
    person!("anna"),
    person!("brian"),
    person!("carol"),
    person!("david"),
    voice!("office": "mailbox-reached", "mailbox-hours", "mailbox-leave", "mailbox-later"),
    voice!("assistant": "ask-name"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clip_is_mu_law_at_8_khz_and_says_something() {
        for (voice, clip) in VOICES
            .iter()
            .flat_map(|voice| voice.clips.iter().map(move |clip| (voice, clip)))
        {
            let what = format!("{}/{}", voice.name, clip.name);
            assert_eq!(clip.wav[20..24], [7, 0, 1, 0], "{what} is mono mu-law");
            assert_eq!(clip.wav[24..28], 8_000_u32.to_le_bytes(), "{what} is 8 kHz");
            assert!((400..7_000).contains(&clip.ms()), "{what} lasts {} ms", clip.ms());
        }
    }
}
