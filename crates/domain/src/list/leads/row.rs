//! The rows of a list to leads.

use jiff::tz::TimeZone;

use super::super::objection::{is_objection, is_yes};
use super::super::preview::LineError;
use super::super::reader::Reader;
use super::super::records::Record;
use super::super::table::whole_cells;
use super::{LeadLine, LeadMapping};

/// The lead of one row, or why it is none.
pub(super) fn line(record: &Record<'_>, width: usize, mapping: &LeadMapping, reader: Reader<'_>) -> LeadLine {
    let cells = match whole_cells(record, width) {
        Ok(cells) => cells,
        Err(error) => return LeadLine::failed(record.line_no, record.raw, error),
    };
    let cell = |column: Option<usize>| {
        column
            .and_then(|column| cells.get(column))
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    };
    let number = || match cell(mapping.phone) {
        Some(text) => reader.number(text),
        None => Err(LineError::new("number_missing", "This line has no phone number.")),
    };
    let names: Vec<&str> = [cell(mapping.name), cell(mapping.family_name)]
        .into_iter()
        .flatten()
        .collect();
    let contact_name = (!names.is_empty()).then(|| names.join(" "));
    let mut lead = LeadLine {
        line_no: record.line_no,
        raw: record.raw.to_owned(),
        contact_name,
        company_name: cell(mapping.company).map(str::to_owned),
        title: cell(mapping.title).map(str::to_owned),
        email: cell(mapping.email).map(str::to_owned),
        time_zone: None,
        written: cell(mapping.phone).map(str::to_owned),
        result: Err(LineError::new("number_missing", "This line has no phone number.")),
        duplicate_of: None,
    };
    lead.result = refuse_objections(cells, mapping)
        .and_then(|()| refuse_nameless(&lead))
        .and_then(|()| refuse_long(&lead))
        .and_then(|()| zone(cell(mapping.time_zone)))
        .and_then(|zone| {
            lead.time_zone = zone;
            number()
        });
    lead
}

fn refuse_objections(cells: &[String], mapping: &LeadMapping) -> Result<(), LineError> {
    let marked = mapping
        .objection
        .and_then(|column| cells.get(column))
        .is_some_and(|cell| is_yes(cell));
    if marked || cells.iter().any(|cell| is_objection(cell)) {
        let why = "The list itself marks this person as not to be called.";
        return Err(LineError::new("marked_do_not_call", why));
    }
    Ok(())
}

fn refuse_nameless(lead: &LeadLine) -> Result<(), LineError> {
    if lead.contact_name.is_none() && lead.company_name.is_none() {
        let why = "This line names neither a person nor a company.";
        return Err(LineError::new("name_missing", why));
    }
    Ok(())
}

fn refuse_long(lead: &LeadLine) -> Result<(), LineError> {
    let fields = [&lead.contact_name, &lead.company_name, &lead.title, &lead.email];
    let too_long = |text: &String| text.chars().count() > FIELD_MAX_CHARS;
    if fields.into_iter().flatten().any(too_long) {
        let why = format!("A value of this line has more than {FIELD_MAX_CHARS} characters.");
        return Err(LineError::new("value_too_long", why));
    }
    Ok(())
}

/// The zone that the list names. What is not a zone is refused: a guess would call people at night.
fn zone(text: Option<&str>) -> Result<Option<String>, LineError> {
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
