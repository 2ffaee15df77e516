//! Tones of the network and of machines.

use std::f32::consts::TAU;

use outdial_media::detect::RATE;

use super::dice::Dice;

/// A sound of one or more pitches, 1 being full scale, with soft edges of 4 ms.
pub fn tone(parts: &[f32], ms: u32, peak: f32) -> Vec<f32> {
    let length = samples(ms);
    let each = peak / parts.len().max(1) as f32;
    (0..length)
        .map(|n| {
            let edge = (n.min(length - 1 - n) as f32 / 32.0).min(1.0);
            let sum: f32 = parts
                .iter()
                .map(|hz| (TAU * hz * n as f32 / RATE as f32).sin())
                .sum();
            edge * each * sum
        })
        .collect()
}

/// Silence.
pub fn silence(ms: u32) -> Vec<f32> {
    vec![0.0; samples(ms)]
}

/// Somebody's phone rings, so often, in the manner of one of three countries.
pub fn ring_back(dice: &mut Dice, rings: u32) -> Vec<f32> {
    let manner = dice.one_of(RINGS);
    let mut out = Vec::new();
    for _ in 0..rings {
        for (pitches, on, off) in manner {
            out.extend(tone(pitches, *on, 0.15));
            out.extend(silence(*off));
        }
    }
    // The answer comes anywhere in the last pause.
    let pause = manner.last().map_or(0, |(_, _, off)| *off);
    let kept = dice.between(0.05, 0.9) * pause as f32 * RATE as f32 / 1_000.0;
    let cut = (0..samples(pause)).rfind(|n| *n as f32 <= kept).unwrap_or(0);
    out.truncate(out.len() - samples(pause) + cut);
    out
}

/// The three tones before an announcement.
pub fn network() -> Vec<f32> {
    [913.8, 1_370.6, 1_776.7]
        .iter()
        .flat_map(|hz| tone(&[*hz], 330, 0.2))
        .collect()
}

/// Samples in so many milliseconds.
pub fn samples(ms: u32) -> usize {
    usize::try_from(ms * (RATE / 1_000)).unwrap_or(0)
}

/// Pitches, and milliseconds on and off.
type Burst = (&'static [f32], u32, u32);

/// North America, much of Europe, the United Kingdom.
const RINGS: &[&[Burst]] = &[
    &[(&[440.0, 480.0], 2_000, 4_000)],
    &[(&[425.0], 1_000, 4_000)],
    &[(&[400.0, 450.0], 400, 200), (&[400.0, 450.0], 400, 2_000)],
];
