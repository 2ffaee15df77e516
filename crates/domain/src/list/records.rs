//! Physical lines, and the CSV records (RFC 4180) that they make up.

/// A physical line without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub no: u32,
    pub text: &'a str,
    /// Where the text starts in the whole.
    start: usize,
}

/// A record: one line, or several joined by quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub line_no: u32,
    /// The text of all its lines.
    pub raw: &'a str,
    /// Its cells, or nothing when its quotes do not add up.
    pub cells: Option<Vec<String>>,
}

/// The lines of a text; `\n`, `\r\n` and a lone `\r` end a line.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut start, mut no) = (0, 1);
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b'\n' | b'\r') {
            found.push(Line {
                no,
                text: &text[start..at],
                start,
            });
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                at += 1;
            }
            start = at + 1;
            no += 1;
        }
        at += 1;
    }
    if start < bytes.len() {
        found.push(Line {
            no,
            text: &text[start..],
            start,
        });
    }
    found
}

/// The records of a text, blank lines left out. A line whose quotes do not add up is a record by itself, so that
/// one stray quote never swallows the people after it.
pub(super) fn records<'a>(text: &'a str, lines: &[Line<'a>], delimiter: char) -> Vec<Record<'a>> {
    Records::of(text, lines, delimiter).collect()
}

/// The same one by one: a file of a million records need not be in memory in pieces as well.
pub(super) struct Records<'a, 'l> {
    text: &'a str,
    lines: &'l [Line<'a>],
    delimiter: char,
}

impl<'a, 'l> Records<'a, 'l> {
    pub(super) fn of(text: &'a str, lines: &'l [Line<'a>], delimiter: char) -> Self {
        Self {
            text,
            lines,
            delimiter,
        }
    }
}

impl<'a> Iterator for Records<'a, '_> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let blank = self.lines.iter().take_while(|line| line.text.trim().is_empty());
        self.lines = &self.lines[blank.count()..];
        let line = self.lines.first()?;
        let (cells, used) = match cells(self.text, self.lines, self.delimiter) {
            Some((cells, used)) => (Some(cells), used),
            None => (None, 1),
        };
        let last = self.lines[used - 1];
        let raw = &self.text[line.start..last.start + last.text.len()];
        self.lines = &self.lines[used..];
        Some(Record {
            line_no: line.no,
            raw,
            cells,
        })
    }
}

/// The cells of the record that starts with the first line, and how many lines it takes.
fn cells(text: &str, lines: &[Line<'_>], delimiter: char) -> Option<(Vec<String>, usize)> {
    let mut cells = Vec::new();
    let mut used = 1;
    let mut rest = lines[0].text;
    loop {
        let unquoted = rest.trim_start_matches([' ', '\u{feff}']);
        let Some(mut quoted) = unquoted.strip_prefix('"') else {
            let Some((cell, after)) = rest.split_once(delimiter) else {
                cells.push(rest.trim().to_owned());
                return Some((cells, used));
            };
            cells.push(cell.trim().to_owned());
            rest = after;
            continue;
        };
        let mut cell = String::new();
        let after = loop {
            if let Some((before, after)) = quoted.split_once('"') {
                cell.push_str(before);
                let Some(doubled) = after.strip_prefix('"') else {
                    break after;
                };
                cell.push('"');
                quoted = doubled;
            } else {
                // The quote goes on in the next line.
                cell.push_str(quoted);
                let (this, next) = (lines[used - 1], lines.get(used)?);
                if used >= RECORD_LINES_MAX {
                    return None;
                }
                cell.push_str(&text[this.start + this.text.len()..next.start]);
                quoted = next.text;
                used += 1;
            }
        };
        cells.push(cell.trim().to_owned());
        let after = after.trim_start_matches(' ');
        if after.is_empty() {
            return Some((cells, used));
        }
        // Anything else after a closing quote means that it was none.
        rest = after.strip_prefix(delimiter)?;
    }
}

/// A quoted text longer than this is a forgotten quote; the bound also keeps reading linear.
const RECORD_LINES_MAX: usize = 50;
