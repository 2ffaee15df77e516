//! A lead as it is stored.

use std::collections::BTreeMap;

use outdial_domain::call::Outcome;
use outdial_domain::campaign::LeadFacts;
use outdial_domain::ids::{ImportId, LeadId, ListId};
use outdial_domain::leads::{Consents, Disposed, LeadFields, LeadNumber, Resolution, Standing};
use outdial_domain::{PhoneNumber, Timestamp};

use super::consent::consents_of;
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
    /// The number to reach first.
    pub phone: PhoneNumber,
    /// Its further numbers.
    pub numbers: Vec<LeadNumber>,
    /// ISO 3166 region of the number.
    pub region: Option<String>,
    /// The IANA time zone that the list names.
    pub time_zone: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// What people noted about it.
    pub notes: Option<String>,
    /// What else is known, by the names that the workspace gives it.
    pub custom: BTreeMap<String, String>,
    /// Short words by which people sort leads.
    pub tags: Vec<String>,
    /// What it has agreed to, and what it took back.
    pub consents: Consents,
    /// The import that made it.
    pub import_id: Option<ImportId>,
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
    /// What a campaign's selection looks at.
    #[must_use]
    pub fn facts(&self) -> LeadFacts<'_> {
        LeadFacts {
            status: self.standing.status,
            region: self.region.as_deref(),
            tags: &self.tags,
            attempts: self.standing.call_attempts,
        }
    }

    /// What is known of it beside where it stands.
    #[must_use]
    pub fn fields(&self) -> LeadFields {
        let mut numbers = Vec::with_capacity(self.numbers.len() + 1);
        numbers.push(LeadNumber::of(self.phone.clone()));
        numbers.extend(self.numbers.iter().cloned());
        LeadFields {
            contact_name: self.contact_name.clone(),
            company_name: self.company_name.clone(),
            title: self.title.clone(),
            email: self.email.clone(),
            time_zone: self.time_zone.clone(),
            notes: self.notes.clone(),
            numbers,
            custom: self.custom.clone(),
            tags: self.tags.clone(),
            consents: self.consents.clone(),
        }
    }

    /// Takes over what is known of it. It keeps its number when none is named.
    pub fn set_fields(&mut self, fields: LeadFields) {
        let mut numbers = fields.numbers.into_iter();
        if let Some(first) = numbers.next() {
            if first.phone != self.phone {
                self.region = first.phone.region().map(str::to_owned);
                self.phone = first.phone;
            }
            self.numbers = numbers.collect();
        }
        self.contact_name = fields.contact_name;
        self.company_name = fields.company_name;
        self.title = fields.title;
        self.email = fields.email;
        self.time_zone = fields.time_zone;
        self.notes = fields.notes;
        self.custom = fields.custom;
        self.tags = fields.tags;
        self.consents = fields.consents;
    }

    /// All its numbers, the one that is dialled first in front.
    pub fn phones(&self) -> impl Iterator<Item = &PhoneNumber> {
        std::iter::once(&self.phone).chain(self.numbers.iter().map(|number| &number.phone))
    }

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
    callback_at, notes, held_by, held_name, held_until, created_at, updated_at, revision, numbers, custom, tags,
    import_id, result, consents";

pub(super) fn read_lead(mut row: Row) -> Result<LeadRow, StoreError> {
    let mut lead = LeadRow {
        id: row.parsed("lead id")?,
        list_id: row.parsed("list id")?,
        line: row.small()?,
        contact_name: row.opt_text()?,
        company_name: row.opt_text()?,
        title: row.opt_text()?,
        email: row.opt_text()?,
        phone: PhoneNumber::from_stored(&row.text()?)
            .map_err(|why| StoreError::corrupt("phone number", &why))?,
        numbers: Vec::new(),
        region: row.opt_text()?,
        time_zone: row.opt_text()?,
        standing: read_standing(&mut row)?,
        notes: row.opt_text()?,
        custom: BTreeMap::new(),
        tags: Vec::new(),
        consents: Consents::default(),
        import_id: None,
        held: read_hold(&mut row)?,
        created_at: row.time()?,
        updated_at: row.time()?,
        revision: row.int()?,
    };
    lead.numbers = row.opt_json("numbers of a lead")?.unwrap_or_default();
    lead.custom = row.opt_json("fields of a lead")?.unwrap_or_default();
    lead.tags = row.opt_json("tags of a lead")?.unwrap_or_default();
    lead.import_id = row.opt_parsed("import id")?;
    lead.standing.result = row.opt_parsed("result of a lead")?;
    lead.consents = consents_of(row.int()?);
    Ok(lead)
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
        result: None,
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
