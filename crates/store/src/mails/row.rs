//! A mail as it is stored.

use std::fmt;
use std::str::FromStr;

use outdial_domain::Timestamp;
use outdial_domain::ids::{BookingId, CallId, LeadId, MailId};
use outdial_domain::mail::{MailAddress, Rendered};

use crate::StoreError;
use crate::db::Row;

/// How a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailState {
    /// It is sent when its time comes.
    Waiting,
    /// It is being handed over.
    Sending,
    /// The service took it.
    Sent,
    /// The other side took it.
    Delivered,
    /// It came back.
    Bounced,
    /// The person called it spam.
    Complained,
    /// It was given up.
    Failed,
    /// The address is not written to.
    Suppressed,
    /// Somebody called it off, or its occasion is gone.
    Cancelled,
}

/// An invitation that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailInvite {
    /// What it asks: `REQUEST` or `CANCEL`.
    pub method: String,
    /// The file.
    pub ics: String,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// Its id.
    pub id: MailId,
    /// Which kind: a rule's, `test` or `message`.
    pub kind: String,
    /// The same key twice is the same mail twice.
    pub once_key: String,
    /// To whom.
    pub to: MailAddress,
    /// What it says.
    pub words: Rendered,
    /// An invitation that goes with it.
    pub invite: Option<MailInvite>,
    /// Where the person stops further mails, if this one offers it.
    pub unsubscribe_url: Option<String>,
    /// The lead it is written to.
    pub lead_id: Option<LeadId>,
    /// The call that it follows.
    pub call_id: Option<CallId>,
    /// The appointment that it is about.
    pub booking_id: Option<BookingId>,
    /// How it stands.
    pub state: MailState,
    /// Tries in this round.
    pub tries: u32,
    /// Grows when a person has it sent again.
    pub round: u32,
    /// When it is tried next; absent when it is not.
    pub next_at: Option<Timestamp>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// The service's id of it.
    pub provider_id: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When the service took it.
    pub sent_at: Option<Timestamp>,
}

/// Which mails are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailFilter {
    /// In this state.
    pub state: Option<MailState>,
    /// To this lead.
    pub lead: Option<LeadId>,
    /// Of this kind.
    pub kind: Option<String>,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Delivered,
        Self::Bounced,
        Self::Complained,
        Self::Failed,
        Self::Suppressed,
        Self::Cancelled,
    ];

    /// The word under which it is stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for MailState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MailState {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| format!("{word:?} is no state of a mail"))
    }
}

/// The columns that [`read_mail`] reads, in its order.
pub(crate) const MAIL_COLUMNS: &str = "id, kind, once_key, address, subject, text, html, invite_method, invite,
    unsubscribe_url, lead_id, call_id, booking_id, state, tries, round, next_at, last_error, provider_id, created_at,
    updated_at, sent_at";

pub(crate) fn read_mail(mut row: Row) -> Result<MailRow, StoreError> {
    Ok(MailRow {
        id: row.parsed("mail id")?,
        kind: row.text()?,
        once_key: row.text()?,
        to: row.parsed("mail address")?,
        words: Rendered {
            subject: row.text()?,
            text: row.text()?,
            html: row.text()?,
        },
        invite: {
            let (method, ics) = (row.opt_text()?, row.opt_text()?);
            method.zip(ics).map(|(method, ics)| MailInvite { method, ics })
        },
        unsubscribe_url: row.opt_text()?,
        lead_id: row.opt_parsed("lead id")?,
        call_id: row.opt_parsed("call id")?,
        booking_id: row.opt_parsed("booking id")?,
        state: row.parsed("state of a mail")?,
        tries: row.small()?,
        round: row.small()?,
        next_at: row.opt_time()?,
        last_error: row.opt_text()?,
        provider_id: row.opt_text()?,
        created_at: row.time()?,
        updated_at: row.time()?,
        sent_at: row.opt_time()?,
    })
}
