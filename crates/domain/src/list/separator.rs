//! The first line `sep=;`, by which a file tells Excel what stands between its cells.

use super::records::Line;

/// The separator that the first line declares, and the lines that follow it; all lines when there is no such line.
pub(super) fn declared<'a, 'text>(lines: &'a [Line<'text>]) -> (Option<char>, &'a [Line<'text>]) {
    let Some((first, rest)) = lines.split_first() else {
        return (None, lines);
    };
    match separator(first.text) {
        Some(separator) => (Some(separator), rest),
        None => (None, lines),
    }
}

fn separator(line: &str) -> Option<char> {
    // Not trimmed at the end: the separator may be a tab.
    let line = line.trim_start_matches([' ', '\u{feff}']);
    let line = line
        .strip_prefix('"')
        .and_then(|quoted| quoted.trim_end().strip_suffix('"'))
        .unwrap_or(line);
    let (key, value) = line.split_at_checked(KEY.len())?;
    let mut characters = value.chars();
    let separator = characters.next().filter(|c| !c.is_alphanumeric() && *c != '"')?;
    let is_alone = characters.as_str().trim().is_empty();
    (key.eq_ignore_ascii_case(KEY) && is_alone).then_some(separator)
}

const KEY: &str = "sep=";
