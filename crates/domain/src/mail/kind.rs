//! Which mails there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::MailField;

/// A mail that people can word and switch on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// An appointment was made or moved.
    AppointmentConfirmation,
    /// We called and reached nobody, for the last time.
    MissedCall,
    /// The callee said no.
    NotInterested,
    /// An appointment is near.
    Reminder,
    /// A voice agent sends what the callee asked for.
    AgentMessage,
}

impl MailKind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::AppointmentConfirmation,
        Self::MissedCall,
        Self::NotInterested,
        Self::Reminder,
        Self::AgentMessage,
    ];

    /// The word under which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AppointmentConfirmation => "appointment_confirmation",
            Self::MissedCall => "missed_call",
            Self::NotInterested => "not_interested",
            Self::Reminder => "reminder",
            Self::AgentMessage => "agent_message",
        }
    }

    /// Whether it speaks of an appointment.
    #[must_use]
    pub const fn is_of_appointment(self) -> bool {
        match self {
            Self::AppointmentConfirmation | Self::Reminder => true,
            Self::MissedCall | Self::NotInterested | Self::AgentMessage => false,
        }
    }

    /// Whether the person asked for it by what they did; others carry a link by which they are stopped.
    #[must_use]
    pub const fn is_expected(self) -> bool {
        self.is_of_appointment() || matches!(self, Self::AgentMessage)
    }

    /// Whether a field has a value in it.
    #[must_use]
    pub const fn knows(self, field: MailField) -> bool {
        if field.is_of_appointment() {
            self.is_of_appointment()
        } else if field.is_of_agent() {
            matches!(self, Self::AgentMessage)
        } else {
            true
        }
    }

    /// Which fields it can name.
    #[must_use]
    pub fn fields(self) -> Vec<MailField> {
        MailField::ALL
            .into_iter()
            .filter(|field| self.knows(*field))
            .collect()
    }
}

impl fmt::Display for MailKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MailKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no kind of mail"))
    }
}
