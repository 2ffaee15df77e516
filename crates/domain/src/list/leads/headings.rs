//! Which field stands under which heading.

use super::super::columns::{COMPANY, FAMILY_NAME, GIVEN_NAME, NAME, PHONE, ranked, simplify};
use super::super::objection::is_objection;
use super::LeadMapping;

/// The fields under these headings; those that no heading names are absent.
pub(super) fn guess(cells: &[String]) -> LeadMapping {
    let words: Vec<String> = cells.iter().map(|cell| simplify(cell)).collect();
    let best = |synonyms| ranked(&words, synonyms).first().copied();
    let whole_name = best(NAME);
    LeadMapping {
        name: whole_name
            .or_else(|| best(GIVEN_NAME))
            .or_else(|| best(FAMILY_NAME)),
        family_name: match (whole_name, best(GIVEN_NAME)) {
            (None, Some(_)) => best(FAMILY_NAME),
            (Some(_), _) | (None, None) => None,
        },
        company: best(COMPANY),
        phone: best(PHONE),
        title: best(TITLE),
        email: best(EMAIL),
        time_zone: best(TIME_ZONE),
        objection: cells.iter().position(|cell| is_objection(cell)),
    }
}

const TITLE: &[&str] = &[
    "title",
    "job title",
    "jobtitle",
    "job",
    "position",
    "role",
    "job role",
    "occupation",
    "funktion",
    "titel",
    "poste",
    "cargo",
    "puesto",
];
const EMAIL: &[&str] = &[
    "email",
    "e mail",
    "email address",
    "e mail address",
    "emailaddress",
    "mail",
    "work email",
    "business email",
    "correo",
    "correo electrónico",
    "courriel",
];
const TIME_ZONE: &[&str] = &[
    "time zone",
    "timezone",
    "tz",
    "zeitzone",
    "fuseau horaire",
    "zona horaria",
];
