//! `GET /automation/leads/{id}/why`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::LeadId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// Why a lead is, or is not, called with the next batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyNextView {
    /// Whether it is.
    pub next: bool,
    /// When it may be called at the earliest; null when that is for people to change.
    #[schema(required)]
    pub at: Option<String>,
    /// The answer in one sentence.
    pub sentence: String,
    /// Everything that must hold.
    pub checks: Vec<WhyCheck>,
}

/// One thing that must hold for a lead to be called.
#[derive(Debug, Serialize, ToSchema)]
pub struct WhyCheck {
    /// `set_up` (alone, when nobody has chosen anything for automation yet), `on`, `in_lists`, `not_calling`, `open`, `attempts`, `interval`, `rules`, `hours` or `breaker`.
    pub code: String,
    /// Whether it holds.
    pub ok: bool,
    /// For people.
    pub sentence: String,
}

impl WhyNextView {
    fn not_set_up() -> Self {
        let sentence = "Automation was never set up.";
        Self {
            next: false,
            at: None,
            sentence: sentence.to_owned(),
            checks: vec![WhyCheck {
                code: "set_up".to_owned(),
                ok: false,
                sentence: sentence.to_owned(),
            }],
        }
    }
}

/// Why a lead is, or is not, called with the next batch.
#[utoipa::path(get, path = "/automation/leads/{id}/why", tag = "Automation", operation_id = "whyLeadNext",
    params(("id" = String, Path, description = "`lead_...`")),
    responses((status = 200, description = "Why", body = WhyNextView), (status = 404, description = "No such lead")))]
pub async fn why_lead_next(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
) -> Result<Json<WhyNextView>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let rows = app.workspace(&actor.workspace);
    let campaign = rows.read(|tx| tx.automation().campaign()).await?;
    let Some(campaign) = campaign else {
        let lead = rows.read(move |tx| tx.leads().get(&id)).await?;
        lead.ok_or(ProblemCode::LeadNotFound)?;
        return Ok(Json(WhyNextView::not_set_up()));
    };
    let why = app.engine.why_next(&actor.workspace, &campaign, &id).await?;
    let why = why.ok_or(ProblemCode::LeadNotFound)?;
    let against = why.checks.iter().find(|check| !check.holds);
    Ok(Json(WhyNextView {
        next: why.is_next,
        at: why.at.map(|at| at.to_string()),
        sentence: against.map_or_else(
            || "The lead is called with the next batch, when its turn comes.".to_owned(),
            |check| check.sentence.clone(),
        ),
        checks: why
            .checks
            .into_iter()
            .map(|check| WhyCheck {
                code: check.code.to_owned(),
                ok: check.holds,
                sentence: check.sentence,
            })
            .collect(),
    }))
}
