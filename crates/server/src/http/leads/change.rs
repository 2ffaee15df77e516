//! `PATCH /leads/{id}`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use outdial_domain::ids::{LeadChangeId, LeadId};
use outdial_domain::leads::{Dispositions, LeadEvent, LeadFields, LeadNumber, Resolution, Said, step};
use outdial_domain::{PhoneNumber, Timestamp};
use outdial_store::{LeadChange, LeadChangeRow, LeadRow, StoreError, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::input::{NumberInput, merge_custom, numbers, tags_of, time_zone};
use super::view::LeadView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::calls::instant;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id, given};
use crate::http::settings::revision_of;

/// What to change; absent fields stay, null empties a field.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = LeadChange)]
pub struct LeadPatch {
    /// The person.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    contact_name: Option<Option<String>>,
    /// The company.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    company_name: Option<Option<String>>,
    /// The person's title or position.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    title: Option<Option<String>>,
    /// What people note about it.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    notes: Option<Option<String>>,
    /// When it is to be called again (RFC 3339).
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    callback_at: Option<Option<String>>,
    /// What came of it: a code of the dispositions.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    disposition: Option<Option<String>>,
    /// The e-mail address.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// An IANA time zone.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    time_zone: Option<Option<String>>,
    /// All its numbers, the one that is dialled first in front.
    numbers: Option<Vec<NumberInput>>,
    /// Fields that the workspace added; those that are not named stay, null removes one.
    custom: Option<BTreeMap<String, Option<String>>>,
    /// All its tags.
    tags: Option<Vec<String>>,
}

/// Changes a lead.
#[utoipa::path(patch, path = "/leads/{id}", tag = "Leads", operation_id = "changeLead",
    params(("id" = String, Path, description = "`lead_...`"),
        ("If-Match" = Option<String>, Header, description = "The revision that the change is based on; any when absent")),
    request_body = LeadPatch,
    responses((status = 200, description = "Changed", body = LeadView), (status = 404, description = "No such lead"),
        (status = 409, description = "Somebody changed it in the meantime, or `lead.number_known`"),
        (status = 422, description = "A field makes no sense, or `disposition.unknown`")))]
pub async fn change_lead(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
    headers: HeaderMap,
    Body(change): Body<LeadPatch>,
) -> Result<Json<LeadView>, Problem> {
    actor.require(Operation::LeadsWrite)?;
    let based_on = revision_of(&headers, None);
    let region = app.default_region(&actor.workspace).await?;
    let change = Checked::of(change, &region)?;
    let now = app.now();
    let change_id = LeadChangeId::from_bits(app.ids.next(now));
    let by = actor.stored();
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"fields": change.fields()}))
        .row(&app, "lead.changed");
    let engine = app.engine.clone();
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(row) = tx.leads().get(&id)? else {
                return Ok(Err(ProblemCode::LeadNotFound.into()));
            };
            if based_on.is_some_and(|revision| revision != row.revision) {
                return Ok(Err(ProblemCode::RevisionConflict.into()));
            }
            let dispositions = tx.settings().current()?.settings.dispositions;
            match change.apply(row.clone(), &dispositions) {
                Ok(mut changed) => {
                    if let Some(problem) = number_of_another(tx, &row, &changed)? {
                        return Ok(Err(problem));
                    }
                    changed.updated_at = now;
                    tx.leads().update(&mut changed)?;
                    engine.lead_updated(tx, &changed)?;
                    let what = LeadChange::between(&row, &changed);
                    if !what.is_empty() {
                        tx.leads().insert_changes(&[LeadChangeRow {
                            id: change_id,
                            lead_id: row.id,
                            at: now,
                            cause: None,
                            actor: by,
                            kind: "changed".to_owned(),
                            change: what,
                        }])?;
                    }
                    tx.audit().add(&entry)?;
                    Ok(Ok(changed))
                }
                Err(problem) => Ok(Err(problem)),
            }
        })
        .await??;
    app.engine.changes().lead(&actor.workspace, row.id.clone());
    Ok(Json(LeadView::of(&row, now)))
}

/// Why the numbers that a lead gets cannot be its own: another lead is dialled on one of them first.
///
/// # Errors
/// What the database said.
pub fn number_of_another(
    tx: &mut Tx<'_>,
    before: &LeadRow,
    after: &LeadRow,
) -> Result<Option<Problem>, StoreError> {
    let new: Vec<PhoneNumber> = after
        .phones()
        .filter(|phone| !before.phones().any(|known| known == *phone))
        .cloned()
        .collect();
    let known = tx.leads().by_numbers(&new)?;
    let other = known
        .into_iter()
        .find(|(phone, other)| other.id != after.id && other.phone == *phone);
    Ok(other.map(|(phone, other)| number_known("numbers", &phone, &other)))
}

/// Another lead has a number already.
pub fn number_known(field: &str, phone: &PhoneNumber, other: &LeadRow) -> Problem {
    let name = other.contact_name.as_ref().or(other.company_name.as_ref());
    let sentence = format!(
        "{} belongs to {} already ({}).",
        phone.international(),
        name.map_or("another lead", String::as_str),
        other.id
    );
    Problem::new(ProblemCode::LeadNumberKnown)
        .detail(sentence.clone())
        .field(field, "number_known", sentence)
}

/// A change whose fields were read.
struct Checked {
    email: Option<Option<String>>,
    time_zone: Option<Option<String>>,
    numbers: Option<Vec<LeadNumber>>,
    custom: Option<BTreeMap<String, Option<String>>>,
    tags: Option<Vec<String>>,
    contact_name: Option<Option<String>>,
    company_name: Option<Option<String>>,
    title: Option<Option<String>>,
    notes: Option<Option<String>>,
    callback_at: Option<Option<Timestamp>>,
    disposition: Option<Option<String>>,
}

impl Checked {
    fn of(change: LeadPatch, region: &str) -> Result<Self, Problem> {
        let short = |field: &str, text: Option<Option<String>>| {
            text.map(|text| label(field, text.map(|text| text.trim().to_owned())))
                .transpose()
        };
        let numbers = change.numbers.map(|given| numbers("numbers", given, region));
        Ok(Self {
            email: short("email", change.email)?,
            time_zone: change.time_zone.map(time_zone).transpose()?,
            numbers: numbers.transpose()?,
            custom: change.custom,
            tags: change.tags.map(|tags| tags_of("tags", &tags)).transpose()?,
            contact_name: short("contact_name", change.contact_name)?,
            company_name: short("company_name", change.company_name)?,
            title: short("title", change.title)?,
            notes: change.notes.map(notes).transpose()?,
            callback_at: change
                .callback_at
                .map(|at| instant("callback_at", at.as_deref()))
                .transpose()?,
            disposition: change.disposition,
        })
    }

    fn fields(&self) -> Vec<&'static str> {
        [
            ("contact_name", self.contact_name.is_some()),
            ("company_name", self.company_name.is_some()),
            ("title", self.title.is_some()),
            ("notes", self.notes.is_some()),
            ("callback_at", self.callback_at.is_some()),
            ("disposition", self.disposition.is_some()),
            ("email", self.email.is_some()),
            ("time_zone", self.time_zone.is_some()),
            ("numbers", self.numbers.is_some()),
            ("custom", self.custom.is_some()),
            ("tags", self.tags.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect()
    }

    fn apply(self, mut row: LeadRow, dispositions: &Dispositions) -> Result<LeadRow, Problem> {
        row.contact_name = self.contact_name.unwrap_or(row.contact_name);
        row.company_name = self.company_name.unwrap_or(row.company_name);
        row.title = self.title.unwrap_or(row.title);
        row.notes = self.notes.unwrap_or(row.notes);
        row.email = self.email.unwrap_or(row.email);
        row.time_zone = self.time_zone.unwrap_or(row.time_zone);
        row.tags = self.tags.unwrap_or(row.tags);
        if let Some(changes) = self.custom {
            merge_custom(&mut row.custom, changes)?;
        }
        if let Some(numbers) = self.numbers {
            let fields = LeadFields {
                numbers,
                ..row.fields()
            };
            row.set_fields(fields);
        }
        if row.contact_name.is_none() && row.company_name.is_none() {
            let why = "A lead needs the name of a person or of a company.";
            return Err(Problem::invalid_field("contact_name", why));
        }
        if self.callback_at.is_none() && self.disposition.is_none() {
            return Ok(row);
        }
        let said = match self.disposition {
            None => Said::AsBefore,
            Some(None) => Said::TakenBack,
            Some(Some(code)) => match dispositions.find(&code) {
                Some(disposition) => Said::Now(disposition.said()),
                None => return Err(unknown(&code)),
            },
        };
        // What ends a callback ends its time, unless a new one is given.
        let keeps_time = match &said {
            Said::AsBefore => true,
            Said::Now(disposed) => disposed.resolution == Resolution::Callback,
            Said::TakenBack => false,
        };
        let callback_at = self
            .callback_at
            .unwrap_or(row.standing.callback_at.filter(|_| keeps_time));
        let event = LeadEvent::Disposed {
            call: None,
            said,
            callback_at,
        };
        row.standing = step(row.standing, event).0;
        Ok(row)
    }
}

/// A disposition that the workspace does not have.
pub fn unknown(code: &str) -> Problem {
    let sentence = format!("\"{code}\" is none of the workspace's dispositions.");
    Problem::new(ProblemCode::DispositionUnknown)
        .detail(sentence.clone())
        .field("disposition", "unknown", sentence)
}

/// Notes; blank ones count as none.
///
/// # Errors
/// When they are too long.
pub fn notes(text: Option<String>) -> Result<Option<String>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let count = text.chars().count();
    if count <= NOTES_MAX_CHARS {
        return Ok(Some(text));
    }
    let help = format!("they may have {NOTES_MAX_CHARS} characters, not {count}");
    Err(Problem::invalid_field("notes", help))
}

/// Several pages of text.
const NOTES_MAX_CHARS: usize = 10_000;
