//! Turns the two sides of a carrier's recording around while it is copied: the carrier puts the recorded leg, our
//! callee, first; here the agent stands on the left and the callee on the right.

/// Copies a WAV file in pieces. What is not 16-bit sound on two channels is copied as it is.
#[derive(Default)]
pub(crate) struct Sides {
    /// The head as far as it has arrived, then what is left of a sample.
    waiting: Vec<u8>,
    shape: Option<Shape>,
    copied: u64,
    sound: u64,
    /// It does not begin as WAV files do.
    is_foreign: bool,
}

/// What was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    pub channels: u16,
    pub duration_ms: i64,
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    channels: u16,
    bytes_per_second: u32,
    turns: bool,
}

impl Sides {
    /// What to write for the next piece.
    pub(crate) fn take(&mut self, piece: &[u8]) -> Vec<u8> {
        self.waiting.extend_from_slice(piece);
        let mut out = Vec::with_capacity(self.waiting.len());
        if self.shape.is_none() && !self.is_foreign {
            match head(&self.waiting) {
                Head::Longer if self.waiting.len() < HEAD_MAX => return out,
                Head::Longer | Head::Foreign => self.is_foreign = true,
                Head::Known { length, shape } => {
                    out.extend(self.waiting.drain(..length));
                    self.shape = Some(shape);
                }
            }
        }
        let turns = self.shape.is_some_and(|shape| shape.turns);
        let whole = if turns {
            self.waiting.len() - self.waiting.len() % TWO_SIDES
        } else {
            self.waiting.len()
        };
        self.sound += u64::try_from(whole).unwrap_or(0);
        let from = out.len();
        out.extend(self.waiting.drain(..whole));
        if turns {
            for both in out[from..].chunks_exact_mut(TWO_SIDES) {
                both.rotate_left(TWO_SIDES / 2);
            }
        }
        self.copied += u64::try_from(out.len()).unwrap_or(0);
        out
    }

    /// What is left to write, and what it was; nothing when it was no WAV file.
    pub(crate) fn finish(mut self) -> (Vec<u8>, Option<Written>) {
        let rest = std::mem::take(&mut self.waiting);
        let bytes = self.copied + u64::try_from(rest.len()).unwrap_or(0);
        let written = self.shape.map(|shape| Written {
            channels: shape.channels,
            duration_ms: i64::try_from(self.sound * 1_000 / u64::from(shape.bytes_per_second.max(1)))
                .unwrap_or(i64::MAX),
            bytes,
        });
        (rest, written)
    }
}

enum Head {
    /// More of it is needed.
    Longer,
    Foreign,
    Known {
        length: usize,
        shape: Shape,
    },
}

/// Reads up to where the sound begins.
fn head(file: &[u8]) -> Head {
    let Some(riff) = file.get(..12) else {
        return Head::Longer;
    };
    if &riff[..4] != b"RIFF" || &riff[8..] != b"WAVE" {
        return Head::Foreign;
    }
    let (mut at, mut shape) = (12, None);
    loop {
        let Some(chunk) = file.get(at..at + 8) else {
            return Head::Longer;
        };
        let length = usize::try_from(number(chunk, 4)).unwrap_or(usize::MAX);
        if &chunk[..4] == b"data" {
            let length = at + 8;
            return shape.map_or(Head::Foreign, |shape| Head::Known { length, shape });
        }
        if &chunk[..4] == b"fmt " {
            let Some(format) = file.get(at + 8..at + 24) else {
                return Head::Longer;
            };
            let short = |at: usize| u16::from_le_bytes([format[at], format[at + 1]]);
            let (kind, channels, bits) = (short(0), short(2), short(14));
            shape = Some(Shape {
                channels,
                bytes_per_second: number(format, 8),
                turns: kind == PCM && channels == 2 && bits == 16,
            });
        }
        // Chunks begin at even places.
        at = at
            .saturating_add(8)
            .saturating_add(length)
            .saturating_add(length % 2);
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The format tag of plain samples.
const PCM: u16 = 1;
/// One sample of each side.
const TWO_SIDES: usize = 4;
/// Before the sound stand some dozen bytes, or some hundred with remarks.
const HEAD_MAX: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(channels: u16, samples: &[i16], remarks: &[u8]) -> Vec<u8> {
        let bytes = u32::try_from(samples.len() * 2).unwrap();
        let rate = 8_000_u32;
        let mut file = b"RIFF\0\0\0\0WAVE".to_vec();
        if !remarks.is_empty() {
            file.extend(b"LIST");
            file.extend(u32::try_from(remarks.len()).unwrap().to_le_bytes());
            file.extend(remarks);
            file.extend(vec![0; remarks.len() % 2]);
        }
        file.extend(b"fmt ");
        file.extend(16_u32.to_le_bytes());
        file.extend(1_u16.to_le_bytes());
        file.extend(channels.to_le_bytes());
        file.extend(rate.to_le_bytes());
        file.extend((rate * u32::from(channels) * 2).to_le_bytes());
        file.extend((channels * 2).to_le_bytes());
        file.extend(16_u16.to_le_bytes());
        file.extend(b"data");
        file.extend(bytes.to_le_bytes());
        file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
        file
    }

    fn copied(file: &[u8], piece: usize) -> (Vec<u8>, Option<Written>) {
        let mut sides = Sides::default();
        let mut out = Vec::new();
        for piece in file.chunks(piece) {
            out.extend(sides.take(piece));
        }
        let (rest, written) = sides.finish();
        out.extend(rest);
        (out, written)
    }

    #[test]
    fn the_sides_change_places_wherever_the_pieces_end() {
        let samples: Vec<i16> = (0..8_000).flat_map(|n| [n, -n]).collect();
        let turned: Vec<i16> = (0..8_000).flat_map(|n| [-n, n]).collect();
        for remarks in [&b""[..], b"odd"] {
            let (file, expected) = (wav(2, &samples, remarks), wav(2, &turned, remarks));
            for piece in [1, 3, 7, 1_000, 1 << 20] {
                let (out, written) = copied(&file, piece);
                assert!(out == expected, "{piece}");
                let written = written.unwrap();
                assert_eq!((written.channels, written.duration_ms), (2, 1_000));
                assert_eq!(written.bytes, u64::try_from(file.len()).unwrap());
            }
        }
    }

    #[test]
    fn one_side_stays_as_it_is() {
        let samples: Vec<i16> = (0..4_000).collect();
        let file = wav(1, &samples, b"");
        let (out, written) = copied(&file, 11);
        assert!(out == file);
        assert_eq!(written.map(|written| written.duration_ms), Some(500));
    }

    #[test]
    fn what_is_no_sound_is_known_as_such() {
        assert_eq!(copied(b"<html>not found</html>", 5).1, None);
        assert_eq!(copied(b"RIFF", 5).1, None);
        assert_eq!(copied(b"", 5).1, None);
    }
}
