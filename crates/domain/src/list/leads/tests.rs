use proptest::prelude::*;

use super::*;

fn read(text: &str) -> LeadTable {
    read_leads(text.as_bytes(), "US", &ColumnChoices::default()).expect("there is something in it")
}

fn codes(table: &LeadTable) -> Vec<(u32, &str)> {
    let objection = |line: &LeadLine| line.objection().map(|error| (line.line_no, error.code));
    table.lines.iter().filter_map(objection).collect()
}

#[test]
fn a_list_with_headings_becomes_leads() {
    let table = read(
        "company_name,contact_name,phone,email,timezone\r\n\
         \"Acme, Inc\",John Smith,(415) 555-2671,js@acme.example,America/New_York\r\n",
    );
    assert!(table.has_header);
    assert_eq!(table.missing, [""; 0]);
    let lead = &table.lines[0];
    assert_eq!(lead.line_no, 2);
    assert_eq!(lead.company_name.as_deref(), Some("Acme, Inc"));
    assert_eq!(lead.contact_name.as_deref(), Some("John Smith"));
    assert_eq!(lead.email.as_deref(), Some("js@acme.example"));
    assert_eq!(lead.time_zone.as_deref(), Some("America/New_York"));
    assert_eq!(
        lead.result
            .as_ref()
            .map(|phone| phone.e164().to_owned())
            .as_deref(),
        Ok("+14155552671")
    );
}

#[test]
fn given_and_family_name_make_one_name() {
    let table = read("Phone;Last Name;First Name;Firma\n+14155552671;Müller;Jörg;Müller GmbH\n");
    assert_eq!(table.lines[0].contact_name.as_deref(), Some("Jörg Müller"));
    assert_eq!(table.lines[0].company_name.as_deref(), Some("Müller GmbH"));
}

#[test]
fn a_list_without_headings_is_understood_by_what_stands_in_it() {
    let table = read(
        "Ada Lovelace\tEngines Ltd\t+14155552671\tada@x.example\nBob\tAcme\t+14155552672\tbob@x.example\n",
    );
    assert!(!table.has_header);
    let mapping = &table.mapping;
    assert_eq!(
        (mapping.name, mapping.company, mapping.phone, mapping.email),
        (Some(0), Some(1), Some(2), Some(3))
    );
    assert_eq!(table.counts.valid, 2);
}

#[test]
fn every_row_that_is_no_lead_says_why() {
    let table = read(
        "name,company,phone,timezone\n\
         Ada,Acme,+14155552671,\n\
         Bob,Acme,+14155552671,\n\
         Carl,Acme,,\n\
         Dora,Acme,12,\n\
         ,,+14155552672,\n\
         Eve,Acme,+14155552673,Mars/Olympus\n\
         Finn,Acme\n\
         Gus,Acme,+14155552674,,more\n\
         Hal,do not call,+14155552675,\n\
         Ida,Acme,14155552671.0,\n\
         Jo,\"Acme,+14155552676,\n",
    );
    assert_eq!(
        codes(&table),
        [
            (3, "duplicate_line"),
            (4, "number_missing"),
            (5, "number_not_diallable"),
            (6, "name_missing"),
            (7, "time_zone_unknown"),
            (8, "columns_too_few"),
            (9, "columns_too_many"),
            (10, "marked_do_not_call"),
            (11, "number_reformatted"),
            (12, "quotes_unbalanced"),
        ]
    );
    assert_eq!(
        table.counts,
        LeadCounts {
            rows: 11,
            valid: 1,
            invalid: 9,
            duplicates: 1
        }
    );
}

#[test]
fn required_columns_that_are_not_there_are_named() {
    let table = read("name,company,email\nAda,Acme,ada@x.example\n");
    assert_eq!(table.missing, ["phone"]);
    assert_eq!((table.counts.rows, table.lines.len()), (1, 0));
    assert_eq!(table.columns[2].sample, ["ada@x.example"]);
    for (headings, missing) in [
        ("phone", &["name", "company"][..]),
        ("name,phone", &["company"]),
        ("company,phone", &["name"]),
        ("email,title", &["name", "company", "phone"]),
        ("name,company,phone", &[]),
        ("Phone,First Name,Company Name", &[]),
    ] {
        let row = vec!["+14155552671"; headings.split(',').count()].join(",");
        assert_eq!(
            read(&format!("{headings}\n{row}\n")).missing,
            missing,
            "{headings}"
        );
    }
}

#[test]
fn one_column_may_be_name_and_company_when_a_person_says_so() {
    let choices = ColumnChoices {
        company: Some("name".to_owned()),
        ..ColumnChoices::default()
    };
    let table = read_leads(b"name,phone\nAcme Inc,+14155552671\n", "US", &choices).expect("it is a list");
    assert_eq!(table.missing, [""; 0]);
    let lead = &table.lines[0];
    assert_eq!(lead.contact_name.as_deref(), Some("Acme Inc"));
    assert_eq!(lead.company_name.as_deref(), Some("Acme Inc"));
}

#[test]
fn a_row_needs_a_number_and_either_name_or_company() {
    let table = read(
        "name,company,phone,title\n\
         Ada,,+14155552671,Countess\n\
         ,Acme,+14155552672,\n\
         ,,+14155552673,Boss\n\
         Bob,Acme,,\n",
    );
    assert_eq!(codes(&table), [(4, "name_missing"), (5, "number_missing")]);
    assert_eq!(table.counts.valid, 2);
    assert_eq!(table.lines[0].company_name, None);
    assert_eq!(table.lines[1].contact_name, None);
}

#[test]
fn the_usual_headings_of_a_company_and_a_person_are_known() {
    for company in [
        "Company",
        "Company_Name",
        "Account Name",
        "Organization Name",
        "Organisation",
        "Business",
        "Employer",
        "Store Name",
        "Firmenname",
        "Société",
    ] {
        for person in [
            "Name",
            "Full Name",
            "Contact",
            "Contact Full Name",
            "Decision Maker",
            "Owner",
            "Ansprechpartner",
        ] {
            let table = read(&format!("{company};{person};Phone\nAcme;Ada;+14155552671\n"));
            let mapping = &table.mapping;
            assert_eq!(
                (mapping.company, mapping.name, mapping.phone),
                (Some(0), Some(1), Some(2)),
                "{company}, {person}"
            );
        }
    }
}

#[test]
fn nothing_is_no_list() {
    for text in ["", "\n\n", "  \r\n\t\r\n", "\u{feff}"] {
        let read = read_leads(text.as_bytes(), "US", &ColumnChoices::default());
        assert_eq!(read, Err(LeadTableError::Empty), "{text:?}");
    }
}

#[test]
fn a_person_s_choice_of_columns_holds() {
    let text = "Name,Office,Direct\nAda,+14155552671,+14155552672\n";
    let choose = |choices: ColumnChoices| read_leads(text.as_bytes(), "US", &choices);
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        choose(ColumnChoices::default()).map(|table| table.missing),
        Ok(vec!["company", "phone"])
    );
    for column in ["2", "direct", " Direct "] {
        let table = choose(ColumnChoices {
            phone: some(column),
            company: some("Name"),
            ..ColumnChoices::default()
        });
        assert_eq!(
            table.map(|table| (table.mapping.phone, table.counts.valid)),
            Ok((Some(2), 1))
        );
    }
    let none = choose(ColumnChoices {
        name: some(""),
        company: some("0"),
        phone: some("1"),
        ..ColumnChoices::default()
    });
    assert_eq!(none.map(|table| table.missing), Ok(vec!["name"]));
    let wrong = choose(ColumnChoices {
        phone: some("3"),
        ..ColumnChoices::default()
    });
    assert_eq!(
        wrong.map_err(|error| error.to_string()),
        Err("The list has no column \"3\".".to_owned())
    );
}

#[test]
fn a_person_s_word_on_the_header_holds() {
    let text = "Ada,Acme,+14155552671\nBob,Acme,+14155552672\n";
    let with = |has_header| {
        let choices = ColumnChoices {
            has_header: Some(has_header),
            phone: Some("2".to_owned()),
            name: Some("0".to_owned()),
            company: Some("1".to_owned()),
            ..ColumnChoices::default()
        };
        read_leads(text.as_bytes(), "US", &choices).map(|table| table.counts.rows)
    };
    assert_eq!((with(true), with(false)), (Ok(1), Ok(2)));
}

/// A field with the headings that people give it.
const HEADINGS: [(&str, &[&str]); 6] = [
    ("name", &["Name", "Full Name", "contact_name", "Contact"]),
    ("company", &["Company", "Company Name", "Organisation", "Firma"]),
    ("phone", &["Phone", "Phone Number", "Mobile", "Tel."]),
    ("title", &["Title", "Job Title", "Position", "Role"]),
    ("email", &["Email", "E-Mail", "email address", "mail"]),
    ("time_zone", &["Time Zone", "timezone", "TZ", "time_zone"]),
];

fn headed() -> impl Strategy<Value = (Vec<(&'static str, String)>, char)> {
    let heading = |(field, words): (&'static str, &'static [&'static str])| {
        (prop::sample::select(words.to_vec()), any::<bool>()).prop_map(move |(word, loud)| {
            let word = if loud {
                word.to_uppercase()
            } else {
                word.to_owned()
            };
            (field, word)
        })
    };
    let fields: Vec<_> = HEADINGS.map(heading).into();
    let extra = Just(("", "Notes".to_owned()));
    (fields, extra, prop::sample::select(vec![',', ';', '\t', '|'])).prop_flat_map(
        |(mut fields, extra, delimiter)| {
            fields.push(extra);
            (Just(fields).prop_shuffle(), Just(delimiter))
        },
    )
}

proptest! {
    #[test]
    fn each_field_is_found_under_its_heading_in_any_order((fields, delimiter) in headed()) {
        let line = |cells: Vec<&str>| cells.join(&delimiter.to_string());
        let headings = line(fields.iter().map(|(_, word)| word.as_str()).collect());
        let values = line(fields.iter().map(|(field, _)| match *field {
            "phone" => "+14155552671",
            "time_zone" => "Europe/Berlin",
            _ => "x",
        }).collect());
        let table = read(&format!("{headings}\n{values}\n"));
        let at = |wanted: &str| fields.iter().position(|(field, _)| *field == wanted);
        let mapping = &table.mapping;
        prop_assert!(table.has_header);
        prop_assert_eq!(mapping.name, at("name"));
        prop_assert_eq!(mapping.company, at("company"));
        prop_assert_eq!(mapping.phone, at("phone"));
        prop_assert_eq!(mapping.title, at("title"));
        prop_assert_eq!(mapping.email, at("email"));
        prop_assert_eq!(mapping.time_zone, at("time_zone"));
        prop_assert_eq!(table.counts.valid, 1);
    }

    #[test]
    fn no_row_is_lost_or_counted_twice(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = read_leads(&bytes, "US", &ColumnChoices::default())
            && table.missing.is_empty()
        {
            let counts = table.counts;
            prop_assert_eq!(counts.rows, counts.valid + counts.invalid + counts.duplicates);
            prop_assert_eq!(table.lines.len(), counts.rows as usize);
            prop_assert!(table.lines.is_sorted_by(|one, next| one.line_no < next.line_no));
        }
    }

    #[test]
    fn tables_of_anything_are_read_without_a_panic(
        cells in prop::collection::vec(prop::collection::vec("[a-z0-9 +\"@.]{0,12}", 1..6), 1..8),
        has_header in prop::option::of(any::<bool>()),
    ) {
        let text: Vec<String> = cells.iter().map(|row| row.join(",")).collect();
        let choices = ColumnChoices { has_header, ..ColumnChoices::default() };
        let _ = read_leads(text.join("\n").as_bytes(), "DE", &choices);
    }
}
