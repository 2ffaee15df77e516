//! Sums of voices as samples: what is too loud is bent, not cut and never wrapped.

use crate::pcm::{FRAME_SAMPLES, Frame, to_sample};

/// Sums of voices before they fit a sample.
pub(super) type Sum = [i32; FRAME_SAMPLES];

/// Adds a voice to a sum.
pub(super) fn add(sum: &mut Sum, frame: &Frame) {
    for (total, sample) in sum.iter_mut().zip(frame.samples()) {
        *total += i32::from(*sample);
    }
}

/// Takes a voice out of a sum that holds it.
pub(super) fn subtract(sum: &mut Sum, frame: &Frame) {
    for (total, sample) in sum.iter_mut().zip(frame.samples()) {
        *total -= i32::from(*sample);
    }
}

/// A sum as a frame: unchanged up to the knee, bent towards full scale above it.
pub(super) fn limit(sum: &Sum) -> Frame {
    let mut frame = Frame::SILENCE;
    let loud = sum.iter().any(|value| !(-KNEE..=KNEE).contains(value));
    for (sample, value) in frame.samples_mut().iter_mut().zip(sum) {
        *sample = if loud {
            bend(*value)
        } else {
            crate::pcm::saturate(*value)
        };
    }
    frame
}

fn bend(value: i32) -> i16 {
    let over = value.abs() - KNEE;
    if over <= 0 {
        return crate::pcm::saturate(value);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums of a few voices are far below what a float can count"
    )]
    let (over, knee) = (over as f32, KNEE as f32);
    // Rises with a slope of one at the knee and reaches full scale only for endless loudness.
    let bent = knee + ROOM * over / (ROOM + over);
    to_sample(if value < 0 { -bent } else { bent })
}

/// -3 dB: one voice at a sensible level stays below it.
const KNEE: i32 = 23_198;

/// What is left between knee and full scale.
const ROOM: f32 = 9_569.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_not_touched() {
        let mut sum = [0; FRAME_SAMPLES];
        add(&mut sum, &Frame::new([20_000; FRAME_SAMPLES]));
        assert_eq!(limit(&sum), Frame::new([20_000; FRAME_SAMPLES]));
    }

    #[test]
    fn louder_is_never_softer_and_never_wraps() {
        let mut last = i16::MIN;
        for value in (-200_000..200_000).step_by(101) {
            let bent = bend(value);
            assert!(bent >= last, "{value}");
            last = bent;
        }
        assert!(bend(1_000_000) > 32_000 && bend(-1_000_000) < -32_000);
    }

    #[test]
    fn what_was_added_can_be_taken_out() {
        let mut sum = [0; FRAME_SAMPLES];
        add(&mut sum, &Frame::new([30_000; FRAME_SAMPLES]));
        add(&mut sum, &Frame::new([25_000; FRAME_SAMPLES]));
        subtract(&mut sum, &Frame::new([30_000; FRAME_SAMPLES]));
        assert!(sum.iter().all(|value| *value == 25_000));
    }
}
