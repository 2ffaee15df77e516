//! Leads as they are sent, checked, and written down.

use std::collections::{BTreeMap, BTreeSet};

use outdial_domain::PhoneNumber;
use outdial_domain::ids::{CampaignId, LeadChangeId, LeadId, ListId};
use outdial_domain::leads::Standing;
use outdial_store::{
    Actor as By, LeadChange, LeadChangeRow, LeadRow, LeadTerm, ListRow, ListState, NumberOfLead, StoreError,
    Tx,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::automation::{add_list, ensure};
use crate::http::calling::label;
use crate::http::leads::{GivenConsents, keep_words, time_zone};
use crate::http::problem::Problem;

/// A lead as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AiDiallerNewLead {
    /// The company.
    pub company_name: Option<String>,
    /// The person.
    pub contact_name: Option<String>,
    /// The number, in any usual notation.
    #[schema(required)]
    pub phone: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// An IANA time zone.
    pub timezone: Option<String>,
    /// `pending`, or absent.
    pub status: Option<String>,
    /// What it has agreed to: `ai_voice`, without which no voice agent calls it, `human_call`, `recording`, `email`.
    pub consents: Vec<String>,
    /// How that is known, in up to 300 characters; needed with `consents`.
    pub consent_source: Option<String>,
}

/// A lead that was read.
#[derive(Debug, Clone)]
pub struct Read {
    /// Its place in what was sent, from 1.
    pub line: u32,
    pub company_name: Option<String>,
    pub contact_name: Option<String>,
    pub phone: PhoneNumber,
    pub email: Option<String>,
    pub time_zone: Option<String>,
    pub given: GivenConsents,
}

/// A lead that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, ToSchema)]
pub struct AiDiallerRejected {
    /// Its line in what was sent, from 1.
    pub line: u32,
    /// Why.
    pub reason: String,
}

impl AiDiallerNewLead {
    /// Reads a lead.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn of(value: serde_json::Value, line: u32) -> Result<Self, AiDiallerRejected> {
        serde_json::from_value(value).map_err(|why| AiDiallerRejected {
            line,
            reason: why.to_string(),
        })
    }

    /// Checks a lead.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn read(self, line: u32, region: &str) -> Result<Read, AiDiallerRejected> {
        let rejected = |reason: String| AiDiallerRejected { line, reason };
        let explain = |problem: Problem| rejected(problem.message().to_owned());
        let short = |field: &str, text: Option<String>| {
            label(field, text.map(|text| text.trim().to_owned())).map_err(explain)
        };
        if let Some(status) = self.status.filter(|status| status != "pending") {
            return Err(rejected(format!("A new lead is `pending`, not `{status}`.")));
        }
        let phone =
            PhoneNumber::parse(&self.phone, region).map_err(|why| rejected(format!("phone: {why}")))?;
        let read = Read {
            line,
            company_name: short("company_name", self.company_name)?,
            contact_name: short("contact_name", self.contact_name)?,
            phone,
            email: email(short("email", self.email)?).map_err(|why| rejected(why.to_owned()))?,
            time_zone: time_zone(self.timezone).map_err(explain)?,
            given: GivenConsents::of(&self.consents, self.consent_source.as_deref()).map_err(explain)?,
        };
        if read.company_name.is_none() && read.contact_name.is_none() {
            return Err(rejected(
                "A lead needs a company_name or a contact_name.".to_owned(),
            ));
        }
        Ok(read)
    }
}

/// What leads agree to from the beginning, for the audit log: each scope with how it is known, once.
#[must_use]
pub fn given_with(rows: &[Read]) -> serde_json::Value {
    let words: BTreeSet<(&str, &str)> = rows
        .iter()
        .flat_map(|row| {
            let source = row.given.source.as_str();
            row.given.scopes.iter().map(move |scope| (scope.as_str(), source))
        })
        .collect();
    if words.is_empty() {
        return serde_json::Value::Null;
    }
    let words = words.into_iter().take(WORDS_SHOWN);
    let listed: Vec<_> = words
        .map(|(scope, source)| serde_json::json!({"scope": scope, "source": source}))
        .collect();
    serde_json::json!({ "consents": listed })
}

/// An address that mail can be sent to, as far as its form tells.
///
/// # Errors
/// Why it is none.
pub fn email(text: Option<String>) -> Result<Option<String>, &'static str> {
    let is_address = |text: &String| {
        let (name, host) = text.rsplit_once('@').unwrap_or_default();
        !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
    };
    match text {
        Some(text) if !is_address(&text) => Err("email: write an address such as ada@example.com"),
        text => Ok(text),
    }
}

/// What is needed to write leads down.
#[derive(Clone)]
pub struct Writing {
    by: By,
    now: outdial_domain::Timestamp,
    campaign: CampaignId,
    list: ListId,
    ids: std::sync::Arc<dyn outdial_engine::ids::Ids>,
}

impl Writing {
    /// As this person or program.
    pub fn of(app: &AppState, actor: &Actor) -> Self {
        Self {
            by: actor.stored(),
            now: app.now(),
            campaign: CampaignId::from_bits(app.new_bits()),
            list: ListId::from_bits(app.new_bits()),
            ids: app.ids.clone(),
        }
    }

    /// Parts those whose numbers are new from those whose numbers some lead has already.
    ///
    /// # Errors
    /// What the database said.
    pub fn part(tx: &mut Tx<'_>, rows: Vec<Read>) -> Result<(Vec<Read>, Vec<AiDiallerRejected>), StoreError> {
        let phones: Vec<PhoneNumber> = rows.iter().map(|row| row.phone.clone()).collect();
        let known = tx.leads().by_numbers(&phones)?;
        let (mut new, mut rejected, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for row in rows {
            if known.contains_key(&row.phone) || !seen.insert(row.phone.e164().to_owned()) {
                rejected.push(AiDiallerRejected {
                    line: row.line,
                    reason: format!(
                        "A lead with the number {} is there already.",
                        row.phone.international()
                    ),
                });
            } else {
                new.push(row);
            }
        }
        Ok((new, rejected))
    }

    /// Writes leads down, into the list of those that came this way, which the automation calls.
    ///
    /// # Errors
    /// What the database said.
    pub fn write(&self, tx: &mut Tx<'_>, rows: Vec<Read>) -> Result<Vec<LeadRow>, StoreError> {
        let list = self.list(tx)?;
        let last = tx.lists().last_line(&list)?;
        let lines = last.saturating_add(1)..;
        let (mut leads, mut sources) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for (line, row) in lines.zip(rows) {
            sources.push(row.given.source.clone());
            leads.push(self.lead(row, &list, line));
        }
        tx.leads().insert_many(&leads)?;
        tx.leads().insert_terms(&list, &LeadTerm::of(&leads))?;
        tx.leads().insert_numbers(&NumberOfLead::of(&leads))?;
        for (lead, source) in leads.iter().zip(&sources) {
            keep_words(tx, None, lead, source, &self.by, self.ids.as_ref(), self.now)?;
        }
        let changes: Vec<LeadChangeRow> = leads.iter().map(|lead| self.change(lead)).collect();
        tx.leads().insert_changes(&changes)?;
        Ok(leads)
    }

    fn list(&self, tx: &mut Tx<'_>) -> Result<ListId, StoreError> {
        let campaign = ensure(tx, self.campaign.clone(), &self.by, self.now)?;
        let list = if let Some(list) = tx.lists().by_source(ListState::Ready, SOURCE)? {
            list.id
        } else {
            tx.lists().begin(&ListRow {
                id: self.list.clone(),
                name: "Leads".to_owned(),
                source: SOURCE.to_owned(),
                state: ListState::Ready,
                created_by: self.by.clone(),
                created_at: self.now,
            })?;
            tx.lists().complete(&self.list)?;
            self.list.clone()
        };
        add_list(tx, &campaign.id, &list)?;
        Ok(list)
    }

    fn lead(&self, row: Read, list: &ListId, line: u32) -> LeadRow {
        LeadRow {
            id: LeadId::from_bits(self.ids.next(self.now)),
            list_id: list.clone(),
            line,
            contact_name: row.contact_name,
            company_name: row.company_name,
            title: None,
            email: row.email,
            region: row.phone.region().map(str::to_owned),
            phone: row.phone,
            numbers: Vec::new(),
            time_zone: row.time_zone,
            standing: Standing::new(),
            notes: None,
            custom: BTreeMap::new(),
            tags: Vec::new(),
            consents: row.given.consents(),
            import_id: None,
            held: None,
            created_at: self.now,
            updated_at: self.now,
            revision: 0,
        }
    }

    fn change(&self, lead: &LeadRow) -> LeadChangeRow {
        LeadChangeRow {
            id: LeadChangeId::from_bits(self.ids.next(self.now)),
            lead_id: lead.id.clone(),
            at: self.now,
            cause: None,
            actor: self.by.clone(),
            kind: "created".to_owned(),
            change: LeadChange::default(),
        }
    }
}

/// The list of leads that came over these routes.
const SOURCE: &str = "ai_dialler";
/// An entry of the audit log is read by people.
const WORDS_SHOWN: usize = 20;
