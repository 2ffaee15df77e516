//! Bad lines: level, noise, band and code of the telephone.

use outdial_media::codec::g711;
use outdial_media::pcm::to_sample;

use super::dice::Dice;

/// How a line treats what is said on it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The loudest sample, in dB of full scale.
    pub peak_db: f32,
    /// How far the noise lies below the speech; none when the line is silent.
    pub snr_db: Option<f32>,
    noise: Noise,
    /// Whether noise begins only when somebody answers.
    noise_from_answer: bool,
    narrow: bool,
    alaw: bool,
}

#[derive(Debug, Clone, Copy)]
enum Noise {
    White,
    /// As of rooms and cars: mostly low.
    Dark,
    /// Hiss with the mains in it.
    Hum,
}

impl Line {
    /// Any line.
    pub fn draw(dice: &mut Dice) -> Self {
        Self {
            peak_db: dice.between(-30.0, -3.0),
            snr_db: dice.one_of(&[None, Some(35.0), Some(25.0), Some(20.0), Some(15.0), Some(10.0)]),
            noise: dice.one_of(&[Noise::White, Noise::Dark, Noise::Hum]),
            noise_from_answer: dice.happens(0.3),
            narrow: dice.happens(0.5),
            alaw: dice.happens(0.3),
        }
    }

    /// What arrives at the other end. Speech has this level (root of the mean square of its active parts).
    pub fn carry(&self, sent: &[f32], answered_at: usize, speech_level: f32, dice: &mut Dice) -> Vec<i16> {
        let peak = sent.iter().fold(1e-6_f32, |peak, sample| peak.max(sample.abs()));
        let gain = 10.0_f32.powf(self.peak_db / 20.0) / peak;
        let noise_level = self
            .snr_db
            .map_or(0.0, |snr| speech_level * 10.0_f32.powf(-snr / 20.0));
        let mut band = Band::default();
        let (mut low, mut turn) = (0.0_f32, 0.0_f32);
        sent.iter()
            .enumerate()
            .map(|(at, sample)| {
                let noise = if at < answered_at && self.noise_from_answer {
                    0.0
                } else {
                    // Twelve dice less six have a spread of one.
                    let white: f32 = (0..12).map(|_| dice.share()).sum::<f32>() - 6.0;
                    low = 0.9 * low + 0.1 * white;
                    turn = (turn + 100.0 / 8_000.0).fract();
                    noise_level
                        * match self.noise {
                            Noise::White => white,
                            Noise::Dark => 4.36 * low,
                            Noise::Hum => 0.7 * white + (std::f32::consts::TAU * turn).sin(),
                        }
                };
                let mixed = gain * (sample + noise);
                let heard = to_sample(32_768.0 * if self.narrow { band.pass(mixed) } else { mixed });
                if self.alaw {
                    g711::alaw_decode(g711::alaw_encode(heard))
                } else {
                    g711::mulaw_decode(g711::mulaw_encode(heard))
                }
            })
            .collect()
    }
}

/// A telephone's band: two poles below 300 Hz, one above 3000.
#[derive(Debug, Default)]
struct Band {
    low: [f32; 2],
    high: f32,
}

impl Band {
    fn pass(&mut self, sample: f32) -> f32 {
        let mut value = sample;
        for low in &mut self.low {
            *low += 0.15 * (value - *low);
            value -= *low;
        }
        self.high += 0.75 * (value - self.high);
        self.high
    }
}
