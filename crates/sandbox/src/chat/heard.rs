//! What the other side wants, by key words.

/// What the other side wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    NeverAgain,
    NotInterested,
    Person,
    Mail,
    Later,
    Goodbye,
    Yes,
    Times,
    Other,
}

/// Reads a wish out of what was said. A no of any kind goes before a yes, and whoever asks does not agree yet.
pub(super) fn wish(said: &str) -> Wish {
    let text = words(said);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(&format!(" {phrase} ")));
    if has(&NEVER_AGAIN) {
        Wish::NeverAgain
    } else if has(&NOT_INTERESTED) {
        Wish::NotInterested
    } else if has(&PERSON) {
        Wish::Person
    } else if has(&MAIL) {
        Wish::Mail
    } else if has(&LATER) {
        Wish::Later
    } else if has(&GOODBYE) {
        Wish::Goodbye
    } else if has(&YES) && !said.contains('?') {
        Wish::Yes
    } else if has(&TIMES) || has(&YES) {
        Wish::Times
    } else {
        Wish::Other
    }
}

/// Words alone, each with a space on both sides.
fn words(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|sign| !matches!(sign, '\'' | '’'))
        .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

const NEVER_AGAIN: [&str; 8] = [
    "do not call",
    "dont call",
    "never call",
    "stop calling",
    "take me off",
    "remove me",
    "remove my number",
    "do not contact",
];
const NOT_INTERESTED: [&str; 6] = [
    "not interested",
    "no interest",
    "not for us",
    "no thanks",
    "no thank you",
    "we dont need",
];
const PERSON: [&str; 6] = [
    "a person",
    "a human",
    "real person",
    "put me through",
    "colleague",
    "talk to somebody",
];
const MAIL: [&str; 5] = ["send me", "e mail", "email me", "in writing", "mail me"];
const LATER: [&str; 10] = [
    "call later",
    "call me later",
    "call back",
    "call me back",
    "call again",
    "call me again",
    "call me tomorrow",
    "call tomorrow",
    "another day",
    "no time",
];
const GOODBYE: [&str; 4] = ["goodbye", "good bye", "bye", "hang up"];
const YES: [&str; 16] = [
    "yes",
    "yeah",
    "sure",
    "ok",
    "okay",
    "fine",
    "perfect",
    "great",
    "agreed",
    "deal",
    "works",
    "suits me",
    "sounds good",
    "book",
    "the first",
    "take it",
];
const TIMES: [&str; 14] = [
    "time",
    "times",
    "when",
    "free",
    "available",
    "availability",
    "appointment",
    "meeting",
    "meet",
    "slot",
    "slots",
    "schedule",
    "calendar",
    "demo",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_words_say_what_is_wanted() {
        for (said, wanted) in [
            ("Take me off your list, and DON'T call again!", Wish::NeverAgain),
            ("Do not call me. Bye.", Wish::NeverAgain),
            ("No, thank you, I am not interested.", Wish::NotInterested),
            ("I have no time, call me tomorrow at ten.", Wish::Later),
            ("Can I talk to a person, please?", Wish::Person),
            ("Send me an e-mail about it.", Wish::Mail),
            ("Not now. Goodbye.", Wish::Goodbye),
            ("Yes, that works for me.", Wish::Yes),
            ("OK", Wish::Yes),
            ("Does Tuesday work? What times are free?", Wish::Times),
            ("Sure, when could we meet?", Wish::Times),
            ("That does not suit me. Have you another time?", Wish::Times),
            ("Who is this?", Wish::Other),
            ("Is this a book shop?", Wish::Times),
            ("", Wish::Other),
        ] {
            assert_eq!(wish(said), wanted, "{said}");
        }
    }
}
