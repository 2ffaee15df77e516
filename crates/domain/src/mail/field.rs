//! What a mail can name.

use std::collections::BTreeMap;

/// What a mail can name between double braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailField {
    /// The person's whole name.
    ContactName,
    /// The first word of it.
    FirstName,
    /// The lead's company.
    CompanyName,
    /// The lead's number.
    Phone,
    /// Who writes.
    SenderName,
    /// What the appointment is called.
    AppointmentTitle,
    /// When it is, in the person's zone.
    AppointmentTime,
    /// How long it takes.
    AppointmentMinutes,
    /// Where it is.
    AppointmentLocation,
    /// What a voice agent calls its mail.
    AgentSubject,
    /// What a voice agent writes.
    AgentMessage,
    /// Where further mails are stopped.
    UnsubscribeUrl,
}

/// The values of fields; a field without one is left empty.
pub type FieldValues = BTreeMap<MailField, String>;

impl MailField {
    /// Every field, in the order of the page.
    pub const ALL: [Self; 12] = [
        Self::ContactName,
        Self::FirstName,
        Self::CompanyName,
        Self::Phone,
        Self::SenderName,
        Self::AppointmentTitle,
        Self::AppointmentTime,
        Self::AppointmentMinutes,
        Self::AppointmentLocation,
        Self::AgentSubject,
        Self::AgentMessage,
        Self::UnsubscribeUrl,
    ];

    /// Its name in a template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContactName => "contact_name",
            Self::FirstName => "first_name",
            Self::CompanyName => "company_name",
            Self::Phone => "phone",
            Self::SenderName => "sender_name",
            Self::AppointmentTitle => "appointment_title",
            Self::AppointmentTime => "appointment_time",
            Self::AppointmentMinutes => "appointment_minutes",
            Self::AppointmentLocation => "appointment_location",
            Self::AgentSubject => "agent_subject",
            Self::AgentMessage => "agent_message",
            Self::UnsubscribeUrl => "unsubscribe_url",
        }
    }

    /// What it stands for, for people.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::ContactName => "The person's name, or \"there\" when it is not known",
            Self::FirstName => "The first word of the name, or \"there\" when it is not known",
            Self::CompanyName => "The lead's company",
            Self::Phone => "The lead's number",
            Self::SenderName => "The name in the sender's address",
            Self::AppointmentTitle => "What the appointment is called",
            Self::AppointmentTime => "When it is, in the person's time zone",
            Self::AppointmentMinutes => "How many minutes it takes",
            Self::AppointmentLocation => "Where it takes place",
            Self::AgentSubject => "What the voice agent calls its mail",
            Self::AgentMessage => "What the voice agent wrote on the call",
            Self::UnsubscribeUrl => "Where the person stops further mails",
        }
    }

    /// Whether it has a value only where there is an appointment.
    #[must_use]
    pub const fn is_of_appointment(self) -> bool {
        match self {
            Self::AppointmentTitle
            | Self::AppointmentTime
            | Self::AppointmentMinutes
            | Self::AppointmentLocation => true,
            Self::ContactName
            | Self::FirstName
            | Self::CompanyName
            | Self::Phone
            | Self::SenderName
            | Self::AgentSubject
            | Self::AgentMessage
            | Self::UnsubscribeUrl => false,
        }
    }

    /// Whether it has a value only where a voice agent writes.
    #[must_use]
    pub const fn is_of_agent(self) -> bool {
        matches!(self, Self::AgentSubject | Self::AgentMessage)
    }

    /// The field of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}
