//! Browsers and phones against peers and rooms: tones in, spectra out.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod live_audio;
mod live_detection;
mod live_full_disk;
mod live_hostile;
mod live_legs;
mod live_moving;
mod live_recording;
mod peer;
mod support;
