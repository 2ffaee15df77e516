//! The sound of recordings: WAV files, 8 kHz, 16 bits.

/// A soft tone that stands for speech, on every channel.
pub(crate) fn tone(seconds: u64, channels: u8) -> Vec<u8> {
    let frames = u32::try_from(seconds.min(LONGEST_WAV_S)).unwrap_or(0) * RATE;
    let channels = u16::from(channels.max(1));
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
    for frame in 0..frames {
        for _ in 0..channels {
            wav.extend_from_slice(&triangle(frame).to_le_bytes());
        }
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
    fn a_long_recording_is_cut_to_a_minute() {
        assert_eq!(tone(3_600, 1).len(), tone(60, 1).len());
    }
}
