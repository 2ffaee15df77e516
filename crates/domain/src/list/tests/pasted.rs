//! Text pasted into the box.

use super::{read, read_in, show};

#[test]
fn one_number_per_line_in_any_notation() {
    let preview = read("+1 415 555 2671\n\n  (212) 555-0199 \n650.555.0100\n\"+44 7911 123456\"\n");
    let expected = [
        "1: +14155552671",
        "3: +12125550199",
        "4: +16505550100",
        "5: +447911123456",
    ];
    assert_eq!(show(&preview), expected);
    assert_eq!(preview.header, None);
    assert_eq!((preview.counts.lines, preview.counts.valid), (4, 4));
}

#[test]
fn national_numbers_are_read_by_the_default_region_only() {
    assert_eq!(
        show(&read("415-555-2671\n9123456789")),
        ["1: +14155552671", "2: +19123456789"]
    );
    assert_eq!(show(&read_in("9876543210", "IN")), ["1: +919876543210"]);
    assert_eq!(show(&read_in("+1 415 555 2671", "IN")), ["1: +14155552671"]);
}

#[test]
fn several_numbers_on_a_line_are_told_apart() {
    let both = ["1: +14155552671", "1: +12125550199"];
    for line in [
        "+14155552671, +12125550199",
        "415-555-2671; 212-555-0199;",
        "415-555-2671\t212-555-0199",
        "415-555-2671 | 212-555-0199",
        "+1 415 555 2671 +1 212 555 0199",
        "(415) 555-2671 (212) 555-0199",
        "4155552671 2125550199",
        "4155552671   2125550199",
        "415 555 2671 212 555 0199",
    ] {
        assert_eq!(show(&read(line)), both, "{line}");
    }
    let raws: Vec<String> = read("+1 415 555 2671 +1 212 555 0199")
        .lines
        .into_iter()
        .map(|line| line.raw)
        .collect();
    assert_eq!(raws, ["+1 415 555 2671", "+1 212 555 0199"]);
}

#[test]
fn a_wrong_number_beside_a_right_one_is_an_error_of_its_own() {
    assert_eq!(
        show(&read("+14155552671, +1999555012345")),
        ["1: +14155552671", "1: number_too_long"]
    );
}

#[test]
fn what_may_be_an_extension_is_not_taken_for_a_second_number() {
    for line in [
        "415-555-2671, 123",
        "415-555-2671 ext. 5",
        "415-555-2671 x5",
        "415-555-2671;ext=5",
    ] {
        let found = read(line);
        assert_eq!(found.lines.len(), 1, "{line}");
        assert!(found.lines[0].result.is_err(), "{line}");
    }
}

#[test]
fn nothing_is_coerced_or_guessed() {
    let preview =
        read("14155552671.0\nnan\n4.15555E+09\n1,41556E+10\nhello\n1234567890123456789\n555-2671\n911");
    let expected = [
        "1: number_reformatted",
        "2: number_missing",
        "3: number_reformatted",
        "4: number_reformatted",
        "5: number_has_letters",
        "6: number_too_long",
        "7: number_too_short",
        "8: number_not_diallable",
    ];
    assert_eq!(show(&preview), expected);
    assert!(preview.lines.iter().all(|line| {
        let why = &line
            .result
            .as_ref()
            .expect_err("none of them is a number")
            .message;
        why.ends_with('.') && why.len() > 20
    }));
    assert_eq!(preview.counts.invalid, 8);
}

#[test]
fn the_same_number_again_points_to_its_first_line() {
    let preview = read("+14155552671\n212-555-0199\n(415) 555-2671\n+14155552671, +1 212 555 0199");
    let expected = [
        "1: +14155552671",
        "2: +12125550199",
        "3: +14155552671 as 1",
        "4: +14155552671 as 1",
        "4: +12125550199 as 2",
    ];
    assert_eq!(show(&preview), expected);
    let counts = preview.counts;
    assert_eq!(
        (counts.lines, counts.valid, counts.invalid, counts.duplicates),
        (5, 2, 0, 3)
    );
}

#[test]
fn names_beside_numbers_are_kept() {
    let expected = ["1: +14155552671 [Maria]", "2: +12125550199 [John Smith]"];
    assert_eq!(
        show(&read("Maria, 415-555-2671\nJohn Smith, 212-555-0199")),
        expected
    );
    assert_eq!(
        show(&read("415-555-2671\tMaria\n212-555-0199\tJohn Smith")),
        expected
    );
    // One line among plain ones.
    let mixed = "+14155552671\n+12125550199\n+16505550100\nMaria; 650-555-0101\n";
    assert_eq!(show(&read(mixed))[3], "4: +16505550101 [Maria]");
}

#[test]
fn a_line_that_asks_not_to_be_called_is_never_a_number_to_call() {
    for list in [
        "415-555-2671, do not call",
        "DO NOT CALL; 415-555-2671",
        "415-555-2671 do not call",
        "don't call 415-555-2671",
        "+12125550199\n+12125550198\n+12125550197\n415-555-2671, DNC",
    ] {
        let preview = read(list);
        let found = show(&preview);
        assert!(
            found.iter().all(|line| !line.contains("+14155552671")),
            "{list}: {found:?}"
        );
        assert!(preview.counts.invalid > 0, "{list}");
    }
}

#[test]
fn a_heading_above_plain_numbers_is_not_an_error() {
    let preview = read("Phone Number\n+14155552671\n");
    assert_eq!(show(&preview), ["2: +14155552671"]);
    assert_eq!(
        preview.header.map(|header| header.raw).as_deref(),
        Some("Phone Number")
    );
}

#[test]
fn lines_end_in_any_way() {
    let expected = ["1: +14155552671", "2: +12125550199", "4: +16505550100"];
    for end in ["\n", "\r\n", "\r"] {
        let text = ["+14155552671", "+12125550199", "", "+16505550100"].join(end);
        assert_eq!(show(&read(&text)), expected);
    }
}
