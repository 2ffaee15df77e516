//! Opus at 16 kHz, one channel, by the `ropus` library, with the settings that calls use.

use ropus::{Application, Bandwidth, Bitrate, Channels, DecodeMode, Decoder, Encoder, InbandFec, Signal};

use super::kind::Band;
use super::rest::Rest;
use crate::pcm::{Frame, MIX_RATE};

/// Turns frames into Opus packets.
pub struct OpusEncoder {
    encoder: Encoder,
    way: Way,
    band: Band,
    packet: Box<[u8; LONGEST_PACKET]>,
    rest: Rest,
}

impl OpusEncoder {
    /// An encoder for speech over a path that loses nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let (way, band) = (Way::default(), Band::Wide);
        Self {
            encoder: encoder(way, band),
            way,
            band,
            packet: Box::new([0; LONGEST_PACKET]),
            rest: Rest::default(),
        }
    }

    /// Takes note of the share of packets that was lost lately, as it is reported every few seconds.
    pub fn expect_loss(&mut self, percent: u8) {
        let before = self.way;
        self.way = self.way.after(percent);
        if before.is_robust() != self.way.is_robust() {
            self.encoder = encoder(self.way, self.band);
            self.rest = Rest::default();
        }
        if self.way.is_robust() {
            // A share that the library does not like leaves the last one, which is no harm.
            let _kept = self
                .encoder
                .set_packet_loss_perc(percent.clamp(LEAST_LOSS_PERCENT, MOST_LOSS_PERCENT));
        }
    }

    /// Works on no more of the spectrum than what comes has.
    pub fn set_band(&mut self, band: Band) {
        if self.band != band {
            self.band = band;
            self.rest = Rest::default();
            // The library takes both for either band, as it did at the start.
            let _taken = self.encoder.set_max_bandwidth(bandwidth(band));
            let _taken = self.encoder.set_bitrate(bitrate(self.way, band));
        }
    }

    /// The packet for the next 20 ms; empty when the library refuses, which it has no cause to.
    pub fn encode(&mut self, frame: &Frame) -> &[u8] {
        if self.rest.begins_with(frame) {
            return self.rest.next();
        }
        let length = self
            .encoder
            .encode(frame.samples(), self.packet.as_mut_slice())
            .unwrap_or(0);
        let packet = &self.packet[..length];
        self.rest.keep(packet);
        packet
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

/// The two halves of Opus. Its transform is nearer to the original, 4 ms sooner and no dearer, and wants more bits, which
/// a path that loses nothing has. Its model of speech can carry a spare copy of the packet before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Way {
    #[default]
    Transform,
    /// With so many reports in a row of hardly any loss.
    Speech { calm: u8 },
}

impl Way {
    /// What suits after a report of loss.
    fn after(self, percent: u8) -> Self {
        match self {
            Self::Transform if percent >= LOSSY_PERCENT => Self::Speech { calm: 0 },
            Self::Transform => Self::Transform,
            Self::Speech { .. } if percent > CALM_PERCENT => Self::Speech { calm: 0 },
            Self::Speech { calm } if calm + 1 >= CALM_REPORTS => Self::Transform,
            Self::Speech { calm } => Self::Speech { calm: calm + 1 },
        }
    }

    fn is_robust(self) -> bool {
        matches!(self, Self::Speech { .. })
    }
}

fn encoder(way: Way, band: Band) -> Encoder {
    let (application, repair) = match way {
        Way::Transform => (Application::RestrictedLowDelay, InbandFec::Disabled),
        Way::Speech { .. } => (Application::Voip, InbandFec::Enabled),
    };
    Encoder::builder(MIX_RATE, Channels::Mono, application)
        .bitrate(bitrate(way, band))
        .complexity(COMPLEXITY)
        .signal(Signal::Voice)
        .max_bandwidth(bandwidth(band))
        .inband_fec(repair)
        .build()
        .expect("these settings are among those that every Opus encoder takes")
}

const fn bandwidth(band: Band) -> Bandwidth {
    match band {
        Band::Telephone => Bandwidth::Narrowband,
        Band::Wide => Bandwidth::Wideband,
    }
}

/// Where speech by telephone is as good as it comes, and a little more than half of that where paths are bad.
const fn bitrate(way: Way, band: Band) -> Bitrate {
    Bitrate::Bits(match (way, band) {
        (Way::Transform, Band::Telephone) => 40_000,
        (Way::Transform, Band::Wide) => 56_000,
        (Way::Speech { .. }, Band::Telephone | Band::Wide) => 24_000,
    })
}

/// Steps up cost a tenth, then the double; on a voice that came by telephone nobody hears them.
const COMPLEXITY: u8 = 0;

/// Single losses are covered by the browser without being heard; more want a spare copy.
const LOSSY_PERCENT: u8 = 3;
const CALM_PERCENT: u8 = 1;

/// Half a minute of reports: a path that was bad is believed to be good later than the other way round.
const CALM_REPORTS: u8 = 6;

/// Less, and no copy is sent at all; more, and the voice itself would starve.
const LEAST_LOSS_PERCENT: u8 = 5;
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
        packets_after(0, tone, count)
    }

    /// What is sent after a report of so much loss.
    fn packets_after(loss: u8, tone: &mut Tone, count: usize) -> Vec<Vec<u8>> {
        let mut encoder = OpusEncoder::new();
        encoder.expect_loss(loss);
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
        for (repair, loss) in [(true, 0), (false, 0), (true, 10), (false, 10)] {
            let mut decoder = OpusDecoder::new();
            let all = packets_after(loss, &mut Tone::new(500.0, 0.3), 40);
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
    fn a_tone_goes_on_when_the_way_or_the_band_changes() {
        let (mut encoder, mut decoder) = (OpusEncoder::new(), OpusDecoder::new());
        let mut tone = Tone::new(1_000.0, 0.3);
        let changes: [fn(&mut OpusEncoder); 5] = [
            |encoder| encoder.set_band(Band::Telephone),
            |encoder| encoder.expect_loss(8),
            |encoder| encoder.set_band(Band::Wide),
            |encoder| encoder.set_band(Band::Telephone),
            |encoder| (0..CALM_REPORTS).for_each(|_| encoder.expect_loss(0)),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            change(&mut encoder);
            for frame in 0..30 {
                let heard = decoder.decode(encoder.encode(&tone.frame())).unwrap();
                let level = amplitude(heard, MIX_RATE, 1_000.0);
                // The first frames of a change are blended; none is silent but the very first of all.
                let least = if frame < 4 { 0.05 } else { 0.24 };
                assert!(
                    (number, frame) == (0, 0) || level > least,
                    "{number}, {frame}: {level}"
                );
            }
        }
        assert_eq!(encoder.way, Way::Transform);
    }

    #[test]
    fn a_lossy_path_gets_spare_copies_until_it_has_been_calm_for_a_while() {
        let mut way = Way::Transform;
        for (percent, robust) in [(2, false), (3, true), (0, true), (2, true), (1, true)] {
            way = way.after(percent);
            assert_eq!(way.is_robust(), robust, "{percent}");
        }
        for _ in 1..CALM_REPORTS {
            assert!(way.is_robust());
            way = way.after(0);
        }
        assert_eq!(way, Way::Transform);
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
