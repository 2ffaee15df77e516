//! "In 20 minutes".

use jiff::SignedDuration;

use crate::prompt::reader::Reader;
use crate::prompt::token::Kind;

/// Passes the time to wait that stands here, if one does.
pub(super) fn eat(reader: &mut Reader<'_>) -> Option<SignedDuration> {
    let from = reader.at;
    let found = if reader.eat(&["in half an hour", "in a half hour"]) {
        Some(SignedDuration::from_mins(30))
    } else if reader.eat(&["in"]) {
        eat_amount(reader)
    } else {
        None
    };
    if found.is_none() {
        reader.at = from;
    }
    found
}

fn eat_amount(reader: &mut Reader<'_>) -> Option<SignedDuration> {
    let token = reader.peek()?;
    let letters = token
        .text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(token.text.len());
    let (count, unit) = match token.kind {
        Kind::Digits => {
            let (count, unit) = token.text.split_at(letters);
            (
                count.parse::<i64>().ok().filter(|count| *count <= AMOUNT_MAX)?,
                unit.to_owned(),
            )
        }
        Kind::Word => (number_word(&token.text)?, String::new()),
        Kind::Quote | Kind::Separator | Kind::Symbol => return None,
    };
    reader.at += 1;
    let unit = if unit.is_empty() {
        let unit = reader.word()?.to_owned();
        reader.at += 1;
        unit
    } else {
        unit
    };
    let seconds = match unit.as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "day" | "days" => 86_400,
        _ => return None,
    };
    Some(SignedDuration::from_secs(count * seconds))
}

fn number_word(word: &str) -> Option<i64> {
    const WORDS: &[(&str, i64)] = &[
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("sixty", 60),
    ];
    WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, count)| *count)
}

const AMOUNT_MAX: i64 = 100_000;
