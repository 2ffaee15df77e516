//! What a lead is found and ordered by: its names, the words within them, its numbers from the end, its tags, what it
//! agreed to and the fields that the workspace added.
//!
//! The first character says which of them a term is; terms that begin with a letter or digit are words.

use outdial_domain::ids::{LeadId, ListId};
use outdial_domain::leads::ConsentScope;

use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::{Param, params, value_rows};

/// One of the texts by whose beginning a lead is found. They sort as the table that keeps them: written in that order,
/// a page of it is full before the next one is begun.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeadTerm {
    text: String,
    lead: LeadId,
}

impl LeadTerm {
    /// The terms of leads, in order.
    #[must_use]
    pub fn of(rows: &[LeadRow]) -> Vec<Self> {
        let of_row = |row: &LeadRow| {
            let lead = row.id.clone();
            texts(row).into_iter().map(move |text| Self {
                text,
                lead: lead.clone(),
            })
        };
        let mut terms: Vec<_> = rows.iter().flat_map(of_row).collect();
        terms.sort_unstable();
        terms
    }
}

impl Leads<'_, '_> {
    /// Writes terms of the leads of one list down.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert_terms(&mut self, list: &ListId, terms: &[LeadTerm]) -> Result<(), StoreError> {
        let workspace = self.tx.workspace.clone();
        for chunk in terms.chunks(ROWS_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * WIDTH);
            for term in chunk {
                values.extend([
                    Param::from(&workspace),
                    Param::from(list),
                    Param::from(&term.text),
                    Param::from(&term.lead),
                ]);
            }
            let sql = format!(
                "INSERT INTO lead_terms (workspace_id, list_id, term, lead_id) VALUES {} ON CONFLICT DO NOTHING",
                value_rows(chunk.len(), WIDTH)
            );
            self.tx.session().execute(&sql, &values)?;
        }
        Ok(())
    }

    /// Lets a lead be found by what it is called now, where it is now.
    pub(super) fn replace_terms(&mut self, before: &LeadRow, after: &LeadRow) -> Result<(), StoreError> {
        let stays = before.list_id == after.list_id;
        // A call changes a lead several times and nothing of what it is found by.
        let is_called_the_same = before.contact_name == after.contact_name
            && before.company_name == after.company_name
            && before.phone == after.phone
            && before.numbers == after.numbers
            && before.region == after.region
            && before.tags == after.tags
            && before.consents == after.consents
            && before.custom == after.custom;
        if stays && is_called_the_same {
            return Ok(());
        }
        let (gone, new) = (texts(before), texts(after));
        let terms = |texts: &[String], others: &[String]| {
            let wanted = texts.iter().filter(|text| !(stays && others.contains(text)));
            let term = |text: &String| LeadTerm {
                text: text.clone(),
                lead: after.id.clone(),
            };
            wanted.map(term).collect::<Vec<_>>()
        };
        self.remove_terms(&before.list_id, &terms(&gone, &new))?;
        self.insert_terms(&after.list_id, &terms(&new, &gone))
    }

    /// Forgets what a lead was found by.
    pub(super) fn forget_terms(&mut self, row: &LeadRow) -> Result<(), StoreError> {
        let terms = LeadTerm::of(std::slice::from_ref(row));
        self.remove_terms(&row.list_id, &terms)
    }

    fn remove_terms(&mut self, list: &ListId, terms: &[LeadTerm]) -> Result<(), StoreError> {
        for gone in terms {
            let sql = "DELETE FROM lead_terms
                       WHERE workspace_id = $1 AND list_id = $2 AND term = $3 AND lead_id = $4";
            self.tx.execute(sql, params![list, &gone.text, &gone.lead])?;
        }
        Ok(())
    }
}

/// The person before the company, which is also how leads are ordered by person.
pub(super) fn of_contact(contact_key: &str, company_key: &str) -> String {
    format!("{CONTACT}{contact_key}\t{company_key}")
}

/// The company before the person.
pub(super) fn of_company(company_key: &str, contact_key: &str) -> String {
    format!("{COMPANY}{company_key}\t{contact_key}")
}

/// A tag as a whole.
pub(super) fn of_tag(tag: &str) -> String {
    format!("!{tag}")
}

/// A field that the workspace added, with the beginning of its value.
pub(super) fn of_custom(field: &str, value: &str) -> String {
    let value: String = value.to_lowercase().chars().take(VALUE_MAX_CHARS).collect();
    format!("={field}\t{value}")
}

/// The region of the number.
pub(super) fn of_region(region: &str) -> String {
    format!("^{region}")
}

/// A consent that is given.
pub(super) fn of_consent(scope: ConsentScope) -> String {
    format!("+{scope}")
}

/// A text of a search as terms have it.
pub(super) fn of_words(lower_case: &str) -> String {
    lower_case.chars().take(TERM_MAX_CHARS).collect()
}

/// The last digits of a number as terms have them.
pub(super) fn of_number(text: &str) -> String {
    let digits = text.chars().rev().filter(char::is_ascii_digit);
    std::iter::once('#').chain(digits).collect()
}

fn texts(row: &LeadRow) -> Vec<String> {
    let (contact, company) = row.keys();
    let mut texts: Vec<String> = row.phones().map(|phone| of_number(phone.e164())).collect();
    texts.extend(later_words(&contact));
    texts.extend(later_words(&company));
    texts.push(of_contact(&contact, &company));
    texts.push(of_company(&company, &contact));
    texts.extend(row.region.as_deref().map(of_region));
    texts.extend(row.tags.iter().map(|tag| of_tag(tag)));
    texts.extend(row.consents.in_force().map(of_consent));
    texts.extend(row.custom.iter().map(|(field, value)| of_custom(field, value)));
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// The text from its second word on, from its third, and so on; the forms of companies say nothing.
fn later_words(key: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric();
    let mut before = None;
    let mut found = Vec::new();
    for (at, c) in key.char_indices() {
        let begins = is_word(c) && before.is_some_and(|before| !is_word(before));
        if begins && !FORMS.contains(&key[at..].trim_end_matches('.')) {
            found.push(of_words(&key[at..]));
        }
        before = Some(c);
    }
    found.truncate(WORDS_MAX);
    found
}

/// What the terms begin with by which leads are ordered by person.
pub(super) const CONTACT: char = '@';
/// And by company.
pub(super) const COMPANY: char = '&';
const FORMS: [&str; 14] = [
    "inc", "llc", "ltd", "limited", "corp", "co", "gmbh", "ag", "kg", "sa", "bv", "plc", "pty ltd", "srl",
];
/// A name of more words is found by these.
const WORDS_MAX: usize = 4;
/// Who types more than this has found it.
const TERM_MAX_CHARS: usize = 40;
/// Values that differ only behind this are one value to a filter; an index takes no longer text on every database.
const VALUE_MAX_CHARS: usize = 200;
const WIDTH: usize = 4;
/// SQLite takes 32,766 parameters in a statement; more rows at once gain nothing.
const ROWS_AT_ONCE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_later_words() {
        assert_eq!(later_words("ada lovelace"), ["lovelace"]);
        assert_eq!(
            later_words("jean-luc o'neil (retired)"),
            [
                "luc o'neil (retired)",
                "o'neil (retired)",
                "neil (retired)",
                "retired)"
            ]
        );
        assert_eq!(later_words("engines ltd."), [""; 0]);
        assert_eq!(later_words("müller söhne gmbh"), ["söhne gmbh"]);
        assert_eq!(later_words(""), [""; 0]);
    }

    #[test]
    fn long_names_have_short_terms_and_not_too_many() {
        let long = "word ".repeat(40);
        let terms = later_words(&long);
        assert_eq!(terms.len(), WORDS_MAX);
        assert!(terms.iter().all(|term| term.chars().count() <= TERM_MAX_CHARS));
    }

    #[test]
    fn a_number_is_found_from_its_end() {
        assert_eq!(of_number("+14155552671"), "#17625555141");
        assert_eq!(of_number("(415) 555-2671"), "#1762555514");
    }
}
