//! A lead as the API shows it.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::leads::LeadNumber;
use outdial_domain::zones::zones_for;
use outdial_store::{HeldBy, LeadRow};
use serde::Serialize;
use utoipa::ToSchema;

/// A person or company to call.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Lead)]
pub struct LeadView {
    /// `lead_...`
    pub id: String,
    /// The list it belongs to.
    pub list_id: String,
    /// Its line in that list, from 1.
    pub line: u32,
    /// The person.
    #[schema(required)]
    pub contact_name: Option<String>,
    /// The company.
    #[schema(required)]
    pub company_name: Option<String>,
    /// The person's title or position.
    #[schema(required)]
    pub title: Option<String>,
    /// The e-mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// E.164.
    pub phone: String,
    /// The number as people of its country write it.
    pub phone_display: String,
    /// ISO 3166 region.
    #[schema(required)]
    pub region: Option<String>,
    /// The IANA time zone that the list or somebody names.
    #[schema(required)]
    pub time_zone: Option<String>,
    /// The zones in which it may be: the one that the list names, else what the number says.
    pub zones: Vec<String>,
    /// `new`, `calling`, `called`, `callback` or `closed`.
    pub status: String,
    /// How often it was dialled.
    pub call_attempts: u32,
    /// When it was last dialled.
    #[schema(required)]
    pub last_called_at: Option<String>,
    /// The call that dialled it last.
    #[schema(required)]
    pub last_call_id: Option<String>,
    /// How that call ended.
    #[schema(required)]
    pub last_outcome: Option<String>,
    /// What an agent said last: a code of the dispositions.
    #[schema(required)]
    pub disposition: Option<String>,
    /// What came of the last call that no agent disposed of: `scheduled`, `callback`, `talked`, `not_interested`,
    /// `do_not_call`, `no_answer`, `voicemail`, `busy`, `failed` or `canceled`.
    #[schema(required)]
    pub result: Option<String>,
    /// All its numbers; the first is `phone`.
    pub numbers: Vec<LeadNumberView>,
    /// What else is known of it, by the names that the workspace gives it.
    pub custom: BTreeMap<String, String>,
    /// Short words by which people sort leads.
    pub tags: Vec<String>,
    /// What it has agreed to, as far as anybody wrote it down: `ai_voice`, `human_call`, `recording`, `email`.
    pub consents: Vec<String>,
    /// When it came in.
    pub created_at: String,
    /// What people noted about it.
    #[schema(required)]
    pub notes: Option<String>,
    /// When it is to be called again, if a time was agreed.
    #[schema(required)]
    pub callback_at: Option<String>,
    /// Who is calling it; nobody else can until then.
    #[schema(required)]
    pub held_by: Option<LeadHolder>,
    /// Grows with each change of the lead.
    pub revision: i64,
}

/// A number of a lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LeadNumber)]
pub struct LeadNumberView {
    /// E.164.
    pub phone: String,
    /// As people of its country write it.
    pub phone_display: String,
    /// Which of its numbers this is: `mobile`, `office`.
    #[schema(required)]
    pub label: Option<String>,
}

/// Who is calling a lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeadHolder {
    /// Their id.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// When others may call it again, whatever has become of them.
    pub until: String,
}

impl LeadView {
    /// The lead as the API shows it.
    #[must_use]
    pub fn of(row: &LeadRow, now: Timestamp) -> Self {
        let standing = &row.standing;
        let zones = match &row.time_zone {
            Some(zone) => vec![zone.clone()],
            None => zones_for(&row.phone)
                .names()
                .into_iter()
                .map(str::to_owned)
                .collect(),
        };
        Self {
            id: row.id.to_string(),
            list_id: row.list_id.to_string(),
            line: row.line,
            contact_name: row.contact_name.clone(),
            company_name: row.company_name.clone(),
            title: row.title.clone(),
            email: row.email.clone(),
            phone: row.phone.e164().to_owned(),
            phone_display: row.phone.international(),
            region: row.region.clone(),
            time_zone: row.time_zone.clone(),
            zones,
            status: standing.status.to_string(),
            call_attempts: standing.call_attempts,
            last_called_at: standing.last_called_at.map(|at| at.to_string()),
            last_call_id: standing.last_call_id.as_ref().map(ToString::to_string),
            last_outcome: standing.last_outcome.map(|outcome| outcome.as_str().to_owned()),
            disposition: standing.disposed.as_ref().map(|disposed| disposed.code.clone()),
            result: standing.result.map(|result| result.as_str().to_owned()),
            numbers: row.fields().numbers.iter().map(LeadNumberView::of).collect(),
            custom: row.custom.clone(),
            tags: row.tags.clone(),
            consents: row.consents.in_force().map(|scope| scope.to_string()).collect(),
            created_at: row.created_at.to_string(),
            notes: row.notes.clone(),
            callback_at: standing.callback_at.map(|at| at.to_string()),
            held_by: row
                .held
                .as_ref()
                .filter(|held| held.until > now)
                .map(LeadHolder::of),
            revision: row.revision,
        }
    }
}

impl LeadNumberView {
    fn of(number: &LeadNumber) -> Self {
        Self {
            phone: number.phone.e164().to_owned(),
            phone_display: number.phone.international(),
            label: number.label.clone(),
        }
    }
}

impl LeadHolder {
    fn of(held: &HeldBy) -> Self {
        Self {
            user_id: held.user_id.clone(),
            name: held.name.clone(),
            until: held.until.to_string(),
        }
    }
}
