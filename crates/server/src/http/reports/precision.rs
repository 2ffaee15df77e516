//! `GET /reports/campaigns/{id}/precision`: how often the detectors were right.

use axum::Json;
use axum::extract::State;
use outdial_domain::Timestamp;
use outdial_domain::ids::CampaignId;
use outdial_store::VerdictChecks;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::query::ordered;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Which calls.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PrecisionQuery {
    /// Answered about this time or later (RFC 3339); since the campaign was made when absent.
    from: Option<String>,
    /// Before this time; now when absent.
    to: Option<String>,
}

/// How often the detectors were right about a campaign's calls.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignPrecision {
    /// `cmp_...`
    pub campaign_id: String,
    /// The beginning.
    pub from: String,
    /// The end.
    pub to: String,
    /// Our own ear.
    pub own: DetectorPrecision,
    /// The carrier's detection.
    pub carrier: DetectorPrecision,
}

/// How often a detector was right.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct DetectorPrecision {
    /// Calls of which it said that a person answered.
    pub human: CheckedVerdicts,
    /// Calls of which it said that a machine answered.
    pub machine: CheckedVerdicts,
    /// Calls of which it could not tell.
    pub unknown: u64,
}

/// Verdicts of one kind, held against what agents said.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CheckedVerdicts {
    /// The agent said the same.
    pub right: u64,
    /// The agent said the opposite.
    pub wrong: u64,
    /// No agent said anything.
    pub unchecked: u64,
}

/// How often our own ear and the carrier's detection were right about who answered, by what agents said (`was human`,
/// `was machine`). A talk of which the agent said nothing is unchecked, not right. Of several verdicts of one detector
/// the first that was sure counts, since it was acted on.
#[utoipa::path(get, path = "/reports/campaigns/{id}/precision", tag = "Reports", operation_id = "reportPrecision",
    params(("id" = String, Path, description = "`cmp_...`"), PrecisionQuery),
    responses((status = 200, description = "How often they were right", body = CampaignPrecision),
        (status = 404, description = "No such campaign"), (status = 422, description = "A part of the query makes no sense")))]
pub async fn report_precision(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    Query(query): Query<PrecisionQuery>,
) -> Result<Json<CampaignPrecision>, Problem> {
    actor.require(Operation::ReportsRead)?;
    let (from, to) = (
        instant("from", query.from.as_deref())?,
        instant("to", query.to.as_deref())?,
    );
    let now = app.now();
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(campaign) = tx.campaigns().get(&id)? else {
                return Ok(Err(ProblemCode::CampaignNotFound.into()));
            };
            let (from, to) = (from.unwrap_or(campaign.created_at), to.unwrap_or(now.plus_ms(1)));
            if let Err(problem) = ordered(from, to) {
                return Ok(Err(problem));
            }
            let checks = tx.reports().verdicts(&id, from, to)?;
            Ok(Ok(CampaignPrecision::of(&id, (from, to), &checks)))
        })
        .await??;
    Ok(Json(found))
}

impl CampaignPrecision {
    fn of(id: &CampaignId, (from, to): (Timestamp, Timestamp), checks: &[VerdictChecks]) -> Self {
        let (mut own, mut carrier) = (DetectorPrecision::default(), DetectorPrecision::default());
        for check in checks {
            own.add(&check.own, check);
            carrier.add(&check.carrier, check);
        }
        Self {
            campaign_id: id.to_string(),
            from: from.to_string(),
            to: to.to_string(),
            own,
            carrier,
        }
    }
}

impl DetectorPrecision {
    fn add(&mut self, verdict: &str, check: &VerdictChecks) {
        let kind = match verdict {
            "human" => &mut self.human,
            "machine" => &mut self.machine,
            "unknown" => {
                self.unknown += check.calls;
                return;
            }
            // It said nothing.
            _ => return,
        };
        let figure = match check.said.as_str() {
            "human" | "machine" if check.said == verdict => &mut kind.right,
            "human" | "machine" => &mut kind.wrong,
            _ => &mut kind.unchecked,
        };
        *figure += check.calls;
    }
}
