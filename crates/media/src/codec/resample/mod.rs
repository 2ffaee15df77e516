//! Between the telephone's 8 kHz and our 16 kHz as it streams, between any other two rates as well, and from any rate at
//! once when a clip is loaded.

mod half_band;
mod kaiser;
mod streaming;
mod whole;

pub use half_band::{Downsampler, Upsampler};
pub use streaming::Resampler;
pub use whole::convert;
