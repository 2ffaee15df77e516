//! How the model sounds.

use super::settings::Format;
use crate::audio::Tone;

/// A tone for so many milliseconds, in pieces of a fifth of a second.
pub(super) fn spoken(ms: u64, format: Format) -> Vec<Vec<u8>> {
    let frames: Vec<Vec<u8>> = (0..ms.div_ceil(20))
        .map(|nth| format.bytes(&Tone::pure(VOICE_HZ).frame(nth)))
        .collect();
    frames.chunks(FRAMES_A_PIECE).map(<[Vec<u8>]>::concat).collect()
}

/// Told apart from people, who speak or murmur at 400 Hz.
const VOICE_HZ: u32 = 620;
const FRAMES_A_PIECE: usize = 10;
