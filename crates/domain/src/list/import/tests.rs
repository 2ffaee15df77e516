//! Files as people export them, and the promise that a look beforehand counts what the import does.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::PhoneNumber;
use crate::ids::LeadId;
use crate::leads::{LeadFields, LeadNumber};

/// The rows of a file with the mapping that was guessed, or the given one.
fn rows(bytes: &[u8], mapping: Option<&str>) -> (ImportMapping, Vec<ImportRow>) {
    let file = ImportFile::of(bytes);
    let open = file.open("US", None).unwrap();
    let chosen =
        mapping.map(|words| ImportMapping(words.split('|').map(|word| word.parse().unwrap()).collect()));
    let mapping = chosen.unwrap_or_else(|| open.guess.clone());
    let rows = open.rows(&mapping, "US").collect();
    (mapping, rows)
}

fn words(mapping: &ImportMapping) -> String {
    let words: Vec<String> = mapping.0.iter().map(ToString::to_string).collect();
    words.join("|")
}

#[test]
fn columns_are_guessed_from_their_headings() {
    let file = "First name,Last name,Company,Mobile,Phone 2,Work phone,Job title,E-Mail,Time zone,Tags,Notes,Do not call,Region\n\
                Ada,Lovelace,Engines,4155552671,4155552672,(415) 555-2673,Countess,ada@example.com,America/New_York,\"vip, math\",Likes engines,,West\n";
    let (mapping, rows) = rows(file.as_bytes(), None);
    assert_eq!(
        words(&mapping),
        "given_name|family_name|company|phone|phone_2|phone_3|title|email|time_zone|tags|notes|do_not_call|ignore"
    );
    let fields = &rows[0].fields;
    assert_eq!(rows[0].fault, None);
    assert_eq!(fields.contact_name.as_deref(), Some("Ada Lovelace"));
    let numbers: Vec<_> = fields.numbers.iter().map(|number| number.phone.e164()).collect();
    assert_eq!(numbers, ["+14155552671", "+14155552672", "+14155552673"]);
    assert_eq!(fields.tags, ["vip", "math"]);
    assert_eq!(fields.time_zone.as_deref(), Some("America/New_York"));
}

#[test]
fn any_usual_encoding_and_separator_is_read() {
    let text = "Name;Telefon;Firma\r\nJürgen Groß;+49 30 901820;Müller & Söhne\r\n";
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let western: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let tabs = text.replace(';', "\t").into_bytes();
    for bytes in [text.as_bytes().to_vec(), wide, western, marked, tabs] {
        let (_, rows) = rows(&bytes, None);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].fields.contact_name.as_deref(), Some("Jürgen Groß"));
        assert_eq!(rows[0].fields.company_name.as_deref(), Some("Müller & Söhne"));
        assert_eq!(rows[0].fields.numbers[0].phone.e164(), "+4930901820");
    }
}

#[test]
fn quotes_may_hold_line_ends_and_one_that_is_not_closed_costs_one_row() {
    let file =
        "name,phone,notes\nAda,4155552671,\"first\nsecond\"\nBob,4155552672,\"open\nCarl,4155552673,x\n";
    let (_, rows) = rows(file.as_bytes(), None);
    assert_eq!(rows[0].fields.notes.as_deref(), Some("first\nsecond"));
    let lines: Vec<_> = rows.iter().map(|row| (row.line, row.fault.is_some())).collect();
    assert_eq!(lines, [(2, false), (4, true), (5, false)]);
}

#[test]
fn rows_that_are_no_leads_say_why() {
    let file = "name,phone,phone_2,time_zone,tags\n\
                Ada,,,,\nBob,4155552671,12,,\n,4155552672,,,\nCarl,4155552673,,Mars/Olympus,\nDan (do not call),4155552674,,,\n";
    let (_, rows) = rows(file.as_bytes(), Some("name|phone|phone_2|time_zone|tags"));
    let mut judge = Judge::new(KnownPolicy::Update, Vec::new());
    let codes: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let judged = judge.judge(row, &Facts::default());
            (judged.result.as_str(), judged.result.reason().map(|why| why.code))
        })
        .collect();
    assert_eq!(
        codes,
        [
            ("invalid", Some("number_missing")),
            ("invalid", Some("number_not_diallable")),
            ("invalid", Some("name_missing")),
            ("invalid", Some("time_zone_unknown")),
            ("do_not_call", Some("marked_do_not_call")),
        ]
    );
}

#[test]
fn a_mapping_must_name_a_number_and_a_person_or_company() {
    let mapping = |words: &str| ImportMapping(words.split('|').map(|word| word.parse().unwrap()).collect());
    assert_eq!(mapping("ignore|custom:x").missing(), ["name", "company", "phone"]);
    assert_eq!(mapping("family_name|phone_2").missing(), [""; 0]);
    assert_eq!(
        mapping("phone|phone|name")
            .twice()
            .map(ToString::to_string)
            .as_deref(),
        Some("phone")
    );
    assert_eq!(mapping("ignore|ignore|name").twice(), None);
}

/// A workspace in which leads are found by their numbers.
#[derive(Clone, Default)]
struct World {
    leads: BTreeMap<LeadId, (LeadFields, bool)>,
    next: u128,
    do_not_call: Vec<PhoneNumber>,
}

impl World {
    fn add(&mut self, fields: LeadFields, in_list: bool) {
        self.next += 1;
        self.leads.insert(LeadId::from_bits(self.next), (fields, in_list));
    }

    fn facts(&self, rows: &[ImportRow]) -> Facts {
        let mut facts = Facts::default();
        for number in rows.iter().flat_map(|row| &row.fields.numbers) {
            if self.do_not_call.contains(&number.phone) {
                facts.do_not_call.insert(number.phone.clone());
            }
            let has = |fields: &LeadFields| fields.numbers.iter().any(|own| own.phone == number.phone);
            if let Some((id, (fields, in_list))) = self.leads.iter().find(|(_, (fields, _))| has(fields)) {
                let known = KnownLead {
                    id: id.clone(),
                    fields: fields.clone(),
                    is_in_list: *in_list,
                    is_put_away: false,
                };
                facts.known.insert(number.phone.clone(), known);
            }
        }
        facts
    }

    fn apply(&mut self, judged: &Judged) {
        match &judged.result {
            RowResult::New => self.add(judged.row.fields.clone(), true),
            RowResult::Updated { lead, fields, moves } => {
                let (known, in_list) = self.leads.get_mut(lead).unwrap();
                *known = (**fields).clone();
                *in_list |= moves;
            }
            RowResult::Duplicate(_) | RowResult::DoNotCall(_) | RowResult::Invalid(_) => {}
        }
    }
}

fn phone(number: usize) -> PhoneNumber {
    PhoneNumber::from_e164(&format!("+1415555{:04}", 2_600 + number)).unwrap()
}

prop_compose! {
    fn fields()(
        name in select(vec![None, Some("Ada"), Some("Bob")]),
        title in select(vec![None, Some("Buyer"), Some("Owner")]),
        numbers in prop::collection::vec(0..8_usize, 0..4),
        tag in select(vec![None, Some("vip")]),
    ) -> LeadFields {
        let mut fields = LeadFields {
            contact_name: name.map(str::to_owned),
            company_name: Some("Acme".to_owned()),
            title: title.map(str::to_owned),
            tags: tag.into_iter().map(str::to_owned).collect(),
            ..LeadFields::default()
        };
        for number in numbers {
            let number = LeadNumber::of(phone(number));
            if !fields.numbers.contains(&number) {
                fields.numbers.push(number);
            }
        }
        fields
    }
}

proptest! {
    #[test]
    fn a_look_beforehand_counts_what_the_import_then_does(
        there in prop::collection::vec((fields(), any::<bool>()), 0..6),
        brought in prop::collection::vec(fields(), 0..12),
        refused in prop::collection::vec(0..8_usize, 0..2),
        policy in select(vec![KnownPolicy::Update, KnownPolicy::Move, KnownPolicy::Skip]),
        at_once in any::<Index>(),
    ) {
        let mut world = World { do_not_call: refused.into_iter().map(phone).collect(), ..World::default() };
        for (fields, in_list) in there {
            world.add(fields, in_list);
        }
        let rows: Vec<ImportRow> = brought.into_iter().enumerate().map(|(place, fields)| ImportRow {
            line: u32::try_from(place).unwrap() + 2,
            raw: String::new(),
            fields,
            written: None,
            fault: None,
        }).collect();
        let tags = vec!["spring".to_owned()];

        // Beforehand: all in one go, and nothing changes.
        let facts = world.facts(&rows);
        let mut judge = Judge::new(policy, tags.clone());
        let seen: Vec<RowResult> = rows.iter().map(|row| judge.judge(row.clone(), &facts).result).collect();

        // For good: in parts, each of which changes what the next one finds.
        let mut judge = Judge::new(policy, tags);
        let mut done = Vec::new();
        for part in rows.chunks(at_once.index(5) + 1) {
            let facts = world.facts(part);
            for row in part {
                let judged = judge.judge(row.clone(), &facts);
                world.apply(&judged);
                done.push(judged.result);
            }
        }
        let kinds = |results: &[RowResult]| results.iter().map(RowResult::as_str).collect::<Vec<_>>();
        prop_assert_eq!(kinds(&seen), kinds(&done));
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let file = ImportFile::of(&bytes);
        if let Ok(open) = file.open("US", None) {
            prop_assert_eq!(open.rows(&open.guess, "US").count() as u64, open.count());
        }
    }
}
