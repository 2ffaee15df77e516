//! A-law, which Europe and most of the world speak.

/// The byte for a sample.
#[must_use]
pub fn encode(sample: i16) -> u8 {
    // Eight values share a table entry: A-law knows thirteen bits.
    ENCODED[usize::from(sample.cast_unsigned() >> 3)]
}

/// The sample for a byte.
#[must_use]
pub const fn decode(byte: u8) -> i16 {
    DECODED[byte as usize]
}

/// ITU-T G.711 table 1a, on magnitudes of 12 bits: the first two segments share a step, every second bit inverted.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each part is masked to its bits; casts are all that const allows"
)]
const fn compress(sample: i16) -> u8 {
    let sample = (sample >> 3) as i32;
    let (sign, magnitude) = if sample < 0 {
        (0, -sample - 1)
    } else {
        (0x80, sample)
    };
    let bits = if magnitude < 32 {
        magnitude >> 1
    } else {
        let segment = 27 - magnitude.leading_zeros() as i32;
        (segment << 4) | ((magnitude >> segment) & 0x0f)
    };
    ((sign | bits) ^ 0x55) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the largest magnitude is 32256; casts are all that const allows"
)]
const fn expand(byte: u8) -> i16 {
    let bits = (byte ^ 0x55) as i32;
    let segment = (bits >> 4) & 0x07;
    let step = bits & 0x0f;
    let magnitude = if segment == 0 {
        (step << 4) + 8
    } else {
        ((step << 4) + 0x108) << (segment - 1)
    };
    (if bits & 0x80 == 0 { -magnitude } else { magnitude }) as i16
}

static ENCODED: [u8; 8_192] = {
    let mut table = [0; 8_192];
    let mut at = 0;
    while at < table.len() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "thirteen bits moved up by three are sixteen"
        )]
        let sample = ((at << 3) as u16).cast_signed();
        table[at] = compress(sample);
        at += 1;
    }
    table
};

static DECODED: [i16; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < table.len() {
        #[expect(clippy::cast_possible_truncation, reason = "the table has 256 entries")]
        let byte = at as u8;
        table[at] = expand(byte);
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The upper ends of the segments as ITU-T G.711 table 1a prints them, on its scale of 4096.
    const SEGMENT_ENDS: [i32; 8] = [32, 64, 128, 256, 512, 1_024, 2_048, 4_096];

    /// The decision of the recommendation's table, written out the long way.
    fn by_table(sample: i16) -> u8 {
        let sample = i32::from(sample >> 3);
        let negative = sample < 0;
        let magnitude = if negative { -sample - 1 } else { sample };
        let segment = SEGMENT_ENDS.iter().position(|end| magnitude < *end).unwrap();
        let step = if segment == 0 {
            magnitude / 2
        } else {
            (magnitude - SEGMENT_ENDS[segment - 1]) / (1 << segment)
        };
        let bits = u8::try_from(segment * 16).unwrap() + u8::try_from(step).unwrap();
        (if negative { bits } else { bits | 0x80 }) ^ 0x55
    }

    #[test]
    fn every_sample_is_encoded_as_the_recommendation_prints_it() {
        for sample in i16::MIN..=i16::MAX {
            assert_eq!(encode(sample), by_table(sample), "{sample}");
        }
    }

    #[test]
    fn every_byte_comes_back_as_itself() {
        for byte in 0..=u8::MAX {
            assert_eq!(encode(decode(byte)), byte);
        }
    }

    #[test]
    fn decoding_is_the_middle_of_the_step_on_both_sides() {
        assert_eq!(decode(0xd5), 8);
        assert_eq!(decode(0x55), -8);
        assert_eq!(decode(0xaa), 32_256);
        for byte in 0x80..=u8::MAX {
            assert_eq!(decode(byte), -decode(byte & 0x7f));
        }
    }
}
