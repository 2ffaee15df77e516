//! The music that somebody on hold hears: a slow line of soft tones of our own, so that nobody's rights are touched.

use std::f32::consts::TAU;
use std::sync::LazyLock;

use super::clip::Clip;
use crate::pcm::{FRAME_SAMPLES, Frame, to_sample};

/// A listener's place in the music.
#[derive(Debug, Default)]
pub(super) struct HoldMusic {
    place: usize,
}

impl HoldMusic {
    /// The next 20 ms; after the last bar it begins again.
    pub(super) fn frame(&mut self) -> Frame {
        let frame = Frame::from_slice(&LOOP[self.place..self.place + FRAME_SAMPLES]);
        self.place = (self.place + FRAME_SAMPLES) % LOOP.len();
        frame
    }
}

/// The music once through, for those who are to hear it from elsewhere.
#[must_use]
pub fn hold_music() -> Clip {
    Clip::from_samples("Hold music", LOOP.clone())
}

/// Four broken chords, played once up and down: C, A minor, F, G.
const NOTES_HZ: [f32; 32] = [
    261.63, 329.63, 392.0, 523.25, 659.26, 523.25, 392.0, 329.63, //
    220.0, 261.63, 329.63, 440.0, 523.25, 440.0, 329.63, 261.63, //
    174.61, 220.0, 261.63, 349.23, 440.0, 349.23, 261.63, 220.0, //
    196.0, 246.94, 293.66, 392.0, 493.88, 392.0, 293.66, 246.94,
];

/// 0.3 s from note to note.
const NOTE_FRAMES: usize = 15;
const NOTE: usize = NOTE_FRAMES * FRAME_SAMPLES;

/// Each note rings for four of these, over those that follow.
const RINGS: usize = 4 * NOTE;

/// Loud enough to say "you are not forgotten".
const AMPLITUDE: f32 = 2_400.0;

static LOOP: LazyLock<Vec<i16>> = LazyLock::new(|| {
    let length = NOTES_HZ.len() * NOTE;
    let mut sum = vec![0.0_f32; length];
    for (note, hz) in NOTES_HZ.iter().enumerate() {
        for at in 0..RINGS {
            sum[(note * NOTE + at) % length] += AMPLITUDE * ring(*hz, at);
        }
    }
    sum.into_iter().map(to_sample).collect()
});

/// A struck tone: quick to come, slow to go, a little octave in it.
fn ring(hz: f32, at: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a second of samples")]
    let (at, whole) = (at as f32, RINGS as f32);
    let seconds = at / 16_000.0;
    let attack = (seconds / 0.02).min(1.0);
    let release = (1.0 - at / whole).max(0.0);
    let decay = (-3.0 * seconds).exp();
    let tone = (TAU * hz * seconds).sin() + 0.25 * (TAU * 2.0 * hz * seconds).sin();
    attack * release * decay * tone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_music_goes_round_and_is_neither_silent_nor_loud() {
        let mut music = HoldMusic::default();
        let first: Vec<Frame> = (0..NOTES_HZ.len() * NOTE_FRAMES).map(|_| music.frame()).collect();
        assert_eq!(music.frame(), first[0]);
        let loudest = first.iter().map(Frame::level).fold(0.0, f32::max);
        assert!((0.02..0.3).contains(&loudest), "{loudest}");
        assert!(first.iter().all(|frame| frame.level() > 0.001));
    }
}
