//! The one format that audio has inside: 16 kHz, one channel, 20 ms at a time.

use std::fmt;

/// Samples per second of everything that is mixed.
pub const MIX_RATE: u32 = 16_000;

/// How long one frame lasts, and how often a room ticks.
pub const FRAME_MS: u64 = 20;

/// Samples in one frame.
pub const FRAME_SAMPLES: usize = 320;

/// What is heard in 20 ms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Frame([i16; FRAME_SAMPLES]);

impl Frame {
    /// Nothing at all.
    pub const SILENCE: Self = Self([0; FRAME_SAMPLES]);

    /// A frame of exactly these samples.
    #[must_use]
    pub const fn new(samples: [i16; FRAME_SAMPLES]) -> Self {
        Self(samples)
    }

    /// A frame of the first 320 samples given; what is missing is silent.
    #[must_use]
    pub fn from_slice(samples: &[i16]) -> Self {
        let mut frame = Self::SILENCE;
        for (to, from) in frame.0.iter_mut().zip(samples) {
            *to = *from;
        }
        frame
    }

    /// The samples.
    #[must_use]
    pub const fn samples(&self) -> &[i16; FRAME_SAMPLES] {
        &self.0
    }

    /// The samples, to be written.
    #[must_use]
    pub const fn samples_mut(&mut self) -> &mut [i16; FRAME_SAMPLES] {
        &mut self.0
    }

    /// Whether every sample is zero.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.0.iter().all(|sample| *sample == 0)
    }

    /// The level as a share of full scale, 0 to 1 (root of the mean square).
    #[must_use]
    pub fn level(&self) -> f32 {
        level(&self.0)
    }
}

impl Default for Frame {
    fn default() -> Self {
        Self::SILENCE
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Frame(level {:.4})", self.level())
    }
}

/// The level of any samples as a share of full scale, 0 to 1 (root of the mean square).
#[must_use]
pub fn level(samples: &[i16]) -> f32 {
    if samples.is_empty() {
        return 0.0;
    }
    // Sums of integers may be reordered, so that many are added at once.
    let energy: u64 = samples
        .iter()
        .map(|sample| u64::from(sample.unsigned_abs()).pow(2))
        .sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "far fewer samples than a double can count"
    )]
    let mean = energy as f64 / samples.len() as f64;
    #[expect(clippy::cast_possible_truncation, reason = "a share needs few digits")]
    let level = (mean.sqrt() / 32_768.0) as f32;
    level
}

/// The nearest sample to a value in the scale of samples; louder than full scale is full scale.
#[must_use]
pub fn to_sample(value: f32) -> i16 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to the range first; NaN becomes 0"
    )]
    let sample = value.round().clamp(-32_768.0, 32_767.0) as i16;
    sample
}

/// A sum of samples as a sample; louder than full scale is full scale.
#[must_use]
pub fn saturate(sum: i32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range first")]
    let sample = sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_lasts_twenty_milliseconds() {
        let per_second = u64::from(MIX_RATE);
        assert_eq!(
            per_second * FRAME_MS / 1000,
            u64::try_from(FRAME_SAMPLES).unwrap()
        );
    }

    #[test]
    fn what_is_missing_in_a_slice_is_silent() {
        let frame = Frame::from_slice(&[5; 10]);
        assert_eq!(frame.samples()[9], 5);
        assert!(frame.samples()[10..].iter().all(|sample| *sample == 0));
    }

    #[test]
    fn a_full_square_wave_has_level_one() {
        assert!((Frame::new([-32_768; FRAME_SAMPLES]).level() - 1.0).abs() < 1e-4);
        assert!(Frame::SILENCE.level() < 1e-9);
    }

    #[test]
    fn sums_beyond_full_scale_do_not_wrap() {
        assert_eq!(saturate(70_000), 32_767);
        assert_eq!(saturate(-70_000), -32_768);
        assert_eq!(to_sample(1e9), 32_767);
        assert_eq!(to_sample(f32::NAN), 0);
    }
}
