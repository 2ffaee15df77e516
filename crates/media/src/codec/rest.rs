//! What an encoder sends while nobody speaks: packets of such silence that it has made before, in turn.
//!
//! Encoding is most of what a leg costs, and the noise of a line without a voice is the same noise as a moment ago. A
//! packet of Opus speech is decoded from itself and from what was heard just before, so that a packet of silence after
//! another is good in any order, and the encoder goes on from where it stopped.

use crate::pcm::Frame;

/// Counts silent frames, and keeps the packets of the last ones.
#[derive(Debug, Default)]
pub(super) struct Rest {
    silent: usize,
    packets: [Vec<u8>; PACKETS],
    next: usize,
}

impl Rest {
    /// Takes note of the frame that comes next; true when a kept packet will do for it.
    pub(super) fn begins_with(&mut self, frame: &Frame) -> bool {
        if frame.level() >= SILENT {
            self.silent = 0;
            return false;
        }
        self.silent += 1;
        self.silent > HANGOVER + PACKETS
    }

    /// Keeps what was encoded, once it has been silent for long enough.
    pub(super) fn keep(&mut self, packet: &[u8]) {
        if self.silent > HANGOVER {
            let kept = &mut self.packets[self.silent % PACKETS];
            kept.clear();
            kept.extend_from_slice(packet);
        }
    }

    /// One of the kept packets; another each time.
    pub(super) fn next(&mut self) -> &[u8] {
        self.next = (self.next + 1) % PACKETS;
        &self.packets[self.next]
    }
}

/// -63 dB: 40 dB below a voice, and above our own comfort noise and the last steps of mu-law.
const SILENT: f32 = 0.000_7;

/// Words fade for a while; encoders settle on silence as well.
const HANGOVER: usize = 12;

/// A sixth of a second of noise that comes again is noise; a single frame of it would hum at 50 Hz.
const PACKETS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{OpusDecoder, OpusEncoder};
    use crate::noise::ComfortNoise;
    use crate::pcm::MIX_RATE;
    use crate::tone::{Tone, amplitude};

    /// What is heard of a second of noise at this level after a second of a tone, and of a tone after it.
    fn hear(level: f32) -> (Vec<f32>, Vec<i16>) {
        let (mut encoder, mut decoder) = (OpusEncoder::new(), OpusDecoder::new());
        let (mut tone, mut noise) = (Tone::new(500.0, 0.3), ComfortNoise::new());
        let mut listen = |frame: &Frame| decoder.decode(encoder.encode(frame)).unwrap().to_vec();
        for _ in 0..50 {
            listen(&tone.frame());
        }
        let quiet = (0..50).map(|_| crate::pcm::level(&listen(&noise.frame(level))));
        let quiet = quiet.collect();
        (quiet, (0..25).flat_map(|_| listen(&tone.frame())).collect())
    }

    #[test]
    fn silence_stays_as_quiet_as_it_is_when_every_frame_is_encoded() {
        let (quiet, _) = hear(0.000_5);
        let resting = quiet[HANGOVER + PACKETS + 1..].iter();
        assert!(resting.clone().all(|level| *level < 0.001), "{quiet:?}");
        assert!(
            resting.clone().any(|level| *level > 0.000_05),
            "the line is alive: {quiet:?}"
        );
    }

    #[test]
    fn a_voice_after_silence_is_heard_from_its_beginning() {
        let (_, back) = hear(0.000_5);
        // The encoder looks 5 ms ahead, and its resamplers a little more.
        for piece in back[320..].chunks_exact(320).take(20) {
            assert!((amplitude(piece, MIX_RATE, 500.0) - 0.3).abs() < 0.08);
        }
    }

    #[test]
    fn silence_repeats_packets_and_a_soft_voice_does_not() {
        for (level, repeats) in [(0.000_5, true), (0.003, false)] {
            let (mut encoder, mut noise) = (OpusEncoder::new(), ComfortNoise::new());
            let packets: Vec<_> = (0..60)
                .map(|_| encoder.encode(&noise.frame(level)).to_vec())
                .collect();
            let repeated = packets[40..].iter().all(|packet| packets[..40].contains(packet));
            assert_eq!(repeated, repeats, "{level}");
        }
    }
}
