//! Twenty milliseconds of sound.

use std::time::Duration;

/// Samples in a frame: 20 ms at 8 kHz.
pub(crate) const SAMPLES: usize = 160;

/// How long a frame lasts.
pub(crate) const FRAME: Duration = Duration::from_millis(20);

/// Twenty milliseconds of sound, 8 kHz, one channel.
pub(crate) type Frame = [i16; SAMPLES];

/// A frame in which nothing can be heard.
pub(crate) const SILENCE: Frame = [0; SAMPLES];

/// Whether somebody is heard in it, as opposed to line noise.
pub(crate) fn is_loud(frame: &Frame) -> bool {
    let sum: u32 = frame.iter().map(|sample| u32::from(sample.unsigned_abs())).sum();
    sum >= LOUD_MEAN * 160
}

/// Puts one sound on top of another.
pub(crate) fn add(into: &mut Frame, other: &Frame) {
    for (sum, sample) in into.iter_mut().zip(other) {
        *sum = sum.saturating_add(*sample);
    }
}

/// Frames that cover so many milliseconds.
pub(crate) fn frames(ms: u64) -> u64 {
    ms.div_ceil(20)
}

/// Mean level (of 32,767) from which on sound counts as speech: about -46 dB, well above comfort noise.
const LOUD_MEAN: u32 = 150;
