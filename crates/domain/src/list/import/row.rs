//! A row of an import as an account of a lead.

use jiff::tz::TimeZone;

use super::super::objection::{is_objection, is_yes};
use super::super::preview::LineError;
use super::super::reader::Reader;
use super::super::records::Record;
use super::super::table::whole_cells;
use super::{ImportField, ImportMapping, consent};
use crate::leads::{Consents, LeadFields, LeadNumber, NUMBERS_MAX};

/// A row of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// The line it starts on, from 1 over all lines, blank ones too.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// What it says of the lead; what could be read of it when it is no lead.
    pub fields: LeadFields,
    /// The first number as it was written.
    pub written: Option<String>,
    /// Why it is no lead, if it is none.
    pub fault: Option<Fault>,
}

/// Why a row is no lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The list itself says that this person must not be called.
    DoNotCall(LineError),
    /// It cannot be read as a lead.
    Invalid(LineError),
}

/// Reads one row.
pub(super) fn read(
    record: &Record<'_>,
    width: usize,
    mapping: &ImportMapping,
    reader: Reader<'_>,
) -> ImportRow {
    let mut row = ImportRow {
        line: record.line_no,
        raw: record.raw.to_owned(),
        fields: LeadFields::default(),
        written: None,
        fault: None,
    };
    let read = whole_cells(record, width)
        .map_err(Fault::Invalid)
        .and_then(|cells| fill(&mut row, cells, mapping, reader));
    row.fault = read.err();
    row
}

fn fill(
    row: &mut ImportRow,
    cells: &[String],
    mapping: &ImportMapping,
    reader: Reader<'_>,
) -> Result<(), Fault> {
    let cell = |field: ImportField| {
        let column = mapping.column(&field)?;
        cells.get(column).filter(|cell| !cell.is_empty())
    };
    let fields = &mut row.fields;
    let whole = cell(ImportField::Name);
    let parts = [cell(ImportField::GivenName), cell(ImportField::FamilyName)];
    let names: Vec<&str> = whole
        .map_or_else(|| parts.into_iter().flatten().collect(), |name| vec![name])
        .into_iter()
        .map(String::as_str)
        .collect();
    fields.contact_name = (!names.is_empty()).then(|| names.join(" "));
    fields.company_name = cell(ImportField::Company).cloned();
    fields.title = cell(ImportField::Title).cloned();
    fields.email = cell(ImportField::Email).cloned();
    fields.notes = cell(ImportField::Notes).cloned();
    fields.tags = cell(ImportField::Tags).map_or_else(Vec::new, |text| tags(text));
    fields.consents = cell(ImportField::Consent).map_or_else(Consents::default, |text| consent::read(text));
    for (column, field) in mapping.0.iter().enumerate() {
        if let (ImportField::Custom(name), Some(value)) = (field, cells.get(column))
            && !value.is_empty()
        {
            fields.custom.insert(name.clone(), value.clone());
        }
    }
    let written: Vec<&String> = (0..NUMBERS_MAX)
        .filter_map(|place| cell(ImportField::Phone(place)))
        .collect();
    row.written = written.first().map(|text| (*text).clone());
    refuse_objections(cells, mapping).map_err(Fault::DoNotCall)?;
    refuse_unusable(fields).map_err(Fault::Invalid)?;
    fields.time_zone = zone(cell(ImportField::TimeZone)).map_err(Fault::Invalid)?;
    fields.numbers = numbers(&written, reader).map_err(Fault::Invalid)?;
    Ok(())
}

/// All of them: a wrong number is an error and not a reason to forget it.
fn numbers(written: &[&String], reader: Reader<'_>) -> Result<Vec<LeadNumber>, LineError> {
    let mut found: Vec<LeadNumber> = Vec::with_capacity(written.len());
    for (place, text) in written.iter().enumerate() {
        let phone = reader.number(text).map_err(|mut why| {
            if place > 0 {
                why.message = format!("Number {} of this line: {}", place + 1, why.message);
            }
            why
        })?;
        if found.iter().all(|known| known.phone != phone) {
            found.push(LeadNumber::of(phone));
        }
    }
    if found.is_empty() {
        return Err(LineError::new("number_missing", "This line has no phone number."));
    }
    Ok(found)
}

fn refuse_objections(cells: &[String], mapping: &ImportMapping) -> Result<(), LineError> {
    let column = mapping.column(&ImportField::DoNotCall);
    let marked = column
        .and_then(|column| cells.get(column))
        .is_some_and(|cell| is_yes(cell));
    if marked || cells.iter().any(|cell| is_objection(cell)) {
        let why = "The list itself marks this person as not to be called.";
        return Err(LineError::new("marked_do_not_call", why));
    }
    Ok(())
}

fn refuse_unusable(fields: &LeadFields) -> Result<(), LineError> {
    if fields.contact_name.is_none() && fields.company_name.is_none() {
        let why = "This line names neither a person nor a company.";
        return Err(LineError::new("name_missing", why));
    }
    let short = [
        &fields.contact_name,
        &fields.company_name,
        &fields.title,
        &fields.email,
    ];
    let is_long = |text: &String, max: usize| text.len() > max && text.chars().count() > max;
    let too_long = short
        .into_iter()
        .flatten()
        .find_map(|text| is_long(text, FIELD_MAX_CHARS).then_some(FIELD_MAX_CHARS))
        .or_else(|| {
            fields
                .tags
                .iter()
                .find_map(|tag| is_long(tag, TAG_MAX_CHARS).then_some(TAG_MAX_CHARS))
        })
        .or_else(|| {
            fields
                .custom
                .values()
                .find_map(|text| is_long(text, CUSTOM_MAX_CHARS).then_some(CUSTOM_MAX_CHARS))
        })
        .or_else(|| {
            fields
                .notes
                .as_ref()
                .and_then(|text| is_long(text, NOTES_MAX_CHARS).then_some(NOTES_MAX_CHARS))
        });
    if let Some(max) = too_long {
        let why = format!("A value of this line has more than {max} characters.");
        return Err(LineError::new("value_too_long", why));
    }
    if fields.tags.len() > TAGS_MAX {
        let why = format!("This line has more than {TAGS_MAX} tags.");
        return Err(LineError::new("too_many_tags", why));
    }
    Ok(())
}

fn tags(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for tag in text.split([',', ';', '|']).map(str::trim) {
        if !tag.is_empty() && !found.iter().any(|known| known == tag) {
            found.push(tag.to_owned());
        }
    }
    found
}

/// The zone that the list names. What is not a zone is refused: a guess would call people at night.
fn zone(text: Option<&String>) -> Result<Option<String>, LineError> {
    let Some(text) = text else { return Ok(None) };
    let known = TimeZone::get(text)
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned));
    match known {
        Some(name) => Ok(Some(name)),
        None => Err(LineError::new(
            "time_zone_unknown",
            format!("\"{text}\" is not a time zone; write a name such as America/New_York."),
        )),
    }
}

/// Nobody is called more than this, and lists are sorted by these values.
const FIELD_MAX_CHARS: usize = 200;
const TAG_MAX_CHARS: usize = 40;
const TAGS_MAX: usize = 20;
const CUSTOM_MAX_CHARS: usize = 1_000;
const NOTES_MAX_CHARS: usize = 10_000;
