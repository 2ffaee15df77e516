//! A mail on its way out.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use outdial_domain::mail::{MailAddress, NotAnAddress};

/// Who writes: `Name <name@example.com>`, or the address alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderAddress {
    /// The name, if there is one.
    pub name: Option<String>,
    /// The address.
    pub address: MailAddress,
}

/// A mail on its way out. Everything in it is ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Our id of it; names it at the service and makes its `Message-ID`.
    pub id: String,
    /// Who writes.
    pub from: SenderAddress,
    /// To whom.
    pub to: MailAddress,
    /// Its subject, one line.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same in HTML; empty for none.
    pub html: String,
    /// Where the person stops further mails, if this one offers it.
    pub unsubscribe_url: Option<String>,
    /// An invitation that goes with it.
    pub invite: Option<OutgoingInvite>,
}

/// An invitation that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingInvite {
    /// The file.
    pub ics: String,
    /// What it asks: `REQUEST` or `CANCEL`.
    pub method: &'static str,
}

/// What a service answers to a mail that it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentMail {
    /// The service's id of it, by which it reports later; absent when it gives none.
    pub provider_id: Option<String>,
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Another try may succeed.
    #[error("{why}")]
    Passing {
        /// What happened.
        why: String,
        /// How long the service asks us to wait, if it says.
        wait: Option<Duration>,
    },
    /// It will answer every try like this.
    #[error("{0}")]
    Final(String),
}

impl MailError {
    /// A failure that another try may mend.
    #[must_use]
    pub fn passing(why: impl Into<String>) -> Self {
        Self::Passing {
            why: why.into(),
            wait: None,
        }
    }
}

impl fmt::Debug for OutgoingMail {
    /// Without what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("id", &self.id)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl FromStr for SenderAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"').trim(), address),
            None => ("", text),
        };
        if name.chars().any(char::is_control) {
            return Err(NotAnAddress);
        }
        Ok(Self {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            address: address.parse()?,
        })
    }
}

impl fmt::Display for SenderAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) if name.chars().all(|sign| sign.is_alphanumeric() || sign == ' ') => {
                write!(f, "{name} <{}>", self.address.as_str())
            }
            Some(name) => {
                let name = name.replace('\\', "\\\\").replace('"', "\\\"");
                write!(f, "\"{name}\" <{}>", self.address.as_str())
            }
            None => f.write_str(self.address.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_read_and_written() {
        let cases = [
            ("Ada Lovelace <ada@example.com>", "Ada Lovelace <ada@example.com>"),
            ("ada@example.com", "ada@example.com"),
            ("<ada@example.com>", "ada@example.com"),
            (
                "\"Acme, Inc.\" <ada@example.com>",
                "\"Acme, Inc.\" <ada@example.com>",
            ),
        ];
        for (text, written) in cases {
            let sender: SenderAddress = text.parse().unwrap();
            assert_eq!(sender.to_string(), written);
        }
        for text in ["", "Ada", "Ada <ada>", "Ada\r\nBcc: x <ada@example.com>"] {
            assert!(text.parse::<SenderAddress>().is_err(), "{text}");
        }
    }
}
