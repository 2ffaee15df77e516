//! What a column of an import can hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::leads::NUMBERS_MAX;

/// What a column of an import holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ImportField {
    /// Nothing that is kept.
    Ignore,
    /// The person's whole name.
    Name,
    /// The given name, where the family name stands apart.
    GivenName,
    /// The family name.
    FamilyName,
    /// The company.
    Company,
    /// A number to call: the first, the second, up to the fifth (from 0).
    Phone(usize),
    /// The person's title or position.
    Title,
    /// The e-mail address.
    Email,
    /// An IANA time zone.
    TimeZone,
    /// Words by which people sort leads, separated by commas, semicolons or bars.
    Tags,
    /// Notes.
    Notes,
    /// A mark at people who must not be called.
    DoNotCall,
    /// What people have agreed to.
    Consent,
    /// Something else, under this name.
    Custom(String),
}

/// A word that names no field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not what a column can hold; use ignore, name, given_name, family_name, company, phone, phone_2 to phone_5, \
     title, email, time_zone, tags, notes, do_not_call, consent, or custom: and a name of up to {NAME_MAX_CHARS} characters"
)]
pub struct FieldError(String);

impl ImportField {
    /// Whether it holds a person's or a company's name.
    #[must_use]
    pub const fn is_name(&self) -> bool {
        matches!(
            self,
            Self::Name | Self::GivenName | Self::FamilyName | Self::Company
        )
    }
}

impl fmt::Display for ImportField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(0) => f.write_str("phone"),
            Self::Phone(place) => write!(f, "phone_{}", place + 1),
            Self::Custom(name) => write!(f, "{CUSTOM}{name}"),
            Self::Ignore
            | Self::Name
            | Self::GivenName
            | Self::FamilyName
            | Self::Company
            | Self::Title
            | Self::Email
            | Self::TimeZone
            | Self::Tags
            | Self::Notes
            | Self::DoNotCall
            | Self::Consent => {
                let word = WORDS.iter().find(|(_, field)| field == self);
                f.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

impl FromStr for ImportField {
    type Err = FieldError;

    fn from_str(word: &str) -> Result<Self, FieldError> {
        let unknown = || FieldError(word.to_owned());
        if let Some((_, field)) = WORDS.iter().find(|(known, _)| *known == word) {
            return Ok(field.clone());
        }
        if let Some(name) = word.strip_prefix(CUSTOM) {
            let name = name.trim();
            let is_name = !name.is_empty()
                && name.chars().count() <= NAME_MAX_CHARS
                && !name.chars().any(char::is_control);
            return is_name.then(|| Self::Custom(name.to_owned())).ok_or_else(unknown);
        }
        let place = word.strip_prefix("phone_").and_then(|place| place.parse().ok());
        match place {
            Some(place) if (2..=NUMBERS_MAX).contains(&place) => Ok(Self::Phone(place - 1)),
            Some(_) | None => Err(unknown()),
        }
    }
}

impl TryFrom<String> for ImportField {
    type Error = FieldError;

    fn try_from(word: String) -> Result<Self, FieldError> {
        word.parse()
    }
}

impl From<ImportField> for String {
    fn from(field: ImportField) -> Self {
        field.to_string()
    }
}

const WORDS: [(&str, ImportField); 13] = [
    ("ignore", ImportField::Ignore),
    ("name", ImportField::Name),
    ("given_name", ImportField::GivenName),
    ("family_name", ImportField::FamilyName),
    ("company", ImportField::Company),
    ("phone", ImportField::Phone(0)),
    ("title", ImportField::Title),
    ("email", ImportField::Email),
    ("time_zone", ImportField::TimeZone),
    ("tags", ImportField::Tags),
    ("notes", ImportField::Notes),
    ("do_not_call", ImportField::DoNotCall),
    ("consent", ImportField::Consent),
];
const CUSTOM: &str = "custom:";
/// A name is a heading of a table.
const NAME_MAX_CHARS: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_reads_back_as_itself() {
        let words = [
            "ignore",
            "name",
            "given_name",
            "family_name",
            "company",
            "phone",
            "phone_2",
            "phone_5",
            "title",
            "email",
            "time_zone",
            "tags",
            "notes",
            "do_not_call",
            "consent",
            "custom:Favourite colour",
        ];
        for word in words {
            assert_eq!(word.parse::<ImportField>().unwrap().to_string(), word);
        }
    }

    #[test]
    fn other_words_are_refused() {
        for word in [
            "",
            "phone_1",
            "phone_6",
            "phone_x",
            "custom:",
            "custom: ",
            "Name",
            &format!("custom:{}", "x".repeat(61)),
        ] {
            assert!(word.parse::<ImportField>().is_err(), "{word}");
        }
    }
}
