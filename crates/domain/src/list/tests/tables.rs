//! CSV files and cells copied from spreadsheets.

use super::{read, read_in, show};

#[test]
fn columns_are_found_by_their_headings_for_every_delimiter() {
    let expected = ["2: +14155552671 [Maria]", "3: +12125550199 [John]"];
    for delimiter in [",", ";", "\t", "|"] {
        let text = "name,company ,PHONE ,message\nMaria,Acme,415-555-2671,\nJohn,,(212) 555-0199,\n";
        assert_eq!(
            show(&read(&text.replace(',', delimiter))),
            expected,
            "{delimiter:?}"
        );
    }
}

#[test]
fn each_row_brings_its_own_message_and_name() {
    let preview = read(
        "first name,last name,company,mobile,say\n\
         Maria,Gómez,Acme,+14155552671,\"Hello Maria, call us\"\n\
         ,,Acme,+12125550199,\n",
    );
    let expected = [
        "2: +14155552671 [Maria Gómez] \"Hello Maria, call us\"",
        "3: +12125550199 [Acme]",
    ];
    assert_eq!(show(&preview), expected);
    assert_eq!(preview.header.map(|header| header.line_no), Some(1));
}

#[test]
fn quotes_follow_the_standard() {
    let preview = read(
        "name,phone\r\n\"Doe, \"\"Jo\"\" Ann\",\"+1 415 555 2671\"\r\n\"Two\r\nLines\",212-555-0199\r\nZoe,650-555-0100",
    );
    let expected = [
        "2: +14155552671 [Doe, \"Jo\" Ann]",
        "3: +12125550199 [Two\r\nLines]",
        "5: +16505550100 [Zoe]",
    ];
    assert_eq!(show(&preview), expected);
    assert_eq!(preview.lines[1].raw, "\"Two\r\nLines\",212-555-0199");
}

#[test]
fn the_damage_of_the_replaced_systems_is_not_done_here() {
    // Numbers stay text: nothing becomes a float, a plus sign is kept, a blank is not "nan".
    let preview = read("name,company,phone,title\nAnn,,+14155552671,\nBob,Acme,+6598765432,\nEve,,,\n");
    let expected = [
        "2: +14155552671 [Ann]",
        "3: +6598765432 [Bob]",
        "4: number_missing [Eve]",
    ];
    assert_eq!(show(&preview), expected);
    // Unquoted values with spaces are whole, and an empty value does not shift the row.
    let preview =
        read("company_name,contact_name,phone,email,timezone\nAcme Inc,John Smith,(415) 555-2671,,PT\n");
    assert_eq!(show(&preview), ["2: +14155552671 [John Smith]"]);
}

#[test]
fn where_a_spreadsheet_took_the_plus_signs_bare_digits_are_not_guessed() {
    let spoilt =
        "name,phone\nAnn,14155552671.0\nBob,6598765432\nEve,4155552672\nJoe,14155552673\nZoe,+6598765432\n";
    let expected = [
        "2: number_reformatted [Ann]",
        "3: number_ambiguous [Bob]",
        "4: +14155552672 [Eve]",
        "5: +14155552673 [Joe]",
        "6: +6598765432 [Zoe]",
    ];
    assert_eq!(show(&read(spoilt)), expected);
    // Without such a trace ten digits are the national number that they look like, whatever prices stand beside them.
    let whole = "name,phone,price\nBob,6598765432,12.0\n";
    assert_eq!(show(&read(whole)), ["2: +16598765432 [Bob]"]);
}

#[test]
fn without_headings_the_column_with_the_numbers_is_taken() {
    let preview = read("Acme Inc,Maria,415-555-2671\nBolt,John,212-555-0199\nCo,Zoe,oops\n");
    assert_eq!(
        show(&preview),
        [
            "1: +14155552671 [Acme Inc]",
            "2: +12125550199 [Bolt]",
            "3: number_has_letters [Co]"
        ]
    );
    let foreign = read_in(
        "Jméno;Telefonní číslo\nJana;601 123 456\nPetr;602 123 456\n",
        "CZ",
    );
    assert_eq!(
        show(&foreign),
        ["2: +420601123456 [Jana]", "3: +420602123456 [Petr]"]
    );
}

#[test]
fn ragged_rows_and_stray_quotes_cost_one_line_each() {
    let preview = read(
        "name,phone,note\n\
         Acme, Inc,415-555-2671,x\n\
         Bob,212-555-0199\n\
         \"Eve,212-555-0198,x\n\
         Zoe,650-555-0100,ok\n\
         \"Bo\"b,650-555-0101,ok\n\
         Liz,650-555-0102,ok,,\n",
    );
    let expected = [
        "2: columns_too_many",
        "3: columns_too_few",
        "4: quotes_unbalanced",
        "5: +16505550100 [Zoe]",
        "6: quotes_unbalanced",
        "7: +16505550102 [Liz]",
    ];
    assert_eq!(show(&preview), expected);
}

#[test]
fn the_first_filled_phone_column_counts_and_is_not_replaced_when_wrong() {
    let preview = read("name,mobile,phone\nAnn,,415-555-2671\nBob,212-555-0199,\nEve,212-555-0198,123\n");
    let expected = [
        "2: +14155552671 [Ann]",
        "3: +12125550199 [Bob]",
        "4: number_not_diallable [Eve]",
    ];
    assert_eq!(show(&preview), expected);
}

#[test]
fn people_marked_as_not_to_be_called_are_not() {
    let preview =
        read("name,phone,do not call\nAnn,415-555-2671,\nBob,212-555-0199,yes\nEve,212-555-0198,no\n");
    let expected = [
        "2: +14155552671 [Ann]",
        "3: marked_do_not_call",
        "4: +12125550198 [Eve]",
    ];
    assert_eq!(show(&preview), expected);
    let preview =
        read("name,phone,notes,message\nAnn,415-555-2671,DNC,\nBob,212-555-0199,,Do not call back\n");
    assert_eq!(
        show(&preview),
        [
            "2: marked_do_not_call",
            "3: +12125550199 [Bob] \"Do not call back\""
        ]
    );
}

#[test]
fn a_cell_with_two_numbers_is_an_error_because_nobody_said_which() {
    let preview = read("name,phone\nAnn,\"415-555-2671, 212-555-0199\"\n");
    assert!(preview.lines[0].result.is_err());
}

#[test]
fn a_first_line_that_names_the_separator_is_obeyed_and_is_no_data() {
    let expected = ["3: +14155552671 [Maria, Jr.]", "4: +12125550199 [John]"];
    for (declaration, separator) in [
        ("sep=;", ';'),
        ("SEP=,", ','),
        ("\"sep=|\"", '|'),
        ("sep=\t", '\t'),
        ("sep=^", '^'),
    ] {
        let name = if separator == ',' {
            "\"Maria, Jr.\""
        } else {
            "Maria, Jr."
        };
        let text = format!(
            "{declaration}\r\nname{separator}phone\r\n{name}{separator}415-555-2671\r\nJohn{separator}(212) 555-0199\r\n"
        );
        let preview = read(&text);
        assert_eq!(show(&preview), expected, "{declaration:?}");
        assert_eq!(preview.counts.lines, 2);
        assert_eq!(preview.header.map(|header| header.line_no), Some(2));
    }
}

#[test]
fn a_first_line_that_only_looks_like_a_separator_is_data() {
    for text in [
        "sep=\n+14155552671\n",
        "sep=ab\n+14155552671\n",
        "separate\n+14155552671\n",
    ] {
        assert_eq!(read(text).counts.lines, 2, "{text:?}");
    }
    assert_eq!(
        read("sep=;\n+14155552671\n").counts.lines,
        1,
        "plain numbers under it are read too"
    );
}
