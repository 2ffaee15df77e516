//! A mail address.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A mail address, as far as it can be judged without sending: `name@domain`. Shown masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress(String);

/// A text that is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no mail address; write it like ada@example.com")]
pub struct NotAnAddress;

impl MailAddress {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one address share.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for MailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let (name, domain) = text.rsplit_once('@').ok_or(NotAnAddress)?;
        let plain =
            |sign: char| !sign.is_whitespace() && !sign.is_control() && !"<>()[],;:\\\"@".contains(sign);
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|sign| sign.is_alphanumeric() || sign == '-')
        };
        let good = !name.is_empty()
            && name.len() <= 64
            && text.len() <= 254
            && name.chars().all(plain)
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..")
            && domain.contains('.')
            && domain.split('.').all(label);
        good.then(|| Self(text.to_owned())).ok_or(NotAnAddress)
    }
}

impl TryFrom<String> for MailAddress {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        text.parse()
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.0.rsplit_once('@').map_or("", |(_, domain)| domain);
        let first = self.0.chars().next().unwrap_or('?');
        write!(f, "{first}***@{domain}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_addresses_are_read() {
        for text in [
            "ada@example.com",
            " ada.lovelace+calls@mail.example.co.uk ",
            "o'brien@example.org",
            "jörg@müller.example",
        ] {
            assert!(text.parse::<MailAddress>().is_ok(), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@localhost",
            "a b@example.com",
            "ada@exa mple.com",
            "ada@example..com",
            "ada@-example.com",
            ".ada@example.com",
            "a@b@example.com",
            "ada@example.com\r\nBcc: x@y.z",
            "Ada <ada@example.com>",
        ] {
            assert_eq!(text.parse::<MailAddress>(), Err(NotAnAddress), "{text}");
        }
    }

    #[test]
    fn an_address_is_masked_where_it_is_debugged() {
        let address: MailAddress = "Ada@example.com".parse().unwrap();
        assert_eq!(format!("{address:?}"), "A***@example.com");
        assert_eq!(address.key(), "ada@example.com");
    }
}
