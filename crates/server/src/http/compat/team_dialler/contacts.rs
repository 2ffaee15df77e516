//! The contacts of a new campaign: each a number that can be called, and each once.

use std::collections::BTreeMap;

use outdial_domain::phone::PhoneNumber;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::failure::Refused;
use crate::http::calling::label;

/// Somebody to call: a number as people write it, or a person with one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum TeamDiallerContact {
    /// The number alone.
    Number(String),
    /// A person.
    Person(TeamDiallerPerson),
}

/// A person to call.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct TeamDiallerPerson {
    /// The number, as people write it. By these words the campaign knows the person.
    pub phone: String,
    /// Who they are.
    pub name: Option<String>,
    /// For whom they work.
    pub company: Option<String>,
    /// As what.
    pub title: Option<String>,
    /// Where they read mail.
    pub email: Option<String>,
}

/// Somebody to call, whose number can be called.
#[derive(Debug, Clone)]
pub(super) struct NewContact {
    /// The number as the client wrote it, by which it knows the contact.
    pub text: String,
    pub phone: PhoneNumber,
    pub person: TeamDiallerPerson,
}

/// Reads the contacts; what cannot be called is named, every one of it, and then nobody is.
pub(super) fn read(written: Vec<TeamDiallerContact>, region: &str) -> Result<Vec<NewContact>, Refused> {
    if written.len() > CONTACTS_MAX {
        let why = format!(
            "A campaign has at most {CONTACTS_MAX} contacts, not {}.",
            written.len()
        );
        return Err(Refused::fields(&[(vec!["contacts".into()], why)]));
    }
    let mut contacts = Vec::with_capacity(written.len());
    let mut places: BTreeMap<PhoneNumber, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (place, contact) in written.into_iter().enumerate() {
        let at = vec!["contacts".into(), Value::from(place)];
        let person = match contact {
            TeamDiallerContact::Number(phone) => TeamDiallerPerson {
                phone,
                ..TeamDiallerPerson::default()
            },
            TeamDiallerContact::Person(person) => match trimmed(person) {
                Ok(person) => person,
                Err((field, why)) => {
                    wrong.push(([at, vec![field.into()]].concat(), why));
                    continue;
                }
            },
        };
        let text = person.phone.trim().to_owned();
        match PhoneNumber::parse(&text, region) {
            Err(why) => wrong.push((at, format!("{text:?} cannot be called: {why}."))),
            Ok(phone) => match places.get(&phone) {
                Some(first) => wrong.push((at, format!("{text:?} is contact {first} once more."))),
                None => {
                    places.insert(phone.clone(), place);
                    contacts.push(NewContact { text, phone, person });
                }
            },
        }
    }
    if !wrong.is_empty() {
        return Err(Refused::fields(&wrong));
    }
    if contacts.is_empty() {
        let why = "A campaign needs a contact.".to_owned();
        return Err(Refused::fields(&[(vec!["contacts".into()], why)]));
    }
    Ok(contacts)
}

/// The same person without blanks around the words; else the field that is too long, and how long it may be.
fn trimmed(person: TeamDiallerPerson) -> Result<TeamDiallerPerson, (&'static str, String)> {
    let words = |field: &'static str, text| match label(field, text) {
        Ok(text) => Ok(text.map(|text| text.trim().to_owned())),
        Err(problem) => {
            let why = problem.body().errors.into_iter().next();
            Err((
                field,
                why.map_or_else(|| problem.message().to_owned(), |error| error.message),
            ))
        }
    };
    Ok(TeamDiallerPerson {
        phone: person.phone,
        name: words("name", person.name)?,
        company: words("company", person.company)?,
        title: words("title", person.title)?,
        email: words("email", person.email)?,
    })
}

/// What one agent calls in a day and more; every message shows all of them.
const CONTACTS_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn contacts(texts: &[&str]) -> Result<Vec<NewContact>, Refused> {
        let numbers = texts
            .iter()
            .map(|text| TeamDiallerContact::Number((*text).to_owned()));
        read(numbers.collect(), "US")
    }

    #[test]
    fn contacts_keep_the_words_of_the_client() {
        let read = contacts(&["+1 (415) 555-2671", " 2125550199 "]).unwrap();
        assert_eq!(read[0].text, "+1 (415) 555-2671");
        assert_eq!(read[0].phone.e164(), "+14155552671");
        assert_eq!(read[1].text, "2125550199");
    }

    #[test]
    fn one_that_cannot_be_called_refuses_them_all() {
        for texts in [&["garbage"][..], &[""], &["+14155552671", "(415) 555-2671"], &[]] {
            assert!(contacts(texts).is_err(), "{texts:?}");
        }
    }
}
