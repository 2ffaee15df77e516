//! Form bodies: ours to Twilio, and Twilio's to us.

use std::borrow::Cow;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The parameters of a form or a query, sorted as Twilio signs them: by name, then value, without repetitions.
#[derive(Debug, Default)]
pub(super) struct Parameters<'a> {
    pairs: Vec<Pair<'a>>,
}

/// A name and its value, decoded; mostly borrowed, since few need decoding.
type Pair<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

impl<'a> Parameters<'a> {
    /// Reads `application/x-www-form-urlencoded` bytes; `None` if there are absurdly many parameters.
    pub(super) fn read(text: &'a [u8]) -> Option<Self> {
        let mut pairs = Vec::with_capacity(USUAL_PARAMETERS);
        for part in text.split(|&byte| byte == b'&').filter(|part| !part.is_empty()) {
            if pairs.len() == PARAMETERS_MAX {
                return None;
            }
            let split = part.iter().position(|&byte| byte == b'=');
            let (name, value) = match split {
                Some(at) => (&part[..at], &part[at + 1..]),
                None => (part, &part[part.len()..]),
            };
            pairs.push((decode(name), decode(value)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Some(Self { pairs })
    }

    /// Names and values, in the order in which Twilio signs them.
    pub(super) fn signed(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.pairs.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The value of `name`, if it is there and not blank.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let at = self
            .pairs
            .partition_point(|(other, _)| **other < *name.as_bytes());
        let (found, value) = self.pairs.get(at)?;
        if **found != *name.as_bytes() || value.is_empty() {
            return None;
        }
        Some(String::from_utf8_lossy(value))
    }

    /// The value of `name` as a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.text(name)?.trim().parse().ok()
    }

    /// Every parameter as a JSON object, for the record; repeated ones become lists. They are sorted, so equal names
    /// stand together.
    pub(super) fn to_json(&self) -> String {
        let size: usize = self
            .pairs
            .iter()
            .map(|(name, value)| name.len() + value.len() + 6)
            .sum();
        let mut json = String::with_capacity(size + 2);
        json.push('{');
        for (index, same) in self.pairs.chunk_by(|one, next| one.0 == next.0).enumerate() {
            if index > 0 {
                json.push(',');
            }
            push_text(&mut json, &same[0].0);
            json.push(':');
            if let [(_, value)] = same {
                push_text(&mut json, value);
                continue;
            }
            for (index, (_, value)) in same.iter().enumerate() {
                json.push(if index == 0 { '[' } else { ',' });
                push_text(&mut json, value);
            }
            json.push(']');
        }
        json.push('}');
        json
    }
}

/// Writes a JSON text.
fn push_text(json: &mut String, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        json.push('"');
        json.push_str(&text);
        json.push('"');
    } else {
        json.push_str(&serde_json::Value::from(text).to_string());
    }
}

/// Writes a form body.
pub(super) fn encode(fields: &[(&str, Cow<'_, str>)]) -> Bytes {
    let mut body = String::with_capacity(fields.len() * 48);
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        body.extend(utf8_percent_encode(name, RESERVED));
        body.push('=');
        body.extend(utf8_percent_encode(value, RESERVED));
    }
    body.into()
}

/// Undoes percent-encoding and `+`; text without either is borrowed. Broken escapes stay as they are.
fn decode(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = text.iter().position(|byte| matches!(byte, b'%' | b'+')) else {
        return Cow::Borrowed(text);
    };
    let mut plain = Vec::with_capacity(text.len());
    plain.extend_from_slice(&text[..first]);
    let mut rest = &text[first..];
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => plain.push(b' '),
            b'%' => match hex_byte(after) {
                Some(value) => {
                    plain.push(value);
                    rest = &after[2..];
                }
                None => plain.push(b'%'),
            },
            other => plain.push(other),
        }
    }
    Cow::Owned(plain)
}

fn hex_byte(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let [high, low, ..] = text else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// Everything but the characters that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// A status callback carries about 25.
const USUAL_PARAMETERS: usize = 32;
/// Nothing that Twilio sends comes near; a body with more is an attack on our time.
const PARAMETERS_MAX: usize = 1_000;
