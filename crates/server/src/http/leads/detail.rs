//! `GET /leads/{id}`: one lead with its calls.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::LeadId;
use outdial_store::{CallRow, ConsentRow, LeadRow, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::consent::ConsentView;
use super::view::LeadView;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::CallView;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// One lead with its calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadDetail {
    /// The lead.
    pub lead: LeadView,
    /// Its calls, the newest first.
    pub calls: Vec<CallView>,
    /// What it said about what it agrees to, the newest first.
    pub consent_log: Vec<ConsentView>,
}

/// One lead with what belongs to it, as it is stored.
pub struct StoredDetail {
    /// The lead.
    pub lead: LeadRow,
    calls: Vec<CallRow>,
    words: Vec<ConsentRow>,
}

impl StoredDetail {
    /// Reads it; nothing when there is no such lead.
    ///
    /// # Errors
    /// What the database said.
    pub fn read(tx: &mut Tx<'_>, id: &LeadId) -> Result<Option<Self>, StoreError> {
        let Some(lead) = tx.leads().get(id)? else {
            return Ok(None);
        };
        Ok(Some(Self {
            lead,
            calls: tx.calls().of_lead(id, CALLS_SHOWN)?,
            words: tx.consents().of_lead(id, WORDS_SHOWN)?,
        }))
    }
}

impl LeadDetail {
    /// As the API shows it.
    #[must_use]
    pub fn of(app: &AppState, actor: &Actor, stored: &StoredDetail) -> Self {
        let names = app.carrier_names(&actor.workspace);
        Self {
            lead: LeadView::of(&stored.lead, app.now()),
            calls: stored.calls.iter().map(|row| CallView::of(row, &names)).collect(),
            consent_log: stored.words.iter().map(ConsentView::of).collect(),
        }
    }
}

/// One lead with its calls.
#[utoipa::path(get, path = "/leads/{id}", tag = "Leads", operation_id = "readLead",
    params(("id" = String, Path, description = "`lead_...`")),
    responses((status = 200, body = LeadDetail), (status = 404, description = "No such lead")))]
pub async fn read_lead(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
) -> Result<Json<LeadDetail>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| StoredDetail::read(tx, &id))
        .await?;
    let stored = found.ok_or(ProblemCode::LeadNotFound)?;
    Ok(Json(LeadDetail::of(&app, &actor, &stored)))
}

/// Nobody is called more often and still talked to.
const CALLS_SHOWN: u32 = 200;
/// Nobody changes their mind more often.
const WORDS_SHOWN: u32 = 200;
