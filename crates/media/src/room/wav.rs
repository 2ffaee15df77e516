//! Reads a WAV file into samples of our rate.

use crate::codec::{convert, g711};
use crate::pcm::{MIX_RATE, saturate, to_sample};

/// A file that cannot be a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClipError {
    /// It does not begin as WAV files do, or its parts do not fit into it.
    #[error("this is not a WAV file, or it is damaged")]
    NotWav,
    /// Its encoding is not one that is read here.
    #[error("WAV format {format} with {bits} bits is not supported: save it as 16-bit PCM")]
    Encoding {
        /// The format tag.
        format: u16,
        /// Bits per sample.
        bits: u16,
    },
    /// Its rate or number of channels makes no sense.
    #[error("{channels} channels at {rate} Hz are not supported: use 1 or 2 channels at 8000 to 96000 Hz")]
    Shape {
        /// Channels.
        channels: u16,
        /// Samples per second.
        rate: u32,
    },
    /// It is longer than five minutes.
    #[error("the clip is longer than five minutes")]
    TooLong,
    /// There is no sound in it.
    #[error("the clip is empty")]
    Empty,
}

/// The samples of a WAV file at 16 kHz, its channels mixed to one.
pub(super) fn read(file: &[u8]) -> Result<Vec<i16>, ClipError> {
    let (format, data) = parts(file)?;
    let format = Format::parse(format)?;
    let step = format.bytes * usize::from(format.channels);
    let seconds = data.len() / step / usize::try_from(format.rate).unwrap_or(1).max(1);
    if seconds >= LONGEST_S {
        return Err(ClipError::TooLong);
    }
    let mixed: Vec<i16> = data
        .chunks_exact(step)
        .map(|together| {
            let sum: i32 = together
                .chunks_exact(format.bytes)
                .map(|bytes| i32::from((format.sample)(bytes)))
                .sum();
            saturate(sum / i32::from(format.channels))
        })
        .collect();
    if mixed.is_empty() {
        return Err(ClipError::Empty);
    }
    Ok(convert(&mixed, format.rate, MIX_RATE))
}

/// The chunks `fmt ` and `data`.
fn parts(file: &[u8]) -> Result<(&[u8], &[u8]), ClipError> {
    let riff = file.get(..12).ok_or(ClipError::NotWav)?;
    if &riff[..4] != b"RIFF" || &riff[8..] != b"WAVE" {
        return Err(ClipError::NotWav);
    }
    let mut rest = &file[12..];
    let mut format = None;
    while let Some((head, body)) = rest.split_at_checked(8) {
        let length = usize::try_from(u32_at(head, 4)).unwrap_or(usize::MAX);
        match &head[..4] {
            b"fmt " => format = Some(body.get(..length).ok_or(ClipError::NotWav)?),
            // A recorder that was cut off leaves a length that promises more than there is.
            b"data" => {
                let data = &body[..length.min(body.len())];
                return format.map(|format| (format, data)).ok_or(ClipError::NotWav);
            }
            _ => {}
        }
        // Chunks begin at even places.
        rest = body.get(length.saturating_add(length & 1)..).unwrap_or_default();
    }
    Err(ClipError::NotWav)
}

struct Format {
    channels: u16,
    rate: u32,
    bytes: usize,
    sample: fn(&[u8]) -> i16,
}

impl Format {
    fn parse(chunk: &[u8]) -> Result<Self, ClipError> {
        if chunk.len() < 16 {
            return Err(ClipError::NotWav);
        }
        let (channels, rate, bits) = (u16_at(chunk, 2), u32_at(chunk, 4), u16_at(chunk, 14));
        let mut format = u16_at(chunk, 0);
        if format == EXTENSIBLE && chunk.len() >= 26 {
            format = u16_at(chunk, 24);
        }
        let sample: fn(&[u8]) -> i16 = match (format, bits) {
            (PCM, 8) => |bytes| (i16::from(bytes[0]) - 128) * 256,
            (PCM, 16) => |bytes| i16::from_le_bytes([bytes[0], bytes[1]]),
            (PCM, 24) => |bytes| i16::from_le_bytes([bytes[1], bytes[2]]),
            (PCM, 32) => |bytes| i16::from_le_bytes([bytes[2], bytes[3]]),
            (FLOAT, 32) => {
                |bytes| to_sample(f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) * 32_768.0)
            }
            (ALAW, 8) => |bytes| g711::alaw_decode(bytes[0]),
            (MULAW, 8) => |bytes| g711::mulaw_decode(bytes[0]),
            _ => return Err(ClipError::Encoding { format, bits }),
        };
        if !(1..=2).contains(&channels) || !(8_000..=96_000).contains(&rate) {
            return Err(ClipError::Shape { channels, rate });
        }
        Ok(Self {
            channels,
            rate,
            bytes: usize::from(bits / 8),
            sample,
        })
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const ALAW: u16 = 6;
const MULAW: u16 = 7;
const EXTENSIBLE: u16 = 0xfffe;

/// Five minutes: longer is not a line but a lecture, and it is kept in memory.
const LONGEST_S: usize = 300;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tone::{Tone, amplitude};

    fn wav(format: u16, channels: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WAVELIST\x03\0\0\0abc\0fmt \x10\0\0\0".to_vec();
        file.extend(format.to_le_bytes());
        file.extend(channels.to_le_bytes());
        file.extend(rate.to_le_bytes());
        file.extend([0; 6]);
        file.extend(bits.to_le_bytes());
        file.extend(b"data");
        file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        file.extend(data);
        file
    }

    fn tone(rate: u32) -> Vec<i16> {
        let mut samples = vec![0; usize::try_from(rate).unwrap()];
        Tone::new(1_000.0, 0.5).fill(&mut samples, rate);
        samples
    }

    fn loudness(file: &[u8]) -> f32 {
        amplitude(&read(file).unwrap()[1_000..15_000], MIX_RATE, 1_000.0)
    }

    #[test]
    fn every_encoding_sounds_the_same() {
        let samples = tone(8_000);
        let bytes =
            |encode: &dyn Fn(i16) -> Vec<u8>| samples.iter().flat_map(|s| encode(*s)).collect::<Vec<u8>>();
        let high = |sample: i16| u8::try_from((i32::from(sample) >> 8) + 128).unwrap();
        let files = [
            wav(PCM, 1, 8_000, 16, &bytes(&|s| s.to_le_bytes().to_vec())),
            wav(PCM, 1, 8_000, 8, &bytes(&|s| vec![high(s)])),
            wav(
                PCM,
                1,
                8_000,
                24,
                &bytes(&|s| [&[0], &s.to_le_bytes()[..]].concat()),
            ),
            wav(
                PCM,
                1,
                8_000,
                32,
                &bytes(&|s| [&[0, 0], &s.to_le_bytes()[..]].concat()),
            ),
            wav(
                FLOAT,
                1,
                8_000,
                32,
                &bytes(&|s| (f32::from(s) / 32_768.0).to_le_bytes().to_vec()),
            ),
            wav(ALAW, 1, 8_000, 8, &bytes(&|s| vec![g711::alaw_encode(s)])),
            wav(MULAW, 1, 8_000, 8, &bytes(&|s| vec![g711::mulaw_encode(s)])),
            wav(
                PCM,
                2,
                8_000,
                16,
                &bytes(&|s| [s.to_le_bytes(), s.to_le_bytes()].concat()),
            ),
        ];
        for (which, file) in files.iter().enumerate() {
            assert!(
                (loudness(file) - 0.5).abs() < 0.02,
                "file {which}: {}",
                loudness(file)
            );
        }
    }

    #[test]
    fn a_studio_rate_becomes_ours() {
        let bytes: Vec<u8> = tone(44_100).iter().flat_map(|s| s.to_le_bytes()).collect();
        let file = wav(PCM, 1, 44_100, 16, &bytes);
        assert_eq!(read(&file).unwrap().len(), 16_000);
        assert!((loudness(&file) - 0.5).abs() < 0.01);
    }

    #[test]
    fn what_cannot_be_a_clip_says_why() {
        assert_eq!(read(b"ID3 is another thing"), Err(ClipError::NotWav));
        assert_eq!(read(&wav(PCM, 1, 8_000, 16, &[])), Err(ClipError::Empty));
        assert_eq!(
            read(&wav(85, 1, 8_000, 0, &[0; 10])),
            Err(ClipError::Encoding { format: 85, bits: 0 })
        );
        assert_eq!(
            read(&wav(PCM, 0, 8_000, 16, &[0; 10])),
            Err(ClipError::Shape {
                channels: 0,
                rate: 8_000
            })
        );
        assert_eq!(
            read(&wav(MULAW, 1, 8_000, 8, &vec![0; 8_000 * 300])),
            Err(ClipError::TooLong)
        );
    }

    proptest! {
        #[test]
        fn a_damaged_file_harms_nobody(
            cut in 0_usize..200,
            flips in prop::collection::vec((0_usize..80, any::<u8>()), 0..6),
        ) {
            let mut file = wav(PCM, 1, 8_000, 16, &[1; 100]);
            for (at, value) in flips {
                if let Some(byte) = file.get_mut(at) {
                    *byte = value;
                }
            }
            file.truncate(cut);
            let _clip = read(&file);
        }
    }
}
