//! Sound files that the application serves, read to 8 kHz: WAV in 16-bit or mu-law.

use std::sync::Arc;

use super::ulaw::decode_byte;

/// A sound file's samples at 8 kHz, its channels mixed; `None` when it is none that can be read here.
pub(crate) fn read_wav(file: &[u8]) -> Option<Arc<[i16]>> {
    if file.get(..4)? != b"RIFF" || file.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut rest = file.get(12..)?;
    let mut format = None;
    loop {
        let (header, body) = rest.split_at_checked(8)?;
        let length = usize::try_from(u32::from_le_bytes(header[4..].try_into().ok()?)).ok()?;
        // Files that were written while they grew say less, or more, than is there.
        let chunk = body.get(..length).unwrap_or(body);
        if header.starts_with(b"fmt ") {
            format = Some(Format::read(chunk)?);
        } else if header.starts_with(b"data") {
            return format?.samples(chunk);
        }
        // Chunks begin on even places.
        rest = body.get(length.checked_add(length % 2)?..)?;
    }
}

struct Format {
    mu_law: bool,
    channels: usize,
    rate: usize,
}

impl Format {
    fn read(chunk: &[u8]) -> Option<Self> {
        let short = |at: usize| Some(u16::from_le_bytes(chunk.get(at..at + 2)?.try_into().ok()?));
        let rate = u32::from_le_bytes(chunk.get(4..8)?.try_into().ok()?);
        let mu_law = match (short(0)?, short(14)?) {
            (PCM, 16) => false,
            (MU_LAW, 8) => true,
            _ => return None,
        };
        let format = Self {
            mu_law,
            channels: usize::from(short(2)?),
            rate: usize::try_from(rate).ok()?,
        };
        let usable = (1..=8).contains(&format.channels) && (4_000..=96_000).contains(&format.rate);
        usable.then_some(format)
    }

    fn samples(&self, data: &[u8]) -> Option<Arc<[i16]>> {
        let all: Vec<i32> = if self.mu_law {
            data.iter().map(|byte| i32::from(decode_byte(*byte))).collect()
        } else {
            data.as_chunks::<2>()
                .0
                .iter()
                .map(|pair| i32::from(i16::from_le_bytes(*pair)))
                .collect()
        };
        let channels = i32::try_from(self.channels).ok()?;
        let mixed: Vec<i32> = all
            .chunks_exact(self.channels)
            .map(|frame| frame.iter().sum::<i32>() / channels)
            .collect();
        let length = (mixed.len() / self.rate.max(1)).min(LONGEST_S) * RATE
            + (mixed.len() % self.rate) * RATE / self.rate;
        (0..length).map(|at| self.around(&mixed, at)).collect()
    }

    /// The mean of what lies around a sample at 8 kHz: a plain filter is enough for speech on a phone line.
    fn around(&self, samples: &[i32], at: usize) -> Option<i16> {
        let from = at * self.rate / RATE;
        let to = ((at + 1) * self.rate / RATE).max(from + 1);
        let span = samples.get(from..to.min(samples.len()))?;
        let count = i32::try_from(span.len()).ok().filter(|count| *count > 0)?;
        i16::try_from(span.iter().sum::<i32>() / count).ok()
    }
}

const PCM: u16 = 1;
const MU_LAW: u16 = 7;
const RATE: usize = 8_000;
/// Ten minutes; nobody is announced to for longer.
const LONGEST_S: usize = 600;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wav;

    fn pcm(rate: u32, channels: u16, samples: &[i16]) -> Vec<u8> {
        let mut file = wav::pcm(&[samples]);
        file[22..24].copy_from_slice(&channels.to_le_bytes());
        file[24..28].copy_from_slice(&rate.to_le_bytes());
        file
    }

    #[test]
    fn files_of_all_rates_come_out_at_8_khz() {
        assert_eq!(&*read_wav(&pcm(8_000, 1, &[1, -2, 3])).unwrap(), [1, -2, 3]);
        assert_eq!(&*read_wav(&pcm(16_000, 1, &[2, 4, 6, 8])).unwrap(), [3, 7]);
        assert_eq!(&*read_wav(&pcm(8_000, 2, &[2, 4, -6, -8])).unwrap(), [3, -7]);
        assert_eq!(&*read_wav(&wav::mu_law(&[&[0xff, 0xce]])).unwrap(), [0, 988]);
        let second = vec![5; 44_100];
        assert_eq!(read_wav(&pcm(44_100, 1, &second)).unwrap().len(), 8_000);
    }

    #[test]
    fn what_is_no_sound_file_is_not_read() {
        assert_eq!(read_wav(b"ID3"), None);
        assert_eq!(read_wav(&pcm(8_000, 1, &[1])[..30]), None);
        assert_eq!(read_wav(&pcm(1, 1, &[1])), None);
        assert_eq!(read_wav(&pcm(8_000, 0, &[1])), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(header in prop::collection::vec(any::<u8>(), 0..64), flip in 0..64_usize) {
            let mut file = pcm(8_000, 1, &[1; 20]);
            let at = flip.min(file.len() - 1);
            let end = (at + header.len()).min(file.len());
            file[at..end].copy_from_slice(&header[..end - at]);
            let _ = read_wav(&file);
            let _ = read_wav(&header);
        }
    }
}
