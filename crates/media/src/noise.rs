//! Comfort noise: a line that is alive but says nothing.

use crate::pcm::{Frame, to_sample};

/// A soft hiss, the same each time it is started.
#[derive(Debug, Clone)]
pub struct ComfortNoise {
    state: u32,
    last: f32,
}

impl ComfortNoise {
    /// The hiss from its beginning.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            state: SEED,
            last: 0.0,
        }
    }

    /// Twenty milliseconds at this level, a share of full scale (root of the mean square).
    #[must_use]
    pub fn frame(&mut self, level: f32) -> Frame {
        let mut frame = Frame::SILENCE;
        for sample in frame.samples_mut() {
            // The low-pass takes the edge off: white noise sounds like a fault.
            self.last = self.last * SMOOTHNESS + self.white() * (1.0 - SMOOTHNESS);
            *sample = to_sample(self.last * level * LOUDNESS);
        }
        frame
    }

    /// Even noise between -1 and 1, by the generator of Marsaglia's xorshift paper.
    fn white(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        let [high, low, ..] = self.state.to_be_bytes();
        f32::from(i16::from_be_bytes([high, low])) / 32_768.0
    }
}

impl Default for ComfortNoise {
    fn default() -> Self {
        Self::new()
    }
}

const SEED: u32 = 0x9e37_79b9;
const SMOOTHNESS: f32 = 0.6;

/// What even noise loses in the low-pass: sqrt(3) for evenness, 2 for the filter, times full scale.
const LOUDNESS: f32 = 32_768.0 * 3.464;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_has_the_level_that_was_asked_for() {
        let mut noise = ComfortNoise::new();
        for level in [0.001, 0.01, 0.1] {
            let mean: f32 = (0..50).map(|_| noise.frame(level).level()).sum::<f32>() / 50.0;
            assert!((mean / level - 1.0).abs() < 0.1, "{mean} for {level}");
        }
    }

    #[test]
    fn no_level_is_silence() {
        assert!(ComfortNoise::new().frame(0.0).is_silent());
    }
}
