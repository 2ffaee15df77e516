//! The music of somebody on hold, as a file.

use std::sync::LazyLock;

use bytes::Bytes;
use outdial_media::MIX_RATE;
use outdial_media::room::hold_music;

/// The music once through: 16-bit samples on one channel.
pub(super) fn music_file() -> Bytes {
    static FILE: LazyLock<Bytes> = LazyLock::new(|| wav(hold_music().samples()).into());
    FILE.clone()
}

fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(samples.len() * 2 + HEAD);
    file.extend(b"RIFF");
    file.extend(bytes.saturating_add(36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // Plain samples, one channel.
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(MIX_RATE.to_le_bytes());
    file.extend((MIX_RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

const HEAD: usize = 44;

#[cfg(test)]
mod tests {
    use super::*;
    use outdial_media::Clip;

    #[test]
    fn the_file_is_the_music() {
        let file = music_file();
        let heard = Clip::from_wav("music", &file).unwrap();
        assert_eq!(heard.samples(), hold_music().samples());
    }
}
