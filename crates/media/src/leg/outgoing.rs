//! From frames to packets.

use super::Packet;
use crate::codec::{Band, Codec, Downsampler, OpusEncoder, g711};
use crate::pcm::Frame;

/// The sending half of a leg.
pub struct Outgoing {
    encoder: Encoder,
    seq: u64,
    timestamp: u32,
    step: u32,
}

enum Encoder {
    Opus(Box<OpusEncoder>),
    G711(Box<Narrow>),
}

impl Outgoing {
    /// A stream that begins at sequence number and timestamp zero.
    #[must_use]
    pub fn new(codec: Codec) -> Self {
        let encoder = match codec {
            Codec::Opus => Encoder::Opus(Box::default()),
            Codec::Pcmu => Encoder::G711(Box::new(Narrow::new(g711::mulaw_encode))),
            Codec::Pcma => Encoder::G711(Box::new(Narrow::new(g711::alaw_encode))),
        };
        Self {
            encoder,
            seq: 0,
            timestamp: 0,
            step: codec.ticks_per_frame(),
        }
    }

    /// The packet that carries a frame.
    pub fn packet(&mut self, frame: &Frame) -> Packet<'_> {
        let (seq, timestamp) = (self.seq, self.timestamp);
        self.seq += 1;
        self.timestamp = self.timestamp.wrapping_add(self.step);
        let payload = match &mut self.encoder {
            Encoder::Opus(encoder) => encoder.encode(frame),
            Encoder::G711(encoder) => encoder.encode(frame),
        };
        Packet {
            seq,
            timestamp,
            payload,
        }
    }

    /// Passes over a frame for which nothing is sent: the clock goes on, the numbers do not.
    pub fn pause(&mut self) {
        self.timestamp = self.timestamp.wrapping_add(self.step);
    }

    /// Takes frames from now on that reach no higher than this, where the codec makes a difference.
    pub fn set_band(&mut self, band: Band) {
        match &mut self.encoder {
            Encoder::Opus(encoder) => encoder.set_band(band),
            Encoder::G711(_) => {}
        }
    }

    /// Prepares for this share of packets being lost, where the codec can.
    pub fn expect_loss(&mut self, percent: u8) {
        match &mut self.encoder {
            Encoder::Opus(encoder) => encoder.expect_loss(percent),
            Encoder::G711(_) => {}
        }
    }
}

/// The sending half of a carrier's media stream: mu-law without packets around it.
pub struct MulawOut {
    narrow: Narrow,
}

impl MulawOut {
    /// A stream that has said nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            narrow: Narrow::new(g711::mulaw_encode),
        }
    }

    /// The 160 bytes that carry a frame.
    pub fn encode(&mut self, frame: &Frame) -> &[u8] {
        self.narrow.encode(frame)
    }
}

impl Default for MulawOut {
    fn default() -> Self {
        Self::new()
    }
}

/// To telephone quality: half the rate, eight bits.
struct Narrow {
    compress: fn(i16) -> u8,
    downsampler: Downsampler,
    samples: Vec<i16>,
    payload: Vec<u8>,
}

impl Narrow {
    fn new(compress: fn(i16) -> u8) -> Self {
        Self {
            compress,
            downsampler: Downsampler::new(),
            samples: Vec::new(),
            payload: Vec::new(),
        }
    }

    fn encode(&mut self, frame: &Frame) -> &[u8] {
        self.samples.clear();
        self.downsampler.run(frame.samples(), &mut self.samples);
        self.payload.clear();
        self.payload
            .extend(self.samples.iter().map(|sample| (self.compress)(*sample)));
        &self.payload
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::Tone;

    #[test]
    fn sequence_numbers_count_packets_and_timestamps_count_ticks() {
        for (codec, step) in [(Codec::Opus, 960), (Codec::Pcmu, 160), (Codec::Pcma, 160)] {
            let mut outgoing = Outgoing::new(codec);
            let mut tone = Tone::new(440.0, 0.3);
            for n in 0..3_u32 {
                let packet = outgoing.packet(&tone.frame());
                assert_eq!((packet.seq, packet.timestamp), (u64::from(n), n * step));
                assert!(!packet.payload.is_empty());
            }
            outgoing.pause();
            let packet = outgoing.packet(&tone.frame());
            assert_eq!((packet.seq, packet.timestamp), (3, 4 * step));
        }
    }

    #[test]
    fn a_frame_of_telephone_audio_is_160_bytes() {
        assert_eq!(MulawOut::new().encode(&Frame::SILENCE), [0xff; 160]);
        assert_eq!(
            Outgoing::new(Codec::Pcma).packet(&Frame::SILENCE).payload,
            [0xd5; 160]
        );
    }
}
