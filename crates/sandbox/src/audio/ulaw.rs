//! G.711 mu-law, written for this side of the wire alone so that it can judge the other side's.

use super::frame::{Frame, SAMPLES, SILENCE};

/// One frame as bytes on the wire.
pub(crate) fn encode(frame: &Frame) -> [u8; SAMPLES] {
    frame.map(byte)
}

/// Bytes from the wire as a frame; what is missing is silence, what is too much is left out.
pub(crate) fn decode(bytes: &[u8]) -> Frame {
    let mut frame = SILENCE;
    for (sample, byte) in frame.iter_mut().zip(bytes) {
        *sample = TABLE[usize::from(*byte)];
    }
    frame
}

/// One sample.
pub(super) fn decode_byte(byte: u8) -> i16 {
    TABLE[usize::from(byte)]
}

/// Two sounds of equal length on top of each other.
pub(super) fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let both = one.iter().zip(other);
    both.map(|(a, b)| byte(TABLE[usize::from(*a)].saturating_add(TABLE[usize::from(*b)])))
        .collect()
}

fn byte(sample: i16) -> u8 {
    let sign = if sample < 0 { 0x80 } else { 0 };
    let magnitude = sample.unsigned_abs().min(CLIP) + BIAS;
    // The highest set bit is between 7 and 14, as the bias sets bit 7 at least.
    let segment = 8 - u16::try_from(magnitude.leading_zeros()).unwrap_or(8);
    let step = (magnitude >> (segment + 3)) & 0x0f;
    let code = u8::try_from((segment << 4) | step).unwrap_or(0x7f);
    !(sign | code)
}

const fn sample(byte: u8) -> i16 {
    let code = !byte;
    let step = (code & 0x0f) as i16;
    let segment = (code >> 4) & 0x07;
    let magnitude = (((step << 3) + BIAS as i16) << segment) - BIAS as i16;
    if code & 0x80 == 0 { magnitude } else { -magnitude }
}

const fn table() -> [i16; 256] {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = sample(byte);
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

const BIAS: u16 = 0x84;
const CLIP: u16 = 32_635;
const TABLE: [i16; 256] = table();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_come_out() {
        let table = [(0xff_u8, 0_i16), (0x80, 32_124), (0x00, -32_124), (0xce, 988)];
        for (code, value) in table {
            assert_eq!(TABLE[usize::from(code)], value, "{code:#x}");
            assert_eq!(byte(value), code, "{value}");
        }
        assert_eq!(byte(i16::MIN), 0x00);
        assert_eq!(byte(i16::MAX), 0x80);
    }

    #[test]
    fn every_code_survives_the_way_there_and_back() {
        for code in 0..=u8::MAX {
            // Two codes mean zero; one of them comes back as the other.
            let expected = if code == 0x7f { 0xff } else { code };
            assert_eq!(byte(TABLE[usize::from(code)]), expected);
        }
    }
}
