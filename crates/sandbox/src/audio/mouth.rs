//! What somebody is about to say, frame by frame.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::clips::Clip;
use super::frame::{Frame, SAMPLES, SILENCE, frames};
use super::tone::Tone;
use super::ulaw::decode;

/// What somebody is about to say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mouth {
    queue: VecDeque<Utterance>,
}

#[derive(Debug, Clone)]
struct Utterance {
    sound: Sound,
    /// Frames said of it.
    said: u64,
    /// Frames it lasts.
    lasts: u64,
}

#[derive(Debug, Clone)]
enum Sound {
    Pause,
    Clip(&'static [u8]),
    Tone(Tone),
    Key(char, Tone),
    /// A file of the application's.
    File(Arc<[i16]>),
}

impl Mouth {
    pub(crate) fn is_shut(&self) -> bool {
        self.queue.is_empty()
    }

    pub(crate) fn pause(&mut self, ms: u64) {
        self.push(Sound::Pause, frames(ms));
    }

    pub(super) fn say(&mut self, clip: &'static Clip) {
        let samples = clip.samples();
        let lasts = u64::try_from(samples.len().div_ceil(SAMPLES)).unwrap_or(0);
        self.push(Sound::Clip(samples), lasts);
    }

    /// Something that the network would speak or play, but does not synthesise.
    pub(crate) fn murmur(&mut self, ms: u64) {
        self.sound(Tone::MURMUR, ms);
    }

    pub(crate) fn play(&mut self, file: &Arc<[i16]>) {
        let lasts = u64::try_from(file.len().div_ceil(SAMPLES)).unwrap_or(0);
        self.push(Sound::File(Arc::clone(file)), lasts);
    }

    /// How long all of it lasts.
    pub(crate) fn lasts(&self) -> Duration {
        let left = self.queue.iter().map(|next| next.lasts - next.said);
        Duration::from_millis(left.sum::<u64>().saturating_mul(20))
    }

    pub(super) fn sound(&mut self, tone: Tone, ms: u64) {
        self.push(Sound::Tone(tone), frames(ms));
    }

    /// Keys with the usual gaps; what is no key is left out.
    pub(crate) fn press(&mut self, keys: &str) {
        for (key, tone) in keys.chars().filter_map(|key| Some((key, Tone::key(key)?))) {
            self.push(Sound::Key(key, tone), frames(KEY_MS));
            self.pause(KEY_MS);
        }
    }

    pub(super) fn shut(&mut self) {
        self.queue.clear();
    }

    /// Leaves out what would have been said in so many frames.
    pub(super) fn skip(&mut self, mut count: u64) {
        while count > 0
            && let Some(now) = self.queue.front_mut()
        {
            let step = count.min(now.lasts - now.said);
            now.said += step;
            count -= step;
            if now.said == now.lasts {
                self.queue.pop_front();
            }
        }
    }

    /// The next frame, and the key that begins to be pressed in it.
    pub(crate) fn frame(&mut self) -> (Frame, Option<char>) {
        let Some(now) = self.queue.front_mut() else {
            return (SILENCE, None);
        };
        let nth = now.said;
        now.said += 1;
        let (frame, key) = match &now.sound {
            Sound::Pause => (SILENCE, None),
            Sound::Clip(samples) => {
                let from = usize::try_from(nth).unwrap_or(0) * SAMPLES;
                (decode(samples.get(from..).unwrap_or_default()), None)
            }
            Sound::File(samples) => (part(samples, nth), None),
            Sound::Tone(tone) => (tone.frame(nth), None),
            Sound::Key(key, tone) => (tone.frame(nth), (nth == 0).then_some(*key)),
        };
        if now.said >= now.lasts {
            self.queue.pop_front();
        }
        (frame, key)
    }

    fn push(&mut self, sound: Sound, lasts: u64) {
        if lasts > 0 {
            self.queue.push_back(Utterance {
                sound,
                said: 0,
                lasts,
            });
        }
    }
}

/// The `nth` frame of a file.
fn part(samples: &[i16], nth: u64) -> Frame {
    let from = usize::try_from(nth).unwrap_or(usize::MAX).saturating_mul(SAMPLES);
    let mut frame = SILENCE;
    for (sample, value) in frame.iter_mut().zip(samples.get(from..).unwrap_or_default()) {
        *sample = *value;
    }
    frame
}

/// A key's tone, and the gap after it.
const KEY_MS: u64 = 100;
