//! Between the telephone's 8 kHz and our 16 kHz as it streams, and from any rate at once when a clip is loaded.

mod half_band;
mod kaiser;
mod whole;

pub use half_band::{Downsampler, Upsampler};
pub use whole::convert;
