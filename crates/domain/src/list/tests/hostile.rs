//! Input that nobody should send: never a panic, never a lost line.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use crate::list::{LINES_MAX, ListError, ListPreview, SIZE_MAX, read_numbers};

/// The lines that an entry covers: quoted values can contain line ends.
fn covered(line_no: u32, raw: &str) -> impl Iterator<Item = u32> + use<> {
    let ends = raw.replace("\r\n", "\n").matches(['\n', '\r']).count();
    line_no..=line_no + u32::try_from(ends).expect("the list is small")
}

/// The entries of one line stand together; apart from that no line is in two entries.
fn accounted(preview: &ListPreview) -> Result<BTreeSet<u32>, TestCaseError> {
    let mut seen = BTreeSet::new();
    let mut last = 0;
    let header = preview
        .header
        .iter()
        .map(|header| (header.line_no, header.raw.as_str()));
    let entries = preview.lines.iter().map(|line| (line.line_no, line.raw.as_str()));
    for (line_no, raw) in header.chain(entries) {
        for no in covered(line_no, raw) {
            prop_assert!(seen.insert(no) || no == last, "line {no} is there twice");
            last = no;
        }
    }
    Ok(seen)
}

fn check_accounts(bytes: &[u8]) -> Result<ListPreview, TestCaseError> {
    let preview = read_numbers(bytes, "US").map_err(|error| TestCaseError::fail(error.to_string()))?;
    let counts = preview.counts;
    prop_assert_eq!(counts.valid + counts.invalid + counts.duplicates, counts.lines);
    prop_assert_eq!(counts.lines as usize, preview.lines.len());
    accounted(&preview)?;
    Ok(preview)
}

/// Pieces that lists are made of, good and bad.
fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec![
            "+14155552671", "(212) 555-0199", "415 555 2671", "phone", "name", "Maria", "Acme, Inc", "nan", "",
            "14155552671.0", "do not call", "message", "Zoë", "+44 7911 123456", "١٢٣", "=1+1", "x",
        ]).prop_map(str::to_owned),
        4 => select(vec![",", ";", "\t", "|", "\n", "\r\n", "\r", " ", "\"", "\"\"", "'", "\n\n"]).prop_map(str::to_owned),
        1 => ".{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_accounts(&bytes)?;
    }

    #[test]
    fn every_line_that_is_not_blank_is_accounted_for_exactly_once(parts in prop::collection::vec(pieces(), 0..80)) {
        let text = parts.concat();
        let preview = check_accounts(text.as_bytes())?;
        // A byte order mark is the encoding's, not the list's; text that looks like another encoding is read as such.
        prop_assume!(preview.encoding == "UTF-8" && !text.starts_with('\u{feff}'));
        let ended = text.replace("\r\n", "\n").replace('\r', "\n");
        let filled: BTreeSet<u32> =
            (1..).zip(ended.split('\n')).filter(|(_, line)| !line.trim().is_empty()).map(|(no, _)| no).collect();
        let seen = accounted(&preview)?;
        prop_assert!(filled.is_subset(&seen), "{filled:?} but {seen:?}");
    }

    #[test]
    fn every_number_found_stands_in_its_line(parts in prop::collection::vec(pieces(), 0..40)) {
        let text = parts.concat();
        for line in check_accounts(text.as_bytes())?.lines {
            if let Ok(phone) = &line.result {
                let digits: String = line.raw.chars().filter_map(|c| c.to_digit(10)).map(|d| d.to_string()).collect();
                let national = &phone.e164()[phone.e164().len() - 7..];
                prop_assert!(digits.contains(national) || !line.raw.is_ascii(), "{:?} from {:?}", phone.e164(), line.raw);
            }
        }
    }
}

#[test]
fn limits_are_errors_with_a_code() {
    let large = vec![b' '; SIZE_MAX + 1];
    assert_eq!(read_numbers(&large, "US"), Err(ListError::TooLarge));
    for list in [
        "x\n".repeat(LINES_MAX as usize + 1),
        "x,2125550199\n".repeat(LINES_MAX as usize + 1),
    ] {
        assert_eq!(read_numbers(list.as_bytes(), "US"), Err(ListError::TooManyLines));
    }
    assert_eq!(ListError::TooManyLines.code(), "list_too_many_lines");
}

#[test]
fn forgotten_quotes_and_endless_lines_stay_cheap() {
    let quotes = format!("name,phone\n{}", "\"Bob,2125550199\n".repeat(20_000));
    let preview = read_numbers(quotes.as_bytes(), "US").expect("it is within the limits");
    assert_eq!(preview.lines.len(), 20_000);
    for piece in ["1,", "11 ", "a ", "\"", "+", "\u{200b}"] {
        let line = piece.repeat(1_000_000 / piece.len());
        let preview = read_numbers(line.as_bytes(), "US").expect("it is within the limits");
        assert_eq!(preview.lines.len(), 1, "{piece}");
    }
}
