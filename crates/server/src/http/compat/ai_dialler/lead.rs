//! A lead as the AI dialler showed it.

use outdial_domain::Timestamp;
use outdial_domain::automation::LeadWord;
use outdial_domain::leads::LeadResult;
use outdial_domain::mail::MailKind;
use outdial_store::{LeadRow, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

/// A lead as the AI dialler showed it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AiDiallerLead {
    /// `lead_...`
    pub id: String,
    /// The company.
    #[schema(required)]
    pub company_name: Option<String>,
    /// The person.
    #[schema(required)]
    pub contact_name: Option<String>,
    /// E.164.
    pub phone: String,
    /// The e-mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// `pending`, `calling`, `no_answer`, `scheduled`, `not_interested`, `callback` or `error`.
    pub status: String,
    /// How often it was dialled.
    pub call_attempts: u32,
    /// Its IANA zone, if it is known.
    #[schema(required)]
    pub timezone: Option<String>,
    /// When it was last dialled.
    #[schema(required)]
    pub last_called_at: Option<String>,
    /// The calendar's name for its newest appointment; null when it has none.
    #[schema(required)]
    pub cal_booking_uid: Option<String>,
    /// Whether a mail after a call that came to nothing was sent to it.
    pub follow_up_email_sent: bool,
    /// When it came in.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

impl AiDiallerLead {
    /// The lead as the AI dialler showed it, with what came of its calls.
    ///
    /// # Errors
    /// What the database said.
    pub fn read(tx: &mut Tx<'_>, row: &LeadRow) -> Result<Self, StoreError> {
        // Nobody was called, so nothing came of it.
        if row.standing.call_attempts == 0 {
            return Ok(Self::of(row, None, false));
        }
        let newest = Timestamp(i64::MAX);
        let booking = tx.bookings().of_lead_before(&row.id, newest, "", 1)?.pop();
        let mails = tx.mails().of_lead_before(&row.id, newest, "", MAILS_LOOKED_AT)?;
        let follows = [MailKind::MissedCall, MailKind::NotInterested].map(MailKind::as_str);
        let sent = mails
            .iter()
            .any(|mail| mail.sent_at.is_some() && follows.contains(&mail.kind.as_str()));
        Ok(Self::of(row, booking.and_then(|booking| booking.uid), sent))
    }

    fn of(row: &LeadRow, cal_booking_uid: Option<String>, follow_up_email_sent: bool) -> Self {
        Self {
            cal_booking_uid,
            follow_up_email_sent,
            id: row.id.to_string(),
            company_name: row.company_name.clone(),
            contact_name: row.contact_name.clone(),
            phone: row.phone.e164().to_owned(),
            email: row.email.clone(),
            status: LeadWord::of(&row.standing).as_str().to_owned(),
            call_attempts: row.standing.call_attempts,
            timezone: row.time_zone.clone(),
            last_called_at: row.standing.last_called_at.map(|at| at.to_string()),
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
        }
    }
}

/// Each kind is sent once to a lead, so these are all that there are but for appointments that were moved often.
const MAILS_LOOKED_AT: u32 = 50;

/// What a word that somebody sets means; nothing for `pending`, which takes back what was said.
///
/// # Errors
/// Why it cannot be set.
pub fn meaning(word: LeadWord) -> Result<Option<LeadResult>, &'static str> {
    match word {
        LeadWord::Pending => Ok(None),
        LeadWord::Calling => Err("a lead is `calling` while it is called, and cannot be set so by hand"),
        LeadWord::NoAnswer => Ok(Some(LeadResult::NoAnswer)),
        LeadWord::Scheduled => Ok(Some(LeadResult::Scheduled)),
        LeadWord::NotInterested => Ok(Some(LeadResult::NotInterested)),
        LeadWord::Callback => Ok(Some(LeadResult::Callback)),
        LeadWord::Error => Ok(Some(LeadResult::Failed)),
    }
}
