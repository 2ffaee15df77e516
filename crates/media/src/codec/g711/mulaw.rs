//! Mu-law, which North America and Japan speak.

/// The byte for a sample.
#[must_use]
pub fn encode(sample: i16) -> u8 {
    // Four values share a table entry: mu-law knows fourteen bits.
    ENCODED[usize::from(sample.cast_unsigned() >> 2)]
}

/// The sample for a byte.
#[must_use]
pub const fn decode(byte: u8) -> i16 {
    DECODED[byte as usize]
}

/// ITU-T G.711 table 2a, on magnitudes of 14 bits: 8 segments that double in step, 16 steps each, bits inverted.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each part is masked to its bits; casts are all that const allows"
)]
const fn compress(sample: i16) -> u8 {
    let sample = (sample >> 2) as i32;
    let (sign, magnitude) = if sample < 0 {
        (0x80, -sample - 1)
    } else {
        (0, sample)
    };
    let biased = if magnitude > CLIP {
        CLIP + BIAS
    } else {
        magnitude + BIAS
    };
    // The segment is the place of the highest bit set; the bias makes bit 5 the lowest it can be.
    let segment = 26 - biased.leading_zeros() as i32;
    let step = (biased >> (segment + 1)) & 0x0f;
    !(sign | (segment << 4) | step) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the largest magnitude is 32124; casts are all that const allows"
)]
const fn expand(byte: u8) -> i16 {
    let bits = !byte as i32;
    let segment = (bits >> 4) & 0x07;
    let step = bits & 0x0f;
    let magnitude = ((((step << 1) + BIAS) << segment) - BIAS) << 2;
    (if bits & 0x80 == 0 { magnitude } else { -magnitude }) as i16
}

const BIAS: i32 = 33;
const CLIP: i32 = 8_158;

static ENCODED: [u8; 16_384] = {
    let mut table = [0; 16_384];
    let mut at = 0;
    while at < table.len() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "fourteen bits moved up by two are sixteen"
        )]
        let sample = ((at << 2) as u16).cast_signed();
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

    /// The upper ends of the segments as ITU-T G.711 table 2a prints them, on its scale of 8159.
    const SEGMENT_ENDS: [i32; 8] = [31, 95, 223, 479, 991, 2_015, 4_063, 8_159];

    /// The decision of the recommendation's table, written out the long way.
    fn by_table(sample: i16) -> u8 {
        let sample = i32::from(sample >> 2);
        let negative = sample < 0;
        let magnitude = if negative { -sample - 1 } else { sample }.min(8_158);
        let segment = SEGMENT_ENDS.iter().position(|end| magnitude < *end).unwrap();
        let step = if segment == 0 {
            (magnitude + 1) / 2
        } else {
            (magnitude - SEGMENT_ENDS[segment - 1]) / (2 << segment)
        };
        let bits = u8::try_from(segment * 16).unwrap() + u8::try_from(step).unwrap();
        if negative { 0x7f - bits } else { 0xff - bits }
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
            // There are two zeros, and the negative one is spoken as the positive one.
            let expected = if byte == 0x7f { 0xff } else { byte };
            assert_eq!(encode(decode(byte)), expected, "{byte}");
        }
    }

    #[test]
    fn decoding_is_the_middle_of_the_step_on_both_sides() {
        assert_eq!(decode(0xff), 0);
        assert_eq!(decode(0x80), 32_124);
        assert_eq!(decode(0x00), -32_124);
        assert_eq!(decode(0xfe), 8);
        for byte in 0x80..=u8::MAX {
            assert_eq!(decode(byte), -decode(byte & 0x7f));
        }
    }

    #[test]
    fn the_error_stays_within_half_a_step() {
        for sample in -32_000..=32_000_i16 {
            let error = (i32::from(decode(encode(sample))) - i32::from(sample)).abs();
            assert!(
                error <= 8 + i32::from(sample).abs() / 16,
                "{sample} is off by {error}"
            );
        }
    }
}
