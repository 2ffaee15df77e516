//! How the numbers of one file are read: by the region of the workspace, and by what a spreadsheet did to the file.

use super::preview::LineError;
use crate::phone::PhoneNumber;

/// How the numbers of one file are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    region: &'a str,
    /// A spreadsheet took the numbers of the file for quantities, which loses their plus signs.
    plus_lost: bool,
}

impl<'a> Reader<'a> {
    /// For a file with this text; `region` is how numbers in national notation are read.
    pub fn of(text: &str, region: &'a str) -> Self {
        Self {
            region,
            plus_lost: holds_quantities(text),
        }
    }

    pub fn region(&self) -> &'a str {
        self.region
    }

    /// A single number; what spreadsheets do to numbers is refused with the remedy.
    pub fn number(&self, text: &str) -> Result<PhoneNumber, LineError> {
        let number = PhoneNumber::parse(text, self.region)
            .map_err(|error| spoilt(text).unwrap_or_else(|| error.into()))?;
        if self.plus_lost && self.may_be_another(text, &number) {
            return Err(LineError::new(
                "number_ambiguous",
                "A spreadsheet has taken the numbers of this file for quantities, which loses their plus signs, and with \
                 a plus sign this is another number. Format the column as text and export again, or write + and the \
                 country code.",
            ));
        }
        Ok(number)
    }

    /// Whether bare digits are another number when a plus sign stood before them.
    fn may_be_another(&self, text: &str, number: &PhoneNumber) -> bool {
        let bare = text.trim();
        bare.bytes().all(|byte| byte.is_ascii_digit())
            && PhoneNumber::parse(&format!("+{bare}"), self.region).is_ok_and(|other| other != *number)
    }
}

/// Text that a program wrote in place of the number that was there.
fn spoilt(text: &str) -> Option<LineError> {
    let bare = text.trim().trim_matches(['"', '\'', '=']);
    if EMPTY_WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word)) {
        return Some(LineError::new(
            "number_missing",
            format!("It says \"{bare}\" where the number should be."),
        ));
    }
    is_quantity(bare).then(|| {
        LineError::new(
            "number_reformatted",
            "A spreadsheet has turned the phone number into a decimal; format the column as text and export again.",
        )
    })
}

/// Whether it is a decimal, as `14155552671.0` and `1.41556E+10` are.
fn is_quantity(bare: &str) -> bool {
    let decimal = bare.trim_start_matches('+').replace(',', ".");
    decimal.starts_with(|c: char| c.is_ascii_digit())
        && decimal.contains(['.', 'e', 'E'])
        && decimal.parse::<f64>().is_ok()
}

/// Whether a cell holds a phone number that became a quantity. Prices and versions are decimals as well, but never
/// this large.
fn holds_quantities(text: &str) -> bool {
    let is_end = |c: char| matches!(c, ',' | ';' | '\t' | '|' | '\n' | '\r' | '"');
    let around = |at: usize| {
        let start = text[..at].rfind(is_end).map_or(0, |end| end + 1);
        let end = text[at..].find(is_end).map_or(text.len(), |length| at + length);
        text[start..end].trim()
    };
    let large = |at: usize| {
        let cell = around(at);
        is_quantity(cell) && cell.parse::<f64>().is_ok_and(|value| value >= LEAST_NUMBER)
    };
    let found = |mark: &str| text.match_indices(mark).any(|(at, _)| large(at));
    MARKS.iter().any(|mark| found(mark))
}

/// What programs write for "nothing".
const EMPTY_WORDS: [&str; 8] = ["nan", "null", "none", "nil", "n/a", "na", "undefined", "-"];
/// How programs end a quantity that was a whole number, or write one that is long.
const MARKS: [&str; 3] = [".0", "E+", "e+"];
/// The shortest numbers with their country code have eight digits.
const LEAST_NUMBER: f64 = 1e7;
