//! From the many ways people write numbers to the plain characters that a numbering plan reads.

use super::PhoneError;

/// Longer texts are not one number; the bound keeps hostile input cheap.
const MAX_CHARS: usize = 80;

/// A number as written, in plain ASCII, with wrapping removed.
pub(super) struct Notation {
    /// What is left to read.
    pub text: String,
    /// Only the digits of `text`.
    pub digits: String,
    /// Whether the text starts with a plus sign, so that the default region has no say.
    pub international: bool,
    /// Whether a `tel:` link says by `phone-context` where the number belongs.
    pub has_context: bool,
}

/// Reduces a written number to ASCII and refuses characters that no notation has.
pub(super) fn read(written: &str) -> Result<Notation, PhoneError> {
    let mut text = String::with_capacity(written.len().min(MAX_CHARS));
    for (count, character) in written.chars().filter(|&c| !is_invisible(c)).enumerate() {
        if count >= MAX_CHARS && !character.is_whitespace() {
            return Err(PhoneError::TooLong);
        }
        text.push(plain(character));
    }
    let unwrapped = without_scheme(text.trim_matches(is_wrapping));
    let unwrapped = unwrapped
        .trim_matches(is_wrapping)
        .trim_end_matches(['.', ',', ';']);
    if unwrapped.is_empty() {
        return Err(PhoneError::Empty);
    }
    if let Some(stray) = unwrapped.chars().find(|&c| !is_notation(c)) {
        return Err(if stray.is_alphabetic() {
            PhoneError::HasLetters
        } else {
            PhoneError::UnexpectedCharacter(stray)
        });
    }
    let start = unwrapped.trim_start_matches(['(', '[', ' ']);
    match start.chars().next() {
        Some(first) if first == '+' || first.is_ascii_digit() => {}
        Some(first) if first.is_ascii_alphabetic() => return Err(PhoneError::HasLetters),
        Some(first) => return Err(PhoneError::UnexpectedCharacter(first)),
        None => return Err(PhoneError::Empty),
    }
    Ok(Notation {
        digits: unwrapped.chars().filter(char::is_ascii_digit).collect(),
        international: start.starts_with('+'),
        has_context: unwrapped.contains(";phone-context="),
        text: unwrapped.to_owned(),
    })
}

/// Marks that copying from address books and web pages leaves behind.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The ASCII form of look-alikes: full-width forms, typographic dashes and spaces, other scripts' digits.
fn plain(c: char) -> char {
    let digit_of_block = |zero: u32| char::from_digit(u32::from(c) - zero, 10).unwrap_or(c);
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{0660}'..='\u{0669}' => digit_of_block(0x0660),
        '\u{06f0}'..='\u{06f9}' => digit_of_block(0x06f0),
        '\u{0966}'..='\u{096f}' => digit_of_block(0x0966),
        '\u{09e6}'..='\u{09ef}' => digit_of_block(0x09e6),
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '·' | '•' => '.',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Quotes, and the `=` and `'` that spreadsheets put before text.
const fn is_wrapping(c: char) -> bool {
    matches!(c, ' ' | '"' | '\'' | '=' | '<' | '>' | '`')
}

const fn is_notation(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '+' | '(' | ')' | '[' | ']' | '-' | '.' | '/' | ' ' | '~' | ',' | ';' | '=' | '#' | ':'
        )
}

fn without_scheme(text: &str) -> &str {
    match text.split_at_checked(4) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest.trim_start_matches('/'),
        _ => text,
    }
}
