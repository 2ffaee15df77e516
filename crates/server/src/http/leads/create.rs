//! `POST /leads`: one lead, added by hand.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::PhoneNumber;
use outdial_domain::ids::{LeadChangeId, LeadId, ListId};
use outdial_domain::leads::{Consents, LeadFields, LeadNumber, Standing};
use outdial_store::{
    LeadChange, LeadChangeRow, LeadRow, LeadTerm, ListRow, ListState, NumberOfLead, StoreError, Tx,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::change::{notes, number_known};
use super::consent::{GivenConsents, keep_words};
use super::input::{NumberInput, merge_custom, numbers, tags_of, time_zone};
use super::view::LeadView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::calling::label;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// A lead to be made.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewLead {
    /// The list that it goes into; when absent or null the list "Added by hand", which is made when needed.
    list_id: Option<String>,
    /// The person.
    contact_name: Option<String>,
    /// The company.
    company_name: Option<String>,
    /// The number that is dialled first, in any usual notation.
    #[schema(required)]
    phone: String,
    /// Its further numbers.
    numbers: Vec<NumberInput>,
    /// The person's title or position.
    title: Option<String>,
    /// The e-mail address.
    email: Option<String>,
    /// An IANA time zone.
    time_zone: Option<String>,
    /// Notes.
    notes: Option<String>,
    /// Fields that the workspace added.
    custom: BTreeMap<String, String>,
    /// Tags.
    tags: Vec<String>,
    /// What it has agreed to: `ai_voice`, `human_call`, `recording`, `email`.
    consents: Vec<String>,
    /// How that is known, in up to 300 characters; needed with `consents`.
    consent_source: Option<String>,
}

/// Makes a lead.
#[utoipa::path(post, path = "/leads", tag = "Leads", operation_id = "createLead", request_body = NewLead,
    responses((status = 201, description = "Made", body = LeadView), (status = 404, description = "No such list"),
        (status = 409, description = "`lead.number_known`: another lead has this number"),
        (status = 422, description = "A field makes no sense")))]
pub async fn create_lead(
    State(app): State<AppState>,
    actor: Actor,
    Body(new): Body<NewLead>,
) -> Result<(StatusCode, Json<LeadView>), Problem> {
    actor.require(Operation::LeadsWrite)?;
    let region = app.default_region(&actor.workspace).await?;
    let wanted = new
        .list_id
        .as_ref()
        .map(|id| {
            id.parse::<ListId>()
                .map_err(|why| Problem::invalid_field("list_id", why.to_string()))
        })
        .transpose()?;
    let given = GivenConsents::of(&new.consents, new.consent_source.as_deref())?;
    let fields = fields(new, &given, &region)?;
    let now = app.now();
    let by_hand = ListRow {
        id: ListId::from_bits(app.ids.next(now)),
        name: BY_HAND.to_owned(),
        source: "manual".to_owned(),
        state: ListState::Ready,
        created_by: actor.stored(),
        created_at: now,
    };
    let id = LeadId::from_bits(app.ids.next(now));
    let change = LeadChangeRow {
        id: LeadChangeId::from_bits(app.ids.next(now)),
        lead_id: id.clone(),
        at: now,
        cause: None,
        actor: actor.stored(),
        kind: "created".to_owned(),
        change: LeadChange::default(),
    };
    let mut entry = Entry::by(&actor).subject(&id);
    if !given.scopes.is_empty() {
        entry = entry.detail(json!({"consents": given.scopes, "consent_source": given.source}));
    }
    let entry = entry.row(&app, "lead.created");
    let (by, ids) = (actor.stored(), app.ids.clone());
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            let list = match wanted {
                Some(list) if tx.lists().get(&list)?.map(|list| list.state) == Some(ListState::Ready) => list,
                Some(_) => return Ok(Err(ProblemCode::ListNotFound.into())),
                None => list_by_hand(tx, by_hand)?,
            };
            let Some(first) = fields.numbers.first().map(|number| number.phone.clone()) else {
                return Ok(Err(Problem::invalid_field("phone", "a lead needs a number")));
            };
            if let Some(other) = tx.leads().by_numbers(std::slice::from_ref(&first))?.get(&first) {
                return Ok(Err(number_known("phone", &first, other)));
            }
            let mut row = LeadRow {
                id,
                list_id: list.clone(),
                line: tx.lists().last_line(&list)?.saturating_add(1),
                contact_name: None,
                company_name: None,
                title: None,
                email: None,
                region: first.region().map(str::to_owned),
                phone: first,
                numbers: Vec::new(),
                time_zone: None,
                standing: Standing::new(),
                notes: None,
                custom: BTreeMap::new(),
                tags: Vec::new(),
                consents: Consents::default(),
                import_id: None,
                held: None,
                created_at: now,
                updated_at: now,
                revision: 0,
            };
            row.set_fields(fields);
            let rows = std::slice::from_ref(&row);
            tx.leads().insert_many(rows)?;
            tx.leads().insert_terms(&list, &LeadTerm::of(rows))?;
            tx.leads().insert_numbers(&NumberOfLead::of(rows))?;
            keep_words(tx, None, &row, &given.source, &by, ids.as_ref(), now)?;
            tx.leads().insert_changes(&[change])?;
            tx.audit().add(&entry)?;
            Ok::<Result<LeadRow, Problem>, StoreError>(Ok(row))
        })
        .await??;
    app.engine.changes().lead(&actor.workspace, row.id.clone());
    if row.consents.in_force().next().is_some() {
        app.engine.consents_changed(&actor.workspace);
    }
    Ok((StatusCode::CREATED, Json(LeadView::of(&row, now))))
}

fn fields(new: NewLead, agreed: &GivenConsents, region: &str) -> Result<LeadFields, Problem> {
    let short = |field: &str, text: Option<String>| label(field, text.map(|text| text.trim().to_owned()));
    let first = PhoneNumber::parse(&new.phone, region)
        .map_err(|why| Problem::invalid_field("phone", why.to_string()))?;
    let mut all = vec![LeadNumber::of(first)];
    if !new.numbers.is_empty() {
        let further = numbers("numbers", new.numbers, region)?;
        all.extend(
            further
                .into_iter()
                .filter(|number| number.phone != all[0].phone)
                .collect::<Vec<_>>(),
        );
    }
    if all.len() > outdial_domain::leads::NUMBERS_MAX {
        return Err(Problem::invalid_field("numbers", "a lead has at most 5 numbers"));
    }
    let mut custom = BTreeMap::new();
    let given = new.custom.into_iter().map(|(name, value)| (name, Some(value)));
    merge_custom(&mut custom, given.collect())?;
    let fields = LeadFields {
        contact_name: short("contact_name", new.contact_name)?,
        company_name: short("company_name", new.company_name)?,
        title: short("title", new.title)?,
        email: short("email", new.email)?,
        time_zone: time_zone(new.time_zone)?,
        notes: notes(new.notes)?,
        numbers: all,
        custom,
        tags: tags_of("tags", &new.tags)?,
        consents: agreed.consents(),
    };
    if fields.contact_name.is_none() && fields.company_name.is_none() {
        let why = "A lead needs the name of a person or of a company.";
        return Err(Problem::invalid_field("contact_name", why));
    }
    Ok(fields)
}

/// The list of leads that were added by hand; it is made when there is none.
fn list_by_hand(tx: &mut Tx<'_>, new: ListRow) -> Result<ListId, StoreError> {
    if let Some(list) = tx.lists().by_source(ListState::Ready, &new.source)? {
        return Ok(list.id);
    }
    tx.lists().begin(&new)?;
    tx.lists().complete(&new.id)?;
    Ok(new.id)
}

const BY_HAND: &str = "Added by hand";
