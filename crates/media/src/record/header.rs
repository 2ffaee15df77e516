//! The 44 bytes before the sound.

use crate::pcm::MIX_RATE;

/// How the sides of a conversation lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Our side left, the other side right.
    Stereo,
    /// Both sides in one.
    Mono,
}

impl Layout {
    pub(super) const fn channels(self) -> u16 {
        match self {
            Self::Stereo => 2,
            Self::Mono => 1,
        }
    }

    /// Bytes for one instant.
    pub(super) const fn block(self) -> u16 {
        2 * self.channels()
    }
}

/// The header of a file with this much sound. Beyond 4 GB the sizes stay at the greatest that they can say.
pub(super) fn bytes(layout: Layout, data: u64) -> [u8; LENGTH] {
    let data = u32::try_from(data).unwrap_or(u32::MAX);
    let mut header = [0; LENGTH];
    let mut fill = header.iter_mut();
    let mut put = |bytes: &[u8]| {
        for (from, to) in bytes.iter().zip(fill.by_ref()) {
            *to = *from;
        }
    };
    put(b"RIFF");
    put(&data.saturating_add(36).to_le_bytes());
    put(b"WAVEfmt ");
    put(&16_u32.to_le_bytes());
    put(&PCM.to_le_bytes());
    put(&layout.channels().to_le_bytes());
    put(&MIX_RATE.to_le_bytes());
    put(&(MIX_RATE * u32::from(layout.block())).to_le_bytes());
    put(&layout.block().to_le_bytes());
    put(&BITS.to_le_bytes());
    put(b"data");
    put(&data.to_le_bytes());
    header
}

/// The layout and the size of the sound that a header of ours tells.
pub(super) fn parse(header: &[u8; LENGTH]) -> Option<(Layout, u64)> {
    let data = u32::from_le_bytes([header[40], header[41], header[42], header[43]]);
    [Layout::Stereo, Layout::Mono]
        .into_iter()
        // The size at the front may be older than the one at the end.
        .find(|layout| bytes(*layout, 0)[8..40] == header[8..40] && header[..4] == *b"RIFF")
        .map(|layout| (layout, u64::from(data)))
}

pub(super) const LENGTH: usize = 44;
pub(super) const LENGTH_U64: u64 = 44;
const PCM: u16 = 1;
const BITS: u16 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_what_it_was_made_for() {
        for layout in [Layout::Stereo, Layout::Mono] {
            assert_eq!(parse(&bytes(layout, 6_400)), Some((layout, 6_400)));
        }
    }

    #[test]
    fn a_header_of_somebody_else_is_not_ours() {
        let mut header = bytes(Layout::Mono, 0);
        header[24] ^= 1;
        assert_eq!(parse(&header), None);
    }

    #[test]
    fn sizes_beyond_four_gigabytes_do_not_wrap() {
        let header = bytes(Layout::Mono, 1 << 33);
        assert_eq!(&header[4..8], &[0xff; 4]);
        assert_eq!(&header[40..], &[0xff; 4]);
    }
}
