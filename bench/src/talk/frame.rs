//! As much of RFC 6455 as a client of text messages needs.

/// Appends a text message, masked as clients must.
pub fn write_text(text: &[u8], out: &mut Vec<u8>) {
    out.push(FINAL | TEXT);
    match u16::try_from(text.len()) {
        Ok(length) if length < 126 => out.push(MASKED | u8::try_from(length).unwrap_or(0)),
        Ok(length) => {
            out.push(MASKED | 126);
            out.extend(length.to_be_bytes());
        }
        Err(_) => {
            out.push(MASKED | 127);
            out.extend((text.len() as u64).to_be_bytes());
        }
    }
    out.extend(MASK);
    let from = out.len();
    out.extend_from_slice(text);
    for (place, byte) in out[from..].iter_mut().enumerate() {
        *byte ^= MASK[place % MASK.len()];
    }
}

/// The first frame of these bytes: its kind, its payload, and how long it is in all. Servers do not mask.
pub fn first(bytes: &[u8]) -> Option<(Kind, &[u8], usize)> {
    let kind = match bytes.first()? & 0x0f {
        TEXT => Kind::Text,
        CLOSE => Kind::Close,
        _ => Kind::Other,
    };
    let (length, head) = match bytes.get(1)? & 0x7f {
        126 => (
            u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
            4,
        ),
        127 => (u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?), 10),
        short => (u64::from(short), 2),
    };
    let end = head + usize::try_from(length).ok()?;
    Some((kind, bytes.get(head..end)?, end))
}

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A message.
    Text,
    /// The end.
    Close,
    /// A ping, or what nobody sends here.
    Other,
}

const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;
const TEXT: u8 = 1;
const CLOSE: u8 = 8;
/// Masks keep proxies from being tricked; between two programs of one machine any will do.
const MASK: [u8; 4] = [0x5a, 0x13, 0xc7, 0x2e];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_masked_and_has_its_length() {
        for length in [5, 300, 70_000] {
            let mut out = Vec::new();
            write_text(&vec![b'x'; length], &mut out);
            assert_eq!(out[0], 0x81);
            assert!(out[1] >= 0x80);
            assert_eq!(out[out.len() - length] ^ MASK[0], b'x');
        }
    }

    #[test]
    fn a_frame_is_read_once_it_is_whole() {
        let bytes = [&[0x81, 3], &b"abc"[..], &[0x81]].concat();
        assert_eq!(first(&bytes), Some((Kind::Text, &b"abc"[..], 5)));
        assert_eq!(first(&bytes[..4]), None);
        assert_eq!(first(&[0x88, 0]), Some((Kind::Close, &[][..], 2)));
    }
}
