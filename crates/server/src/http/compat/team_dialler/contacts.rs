//! The contacts of a new campaign: each a number that can be called, and each once.

use std::collections::BTreeMap;

use outdial_domain::phone::PhoneNumber;
use serde_json::Value;

use super::failure::Refused;

/// Somebody to call.
#[derive(Debug, Clone)]
pub(super) struct NewContact {
    /// As the client wrote it, and knows it.
    pub text: String,
    pub phone: PhoneNumber,
}

/// Reads the contacts; what cannot be called is named, every one of it, and then nobody is.
pub(super) fn read(written: &[String], region: &str) -> Result<Vec<NewContact>, Refused> {
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
    for (place, text) in written.iter().enumerate() {
        let mut refuse = |why: String| wrong.push((vec!["contacts".into(), Value::from(place)], why));
        match PhoneNumber::parse(text.trim(), region) {
            Err(why) => refuse(format!("{text:?} cannot be called: {why}.")),
            Ok(phone) => match places.get(&phone) {
                Some(first) => refuse(format!("{text:?} is contact {first} once more.")),
                None => {
                    places.insert(phone.clone(), place);
                    contacts.push(NewContact {
                        text: text.trim().to_owned(),
                        phone,
                    });
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

/// What one agent calls in a day and more; every message shows all of them.
const CONTACTS_MAX: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn contacts(texts: &[&str]) -> Result<Vec<NewContact>, Refused> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        read(&texts, "US")
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
