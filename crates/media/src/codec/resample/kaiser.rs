//! The low-pass filter that both converters sample: a sinc under a Kaiser window.

use std::f64::consts::PI;

/// The weight at this distance from the middle, for a cut-off and a half width in the same unit of samples.
///
/// The cut-off is a share of the sampling rate's half: 1 passes everything that the rate can carry.
pub(super) fn weight(distance: f64, cutoff: f64, half_width: f64) -> f64 {
    let share = distance / half_width;
    if share.abs() >= 1.0 {
        return 0.0;
    }
    let window = bessel_i0(SHAPE * (1.0 - share * share).sqrt()) / bessel_i0(SHAPE);
    cutoff * sinc(cutoff * distance) * window
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 {
        1.0
    } else {
        (PI * x).sin() / (PI * x)
    }
}

/// The modified Bessel function of order zero, by its series.
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1_u8..30 {
        term *= (x / (2.0 * f64::from(n))).powi(2);
        sum += term;
    }
    sum
}

/// About 56 dB of attenuation.
const SHAPE: f64 = 5.2;
