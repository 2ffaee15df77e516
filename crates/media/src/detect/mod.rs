//! Who answered: a pure analyser of telephone audio. Frames go in, a verdict comes out; it reads no clock, and time is
//! how many samples it was given.
//!
//! ```text
//! frame -> spectrum -> tones (ring-back, busy, network, fax, beep) -+
//!                  \-> activity (speech or not) -> greeting (words) -+-> judge -> assessment
//! ```
//!
//! A verdict is given once. It changes in one way only: `machine` becomes `machine_ready` when the beep was heard or
//! the greeting is over. An unknown caller whose deadline has passed is final too, and treated as a person.
//!
//! Services that screen calls for their owner speak like any other machine until they fall silent; nothing in the sound
//! tells them apart, so there is no such verdict here.

mod activity;
mod analyser;
mod beep;
mod cadence;
mod classic;
mod greeting;
mod judge;
mod observation;
mod params;
mod spectrum;
mod tone_kind;
mod tone_run;
mod verdict;

pub use analyser::{Analyser, Heard};
pub use classic::{Classic, ClassicParams};
pub use observation::{Observation, ToneKind};
pub use params::Params;
pub use verdict::{Assessment, Reason, Verdict};

/// Samples per second that are listened to.
pub const RATE: u32 = 8_000;

/// Samples in the 20 ms that are taken in at once.
pub const FRAME: usize = 160;

/// What one frame lasts.
pub const FRAME_MS: u32 = 20;

#[cfg(test)]
mod tests;
