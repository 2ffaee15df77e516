//! People who do not want to be called, as lists mark them.

/// Whether a text beside a number says that it must not be called.
pub(super) fn is_objection(text: &str) -> bool {
    let words = simplify(text);
    WHOLE.contains(&words.trim()) || PHRASES.iter().any(|phrase| words.contains(phrase))
}

/// Whether a cell under a heading like `do not call` means yes.
pub(super) fn is_yes(cell: &str) -> bool {
    !NO.contains(&simplify(cell).trim())
}

/// Lower case with single spaces around every word, so that phrases match at word boundaries.
fn simplify(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for character in text.chars().filter(|c| !matches!(c, '\'' | '’')) {
        if character.is_alphanumeric() {
            words.extend(character.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

const PHRASES: &[&str] = &[
    " do not call ",
    " dont call ",
    " donotcall ",
    " do not contact ",
    " dont contact ",
    " do not phone ",
    " do not ring ",
    " never call ",
    " stop calling ",
    " no calls ",
    " opted out ",
    " opt out ",
    " optout ",
    " unsubscribed ",
    " nicht anrufen ",
    " no llamar ",
    " ne pas appeler ",
];
const WHOLE: &[&str] = &["dnc", "stop", "do not", "blocked", "robinson"];
const NO: &[&str] = &["", "0", "no", "n", "false", "f", "nein", "non"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objections_are_recognised_at_word_boundaries() {
        for text in [
            "DO NOT CALL",
            "Maria (don't call!)",
            "dnc",
            "Opted-out 2024",
            "asked: Do_Not_Contact",
        ] {
            assert!(is_objection(text), "{text}");
        }
        for text in [
            "Maria",
            "",
            "Stopford Ltd",
            "Donald Notcallum",
            "call first thing",
            "Dncan",
        ] {
            assert!(!is_objection(text), "{text}");
        }
    }

    #[test]
    fn only_an_explicit_no_means_no() {
        assert!(
            ["yes", "x", "1", "TRUE", "2024-01-01"]
                .iter()
                .all(|cell| is_yes(cell))
        );
        assert!(["", " ", "No", "0", "FALSE"].iter().all(|cell| !is_yes(cell)));
    }
}
