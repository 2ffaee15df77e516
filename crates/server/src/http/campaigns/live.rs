//! `GET /campaigns/{id}/live`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CampaignId;
use outdial_domain::seat::Standing;
use outdial_engine::CampaignLive;
use serde::Serialize;
use utoipa::ToSchema;

use super::why::sentence;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// How a campaign goes right now.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignWatch {
    /// Lines by how far they have come: `planned`, `dialing`, `ringing`, `judging` (answered, person or machine not known
    /// yet), `wanting` (a person for whom an agent is sought), `connected`.
    pub lines: BTreeMap<String, u64>,
    /// Agents by where their seats stand.
    pub seats: BTreeMap<String, u64>,
    /// Today's calls (UTC), from the dial to the talk.
    pub funnel: CampaignFunnel,
    /// Abandoned calls of the last 30 days.
    pub abandon: CampaignAbandons,
    /// Why it dials as it does; null while nobody looks after it.
    #[schema(required)]
    pub pacer: Option<String>,
    /// Leads that are not called now, by reason.
    pub blocked: Vec<CampaignBlocked>,
    /// When the next lead is due again; null when some are due already, or none ever will be.
    #[schema(required)]
    pub next_opening: Option<String>,
}

/// Calls from the dial to the talk.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignFunnel {
    /// Calls that were dialled.
    pub dialed: i64,
    /// Of these, answered by somebody or something.
    pub answered: i64,
    /// Of these, people.
    pub live_answers: i64,
    /// Of these, talks with an agent, or messages heard.
    pub talks: i64,
    /// People for whom nobody was free.
    pub abandoned: i64,
    /// Machines.
    pub machines: i64,
    /// Messages left on machines.
    pub voicemails: i64,
}

/// How many people were abandoned.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignAbandons {
    /// People who answered.
    pub live_answers: u64,
    /// Those of them for whom nobody was free.
    pub abandoned: u64,
    /// Their share in thousandths; null before anybody answered.
    #[schema(required)]
    pub share_permille: Option<u64>,
    /// The most that is allowed.
    pub budget_permille: u32,
}

/// Leads that are not called now, for one reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignBlocked {
    /// The stable name of the rule, or the outcome of the last call.
    pub code: String,
    /// The same for people.
    pub sentence: String,
    /// How many.
    pub leads: u64,
}

/// How a campaign goes: its lines, agents, figures and why it dials as it does.
#[utoipa::path(get, path = "/campaigns/{id}/live", tag = "Campaigns", operation_id = "watchCampaign",
    params(("id" = String, Path, description = "`cmp_...`")),
    responses((status = 200, description = "How it goes", body = CampaignWatch), (status = 404, description = "No such campaign")))]
pub async fn watch_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignWatch>, Problem> {
    actor.require(Operation::CampaignsRead)?;
    let live = app.engine.campaign_live(&actor.workspace, &id).await?;
    let live = live.ok_or(ProblemCode::CampaignNotFound)?;
    Ok(Json(CampaignWatch::of(&live)))
}

impl CampaignWatch {
    /// How a campaign goes, for the API.
    #[must_use]
    pub fn of(live: &CampaignLive) -> Self {
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        for line in &live.lines {
            *lines.entry(line.phase.to_owned()).or_default() += 1;
        }
        let mut seats: BTreeMap<String, u64> = BTreeMap::new();
        for seat in &live.seats {
            let word = seat.standing.word();
            *seats.entry(word.to_owned()).or_default() += 1;
        }
        let talking = seats.get(Standing::OnCall.word()).copied().unwrap_or(0);
        // Beside them, those whom a message or a voice agent serves.
        *lines.entry("connected".to_owned()).or_default() += talking;
        let today = live.today;
        Self {
            lines,
            seats,
            funnel: CampaignFunnel {
                dialed: today.dialed,
                answered: today.answered,
                live_answers: today.live_answers,
                talks: today.talks,
                abandoned: today.abandoned,
                machines: today.machines,
                voicemails: today.voicemails,
            },
            abandon: CampaignAbandons {
                live_answers: live.abandons.live_answers,
                abandoned: live.abandons.abandoned,
                share_permille: (live.abandons.abandoned * 1_000).checked_div(live.abandons.live_answers),
                budget_permille: live.campaign.settings.abandon_budget_permille,
            },
            pacer: (!live.sentence.is_empty()).then(|| live.sentence.clone()),
            blocked: blocked(live),
            next_opening: live.next_due.map(|at| at.to_string()),
        }
    }
}

/// Leads that wait, by the rule or the outcome that makes them wait.
fn blocked(live: &CampaignLive) -> Vec<CampaignBlocked> {
    let waiting = live.stand_where.iter();
    let waiting = waiting.filter(|stand| stand.place == "due" && !stand.why.is_empty());
    waiting
        .map(|stand| CampaignBlocked {
            code: stand.why.clone(),
            sentence: sentence(&stand.why),
            leads: stand.leads,
        })
        .collect()
}
