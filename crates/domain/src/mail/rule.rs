//! When a mail is sent.

use serde::{Deserialize, Serialize};

use super::MailKind;
use crate::leads::LeadResult;
use crate::time::Timestamp;

/// Whether and when mails of a kind are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRule {
    /// Whether they are sent at all.
    pub on: bool,
    /// How long after its occasion; for a reminder, how long before the appointment.
    pub after_minutes: u32,
}

/// What a mail is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It has just happened.
    Now(Timestamp),
    /// It is to come.
    Ahead {
        /// When it was agreed on.
        agreed: Timestamp,
        /// When it is.
        at: Timestamp,
    },
}

impl MailRule {
    /// What holds for a kind until somebody changes it.
    #[must_use]
    pub const fn usual(kind: MailKind) -> Self {
        let after_minutes = match kind {
            MailKind::AppointmentConfirmation | MailKind::AgentMessage => 0,
            MailKind::MissedCall => 5,
            MailKind::NotInterested => 30,
            MailKind::Reminder => 24 * 60,
        };
        Self {
            on: true,
            after_minutes,
        }
    }

    /// What of it cannot be used.
    #[must_use]
    pub fn problem(self) -> Option<String> {
        (self.after_minutes > AFTER_MAX)
            .then(|| format!("Choose at most {AFTER_MAX} minutes, which is 30 days."))
    }

    /// When the mail is due; `None` when it is not sent: it is switched off, or the time for it had passed before there
    /// was anything to remind of.
    #[must_use]
    pub fn due(self, occasion: Occasion) -> Option<Timestamp> {
        if !self.on {
            return None;
        }
        let after = i64::from(self.after_minutes) * 60;
        match occasion {
            Occasion::Now(at) => Some(at.plus_seconds(after)),
            Occasion::Ahead { agreed, at } => Some(at.plus_seconds(-after)).filter(|due| *due > agreed),
        }
    }
}

/// Which mail follows a call with this result. A lead that is called again gets none.
#[must_use]
pub fn mail_after(result: LeadResult, last_attempt: bool) -> Option<MailKind> {
    match result {
        LeadResult::NotInterested => Some(MailKind::NotInterested),
        LeadResult::NoAnswer | LeadResult::Voicemail | LeadResult::Busy if last_attempt => {
            Some(MailKind::MissedCall)
        }
        LeadResult::NoAnswer
        | LeadResult::Voicemail
        | LeadResult::Busy
        // The booking itself sends the confirmation.
        | LeadResult::Scheduled
        | LeadResult::Callback
        | LeadResult::DoNotCall
        | LeadResult::Talked
        | LeadResult::Failed
        | LeadResult::Canceled => None,
    }
}

const AFTER_MAX: u32 = 30 * 24 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_said_no_and_who_was_never_reached_are_written_to() {
        let cases = [
            (LeadResult::Scheduled, true, None),
            (LeadResult::NotInterested, false, Some(MailKind::NotInterested)),
            (LeadResult::Callback, true, None),
            (LeadResult::DoNotCall, true, None),
            (LeadResult::NoAnswer, false, None),
            (LeadResult::NoAnswer, true, Some(MailKind::MissedCall)),
            (LeadResult::Voicemail, true, Some(MailKind::MissedCall)),
            (LeadResult::Busy, true, Some(MailKind::MissedCall)),
            (LeadResult::Talked, true, None),
            (LeadResult::Failed, true, None),
            (LeadResult::Canceled, true, None),
        ];
        for (result, last, expected) in cases {
            assert_eq!(mail_after(result, last), expected, "{result:?} {last}");
        }
    }

    #[test]
    fn a_reminder_comes_before_the_appointment_or_not_at_all() {
        let rule = MailRule {
            on: true,
            after_minutes: 60,
        };
        let hour = |hour: i64| Timestamp(0).plus_seconds(hour * 3_600);
        let ahead = |agreed, at| Occasion::Ahead { agreed, at };
        assert_eq!(rule.due(ahead(hour(0), hour(5))), Some(hour(4)));
        assert_eq!(rule.due(ahead(hour(0), hour(1))), None);
        assert_eq!(rule.due(Occasion::Now(hour(2))), Some(hour(3)));
        let off = MailRule { on: false, ..rule };
        assert_eq!(off.due(Occasion::Now(hour(2))), None);
    }

    #[test]
    fn the_usual_rules_can_be_used() {
        for kind in MailKind::ALL {
            assert_eq!(MailRule::usual(kind).problem(), None, "{kind}");
        }
        let late = MailRule {
            on: true,
            after_minutes: u32::MAX,
        };
        assert!(late.problem().is_some());
    }
}
