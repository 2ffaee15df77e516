//! What people enter about a lead, read.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use outdial_domain::PhoneNumber;
use outdial_domain::leads::{LeadNumber, NUMBERS_MAX};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::problem::Problem;

/// A number of a lead, as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberInput {
    /// The number, in any usual notation.
    phone: String,
    /// Which of its numbers this is: `mobile`, `office`.
    #[serde(default)]
    label: Option<String>,
}

/// Tags, each once.
///
/// # Errors
/// When there are too many or one is too long.
pub fn tags_of(field: &str, tags: &[String]) -> Result<Vec<String>, Problem> {
    let mut found: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()) {
        if tag.chars().count() > TAG_MAX_CHARS
            || tag.contains([',', ';', '|'])
            || tag.chars().any(char::is_control)
        {
            let help =
                format!("a tag has at most {TAG_MAX_CHARS} characters, and no comma, semicolon or bar");
            return Err(Problem::invalid_field(field, help));
        }
        if !tag.is_empty() && !found.iter().any(|known| known == tag) {
            found.push(tag.to_owned());
        }
    }
    if found.len() > TAGS_MAX {
        return Err(Problem::invalid_field(
            field,
            format!("a lead has at most {TAGS_MAX} tags"),
        ));
    }
    Ok(found)
}

/// The numbers of a lead, each once, the first one in front.
///
/// # Errors
/// When one cannot be read, there is none, or there are too many.
pub fn numbers(field: &str, numbers: Vec<NumberInput>, region: &str) -> Result<Vec<LeadNumber>, Problem> {
    let mut found: Vec<LeadNumber> = Vec::new();
    for number in numbers {
        let phone = PhoneNumber::parse(&number.phone, region)
            .map_err(|why| Problem::invalid_field(field, why.to_string()))?;
        let label = number
            .label
            .map(|label| label.trim().to_owned())
            .filter(|label| !label.is_empty());
        if label
            .as_ref()
            .is_some_and(|label| label.chars().count() > TAG_MAX_CHARS)
        {
            return Err(Problem::invalid_field(
                field,
                format!("a label has at most {TAG_MAX_CHARS} characters"),
            ));
        }
        if found.iter().all(|known| known.phone != phone) {
            found.push(LeadNumber { phone, label });
        }
    }
    if found.is_empty() || found.len() > NUMBERS_MAX {
        return Err(Problem::invalid_field(
            field,
            format!("a lead has 1 to {NUMBERS_MAX} numbers"),
        ));
    }
    Ok(found)
}

/// A time zone by its IANA name; blank text counts as none.
///
/// # Errors
/// When there is no such zone: a guess would call people at night.
pub fn time_zone(text: Option<String>) -> Result<Option<String>, Problem> {
    let Some(text) = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
    else {
        return Ok(None);
    };
    let known = TimeZone::get(&text)
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned));
    known.map(Some).ok_or_else(|| {
        let why = format!("\"{text}\" is not a time zone; write a name such as America/New_York.");
        Problem::invalid_field("time_zone", why)
    })
}

/// Changes of fields that the workspace added; null removes one.
///
/// # Errors
/// When a name or a value is too long, or a lead would have too many.
pub fn merge_custom(
    custom: &mut BTreeMap<String, String>,
    changes: BTreeMap<String, Option<String>>,
) -> Result<(), Problem> {
    for (name, value) in changes {
        let name = name.trim().to_owned();
        let is_name =
            !name.is_empty() && name.chars().count() <= NAME_MAX_CHARS && !name.chars().any(char::is_control);
        if !is_name {
            let why = format!("the name of a field has 1 to {NAME_MAX_CHARS} characters");
            return Err(Problem::invalid_field("custom", why));
        }
        match value.filter(|value| !value.trim().is_empty()) {
            Some(value) if value.chars().count() > VALUE_MAX_CHARS => {
                let why = format!("{name} may have {VALUE_MAX_CHARS} characters");
                return Err(Problem::invalid_field("custom", why));
            }
            Some(value) => {
                custom.insert(name, value);
            }
            None => {
                custom.remove(&name);
            }
        }
    }
    if custom.len() > CUSTOM_MAX {
        return Err(Problem::invalid_field(
            "custom",
            format!("a lead has at most {CUSTOM_MAX} further fields"),
        ));
    }
    Ok(())
}

const TAG_MAX_CHARS: usize = 40;
const TAGS_MAX: usize = 20;
const NAME_MAX_CHARS: usize = 60;
const VALUE_MAX_CHARS: usize = 1_000;
/// As many as a file has columns.
const CUSTOM_MAX: usize = 200;
