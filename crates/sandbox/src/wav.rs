//! WAV files, 8 kHz: 16-bit recordings, tones that stand for speech, and mu-law of what was really on the line.

/// A soft tone that stands for speech, on every channel.
pub(crate) fn tone(seconds: u64, channels: u8) -> Vec<u8> {
    let frames = u32::try_from(seconds.min(LONGEST_WAV_S)).unwrap_or(0) * RATE;
    let channels = u16::from(channels.max(1));
    let mut wav = pcm_header(frames, channels);
    for frame in 0..frames {
        for _ in 0..channels {
            wav.extend_from_slice(&triangle(frame).to_le_bytes());
        }
    }
    wav
}

/// 16-bit channels of equal length.
pub(crate) fn pcm(channels: &[&[i16]]) -> Vec<u8> {
    let count = u16::try_from(channels.len()).unwrap_or(1);
    let frames = channels.iter().map(|channel| channel.len()).min().unwrap_or(0);
    let mut wav = pcm_header(u32::try_from(frames).unwrap_or(0), count);
    for frame in 0..frames {
        for channel in channels {
            wav.extend_from_slice(&channel[frame].to_le_bytes());
        }
    }
    wav
}

/// The header of so many 16-bit frames, with room for them.
fn pcm_header(frames: u32, channels: u16) -> Vec<u8> {
    let data = frames * u32::from(channels) * 2;
    let mut wav = Vec::with_capacity(44 + usize::try_from(data).unwrap_or(0));
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + data).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16_u32.to_le_bytes());
    wav.extend_from_slice(&1_u16.to_le_bytes());
    wav.extend_from_slice(&channels.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * u32::from(channels) * 2).to_le_bytes());
    wav.extend_from_slice(&(channels * 2).to_le_bytes());
    wav.extend_from_slice(&16_u16.to_le_bytes());
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&data.to_le_bytes());
    wav
}

/// Mu-law channels of equal length, one sample a byte.
pub(crate) fn mu_law(channels: &[&[u8]]) -> Vec<u8> {
    let count = u16::try_from(channels.len()).unwrap_or(1);
    let frames = channels.iter().map(|channel| channel.len()).min().unwrap_or(0);
    let data = u32::try_from(frames).unwrap_or(0) * u32::from(count);
    let mut wav = Vec::with_capacity(58 + frames * channels.len() + 1);
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(50 + data + data % 2).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&18_u32.to_le_bytes());
    wav.extend_from_slice(&MU_LAW.to_le_bytes());
    wav.extend_from_slice(&count.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * u32::from(count)).to_le_bytes());
    wav.extend_from_slice(&count.to_le_bytes());
    wav.extend_from_slice(&8_u16.to_le_bytes());
    wav.extend_from_slice(&0_u16.to_le_bytes());
    // Compressed formats say how many samples there are besides how many bytes.
    wav.extend_from_slice(b"fact");
    wav.extend_from_slice(&4_u32.to_le_bytes());
    wav.extend_from_slice(&u32::try_from(frames).unwrap_or(0).to_le_bytes());
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&data.to_le_bytes());
    for frame in 0..frames {
        wav.extend(channels.iter().map(|channel| channel[frame]));
    }
    if data % 2 == 1 {
        wav.push(0);
    }
    wav
}

/// A 400 Hz triangle wave, 20 samples to the period.
fn triangle(frame: u32) -> i16 {
    let step = i16::try_from(frame % 20).unwrap_or(0);
    let height = if step < 10 { step } else { 20 - step };
    (height - 5) * 400
}

const RATE: u32 = 8_000;
/// The format's number.
const MU_LAW: u16 = 7;
/// A minute is a megabyte; nobody listens longer to a tone.
const LONGEST_WAV_S: u64 = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_truly_how_long_it_is() {
        let wav = tone(2, 2);
        assert_eq!(wav.len(), 44 + 2 * 8_000 * 2 * 2);
        assert_eq!(wav[40..44], 64_000_u32.to_le_bytes());
    }

    #[test]
    fn mu_law_channels_are_interleaved_behind_a_header_of_58_bytes() {
        let wav = mu_law(&[&[1, 2], &[3, 4]]);
        assert_eq!(wav[20..24], [7, 0, 2, 0]);
        assert_eq!(wav[54..], [4, 0, 0, 0, 1, 3, 2, 4]);
        assert_eq!(wav[4..8], 54_u32.to_le_bytes());
    }

    #[test]
    fn a_long_recording_is_cut_to_a_minute() {
        assert_eq!(tone(3_600, 1).len(), tone(60, 1).len());
    }
}
