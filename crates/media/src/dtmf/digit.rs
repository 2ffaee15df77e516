//! The sixteen keys.

use std::fmt;

/// A key of a telephone: a row tone and a column tone.
///
/// Debug output does not say which: digits are card numbers and secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digit {
    row: u8,
    column: u8,
}

impl Digit {
    /// The key with this sign: `0` to `9`, `*`, `#`, `A` to `D`.
    #[must_use]
    pub fn from_char(sign: char) -> Option<Self> {
        let sign = sign.to_ascii_uppercase();
        let place = KEYS.chars().position(|key| key == sign)?;
        let place = u8::try_from(place).ok()?;
        Some(Self {
            row: place / 4,
            column: place % 4,
        })
    }

    /// The key in this row and column, each 0 to 3.
    pub(super) fn at(row: usize, column: usize) -> Option<Self> {
        KEYS.chars().nth(row * 4 + column).and_then(Self::from_char)
    }

    /// The sign on the key.
    #[must_use]
    pub fn to_char(self) -> char {
        let place = usize::from(self.row * 4 + self.column);
        KEYS.as_bytes().get(place).copied().map_or('?', char::from)
    }

    /// The frequencies of its two tones.
    #[must_use]
    pub fn tones(self) -> (f32, f32) {
        (
            ROWS_HZ[usize::from(self.row)],
            COLUMNS_HZ[usize::from(self.column)],
        )
    }
}

impl fmt::Debug for Digit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Digit(*)")
    }
}

impl fmt::Display for Digit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.to_char())
    }
}

/// One step of a dialling string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialled {
    /// A key is pressed.
    Press(Digit),
    /// `w`: half a second passes.
    HalfSecond,
    /// `W`: a second passes.
    Second,
}

/// A dialling string that cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigitsError {
    /// It holds a sign that no telephone has.
    #[error("{0:?} is not a key: use 0-9, *, #, A-D, w for half a second, W for a second")]
    NotAKey(char),
    /// It is empty, or longer than 32 signs.
    #[error("between 1 and {LONGEST} digits can be sent at once")]
    Length,
}

/// Reads a dialling string such as `1w234#`.
///
/// # Errors
/// When it is empty, too long, or holds something that is not a key.
pub fn parse(text: &str) -> Result<Vec<Dialled>, DigitsError> {
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(DigitsError::Length);
    }
    text.chars()
        .map(|sign| match sign {
            'w' => Ok(Dialled::HalfSecond),
            'W' => Ok(Dialled::Second),
            key => Digit::from_char(key)
                .map(Dialled::Press)
                .ok_or(DigitsError::NotAKey(key)),
        })
        .collect()
}

const KEYS: &str = "123A456B789C*0#D";

/// The tones of the rows, from the top.
pub(super) const ROWS_HZ: [f32; 4] = [697.0, 770.0, 852.0, 941.0];

/// The tones of the columns, from the left.
pub(super) const COLUMNS_HZ: [f32; 4] = [1_209.0, 1_336.0, 1_477.0, 1_633.0];

/// As many as carriers take.
const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_sign_and_its_two_tones() {
        for sign in "123A456B789C*0#D".chars() {
            assert_eq!(Digit::from_char(sign).unwrap().to_char(), sign);
        }
        assert_eq!(Digit::from_char('5').unwrap().tones(), (770.0, 1_336.0));
        assert_eq!(Digit::from_char('#').unwrap().tones(), (941.0, 1_477.0));
    }

    #[test]
    fn what_no_telephone_has_is_refused_by_name() {
        assert_eq!(parse("12x"), Err(DigitsError::NotAKey('x')));
        assert_eq!(parse(""), Err(DigitsError::Length));
        assert_eq!(parse(&"1".repeat(33)), Err(DigitsError::Length));
        assert_eq!(parse("1wW").unwrap().len(), 3);
    }
}
