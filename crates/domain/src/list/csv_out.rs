//! Cells of the CSV files that we write.

use std::borrow::Cow;

/// The text as a CSV cell that no spreadsheet runs as a formula.
///
/// A cell that starts like a formula (`=`, `+`, `-`, `@`, their full-width forms, a tab or a line break) gets an
/// apostrophe in front and quotes around it, as OWASP advises. Phone numbers in E.164 start with `+` and are no
/// exception, for `+1-cmd` is a formula as well; [`read_numbers`](super::read_numbers) takes the apostrophe off
/// again, so an exported file can be imported as it is.
#[must_use]
pub fn escape_cell(text: &str) -> Cow<'_, str> {
    let starts_formula = text.trim_start_matches(' ').starts_with(FORMULA_STARTS);
    if !starts_formula && !text.contains(['"', ',', ';', '\t', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    let mark = if starts_formula { "'" } else { "" };
    Cow::Owned(format!("\"{mark}{}\"", text.replace('"', "\"\"")))
}

const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::read_numbers;

    #[test]
    fn harmless_text_is_left_alone() {
        assert_eq!(escape_cell("Maria Müller"), "Maria Müller");
        assert_eq!(escape_cell(""), "");
        assert_eq!(escape_cell("a=b"), "a=b");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(escape_cell("=1+1"), "\"'=1+1\"");
        assert_eq!(escape_cell("@SUM(A1)"), "\"'@SUM(A1)\"");
        assert_eq!(escape_cell("-2+3"), "\"'-2+3\"");
        assert_eq!(escape_cell("\t=1"), "\"'\t=1\"");
        assert_eq!(escape_cell("  =1"), "\"'  =1\"");
        assert_eq!(escape_cell("＝1"), "\"'＝1\"");
        assert_eq!(
            escape_cell("=cmd|' /C calc'!\"A0\""),
            "\"'=cmd|' /C calc'!\"\"A0\"\"\""
        );
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        assert_eq!(escape_cell("Acme, Inc"), "\"Acme, Inc\"");
        assert_eq!(escape_cell("say \"hello\""), "\"say \"\"hello\"\"\"");
        assert_eq!(escape_cell("two\nlines"), "\"two\nlines\"");
    }

    #[test]
    fn an_exported_number_can_be_imported_again() {
        let cell = escape_cell("+14155552671");
        assert_eq!(cell, "\"'+14155552671\"");
        let file = format!("name,phone\nMaria,{cell}\n");
        let preview = read_numbers(file.as_bytes(), "IN").expect("it is small");
        let phone = preview.lines[0]
            .result
            .as_ref()
            .map(|phone| phone.e164().to_owned());
        assert_eq!(phone.as_deref(), Ok("+14155552671"));
    }
}
