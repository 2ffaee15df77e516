//! A command's text in tokens; every character that could mean something is in one.

use super::refusal::NotUnderstood;

/// A piece of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// Lower case with straight apostrophes; for a quote, the text inside, as written.
    pub text: String,
    /// Where it stands in the command.
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Starts like a number: digits, notation, perhaps letters (`3pm`, `1-800-FLOWERS`).
    Digits,
    Quote,
    /// A comma, a semicolon, a line end, `&`, a stop: it separates and means nothing by itself.
    Separator,
    /// Anything else.
    Symbol,
}

/// The tokens of a command. An unclosed quotation mark is refused: nobody knows what it was to enclose.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, NotUnderstood> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if (first.is_whitespace() && first != '\n') || is_invisible(first) {
            at += first.len_utf8();
            continue;
        }
        let (kind, length, inner) = match quote(rest, text[..at].chars().next_back()) {
            Some(Some((inner, length))) => (Kind::Quote, length, Some(inner)),
            Some(None) => return Err(NotUnderstood::quote_unclosed(&excerpt(rest))),
            None => {
                let (kind, length) = plain(rest, first);
                (kind, length, None)
            }
        };
        let written = &rest[..length];
        let text = inner.map_or_else(|| written.to_lowercase().replace('’', "'"), str::to_owned);
        found.push(Token {
            kind,
            text,
            start: at,
            end: at + length,
        });
        at += length;
    }
    Ok(found)
}

fn plain(rest: &str, first: char) -> (Kind, usize) {
    let run = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    if starts_number(rest, first) {
        let length = rest[..run(is_number_part)]
            .trim_end_matches(['.', '-', ':', '/', '('])
            .len();
        return (Kind::Digits, length.max(first.len_utf8()));
    }
    if first.is_alphabetic() {
        if let Some(length) = meridiem(rest) {
            return (Kind::Word, length);
        }
        let length = rest[..run(is_word_part)].trim_end_matches(['\'', '’']).len();
        return (Kind::Word, length.max(first.len_utf8()));
    }
    let kind = match first {
        ',' | ';' | '\n' | '&' | '.' | '!' | '?' | '-' | '–' | '—' => Kind::Separator,
        _ => Kind::Symbol,
    };
    (kind, first.len_utf8())
}

fn starts_number(rest: &str, first: char) -> bool {
    match first {
        '+' | '＋' => true,
        '(' => rest[1..]
            .trim_start()
            .starts_with(|c: char| c.is_numeric() || c == '+'),
        _ => first.is_numeric(),
    }
}

/// `a.m.` and `p.m.` have stops inside.
fn meridiem(rest: &str) -> Option<usize> {
    let head = rest.get(..3)?;
    let is_one = head.eq_ignore_ascii_case("a.m") || head.eq_ignore_ascii_case("p.m");
    let after = rest[3..].chars().next();
    (is_one && !after.is_some_and(char::is_alphanumeric)).then(|| if after == Some('.') { 4 } else { 3 })
}

/// The text inside the quotation marks that open here, and its length with them; `Some(None)` when they do not
/// close, `None` when this is no opening mark.
fn quote(rest: &str, before: Option<char>) -> Option<Option<(&str, usize)>> {
    let open = rest.chars().next()?;
    let closers: &[char] = match open {
        '"' => &['"', '”', '“'],
        '“' => &['”', '"', '“'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        '‘' => &['’'],
        '\'' => &['\''],
        _ => return None,
    };
    let body = &rest[open.len_utf8()..];
    let single = matches!(open, '\'' | '‘');
    if single && before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let closes = |at: usize, mark: char| {
        // An apostrophe inside a word does not end a quote that an apostrophe began.
        let after = body[at + mark.len_utf8()..].chars().next();
        !single || !after.is_some_and(char::is_alphanumeric)
    };
    let end = body
        .char_indices()
        .find(|(at, mark)| closers.contains(mark) && closes(*at, *mark));
    match end {
        Some((at, mark)) => Some(Some((&body[..at], open.len_utf8() + at + mark.len_utf8()))),
        // A lone apostrophe opens nothing ("'tis").
        None if single => None,
        None => Some(None),
    }
}

fn is_number_part(c: char) -> bool {
    c.is_alphanumeric()
        || is_invisible(c)
        || matches!(
            c,
            '+' | '(' | ')' | '-' | '.' | '/' | ':' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '_')
}

/// Marks that copying leaves behind; the reader of numbers drops them too.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The beginning of a text, short enough for a sentence.
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

const EXCERPT_CHARS: usize = 60;
