//! `PATCH` and `PUT /api/leads/{id}`: what people may change of a lead, and nothing else.

use axum::Json;
use axum::extract::State;
use outdial_domain::PhoneNumber;
use outdial_domain::automation::LeadWord;
use outdial_domain::ids::{LeadChangeId, LeadId};
use outdial_domain::leads::{LeadFields, LeadNumber};
use outdial_store::{LeadChange, LeadChangeRow, LeadRow, StoreError};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::input::email;
use super::lead::{AiDiallerLead, meaning};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::automation::{reopen, say};
use crate::http::calling::label;
use crate::http::leads::{GivenConsents, keep_words, number_of_another, time_zone};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id, given};

/// What people may change of a lead; absent fields stay. Attempts, times and the rest follow from calls.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AiDiallerChange {
    /// The company.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    company_name: Option<Option<String>>,
    /// The person.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    contact_name: Option<Option<String>>,
    /// The number.
    phone: Option<String>,
    /// The e-mail address.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// An IANA time zone.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    timezone: Option<Option<String>>,
    /// `pending`, `no_answer`, `scheduled`, `not_interested`, `callback` or `error`.
    status: Option<String>,
    /// What it agrees to from now on: `ai_voice`, `human_call`, `recording`, `email`. What is not named stays.
    consents: Vec<String>,
    /// How that is known, in up to 300 characters; needed with `consents`.
    consent_source: Option<String>,
}

/// Changes a lead.
#[utoipa::path(patch, path = "/api/leads/{id}", tag = "Compatibility", operation_id = "aiDiallerChange",
    params(("id" = String, Path, description = "`lead_...`")), request_body = AiDiallerChange,
    responses((status = 200, body = Vec<AiDiallerLead>), (status = 404, description = "No such lead"),
        (status = 409, description = "Another lead has the number, or the lead is being called"),
        (status = 422, description = "A field makes no sense, or is none that people may change")))]
pub async fn ai_dialler_change(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
    Body(change): Body<AiDiallerChange>,
) -> Result<Json<Vec<AiDiallerLead>>, Problem> {
    actor.require(Operation::LeadsWrite)?;
    let region = app.default_region(&actor.workspace).await?;
    let change = Checked::of(change, &region)?;
    let now = app.now();
    let (change_id, by) = (LeadChangeId::from_bits(app.new_bits()), actor.stored());
    let mut entry = Entry::by(&actor).subject(&id);
    if !change.given.scopes.is_empty() {
        let given = &change.given;
        entry = entry.detail(json!({"consents": given.scopes, "consent_source": given.source}));
    }
    let entry = entry.row(&app, "lead.changed");
    let (engine, ids) = (app.engine.clone(), app.ids.clone());
    let gives = !change.given.scopes.is_empty();
    let (lead, shown) = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let Some(before) = tx.leads().get(&id)? else {
                return Ok(Err(ProblemCode::LeadNotFound.into()));
            };
            let mut after = change.fields(before.clone());
            if after.contact_name.is_none() && after.company_name.is_none() {
                let why = "a lead needs the name of a person or of a company";
                return Ok(Err(Problem::invalid_field("contact_name", why)));
            }
            if let Some(problem) = number_of_another(tx, &before, &after)? {
                return Ok(Err(problem));
            }
            if let Some(word) = change.word.filter(|word| *word != LeadWord::of(&before.standing)) {
                if before.standing.status == outdial_domain::leads::LeadStatus::Calling {
                    return Ok(Err(
                        Problem::new(ProblemCode::LeadHeld).detail("The lead is being called.")
                    ));
                }
                match meaning(word) {
                    Ok(None) => reopen(tx, &mut after, now)?,
                    Ok(Some(result)) => say(tx, &mut after, result, now)?,
                    Err(why) => return Ok(Err(Problem::invalid_field("status", why))),
                }
            }
            if after == before {
                let shown = AiDiallerLead::read(tx, &before)?;
                return Ok(Ok((before, shown)));
            }
            after.updated_at = now;
            tx.leads().update(&mut after)?;
            engine.lead_updated(tx, &after)?;
            keep_words(
                tx,
                Some(&before),
                &after,
                &change.given.source,
                &by,
                ids.as_ref(),
                now,
            )?;
            tx.leads().insert_changes(&[LeadChangeRow {
                id: change_id,
                lead_id: after.id.clone(),
                at: now,
                cause: None,
                actor: by,
                kind: "changed".to_owned(),
                change: LeadChange::between(&before, &after),
            }])?;
            tx.audit().add(&entry)?;
            let shown = AiDiallerLead::read(tx, &after)?;
            Ok::<_, StoreError>(Ok((after, shown)))
        })
        .await??;
    app.engine.changes().lead(&actor.workspace, lead.id.clone());
    if gives {
        app.engine.consents_changed(&actor.workspace);
    }
    Ok(Json(vec![shown]))
}

/// The same; what is absent stays here as well.
#[utoipa::path(put, path = "/api/leads/{id}", tag = "Compatibility", operation_id = "aiDiallerReplace",
    params(("id" = String, Path, description = "`lead_...`")), request_body = AiDiallerChange,
    responses((status = 200, body = Vec<AiDiallerLead>), (status = 404, description = "No such lead")))]
pub async fn ai_dialler_replace(
    state: State<AppState>,
    actor: Actor,
    id: Id<LeadId>,
    body: Body<AiDiallerChange>,
) -> Result<Json<Vec<AiDiallerLead>>, Problem> {
    ai_dialler_change(state, actor, id, body).await
}

struct Checked {
    company_name: Option<Option<String>>,
    contact_name: Option<Option<String>>,
    phone: Option<PhoneNumber>,
    email: Option<Option<String>>,
    time_zone: Option<Option<String>>,
    word: Option<LeadWord>,
    given: GivenConsents,
}

impl Checked {
    fn of(change: AiDiallerChange, region: &str) -> Result<Self, Problem> {
        let short = |field: &str, text: Option<Option<String>>| {
            text.map(|text| label(field, text.map(|text| text.trim().to_owned())))
                .transpose()
        };
        let invalid = |field: &str, why: String| Problem::invalid_field(field, why);
        Ok(Self {
            company_name: short("company_name", change.company_name)?,
            contact_name: short("contact_name", change.contact_name)?,
            phone: change
                .phone
                .map(|phone| {
                    PhoneNumber::parse(&phone, region).map_err(|why| invalid("phone", why.to_string()))
                })
                .transpose()?,
            email: short("email", change.email)?
                .map(|text| email(text).map_err(|why| invalid("email", why.to_owned())))
                .transpose()?,
            time_zone: change.timezone.map(time_zone).transpose()?,
            given: GivenConsents::of(&change.consents, change.consent_source.as_deref())?,
            word: change
                .status
                .map(|word| {
                    word.parse()
                        .map_err(|why: outdial_domain::automation::UnknownWord| {
                            invalid("status", why.to_string())
                        })
                })
                .transpose()?,
        })
    }

    fn fields(&self, mut lead: LeadRow) -> LeadRow {
        let mut fields: LeadFields = lead.fields();
        fields.company_name = self.company_name.clone().unwrap_or(fields.company_name);
        fields.contact_name = self.contact_name.clone().unwrap_or(fields.contact_name);
        fields.email = self.email.clone().unwrap_or(fields.email);
        fields.time_zone = self.time_zone.clone().unwrap_or(fields.time_zone);
        if let Some(phone) = self.phone.as_ref().filter(|phone| **phone != lead.phone) {
            fields.numbers.retain(|number| number.phone != *phone);
            match fields
                .numbers
                .first_mut()
                .filter(|number| number.phone == lead.phone)
            {
                Some(first) => first.phone = phone.clone(),
                None => fields.numbers.insert(0, LeadNumber::of(phone.clone())),
            }
        }
        for scope in &self.given.scopes {
            fields.consents.say(*scope, true);
        }
        lead.set_fields(fields);
        lead
    }
}
