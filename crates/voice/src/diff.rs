//! What differs between two texts or documents, line by line, for people.

use serde::Serialize;
use serde_json::Value;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffKind {
    /// It is in both.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// What became of it.
    pub kind: DiffKind,
    /// The line.
    pub text: String,
}

/// What differs between two documents; nothing is there before the first one.
#[must_use]
pub fn diff_documents(before: Option<&Value>, after: &Value) -> Vec<DiffLine> {
    let before = before.map(text_of).unwrap_or_default();
    diff(&before, &text_of(after))
}

/// What differs between two texts.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = before
        .iter()
        .zip(&after)
        .take_while(|(one, other)| one == other)
        .count();
    let (old, new) = (&before[start..], &after[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let mut lines: Vec<DiffLine> = before[..start]
        .iter()
        .map(|text| line(DiffKind::Same, text))
        .collect();
    if old.len().saturating_mul(new.len()) > CELLS_MAX {
        lines.extend(old.iter().map(|text| line(DiffKind::Removed, text)));
        lines.extend(new.iter().map(|text| line(DiffKind::Added, text)));
    } else {
        compare(old, new, &mut lines);
    }
    lines.extend(
        before[before.len() - end..]
            .iter()
            .map(|text| line(DiffKind::Same, text)),
    );
    lines
}

/// Keeps the longest row of lines that both have.
fn compare(old: &[&str], new: &[&str], lines: &mut Vec<DiffLine>) {
    // How many lines can be kept from here on, by place in the old and the new text.
    let width = new.len() + 1;
    let mut kept = vec![0_u32; (old.len() + 1) * width];
    for row in (0..old.len()).rev() {
        for column in (0..new.len()).rev() {
            kept[row * width + column] = if old[row] == new[column] {
                kept[(row + 1) * width + column + 1] + 1
            } else {
                kept[(row + 1) * width + column].max(kept[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() && column < new.len() {
        if old[row] == new[column] {
            lines.push(line(DiffKind::Same, old[row]));
            row += 1;
            column += 1;
        } else if kept[(row + 1) * width + column] >= kept[row * width + column + 1] {
            lines.push(line(DiffKind::Removed, old[row]));
            row += 1;
        } else {
            lines.push(line(DiffKind::Added, new[column]));
            column += 1;
        }
    }
    lines.extend(old[row..].iter().map(|text| line(DiffKind::Removed, text)));
    lines.extend(new[column..].iter().map(|text| line(DiffKind::Added, text)));
}

/// A document as people read it: long texts line by line.
fn text_of(document: &Value) -> String {
    let mut text = String::new();
    write(document, "", &mut text);
    text
}

fn write(value: &Value, path: &str, text: &mut String) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            for name in names {
                write(&fields[name], &below(name), text);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                write(item, &below(&place.to_string()), text);
            }
        }
        Value::String(long) if long.contains('\n') => {
            text.push_str(&format!("{path}:\n"));
            for part in long.lines() {
                text.push_str(&format!("  {part}\n"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&format!("{path}: {value}\n"));
        }
    }
}

fn line(kind: DiffKind, text: &str) -> DiffLine {
    DiffLine {
        kind,
        text: text.to_owned(),
    }
}

/// Beyond a thousand lines against a thousand, people want to see the new text and not what moved.
const CELLS_MAX: usize = 1_000_000;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let sign = |kind| match kind {
            DiffKind::Same => ' ',
            DiffKind::Added => '+',
            DiffKind::Removed => '-',
        };
        let lines = diff(before, after);
        lines
            .iter()
            .map(|line| format!("{}{}\n", sign(line.kind), line.text))
            .collect()
    }

    #[test]
    fn what_stays_is_kept_and_what_changed_is_shown_in_its_place() {
        assert_eq!(shown("a\nb\nc\nd", "a\nx\nc\ny\nd"), " a\n-b\n+x\n c\n+y\n d\n");
        assert_eq!(shown("", "a"), "+a\n");
        assert_eq!(shown("a", ""), "-a\n");
        assert_eq!(shown("a\na", "a"), " a\n-a\n");
        assert_eq!(shown("a", "a"), " a\n");
    }

    #[test]
    fn texts_that_are_too_long_to_compare_are_shown_one_after_the_other() {
        let old: String = (0..1_200).map(|line| format!("old {line}\n")).collect();
        let new: String = (0..1_200).map(|line| format!("new {line}\n")).collect();
        let lines = diff(&old, &new);
        assert_eq!(lines.len(), 2_400);
        assert_eq!(lines[0].kind, DiffKind::Removed);
        assert_eq!(lines[2_399].kind, DiffKind::Added);
    }

    #[test]
    fn documents_are_compared_field_by_field_whatever_the_order_of_their_fields() {
        let before = json!({"b": 1, "a": {"text": "one\ntwo"}});
        let after = json!({"a": {"text": "one\nthree"}, "b": 1});
        let changed: Vec<_> = diff_documents(Some(&before), &after)
            .into_iter()
            .filter(|line| line.kind != DiffKind::Same)
            .map(|line| (line.kind, line.text))
            .collect();
        assert_eq!(
            changed,
            [
                (DiffKind::Removed, "  two".to_owned()),
                (DiffKind::Added, "  three".to_owned())
            ]
        );
        assert!(
            diff_documents(None, &after)
                .iter()
                .all(|line| line.kind == DiffKind::Added)
        );
    }
}
