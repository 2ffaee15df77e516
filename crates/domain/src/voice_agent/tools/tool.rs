//! The things that a voice agent may do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Something that a voice agent may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// Ask which times are free.
    CheckAvailability,
    /// Book one of the times that were offered.
    BookAppointment,
    /// Move the appointment to another time that was offered.
    RescheduleAppointment,
    /// Call the appointment off.
    CancelAppointment,
    /// Note that the callee is not interested.
    MarkNotInterested,
    /// Note when the callee wants to be called again.
    ScheduleCallback,
    /// Never call this number again.
    DoNotCall,
    /// Send the callee what they asked for by e-mail.
    SendEmail,
    /// Put the callee through to a person.
    TransferToHuman,
    /// Hang up.
    EndCall,
}

/// A word that names no tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no tool has that name")]
pub struct UnknownTool;

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 10] = [
        Self::CheckAvailability,
        Self::BookAppointment,
        Self::RescheduleAppointment,
        Self::CancelAppointment,
        Self::MarkNotInterested,
        Self::ScheduleCallback,
        Self::DoNotCall,
        Self::SendEmail,
        Self::TransferToHuman,
        Self::EndCall,
    ];

    /// The name by which models call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CheckAvailability => "check_availability",
            Self::BookAppointment => "book_appointment",
            Self::RescheduleAppointment => "reschedule_appointment",
            Self::CancelAppointment => "cancel_appointment",
            Self::MarkNotInterested => "mark_not_interested",
            Self::ScheduleCallback => "schedule_callback",
            Self::DoNotCall => "do_not_call",
            Self::SendEmail => "send_email",
            Self::TransferToHuman => "transfer_to_human",
            Self::EndCall => "end_call",
        }
    }

    /// Whether the callee's leg is moved by it. Whoever hosts an agent elsewhere has the leg as well, so it can be done only
    /// for agents of our own, and where a host's legs are on lines of an account of ours.
    #[must_use]
    pub const fn moves_callee(self) -> bool {
        matches!(self, Self::TransferToHuman)
    }

    /// What it is for, as models and people read it.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::CheckAvailability => {
                "Finds free times for an appointment. Offer the callee two or three of them, never others."
            }
            Self::BookAppointment => {
                "Books one of the times that check_availability gave, once the callee has agreed to it."
            }
            Self::RescheduleAppointment => {
                "Moves the appointment of this callee to another time that check_availability gave."
            }
            Self::CancelAppointment => "Calls off the appointment of this callee.",
            Self::MarkNotInterested => {
                "Notes that the callee is not interested. Use it as soon as they say no for good."
            }
            Self::ScheduleCallback => "Notes when the callee wants to be called again.",
            Self::DoNotCall => {
                "Puts the number on the do-not-call list. Use it at once when the callee asks not to be called."
            }
            Self::SendEmail => {
                "Sends the callee an e-mail with what they asked for. Write only what is known; promise nothing new."
            }
            Self::TransferToHuman => {
                "Puts the callee through to a person at once. Use it when they ask for one, and say first that you do."
            }
            Self::EndCall => "Hangs up. Say goodbye first.",
        }
    }
}

impl FromStr for Tool {
    type Err = UnknownTool;

    /// Reads a name as models write it: case, `-` and `_` do not matter.
    fn from_str(text: &str) -> Result<Self, UnknownTool> {
        let wanted = plain(text);
        let short = match wanted.as_str() {
            "reschedule" => Some(Self::RescheduleAppointment),
            "cancel" => Some(Self::CancelAppointment),
            "transfer" => Some(Self::TransferToHuman),
            _ => None,
        };
        Self::ALL
            .into_iter()
            .find(|tool| plain(tool.as_str()) == wanted)
            .or(short)
            .ok_or(UnknownTool)
    }
}

/// A name without what models vary in it.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|sign| sign.is_ascii_alphanumeric())
        .map(|sign| sign.to_ascii_lowercase())
        .collect()
}
