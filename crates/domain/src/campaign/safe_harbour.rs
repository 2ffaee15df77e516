//! What a person hears for whom no agent was free: who called, under which number they are reached, and the key that
//! ends all further calls.

use serde::{Deserialize, Serialize};

/// What a person hears for whom no agent was free.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SafeHarbour {
    /// In whose name the call is made.
    pub company: String,
    /// The number under which they are reached, as it is spoken.
    pub phone: String,
    /// The key that puts the number on the do-not-call list.
    pub opt_out_key: Option<char>,
    /// Other words around the same facts; they must name company and number.
    pub words: Option<String>,
}

impl SafeHarbour {
    /// The words to speak.
    #[must_use]
    pub fn spoken(&self) -> String {
        let mut text = match &self.words {
            Some(words) => words
                .replace("{company}", &self.company)
                .replace("{phone}", &spaced(&self.phone)),
            // A campaign whose calls people start need not name them.
            None if self.company.trim().is_empty() => NOBODY_FREE.to_owned(),
            None => format!(
                "Hello, this is {}. We are sorry that nobody could speak with you just now. You can reach us at {}.",
                self.company,
                spaced(&self.phone)
            ),
        };
        if let Some(key) = self.opt_out_key {
            text.push_str(&format!(
                " To be called no more, press {} now.",
                if key == '*' {
                    "star".to_owned()
                } else {
                    key.to_string()
                }
            ));
        }
        text
    }

    /// Whether it says what it must.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let names_all = self
            .words
            .as_ref()
            .is_none_or(|words| words.contains("{company}") && words.contains("{phone}"));
        !self.company.trim().is_empty()
            && self.phone.chars().filter(char::is_ascii_digit).count() >= 5
            && names_all
    }
}

const NOBODY_FREE: &str = "Hello. We are sorry that nobody could speak with you just now.";

/// Digit by digit, or a voice reads a number of millions.
fn spaced(phone: &str) -> String {
    let mut text = String::with_capacity(phone.len() * 2);
    for sign in phone.chars() {
        if !text.is_empty() && sign.is_ascii_digit() {
            text.push(' ');
        }
        text.push(sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn harbour() -> SafeHarbour {
        SafeHarbour {
            company: "Acme".to_owned(),
            phone: "+1415".to_owned(),
            opt_out_key: Some('9'),
            words: None,
        }
    }

    #[test]
    fn it_names_the_company_the_number_and_the_key() {
        let spoken = harbour().spoken();
        assert!(spoken.contains("this is Acme"), "{spoken}");
        assert!(spoken.contains("+ 1 4 1 5"), "{spoken}");
        assert!(spoken.contains("press 9"), "{spoken}");
    }

    #[test]
    fn words_that_hide_the_number_are_incomplete() {
        let mut harbour = SafeHarbour {
            phone: "+14155550100".to_owned(),
            ..harbour()
        };
        assert!(harbour.is_complete());
        harbour.words = Some("Sorry from {company}.".to_owned());
        assert!(!harbour.is_complete());
        harbour.words = Some("Sorry from {company}, call {phone}.".to_owned());
        assert!(harbour.is_complete());
        assert!(!SafeHarbour::default().is_complete());
    }
}
