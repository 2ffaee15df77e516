//! A lead as it is stored.

use outdial_domain::call::Outcome;
use outdial_domain::ids::{LeadId, ListId};
use outdial_domain::leads::{Disposed, Resolution, Standing};
use outdial_domain::{PhoneNumber, Timestamp};

use super::hold::HeldBy;
use crate::StoreError;
use crate::db::Row;

/// A person or company to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadRow {
    /// Its id.
    pub id: LeadId,
    /// The list it belongs to.
    pub list_id: ListId,
    /// Its line in that list, from 1.
    pub line: u32,
    /// The person.
    pub contact_name: Option<String>,
    /// The company.
    pub company_name: Option<String>,
    /// The person's title or position.
    pub title: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The number to reach.
    pub phone: PhoneNumber,
    /// ISO 3166 region of the number.
    pub region: Option<String>,
    /// The IANA time zone that the list names.
    pub time_zone: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// What people noted about it.
    pub notes: Option<String>,
    /// Who holds it, or held it last, and until when.
    pub held: Option<HeldBy>,
    /// When it came in.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Grows with each update; an update from an older one is a conflict.
    pub revision: i64,
}

impl LeadRow {
    /// What it is sorted and searched by: the person, then the company, in lower case.
    pub(super) fn keys(&self) -> (String, String) {
        let key = |name: &Option<String>| name.as_ref().map(|name| name.to_lowercase()).unwrap_or_default();
        (key(&self.contact_name), key(&self.company_name))
    }

    pub(super) fn disposition(&self) -> &str {
        self.standing
            .disposed
            .as_ref()
            .map_or("", |disposed| disposed.code.as_str())
    }

    pub(super) fn resolution(&self) -> Option<&'static str> {
        self.standing
            .disposed
            .as_ref()
            .map(|disposed| disposed.resolution.as_str())
    }
}

/// The columns that [`read_lead`] reads, in its order.
pub(super) const LEAD_COLUMNS: &str =
    "id, list_id, line, contact_name, company_name, title, email, phone, region,
    time_zone, status, call_attempts, last_called_at, last_call_id, last_outcome, disposition, resolution,
    callback_at, notes, held_by, held_name, held_until, created_at, updated_at, revision";

pub(super) fn read_lead(mut row: Row) -> Result<LeadRow, StoreError> {
    Ok(LeadRow {
        id: row.parsed("lead id")?,
        list_id: row.parsed("list id")?,
        line: row.small()?,
        contact_name: row.opt_text()?,
        company_name: row.opt_text()?,
        title: row.opt_text()?,
        email: row.opt_text()?,
        phone: PhoneNumber::from_stored(&row.text()?)
            .map_err(|why| StoreError::corrupt("phone number", &why))?,
        region: row.opt_text()?,
        time_zone: row.opt_text()?,
        standing: read_standing(&mut row)?,
        notes: row.opt_text()?,
        held: read_hold(&mut row)?,
        created_at: row.time()?,
        updated_at: row.time()?,
        revision: row.int()?,
    })
}

fn read_standing(row: &mut Row) -> Result<Standing, StoreError> {
    Ok(Standing {
        status: row.parsed("status of a lead")?,
        call_attempts: row.small()?,
        last_called_at: row.opt_time()?,
        last_call_id: row.opt_parsed("call id")?,
        last_outcome: match row.opt_text()? {
            Some(word) => {
                Some(Outcome::from_word(&word).ok_or_else(|| StoreError::corrupt("outcome", &word))?)
            }
            None => None,
        },
        disposed: match (row.opt_text()?, row.opt_text()?) {
            (Some(code), Some(word)) => Some(Disposed {
                code,
                resolution: Resolution::from_word(&word)
                    .ok_or_else(|| StoreError::corrupt("resolution", &word))?,
            }),
            (Some(_) | None, _) => None,
        },
        callback_at: row.opt_time()?,
    })
}

fn read_hold(row: &mut Row) -> Result<Option<HeldBy>, StoreError> {
    let (user_id, name, until) = (row.opt_text()?, row.opt_text()?, row.opt_time()?);
    Ok(user_id.zip(until).map(|(user_id, until)| HeldBy {
        user_id,
        name: name.unwrap_or_default(),
        until,
    }))
}
