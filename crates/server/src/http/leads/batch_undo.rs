//! `POST /leads/batches/{id}/undo`

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::{LeadBatchId, LeadId};
use outdial_store::{LeadRow, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::consent::keep_words;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// What taking a change back did.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchUndone {
    /// How many leads are as before; those that were changed again since are not.
    pub restored: u64,
}

/// Takes a change of many leads back, as far as nobody changed the same again.
#[utoipa::path(post, path = "/leads/batches/{id}/undo", tag = "Leads", operation_id = "undoLeadBatch",
    params(("id" = String, Path, description = "`bat_...`")),
    responses((status = 200, description = "Taken back", body = BatchUndone),
        (status = 404, description = "No such change"),
        (status = 409, description = "`leads.batch_undone`: it was taken back before")))]
pub async fn undo_lead_batch(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadBatchId>,
) -> Result<Json<BatchUndone>, Problem> {
    actor.require(Operation::LeadsBatch)?;
    let now = app.now();
    let entry = Entry::by(&actor).subject(&id).row(&app, "leads.change_undone");
    let rows = app.workspace(&actor.workspace);
    let batch = id.clone();
    rows.write(move |tx| {
        if tx.lead_batches().get(&batch)?.is_none() {
            return Ok(Err(ProblemCode::LeadBatchNotFound));
        }
        if !tx.lead_batches().undo(&batch, now)? {
            return Ok(Err(ProblemCode::LeadBatchUndone));
        }
        tx.audit().add(&entry)?;
        Ok(Ok(()))
    })
    .await??;
    let (by, ids) = (actor.stored(), app.ids.clone());
    let mut restored = 0;
    let mut after: Option<LeadId> = None;
    loop {
        let (cause, from) = (id.to_string(), after.clone());
        let (by, ids) = (by.clone(), ids.clone());
        let keep = move |tx: &mut Tx<'_>, before: &LeadRow, after: &LeadRow| {
            keep_words(tx, Some(before), after, TAKEN_BACK, &by, ids.as_ref(), now)
        };
        let part = rows.write(move |tx| part(tx, &cause, from.as_ref(), keep, now));
        let (of_part, last) = part.await?;
        restored += of_part;
        if last.is_none() {
            break;
        }
        after = last;
    }
    app.engine.consents_changed(&actor.workspace);
    app.engine.changes().everything(&actor.workspace);
    Ok(Json(BatchUndone { restored }))
}

fn part(
    tx: &mut Tx<'_>,
    cause: &str,
    after: Option<&LeadId>,
    keep: impl Fn(&mut Tx<'_>, &LeadRow, &LeadRow) -> Result<(), StoreError>,
    now: Timestamp,
) -> Result<(u64, Option<LeadId>), StoreError> {
    let changes = tx.leads().changes_of(cause, after, LEADS_AT_ONCE)?;
    let mut restored = 0;
    for change in &changes {
        let mut is_restored = false;
        for entry in &change.change.do_not_call {
            is_restored |= tx.dnc().remove(entry)?.is_some();
        }
        if let Some(before) = tx.leads().get(&change.lead_id)? {
            let mut lead = before.clone();
            if change.change.take_back(&mut lead) {
                lead.updated_at = now;
                tx.leads().update(&mut lead)?;
                keep(tx, &before, &lead)?;
                is_restored = true;
            }
        }
        restored += u64::from(is_restored);
        tx.leads().forget_change(change)?;
    }
    Ok((restored, changes.last().map(|change| change.lead_id.clone())))
}

/// How it is known that a lead agrees to something else after that.
const TAKEN_BACK: &str = "A change of many leads was taken back.";
const LEADS_AT_ONCE: u32 = 400;
