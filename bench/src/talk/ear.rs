//! Whether somebody hears whom they should, and nobody else.

use outdial_media::tone::amplitude;

use super::voice::{MARK, all_hz};

/// Listens in pieces of a tenth of a second.
pub struct Ear {
    rate: u32,
    hz: f32,
    piece: Vec<i16>,
    pieces: u32,
    with_voice: u32,
    /// The sum of each strange tone's strength, and of the one that should be heard.
    strange: Vec<(f32, f32)>,
    own: f32,
}

/// What an ear has heard.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    /// Whether the voice that should be heard was, for as long as it spoke.
    pub voice: bool,
    /// Whether somebody else was.
    pub stranger: bool,
}

impl Ear {
    /// Listens at a sampling rate for the voice with this tone.
    pub fn new(rate: u32, hz: f32) -> Self {
        Self {
            rate,
            hz,
            piece: Vec::new(),
            pieces: 0,
            with_voice: 0,
            strange: all_hz()
                .filter(|other| (other - hz).abs() > 1.0)
                .map(|other| (other, 0.0))
                .collect(),
            own: 0.0,
        }
    }

    /// Takes in what was heard.
    pub fn hear(&mut self, samples: &[i16]) {
        self.piece.extend_from_slice(samples);
        let length = self.rate as usize / PIECES_PER_SECOND;
        while self.piece.len() >= length {
            let piece = &self.piece[..length];
            let own = amplitude(piece, self.rate, self.hz);
            self.pieces += 1;
            self.with_voice += u32::from(own > MARK / 2.0);
            self.own += own;
            for (hz, sum) in &mut self.strange {
                *sum += amplitude(piece, self.rate, *hz);
            }
            self.piece.drain(..length);
        }
    }

    /// Judges, for a voice that speaks this share of the time.
    pub fn judge(&self, share: f32) -> Heard {
        #[expect(clippy::cast_precision_loss, reason = "some hundred pieces")]
        let heard = self.with_voice as f32 / self.pieces.max(1) as f32;
        let loudest = self.strange.iter().map(|(_, sum)| *sum).fold(0.0, f32::max);
        Heard {
            voice: self.pieces > 0 && heard > share * 0.9,
            stranger: loudest > self.own / 2.0,
        }
    }
}

const PIECES_PER_SECOND: usize = 10;
