//! The decoder of a leg: payloads in, samples at our rate out, and something to hear in place of what is lost.

use crate::codec::{Codec, Concealer, DecodeError, OpusDecoder, Upsampler, g711};
use crate::pcm::Frame;

/// One of the decoders.
pub(super) enum Decoder {
    Opus(Box<OpusDecoder>),
    G711(Box<G711>),
}

/// G.711 does not say how to cover a loss, so we do.
pub(super) struct G711 {
    expand: fn(u8) -> i16,
    narrow: Vec<i16>,
    upsampler: Upsampler,
    concealer: Concealer,
}

impl Decoder {
    pub(super) fn new(codec: Codec) -> Self {
        match codec {
            Codec::Opus => Self::Opus(Box::default()),
            Codec::Pcmu => Self::g711(g711::mulaw_decode),
            Codec::Pcma => Self::g711(g711::alaw_decode),
        }
    }

    fn g711(expand: fn(u8) -> i16) -> Self {
        Self::G711(Box::new(G711 {
            expand,
            narrow: Vec::new(),
            upsampler: Upsampler::new(),
            concealer: Concealer::new(),
        }))
    }

    /// Appends the audio of a payload.
    pub(super) fn decode(&mut self, payload: &[u8], out: &mut Vec<i16>) -> Result<(), DecodeError> {
        match self {
            Self::Opus(decoder) => out.extend_from_slice(decoder.decode(payload)?),
            Self::G711(_) if payload.is_empty() || payload.len() > LONGEST_G711 => return Err(DecodeError),
            Self::G711(decoder) => {
                decoder.narrow.clear();
                decoder
                    .narrow
                    .extend(payload.iter().map(|byte| (decoder.expand)(*byte)));
                decoder.upsampler.run(&decoder.narrow, out);
            }
        }
        Ok(())
    }

    /// A frame in place of one that is lost, with the help of the payload after it if that is here.
    pub(super) fn conceal(&mut self, following: Option<&[u8]>) -> Frame {
        match self {
            Self::Opus(decoder) => {
                let guess = match following {
                    Some(payload) => decoder.repair(payload),
                    None => decoder.conceal(),
                };
                guess.map_or(Frame::SILENCE, Frame::from_slice)
            }
            Self::G711(decoder) => decoder.concealer.conceal(),
        }
    }

    /// Takes note of a frame that is about to be heard, and blends it with what covered a loss before it.
    pub(super) fn heard(&mut self, frame: &mut Frame) {
        match self {
            // Opus blends by itself.
            Self::Opus(_) => {}
            Self::G711(decoder) => decoder.concealer.heard(frame),
        }
    }
}

/// 120 ms, as long as packets of speech get.
const LONGEST_G711: usize = 960;
