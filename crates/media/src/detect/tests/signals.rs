//! Sounds of the telephone, made of tones and noise.

use std::f32::consts::TAU;

use crate::detect::RATE;
use crate::pcm::to_sample;

/// A piece of a call, so many milliseconds long.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sound {
    Silence(u32),
    /// Syllables, four a second, without a pause between words.
    Voice(u32),
    /// The same at another loudness, 1 being the usual one.
    VoiceAt(f32, u32),
    /// Even noise of this level, in dB of full scale.
    Noise(f32, u32),
    /// Pitches together.
    Tones(&'static [f32], u32),
    /// One pitch under noise, at -20 dB and so many dB below.
    NoisyTone(f32, f32, u32),
}

pub(super) fn samples(sounds: &[Sound]) -> Vec<i16> {
    let mut noise = 0x9e37_79b9_u32;
    let mut white = move || {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let [high, low, ..] = noise.to_be_bytes();
        f32::from(i16::from_be_bytes([high, low])) / 32_768.0 * EVEN_NOISE
    };
    let mut out = Vec::new();
    for sound in sounds {
        let white = &mut white;
        let (ms, mut value): (u32, Box<dyn FnMut(f32) -> f32 + '_>) = match *sound {
            Sound::Silence(ms) => (ms, Box::new(|_| 0.0)),
            Sound::Voice(ms) => (ms, Box::new(voice)),
            Sound::VoiceAt(loudness, ms) => (ms, Box::new(move |s| loudness * voice(s))),
            Sound::Noise(db, ms) => (ms, Box::new(move |_| level(db) * white())),
            Sound::Tones(pitches, ms) => (
                ms,
                Box::new(move |s| pitches.iter().map(|hz| 0.12 * (TAU * hz * s).sin()).sum()),
            ),
            Sound::NoisyTone(hz, below, ms) => (
                ms,
                Box::new(move |s| {
                    let tone = std::f32::consts::SQRT_2 * (TAU * hz * s).sin();
                    level(-20.0) * tone + level(-20.0 - below) * white()
                }),
            ),
        };
        let count = ms * (RATE / 1_000);
        out.extend((0..count).map(|n| to_sample(32_768.0 * value(n as f32 / RATE as f32))));
    }
    out
}

/// A buzz of twelve harmonics whose weights move as vowels do.
fn voice(s: f32) -> f32 {
    let syllable = 0.5 - 0.5 * (TAU * 4.0 * s + 0.8).cos();
    let pitch = 130.0 + 12.0 * (TAU * 0.9 * s).sin();
    (1..=12_u8)
        .map(|harmonic| {
            let hz = pitch * f32::from(harmonic);
            let formant = 500.0 + 250.0 * (TAU * 1.7 * s).sin();
            let weight = 1.0 / (1.0 + ((hz - formant) / 300.0).powi(2)) + 0.1;
            0.08 * weight * (TAU * hz * s).sin()
        })
        .sum::<f32>()
        * (0.05 + 0.95 * syllable)
}

fn level(db: f32) -> f32 {
    10.0_f32.powf(db / 20.0)
}

/// Even noise between -1 and 1 has a level of 1 over the root of 3.
const EVEN_NOISE: f32 = 1.732;
