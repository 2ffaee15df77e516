//! What a text in the search box asks for.

use outdial_domain::PhoneNumber;

/// What a search asks for: beginnings found by index, and patterns looked for among the newest calls.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search {
    /// Column and beginning.
    pub(super) prefixes: Vec<(&'static str, String)>,
    /// Column and LIKE pattern.
    pub(super) anywhere: Vec<(&'static str, String)>,
}

impl Search {
    pub(super) fn of(text: &str) -> Self {
        let name = text.trim().to_lowercase();
        let mut prefixes = vec![("name_key", name.clone())];
        let mut anywhere = vec![("name_key", format!("%{}%", escape(&name)))];
        if let Some(digits) = digits_of(text) {
            prefixes.push(("phone", format!("+{digits}")));
            prefixes.push(("phone_tail", digits.chars().rev().collect()));
            anywhere.push(("phone", format!("%{digits}%")));
        }
        Self { prefixes, anywhere }
    }
}

/// A number's digits backwards: people search by the last ones, and indexes find them by their beginning.
pub(crate) fn tail_of(phone: &PhoneNumber) -> String {
    phone.e164().chars().rev().filter(char::is_ascii_digit).collect()
}

/// The digits of what looks like a number or part of one.
pub(crate) fn digits_of(text: &str) -> Option<String> {
    let notation = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-().,/".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (text.chars().all(notation) && !digits.is_empty()).then_some(digits)
}

/// A text in which signs with a meaning in patterns are only themselves.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_first_and_last_digits_in_any_notation() {
        let search = Search::of(" (415) 555-26");
        assert!(search.prefixes.contains(&("phone", "+41555526".to_owned())));
        assert!(search.prefixes.contains(&("phone_tail", "62555514".to_owned())));
        assert!(search.anywhere.contains(&("phone", "%41555526%".to_owned())));
    }

    #[test]
    fn signs_with_a_meaning_in_patterns_are_only_themselves() {
        assert_eq!(
            Search::of("50%_\\").anywhere,
            [("name_key", "%50\\%\\_\\\\%".to_owned())]
        );
    }
}
