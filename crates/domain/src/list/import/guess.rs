//! What the columns of an import seem to hold.

use super::super::columns::{PHONE, ranked, simplify};
use super::super::leads::LeadMapping;
use super::{ImportField, ImportMapping};
use crate::leads::NUMBERS_MAX;

/// The mapping of columns whose layout was found, with what only imports keep: further numbers, tags and notes.
pub(super) fn complete(found: &LeadMapping, headings: &[String]) -> ImportMapping {
    let mut fields = vec![ImportField::Ignore; headings.len()];
    let mut put = |column: Option<usize>, field: ImportField| {
        if let Some(place) = column.and_then(|column| fields.get_mut(column))
            && *place == ImportField::Ignore
        {
            *place = field;
        }
    };
    put(found.phone, ImportField::Phone(0));
    if found.family_name.is_some() {
        put(found.name, ImportField::GivenName);
        put(found.family_name, ImportField::FamilyName);
    } else {
        put(found.name, ImportField::Name);
    }
    put(found.company, ImportField::Company);
    put(found.title, ImportField::Title);
    put(found.email, ImportField::Email);
    put(found.time_zone, ImportField::TimeZone);
    put(found.objection, ImportField::DoNotCall);
    let words: Vec<String> = headings.iter().map(|heading| simplify(heading)).collect();
    put(ranked(&words, TAGS).first().copied(), ImportField::Tags);
    put(ranked(&words, NOTES).first().copied(), ImportField::Notes);
    put(ranked(&words, CONSENT).first().copied(), ImportField::Consent);
    let further = further_phones(&words, found.phone);
    for (place, column) in further.into_iter().take(NUMBERS_MAX - 1).enumerate() {
        put(Some(column), ImportField::Phone(place + 1));
    }
    ImportMapping(fields)
}

/// Columns under headings of numbers beside the first one, in the order of the table.
fn further_phones(words: &[String], first: Option<usize>) -> Vec<usize> {
    let is_phone = |word: &String| {
        let plain = word.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        PHONE.contains(&word.as_str()) || (plain != word && PHONE.contains(&plain))
    };
    let columns = words.iter().enumerate();
    columns
        .filter(|(column, word)| Some(*column) != first && first.is_some() && is_phone(word))
        .map(|(column, _)| column)
        .collect()
}

const TAGS: &[&str] = &["tags", "tag", "labels", "label", "etiquetas", "schlagworte"];
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comments",
    "comment",
    "remarks",
    "remark",
    "notizen",
    "notiz",
    "bemerkung",
    "bemerkungen",
    "notas",
    "commentaire",
    "commentaires",
];
/// Only headings that leave no doubt: a column of people who wanted a newsletter is no consent to be called.
const CONSENT: &[&str] = &["consents", "ai voice", "ai voice consent", "consent to ai voice"];
