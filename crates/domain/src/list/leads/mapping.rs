//! Which column holds which field of a lead, and what a person chose instead of the guess.

use serde::Serialize;

use super::super::columns::simplify;

/// Which column holds which field, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct LeadMapping {
    /// The person's name, or the given name where the family name stands apart.
    pub name: Option<usize>,
    /// The family name, where it stands apart.
    pub family_name: Option<usize>,
    /// The company.
    pub company: Option<usize>,
    /// The number to call.
    pub phone: Option<usize>,
    /// The person's title or position.
    pub title: Option<usize>,
    /// The e-mail address.
    pub email: Option<usize>,
    /// An IANA time zone.
    pub time_zone: Option<usize>,
    /// A column that marks people who must not be called.
    pub objection: Option<usize>,
}

/// What a person chose: for each field the number of a column from 0, its heading, or nothing at all for "no such
/// column"; where it is absent the guess holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnChoices {
    /// The person's name.
    pub name: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The number to call.
    pub phone: Option<String>,
    /// The person's title or position.
    pub title: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// An IANA time zone.
    pub time_zone: Option<String>,
    /// Whether the first row names the columns.
    pub has_header: Option<bool>,
}

/// A chosen column that the list does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The list has no column \"{wanted}\".")]
pub struct ColumnChoiceError {
    /// The field it was chosen for.
    pub field: &'static str,
    /// What was asked for.
    pub wanted: String,
}

impl ColumnChoices {
    /// The guess with what was chosen in its place.
    pub(super) fn apply(
        &self,
        mut guess: LeadMapping,
        headings: &[String],
    ) -> Result<LeadMapping, ColumnChoiceError> {
        if let Some(wanted) = &self.name {
            guess.name = column("name", wanted, headings)?;
            guess.family_name = None;
        }
        let fields = [
            ("company", &self.company, &mut guess.company),
            ("phone", &self.phone, &mut guess.phone),
            ("title", &self.title, &mut guess.title),
            ("email", &self.email, &mut guess.email),
            ("time_zone", &self.time_zone, &mut guess.time_zone),
        ];
        for (field, choice, place) in fields {
            if let Some(wanted) = choice {
                *place = column(field, wanted, headings)?;
            }
        }
        Ok(guess)
    }
}

fn column(
    field: &'static str,
    wanted: &str,
    headings: &[String],
) -> Result<Option<usize>, ColumnChoiceError> {
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Ok(None);
    }
    let by_number = wanted.parse().ok().filter(|column| *column < headings.len());
    let by_heading = || {
        let same = |heading: &String| simplify(heading) == simplify(wanted);
        headings.iter().position(same)
    };
    match by_number.or_else(by_heading) {
        Some(column) => Ok(Some(column)),
        None => Err(ColumnChoiceError {
            field,
            wanted: wanted.to_owned(),
        }),
    }
}

impl LeadMapping {
    /// The fields that a list of leads cannot do without and that no column holds: name, company and phone. One
    /// column may be two of them when a person says so; nothing is assumed, because whoever reads the list aloud
    /// would greet a company by what is a person's name.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let required = [
            ("name", self.name),
            ("company", self.company),
            ("phone", self.phone),
        ];
        let absent = required.into_iter().filter(|(_, column)| column.is_none());
        absent.map(|(field, _)| field).collect()
    }

    /// How many fields have a column.
    pub(super) fn found(&self) -> usize {
        [
            self.name,
            self.family_name,
            self.company,
            self.phone,
            self.title,
            self.email,
            self.time_zone,
        ]
        .into_iter()
        .flatten()
        .count()
    }
}
