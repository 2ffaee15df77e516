//! Opus at 16 kHz, one channel, by the `ropus` library, with the settings that calls use.

use ropus::{Application, Bandwidth, Bitrate, Channels, DecodeMode, Decoder, Encoder, InbandFec, Signal};

use crate::pcm::{Frame, MIX_RATE};

/// Turns frames into Opus packets.
pub struct OpusEncoder {
    encoder: Encoder,
    packet: Box<[u8; LONGEST_PACKET]>,
}

impl OpusEncoder {
    /// An encoder for speech.
    #[must_use]
    pub fn new() -> Self {
        let encoder = Encoder::builder(MIX_RATE, Channels::Mono, Application::Voip)
            .bitrate(Bitrate::Bits(BITS_PER_SECOND))
            .complexity(COMPLEXITY)
            .signal(Signal::Voice)
            .max_bandwidth(Bandwidth::Wideband)
            .inband_fec(InbandFec::Enabled)
            .packet_loss_perc(EXPECTED_LOSS_PERCENT)
            .build()
            .expect("these settings are among those that every Opus encoder takes");
        Self {
            encoder,
            packet: Box::new([0; LONGEST_PACKET]),
        }
    }

    /// Spends bits on repairing losses: as many as this share of lost packets is worth.
    pub fn expect_loss(&mut self, percent: u8) {
        // A share that the library does not like leaves the last one, which is no harm.
        let _kept = self.encoder.set_packet_loss_perc(percent.min(MOST_LOSS_PERCENT));
    }

    /// The packet for the next 20 ms; empty when the library refuses, which it has no cause to.
    pub fn encode(&mut self, frame: &Frame) -> &[u8] {
        let length = self
            .encoder
            .encode(frame.samples(), self.packet.as_mut_slice())
            .unwrap_or(0);
        &self.packet[..length]
    }
}

impl Default for OpusEncoder {
    fn default() -> Self {
        Self::new()
    }
}

/// A packet that is not Opus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packet is not valid Opus")]
pub struct DecodeError;

/// Turns Opus packets into samples at our rate, whatever bandwidth they carry.
pub struct OpusDecoder {
    decoder: Decoder,
    samples: Box<[i16; LONGEST_AUDIO]>,
}

impl OpusDecoder {
    /// A decoder that has heard nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            decoder: Decoder::new(MIX_RATE, Channels::Mono)
                .expect("16 kHz and one channel are among what every Opus decoder takes"),
            samples: Box::new([0; LONGEST_AUDIO]),
        }
    }

    /// The audio of a packet: 2.5 to 120 ms of it.
    ///
    /// # Errors
    /// When the packet is not Opus; the decoder can go on with the next.
    pub fn decode(&mut self, packet: &[u8]) -> Result<&[i16], DecodeError> {
        // The library takes "no bytes" as "conceal a loss", which is another question.
        if packet.is_empty() {
            return Err(DecodeError);
        }
        self.run(packet, LONGEST_AUDIO, DecodeMode::Normal)
    }

    /// A guess at 20 ms that were lost with nothing after them.
    pub fn conceal(&mut self) -> Result<&[i16], DecodeError> {
        self.run(&[], crate::pcm::FRAME_SAMPLES, DecodeMode::Normal)
    }

    /// The 20 ms that were lost before this packet, from what it repeats of them, or else a guess.
    pub fn repair(&mut self, following: &[u8]) -> Result<&[i16], DecodeError> {
        self.run(following, crate::pcm::FRAME_SAMPLES, DecodeMode::Fec)
    }

    fn run(&mut self, packet: &[u8], room: usize, mode: DecodeMode) -> Result<&[i16], DecodeError> {
        let length = self
            .decoder
            .decode(packet, &mut self.samples[..room], mode)
            .map_err(|_refused| DecodeError)?;
        self.samples.get(..length).ok_or(DecodeError)
    }
}

impl Default for OpusDecoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Wideband speech is transparent enough at this rate for a telephone on the other end.
const BITS_PER_SECOND: u32 = 24_000;

/// Steps up cost a tenth, then the double; on a voice that came by telephone nobody hears them.
const COMPLEXITY: u8 = 0;

/// What is assumed until reports come in: a little repair from the start costs two kilobits.
const EXPECTED_LOSS_PERCENT: u8 = 5;

/// Beyond this the voice itself would starve.
const MOST_LOSS_PERCENT: u8 = 30;

/// More than 20 ms at the highest rate of the codec can take (RFC 6716, 1275 bytes).
const LONGEST_PACKET: usize = 1_276;

/// 120 ms, the longest that one packet carries.
const LONGEST_AUDIO: usize = 1_920;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pcm::FRAME_SAMPLES;
    use crate::tone::{Tone, amplitude};

    fn packets(tone: &mut Tone, count: usize) -> Vec<Vec<u8>> {
        let mut encoder = OpusEncoder::new();
        (0..count)
            .map(|_| encoder.encode(&tone.frame()).to_vec())
            .collect()
    }

    #[test]
    fn a_tone_survives_the_journey() {
        let mut decoder = OpusDecoder::new();
        let mut heard = Vec::new();
        for packet in packets(&mut Tone::new(1_000.0, 0.3), 50) {
            heard.extend_from_slice(decoder.decode(&packet).unwrap());
        }
        assert_eq!(heard.len(), 50 * FRAME_SAMPLES);
        let settled = &heard[10 * FRAME_SAMPLES..];
        assert!((amplitude(settled, MIX_RATE, 1_000.0) - 0.3).abs() < 0.06);
        assert!(amplitude(settled, MIX_RATE, 1_700.0) < 0.02);
    }

    #[test]
    fn one_lost_packet_is_hardly_heard() {
        for repair in [true, false] {
            let mut decoder = OpusDecoder::new();
            let all = packets(&mut Tone::new(500.0, 0.3), 40);
            let mut filled = Vec::new();
            for (at, packet) in all.iter().enumerate() {
                if at == 30 {
                    let guess = if repair {
                        decoder.repair(&all[31])
                    } else {
                        decoder.conceal()
                    };
                    filled = guess.unwrap().to_vec();
                } else {
                    decoder.decode(packet).unwrap();
                }
            }
            assert_eq!(filled.len(), FRAME_SAMPLES);
            let level = amplitude(&filled, MIX_RATE, 500.0);
            assert!(level > 0.05, "repair: {repair}, {level}");
        }
    }

    #[test]
    fn an_empty_packet_is_refused() {
        assert_eq!(OpusDecoder::new().decode(&[]), Err(DecodeError));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn bytes_that_are_not_opus_harm_nobody(
            hostile in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..8),
        ) {
            let mut decoder = OpusDecoder::new();
            for packet in &hostile {
                let heard = decoder.decode(packet).map_or(0, <[i16]>::len);
                prop_assert!(heard <= LONGEST_AUDIO);
                let _guess = decoder.repair(packet);
                prop_assert!(decoder.conceal().is_ok());
            }
        }

        #[test]
        fn a_damaged_packet_harms_nobody(
            flips in prop::collection::vec((0_usize..60, any::<u8>()), 1..6),
        ) {
            let mut decoder = OpusDecoder::new();
            for mut packet in packets(&mut Tone::new(700.0, 0.4), 6) {
                for (at, value) in &flips {
                    if let Some(byte) = packet.get_mut(*at) {
                        *byte ^= value;
                    }
                }
                let _heard = decoder.decode(&packet);
            }
        }
    }
}
