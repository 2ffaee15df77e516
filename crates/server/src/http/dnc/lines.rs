//! Reads numbers that must not be called out of what somebody pasted.

use std::collections::BTreeSet;

use outdial_domain::list::{ListError, read_numbers};
use outdial_domain::phone::PhoneNumber;
use serde::Serialize;
use utoipa::ToSchema;

/// A line that holds no number.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnreadLine {
    /// The line, from 1.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// A stable code.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// What was pasted.
#[derive(Debug, Default)]
pub struct Pasted {
    /// The numbers, each once, in their order.
    pub numbers: Vec<PhoneNumber>,
    /// The lines that hold none.
    pub unread: Vec<UnreadLine>,
}

/// Reads pasted text or a CSV file.
///
/// # Errors
/// When it is too large.
pub fn read(text: &str, default_region: &str) -> Result<Pasted, ListError> {
    let mut pasted = Pasted::default();
    let mut seen = BTreeSet::new();
    for line in read_numbers(text.as_bytes(), default_region)?.lines {
        // A list of people to call refuses whoever is marked "do not call"; here they are who we want.
        let marked = |code: &str| code == MARKED;
        match line.result {
            Ok(phone) => pasted.take(phone, &mut seen),
            Err(error) => match number_within(&line.raw, default_region).filter(|_| marked(error.code)) {
                Some(phone) => pasted.take(phone, &mut seen),
                None => pasted.unread.push(UnreadLine {
                    line: line.line_no,
                    raw: line.raw,
                    code: error.code.to_owned(),
                    message: error.message,
                }),
            },
        }
    }
    Ok(pasted)
}

impl Pasted {
    fn take(&mut self, phone: PhoneNumber, seen: &mut BTreeSet<String>) {
        if seen.insert(phone.e164().to_owned()) {
            self.numbers.push(phone);
        }
    }
}

fn number_within(raw: &str, default_region: &str) -> Option<PhoneNumber> {
    raw.split([',', ';', '\t', '|'])
        .find_map(|cell| PhoneNumber::parse(cell.trim().trim_matches('"'), default_region).ok())
}

const MARKED: &str = "marked_do_not_call";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_taken_once_and_the_rest_is_named() {
        let pasted = read("+14155552671\n(415) 555-2671\nnonsense\n", "US").unwrap();
        assert_eq!(pasted.numbers.len(), 1);
        assert_eq!(pasted.unread.len(), 1);
        assert_eq!(
            (pasted.unread[0].line, pasted.unread[0].raw.as_str()),
            (3, "nonsense")
        );
    }

    #[test]
    fn people_marked_as_not_to_be_called_are_the_point() {
        let pasted = read("name,phone,note\nMaria,+14155552671,do not call\n", "US").unwrap();
        assert_eq!(pasted.numbers.len(), 1, "{:?}", pasted.unread);
    }
}
