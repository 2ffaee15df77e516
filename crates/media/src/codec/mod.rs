//! Codecs: how audio travels, and the way between their rates and ours.

mod conceal;
pub mod g711;
mod kind;
mod opus;
mod resample;
mod rest;

pub use conceal::Concealer;
pub use kind::{Band, Codec};
pub use opus::{DecodeError, OpusDecoder, OpusEncoder};
pub use resample::{Downsampler, Resampler, Upsampler, convert};
